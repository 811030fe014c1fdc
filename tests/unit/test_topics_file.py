"""schemas/topics.toml against the limits of the code and of Kafka's clients."""

from __future__ import annotations

import pytest

from workers.broker.clients import RECORD_BYTES
from workers.broker.errors import BrokerError
from workers.broker.topics import Topic, read_topics
from workers.model import Limits

TOPICS = {topic.stream: topic for topic in read_topics()}


def longest(topic: Topic) -> int:
    return int(topic.config["max.message.bytes"])


def test_every_topic_of_the_design_is_stated() -> None:
    assert set(TOPICS) == {
        "raw",
        "replay",
        "enriched",
        "quotes",
        "figures",
        "rejected",
        "versions",
        "stories",
        "source-health",
    }


@pytest.mark.parametrize("topic", TOPICS.values(), ids=TOPICS)
def test_a_topic_says_all_that_a_reader_needs(topic: Topic) -> None:
    assert topic.description.endswith(".")
    assert topic.key
    assert topic.schema
    assert topic.partitions >= 1
    assert topic.config["cleanup.policy"] in ("delete", "compact")
    assert ("retention.ms" in topic.config) == (topic.config["cleanup.policy"] == "delete")
    assert longest(topic) < RECORD_BYTES, "a consumer that fetches this much gets any batch"


def test_a_value_over_the_limit_still_reaches_the_worker() -> None:
    """Bad-input case 28: what is too large is rejected by the worker, so the topic has to take it."""
    assert longest(TOPICS["raw"]) >= 2 * Limits().value


@pytest.mark.parametrize("stream", ["raw", "replay"])
def test_what_the_worker_reads_is_not_compressed_on_the_broker(stream: str) -> None:
    """Bad-input case 30: else a batch of a few bytes may unfold to gigabytes in the worker."""
    assert TOPICS[stream].config["compression.type"] == "uncompressed"


@pytest.mark.parametrize("stream", ["enriched", "quotes", "figures"])
def test_an_output_at_its_limit_fits(stream: str) -> None:
    limits = Limits()
    assert longest(TOPICS[stream]) > limits.output + limits.key + limits.header_bytes


def test_a_dead_letter_fits_and_so_does_its_replay() -> None:
    limits = Limits()
    assert longest(TOPICS["rejected"]) > limits.value + limits.header_bytes + 65_536 + 4_096
    assert longest(TOPICS["replay"]) >= longest(TOPICS["rejected"])


def test_a_replay_outlives_its_dead_letter() -> None:
    """`dateline replay` knows what it has sent from the replay topic."""
    kept = {stream: int(TOPICS[stream].config["retention.ms"]) for stream in ("rejected", "replay")}
    assert kept["replay"] > kept["rejected"]


def test_other_numbers_of_partitions() -> None:
    topics = {topic.stream: topic.partitions for topic in read_topics({"raw": 12})}
    assert (topics["raw"], topics["replay"]) == (12, 6)
    with pytest.raises(BrokerError, match="there is no topic 'nothing'"):
        read_topics({"nothing": 1})
