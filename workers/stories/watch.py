"""The watchdog: a thread that ends the process where Faust would go on in silence.

Faust's own stalls are measured or reported, not guessed: commits blocked behind a gap, a partition that is assigned
but not read, a table recovery that hangs, a loop that is blocked. None raises; each is noticed here by what should
have moved and did not. The process then exits with ``STALLED``, and its supervisor starts it again.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Mapping
from time import monotonic

STALLED = 70
"""The exit status after a failed send or a stall (``EX_SOFTWARE`` of sysexits.h)."""
STALL_SECONDS = 60.0
"""What has to move and did not for this long is stalled. Longer than the 10 s for which the broker holds a dead enrich
worker's transaction open, and than the 30 s in which a send is confirmed or has failed."""

Check = Callable[[float], str | None]
"""Given the monotonic time: what stands still, in words; or None."""


def die(what: str) -> None:
    """One line on standard error, and the end of the process: no handler, no flush of anything acked."""
    sys.stderr.write(f"dateline stories: {what}; exiting with {STALLED} so that nothing passes as done\n")
    sys.stderr.flush()
    os._exit(STALLED)


class Pulse:
    """The event loop's pulse. ``lapse``: seconds without one after which the group may have given this worker up."""

    def __init__(self, lapse: float, fail: Callable[[str], None] = die) -> None:
        self._lapse = lapse
        self._fail = fail
        self.at = monotonic()

    def check(self) -> None:
        """End the process where the loop (or all of the process: SIGSTOP, a sleeping machine) stood too long.

        Another worker may own the partitions by now, and what this one would send next would overwrite newer records.
        """
        now = monotonic()
        if now - self.at > self._lapse:
            self._fail(f"the event loop stood for {now - self.at:.0f} s, longer than the group's session")
        self.at = now

    async def beat(self) -> None:
        """Beat twice a second until cancelled."""
        while True:
            self.check()
            await asyncio.sleep(0.5)


class Stall:
    """Compares what should move with how it stood before. ``problem``: the last answer of ``check``."""

    def __init__(self, seconds: float = STALL_SECONDS) -> None:
        self._seconds = seconds
        self._since: dict[str, tuple[object, float]] = {}
        self.problem: str | None = None

    def check(
        self,
        now: float,
        *,
        beat: float,
        delivery: float | None,
        recovery: int | None,
        behind: Mapping[str, float | None],
    ) -> str | None:
        """What has stood still for ``seconds``, in words, or None. Times are monotonic seconds.

        ``beat``: the loop's last pulse. ``delivery``: since when the oldest event is in flight, or None. ``recovery``:
        changes left to read, or None. ``behind``: the partitions that have events to work on, and when each last moved.
        """
        self.problem = self._find(now, beat, delivery, recovery, behind)
        return self.problem

    def _find(
        self,
        now: float,
        beat: float,
        delivery: float | None,
        recovery: int | None,
        behind: Mapping[str, float | None],
    ) -> str | None:
        if now - beat > self._seconds:
            return f"the event loop stood for {now - beat:.0f} s"
        if delivery is not None and now - delivery > self._seconds:
            return f"an event was not delivered for {now - delivery:.0f} s"
        stands: dict[str, object] = {f"partition {name}": moved for name, moved in behind.items()}
        if recovery is not None:
            stands["the recovery of the table"] = recovery
        self._since = {
            name: before if (before := self._since.get(name)) is not None and before[0] == how else (how, now)
            for name, how in stands.items()
        }
        for name, (_, since) in self._since.items():
            if now - since > self._seconds:
                return f"{name} stood still for {now - since:.0f} s"
        return None


class Watchdog(threading.Thread):
    """Asks every check once a second; a daemon, so that it never holds up an exit."""

    def __init__(self, checks: list[Check], fail: Callable[[str], None] = die, every: float = 1.0) -> None:
        super().__init__(name="watchdog", daemon=True)
        self._checks = checks
        self._fail = fail
        self._every = every
        self._end = threading.Event()

    def run(self) -> None:
        """Until ``stop``."""
        while not self._end.wait(self._every):
            now = monotonic()
            for check in self._checks:
                what = check(now)
                if what is not None:
                    self._fail(what)
                    return

    def stop(self) -> None:
        """No check fails any more."""
        self._end.set()
