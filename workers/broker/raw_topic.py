"""The raw topic as a producer sees it: its id and limit on the cluster, and the key of a record for it."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from kafka.admin import ConfigResource, ConfigResourceType

from workers.broker.clients import RECORD_BYTES, open_admin, reached
from workers.broker.errors import BrokerError
from workers.broker.topics import read_topics
from workers.normalize.identity import canonical_url
from workers.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTopic:
    """The topic on the cluster: Kafka's id of it, and the bytes of the longest batch that it takes."""

    name: str
    id: str
    longest: int


def look_up(settings: Settings) -> RawTopic:
    """Ask the cluster. Raises ``BrokerError`` where there is no broker or no topic."""
    topic = settings.topic("raw")
    admin = open_admin(settings)
    try:
        with reached(settings):
            found = admin.describe_topics([topic]) if topic in admin.list_topics() else []
            if not found:
                raise BrokerError(
                    f"there is no topic {topic} on {settings.bootstrap}: `dateline topics apply` creates the topics"
                )
            resource = ConfigResource(ConfigResourceType.TOPIC, topic)
            config = admin.describe_configs([resource], config_filter="all")["topic"].get(topic, {})
    finally:
        admin.close()
    # A principal that may write but not describe configurations gets none: then what topics.toml states holds.
    stated = next(each.config["max.message.bytes"] for each in read_topics() if each.stream == "raw")
    longest = int(config.get("max.message.bytes", {"value": stated})["value"])
    return RawTopic(name=topic, id=str(found[0].get("topic_id", topic)), longest=min(longest, RECORD_BYTES))


def key_of(value: bytes) -> bytes | None:
    """The key of a raw record: its canonical URL, else the producer's ``id``, else None (also where it is not JSON)."""
    try:
        article = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None
    if not isinstance(article, dict):
        return None
    url = article.get("url")
    if isinstance(url, str) and (canonical := canonical_url(url)) is not None:
        return canonical.encode()
    own = article.get("id")
    if isinstance(own, bool) or not isinstance(own, str | int) or own == "":
        return None
    return str(own).encode("utf-8", "replace")
