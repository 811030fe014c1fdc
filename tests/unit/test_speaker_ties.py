"""Speakers are tied to the entities of their article."""

from __future__ import annotations

import orjson
import pytest

from workers.event import event_of
from workers.extract.speaker_ties import tie_speakers
from workers.model import Enriched, Entity, Mention, Quote, RawMessage, Role, Speaker
from workers.pipeline import process


def entity(kind: str, name: str, *starts: int) -> Entity:
    mentions = tuple(Mention(text=name, start=start, end=start + len(name)) for start in starts)
    return Entity(id=f"{kind}:{name}", type=kind, name=name, mentions=mentions)  # type: ignore[arg-type]


def quote(text: str, start: int, name: str) -> Quote:
    speaker = Speaker(text=text, start=start, end=start + len(text), name=name)
    return Quote(text="Yes", start=90, end=93, kind="direct", speaker=speaker, cue=None, segment=Role.BODY)


ENTITIES = (
    entity("person", "Ann Lund", 10),
    entity("organization", "Lund", 30),
    entity("place", "Oslo", 40),
    entity("person", "Oslo", 60),
)


@pytest.mark.parametrize(
    ("text", "start", "name", "expected"),
    [
        ("She", 70, "Ann Lund", "person:Ann Lund"),
        ("the mayor, Ann Lund", 0, "the mayor", "person:Ann Lund"),
        ("Lund", 30, "Lund", "organization:Lund"),
        ("Oslo", 60, "Oslo", "person:Oslo"),
        ("a neighbour", 70, "a neighbour", None),
    ],
)
def test_a_speaker_is_the_entity_of_its_name(text: str, start: int, name: str, expected: str | None) -> None:
    (tied,) = tie_speakers((quote(text, start, name),), ENTITIES)
    assert tied.speaker is not None
    assert tied.speaker.entity == expected


def test_no_speaker_stays_none() -> None:
    nobody = Quote(text="Yes", start=0, end=3, kind="direct", speaker=None, cue=None, segment=Role.BODY)
    assert tie_speakers((nobody,), ENTITIES) == (nobody,)


def test_in_an_article() -> None:
    text = "“We will rebuild the bridge,” said mayor Ingrid Dahl in Torvik. Dahl added: “By spring.”"
    outcome = process(RawMessage(value=orjson.dumps({"text": text}), headers=(("content-type", b"application/json"),)))
    assert isinstance(outcome, Enriched)
    event = event_of(outcome)
    ids = {each["name"]: each["id"] for each in event["entities"]}
    assert [each["speaker"]["entity"] for each in event["quotes"]] == [ids["Ingrid Dahl"]] * 2
