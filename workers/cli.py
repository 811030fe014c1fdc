"""``dateline``: a table of commands, each in ``workers/commands/NAME.py`` and imported when it is called.

A command's module has a Typer ``app`` (a command with subcommands) or a function of the command's name. ``--help``
reads the summaries of the table, so that it imports none of them.
"""

from __future__ import annotations

import importlib
import sys
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_command

COMMANDS: dict[str, tuple[str, str]] = {
    "enrich": ("enrich", "Enrich files: raw articles in, events out, no broker needed."),
    "stories": ("stories", "Say what became of each article, over files of enriched events, no broker needed."),
    "try": ("try_", "Show one article with what was found in it, coloured in place."),
    "worker": ("worker", "Run a worker (enrich or stories) until it is told to end."),
    "broker": ("broker", "Start, stop and show a real Kafka broker on this machine."),
    "learn-furniture": ("learn_furniture", "Find the lines that sources repeat, for the workers to leave out."),
    "sources": ("sources", "Show which unknown sources are frequent."),
    "topics": ("topics", "Create the topics and set their configuration, or check them."),
    "produce": ("produce", "Put files of raw articles onto the raw topic."),
    "replay": ("replay", "Send dead letters through the enrich worker again."),
    "lag": ("lag", "Show how far each worker's group is behind, by partition."),
    "settings": ("settings", "Show every setting, its value and what it means."),
    "up": ("up", "Start Kafka and both workers, and leave them running."),
    "down": ("down", "Stop what `up` started."),
    "demo": ("demo", "See the whole of it work on the sample articles, then leave nothing running."),
}
"""Name: (module of ``workers.commands``, summary)."""


class LazyGroup(TyperGroup):
    """Knows its commands by the table, and imports one when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the table's order."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command called ``cmd_name``, or None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module_name, summary = COMMANDS[cmd_name]
        if ctx.resilient_parsing or _asks_for_help_of_all():
            return _placeholder(cmd_name, summary)
        module = importlib.import_module(f"workers.commands.{module_name}")
        group = getattr(module, "app", None)
        if group is None:
            group = typer.Typer(add_completion=False)
            group.command(name=cmd_name)(getattr(module, module_name))
        command = get_command(group)
        command.name = cmd_name
        return command


app = typer.Typer(cls=LazyGroup, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def dateline() -> None:
    """Streaming workers for news on Apache Kafka: raw articles in, enriched events out, exactly once."""


def main() -> None:
    """Run the command line. An error with an ``exit_status`` is meant for a person: its lines, and that status."""
    try:
        if not _asks_for_help_of_all():
            from workers.settings import unknown_variables

            _tell(unknown_variables())
        app(prog_name="dateline")
    except Exception as error:
        status = getattr(error, "exit_status", None)
        if status is None:
            raise
        _tell(str(error).splitlines())
        raise SystemExit(status) from None


def _tell(lines: list[str]) -> None:
    for line in lines:
        print(f"dateline: {line}", file=sys.stderr)


def _asks_for_help_of_all() -> bool:
    return not sys.argv[1:] or sys.argv[1].startswith("-")


def _placeholder(name: str, summary: str) -> Any:
    def stands_for() -> None: ...

    group = typer.Typer(add_completion=False)
    group.command(name=name, help=summary)(stands_for)
    return get_command(group)
