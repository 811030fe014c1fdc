"""What a person sees while a command works: progress on standard error, rich on a terminal, plain lines elsewhere.

Results go to standard output and are not this file's.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

PLAIN_SECONDS = 10.0
"""How often progress that is not on a terminal prints a line."""


class Progress(Protocol):
    """How far a command is."""

    def advance(self, count: int = 1) -> None:
        """``count`` more units are done."""


def say(line: str) -> None:
    """Print one line of progress on standard error."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201


@contextmanager
def progress(title: str, total: int | None, unit: str) -> Iterator[Progress]:
    """Show how many of ``total`` units (None: not known) are done: a bar on a terminal, else a line every 10 s."""
    if not sys.stderr.isatty():
        yield _Lines(title, total, unit)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=total)

        class Live:
            def advance(self, count: int = 1) -> None:
                bar.advance(task, count)

        yield Live()


class _Lines:
    def __init__(self, title: str, total: int | None, unit: str) -> None:
        self._title, self._total, self._unit = title, total, unit
        self._done = 0
        self._last = time.monotonic()

    def advance(self, count: int = 1) -> None:
        self._done += count
        now = time.monotonic()
        if now - self._last >= PLAIN_SECONDS:
            self._last = now
            of = "" if self._total is None else f" of {self._total}"
            say(f"{self._title}: {self._done}{of} {self._unit}")
