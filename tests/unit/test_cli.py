"""The command line's table: complete, lazy, and its errors in one line."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from workers.cli import COMMANDS


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "workers", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **variables},
    )


def test_help_lists_every_command_and_imports_none() -> None:
    code = (
        "import sys; sys.argv = ['dateline', '--help']\n"
        "from workers.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith(('workers.commands', 'kafka', 'faust', 'pydantic'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip().endswith("[]")
    for name in COMMANDS:
        assert f" {name} " in done.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_its_help(name: str) -> None:
    done = run(name, "--help")
    assert done.returncode == 0, done.stderr
    assert f"dateline {name}" in done.stdout


@pytest.mark.parametrize(("module", "summary"), COMMANDS.values())
def test_a_commands_module_has_its_function_or_an_app(module: str, summary: str) -> None:
    spec = find_spec(f"workers.commands.{module}")
    assert spec is not None
    assert spec.origin is not None
    tree = ast.parse(Path(spec.origin).read_text("utf-8"))
    functions = {each.name for each in tree.body if isinstance(each, ast.FunctionDef)}
    names = {
        target.id
        for each in tree.body
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Name)
    }
    assert module in functions or "app" in names
    assert summary.endswith(".")


def test_wrong_settings_end_with_status_2_and_one_line() -> None:
    done = run("settings", DATELINE_BOOTSTRAP="nonsense")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("dateline: DATELINE_BOOTSTRAP: 'nonsense' is not host:port")
    assert len(done.stderr.splitlines()) == 1


def test_a_variable_that_is_no_setting_is_told() -> None:
    done = run("settings", DATELINE_PREFFIX="x")
    assert done.returncode == 0
    assert done.stderr == "dateline: DATELINE_PREFFIX is not a setting; is DATELINE_PREFIX meant?\n"


def test_an_unknown_command_is_named() -> None:
    done = run("enrish")
    assert done.returncode == 2
    assert "enrish" in done.stderr
