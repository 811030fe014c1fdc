"""Bytes in and out of the stories worker: events that can be read and that cannot, version/1, states."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.model import Coordinates
from workers.schemas import validator
from workers.stories.codec import UnreadableStateError, read_state, rfc3339, version_key, version_value
from workers.stories.event import LONGEST_RAW_ID, UnreadableEventError, read_event
from workers.stories.transition import transition

PROVENANCE = {
    "topic": "news.raw",
    "partition": 3,
    "offset": 7,
    "timestamp": 1_645_574_400_250,
    "worker": "x",
    "steps": {},
}
EVENT: dict[str, Any] = {
    "schema": "enriched_article/1",
    "id": "a1",
    "raw_id": "r1",
    "version": "v1",
    "provenance": PROVENANCE,
}


def encode(**changes: Any) -> bytes:
    return orjson.dumps({name: value for name, value in (EVENT | changes).items() if value is not ...})


def test_an_event_is_cut_to_what_decides() -> None:
    found = read_event(encode(text="ignored"), 41)
    assert (found.id, found.raw_id, found.version, found.withdrawn, found.position) == ("a1", "r1", "v1", False, 41)
    assert found.coordinates == Coordinates(topic="news.raw", partition=3, offset=7, timestamp=1_645_574_400_250)


def test_a_tombstone_needs_no_version() -> None:
    found = read_event(encode(withdrawn=True, version=None), 0)
    assert (found.withdrawn, found.version) == (True, None)


@pytest.mark.parametrize("raw_id", [None, 7, "x" * (LONGEST_RAW_ID + 1)])
def test_a_raw_id_that_is_no_string_or_too_long_is_left_out(raw_id: Any) -> None:
    assert read_event(encode(raw_id=raw_id), 0).raw_id is None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (None, "null"),
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not JSON"),
        (b"[]", "list"),
        (b"7", "int"),
        (encode(schema="enriched_article/2"), "`schema`"),
        (encode(schema=...), "`schema`"),
        (encode(id=...), "`id`"),
        (encode(id=""), "`id`"),
        (encode(id=["a"]), "`id`"),
        (encode(id="x" * 3_000), "`id`"),
        (encode(version=None), "`version`"),
        (encode(version="x" * 300), "`version`"),
    ],
)
def test_what_is_no_event_is_refused_without_its_payload(value: bytes | None, message: str) -> None:
    with pytest.raises(UnreadableEventError, match=message) as caught:
        read_event(value, 0)
    assert len(str(caught.value)) < 200


@given(st.binary(max_size=200))
def test_any_bytes_give_an_event_or_the_one_error(value: bytes) -> None:
    with pytest.raises(UnreadableEventError):
        read_event(value, 0)


@given(
    st.dictionaries(
        st.sampled_from([*EVENT, "withdrawn"]), st.one_of(st.none(), st.text(), st.integers(), st.booleans())
    )
)
def test_any_fields_give_a_valid_record_or_the_one_error(changes: dict[str, Any]) -> None:
    try:
        value = orjson.dumps(EVENT | changes)
        found = read_event(value, 0)
    except (UnreadableEventError, TypeError):
        return
    _, records = transition(None, found)
    for record in records:
        assert validator("version").is_valid(orjson.loads(version_value(record)))


def test_a_record_is_valid_and_its_fields_stand_in_the_contract_order() -> None:
    state, first = transition(None, read_event(encode(), 0))
    _, second = transition(state, read_event(encode(), 1))
    for record, status in ((first[0], "new"), (second[0], "duplicate")):
        value = orjson.loads(version_value(record))
        assert validator("version").is_valid(value), list(validator("version").iter_errors(value))
        assert value["status"] == status
        assert version_key(record) == b"a1"
    assert value["seen_first"] == "2022-02-23T00:00:00.250Z"
    assert value["original"] == "a1"


@pytest.mark.parametrize("status", ["new", "duplicate", "revision", "withdrawn"])
def test_every_status_is_in_the_schema(status: str) -> None:
    _, (record,) = transition(None, read_event(encode(), 0))
    value = orjson.loads(version_value(record)) | {"status": status, "original": "a1", "similarity": 1.0}
    if status != "duplicate":
        value |= {"original": None, "similarity": None}
    if status == "withdrawn":
        value["version"] = None
    assert validator("version").is_valid(value), list(validator("version").iter_errors(value))


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [
        (None, None),
        (0, "1970-01-01T00:00:00.000Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (1_645_574_400_250, "2022-02-23T00:00:00.250Z"),
        (10**18, None),
        (-(10**18), None),
    ],
)
def test_times(milliseconds: int | None, text: str | None) -> None:
    assert rfc3339(milliseconds) == text


@pytest.mark.parametrize("value", [b"", b"{}", b"[]", b"[2,0,null,0,null,[]]", b"[1,0,null,0,null,[[1]]]", b"7"])
def test_a_state_that_this_version_did_not_write_is_refused(value: bytes) -> None:
    with pytest.raises(UnreadableStateError):
        read_state(value)
