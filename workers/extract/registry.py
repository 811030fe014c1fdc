"""The table of extractors: a new one is one file, one line here, a schema edit and its tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from workers.dates.engine import find_dates
from workers.extract.entities import find_entities, tag_articles
from workers.extract.figures import find_figures
from workers.extract.fingerprint import find_fingerprint
from workers.extract.quotes import find_quotes
from workers.model import Article, Step

Extractor = tuple[Step, Any, Callable[..., Any]]
"""The step, the value where it finds nothing or fails, and the function: of an ``Article``, and of what was worked out
ahead for it where the step is in ``AHEAD`` and that was done."""

EXTRACTORS: tuple[Extractor, ...] = (
    (Step.DATES, (), find_dates),
    (Step.QUOTES, (), find_quotes),
    (Step.FIGURES, (), find_figures),
    (Step.ENTITIES, (), find_entities),
    (Step.FINGERPRINT, None, find_fingerprint),
)

AHEAD: dict[Step, Callable[[Sequence[Article]], Sequence[object]]] = {Step.ENTITIES: tag_articles}
"""What a step works out for all articles of a batch at once, because that is much cheaper than for each alone. What it
gives for an article must not depend on the others."""
