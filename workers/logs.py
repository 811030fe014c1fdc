"""Logs as JSON lines on standard error: one event a line, control characters escaped, fields bounded, no payloads."""

from __future__ import annotations

import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

import orjson

FIELD = 512
"""Longest text of one field, in characters: a hostile title must not fill the log."""
TRACE = 4_000
"""Longest stack trace, in characters; its end is kept, where the error is."""
_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON: ``time``, ``level``, ``logger``, ``message``, and what ``extra`` held."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end. orjson escapes control characters; DEL and the C1 range are escaped here."""
        moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line: dict[str, Any] = {
            "time": moment,
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _bounded(_message(record), FIELD),
        }
        for name, value in vars(record).items():
            if name not in _STANDARD:
                line[name] = value if isinstance(value, int | float | bool | None) else _bounded(str(value), FIELD)
        if record.exc_info and record.exc_info[1] is not None:
            trace = "".join(traceback.format_exception(record.exc_info[1]))
            line["error"] = type(record.exc_info[1]).__name__
            line["trace"] = _clean(trace[-TRACE:])
        return orjson.dumps(line).decode()


def configure(level: str) -> None:
    """Send every log record of ``level`` and above to standard error as JSON lines.

    The Kafka clients stay at warnings: what they say at debug level holds keys and values.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # "a task blocks the loop": with one interpreter lock the network thread waits for the work, which is no fault.
    logging.getLogger("kafka.net.selector").setLevel(logging.ERROR)
    for name in ("kafka", "aiokafka", "faust", "mode"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return str(record.msg)


def _bounded(text: str, limit: int) -> str:
    text = _clean(text[: limit + 1])
    return text if len(text) <= limit else text[:limit] + "…"


def _clean(text: str) -> str:
    """``text`` with DEL, C1 controls, line and bidi controls and lone surrogates as escapes that JSON can hold."""
    if text.isascii() and "\x7f" not in text:
        return text
    return "".join(
        character if character.isprintable() or character in "\n\t\r" else f"\\u{ord(character):04x}"
        for character in text
    )
