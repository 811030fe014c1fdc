"""How long a worker goes on trying: backoff between attempts, fences that are no accident, a share of rejects."""

from __future__ import annotations

import threading
import time
from collections import deque

from workers.broker.errors import WorkerError
from workers.broker.pulse import Pulse
from workers.metrics import Metrics
from workers.settings import Settings

BACKOFF = (0.1, 10.0)
"""First and longest wait between two attempts, in seconds; doubled with each."""
FENCES = 5
FENCE_WINDOW = 120.0
"""So many fences in so many seconds are no accident: two workers have one transactional id."""


class Patience:
    """Waits between attempts, and counts what must not go on for ever.

    ``proven``: this worker has committed a transaction, so that its settings and rights were right once.
    """

    def __init__(self, settings: Settings, metrics: Metrics, pulse: Pulse, stop: threading.Event, name: str) -> None:
        """``name``: the transactional id."""
        self._settings = settings
        self._metrics = metrics
        self._pulse = pulse
        self._stop = stop
        self._name = name
        self.proven = False
        self._failures = 0
        self._fences: deque[float] = deque(maxlen=FENCES)
        self._recent: deque[bool] = deque(maxlen=settings.reject_window)

    def reset(self) -> None:
        """A transaction was committed."""
        self.proven = True
        self._failures = 0

    def pause(self) -> None:
        """Wait before the next attempt, unless the worker is told to end."""
        first, longest = BACKOFF
        seconds = min(first * 2.0**self._failures, longest)
        self._failures = min(self._failures + 1, 20)
        began = time.monotonic()
        while (left := began + seconds - time.monotonic()) > 0 and not self._stop.is_set():
            self._pulse.beat("broker")
            self._stop.wait(min(left, 1))
        self._metrics.backpressure.inc(time.monotonic() - began)

    def fenced(self) -> None:
        """The broker fenced us. Raises ``WorkerError`` where that goes on."""
        now = time.monotonic()
        self._fences.append(now)
        if len(self._fences) == FENCES and now - self._fences[0] < FENCE_WINDOW:
            raise WorkerError(
                f"fenced {FENCES} times in {now - self._fences[0]:.0f} s: another worker has the transactional id "
                f"{self._name}, or transactions outlast DATELINE_TRANSACTION_TIMEOUT. Give each host its own "
                "DATELINE_WORKER_NAME, and workers of one host the same DATELINE_STATE_DIR"
            )

    def rejects(self, rejected: int, count: int) -> None:
        """``rejected`` of the next ``count`` outcomes are rejections: called before they are committed.

        Raises ``WorkerError`` where they reach the reject limit, so that the offsets are held.
        """
        limit = self._settings.reject_limit
        if limit is None:
            return
        self._recent.extend(index < rejected for index in range(count))
        if len(self._recent) == self._recent.maxlen and sum(self._recent) >= limit * len(self._recent):
            raise WorkerError(
                f"{sum(self._recent)} of the last {len(self._recent)} records were rejected, which reaches "
                f"DATELINE_REJECT_LIMIT={limit}: stopping with the offsets held. Look at "
                f"{self._settings.topic('rejected')}"
            )
