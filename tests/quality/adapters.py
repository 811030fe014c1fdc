"""What each public set gives the pipeline, and what its scorer wants back: one function pair a set.

A document goes in as a ``raw_article/1`` record with only what the set's README allows; the prediction is read from the
``enriched_article/1`` event as any consumer would read it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.quality.calibration import Judged, judge
from tests.quality.near_copies import group_copies
from workers.normalize.datestring import read_string

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalSet:
    """One development set. ``as_json``: whether its scorer prints JSON; else ``shown`` gets what it prints. ``beside``:
    what the scorer reads beside the gold; ``together``: what becomes of all predictions of the set; ``judge``: the
    confidence of an answer and whether it is right, where the set tells."""

    name: str
    gold: str
    scorer: str
    to_raw: Callable[[Json], Json]
    to_prediction: Callable[[Json, Json], Json]
    shown: Callable[[Json], str]
    peers: str
    as_json: bool = True
    beside: str | None = None
    together: Callable[[list[Json]], list[Json]] = list
    judge: Callable[[Json, Json], Judged | None] | None = None


def with_clock(document: Json) -> Json:
    """The document creation date stands where a scraper's ``published`` would."""
    return {"id": document["id"], "text": document["text"], "published": document["dct"], "language": document["lang"]}


def text_only(document: Json) -> Json:
    """Nothing but the text."""
    return {"id": document["id"], "text": document["text"]}


def text_and_url(document: Json) -> Json:
    """The text and the page's address."""
    return {"id": document["id"], "text": document["text"], "url": document.get("url")}


def timexes(document: Json, event: Json) -> Json:
    """The dates of an event."""
    found = [{k: d[k] for k in ("start", "end", "value", "type")} for d in event["dates"]]
    return {"id": document["id"], "timexes": found}


def quotations(document: Json, event: Json) -> Json:
    """The direct and partial quotations of an event with their speakers as they stand in the text."""
    found = []
    for quote in event["quotes"]:
        if quote["kind"] == "indirect":
            continue
        speaker = quote["speaker"] or {}
        found.append(
            {
                "start": quote["start"],
                "end": quote["end"],
                "speaker": speaker.get("name"),
                "speaker_start": speaker.get("start"),
                "speaker_end": speaker.get("end"),
            }
        )
    return {"id": document["id"], "quotes": found}


def read_date_string(document: Json) -> Json:
    """What the reader of date strings makes of one; it stands behind `published`, which also weighs plausibility.

    The set counts "3 weeks ago" to the second; an event's `published` tells only the month of it.
    """
    base = document["base"].replace(" ", "T")
    base = base if base.endswith("Z") or "+" in base else f"{base}Z"
    found = read_string(document["text"], language=document["lang"], base=base)
    return {"id": document["id"], "value": (found.exact or found.value) if found else None}


def day(document: Json, event: Json) -> Json:
    """The day of publication; a month or a year alone is no day."""
    published = event["published"]
    shown = published["value"] if published else ""
    return {"id": document["id"], "date": shown if len(shown) >= 10 else None}


def body(document: Json, event: Json) -> Json:
    """The cleaned body."""
    return {"id": document["id"], "text": event["body"] or ""}


def language(document: Json, event: Json) -> Json:
    """The language's tag."""
    return {"id": document["id"], "lang": (event["language"] or {}).get("tag")}


_TYPES = {"person": "PERSON", "organization": "ORG", "place": "LOCATION"}


def mentions(event: Json) -> tuple[list[Json], list[Json]]:
    """The mentions of an event, each with its entity's type: the outermost, and those inside an organization's name."""
    every = [{**m, "type": _TYPES[entity["type"]]} for entity in event["entities"] for m in entity["mentions"]]
    every.sort(key=lambda m: (m["start"], -m["end"]))
    outer: list[Json] = []
    inner: list[Json] = []
    for each in every:
        (inner if outer and each["start"] < outer[-1]["end"] else outer).append(each)
    return outer, inner


def prediction(document: Json, found: list[Json]) -> Json:
    """The mentions that are no adjectives."""
    kept = [{k: m[k] for k in ("start", "end", "type")} for m in found if not m.get("adjective")]
    return {"id": document["id"], "entities": kept}


def whole_entities(document: Json, event: Json) -> Json:
    """Mentions as CoNLL-2003 marks them: the outermost alone ("University of Leeds" is one organization)."""
    return prediction(document, mentions(event)[0])


def parted_entities(document: Json, event: Json) -> Json:
    """Mentions as the worldwide set marks them: a place or a people inside an organization's name is marked as such,
    and of the organization what is left ("University of", "Leeds")."""
    outer, inner = mentions(event)
    parted: list[Json] = []
    for each in outer:
        at = each["start"]
        for part in (m for m in inner if each["start"] <= m["start"] < each["end"]):
            parted += (_piece(each, at, part["start"]), part)
            at = part["end"]
        parted.append(_piece(each, at, each["end"]))
    return prediction(document, [each for each in parted if each["start"] < each["end"]])


def _piece(mention: Json, start: int, end: int) -> Json:
    text = mention["text"][start - mention["start"] : end - mention["start"]]
    return {**mention, "start": start + len(text) - len(text.lstrip()), "end": start + len(text.rstrip())}


