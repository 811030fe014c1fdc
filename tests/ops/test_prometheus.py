"""What operators watch, against the real thing: a real Prometheus on the workers of a real run."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from workers.broker.daemons import end, launch
from workers.broker.local import LocalBroker
from workers.broker.ports import free_port
from workers.broker.produce import produce_paths
from workers.broker.stack import RunningWorker, Stack
from workers.builders.watch.rules import shortened
from workers.settings import Settings, load_settings

pytestmark = pytest.mark.ops
ROOT = Path(__file__).resolve().parents[2]
DEPLOYED = ROOT / "deploy" / "prometheus"
SAMPLES = ROOT / "workers" / "samples"
RECORDS = 45
WAIT_SECONDS = 60.0
SHORTER = 30
CHOSEN = {"$job": "dateline-.+", "$instance": ".+", "$source": ".+", "$__rate_interval": "15s", "$__range": "60s"}
"""What Grafana would put in the place of the dashboards' variables."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Both workers on a real Kafka of their own, and the settings that reach it."""

    settings: Settings
    workers: tuple[RunningWorker, ...]
    broker: LocalBroker

    def produce(self, path: Path) -> int:
        """Put the records of a file, or of a folder's files, on the raw topic."""
        return produce_paths(self.settings, [path])

    def pid(self, name: str) -> int:
        """The process of a worker."""
        return next(worker.pid for worker in self.workers if worker.name == name)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """A run, after the samples went through."""
    asked = load_settings(state_dir=tmp_path_factory.mktemp("stack"))
    stack = Stack(asked, print)
    try:
        settings, running = stack.up()
        broker = LocalBroker(asked.state_dir / "broker", cache_dir=asked.cache_dir)
        found = Run(settings=settings, workers=running, broker=broker)
        assert found.produce(SAMPLES) == RECORDS
        yield found
    finally:
        stack.down()


@pytest.fixture(scope="module")
def workers(run: Run) -> tuple[RunningWorker, ...]:
    return run.workers


@pytest.fixture(scope="module")
def prometheus(workers: tuple[RunningWorker, ...], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Prometheus with the deployed configuration: where to find the workers is said anew, and windows
    and waits are a thirtieth as long."""
    folder = tmp_path_factory.mktemp("prometheus")
    config = yaml.safe_load((DEPLOYED / "prometheus.yml").read_text("utf-8"))
    config["global"] = {"scrape_interval": "1s", "evaluation_interval": "1s"}
    for name in config["rule_files"]:
        rules = yaml.safe_load((DEPLOYED / name).read_text("utf-8"))
        (folder / name).write_text(yaml.safe_dump(shortened(rules, SHORTER)), "utf-8")
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


def measured(expr: str) -> str:
    """An alert's expression without its judgement: it gives something wherever both sides of every comparison have
    series, whether the alert would fire or not."""
    expr = re.sub(r"absent\((.+?})\)", r"\1", expr)
    return re.sub(r" (>=|>|==) ", r" \1 bool ", expr).replace(" unless ", " and ")


def expressions() -> dict[str, str]:
    """Every expression that operators rely on, by where it stands."""
    found = {}
    for name in ("rules.yml", "alerts.yml"):
        for group in shortened(yaml.safe_load((DEPLOYED / name).read_text("utf-8")), SHORTER)["groups"]:
            for rule in group["rules"]:
                alert = rule.get("alert")
                found[alert or rule["record"]] = measured(rule["expr"]) if alert else rule["expr"]
    for path in sorted((DEPLOYED.parent / "grafana" / "dashboards").glob("*.json")):
        board = json.loads(path.read_text("utf-8"))
        for panel in board["panels"]:
            for target in panel.get("targets", []):
                found[f"{path.stem}: {panel['title']} {target['refId']}"] = chosen(target["expr"])
        for each in board["annotations"]["list"]:  # these give something at their moments only
            expr = chosen(each["expr"]).replace("offset 5m", "offset 10s")
            found[f"{path.stem}: {each['name']}"] = measured(expr)
    return found


def chosen(expr: str) -> str:
    """A dashboard's expression with every worker and source chosen."""
    for variable, value in CHOSEN.items():
        expr = expr.replace(variable, value)
    return expr


def test_every_rule_and_every_panel_gives_something(prometheus: str, run: Run) -> None:
    left = expressions()
    assert len(left) > 100
    deadline = time.monotonic() + 2 * WAIT_SECONDS
    while left and time.monotonic() < deadline:
        run.produce(SAMPLES)
        time.sleep(1)  # the interval of a scrape
        left = {where: expr for where, expr in left.items() if not ask(prometheus, expr)}
    assert left == {}


def firing(name: str, **labels: str) -> str:
    wanted = "".join(f',{label}="{value}"' for label, value in labels.items())
    return f'count(ALERTS{{alertname="{name}",alertstate="firing"{wanted}}})'


def test_nothing_was_wrong_with_the_workers_so_far(prometheus: str) -> None:
    for name in ("WorkerDown", "MetricsAbsent", "WorkerNotReady", "OutcomesDiffer", "InvariantViolated"):
        assert ask(prometheus, firing(name)) == []


def test_a_flood_of_poison_fires(prometheus: str, run: Run) -> None:
    deadline = time.monotonic() + 2 * WAIT_SECONDS
    while not ask(prometheus, firing("RejectRatioHigh")) and time.monotonic() < deadline:
        run.produce(SAMPLES / "broken.ndjson")
        time.sleep(1)
    wait_for(prometheus, firing("RejectRatioHigh"), 1)
    wait_for(prometheus, firing("RejectBudgetBurnsFast"), 1)


def test_annotations_are_filled_in(prometheus: str) -> None:
    with urllib.request.urlopen(f"{prometheus}/api/v1/alerts", timeout=5) as response:  # noqa: S310
        alerts = json.load(response)["data"]["alerts"]
    assert alerts
    for alert in alerts:
        assert "error expanding" not in alert["annotations"]["summary"]
        assert "{{" not in alert["annotations"]["summary"]


def test_a_stopped_broker_fires(prometheus: str, run: Run) -> None:
    assert run.broker.stop()
    wait_for(prometheus, firing("WorkerNotReady", job="dateline-enrich"), 1)
    wait_for(prometheus, firing("WorkerNotReady", job="dateline-stories"), 1)


def test_a_killed_worker_fires(prometheus: str, run: Run) -> None:
    assert end(run.pid("enrich"), signal.SIGKILL, 10)
    wait_for(prometheus, firing("WorkerDown", job="dateline-enrich"), 1)
    wait_for(prometheus, firing("MetricsAbsent", job="dateline-enrich"), 1)
