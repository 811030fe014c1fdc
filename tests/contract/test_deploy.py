"""What deploy/ says is true of the code: settings, commands, metrics, ports, copied files.

No container engine is needed: the files are read, and what can be run without one (the wheel that the image installs,
the health check) is run.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.specifiers import SpecifierSet
from prometheus_client import CollectorRegistry

from workers.builders.watch.recorded import GROUPS
from workers.cli import COMMANDS
from workers.metrics import Metrics
from workers.serve import Server
from workers.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file() and "locks" not in path.parts)
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service["image"].startswith("dateline")]
PROMETHEUS = yaml.safe_load((DEPLOY / "prometheus" / "prometheus.yml").read_text("utf-8"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, continued lines joined, comments left out."""
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def values(name: str) -> list[str]:
    return [rest for found, rest in instructions() if found == name]


def image_environment() -> dict[str, str]:
    return dict(word.split("=", 1) for rest in values("ENV") for word in shlex.split(rest))


def copied() -> Iterator[tuple[str, str]]:
    """Source and destination of every COPY from the repository."""
    for rest in values("COPY"):
        words = shlex.split(rest)
        if not words[0].startswith("--from="):
            for source in words[:-1]:
                yield source, words[-1]


def healthcheck() -> list[str]:
    (check,) = values("HEALTHCHECK")
    return list(json.loads(check[check.index("[") :]))


def host(port: str) -> str:
    return port.rsplit(":", 2)[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_every_setting_that_is_named_exists(path: Path) -> None:
    named = set(re.findall(r"DATELINE_([A-Z_]+)", path.read_text("utf-8")))
    assert named <= {name.upper() for name in Settings.model_fields}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(DEPLOY)))
def test_every_metric_that_is_named_exists(path: Path) -> None:
    recorded = {rule.name for _, _, rules in GROUPS for rule in rules}
    text = re.sub(r"\b\w+:dateline_\w+:\w+", lambda found: recorded_name(found[0], recorded), path.read_text("utf-8"))
    known = set()
    for metric in Metrics().declared:
        parts = ("_bucket", "_sum", "_count") if metric.kind == "histogram" else ("",)
        known |= {metric.name + part for part in parts}
    assert set(re.findall(r"\bdateline_[a-z_]+", text)) <= known


def recorded_name(name: str, recorded: set[str]) -> str:
    """Nothing: a recorded name is not a metric's."""
    assert name in recorded
    return ""


def test_the_rules_name_metrics_at_all() -> None:
    assert re.search(r"\bdateline_[a-z_]+", (DEPLOY / "prometheus" / "rules.yml").read_text("utf-8"))


def test_the_services_that_are_needed_are_there() -> None:
    assert set(SERVICES) >= {"kafka", "topics", "enrich", "stories", "prometheus"}
    assert set(OURS) == {"topics", "enrich", "stories"}


@pytest.mark.parametrize("name", OURS)
def test_the_settings_of_a_service_are_valid(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment = image_environment() | SERVICES[name]["environment"]
    for variable, value in environment.items():
        if variable.startswith("DATELINE_"):
            assert isinstance(value, str), f"{variable}: a number in YAML is not what the variable will be"
            monkeypatch.setenv(variable, value)
    settings = load_settings()
    assert settings.own_cluster
    (listener,) = [
        each.removeprefix("INSIDE://")
        for each in SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"].split(",")
        if each.startswith("INSIDE")
    ]
    assert settings.bootstrap == listener


@pytest.mark.parametrize("command", [SERVICES[name]["command"] for name in OURS] + [json.loads(values("CMD")[0])])
def test_every_command_exists(command: list[str]) -> None:
    assert command[0] in COMMANDS
    done = subprocess.run(
        [sys.executable, "-m", "workers", *command, "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    if command[0] == "worker":
        assert command[1] in done.stdout


def test_the_entry_point_is_the_console_script() -> None:
    assert json.loads(values("ENTRYPOINT")[0]) == list(PYPROJECT["project"]["scripts"])


def test_ports_agree() -> None:
    served = image_environment()["DATELINE_METRICS_ADDRESS"].rpartition(":")[2]
    assert values("EXPOSE") == [served]
    assert f"127.0.0.1:{served}/livez" in healthcheck()[-1]
    targets = {
        (name, str(found["port"]))
        for job in PROMETHEUS["scrape_configs"]
        for found in job["dns_sd_configs"]
        for name in found["names"]
    }
    assert targets == {("enrich", served), ("stories", served)}


def test_the_job_names_of_the_rules_are_scraped() -> None:
    rules = (DEPLOY / "prometheus" / "rules.yml").read_text("utf-8")
    jobs = {job["job_name"] for job in PROMETHEUS["scrape_configs"]}
    assert set(re.findall(r'job="([^"]+)"', rules)) <= jobs
    assert all((DEPLOY / "prometheus" / name).is_file() for name in PROMETHEUS["rule_files"])


@pytest.mark.parametrize("name", SERVICES)
def test_ports_are_bound_to_loopback(name: str) -> None:
    assert {host(port) for port in SERVICES[name].get("ports", [])} <= {"127.0.0.1"}


@pytest.mark.parametrize("name", OURS)
def test_our_containers_have_no_rights_that_they_do_not_need(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    state = image_environment()["DATELINE_STATE_DIR"]
    assert any(each.startswith(f"{state}:") for each in service["tmpfs"]), "the slot locks need a place"


def test_a_worker_has_drained_before_it_is_killed() -> None:
    for name in ("enrich", "stories"):
        grace = int(SERVICES[name]["stop_grace_period"].removesuffix("s"))
        assert grace > load_settings().drain_seconds
    assert values("STOPSIGNAL") == ["SIGTERM"]


def test_services_start_in_order() -> None:
    waits = {
        name: {other: how["condition"] for other, how in service.get("depends_on", {}).items()}
        for name, service in SERVICES.items()
    }
    assert waits["topics"] == {"kafka": "service_healthy"}
    assert waits["enrich"] == waits["stories"] == {"topics": "service_completed_successfully"}
    assert SERVICES["topics"]["restart"] == "no"
    assert "healthcheck" in SERVICES["kafka"]


def test_images_are_pinned_and_kafka_is_the_one_that_the_tests_run() -> None:
    for name, service in SERVICES.items():
        if name not in OURS:
            assert re.fullmatch(r"[\w./-]+:v?\d+\.\d+\.\d+", service["image"])
    tested = json.loads((ROOT / "workers" / "broker" / "jars.json").read_text("utf-8"))["kafka"]
    assert SERVICES["kafka"]["image"].endswith(f":{tested}")


def test_the_image_has_a_python_that_the_package_takes() -> None:
    (argument,) = values("ARG")
    version = re.fullmatch(r"PYTHON=(\d+\.\d+)-slim-\w+", argument)
    assert version is not None
    assert version[1] in SpecifierSet(PYPROJECT["project"]["requires-python"])


def test_the_image_does_not_run_as_root_and_installs_by_hash() -> None:
    user = values("USER")[-1]
    assert user.split(":")[0].isdigit()
    assert user.split(":")[0] != "0"
    installs = [part for rest in values("RUN") for part in rest.split("&&") if "pip install" in part]
    assert installs
    for install in installs:
        assert "--require-hashes" in install or "--no-index" in install


def test_no_secret_is_in_any_file() -> None:
    for path in FILES:
        assert not re.search(r"(?i)(password|secret|token)\w*\s*[:=]\s*\S", path.read_text("utf-8")), path


def test_copied_files_exist_and_reach_the_build() -> None:
    ignore = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert ignore[1] == "*"
    let_in = {line.removeprefix("!") for line in ignore if line.startswith("!")}
    sources = {source for source, _ in copied()}
    assert let_in == sources
    assert [source for source in sorted(sources) if not (ROOT / source).exists()] == []


def test_what_is_copied_builds_the_wheel_that_the_image_installs(tmp_path: Path) -> None:
    for source, destination in copied():
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, tmp_path / destination, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (tmp_path / destination).mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, tmp_path / destination)
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "dist"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "workers").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert {name for name in expected if name.endswith((".py", ".json", ".toml"))} <= names
    assert "workers/_schemas/topics.toml" in names
    assert "workers/_schemas/version/v1.schema.json" in names
    assert not any(name.startswith(("tests/", "deploy/")) for name in names)


@pytest.mark.parametrize(("problem", "healthy"), [(None, True), ("a partition stood still", False)])
def test_the_health_check_tells_a_live_worker_from_a_stalled_one(problem: str | None, healthy: bool) -> None:
    server = Server("127.0.0.1", 0, CollectorRegistry(), live=lambda: problem, ready=lambda: None)
    try:
        program, flag, code = healthcheck()
        assert (program, flag) == ("python", "-c")
        code = code.replace("127.0.0.1:9464", server.address)
        assert server.address in code
        environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, env=environment)
        assert (done.returncode == 0) is healthy
    finally:
        server.close()
