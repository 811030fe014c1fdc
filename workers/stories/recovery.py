"""Table recovery that lets the streams go on only from an empty queue at the committed offsets.

Faust's own (``Recovery.on_recovery_completed``, faust-streaming 0.15.3) resumes the partitions, seeks, and then resumes
the flow, which empties the queues: what was fetched in between is gone from the queue, so the stream goes on after it,
and the offset can never be committed. Found by the kill test: an event was counted after a later one of its article.
"""

from __future__ import annotations

import asyncio
from typing import Any, cast

from faust.tables.manager import TableManager
from faust.tables.recovery import Recovery


class OrderedRecovery(Recovery):
    """Faust's recovery with another order at its end: seek, start the flow, and only then resume the partitions."""

    async def on_recovery_completed(self, generation_id: int = 0) -> None:
        """Called when the tables hold all of their changelogs; the stream's partitions are still paused."""
        app, consumer = cast(Any, self.app), self.app.consumer
        await app.on_rebalance_complete.send()
        self._set_recovery_ended()
        await asyncio.gather(
            *(
                table.on_recovery_completed(self.actives_for_table[table], self.standbys_for_table[table])
                for table in self.tables.values()
            )
        )
        if app.consumer_generation_id != generation_id:
            self.log.warning("the group is rebalancing again")
            return
        assignment = consumer.assignment()
        if assignment:
            await self._wait(consumer.perform_seek(), timeout=app.conf.broker_request_timeout)
        if app.consumer_generation_id != generation_id:
            self.log.warning("the group is rebalancing again")
            return
        app.flow_control.resume()
        consumer.resume_flow()
        consumer.resume_partitions({tp for tp in assignment if not self._is_changelog_tp(tp)})
        self.completed.set()
        await app._fetcher.maybe_start()
        self.tables.on_actives_ready()
        if not app.assignor.assigned_standbys():
            self.tables.on_standbys_ready()
        app.on_rebalance_end()
        self.log.info("Worker ready")


class OrderedTables(TableManager):
    """Faust's table manager with the recovery above."""

    @property
    def recovery(self) -> Recovery:
        """The recovery service of this manager."""
        if self._recovery is None:
            self._recovery = OrderedRecovery(self.app, self, beacon=self.beacon, loop=self.loop)
        return self._recovery
