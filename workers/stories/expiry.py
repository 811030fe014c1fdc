"""Forgetting: articles that outlived the retention leave the table, a few looked at with every event.

No timer and no pass over the whole table: each event pays for looking at ``LOOKS`` articles, so the cost of an event
does not grow with the table, and a table of a million articles is looked through once in 250,000 events. Time is that
of the events of the article's own partition: another partition may be days ahead while it catches up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from workers.stories.codec import read_state
from workers.stories.transition import Bounds, expired

LOOKS = 4
"""Articles looked at with every event; one is added at most, so the table shrinks where most have expired."""
SLACK = 3_600_000
"""Milliseconds beyond the retention before an article is taken out: events of one partition come from several enrich
workers, and their clocks need not agree to the second. What a late event finds is the same for an hour."""


class Expiry:
    """Goes round the table. ``table``: states by key; ``homes``: the partition of each key."""

    def __init__(self, table: Mapping[bytes, bytes], homes: Mapping[bytes, int], bounds: Bounds) -> None:
        self._table = table
        self._homes = homes
        self._bounds = bounds
        self._newest: dict[int, int] = {}
        self._round: Iterator[bytes] = iter(())

    def find(self, partition: int, written: int | None) -> list[bytes]:
        """Take note of an event's time, and look at the next few articles: the keys of those that have expired."""
        if written is not None:
            self._newest[partition] = max(written, self._newest.get(partition, written))
        found = []
        for _ in range(LOOKS):
            key = next(self._round, None)
            if key is None:
                self._round = iter(list(self._table))
                break
            held, home = self._table.get(key), self._homes.get(key)
            if held is None or home is None or (newest := self._newest.get(home)) is None:
                continue
            if expired(read_state(held), newest - SLACK, self._bounds):
                found.append(key)
        return found
