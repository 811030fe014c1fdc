"""A worker's metrics as numbers, read from its own ``/metrics`` on loopback."""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass

from prometheus_client.parser import text_string_to_metric_families


@dataclass(frozen=True, slots=True)
class Readings:
    """The samples of one scrape: (name, labels, value)."""

    samples: tuple[tuple[str, tuple[tuple[str, str], ...], float], ...]

    def total(self, name: str, **labels: str) -> float:
        """The sum of ``name`` over all series that carry ``labels``; 0 where there is none."""
        wanted = set(labels.items())
        return sum(value for each, has, value in self.samples if each == name and wanted <= set(has))


def read_metrics(address: str) -> Readings:
    """Scrape ``http://host:port`` once. Raises ``OSError`` where nothing answers."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=5) as response:  # noqa: S310 - http, built by the caller
        text = response.read().decode()
    return Readings(
        tuple(
            (sample.name, tuple(sorted(sample.labels.items())), sample.value)
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        )
    )
