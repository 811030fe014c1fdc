"""The topics of ``schemas/topics.toml`` on a cluster: what differs, and making it so.

Partitions are only ever added, settings that the file does not name are left alone, nothing is deleted.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from kafka import KafkaAdminClient
from kafka.admin import ConfigResource, ConfigResourceType

from workers.broker.clients import open_admin, reached
from workers.broker.errors import BrokerError
from workers.schemas import folder
from workers.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic as the file states it; ``stream`` is its name without the prefix."""

    stream: str
    description: str
    key: str
    schema: str
    partitions: int
    min_insync_replicas: int
    config: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One way in which the cluster is not as stated. ``setting``: what differs; ``found``: None for a missing topic."""

    topic: str
    kind: Literal["missing", "partitions", "config", "replication"]
    setting: str
    found: str | None
    stated: str

    def __str__(self) -> str:
        """The difference as one line for a person."""
        if self.kind == "missing":
            return f"{self.topic}: is not there (stated: {self.stated})"
        return f"{self.topic}: {self.setting} is {self.found}, stated: {self.stated}"


def read_topics(partitions: Mapping[str, int] | None = None) -> tuple[Topic, ...]:
    """The topics of ``schemas/topics.toml``, with other numbers of ``partitions`` for the streams named.

    Raises ``BrokerError`` for a stream that the file does not have.
    """
    data: dict[str, Any] = tomllib.loads((folder() / "topics.toml").read_text("utf-8"))
    partitions = partitions or {}
    for stream in partitions:
        if stream not in data:
            raise BrokerError(f"there is no topic {stream!r}; schemas/topics.toml has {', '.join(data)}")
    topics = (Topic(stream=stream, **stated) for stream, stated in data.items())
    return tuple(replace(topic, partitions=partitions.get(topic.stream, topic.partitions)) for topic in topics)


def check_topics(settings: Settings, topics: Iterable[Topic] | None = None) -> list[Difference]:
    """Every way in which the cluster's topics are not as stated; empty where all are. Raises ``BrokerError``."""
    admin = open_admin(settings)
    try:
        with reached(settings):
            return _differences(admin, settings, _named(settings, topics))
    finally:
        admin.close()


def apply_topics(settings: Settings, topics: Iterable[Topic] | None = None) -> tuple[list[str], list[Difference]]:
    """Make the cluster's topics as stated: (what was done, a line each; what cannot be done from here).

    Raises ``BrokerError`` where the cluster refuses, saying which topic and why.
    """
    named = _named(settings, topics)
    admin = open_admin(settings)
    try:
        with reached(settings):
            done = _create(admin, settings, named)
            # Only a topic that is there tells how many replicas it got, and so its min.insync.replicas.
            left = _differences(admin, settings, named)
            done += _adjust(admin, left)
            return done, [each for each in left if each.kind == "replication"]
    finally:
        admin.close()


def _named(settings: Settings, topics: Iterable[Topic] | None) -> dict[str, Topic]:
    return {settings.topic(topic.stream): topic for topic in (read_topics() if topics is None else topics)}


def _describe(admin: KafkaAdminClient, names: Iterable[str]) -> dict[str, Any]:
    there = set(admin.list_topics())
    wanted = [name for name in names if name in there]
    return {each["name"]: each for each in admin.describe_topics(wanted)} if wanted else {}


def _differences(admin: KafkaAdminClient, settings: Settings, named: Mapping[str, Topic]) -> list[Difference]:
    described = _describe(admin, named)
    configs: Mapping[str, Any] = {}
    if described:
        resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in described]
        configs = admin.describe_configs(resources, config_filter="all")["topic"]
    found: list[Difference] = []
    for name, topic in named.items():
        if name not in described:
            stated = f"{topic.partitions} partitions, {topic.config.get('cleanup.policy', 'delete')}"
            found.append(Difference(topic=name, kind="missing", setting="topic", found=None, stated=stated))
            continue
        partitions = described[name]["partitions"]
        replicas = min(len(each["replica_nodes"]) for each in partitions)
        found += _shape(name, topic, len(partitions), replicas, settings.replication)
        found += _settings(name, topic, replicas, configs[name])
    return found


def _shape(name: str, topic: Topic, partitions: int, replicas: int, wanted: int) -> Iterable[Difference]:
    if partitions < topic.partitions:
        yield Difference(
            topic=name, kind="partitions", setting="partitions", found=str(partitions), stated=str(topic.partitions)
        )
    if wanted not in (-1, replicas):
        yield Difference(
            topic=name, kind="replication", setting="replication factor", found=str(replicas), stated=str(wanted)
        )


def _settings(name: str, topic: Topic, replicas: int, current: Mapping[str, Any]) -> Iterable[Difference]:
    in_sync = topic.min_insync_replicas if replicas >= 3 else 1
    for setting, stated in {**topic.config, "min.insync.replicas": str(in_sync)}.items():
        found = current.get(setting, {}).get("value")
        if found != stated:
            yield Difference(topic=name, kind="config", setting=setting, found=str(found), stated=stated)


def _create(admin: KafkaAdminClient, settings: Settings, named: Mapping[str, Topic]) -> list[str]:
    there = _describe(admin, named)
    new = {name: topic for name, topic in named.items() if name not in there}
    if not new:
        return []
    wanted = {
        name: {
            "num_partitions": topic.partitions,
            "replication_factor": settings.replication,
            "configs": dict(topic.config),
        }
        for name, topic in new.items()
    }
    answer = admin.create_topics(wanted, raise_errors=False)
    # 36: TOPIC_ALREADY_EXISTS. Two that apply at once (compose, rolling deployments) are not an error.
    for each in answer["topics"]:
        if each["error_code"] not in (0, 36):
            raise BrokerError(f"{each['name']}: Kafka did not create it: {each['error_message'] or each['error_code']}")
    admin.wait_for_topics(list(new))
    return [f"{name}: created, {topic.partitions} partitions" for name, topic in new.items()]


def _adjust(admin: KafkaAdminClient, differences: Iterable[Difference]) -> list[str]:
    done: list[str] = []
    changes: dict[str, dict[str, str]] = {}
    for each in differences:
        if each.kind == "partitions":
            admin.create_partitions({each.topic: int(each.stated)})
            admin.wait_for_topics([each.topic])
        elif each.kind == "config":
            changes.setdefault(each.topic, {})[each.setting] = each.stated
        else:
            continue
        done.append(f"{each.topic}: {each.setting} was {each.found}, is {each.stated}")
    if changes:
        resources = [ConfigResource(ConfigResourceType.TOPIC, name, configs) for name, configs in changes.items()]
        for name, result in admin.alter_configs(resources)["topic"].items():
            if result != "OK":
                raise BrokerError(f"{name}: Kafka did not take its settings: {result}")
    return done
