"""Records of files through the core, in input order, in this process or several, in bounded memory."""

from __future__ import annotations

import base64
import logging
import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import orjson
from msgspec.structs import replace

from workers.dead_letter import Stamp
from workers.emit import records
from workers.files import read_records
from workers.memory import settle
from workers.model import Options, RawMessage, Rejected
from workers.pipeline import process_batch

CHUNK_RECORDS = 32
CHUNK_BYTES = 1_000_000
"""A chunk ends at whichever comes first: large enough to make handing it over cheap."""

AHEAD = 3
"""Chunks under way for each process."""

KEPT_PAYLOAD = 65_536
"""Bytes of a rejected record that its line keeps, in Base64."""

# what trafilatura warns of is a page that it found nothing in, which is no news here
logging.getLogger("trafilatura").addHandler(logging.NullHandler())

_STAMP = Stamp(consumer_group=None, failed_at="", worker_version="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """A record and where it stood: ``number`` counts the file's records from 0."""

    file: str
    number: int
    message: RawMessage


@dataclass(slots=True, kw_only=True)
class Done:
    """What became of a chunk: lines to write, and counts. ``failures``: the first record of each step that raised."""

    records: int = 0
    events: bytes = b""
    rejects: list[bytes] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    failed_steps: Counter[str] = field(default_factory=Counter)
    failures: dict[str, str] = field(default_factory=dict)

    def add(self, other: Done) -> None:
        """Take over the counts of another chunk, not its lines."""
        self.records += other.records
        self.reasons += other.reasons
        self.failed_steps += other.failed_steps
        self.failures = {**other.failures, **self.failures}


def read_numbered(paths: Iterable[Path]) -> Iterator[Numbered]:
    """The records of files in order; ``offset`` of each message is its number in its file. Raises ``InputError``."""
    for path in paths:
        for number, (_, message) in enumerate(read_records(path)):
            yield Numbered(file=str(path), number=number, message=replace(message, offset=number))


def enrich(paths: Iterable[Path], options: Options, jobs: int) -> Iterator[Done]:
    """Every record of the files through the core: chunks in input order, whatever the number of processes.

    Raises ``InputError`` for a file that cannot be read, ``BrokenProcessPool`` where a process was killed.
    """
    settle()
    chunks = _chunks(read_numbered(paths))
    if jobs <= 1:
        for chunk in chunks:
            yield enrich_chunk(chunk, options)
        return
    with ProcessPoolExecutor(jobs) as pool:
        under_way: deque[Future[Done]] = deque()
        try:
            for chunk in chunks:
                under_way.append(pool.submit(enrich_chunk, chunk, options))
                if len(under_way) >= jobs * AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            for future in under_way:
                future.cancel()


def enrich_chunk(chunk: list[Numbered], options: Options) -> Done:
    """One chunk through the core. The events stand as NDJSON, one line each."""
    done = Done(records=len(chunk))
    events: list[bytes] = []
    places = {id(each.message): each for each in chunk}

    def observe(message: RawMessage, step: str, error: BaseException) -> None:
        at = places[id(message)]
        done.failed_steps[step] += 1
        done.failures.setdefault(step, f"{at.file}, record {at.number + 1}: {type(error).__name__}: {error}"[:500])

    outcomes = process_batch([each.message for each in chunk], options, observe)
    for each, outcome in zip(chunk, outcomes, strict=True):
        emission = records(each.message, outcome, stamp=_STAMP, limits=options.limits)
        if isinstance(emission.outcome, Rejected):
            done.reasons[emission.outcome.reason.value] += 1
            done.rejects.append(_reject_line(each, emission.outcome))
        else:
            events.append(emission.records[0].value or b"")
            events.append(b"\n")
    done.events = b"".join(events)
    return done


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _chunks(numbered: Iterable[Numbered]) -> Iterator[list[Numbered]]:
    chunk: list[Numbered] = []
    size = 0
    for each in numbered:
        chunk.append(each)
        size += len(each.message.value or b"")
        if len(chunk) >= CHUNK_RECORDS or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _reject_line(at: Numbered, rejected: Rejected) -> bytes:
    """``rejected_line/1``: what a dead letter says, as one line of JSON."""
    value = at.message.value or b""
    return orjson.dumps(
        {
            "schema": "rejected_line/1",
            "file": at.file,
            "line": at.number + 1,
            "reason": rejected.reason,
            "stage": rejected.stage,
            "error": rejected.error,
            "message": rejected.message,
            "payload_bytes": len(value),
            "payload_sha256": sha256(value).hexdigest(),
            "payload_base64": base64.b64encode(value[:KEPT_PAYLOAD]).decode(),
            "truncated": len(value) > KEPT_PAYLOAD,
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )
