"""Cooperative sticky assignment (KIP-429), topic by topic.

The stock assignor balances the number of partitions over all topics together, so that of two workers one may hold the
whole of ``raw`` and the other the idle ``replay`` (seen with kafka-python 3.0.12). Here every topic is spread by
itself; what moves, and in which of the two rounds, stays the stock assignor's, and so does the protocol on the wire.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.protocol.consumer.metadata import ConsumerProtocolAssignment, ConsumerProtocolSubscription


class TopicByTopicAssignor(CooperativeStickyAssignor):  # type: ignore[misc]  # kafka-python has no types
    """``CooperativeStickyAssignor`` for each topic alone; members of both kinds may be in one group."""

    def assign(self, cluster: Any, members: Iterable[Any]) -> dict[str, Any]:
        """The assignment of each member, by member id. Called by the client of the group's leader."""
        members = list(members)
        given: dict[str, list[Any]] = defaultdict(list)
        for topic in sorted({topic for member in members for topic in member.metadata.topics}):
            interested = [_narrowed(member, topic) for member in members if topic in member.metadata.topics]
            for member_id, assignment in super().assign(cluster, interested).items():
                given[member_id].extend(assignment.assigned_partitions)
        return {
            member.member_id: ConsumerProtocolAssignment(self.version, sorted(given[member.member_id]), b"")
            for member in members
        }


def _narrowed(member: Any, topic: str) -> Any:
    """The member as if it had subscribed to one topic alone."""
    metadata = member.metadata
    owned = [each for each in getattr(metadata, "owned_partitions", None) or () if each.topic == topic]
    only = ConsumerProtocolSubscription(
        version=CooperativeStickyAssignor.version, topics=[topic], user_data=b"", owned_partitions=owned
    )
    return SimpleNamespace(member_id=member.member_id, metadata=only)
