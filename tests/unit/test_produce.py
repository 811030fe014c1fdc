"""Keys of raw records, and the position that a run of produce keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.broker.errors import BrokerError
from workers.broker.position import Position
from workers.broker.raw_topic import key_of


@pytest.mark.parametrize(
    ("value", "key"),
    [
        (b'{"url":"https://Example.org/a/?utm_source=x#top","id":"i"}', b"https://example.org/a"),
        (b'{"url":"file:///etc/hosts","id":"i"}', b"i"),
        (b'{"url":7,"id":12}', b"12"),
        (b'{"id":true}', None),
        (b'{"id":""}', None),
        (b'{"id":"\xc3\xa9"}', "\u00e9".encode()),
        (b'{"text":"x"}', None),
        (b"[]", None),
        (b'{"url":', None),
        (b"", None),
        (b"\xff", None),
    ],
)
def test_keys(value: bytes, key: bytes | None) -> None:
    assert key_of(value) == key


@given(st.binary())
def test_no_bytes_make_the_key_raise(value: bytes) -> None:
    assert key_of(value) is None or isinstance(key_of(value), bytes)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"one\ntwo\nthree\n")
    return path


def kept(tmp_path: Path, file: Path, end: int, topic_id: str = "t") -> Path:
    position = Position(tmp_path / "state.json", topic_id)
    position.confirm(0, file, end)
    position.save()
    return position.file


def test_a_position_is_found_again(tmp_path: Path, file: Path) -> None:
    position = Position(kept(tmp_path, file, 8), "t")
    assert position.resumed
    assert position.start_of(file) == 8
    assert position.start_of(tmp_path / "other") == 0


def test_a_file_that_grew_goes_on(tmp_path: Path, file: Path) -> None:
    state = kept(tmp_path, file, 14)
    file.write_bytes(file.read_bytes() + b"four\n")
    assert Position(state, "t").start_of(file) == 14


@pytest.mark.parametrize("content", [b"another\ncontent\n", b"one\n"])
def test_a_file_that_is_another_starts_over(tmp_path: Path, file: Path, content: bytes) -> None:
    state = kept(tmp_path, file, 8)
    file.write_bytes(content)
    assert Position(state, "t").start_of(file) == 0


def test_another_topic_starts_over(tmp_path: Path, file: Path) -> None:
    position = Position(kept(tmp_path, file, 8), "another")
    assert not position.resumed
    assert position.start_of(file) == 0


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"state":"produce/2"}', "\x00"])
def test_a_file_that_is_no_state_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content)
    with pytest.raises(BrokerError, match=r"state\.json: is not a state of `dateline produce`"):
        Position(tmp_path / "state.json", "t")
