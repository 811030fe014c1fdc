"""The enrich worker on a real broker: every kind of record, every way to start and to end."""

from __future__ import annotations

import json
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from tests.broker.articles import articles
from tests.broker.conftest import Start
from tests.broker.oracle import OUTPUTS, coordinates_of, eventually, judge, lag, read_all
from tests.broker.processes import WorkerProcess, make_topics, produce, produce_odd
from workers import schemas
from workers.model import Headers
from workers.settings import Settings

pytestmark = pytest.mark.broker
TEXT = "Officials said on Tuesday that the bridge would stay closed. More than 30 people were injured."


def article(**fields: object) -> bytes:
    return json.dumps({"text": TEXT, "url": "https://news.example/bridge", **fields}).encode()


class OddName(str):
    """A header name that no UTF-8 decoder takes."""

    __slots__ = ()

    def encode(self, *_: Any) -> bytes:
        return b"\xff\xfename"


def headers_of(record: Any) -> dict[str, bytes | None]:
    return dict(record.headers)


def drain(settings: Settings, *workers: WorkerProcess, seconds: float = 90) -> None:
    """Wait until everything is committed, and end the workers."""
    eventually(lambda: lag(settings) == 0, seconds, f"everything committed; {workers[0].errors()}")
    assert [worker.terminate() for worker in workers] == [0] * len(workers), workers[0].errors()


def test_articles_come_out_once_valid_and_counted(settings: Settings, start: Start) -> None:
    make_topics(settings)
    produce(settings, articles(500))
    worker = start()
    eventually(lambda: worker.metric("messages_consumed_total") == 500, 60, f"all consumed; {worker.errors()}")
    assert worker.page("/livez")[0] == 200
    assert worker.page("/readyz")[0] == 200
    assert worker.page("/elsewhere")[0] == 404
    enriched = worker.metric("messages_processed_total", outcome="enriched")
    rejected = worker.metric("messages_processed_total", outcome="rejected")
    assert enriched + rejected == 500
    assert rejected == worker.metric("dlq_records_total")
    assert worker.metric("produced_records_total", topic=settings.topic("enriched"), result="ok") == enriched
    assert worker.metric("message_bytes_total", direction="in") > 100_000
    assert worker.metric("end_to_end_latency_seconds_count") == 500
    assert worker.metric("processing_duration_seconds_count", stage="process") == 500
    assert worker.metric("in_flight_records") == 0
    assert worker.metric("commit_invariant_violations_total") == 0
    assert worker.metric("ready") == 1
    assert "dateline_consumer_lag_records{" in worker.page("/metrics")[1]
    eventually(lambda: worker.metric("consumer_lag_records") == 0, 20, "no lag shown")
    drain(settings, worker)
    verdict = judge(settings)
    assert verdict.clean, verdict
    assert (verdict.received, verdict.enriched, verdict.rejected) == (500, enriched, rejected)
    known = set(schemas.names())
    for stream, name in (("enriched", "enriched_article"), ("quotes", "quote"), ("figures", "figure")):
        assert name in known, f"schemas/{name} is missing"
        validator = schemas.validator(name)
        for record in read_all(settings, stream):
            for error in validator.iter_errors(json.loads(record.value)):
                raise AssertionError(f"{stream} {coordinates_of(stream, record)}: {error}")


LONG = b"x" * 1_000_001
ODD: tuple[tuple[str, bytes | None, bytes | None, Headers, str], ...] = (
    ("tombstone", b"https://news.example/gone", None, (), "enriched"),
    ("nothing at all", None, None, (), "empty"),
    ("empty value", b"k", b"", (), "empty"),
    ("white space", b"k", b" \n\t ", (), "empty"),
    ("cut off", b"k", article()[:-9], (), "invalid_json"),
    ("two documents", b"k", article() + article(), (), "invalid_json"),
    ("a byte order mark", b"k", b"\xef\xbb\xbf" + article(), (), "enriched"),
    ("UTF-16", b"k", TEXT.encode("utf-16"), (), "encoding"),
    ("0xFF", b"k", b'{"text": "\xff"}', (), "encoding"),
    ("a lone surrogate", b"k", b'{"text": "\\ud800"}', (), "invalid_json"),
    ("an escaped NUL", b"k", article(text="a\x00b " + TEXT), (), "enriched"),
    ("a raw control byte", b"k", b'{"text": "a\x01"}', (), "invalid_json"),
    ("deep", b"k", b"[" * 100_000, (), "depth"),
    ("NaN", b"k", b'{"text": NaN}', (), "invalid_json"),
    ("an array", b"k", b"[1, 2]", (("content-type", b"application/json"),), "schema"),
    ("an array that does not say it is JSON", b"k", b"[1, 2]", (), "enriched"),
    ("no text", b"k", b'{"title": "only this"}', (), "schema"),
    ("a number for text", b"k", b'{"text": 3}', (), "schema"),
    ("a registry's frame", b"k", b"\x00\x00\x00\x00\x07" + article(), (), "framing"),
    ("too long", b"k", LONG, (), "too_large"),
    ("many headers", b"k", article(), tuple((f"h{n}", b"v") for n in range(2_000)), "headers"),
    ("one huge header", b"k", article(), (("h", b"v" * 100_000),), "headers"),
    ("a null header and an odd one", b"k", article(), (("a", None), ("b", b"\xff\xfe")), "enriched"),
    ("a header name of any bytes", b"k", article(), ((OddName("odd"), b"v"),), "enriched"),
    ("the same, rejected", b"k", b"{", ((OddName("odd"), None), ("n", None)), "invalid_json"),
    ("a spoofed dead letter", b"k", b"{", (("dlq.reason", b"internal"), ("dlq.attempts", b"9")), "invalid_json"),
    ("a null key", None, article(), (), "enriched"),
    ("a binary key", b"\x00\xff", article(), (), "enriched"),
    ("a long key", b"k" * 10_000, article(), (), "enriched"),
    ("ten thousand brackets", b"k", b"a" * 50_000 + b"!", (("content-type", b"text/plain"),), "enriched"),
)


