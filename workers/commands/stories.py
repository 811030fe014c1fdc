"""``dateline stories``: what became of each article, over files of enriched events. No broker."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from workers.commands.console import progress, say
from workers.stories.codec import version_value
from workers.stories.event import UnreadableEventError, read_event
from workers.stories.transition import ArticleState, transition

STANDARD = Path("-")


class EventFileError(Exception):
    """A file cannot be read or written; the message says which and why."""

    exit_status = 2


def stories(
    events: Annotated[
        list[Path],
        typer.Argument(help="Files of enriched events, one a line, as `dateline enrich` writes; - is stdin."),
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", help="Where the versions go, one a line; - is stdout.")
    ] = STANDARD,
) -> None:
    """Say of each enriched event whether its article is new, a duplicate, a revision or withdrawn.

    One record an event, in the order of the input; the same core as `dateline worker stories`. Exits 1 where a line is
    no enriched event: each is named on standard error, and the others have their records.
    """
    states: dict[str, ArticleState] = {}
    counts: dict[str, int] = {}
    position = 0
    with _output(out) as sink, progress("stories", None, "events") as shown:
        for path in events:
            for number, line in _lines(path):
                try:
                    event = read_event(line, position)
                except UnreadableEventError as error:
                    say(f"dateline: {path}, line {number}: no enriched event: {error}")
                    counts["unreadable"] = counts.get("unreadable", 0) + 1
                    continue
                position += 1
                states[event.id], records = transition(states.get(event.id), event)
                for record in records:
                    counts[record.status] = counts.get(record.status, 0) + 1
                    sink.write(version_value(record) + b"\n")
                shown.advance()
    say(f"{position} events: " + (", ".join(f"{count} {name}" for name, count in counts.items()) or "nothing to do"))
    if counts.get("unreadable"):
        raise typer.Exit(1)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """The lines of a file that are not blank, with their numbers."""
    if path == STANDARD:
        yield from _numbered(sys.stdin.buffer)
        return
    try:
        with path.open("rb") as file:
            yield from _numbered(file)
    except OSError as error:
        raise EventFileError(f"cannot read {path}: {error.strerror}") from None


def _numbered(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(file, 1):
        if stripped := line.strip():
            yield number, stripped


@contextmanager
def _output(path: Path) -> Iterator[BinaryIO]:
    """Standard output, or a file that appears under its name only when it is whole."""
    if path == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("wb") as file:
            yield file
        partial.replace(path)
    except OSError as error:
        raise EventFileError(f"cannot write {path}: {error.strerror}") from None
    finally:
        partial.unlink(missing_ok=True)
