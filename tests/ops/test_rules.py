"""The rules against promtool: they parse, and every case of theirs holds."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.ops
DEPLOYED = Path(__file__).resolve().parents[2] / "deploy" / "prometheus"
CASES = sorted((DEPLOYED / "tests").glob("*.yml"))


def promtool(*arguments: str) -> subprocess.CompletedProcess[str]:
    found = shutil.which("promtool")
    assert found, "promtool is not on the path: apt-get install prometheus (make test-ops does it, as root on Debian)"
    return subprocess.run([found, *arguments], capture_output=True, text=True, check=False)


def test_the_rules_parse() -> None:
    done = promtool("check", "rules", str(DEPLOYED / "rules.yml"), str(DEPLOYED / "alerts.yml"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_configuration_parses() -> None:
    done = promtool("check", "config", str(DEPLOYED / "prometheus.yml"))
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_alerts_fire_and_stay_silent(path: Path) -> None:
    done = promtool("test", "rules", str(path))
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_cases_can_fail(tmp_path: Path) -> None:
    """Without the alerts, no case that expects one holds."""
    (tmp_path / "tests").mkdir()
    case = shutil.copy(DEPLOYED / "tests" / "rejects.yml", tmp_path / "tests")
    shutil.copy(DEPLOYED / "rules.yml", tmp_path)
    (tmp_path / "alerts.yml").write_text("groups: []\n", "utf-8")
    done = promtool("test", "rules", str(case))
    assert done.returncode != 0
    assert (done.stdout + done.stderr).count("got: nil") == 4