def test_records_of_any_bytes_have_one_outcome(settings: Settings, start: Start) -> None:
    make_topics(settings)
    for name, key, value, headers, _ in ODD:
        produce_odd(settings, [(key, value, (*headers, ("case", name.encode())))])
    produce(settings, islice(articles(50, seed=3), 50))
    worker = start()
    drain(settings, worker)
    verdict = judge(settings)
    assert verdict.clean, verdict
    cases = {(r.topic, r.partition, r.offset): headers_of(r).get("case") for r in read_all(settings, "raw")}
    sources = {(r.topic, r.partition, r.offset): r for r in read_all(settings, "raw")}
    found: dict[str, str] = {}
    for stream in ("enriched", "rejected"):
        for record in read_all(settings, stream):
            coordinates = coordinates_of(stream, record)
            case = cases[coordinates]
            if case is None:
                continue
            headers_out = headers_of(record)
            reason = headers_out.get("dlq.reason")
            found[case.decode()] = "enriched" if stream == "enriched" else (reason or b"").decode()
            if stream == "rejected":
                check_dead_letter(sources[coordinates], record)
    assert found == {name: expected for name, _, _, _, expected in ODD if name in found}
    # The marker of the two header cases may itself be cut away: they are counted by the verdict above.
    assert {name for name, *_ in ODD} - found.keys() <= {"many headers"}


def check_dead_letter(source: Any, letter: Any) -> None:
    """The bytes as received, and nothing of a spoofed header left."""
    assert letter.key == source.key
    assert letter.value == (source.value if source.value is None else source.value[:1_000_000])
    received = [each for each in source.headers if not each[0].startswith("dlq.")]
    carried = [each for each in letter.headers if not each[0].startswith("dlq.")]
    assert carried == received[: len(carried)]
    ours = [name for name, _ in letter.headers if name.startswith("dlq.")]
    assert len(ours) == len(set(ours))
    assert headers_of(letter)["dlq.attempts"] == b"1"


def test_aborted_records_upstream_are_invisible(settings: Settings, start: Start) -> None:
    make_topics(settings)
    produce_odd(settings, [(b"a", article(id="aborted"), ())] * 20, commit=False)
    produce_odd(settings, [(b"a", article(id="committed"), ())] * 10)
    worker = start()
    eventually(lambda: worker.metric("messages_consumed_total") == 10, 60, f"ten consumed; {worker.errors()}")
    assert worker.terminate() == 0
    verdict = judge(settings)
    assert verdict.clean, verdict
    assert (verdict.received, verdict.enriched) == (10, 10)


def test_attempts_are_believed_on_the_replay_topic_alone(settings: Settings, start: Start) -> None:
    make_topics(settings)
    spoofed: Headers = (("dlq.attempts", b"3"), ("dlq.reason", b"schema"))
    produce_odd(settings, [(b"k", b"{", spoofed)])
    produce_odd(settings, [(b"k", b"{", spoofed), (b"k", article(), spoofed)], stream="replay")
    worker = start()
    drain(settings, worker)
    verdict = judge(settings)
    assert verdict.clean, verdict
    attempts = {
        headers_of(r)["dlq.original.topic"]: headers_of(r)["dlq.attempts"] for r in read_all(settings, "rejected")
    }
    assert attempts == {settings.topic("raw").encode(): b"1", settings.topic("replay").encode(): b"3"}
    (event,) = read_all(settings, "enriched")
    assert not [name for name, _ in event.headers if name.startswith("dlq.")]


