"""What goes wrong around the broker and is meant for a person to read."""

from __future__ import annotations


class BrokerError(Exception):
    """A broker, topic or record is not as needed; the message says what, where, and what to do."""

    exit_status = 1
