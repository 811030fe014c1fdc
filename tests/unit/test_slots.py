"""Slots: the lowest free number, freed by the end of its holder, whatever kind of end."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workers.broker.slots import Slot, SlotError

HOLD = "import sys, pathlib; from workers.broker.slots import Slot; s = Slot(pathlib.Path(sys.argv[1]), 'x'); " + (
    "print(s.number, flush=True); sys.stdin.read()"
)


def test_numbers_are_the_lowest_free(tmp_path: Path) -> None:
    first, second, third = (Slot(tmp_path, "x") for _ in range(3))
    assert [first.number, second.number, third.number] == [0, 1, 2]
    assert Slot(tmp_path, "other").number == 0
    second.release()
    assert Slot(tmp_path, "x").number == 1


def test_kill_9_frees_the_number(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "0\n"
        held = Slot(tmp_path, "x")
        assert held.number == 1
        holder.kill()
        holder.wait()
        assert Slot(tmp_path, "x").number == 0


def test_a_folder_that_cannot_be_used_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SlotError, match="DATELINE_STATE_DIR"):
        Slot(tmp_path / "file" / "below", "x")