def fingerprint(document: Json, event: Json) -> Json:
    """The fingerprint."""
    return {"id": document["id"], "fingerprint": event["fingerprint"]}


def show_near_copies(score: Json) -> str:
    return f"pair F1 {score['pair'][2]}  versions joined {score['version_linked']}%  decision F1 {score['decision'][2]}"


def show_timex(score: Json) -> str:
    return f"strict {score['strict'][2]}  relaxed {score['relaxed'][2]}  value F1 {score['value_f1']}"


def show_pubdate(score: Json) -> str:
    """F1 over the documents that show their day (the peers' figures are of those), then over all of them."""
    style, wrong = score["htmldate_style"], score["not_visible"]["wrong_day_given"]
    shown = f"F1 {score['visible']['f1']} (all documents {style['f1']})"
    return f"{shown}  accuracy {style['accuracy']}  wrong day where none is shown {wrong}%"


def show_body(score: Json) -> str:
    return "  ".join(f"{key} {score[key]}" for key in ("body", "identity") if key in score)


def show_all(score: Json) -> str:
    return "  ".join(f"{key} {value}" for key, value in score.items() if not isinstance(value, dict))


def show_text(score: Json) -> str:
    return "; ".join(line.strip() for line in score["text"].splitlines() if line.strip())


TIMEX_PEERS = {
    "tbaq": "HeidelTime 82.0, 90.7, 76.3; SUTime 80.5, 90.1, 68.8",
    "wikiwars": "HeidelTime 82.5, 91.1, 78.3",
    "krauts_de": "HeidelTime 70.6, 81.4, 64.0",
}

SETS: tuple[EvalSet, ...] = (
    *(
        EvalSet(
            name=f"timex/{name}",
            gold=f"timex/{name}/dev.jsonl",
            scorer="timex/score_timex.py",
            to_raw=with_clock,
            to_prediction=timexes,
            shown=show_timex,
            peers=peers,
        )
        for name, peers in TIMEX_PEERS.items()
    ),
    *(
        EvalSet(
            name=f"pubdate/{name}",
            gold=f"pubdate/{name}/dev.jsonl",
            scorer="pubdate/score_pubdate.py",
            to_raw=text_and_url,
            to_prediction=day,
            shown=show_pubdate,
            judge=judge,
            peers=peers,
        )
        for name, peers in (("htmldate", "htmldate F1 86.3, accuracy 76.7"), ("fundus", "htmldate F1 93.3, 72.9, 56%"))
    ),
    *(
        EvalSet(
            name=f"clean/{name}",
            gold=f"clean/{name}/dev.jsonl",
            scorer="clean/score_clean.py",
            to_raw=text_only,
            to_prediction=body,
            shown=show_body,
            peers=peers,
        )
        for name, peers in (("aeb", "raw 87.1, jusText 87.3, long lines 89.9"), ("fundus", "83.2, 86.0, 87.7"))
    ),
    *(
        EvalSet(
            name=f"langid/{name}",
            gold=f"langid/{gold}",
            scorer="langid/score_langid.py",
            to_raw=text_only,
            to_prediction=language,
            shown=show_all,
            peers=peers,
        )
        for name, gold, peers in (
            ("news", "news/dev.jsonl", "py3langid 100, lingua 99.2"),
            ("titles", "news/dev.titles.jsonl", "py3langid 100, lingua 100"),
            ("sentences", "sentences/dev.jsonl", "py3langid 92.6, lingua 96.8"),
        )
    ),
    *(
        EvalSet(
            name=f"quotes/{name}",
            gold=f"quotes/{name}/dev.jsonl",
            scorer="quotes/score_quotes.py",
            to_raw=text_only,
            to_prediction=quotations,
            shown=show_all,
            peers=peers,
        )
        for name, peers in (
            ("polnear", "textacy quote F1 79.1, named speaker 95.4, end to end 74.2"),
            ("wikinews_de", "nearest name 78.8, 28.7, 22.5"),
        )
    ),
    *(
        EvalSet(
            name=f"ner/{name}",
            gold=f"ner/{name}/dev.jsonl",
            scorer="ner/score_ner.py",
            to_raw=text_only,
            to_prediction=to_prediction,
            shown=show_all,
            peers=peers,
        )
        for name, to_prediction, peers in (
            ("worldwide", parted_entities, "CoreNLP 73.4, spaCy small 59.8"),
            ("conllpp", whole_entities, "CoreNLP 82.7 (trained on it), spaCy small 63.0"),
        )
    ),
    *(
        EvalSet(
            name=f"neardup/{name}",
            gold=f"neardup/{name}/dev.jsonl",
            beside=f"neardup/{name}/dev.pairs.jsonl",
            scorer="neardup/score_neardup.py",
            to_raw=text_only,
            to_prediction=fingerprint,
            together=group_copies,
            shown=show_near_copies,
            peers=peers,
        )
        for name, peers in (("helsinki", "MinHash at 0.3: 99.8, 10%"), ("synth", "MinHash at 0.3: 97.7"))
    ),
    EvalSet(
        name="datestrings",
        gold="datestrings/dev.jsonl",
        scorer="datestrings/score_datestrings.py",
        to_raw=text_only,
        to_prediction=lambda document, _: read_date_string(document),
        shown=show_text,
        peers="dateparser 98.5; English 94.0 (its own tests)",
        as_json=False,
    ),
)
