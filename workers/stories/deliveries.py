"""Events whose outputs are on the wire: acked when all of them were delivered, and never otherwise."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from typing import Any, Protocol


class Acked(Protocol):
    """What is followed: an event that can be acked (``faust.EventT``)."""

    def ack(self) -> bool:
        """Mark the event as done."""


@dataclass(slots=True, eq=False)
class Open:
    """One event with sends not confirmed yet. ``since``: monotonic time at which it was taken."""

    event: Acked
    waiting: int
    since: float = field(default_factory=monotonic)


class Deliveries:
    """Bounds and follows what is in flight, on one event loop.

    ``fail(what)`` is called at the first send that failed and must end the process: after it nothing is acked, so a
    failed send never passes as sent.
    """

    def __init__(self, limit: int, fail: Callable[[str], None]) -> None:
        self._limit = limit
        self._fail = fail
        self._failed = False
        self._open: dict[int, Open] = {}
        self._changed = asyncio.Event()

    def __len__(self) -> int:
        return len(self._open)

    async def room(self) -> None:
        """Wait until at most ``limit`` events are in flight."""
        while len(self._open) > self._limit:
            await self._change()

    def begin(self, event: Acked) -> Open:
        """Take note of an event before its first send, so that ``drain`` waits for it too."""
        entry = Open(event=event, waiting=1)
        self._open[id(entry)] = entry
        return entry

    def follow(self, entry: Open, sends: Iterable[asyncio.Future[Any]]) -> None:
        """Ack the event once every one of ``sends`` was delivered: at once where there are none."""
        for send in sends:
            entry.waiting += 1
            send.add_done_callback(partial(self._done, entry))
        self._finish(entry)

    async def drain(self, seconds: float) -> bool:
        """Wait until nothing is in flight, ``seconds`` at most. Whether that was reached."""
        deadline = monotonic() + seconds
        while self._open and monotonic() < deadline:
            await self._change()
        return not self._open

    def oldest(self) -> float | None:
        """Monotonic time at which the oldest event in flight was taken, or None."""
        return next((entry.since for entry in list(self._open.values())), None)

    async def _change(self) -> None:
        self._changed.clear()
        try:
            await asyncio.wait_for(self._changed.wait(), timeout=0.5)
        except TimeoutError:
            return

    def _done(self, entry: Open, send: asyncio.Future[Any]) -> None:
        if send.cancelled() or (error := send.exception()) is not None:
            if not self._failed:
                self._failed = True
                self._fail("a send was cancelled" if send.cancelled() else f"a send failed: {error!r}")
            return
        self._finish(entry)

    def _finish(self, entry: Open) -> None:
        entry.waiting -= 1
        if entry.waiting == 0 and not self._failed:
            entry.event.ack()
            del self._open[id(entry)]
            self._changed.set()
