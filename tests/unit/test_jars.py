"""Kafka's jars: complete pins, and a refusal to run anything else."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from workers.broker.errors import BrokerError
from workers.broker.jars import Jar, Pins, read_pins, resolve, verify


def pins_of(content: bytes) -> Pins:
    jar = Jar(file="a-1.0.jar", version="1.0", sha256=hashlib.sha256(content).hexdigest())
    return Pins(kafka="1", coordinates="g:a:1.0", jars=(jar,))


def test_every_jar_has_a_version_and_a_sha256() -> None:
    pins = read_pins()
    assert len({jar.file for jar in pins.jars}) == len(pins.jars) > 40
    for jar in pins.jars:
        assert jar.file.endswith(f"-{jar.version}.jar")
        assert len(jar.sha256) == 64
        int(jar.sha256, 16)


def test_one_version_of_kafka() -> None:
    """The trap of this class path: another dependency's BOM that drags in an older kafka-clients."""
    pins = read_pins()
    versions = {jar.version for jar in pins.jars if jar.file.startswith("kafka")}
    assert versions == {pins.kafka}
    assert f"kafka_2.13:{pins.kafka}" in pins.coordinates


def test_what_was_pinned_passes(tmp_path: Path) -> None:
    (tmp_path / "a-1.0.jar").write_bytes(b"content")
    verify(pins_of(b"content"), tmp_path, "unused")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"Content", "its SHA-256 is .*, but jars.json pins .*not run .do this"), (None, "not there .do this")],
)
def test_anything_else_is_refused_and_named(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        (tmp_path / "a-1.0.jar").write_bytes(content)
    with pytest.raises(BrokerError, match=rf"^a-1\.0\.jar: .*{message}"):
        verify(pins_of(b"content"), tmp_path, "do this")


def test_without_network_one_sentence_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unplugged(*arguments: object, **options: object) -> None:
        raise OSError("network is unreachable")

    monkeypatch.setattr("socket.getaddrinfo", unplugged)
    with pytest.raises(BrokerError, match=r"Maven Central could not be reached .*DATELINE_BOOTSTRAP") as caught:
        resolve("org.example:nothing-of-this-name:1.0", tmp_path, lambda _: None)
    assert len(str(caught.value).splitlines()) == 1
