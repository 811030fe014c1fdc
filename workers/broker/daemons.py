"""Programs that go on after the command that started them: each in a session of its own, holding none of the caller's
descriptors, known afterwards by its process id and a part of its command line."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

_started: dict[int, subprocess.Popen[bytes]] = {}


def launch(command: list[str], *, log: Path, folder: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start ``command`` in ``folder``; what it prints is added to ``log``."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd=folder,
            env=environment,
            close_fds=True,
            start_new_session=True,
        )
    _started[process.pid] = process
    return process


def runs(pid: int, argument: str) -> bool:
    """Whether ``pid`` lives and was started with ``argument``: a process id alone may be another program's by now."""
    child = _started.get(pid)
    if child is not None:
        # Its id is its own until it is waited for; while it is being started its command line may still be empty.
        return child.poll() is None
    try:
        return argument.encode() in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        if Path("/proc/self/cmdline").exists():
            return False
    listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return argument in listed.stdout


def tell(pid: int, number: signal.Signals) -> None:
    """Send ``number`` to ``pid``, if it still is there."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def end(pid: int, number: signal.Signals, seconds: float) -> bool:
    """Send ``number`` to ``pid`` and wait for its end; whether it ended within ``seconds``."""
    tell(pid, number)
    return ends(pid, seconds)


def ends(pid: int, seconds: float) -> bool:
    """Whether ``pid`` ends within ``seconds``."""
    deadline = time.monotonic() + seconds
    child = _started.get(pid)
    while time.monotonic() < deadline:
        if child is not None:
            if child.poll() is not None:
                return True
        elif _gone(pid):
            return True
        time.sleep(0.02)
    return False


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False
