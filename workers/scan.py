"""Judging bytes before they are parsed: nesting, UTF-16, and what a value without a content type is. All linear."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Literal

UTF8_BOM = b"\xef\xbb\xbf"
JSON_SPACE = b" \t\r\n"

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
_STEPS = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_CHUNK = 1_024  # what is nested too deeply mostly is so from its beginning
_NOT_BRACKETS = bytes(each for each in range(256) if each not in _STEPS)

Form = Literal["json", "text", "html"]


def exceeds_depth(value: bytes, depth: int) -> bool:
    """Whether the JSON in ``value`` opens more than ``depth`` levels of arrays and objects, strings left out.

    Parsers recurse, so this is asked before one sees the value. A value with few brackets is answered by counting.
    """
    if value.count(b"[") + value.count(b"{") <= depth:
        return False
    brackets = _STRING.sub(b"", value).translate(None, _NOT_BRACKETS)
    level = 0
    for start in range(0, len(brackets), _CHUNK):
        levels = list(accumulate(map(_STEPS.__getitem__, brackets[start : start + _CHUNK]), initial=level))
        if max(levels) > depth:
            return True
        level = levels[-1]
    return False


def opens_with_brackets(value: bytes, depth: int) -> bool:
    """Whether ``value`` begins with more than ``depth`` brackets in a row: no text does, so this is nested JSON."""
    start = value[: 4 * depth + 4].lstrip(JSON_SPACE)[: depth + 1]
    return len(start) > depth and not start.strip(b"[{")


def is_utf16(value: bytes) -> bool:
    """Whether ``value`` is UTF-16 by its byte order mark or by where the NUL bytes of its first characters stand.

    The rule is that of RFC 4627, section 3: JSON and most text begin with two ASCII characters.
    """
    if value[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return True
    if len(value) < 4 or 0 not in value[:4]:
        return False
    odd, even = value[1:6:2], value[0:6:2]
    return (not any(odd) and all(even)) or (not any(even) and all(odd))


def is_framed(value: bytes) -> bool:
    """Whether ``value`` starts as a schema registry's serializers write it: a zero byte, then a 4-byte schema id."""
    return value[:1] == b"\x00"


def sniff(value: bytes) -> Form:
    """The form of a value that came without a content type: JSON where its first character is ``{``, else text."""
    return "json" if value.lstrip(JSON_SPACE)[:1] == b"{" else "text"
