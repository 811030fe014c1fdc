"""``dateline stories`` over files: one record an event, in order, and what it says of lines that are none."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import orjson


def line(id: str, version: str, **changes: object) -> bytes:
    return orjson.dumps({"schema": "enriched_article/1", "id": id, "version": version, **changes}) + b"\n"


def run(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "workers", "stories", *arguments], input=stdin, capture_output=True, check=False
    )


def statuses(output: bytes) -> list[tuple[str, str]]:
    return [(record["id"], record["status"]) for record in map(orjson.loads, output.splitlines())]


def test_versions_come_out_in_the_order_of_the_events(tmp_path: Path) -> None:
    events, out = tmp_path / "events.ndjson", tmp_path / "versions.ndjson"
    events.write_bytes(line("a", "1") + line("b", "1") + b"\n" + line("a", "1") + line("a", "2"))
    done = run(str(events), "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""
    assert statuses(out.read_bytes()) == [("a", "new"), ("b", "new"), ("a", "duplicate"), ("a", "revision")]
    assert b"4 events: 2 new, 1 duplicate, 1 revision" in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("versions")] == ["versions.ndjson"]


def test_standard_input_and_output_and_several_files(tmp_path: Path) -> None:
    first = tmp_path / "first.ndjson"
    first.write_bytes(line("a", "1"))
    done = run(str(first), "-", stdin=line("a", "1") + line("a", "", withdrawn=True))
    assert done.returncode == 0, done.stderr
    assert statuses(done.stdout) == [("a", "new"), ("a", "duplicate"), ("a", "withdrawn")]


def test_a_line_that_is_no_event_is_named_and_the_others_have_their_records(tmp_path: Path) -> None:
    events = tmp_path / "events.ndjson"
    events.write_bytes(line("a", "1") + b"not json\n" + line("a", "2"))
    done = run(str(events))
    assert done.returncode == 1
    assert statuses(done.stdout) == [("a", "new"), ("a", "revision")]
    assert f"{events}, line 2: no enriched event".encode() in done.stderr


def test_a_missing_file_is_said_in_one_line(tmp_path: Path) -> None:
    done = run(str(tmp_path / "none.ndjson"), "-o", str(tmp_path / "out.ndjson"))
    assert done.returncode == 2
    assert b"cannot read" in done.stderr
    assert b"Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_no_events_make_an_empty_file(tmp_path: Path) -> None:
    events, out = tmp_path / "events.ndjson", tmp_path / "versions.ndjson"
    events.write_bytes(b"")
    assert run(str(events), "-o", str(out)).returncode == 0
    assert out.read_bytes() == b""
