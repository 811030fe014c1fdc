"""The file that ``dateline learn-furniture`` writes and ``DATELINE_FURNITURE`` names: JSON, lines by source."""

from __future__ import annotations

from pathlib import Path

import orjson

SCHEMA = "furniture/1"
LARGEST = 64_000_000
"""Bytes of a file that is read."""


class FurnitureError(Exception):
    """The file cannot be read or is none of these; the message says which and why."""


def write_furniture(sources: dict[str, list[str]]) -> bytes:
    """The file's bytes: ``{"schema": "furniture/1", "sources": {ID: [LINE, ...]}}``."""
    document = {"schema": SCHEMA, "sources": sources}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def load_furniture(path: Path) -> dict[str, frozenset[str]]:
    """What the file holds, for ``Options``. Raises ``FurnitureError``."""
    try:
        if path.stat().st_size > LARGEST:
            raise FurnitureError(f"{path}: has more than {LARGEST:,} bytes; learn with a higher --share")
        document = orjson.loads(path.read_bytes())
    except OSError as error:
        raise FurnitureError(f"{path}: cannot be read ({error.strerror})") from error
    except orjson.JSONDecodeError as error:
        raise FurnitureError(f"{path}: is no JSON ({error})") from error
    sources = document.get("sources") if isinstance(document, dict) and document.get("schema") == SCHEMA else None
    if not isinstance(sources, dict) or not all(
        isinstance(lines, list) and all(isinstance(line, str) for line in lines) for lines in sources.values()
    ):
        raise FurnitureError(f"{path}: is no {SCHEMA} file; write one with `dateline learn-furniture`")
    return {source: frozenset(lines) for source, lines in sources.items()}
