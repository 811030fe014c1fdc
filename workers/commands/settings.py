"""``dateline settings``: every setting, its value, its default and what it means."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import SecretStr

from workers.settings import PREFIX, Settings, load_settings


def settings(
    markdown: Annotated[bool, typer.Option(help="A Markdown table without values, for the documentation.")] = False,
) -> None:
    """Show every setting: the environment variable, its value (secrets masked), its default, what it means."""
    if markdown:
        typer.echo("| variable | default | meaning |\n| --- | --- | --- |")
        for name, field in Settings.model_fields.items():
            default = f"`{_default(field)}`" if _default(field) else ""
            typer.echo(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |")
        return
    from rich.console import Console
    from rich.table import Table

    current = load_settings()
    table = Table("variable", "value", "default", "meaning", box=None, pad_edge=False)
    for name, field in Settings.model_fields.items():
        value = _shown(getattr(current, name))
        mark = " *" if name in current.model_fields_set else ""
        table.add_row(f"{PREFIX}{name.upper()}", value + mark, _default(field), field.description)
    Console(width=None if sys.stdout.isatty() else 200).print(table)
    typer.echo("* set in the environment")


def _default(field: Any) -> str:
    if field.default_factory is None:
        return _shown(field.default)
    default = field.default_factory()
    return "the host's name" if isinstance(default, str) else _at_home(default)


def _at_home(path: Path) -> str:
    return f"~/{path.relative_to(Path.home())}" if path.is_relative_to(Path.home()) else str(path)


def _shown(value: Any) -> str:
    if value is None or value == frozenset():
        return ""
    if isinstance(value, SecretStr):
        return "********"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, frozenset):
        return ",".join(sorted(value))
    return f"{value:g}" if isinstance(value, float) else str(value)
