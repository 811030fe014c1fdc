"""What must stand before the worker starts: its topics, and the table's changelog in the right shape."""

from __future__ import annotations

from typing import Any

from kafka.errors import AuthorizationError, TopicAlreadyExistsError

from workers.settings import Settings
from workers.stories.worker import changelog_name


class UnpreparedError(Exception):
    """The worker cannot start; the message says what is wrong and what to do."""

    exit_status = 1


def prepare(admin: Any, settings: Settings) -> int:
    """Check the topics, create the changelog where it is missing, and return the number of partitions.

    Faust would create the changelog itself with a guessed number of partitions and fail on the first event.
    Raises ``UnpreparedError``, and kafka-python's errors where the broker refuses.
    """
    enriched, versions, changelog = settings.topic("enriched"), settings.topic("versions"), changelog_name(settings)
    partitions = _partitions(admin, [enriched, versions, changelog])
    for topic in (enriched, versions):
        if topic not in partitions:
            raise UnpreparedError(f"the topic {topic} does not exist; run `dateline topics apply`")
    wanted = partitions[enriched]
    if changelog not in partitions:
        _create(admin, changelog, wanted, settings.replication)
        partitions = _partitions(admin, [enriched, versions, changelog])
    if partitions.get(changelog, wanted) != wanted:
        raise UnpreparedError(
            f"{changelog} has {partitions[changelog]} partitions and {enriched} has {wanted}: the table would lose its "
            f"keys. Stop the stories workers, delete {changelog} and reset the group {settings.stories_group}"
        )
    return wanted


def _create(admin: Any, topic: str, partitions: int, replication: int) -> None:
    shape = {
        "num_partitions": partitions,
        "replication_factor": replication,
        "configs": {"cleanup.policy": "compact"},
    }
    try:
        admin.create_topics({topic: shape}, wait_for_metadata=True)
    except TopicAlreadyExistsError:
        return  # another worker was faster
    except AuthorizationError as error:
        raise UnpreparedError(
            f"the topic {topic} does not exist and this user may not create it ({type(error).__name__}): "
            f"create it with {partitions} partitions and cleanup.policy=compact"
        ) from None


def _partitions(admin: Any, topics: list[str]) -> dict[str, int]:
    described = admin.describe_topics(topics)
    return {each["name"]: len(each["partitions"]) for each in described if not each["error_code"]}
