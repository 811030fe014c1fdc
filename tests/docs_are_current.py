"""The documents that are written from the code. ``python -m tests.docs_are_current --write`` writes them again."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from workers.event_reference import write_reference
from workers.metrics import render

DOCS = Path(__file__).resolve().parent.parent / "docs"
WRITTEN: dict[str, Callable[[], str]] = {
    "events.md": write_reference,
    "metrics.md": render,
}


def stale() -> list[str]:
    """The documents that are not there, or not as the code has them now."""
    return [
        name
        for name, write in WRITTEN.items()
        if not (path := DOCS / name).is_file() or path.read_text(encoding="utf-8") != write()
    ]


def main() -> None:
    """Write the documents again, or say which are stale."""
    if "--write" in sys.argv:
        for name, write in WRITTEN.items():
            (DOCS / name).write_text(write(), encoding="utf-8")
    elif names := stale():
        raise SystemExit(f"not current: {', '.join(names)}; `make docs` writes them again")


if __name__ == "__main__":
    main()
