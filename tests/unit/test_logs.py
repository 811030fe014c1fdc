"""Log lines: one event a line, nothing that a terminal or a log reader would act on, bounded."""

from __future__ import annotations

import json
import logging
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.logs import FIELD, TRACE, JsonLines


def line(message: str, *arguments: object, **extra: object) -> str:
    record = logging.LogRecord("dateline.enrich", logging.WARNING, __file__, 1, message, arguments, None)
    vars(record).update(extra)
    return JsonLines().format(record)


@pytest.mark.parametrize(
    "text",
    ["two\nlines", "\x1b[31mred", "\r\n", "\x00", "\x7f", "\x9b31m", "\u2028", "\u202eleft", "\ud800", "tab\t", '"}'],
    ids=ascii,
)
def test_what_could_break_a_line_is_escaped(text: str) -> None:
    written = line("title %s", text, title=text)
    assert written.isprintable()
    found = json.loads(written)
    assert found["level"] == "warning"
    assert found["logger"] == "dateline.enrich"
    assert set(found) == {"time", "level", "logger", "message", "title"}


@given(st.text(), st.text())
def test_any_text_is_one_line_of_json(message: str, extra: str) -> None:
    written = line("%s", message, field=extra)
    assert "\n" not in written
    assert len(json.loads(written)["message"]) <= 6 * FIELD + 1


def test_fields_are_bounded() -> None:
    found = json.loads(line("x" * 10_000, title="y" * 10_000, offset=12))
    assert len(found["message"]) == FIELD + 1
    assert len(found["title"]) == FIELD + 1
    assert found["offset"] == 12


def test_a_trace_keeps_its_end() -> None:
    try:
        raise ValueError("z" * 10_000 + " the end")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    found = json.loads(JsonLines().format(record))
    assert found["error"] == "ValueError"
    assert found["trace"].endswith("the end\n")
    assert len(found["trace"]) == TRACE


def test_arguments_that_do_not_fit_are_no_error() -> None:
    assert json.loads(line("%d", "text"))["message"] == "%d"
