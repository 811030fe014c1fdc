"""What goes wrong around the broker and is meant for a person to read."""

from __future__ import annotations


class BrokerError(Exception):
    """A broker, topic or record is not as needed; the message says what, where, and what to do."""

    exit_status = 1


class WorkerError(Exception):
    """A worker cannot go on; offsets are held where they are. One line: what, where, what to do."""

    def __init__(self, message: str, exit_status: int = 1) -> None:
        super().__init__(message)
        self.exit_status = exit_status