def test_an_event_too_large_for_its_topic_becomes_a_dead_letter(settings: Settings, start: Start) -> None:
    make_topics(settings, {"enriched": {"max.message.bytes": "20000"}})
    produce(settings, articles(40, seed=5))
    # Random hexadecimal does not compress below the topic's limit.
    big = article(text=TEXT + " " + "".join(sha256(bytes([n])).hexdigest() for n in range(250)) * 5, id="big")
    produce_odd(settings, [(b"big", big, (("case", b"big"),))])
    worker = start()
    drain(settings, worker)
    letters = [r for r in read_all(settings, "rejected") if headers_of(r).get("case") == b"big"]
    assert [headers_of(r)["dlq.reason"] for r in letters] == [b"output_too_large"]
    assert letters[0].value == big
    verdict = judge(settings)
    assert (verdict.lost, verdict.twice, verdict.received) == (0, 0, 41)


def test_a_dead_letter_that_cannot_be_written_holds_the_offset(settings: Settings, start: Start) -> None:
    make_topics(settings, {"rejected": {"max.message.bytes": "1200"}})
    noise = b"\xff" + b"".join(sha256(bytes([n])).digest() for n in range(200))
    produce_odd(settings, [(b"k", noise, ())])
    worker = start()
    assert worker.wait(60) == 1
    (line,) = [line for line in worker.errors().splitlines() if line.startswith("dateline:")]
    assert "its offset is held" in line
    assert lag(settings) >= 1
    admin = KafkaAdminClient(bootstrap_servers=settings.bootstrap.split(","))
    name = settings.topic("rejected")
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, configs={"max.message.bytes": "4194304"})])
    admin.close()
    drain(settings, start())
    verdict = judge(settings)
    assert verdict.clean, verdict
    assert verdict.rejected == 1


def test_two_workers_share_and_one_takes_over(settings: Settings, start: Start) -> None:
    make_topics(settings)
    first = start()
    eventually(first.ready, 60, "the first ready")
    eventually(lambda: first.metric("assigned_partitions") == 12, 30, "it holds all partitions")
    second = start()
    eventually(lambda: first.metric("assigned_partitions") == second.metric("assigned_partitions") == 6, 60, "six each")
    for each in (first, second):
        shown = [line for line in each.page("/metrics")[1].splitlines() if "oldest_unacked_age_seconds{" in line]
        assert len(shown) == 6, "series of revoked partitions stay"
        assert sum(settings.topic("raw") in line for line in shown) == 3, "each topic is spread"
    produce(settings, articles(300, seed=8))
    eventually(lambda: second.metric("messages_consumed_total") > 0, 30, "the second works")
    assert first.terminate() == 0
    eventually(lambda: second.metric("assigned_partitions") == 12, 30, "it takes over")
    drain(settings, second)
    verdict = judge(settings)
    assert verdict.clean, verdict
    assert verdict.received == 300


def test_a_reject_limit_stops_with_the_offset_held(settings: Settings, start: Start) -> None:
    make_topics(settings)
    produce_odd(settings, [(b"k", b"{", ())] * 300)
    worker = start(DATELINE_REJECT_LIMIT="0.5", DATELINE_REJECT_WINDOW="100")
    assert worker.wait(60) == 1
    assert "DATELINE_REJECT_LIMIT" in worker.errors()
    assert lag(settings) >= 300
    drain(settings, start())
    assert judge(settings).rejected == 300


def test_missing_topics_are_one_clear_line(start: Start, prefix: str) -> None:
    worker = start()
    assert worker.wait(60) == 1
    (line,) = [line for line in worker.errors().splitlines() if line.startswith("dateline:")]
    assert "there is no topic" in line
    assert "dateline topics apply" in line


def test_without_crc32c_it_does_not_start(start: Start, tmp_path: Path) -> None:
    (tmp_path / "crc32c.py").write_text("raise ImportError('not here')\n")
    worker = start(PYTHONPATH=str(tmp_path))
    assert worker.wait(60) == 1
    (line,) = worker.errors().splitlines()
    assert "crc32c" in line


def test_metrics_address_taken_is_one_clear_line(start: Start, settings: Settings) -> None:
    make_topics(settings)
    first = start()
    second = start(DATELINE_METRICS_ADDRESS=first.served())
    assert second.wait(60) == 1
    assert "DATELINE_METRICS_ADDRESS" in second.errors()


def test_output_streams_are_the_ones_judged() -> None:
    from workers.broker.enrich import OUTPUTS as WRITTEN

    assert OUTPUTS == WRITTEN
