"""A user's own extractors: found by name, guarded, bounded, written beside the rest."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import EntryPoint, EntryPoints
from types import SimpleNamespace
from typing import Any

import orjson
import pytest

from workers.event import event_of
from workers.examples import spacy_entities
from workers.extras import ExtraError, load_extras
from workers.model import Article, Enriched, Extra, Language, Limits, Options, RawMessage
from workers.pipeline import process
from workers.schemas import validator
from workers.settings import SettingsError, load_settings

VALUE = orjson.dumps({"text": "The mayor of Torvik spoke on Monday, 2 March 2026.", "published": "2026-03-03"})
HEADERS = (("content-type", b"application/json"),)


def run(find: Callable[[Article], object], limit: int = 1_000) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    told: list[tuple[str, str]] = []
    options = Options(limits=Limits(extra=limit), extras=(Extra(name="mine", find=find),))
    message = RawMessage(value=VALUE, headers=HEADERS)
    outcome = process(message, options, lambda _, step, error: told.append((step, type(error).__name__)))
    assert isinstance(outcome, Enriched)
    event = event_of(outcome)
    validator("enriched_article").validate(event)
    return event, told


def fail(article: Article) -> object:
    raise RuntimeError("broken on purpose")


@pytest.mark.parametrize(
    ("find", "value", "result", "told"),
    [
        (lambda article: {"words": len(article.text.split())}, {"words": 10}, "ok", []),
        (lambda article: [], [], "ok", []),
        (lambda article: None, None, "none", []),
        (fail, None, "failed", [("extras.mine", "RuntimeError")]),
        (lambda article: {1, object()}, None, "failed", [("extras.mine", "TypeError")]),
        (lambda article: "x" * 1_001, None, "failed", [("extras.mine", "ValueError")]),
    ],
)
def test_what_it_gives_stands_in_the_event(find: Any, value: object, result: str, told: list[tuple[str, str]]) -> None:
    event, seen = run(find)
    assert event["extras"] == {"mine": value}
    assert event["provenance"]["extras"] == {"mine": result}
    assert seen == told
    assert len(event["dates"]) == 1, "the article went on"


def test_without_any_the_event_says_nothing_of_them() -> None:
    outcome = process(RawMessage(value=VALUE, headers=HEADERS))
    assert isinstance(outcome, Enriched)
    event = event_of(outcome)
    assert "extras" not in event
    assert "extras" not in event["provenance"]


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    points = {
        "good": "workers.examples.spacy_entities:find_entities",
        "gone": "no_such_package_here:find",
        "constant": "workers.extras:GROUP",
    }
    every = EntryPoints(EntryPoint(name, value, "dateline.extractors") for name, value in points.items())

    def entry_points(*, group: str) -> EntryPoints:
        return every.select(group=group)

    monkeypatch.setattr("workers.extras.entry_points", entry_points)


@pytest.mark.usefixtures("installed")
def test_it_is_found_by_its_name() -> None:
    (extra,) = load_extras(["good"])
    assert extra == Extra(name="good", find=spacy_entities.find_entities)


@pytest.mark.usefixtures("installed")
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("mine", "no package installed here has 'mine'"),
        ("gone", "'gone' cannot be imported: ModuleNotFoundError"),
        ("constant", "'constant' is no function"),
    ],
)
def test_what_cannot_be_had_is_told(name: str, message: str) -> None:
    with pytest.raises(ExtraError, match=message):
        load_extras([name])
    with pytest.raises(SettingsError, match=f"DATELINE_EXTRACTORS: .*{message}"):
        load_settings(extractors=(name,)).options()


def test_a_name_that_cannot_be_a_field_is_refused() -> None:
    with pytest.raises(SettingsError, match="no extractor's name"):
        load_settings(extractors=("Mine!",))


def test_the_example_reads_the_models_entities(monkeypatch: pytest.MonkeyPatch) -> None:
    found = SimpleNamespace(ents=[SimpleNamespace(label_="GPE", text="Torvik", start_char=13, end_char=19)])
    monkeypatch.setattr(
        spacy_entities, "_pipeline", lambda language: (lambda text: found) if language == "en" else None
    )
    text = "The mayor of Torvik spoke."
    article = Article(text=text, folded=text.lower(), segments=(), language=Language(tag="en", confidence=1.0))
    assert spacy_entities.find_entities(article) == [{"label": "GPE", "text": "Torvik", "start": 13, "end": 19}]
    other = Article(text=text, folded=text.lower(), segments=(), language=Language(tag="de", confidence=1.0))
    assert spacy_entities.find_entities(other) is None
