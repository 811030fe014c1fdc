"""What operators watch, against the real thing: a real Prometheus on the workers of a real run."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from workers.broker.daemons import end, launch
from workers.broker.ports import free_port
from workers.broker.produce import produce_paths
from workers.broker.stack import RunningWorker, Stack
from workers.settings import load_settings

pytestmark = pytest.mark.ops
ROOT = Path(__file__).resolve().parents[2]
DEPLOYED = ROOT / "deploy" / "prometheus"
SAMPLES = ROOT / "workers" / "samples"
RECORDS = 45
WAIT_SECONDS = 60.0


def program(name: str) -> str:
    found = shutil.which(name)
    assert found, f"{name} is not on the path: apt-get install prometheus (make test-ops does it, as root on Debian)"
    return found


def ask(address: str, query: str) -> list[Any]:
    """The result of a query, empty where Prometheus does not answer yet."""
    try:
        with urllib.request.urlopen(f"{address}/api/v1/query?query={urllib.parse.quote(query)}", timeout=5) as response:  # noqa: S310
            result: list[Any] = json.load(response)["data"]["result"]
            return result
    except OSError:
        return []


def wait_for(address: str, query: str, value: float) -> None:
    """Until the first sample of ``query`` is ``value``; a failure says what it was last."""
    deadline = time.monotonic() + WAIT_SECONDS
    result: list[Any] = []
    while time.monotonic() < deadline:
        result = ask(address, query)
        if result and float(result[0]["value"][1]) == value:
            return
        time.sleep(0.2)
    pytest.fail(f"{query} is {result or 'nothing'} after {WAIT_SECONDS:.0f} s, not {value}")


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningWorker, ...]]:
    """Both workers on a real Kafka, after the samples went through."""
    stack = Stack(load_settings(state_dir=tmp_path_factory.mktemp("stack")), print)
    try:
        settings, running = stack.up()
        assert produce_paths(settings, [SAMPLES]) == RECORDS
        yield running
    finally:
        stack.down()


@pytest.fixture(scope="module")
def prometheus(workers: tuple[RunningWorker, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Prometheus with the deployed configuration; only where to find the workers is said anew."""
    folder = tmp_path_factory.mktemp("prometheus")
    config = yaml.safe_load((DEPLOYED / "prometheus.yml").read_text("utf-8"))
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    config["rule_files"] = [str(DEPLOYED / name) for name in config.get("rule_files", [])]
    for job in config["scrape_configs"]:
        [worker] = [each for each in workers if job["job_name"] == f"dateline-{each.name}"]
        del job["dns_sd_configs"]
        job["static_configs"] = [{"targets": [worker.metrics.removeprefix("http://")]}]
    (folder / "prometheus.yml").write_text(yaml.safe_dump(config), "utf-8")
    address = f"127.0.0.1:{free_port()}"
    command = [program("prometheus"), f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/data"]
    process = launch(
        [*command, f"--web.listen-address={address}"], log=folder / "prometheus.log", folder=folder, environment={}
    )
    try:
        yield f"http://{address}"
    finally:
        assert end(process.pid, signal.SIGTERM, 20)


def test_both_workers_are_scraped(prometheus: str) -> None:
    wait_for(prometheus, 'min(up{job=~"dateline-.*"})', 1)
    wait_for(prometheus, "min(dateline_ready)", 1)


def test_the_outcome_equation_can_be_read(prometheus: str) -> None:
    wait_for(prometheus, "sum(dateline_messages_consumed_total)", RECORDS)
    wait_for(prometheus, "sum(dateline_messages_consumed_total) - sum(dateline_messages_processed_total)", 0)
    wait_for(prometheus, "sum(dateline_dlq_records_total)", 10)


def test_metrics_pass_promtool(workers: tuple[RunningWorker, ...]) -> None:
    for worker in workers:
        with urllib.request.urlopen(f"{worker.metrics}/metrics", timeout=5) as response:  # noqa: S310
            exposed = response.read()
        done = subprocess.run(
            [program("promtool"), "check", "metrics"], input=exposed, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
