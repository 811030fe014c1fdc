"""What the probes say in each phase, and that the watchdog ends a process that hangs."""

from __future__ import annotations

import socket
import subprocess
import sys

import pytest

from workers.broker.pulse import AWAY_SECONDS, STALLED, Pulse

HANG = """
import sys, time
from workers.broker.pulse import Pulse
pulse = Pulse(sys.argv[1], 0.5)
pulse.watch()
pulse.beat(sys.argv[2])
time.sleep(float(sys.argv[3]))
"""


@pytest.fixture
def pulse() -> Pulse:
    pulse = Pulse("127.0.0.1:1", 60)
    pulse.away = False
    pulse.assigned = 3
    return pulse


def later(pulse: Pulse, seconds: float) -> None:
    pulse._last -= seconds


def test_at_work(pulse: Pulse) -> None:
    pulse.beat("work")
    assert (pulse.live(), pulse.ready()) == (None, None)
    later(pulse, 61)
    assert pulse.live() is not None


def test_waiting_for_the_broker_is_alive_and_not_ready(pulse: Pulse) -> None:
    pulse.beat("broker")
    assert pulse.ready() is None
    later(pulse, AWAY_SECONDS + 1)
    assert pulse.ready() == "waiting for the broker"
    later(pulse, 1_000)
    assert pulse.live() is None


def test_ready_needs_partitions_and_no_drain(pulse: Pulse) -> None:
    pulse.assigned = 0
    assert pulse.ready() == "no partitions assigned"
    pulse.assigned = 1
    pulse.draining = True
    assert pulse.ready() == "draining"


def test_the_watchdog_ends_a_loop_that_hangs() -> None:
    hung = subprocess.run(
        [sys.executable, "-c", HANG, "127.0.0.1:1", "work", "30"], capture_output=True, timeout=25, check=False
    )
    assert hung.returncode == STALLED


def test_the_watchdog_ends_a_client_that_is_silent_beside_a_broker_that_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"127.0.0.1:{listener.getsockname()[1]}"
        hung = subprocess.run(
            [sys.executable, "-c", HANG, address, "broker", "30"], capture_output=True, timeout=25, check=False
        )
    assert hung.returncode == STALLED


def test_the_watchdog_lets_a_client_wait_for_a_broker_that_is_away() -> None:
    waited = subprocess.run(
        [sys.executable, "-c", HANG, "127.0.0.1:1", "broker", "3"], capture_output=True, timeout=25, check=False
    )
    assert waited.returncode == 0
