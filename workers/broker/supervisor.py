"""``--processes N``: a parent that runs N workers, restarts one that died, and hands signals on.

Each child is a process of its own (its own interpreter, its own slot, its own metrics port) that this parent started by
the command line. Children end with the parent even after kill -9 of it: their standard input, which it holds, ends.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from workers.settings import Settings

FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0
"""Seconds between a death and the restart: doubled with each death, back to the first after a minute of life."""
HEALTHY_SECONDS = 60.0
KILL_MARGIN = 5.0
"""Seconds beyond the children's own drain time before they are killed."""


@dataclass(slots=True)
class Child:
    """One worker: its number, its process while it runs, and when to start it (again)."""

    number: int
    address: str
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    wait: float = FIRST_WAIT


def supervise(role: str, count: int, settings: Settings) -> int:
    """Run ``count`` workers of ``role`` until SIGTERM or SIGINT; return 0 when all have drained, else 1."""
    host, port = settings.metrics_host_port
    shown = f"[{host}]" if ":" in host else host
    children = [Child(number=number, address=f"{shown}:{port + number if port else 0}") for number in range(count)]
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    signal.signal(signal.SIGINT, lambda *_: stop.set())
    try:
        while not stop.is_set():
            for child in children:
                _tend(child, role)
            stop.wait(0.2)
    finally:
        drained = _drain(children, settings.drain_seconds + KILL_MARGIN)
    return 0 if drained else 1


def _tend(child: Child, role: str) -> None:
    """Start a child that is due; note the death of one."""
    now = time.monotonic()
    if child.process is None:
        if now >= child.due:
            child.process = subprocess.Popen(
                [sys.executable, "-m", "workers", "worker", role, "--metrics-address", child.address, "--tied"],
                stdin=subprocess.PIPE,
                # Ctrl-C reaches the whole foreground group; the parent alone hands it on, once.
                start_new_session=True,
            )
            child.started = now
        return
    status = child.process.poll()
    if status is None:
        return
    child.wait = FIRST_WAIT if now - child.started > HEALTHY_SECONDS else child.wait
    _say(f"worker {child.number} (process {child.process.pid}) {_ending(status)}; restart in {child.wait:g} s")
    _let_go(child)
    child.due = now + child.wait
    child.wait = min(child.wait * 2, LONGEST_WAIT)


def _drain(children: list[Child], seconds: float) -> bool:
    """Hand SIGTERM on, wait, and kill what is left. Return whether every one that ran exited 0."""
    running = [child for child in children if child.process is not None]
    for child in running:
        if child.process is not None and child.process.poll() is None:
            child.process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + seconds
    clean = True
    for child in running:
        process = child.process
        if process is None:
            continue
        try:
            status = process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            process.kill()
            status = process.wait()
        if status != 0:
            _say(f"worker {child.number} (process {process.pid}) {_ending(status)} while draining")
            clean = False
        _let_go(child)
    return clean


def _let_go(child: Child) -> None:
    if child.process is not None and child.process.stdin is not None:
        child.process.stdin.close()
    child.process = None


def _ending(status: int) -> str:
    return f"was ended by signal {-status}" if status < 0 else f"exited {status}"


def _say(line: str) -> None:
    print(f"dateline: {line}", file=sys.stderr, flush=True)  # noqa: T201
