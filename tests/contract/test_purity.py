"""What the import rules cannot see: the core calls no clock, opens no file while it works, and reads no environment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

WORKERS = Path(__file__).resolve().parents[2] / "workers"
CORE = [
    path
    for pattern in ("article.py", "decode*.py", "emit.py", "event.py", "pipeline.py", "normalize/*.py", "extract/*.py")
    for path in sorted(WORKERS.glob(pattern))
] + sorted(WORKERS.glob("dates/*.py"))
CORE += [WORKERS / "stories" / f"{name}.py" for name in ("codec", "event", "expiry", "transition")]
BUILDERS = {"build_data.py"}
"""Scripts that write data files; the core does not import them."""
CLOCKS = {"now", "utcnow", "today", "fromtimestamp_local"}
EFFECTS = {"print", "input", "open", "eval", "exec"}


def calls(tree: ast.AST) -> Iterator[str]:
    """The names of what functions call, with `os.environ` and the like as what they are."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Attribute(attr=name) | ast.Name(id=name):
                    yield name
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}:
            yield node.attr


@pytest.mark.parametrize("path", [p for p in CORE if p.name not in BUILDERS], ids=lambda p: str(p.relative_to(WORKERS)))
def test_core_file_has_no_effects(path: Path) -> None:
    used = set(calls(ast.parse(path.read_text("utf-8"))))
    assert not used & (CLOCKS | EFFECTS | {"environ", "getenv"})
