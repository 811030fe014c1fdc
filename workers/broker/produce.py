"""Raw articles onto the raw topic: keyed, idempotent, every delivery confirmed, resumed where it was broken off.

A run that is told to end (Ctrl-C, SIGTERM) confirms what is under way first, so that nothing repeats when it goes on.
One that was killed, or lost its broker, may repeat what was on its way and what was confirmed in the last second.
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kafka.errors import KafkaError

from workers.broker.clients import open_producer
from workers.broker.errors import BrokerError
from workers.broker.position import Position
from workers.broker.raw_topic import RawTopic, key_of, look_up
from workers.files import STANDARD_INPUT, find_files, read_records
from workers.model import RawMessage
from workers.settings import Settings

IN_FLIGHT_RECORDS = 5_000
IN_FLIGHT_BYTES = 33_554_432
"""kafka-python's producer queues without bound: these bound what waits for confirmation."""
SAVE_SECONDS = 1.0
INTERRUPTED = "interrupted"
CONFIRM_SECONDS = 120.0
WAIT_SECONDS = 0.25
FLUSH_SECONDS = 15.0
RECORD_OVERHEAD = 128
"""More than a batch of one record has beside key, value and headers (61 bytes of batch, 7 numbers of the record)."""


@dataclass(slots=True, kw_only=True)
class Delivered:
    """What became of a run. ``refused``: a line for each record too large for the topic. ``stopped``: why it ended
    before its end, None where it did not; ``resumed``: whether it went on where an earlier run was broken off."""

    files: int = 0
    confirmed: int = 0
    bytes: int = 0
    without_key: int = 0
    seconds: float = 0.0
    resumed: bool = False
    refused: list[str] = field(default_factory=list)
    stopped: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sent:
    turn: int
    path: Path
    number: int
    end: int
    size: int
    keyed: bool
    future: Any


def produce_paths(settings: Settings, paths: Sequence[Path]) -> int:
    """Put every record of the files and folders ``paths`` onto the raw topic once; return how many were confirmed.

    Raises ``InputError`` for a path that cannot be read, ``BrokerError`` where not every record was confirmed.
    """
    delivered = produce(settings, find_files(paths))
    if delivered.stopped is not None or delivered.refused:
        raise BrokerError(delivered.stopped or delivered.refused[0])
    return delivered.confirmed


