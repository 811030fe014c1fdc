"""The table of extractors: a new one is one file, one line here, a schema edit and its tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from workers.dates.engine import find_dates
from workers.extract.entities import find_entities
from workers.extract.figures import find_figures
from workers.extract.fingerprint import find_fingerprint
from workers.extract.quotes import find_quotes
from workers.model import Article, Step

Extractor = tuple[Step, Any, Callable[[Article], Any]]
"""The step, the value where it finds nothing or fails, and the function."""

EXTRACTORS: tuple[Extractor, ...] = (
    (Step.DATES, (), find_dates),
    (Step.QUOTES, (), find_quotes),
    (Step.FIGURES, (), find_figures),
    (Step.ENTITIES, (), find_entities),
    (Step.FINGERPRINT, None, find_fingerprint),
)
