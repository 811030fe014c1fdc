"""``dateline enrich``: files of raw articles in, events out, with no broker."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from workers.batch import Done, cores
from workers.batch import enrich as enrich_files
from workers.commands.arguments import RecordFiles
from workers.commands.console import progress, say
from workers.files import STANDARD_INPUT, InputError, find_files, read_records
from workers.settings import load_settings

SHOWN_REJECTS = 5
"""How many rejected records are told of on the terminal where no file keeps them."""


def enrich(
    files: RecordFiles,
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Where the events go. Default: standard output.")
    ] = None,
    rejects: Annotated[Path | None, typer.Option(help="Where rejected records go, one JSON line each.")] = None,
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=0, help="Processes; 0: one for each processor.")] = 1,
) -> None:
    """Enrich files: raw articles in, events out (NDJSON, in input order), no broker needed.

    Ends with 0 when every record got its outcome, rejected ones included.
    """
    paths = find_files(files)
    _refuse_overwriting(paths, out, rejects)
    options = load_settings().options()
    total = Done()
    shown: list[bytes] = []
    began = time.monotonic()
    try:
        with ExitStack() as stack:
            events = stack.enter_context(_open(out))
            lines = stack.enter_context(_open(rejects)) if rejects is not None else None
            bar = stack.enter_context(progress("enrich", _total(paths), "records"))
            for done in enrich_files(paths, options, jobs or cores()):
                events.write(done.events)
                if lines is not None:
                    lines.writelines(done.rejects)
                elif len(shown) < SHOWN_REJECTS:
                    shown.extend(done.rejects[: SHOWN_REJECTS - len(shown)])
                total.add(done)
                bar.advance(done.records)
            events.flush()
    except BrokenPipeError:
        # the reader of standard output has seen enough: what Python would flush at its end must not fail again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(141) from None
    except BrokenProcessPool:
        say("dateline enrich: a process was killed, most likely for want of memory; try fewer --jobs")
        raise typer.Exit(1) from None
    _tell(total, shown, rejects, time.monotonic() - began)


def _tell(total: Done, shown: list[bytes], rejects: Path | None, seconds: float) -> None:
    rejected = total.reasons.total()
    reasons = ", ".join(f"{reason} {count:,}" for reason, count in total.reasons.most_common())
    rate = f", {total.records / seconds:,.0f}/s" if seconds > 1 else ""
    say(
        f"{total.records:,} records: {total.records - rejected:,} enriched, {rejected:,} rejected"
        f"{f' ({reasons})' if reasons else ''} in {seconds:.1f} s{rate}"
    )
    if shown:
        import orjson

        for each in map(orjson.loads, shown):
            say(f"  {each['file']}, line {each['line']}: {each['reason']}: {each['message']}")
        if rejected > len(shown):
            say(f"  and {rejected - len(shown):,} more")
        say("  --rejects FILE keeps them all")
    elif rejected and rejects is not None:
        say(f"  the rejected ones are in {rejects}")
    for step, count in total.failed_steps.most_common():
        say(f"step {step} failed on {count:,} records, which went on without it; first: {total.failures[step]}")


def _total(paths: list[Path]) -> int | None:
    """How many records there are, where a bar shows it: counting reads the files once more."""
    if not sys.stderr.isatty() or any(path == STANDARD_INPUT or not path.is_file() for path in paths):
        return None
    return sum(1 for path in paths for _ in read_records(path))


def _refuse_overwriting(paths: list[Path], out: Path | None, rejects: Path | None) -> None:
    if out is not None and rejects is not None and out.absolute() == rejects.absolute():
        raise InputError(f"{out}: events and rejected records cannot go to one file; name two")
    for target in (out, rejects):
        for path in paths:
            if target is not None and path != STANDARD_INPUT and target.exists() and target.samefile(path):
                raise InputError(f"{target}: is one of the files to read; name another file to write to")


@contextmanager
def _open(path: Path | None) -> Iterator[BinaryIO]:
    if path is None or path == STANDARD_INPUT:
        yield sys.stdout.buffer
        return
    try:
        file = path.open("wb")
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror})") from None
    with file:
        yield file
