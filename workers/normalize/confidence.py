"""How sure a publication date is, by the kind of evidence it stands on: ``data/publication_confidence.json``.

A kind's confidence is the share of right days counted on public pages, where there were pages to count; else assumed.
"""

from __future__ import annotations

import json
from importlib.resources import files

from workers.model import Role
from workers.normalize.date_places import Place

_KINDS: dict[str, dict[str, float]] = json.loads(
    files("workers.normalize").joinpath("data/publication_confidence.json").read_text(encoding="utf-8")
)["kinds"]
CONFIDENCE: dict[str, float] = {kind: float(row["confidence"]) for kind, row in _KINDS.items()}
"""The confidence of each kind of evidence, 0 to 1."""
STRONG = 2.0
"""The weight from which a line outside the header is as good as one inside it."""


def kind_of_place(place: Place, day: str, url: str | None) -> str:
    """The kind of evidence that a date in the text is. ``day``: its ISO day; ``url``: the day in the address."""
    if url is not None:
        return "address_and_text" if url == day else "text_against_address"
    if place.kind == "modified":
        return "modified"
    if place.kind == "published":
        return "labelled_header" if place.role is Role.HEADER else "labelled"
    if place.role is Role.HEADER:
        return "header"
    return "line" if place.weight >= STRONG else "weak_line"
