"""The value that extractors share: the text with lower case beside it, its segments, and the clock it hangs on."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from workers.model import Article, Clock, Language, Published, Segment, Source

LATEST = 253_402_300_799_999
"""The last millisecond of the year 9999: producers can write timestamps that no calendar holds."""

ASCII = bytes(range(128))


@lru_cache(maxsize=1)
def fold(text: str) -> str:
    """``text`` in lower case with every code point at its own offset: as long as ``text``, whatever the script.

    ``str.lower`` changes the length for a few code points (U+0130); those stay as they are. The last text is kept:
    segmentation and the article fold the same one.
    """
    if not text.isascii():
        # most texts have typographic marks or accents but no capital beyond ASCII: bytes are folded many times faster
        encoded = text.encode("utf-8", "surrogatepass")
        beyond = encoded.translate(None, ASCII).decode("utf-8", "surrogatepass")
        if beyond.lower() == beyond:
            return encoded.lower().decode("utf-8", "surrogatepass")
    folded = text.lower()
    if len(folded) == len(text):
        return folded
    return "".join(low if len(low := character.lower()) == 1 else character for character in text)


def clock_of(published: Published | None, fetched_at: str | None, timestamp: int | None) -> Clock | None:
    """The article's own clock: ``published`` (where it knows the day), else ``fetched_at``, else the record's
    ``timestamp`` in milliseconds; None where there is none of them."""
    if published is not None and len(published.value) >= 10:
        return Clock(value=published.value, origin="published")
    if fetched_at is not None:
        return Clock(value=fetched_at, origin="fetched_at")
    if timestamp is not None and 0 <= timestamp <= LATEST:
        moment = datetime.fromtimestamp(timestamp / 1000, UTC)
        return Clock(value=moment.isoformat(timespec="seconds").replace("+00:00", "Z"), origin="timestamp")
    return None


def build_article(
    *,
    text: str,
    segments: tuple[Segment, ...] = (),
    title: str | None = None,
    language: Language | None = None,
    source: Source | None = None,
    published: Published | None = None,
    clock: Clock | None = None,
) -> Article:
    """An ``Article`` with what is derived from its text filled in."""
    return Article(
        text=text,
        folded=fold(text),
        segments=segments,
        title=title,
        language=language,
        source=source,
        published=published,
        clock=clock,
        starts=tuple(each.start for each in segments),
    )
