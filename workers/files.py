"""Files of raw articles as records: ``.ndjson``/``.jsonl`` one a line, ``.html``/``.htm`` one page, any other one text.

Nothing is judged here: every line's bytes are a record as they are, broken and empty ones too.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

import orjson

from workers.model import RawMessage

STANDARD_INPUT = Path("-")
"""Stands for standard input, which holds NDJSON."""

JSON = (("content-type", b"application/json"),)
TEXT = (("content-type", b"text/plain"),)
HTML = (("content-type", b"text/html"),)
_LINES = (".ndjson", ".jsonl")
_PAGES = (".html", ".htm")


class InputError(Exception):
    """A file that was named cannot be read; the message says which and why."""

    exit_status = 2


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files that ``paths`` name, in order, each once: a folder stands for every file below it that is not hidden,
    sorted; ``-`` for standard input. Raises ``InputError`` for a path that is not there, or a folder without files."""
    found: dict[Path, None] = {}
    for path in paths:
        if path == STANDARD_INPUT or path.is_file() or path.is_fifo():
            found[path] = None
        elif path.is_dir():
            below = sorted(
                each for each in path.rglob("*") if each.is_file() and not _is_hidden(each.relative_to(path))
            )
            if not below:
                raise InputError(f"{path}: the folder has no files; name a folder or files with raw articles")
            found |= dict.fromkeys(below)
        else:
            raise InputError(f"{path}: there is no such file or folder")
    return list(found)


def read_records(path: Path, start: int = 0) -> Iterator[tuple[int, RawMessage]]:
    """The records of a file from byte ``start`` on: (the byte after the record, the record). A file that is not NDJSON
    is one record. Raises ``InputError`` where it cannot be read."""
    try:
        if path == STANDARD_INPUT:
            yield from _lines(sys.stdin.buffer, 0)
        elif path.suffix.lower() in _LINES:
            with path.open("rb") as file:
                file.seek(start)
                yield from _lines(file, start)
        elif start == 0:
            value = path.read_bytes()
            yield len(value), _page(value) if path.suffix.lower() in _PAGES else RawMessage(value=value, headers=TEXT)
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror})") from None


def _lines(file: BinaryIO, end: int) -> Iterator[tuple[int, RawMessage]]:
    for line in file:
        end += len(line)
        yield end, RawMessage(value=line.removesuffix(b"\n"), headers=JSON)


def _page(value: bytes) -> RawMessage:
    """A page as ``raw_article/1``; one that is not UTF-8 as it is: its own character set is the decoder's to find."""
    try:
        return RawMessage(value=orjson.dumps({"html": value.decode()}), headers=JSON)
    except UnicodeDecodeError:
        return RawMessage(value=value, headers=HTML)


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
