"""Topics against the real broker: made as stated, found different, made as stated again."""

from __future__ import annotations

import pytest
from kafka.admin import ConfigResource, ConfigResourceType

from tests.conftest import Run
from workers.broker.clients import open_admin
from workers.broker.errors import BrokerError
from workers.broker.topics import apply_topics, check_topics, read_topics
from workers.settings import Settings

pytestmark = pytest.mark.broker


def test_missing_topics_are_created_as_stated(settings: Settings) -> None:
    assert {each.kind for each in check_topics(settings)} == {"missing"}
    done, left = apply_topics(settings)
    assert len(done) == len(read_topics())
    assert left == []
    assert check_topics(settings) == []
    assert apply_topics(settings) == ([], [])


def test_what_was_changed_by_hand_is_found_and_set_back(settings: Settings) -> None:
    raw = settings.topic("raw")
    topics = [topic for topic in read_topics() if topic.stream == "raw"]
    admin = open_admin(settings)
    admin.create_topics({raw: {"num_partitions": 2, "replication_factor": 1}}, wait_for_metadata=True)
    admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, raw, {"retention.ms": "1", "segment.ms": "60000"})])
    found = {str(each) for each in check_topics(settings, topics)}
    assert f"{raw}: partitions is 2, stated: 6" in found
    assert f"{raw}: retention.ms is 1, stated: 604800000" in found
    assert f"{raw}: compression.type is producer, stated: uncompressed" in found
    done, _ = apply_topics(settings, topics)
    assert f"{raw}: partitions was 2, is 6" in done
    assert check_topics(settings, topics) == []
    resource = ConfigResource(ConfigResourceType.TOPIC, raw)
    kept = admin.describe_configs([resource], config_filter="all")["topic"][raw]["segment.ms"]
    assert kept["value"] == "60000", "a setting that the file does not name is left alone"
    admin.close()


def test_partitions_are_never_taken_away(settings: Settings) -> None:
    apply_topics(settings, [topic for topic in read_topics({"raw": 9}) if topic.stream == "raw"])
    topics = [topic for topic in read_topics() if topic.stream == "raw"]
    assert apply_topics(settings, topics) == ([], [])
    assert check_topics(settings, topics) == []


def test_replication_that_cannot_be_had_is_said(settings: Settings) -> None:
    with pytest.raises(BrokerError, match=r"\.raw: Kafka did not create it: .*replication factor"):
        apply_topics(settings.model_copy(update={"replication": 3}))


def test_the_commands_say_what_they_did(dateline: Run, prefix: str) -> None:
    before = dateline("topics", "check")
    assert before.returncode == 1
    assert f"{prefix}.raw: is not there" in before.stdout
    done = dateline("topics", "apply", "--partitions", "raw=3")
    assert done.returncode == 0, done.stderr
    assert f"{prefix}.raw: created, 3 partitions" in done.stdout
    after = dateline("topics", "check", "--partitions", "raw=3")
    assert (after.returncode, after.stderr) == (0, "")
    assert "as stated" in after.stdout
    wrong = dateline("topics", "apply", "--partitions", "rwa=3")
    assert wrong.returncode == 1
    assert "there is no topic 'rwa'" in wrong.stderr
