"""A user's own extractors: found among the installed entry points ``dateline.extractors``, by the names of a setting.

None runs unless it is named: what is installed is not what was asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.metadata import entry_points

from workers.model import Extra

GROUP = "dateline.extractors"
EXTRA_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""What an extractor may be called: it becomes a field of the event and a metric's label."""


class ExtraError(Exception):
    """An extractor cannot be had; the message says which, why, and what is there."""


def load_extras(names: Iterable[str]) -> tuple[Extra, ...]:
    """The extractors of these names, in their order. Raises ``ExtraError``."""
    names = tuple(names)
    if not names:
        return ()
    installed = {each.name: each for each in entry_points(group=GROUP)}
    extras = []
    for name in names:
        if name not in installed:
            there = ", ".join(sorted(installed)) or "none"
            raise ExtraError(f"no package installed here has {name!r} under {GROUP!r} (there: {there}); install one")
        try:
            find = installed[name].load()
        except Exception as error:
            raise ExtraError(f"{name!r} cannot be imported: {type(error).__name__}: {error}") from error
        if not callable(find):
            raise ExtraError(f"{name!r} is no function: {installed[name].value} must take an article and return JSON")
        extras.append(Extra(name=name, find=find))
    return tuple(extras)
