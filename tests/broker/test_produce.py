"""Producing against the real broker: bytes as they are, keys, resuming, refusals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from workers.broker.committed import read_committed
from workers.broker.produce import produce
from workers.broker.topics import apply_topics, read_topics
from workers.settings import Settings

pytestmark = pytest.mark.broker

LINES = [
    b'{"id":"a1","url":"HTTP://Example.org:80/one?utm_source=x","text":"One."}',
    b'{"id":"a2","text":"Two."}\r',
    b'{"id":"a3","text":"cut off in the',
    b"",
    b'{"id":"a5","text":"caf\xe9"}',
    b"[1, 2]",
    b'{"url":"javascript:alert(1)","text":"Seven."}',
    b'{"id":8,"text":"Eight."}',
]
KEYS = [b"http://example.org/one", b"a2", None, None, None, None, None, b"8"]


@pytest.fixture
def topics(settings: Settings) -> Settings:
    """The settings, with the raw topic there."""
    apply_topics(settings, [topic for topic in read_topics({"raw": 2}) if topic.stream == "raw"])
    return settings


def on_raw(settings: Settings) -> list[Any]:
    return list(read_committed(settings, "raw"))


def write_articles(path: Path, count: int) -> Path:
    path.write_text("".join(f'{{"id":"n{number}","text":"Article {number}."}}\n' for number in range(count)), "utf-8")
    return path


def test_every_line_goes_out_as_it_is(topics: Settings, dateline: Run, tmp_path: Path) -> None:
    (tmp_path / "articles.ndjson").write_bytes(b"\n".join(LINES) + b"\n")
    done = dateline("produce", tmp_path / "articles.ndjson")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("8 records of 1 files confirmed")
    found = on_raw(topics)
    assert Counter((each.value, each.key) for each in found) == Counter(zip(LINES, KEYS, strict=True))
    assert all(each.headers == [("content-type", b"application/json")] for each in found)


def test_pages_text_and_folders(topics: Settings, dateline: Run, tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    (folder / "below").mkdir(parents=True)
    (folder / "page.html").write_text("<p>caf\u00e9</p>", "utf-8")
    (folder / "old.htm").write_bytes(b"<meta charset=latin1><p>caf\xe9</p>")
    (folder / "below" / "wire.txt").write_bytes(b"KYIV, Feb 23 -\r\n\xff")
    (folder / ".hidden").write_bytes(b"not meant")
    done = dateline("produce", folder)
    assert done.returncode == 0, done.stderr
    assert {each.value: dict(each.headers)["content-type"] for each in on_raw(topics)} == {
        '{"html":"<p>caf\u00e9</p>"}'.encode(): b"application/json",
        b"<meta charset=latin1><p>caf\xe9</p>": b"text/html",
        b"KYIV, Feb 23 -\r\n\xff": b"text/plain",
    }


def test_standard_input_and_repeat(topics: Settings, dateline: Run, tmp_path: Path) -> None:
    assert dateline("produce", "-", stdin='{"text":"in"}\n').returncode == 0
    assert dateline("produce", write_articles(tmp_path / "a.jsonl", 5), "--repeat", "3").returncode == 0
    values = Counter(each.value for each in on_raw(topics))
    assert values[b'{"text":"in"}'] == 1
    assert sorted(values.values()) == [1, 3, 3, 3, 3, 3]


def test_a_run_told_to_end_goes_on_without_loss_or_repeat(
    topics: Settings, command_environment: dict[str, str], dateline: Run, tmp_path: Path
) -> None:
    file = write_articles(tmp_path / "a.ndjson", 400)
    command = [sys.executable, "-m", "workers", "produce", str(file), "--rate", "100"]
    process = subprocess.Popen(command, env=command_environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not on_raw(topics):
        assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert 0 < len(on_raw(topics)) < 400
    again = dateline("produce", file)
    assert again.returncode == 0, again.stderr
    assert "went on where" in again.stdout
    assert Counter(each.key for each in on_raw(topics)) == Counter(f"n{number}".encode() for number in range(400))
    assert dateline("produce", file).returncode == 0
    assert len(on_raw(topics)) == 800, "a run that came to its end starts over"


def test_a_killed_run_goes_on_without_loss(
    topics: Settings, command_environment: dict[str, str], dateline: Run, tmp_path: Path
) -> None:
    file = write_articles(tmp_path / "a.ndjson", 600)
    state = tmp_path / "state.json"
    command = [sys.executable, "-m", "workers", "produce", str(file), "--rate", "150", "--state", str(state)]
    process = subprocess.Popen(command, env=command_environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not state.exists():
        assert process.poll() is None
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert dateline("produce", file, "--state", state).returncode == 0
    counts = Counter(each.key for each in on_raw(topics))
    assert counts.keys() == {f"n{number}".encode() for number in range(600)}
    assert sum(counts.values()) - 600 < 400, "what repeats is what was on its way, not the whole file"


def test_a_kept_state_sends_only_what_is_new(topics: Settings, tmp_path: Path) -> None:
    file = write_articles(tmp_path / "a.ndjson", 3)
    state = tmp_path / "state.json"
    assert produce(topics, [file], state=state).confirmed == 3
    assert produce(topics, [file], state=state).confirmed == 0
    with file.open("a", encoding="utf-8") as more:
        more.write('{"id":"late","text":"Late."}\n')
    assert produce(topics, [file], state=state).confirmed == 1
    file.write_text(
        '{"id":"other","text":"Another file under the same name, of another length and content."}\n', "utf-8"
    )
    assert produce(topics, [file], state=state).confirmed == 1


def test_what_kafka_refuses_is_said_and_the_rest_goes_on(topics: Settings, dateline: Run, tmp_path: Path) -> None:
    lines = [b'{"id":"before"}', b'{"text":"' + b"x" * 2_500_000 + b'"}', b"x" * 3_000_000, b'{"id":"after"}']
    (tmp_path / "a.ndjson").write_bytes(b"\n".join(lines))
    done = dateline("produce", tmp_path / "a.ndjson")
    assert done.returncode == 1
    assert "record 2 (up to byte 2500028) has 2500011 bytes, too many" in done.stderr
    assert "record 3 (up to byte" in done.stderr
    assert "2 records of 1 files confirmed" in done.stdout
    assert sorted(each.key for each in on_raw(topics)) == [b"after", b"before"]


def test_without_the_topic_one_line_says_what_to_do(dateline: Run, tmp_path: Path) -> None:
    done = dateline("produce", write_articles(tmp_path / "a.ndjson", 1))
    assert done.returncode == 1
    assert done.stderr.strip().endswith("`dateline topics apply` creates the topics")
    missing = dateline("produce", tmp_path / "nowhere")
    assert missing.returncode == 2
    assert missing.stderr.strip().endswith("nowhere: there is no such file or folder")
