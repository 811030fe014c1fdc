"""Arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

RecordFiles = Annotated[
    list[Path],
    typer.Argument(
        help="`.ndjson` and `.jsonl` hold one record a line, `.html` one page, any other file one plain-text "
        "article; `-` reads NDJSON from standard input.",
        show_default=False,
    ),
]
