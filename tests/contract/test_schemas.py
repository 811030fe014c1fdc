"""The schemas are the contract: examples pass, counter-examples fail, nothing lies around, code and topics agree."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, get_args

import jsonschema_rs
import orjson
import pytest

from tests.docs_are_current import stale
from workers import model, schemas

NAMES = schemas.names()
FOLDER = schemas.folder()
INPUTS = {"raw_article"}
EXAMPLES = sorted(FOLDER.glob("*/examples/*.json"))
COUNTER_EXAMPLES = sorted(FOLDER.glob("*/counter-examples/*.json"))


def identify(path: Path) -> str:
    return f"{path.parent.parent.name}-{path.stem}"


@pytest.mark.parametrize("path", EXAMPLES, ids=identify)
def test_an_example_passes(path: Path) -> None:
    found = [str(each) for each in schemas.validator(path.parent.parent.name).iter_errors(read(path))]
    assert found == []


@pytest.mark.parametrize("path", COUNTER_EXAMPLES, ids=identify)
def test_a_counter_example_fails(path: Path) -> None:
    assert not schemas.validator(path.parent.parent.name).is_valid(read(path))


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_sound_and_has_examples(name: str) -> None:
    schema = schemas.load(name)
    assert schema["title"] == f"{name}/1"
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema_rs.meta.validate(schema)
    assert list((FOLDER / name / "examples").glob("*.json"))
    assert len(list((FOLDER / name / "counter-examples").glob("*.json"))) > 1


def test_nothing_lies_around_in_the_folder() -> None:
    known = {
        FOLDER / "topics.toml",
        *(FOLDER / name / "v1.schema.json" for name in NAMES),
        *EXAMPLES,
        *COUNTER_EXAMPLES,
    }
    assert {each for each in FOLDER.rglob("*") if each.is_file()} - known == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_described_and_outputs_are_closed(name: str) -> None:
    closed = name not in INPUTS
    for path, each in objects(schemas.load(name), name):
        # what only bounds the names of its fields holds what a user's own extractors gave
        if closed and each.get("additionalProperties") != {"type": "string"} and "propertyNames" not in each:
            assert each.get("additionalProperties") is False, path
        for field, value in each.get("properties", {}).items():
            described = value.get("description") or "$ref" in value
            # the branches of a condition only narrow fields that are described above
            assert described or "#" in path, f"{path}.{field}"


def test_the_names_in_the_schemas_are_those_of_the_model() -> None:
    event = schemas.load("enriched_article")
    kinds, fields = event["$defs"], event["properties"]
    segment = fields["segments"]["items"]["properties"]
    steps = fields["provenance"]["properties"]["steps"]
    assert segment["role"]["enum"] == [str(each) for each in model.Role]
    assert fields["flags"]["items"]["enum"] == [str(each) for each in model.Flag]
    assert list(steps["properties"]) == steps["required"] == [str(each) for each in model.Step]
    assert steps["properties"]["dates"]["enum"] == [str(each) for each in model.StepResult]
    for name in ("rejected", "rejected_line"):
        properties = schemas.load(name)["properties"]
        reason = properties.get("dlq.reason") or properties["reason"]
        assert reason["enum"] == [str(each) for each in model.Reason]
    for kind, field, names in (
        ("published", "granularity", model.Granularity),
        ("published", "zone", model.Zone),
        ("published", "origin", model.DateOrigin),
        ("timex", "type", model.TimexType),
        ("timex", "basis", model.Basis),
        ("quote", "kind", model.QuoteKind),
        ("figure", "bound", model.Bound),
    ):
        assert kinds[kind]["properties"][field]["enum"] == list(get_args(names)), f"{kind}.{field}"


def test_topics_and_schemas_agree() -> None:
    topics = tomllib.loads((FOLDER / "topics.toml").read_text(encoding="utf-8"))
    named = {topic: entry["schema"] for topic, entry in topics.items()}
    assert named.pop("rejected") == "as received"
    assert named == {
        "raw": "raw_article/1",
        "replay": "raw_article/1",
        "enriched": "enriched_article/1",
        "quotes": "quote/1",
        "figures": "figure/1",
        "versions": "version/1",
        "stories": "story/1",
        "source-health": "source_health/1",
    }
    assert {each.removesuffix("/1") for each in named.values()} <= set(NAMES)


def test_written_documents_are_current() -> None:
    assert stale() == [], "`make docs` writes them again"


def objects(schema: Any, path: str) -> Any:
    """Every object schema below ``schema``, with where it stands; ``#`` marks the branches of a condition."""
    if isinstance(schema, dict):
        if "properties" in schema or schema.get("type") == "object":
            branch = path.rpartition(".")[2] in ("then", "else") or (".anyOf" in path and "type" not in schema)
            if not branch:
                yield path, schema
        for key, value in schema.items():
            yield from objects(value, f"{path}.{key}")
    elif isinstance(schema, list):
        for index, value in enumerate(schema):
            yield from objects(value, f"{path}.{index}")


def read(path: Path) -> Any:
    return orjson.loads(path.read_bytes())
