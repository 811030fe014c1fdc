"""The README's picture: `dateline try` on a sample, as the terminal shows it. `python -m tests.pictures` draws it."""

from __future__ import annotations

import io
import re
from pathlib import Path

from rich.console import Console

from tests.golden.cases import event, raw_messages
from workers import render

TARGET = Path(__file__).resolve().parents[1] / "docs" / "try.svg"
SAMPLE = "s01"
FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main() -> None:
    """Write the picture; without the fonts that rich would have a browser load from elsewhere."""
    console = Console(record=True, width=110, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(render.article(event(raw_messages()[SAMPLE])))
    drawn = FONTS.sub("", console.export_svg(title="dateline try"))
    TARGET.write_text(drawn, encoding="utf-8")


if __name__ == "__main__":
    main()