def produce(
    settings: Settings,
    files: Sequence[Path],
    *,
    repeat: int = 1,
    rate: float | None = None,
    state: Path | None = None,
    advance: Callable[[int], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Delivered:
    """Put the records of ``files`` (from ``find_files``) onto the raw topic, ``repeat`` times over.

    ``rate``: records a second at most. ``state``: the file that keeps how far each file went, after the end
    too, so that a later run sends only what is new; without it the run keeps its own in the state folder until its end.
    ``advance`` is told of bytes confirmed; ``stop`` says whether the run is to end early. Raises ``BrokerError``
    where there is no broker or no topic.
    """
    raw = look_up(settings)
    position = Position(state or _own_state(settings, raw.name, files, repeat), raw.id)
    run = _Run(settings, raw, position, rate, advance, stop)
    run.delivered.files = len(files)
    run.delivered.resumed = position.resumed
    started = time.monotonic()
    try:
        run.send_all(files, repeat)
    except KeyboardInterrupt:
        run.delivered.stopped = INTERRUPTED
    finally:
        run.finish()
    run.delivered.seconds = time.monotonic() - started
    if run.delivered.stopped is None and state is None:
        position.forget()
    return run.delivered


class _Run:
    """One run: sends ahead, confirms in order, and keeps the position at the confirmed prefix."""

    def __init__(
        self,
        settings: Settings,
        topic: RawTopic,
        position: Position,
        rate: float | None,
        advance: Callable[[int], None],
        stop: Callable[[], bool],
    ) -> None:
        self._topic = topic
        self._position = position
        self._interval = 0.0 if rate is None else 1 / rate
        self._advance = advance
        self._stop = stop
        self._producer = open_producer(settings, "produce", linger_ms=20, compression_type=None)
        self._waiting: deque[_Sent] = deque()
        self._waiting_bytes = 0
        self._due = self._saved = time.monotonic()
        self.delivered = Delivered()

    def send_all(self, files: Sequence[Path], repeat: int) -> None:
        for turn, path, number, end, message in self._records(files, repeat):
            self._pace()
            if self._stop():
                self.delivered.stopped = self.delivered.stopped or INTERRUPTED
            if self.delivered.stopped is not None:
                return
            self._send(turn, path, number, end, message)
            while len(self._waiting) >= IN_FLIGHT_RECORDS or self._waiting_bytes >= IN_FLIGHT_BYTES:
                if not self._confirm_oldest(CONFIRM_SECONDS):
                    return
            self._confirm_done()
        while self._waiting and self._confirm_oldest(CONFIRM_SECONDS):
            pass

    def finish(self) -> None:
        """Confirm what is under way, as far as the broker still answers, and keep the position."""
        with suppress(KafkaError):
            self._producer.flush(timeout=FLUSH_SECONDS if self._waiting else 0)
        self._confirm_done()
        self._position.save()
        self._producer.close(timeout=1)

    def _records(self, files: Sequence[Path], repeat: int) -> Iterator[tuple[int, Path, int, int, RawMessage]]:
        first = self._position.turn
        for turn in range(first, repeat):
            for path in files:
                resumes = turn == first and path != STANDARD_INPUT
                start = self._position.start_of(path) if resumes else 0
                for number, (end, message) in enumerate(read_records(path, start), 1):
                    yield turn, path, number, end, message

    def _pace(self) -> None:
        if not self._interval:
            return
        self._due = max(self._due + self._interval, time.monotonic() - 1)
        while (wait := self._due - time.monotonic()) > 0 and not self._stop():
            self._confirm_done()
            time.sleep(min(wait, WAIT_SECONDS))

    def _send(self, turn: int, path: Path, number: int, end: int, message: RawMessage) -> None:
        value = message.value or b""
        key = key_of(value)
        future = None
        # Kafka would refuse it too, but kafka-python then fails other records of the partition along with it.
        if len(value) + len(key or b"") + RECORD_OVERHEAD <= self._topic.longest:
            future = self._producer.send(self._topic.name, value=value, key=key, headers=list(message.headers))
        size = len(value)
        self._waiting_bytes += size
        self._waiting.append(
            _Sent(turn=turn, path=path, number=number, end=end, size=size, keyed=key is not None, future=future)
        )

    def _confirm_done(self) -> None:
        while self._waiting and (self._waiting[0].future is None or self._waiting[0].future.is_done):
            if not self._confirm_oldest(0):
                return
        if time.monotonic() - self._saved > SAVE_SECONDS:
            self._position.save()
            self._saved = time.monotonic()

    def _confirm_oldest(self, seconds: float) -> bool:
        """Wait for the oldest record's fate; False where it was not delivered and the run must end."""
        sent = self._waiting[0]
        if sent.future is None:
            self._refuse(sent)
            return True
        deadline = time.monotonic() + seconds
        while not sent.future.is_done and time.monotonic() < deadline and not self._stop():
            with suppress(KafkaError):
                sent.future.get(timeout=WAIT_SECONDS)
        if not sent.future.is_done and self._stop():
            self.delivered.stopped = self.delivered.stopped or INTERRUPTED
            return False
        try:
            sent.future.get(timeout=0)
        except KafkaError as error:
            if self.delivered.stopped is None:
                where = f"record {sent.number} of {sent.path}"
                self.delivered.stopped = f"{where} was not confirmed ({type(error).__name__}: {error})"
            self._waiting_bytes = 0
            self._waiting.clear()
            return False
        self.delivered.confirmed += 1
        self.delivered.bytes += sent.size
        self.delivered.without_key += not sent.keyed
        self._settle(sent)
        return True

    def _refuse(self, sent: _Sent) -> None:
        where = f"{sent.path}: record {sent.number} (up to byte {sent.end})"
        most = f"{self._topic.name} takes {self._topic.longest}; raise its max.message.bytes in schemas/topics.toml"
        self.delivered.refused.append(f"{where} has {sent.size} bytes, too many: {most}")
        self._settle(sent)

    def _settle(self, sent: _Sent) -> None:
        self._position.confirm(sent.turn, sent.path, sent.end)
        self._waiting.popleft()
        self._waiting_bytes -= sent.size
        self._advance(sent.size)


def _own_state(settings: Settings, topic: str, files: Sequence[Path], repeat: int) -> Path:
    names = "\n".join([settings.bootstrap, topic, str(repeat), *(str(path.absolute()) for path in files)])
    return settings.state_dir / "produce" / f"{hashlib.sha256(names.encode()).hexdigest()[:20]}.json"
