"""Settings -> Faust's configuration. Every value that is not Faust's default stands here, with its reason."""

from __future__ import annotations

from typing import Any

from workers.broker.clients import RECORD_BYTES
from workers.settings import Settings
from workers.stories.security import broker_urls, credentials

BUFFER = 512
"""Events between fetcher and stream; Faust's 4,096 let the buffers fill until the group gives the worker up."""
COMMIT_SECONDS = 1.0
"""What is acked waits this long for its commit, and is counted again after a kill; Faust's default is 2.8."""
LINGER_SECONDS = 0.01
SEND_SECONDS = 30.0
"""A send that the broker has not confirmed by then has failed; Faust's default is 1,200, a stall in all but name."""


def faust_conf(settings: Settings) -> dict[str, Any]:
    """Keyword arguments of ``faust.App``. Raises what ``credentials`` raises."""
    return {
        "broker": broker_urls(settings),
        "broker_credentials": credentials(settings),
        "broker_client_id": f"dateline-stories-{settings.worker_name}",
        "processing_guarantee": "at_least_once",
        # Raw: a value that Faust fails to decode is acked before the stream hears of it.
        "key_serializer": "raw",
        "value_serializer": "raw",
        "store": "memory://",
        "stream_buffer_maxsize": BUFFER,
        # Off: the app drains by itself, with a deadline; Faust's waits for ever.
        "stream_wait_empty": False,
        "broker_commit_interval": COMMIT_SECONDS,
        "broker_commit_every": 1_000,
        "broker_max_poll_records": min(settings.poll_records, 500),
        "broker_max_poll_interval": settings.poll_interval,
        # Short: a worker that was killed is replaced after the session timeout.
        "broker_session_timeout": settings.session_timeout,
        "broker_heartbeat_interval": min(1.0, settings.session_timeout / 3),
        "broker_request_timeout": max(60.0, settings.session_timeout),
        "broker_rebalance_timeout": 30.0,
        "consumer_auto_offset_reset": "earliest",
        "consumer_max_fetch_size": RECORD_BYTES,
        "producer_acks": -1,
        "producer_linger": LINGER_SECONDS,
        "producer_max_request_size": RECORD_BYTES,
        "producer_request_timeout": SEND_SECONDS,
        "producer_compression_type": "lz4",
        # Topics are made by `dateline topics apply`, the changelog by workers.stories.prepare; none by accident.
        "topic_allow_declare": False,
        "topic_disable_leader": True,
        "table_standby_replicas": 0,
        "agent_supervisor": "mode.CrashingSupervisor",
        # Off: Faust's server listens on all interfaces, without authentication, and always answers OK.
        "web_enabled": False,
        "worker_redirect_stdouts": False,
    }
