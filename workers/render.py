"""An enriched event as a person reads it: its text with segments, dates, quotations and figures coloured in place.

Pure: takes an event (``enriched_article/1``, decoded) and gives rich renderables; ``dateline try`` and
``dateline demo`` print them. Colours follow the Okabe-Ito palette, which the colour-blind can tell apart, and never
carry a meaning alone: every finding is also listed with its span.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

Json = dict[str, Any]

ROLE_STYLES = {
    "body": "",
    "title": "bold",
    "header": "italic #3D9BDC",
    "kicker": "bold #CC79A7",
    "byline": "italic #CC79A7",
    "dateline": "italic #CC79A7",
    "caption": "#999999",
    "credit": "italic #999999",
    "furniture": "dim strike",
}
DATE_STYLE = "#000000 on #56B4E9"
QUOTE_STYLE = "#E69F00"
SPEAKER_STYLE = "underline #E69F00"
FIGURE_STYLE = "#000000 on #20B48A"
ENTITY_STYLE = "underline"
ENTITY_TYPES = {"person": "people", "organization": "organizations", "place": "places"}
SHOWN_ENTITIES = 8
"""Of each type, those named most often; the rest are counted."""
_REPLACED = (*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = dict.fromkeys(_REPLACED, "\N{REPLACEMENT CHARACTER}") | {13: " "}


def visible(text: str) -> str:
    """``text`` with every control and bidi character shown as U+FFFD: as long as before, safe on a terminal."""
    return text.translate(_CONTROLS)


def marked_text(event: Json) -> Text:
    """The whole text with its findings coloured where they stand."""
    text = Text(visible(event["text"] or ""))
    for segment in event["segments"]:
        style = ROLE_STYLES[segment["role"]]
        if style:
            text.stylize(style, segment["start"], segment["end"])
    for entity in event["entities"]:
        for mention in entity["mentions"]:
            text.stylize(ENTITY_STYLE, mention["start"], mention["end"])
    for quote in event["quotes"]:
        text.stylize(QUOTE_STYLE, quote["start"], quote["end"])
        if quote["speaker"]:
            text.stylize(SPEAKER_STYLE, quote["speaker"]["start"], quote["speaker"]["end"])
    for date in event["dates"]:
        text.stylize(DATE_STYLE, date["start"], date["end"])
    for figure in event["figures"]:
        text.stylize(FIGURE_STYLE, figure["start"], figure["end"])
    return text


def legend() -> Text:
    """What the colours mean."""
    parts = [("date", DATE_STYLE), ("quotation", QUOTE_STYLE), ("speaker", SPEAKER_STYLE), ("figure", FIGURE_STYLE)]
    parts += [("person, organization, place", ENTITY_STYLE)]
    parts += [(role, style) for role, style in ROLE_STYLES.items() if style]
    line = Text()
    for name, style in parts:
        line.append(name, style)
        line.append("  ")
    return line


def facts(event: Json) -> Iterator[tuple[str, str]]:
    """The single values of an event as (name, what it is and why), in reading order. Nulls say so."""
    yield "title", _plain(event["title"])
    yield "published", describe_date(event["published"], event, "published")
    if event["modified"]:
        yield "modified", describe_date(event["modified"], event, "modified")
    source = event["source"]
    yield "source", f"{source['name']} ({source['kind']}, {_origin(source)})" if source else "none found"
    if event["agency"]:
        yield "wire agency", f"{event['agency']['name']}: “{_plain(event['agency']['evidence']['text'])}”"
    for credit in event["credits"]:
        yield "photo credit", f"{credit['name']}: “{_plain(credit['text'])}”"
    if event["dateline"]:
        place, date = event["dateline"]["place"], event["dateline"]["date"]
        yield "dateline", ", ".join(part for part in (place, date) if part)
    if event["language"]:
        yield "language", f"{event['language']['tag']} ({event['language']['confidence']:.2f})"
    yield from _entities(event["entities"])
    if event.get("flags"):
        yield "flags", ", ".join(event["flags"])


def _entities(entities: list[Json]) -> Iterator[tuple[str, str]]:
    for kind, title in ENTITY_TYPES.items():
        found = sorted((each for each in entities if each["type"] == kind), key=lambda each: -len(each["mentions"]))
        if found:
            shown = [_plain(f"{each['name']}{_link(each['links'])}", 60) for each in found[:SHOWN_ENTITIES]]
            more = f" and {len(found) - len(shown)} more" if len(found) > len(shown) else ""
            yield title, "; ".join(shown) + more


def _link(links: Json) -> str:
    """The identifier that an entity is linked to, the first of several."""
    return "".join(f" ({name} {value})" for name, value in sorted(links.items())[:1])


def describe_date(published: Json | None, event: Json, step: str) -> str:
    """A publication date with its evidence, or why there is none."""
    if published is None:
        result = event["provenance"]["steps"][step]
        return {"failed": "the step failed", "skipped": "not tried"}.get(result, "none found")
    evidence = published["evidence"]
    how = f"{published['granularity']}, {published['origin']}"
    return f"{published['value']} ({how}; evidence “{_plain(evidence['text'])}” {_where(evidence)})"


def describe_figure(figure: Json) -> str:
    """``killed: over 14000 people``."""
    low, high = figure["low"], figure["high"]
    if figure["bound"] == "range":
        amount = f"{low}-{high}"
    else:
        bound = "" if figure["bound"] == "exact" else figure["bound"].replace("_", " ") + " "
        amount = f"{bound}{low if low is not None else high}"
    return f"{figure['kind']}: {amount} {figure.get('currency') or figure['unit']}"


def describe_speaker(quote: Json) -> str:
    """The resolved name with role, and the mention where that differs; a dash where nobody could be named."""
    speaker = quote["speaker"]
    if speaker is None:
        return "-"
    role = f", {speaker['role']}" if speaker.get("role") else ""
    mention = f" (“{speaker['text']}”)" if speaker["text"] != speaker["name"] else ""
    return _plain(f"{speaker['name']}{role}{mention}")


def findings(event: Json) -> Table:
    """Every date, quotation and figure with its span and what it was taken for."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("where", "what", "text", "meaning"):
        table.add_column(column, overflow="fold")
    rows = [
        (date["start"], date["end"], "date", date["text"], f"{date['type']} {date['value']} ({_why(date)})")
        for date in event["dates"]
    ]
    rows += [(q["start"], q["end"], "quote", q["text"], f"{q['kind']}, {describe_speaker(q)}") for q in event["quotes"]]
    rows += [(f["start"], f["end"], "figure", f["text"], describe_figure(f)) for f in event["figures"]]
    for start, end, what, text, meaning in sorted(rows):
        table.add_row(f"{start}-{end}", what, escape(_plain(text, 60)), escape(meaning))
    return table


def article(event: Json) -> RenderableType:
    """One event in full: facts, the marked text, the findings."""
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for name, value in facts(event):
        table.add_row(name, escape(value))
    return Group(table, Text(), marked_text(event), Text(), legend(), Text(), findings(event))


def _where(evidence: Json) -> str:
    if evidence["start"] is None:
        return f"in {evidence['origin']}"
    return f"at {evidence['start']}-{evidence['end']}"


def _origin(found: Json) -> str:
    return f"from {found['evidence']['origin']}"


def _why(date: Json) -> str:
    anchor = date.get("anchor")
    counted = f" from {anchor['origin']} {anchor['value']}" if anchor else ""
    mod = f", {date['mod']}" if date.get("mod") else ""
    return f"{date['basis']}{counted}{mod}"


def _plain(text: str | None, most: int = 90) -> str:
    if text is None:
        return "none found"
    flat = " ".join(visible(text).split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"
