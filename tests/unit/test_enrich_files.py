"""``dateline enrich``: files in, events out in input order, a line for every rejected record."""

from __future__ import annotations

import base64
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
import pytest

import workers
from workers.batch import CHUNK_RECORDS, KEPT_PAYLOAD, Done, enrich, read_numbered
from workers.model import Options
from workers.schemas import validator


def write(folder: Path) -> list[Path]:
    """Three files of every kind, with good and bad records."""
    lines = [
        orjson.dumps({"id": number, "text": f"The council met on Monday, item {number}."}) for number in range(150)
    ]
    lines[40] = b'{"text":'
    lines[41] = b""
    lines[42] = b'{"text":"' + b"x" * 300_000 + b'"}'
    (folder / "a.ndjson").write_bytes(b"\n".join(lines) + b"\n")
    (folder / "b.html").write_text("<title>T</title><p>The bridge reopened on Monday, the county said.", "utf-8")
    (folder / "c.txt").write_text("The ferry sank on Monday.\n", "utf-8")
    return [folder / "a.ndjson", folder / "b.html", folder / "c.txt"]


def events(done: list[Done]) -> list[Any]:
    return [orjson.loads(line) for each in done for line in each.events.splitlines()]


def run(
    *arguments: str | Path, stdin: bytes = b"", environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "workers", "enrich", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
        env=os.environ | (environment or {}),
    )


@pytest.mark.parametrize("jobs", [1, 3])
def test_every_record_has_one_outcome_in_input_order(tmp_path: Path, jobs: int) -> None:
    paths = write(tmp_path)
    done = list(enrich(paths, Options(), jobs))
    assert max(each.records for each in done) == CHUNK_RECORDS
    found = events(done)
    assert [each["raw_id"] for each in found[:-2]] == [
        str(number) for number in range(150) if number not in (40, 41, 42)
    ]
    assert found[-2]["title"] == "T"
    assert [each["provenance"]["offset"] for each in found[-3:]] == [149, 0, 0]
    assert all(validator("enriched_article").is_valid(each) for each in found)
    rejects = [orjson.loads(line) for each in done for line in each.rejects]
    assert [(each["line"], each["reason"]) for each in rejects] == [
        (41, "invalid_json"),
        (42, "empty"),
        (43, "too_large"),
    ]
    assert sum(each.records for each in done) == len(found) + len(rejects) == 152
    total = Done()
    for each in done:
        total.add(each)
    assert (total.records, total.reasons) == (152, {"invalid_json": 1, "empty": 1, "too_large": 1})


def test_a_rejected_line_keeps_the_payload(tmp_path: Path) -> None:
    done = list(enrich(write(tmp_path), Options(), 1))
    rejects = [orjson.loads(line) for each in done for line in each.rejects]
    assert [str(error) for each in rejects for error in validator("rejected_line").iter_errors(each)] == []
    records = [each.message.value or b"" for each in read_numbered([tmp_path / "a.ndjson"])]
    for each in rejects:
        value = records[each["line"] - 1]
        assert each["payload_sha256"] == sha256(value).hexdigest()
        assert base64.b64decode(each["payload_base64"]) == value[:KEPT_PAYLOAD]
        assert each["truncated"] is (len(value) > KEPT_PAYLOAD)


def test_a_record_is_the_same_in_any_number_of_processes(tmp_path: Path) -> None:
    paths = write(tmp_path)
    one, many = (list(enrich(paths, Options(), jobs)) for jobs in (1, 2))
    assert [each.events for each in one] == [each.events for each in many]


def test_a_step_that_fails_is_told_of_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("broken on purpose")

    monkeypatch.setattr("workers.pipeline.find_agency", fail)
    paths = write(tmp_path)
    total = Done()
    for each in enrich(paths, Options(), 1):
        total.add(each)
    assert total.failed_steps == {"agency": 149}
    assert total.failures == {"agency": f"{paths[0]}, record 1: ValueError: broken on purpose"}


def test_the_command_writes_events_and_rejects(tmp_path: Path) -> None:
    paths = write(tmp_path)
    out, rejects = tmp_path / "out.ndjson", tmp_path / "rejects.ndjson"
    done = run(*paths, "-o", out, "--rejects", rejects, "--jobs", "2")
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""
    assert len(out.read_bytes().splitlines()) == 149
    assert len(rejects.read_bytes().splitlines()) == 3
    assert b"152 records: 149 enriched, 3 rejected" in done.stderr


def test_the_command_reads_standard_input() -> None:
    done = run("-", stdin=b'{"text":"The ferry sank on Monday."}\nnot json\n')
    assert done.returncode == 0, done.stderr
    [event] = [orjson.loads(line) for line in done.stdout.splitlines()]
    assert event["text"] == "The ferry sank on Monday."
    assert b"-, line 2: invalid_json: not JSON at line 1, column 1" in done.stderr


def test_the_command_says_what_is_wrong_with_its_files(tmp_path: Path) -> None:
    [path, *_] = write(tmp_path)
    for arguments, message in (
        ([tmp_path / "none.ndjson"], b"none.ndjson: there is no such file"),
        ([path, "-o", path], b"a.ndjson: is one of the files to read"),
        ([path, "-o", tmp_path / "x", "--rejects", tmp_path / "x"], b"cannot go to one file"),
        ([path, "-o", tmp_path / "no" / "x"], b"cannot be written (No such file or directory)"),
    ):
        done = run(*arguments)
        assert done.returncode == 2
        assert message in done.stderr
        assert b"Traceback" not in done.stderr
    assert path.read_bytes()


def test_the_bytes_do_not_hang_on_the_process() -> None:
    """Sets and dictionaries have another order under another hash seed."""
    samples = Path(workers.__file__).parent / "samples"
    paths = [samples / "articles.ndjson", samples / "page.html"]
    one, two = (run(*paths, environment={"PYTHONHASHSEED": seed}) for seed in ("1", "2"))
    assert one.returncode == two.returncode == 0
    assert len(one.stdout.splitlines()) == 31
    assert one.stdout == two.stdout


def test_text_alone_loads_no_parser_of_pages() -> None:
    script = (
        "import sys\nfrom workers.model import RawMessage\nfrom workers.pipeline import process\n"
        "process(RawMessage(value=b'The ferry sank on Monday.'))\n"
        "print(sorted({'lxml', 'trafilatura', 'ftfy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "[]\n"
