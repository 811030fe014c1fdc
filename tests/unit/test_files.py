"""Files as records: which are found, and that no byte changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.files import HTML, JSON, TEXT, InputError, find_files, read_records


@given(
    st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b" ")), min_size=1, max_size=8), st.booleans()
)
def test_every_line_is_a_record_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], ended: bool
) -> None:
    content = b"\n".join(lines) + (b"\n" if ended or not lines[-1] else b"")
    path = tmp_path_factory.getbasetemp() / "lines.ndjson"
    path.write_bytes(content)
    records = list(read_records(path))
    assert [message.value for _, message in records] == lines
    assert records[-1][0] == len(content)
    for index, (end, _) in enumerate(records):
        assert [message.value for _, message in read_records(path, end)] == lines[index + 1 :]


@pytest.mark.parametrize(
    ("name", "content", "value", "headers"),
    [
        ("a.txt", b"one\ntwo\xff", b"one\ntwo\xff", TEXT),
        ("a", b"", b"", TEXT),
        ("a.JSONL", b'{"a":1}\r\n', b'{"a":1}\r', JSON),
        ("a.html", "<p>\u00e9\n".encode(), '{"html":"<p>\u00e9\\n"}'.encode(), JSON),
        ("a.HTM", b"<p>\xe9", b"<p>\xe9", HTML),
    ],
)
def test_a_file_by_its_name(tmp_path: Path, name: str, content: bytes, value: bytes, headers: object) -> None:
    (tmp_path / name).write_bytes(content)
    ((end, message),) = read_records(tmp_path / name)
    assert (end, message.value, message.headers, message.key) == (len(content), value, headers, None)


def test_folders_are_walked_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/.git/x", ".hidden", "c.ndjson"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path, tmp_path / "b.txt"])]
    assert found == ["a/z.txt", "b.txt", "c.ndjson"]


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere: there is no such file or folder"):
        find_files([tmp_path / "nowhere"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="empty: the folder has no files"):
        find_files([tmp_path / "empty"])
