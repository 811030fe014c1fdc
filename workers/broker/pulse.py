"""Whether the loop is alive: what it is doing, since when, and a watchdog that ends the process when it hangs.

A loop that waits for the broker is alive: a broker that is away must not restart its clients. It is dead when one
record does not come to an end, or when it hangs in the client although the broker accepts connections.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
import time
from typing import Literal

Phase = Literal["start", "work", "broker", "stop"]
STALLED = 70
"""Exit status of a process that its watchdog ended (EX_SOFTWARE of sysexits.h)."""
AWAY_SECONDS = 5.0
"""A wait for the broker that is longer than this makes the worker not ready."""

log = logging.getLogger("dateline.enrich")


class Pulse:
    """What the loop is doing, for the probes and the watchdog. ``beat`` is called by the loop, the rest by others."""

    def __init__(self, servers: str, stall_seconds: float) -> None:
        self._servers = [_split(server) for server in servers.split(",")]
        self._stall = stall_seconds
        self._phase: Phase = "start"
        self._last = time.monotonic()
        self.assigned = 0
        self.away = True
        self.draining = False

    def beat(self, phase: Phase) -> None:
        """The loop moved, and goes on to ``phase``."""
        self._phase, self._last = phase, time.monotonic()

    def still(self) -> float:
        """Seconds since the last beat."""
        return time.monotonic() - self._last

    def live(self) -> str | None:
        """None, or why the process should be restarted. Never for the broker's sake."""
        if self._phase == "work" and self.still() > self._stall:
            return f"one record has been worked on for {self.still():.0f} s"
        return None

    def ready(self) -> str | None:
        """None, or why the worker does no work now."""
        if self.draining:
            return "draining"
        if self.away or (self._phase == "broker" and self.still() > AWAY_SECONDS):
            return "waiting for the broker"
        return None if self.assigned else "no partitions assigned"

    def watch(self) -> None:
        """Start the watchdog: a daemon thread that ends the process with status 70 when the loop hangs."""
        threading.Thread(target=self._watch, name="watchdog", daemon=True).start()

    def _watch(self) -> None:
        while True:
            time.sleep(1)
            if self.still() <= self._stall:
                continue
            problem = self.live()
            if problem is None and self._phase == "broker" and self._reachable():
                problem = f"the Kafka client has not answered for {self.still():.0f} s although the broker is there"
            if problem is not None:
                log.critical("%s: ending this process; its open transaction will be aborted, nothing is lost", problem)
                os._exit(STALLED)

    def _reachable(self) -> bool:
        for address in self._servers:
            try:
                socket.create_connection(address, 3).close()
            except OSError:
                continue
            return True
        return False


def _split(server: str) -> tuple[str, int]:
    host, _, port = server.rpartition(":")
    return host.strip("[]"), int(port)
