"""How kafka-python's clients are configured from the settings: the one place that knows TLS, SASL and the defaults.

kafka-python's own defaults lose records (``latest``, auto-commit on) and create topics by asking for them; none of that
holds here.
"""

from __future__ import annotations

import json
import threading
import time
import urllib.parse
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer
from kafka.errors import (
    AuthorizationError,
    KafkaConnectionError,
    KafkaTimeoutError,
    SaslAuthenticationFailedError,
)
from kafka.net.sasl.oauth import AbstractTokenProvider
from pydantic import SecretStr

from workers.broker.errors import BrokerError
from workers.settings import Settings

RECORD_BYTES = 8_388_608
"""Largest request that a producer sends, and more than any topic's ``max.message.bytes`` in ``schemas/topics.toml``."""

CRC32C_MISSING = (
    "the package crc32c is missing: without it every checksum is computed in Python, at a twelfth of the speed; "
    "pip install 'kafka-python[crc32c]'"
)


def fast_checksums() -> bool:
    """Whether kafka-python found the C checksum (the extra ``crc32c``); without it a worker does not start."""
    from kafka.record import util

    return util.crc32c_c is not None


def connection_config(settings: Settings, client: str, *, wait: float = 30) -> dict[str, Any]:
    """What every client needs: address, security, and ``client`` as its id; ``wait``: seconds for the first contact."""
    config: dict[str, Any] = {
        "bootstrap_servers": settings.bootstrap.split(","),
        "client_id": f"dateline-{client}-{settings.worker_name}",
        "security_protocol": settings.security.upper(),
        "bootstrap_timeout_ms": int(wait * 1000),
        "reconnect_backoff_max_ms": 1_000,
    }
    if settings.security in ("ssl", "sasl_ssl"):
        config |= {
            "ssl_check_hostname": settings.tls_check_hostname,
            "ssl_cafile": _path(settings.tls_ca),
            "ssl_certfile": _path(settings.tls_cert),
            "ssl_keyfile": _path(settings.tls_key),
            "ssl_password": _secret(settings.tls_key_password),
        }
    if settings.security in ("sasl_plaintext", "sasl_ssl"):
        config["sasl_mechanism"] = settings.sasl_mechanism
        if settings.sasl_mechanism == "OAUTHBEARER":
            config["sasl_oauth_token_provider"] = TokenProvider(settings)
        else:
            config["sasl_plain_username"] = settings.sasl_username
            config["sasl_plain_password"] = _secret(settings.sasl_password)
    return config


def producer_config(
    settings: Settings, client: str, *, transactional_id: str | None = None, wait: float = 30
) -> dict[str, Any]:
    """An idempotent producer (``acks=all``); transactional where an id is given. Values and keys are bytes."""
    config = connection_config(settings, client, wait=wait) | {
        "acks": "all",
        "enable_idempotence": True,
        "compression_type": "lz4",
        "linger_ms": 5,
        "batch_size": 262_144,
        "max_request_size": RECORD_BYTES,
        "allow_auto_create_topics": False,
    }
    if transactional_id is not None:
        config |= {
            "transactional_id": transactional_id,
            "transaction_timeout_ms": int(settings.transaction_timeout * 1000),
        }
    return config


def consumer_config(
    settings: Settings, client: str, *, group_id: str | None = None, wait: float = 30
) -> dict[str, Any]:
    """A ``read_committed`` consumer from the earliest offset that never commits by itself; values are bytes."""
    config = connection_config(settings, client, wait=wait) | {
        "auto_offset_reset": "earliest",
        "enable_auto_commit": False,
        "isolation_level": "read_committed",
        "allow_auto_create_topics": False,
        "max_poll_records": settings.poll_records,
        "max_partition_fetch_bytes": RECORD_BYTES,
    }
    if group_id is not None:
        session = int(settings.session_timeout * 1000)
        config |= {
            "group_id": group_id,
            "session_timeout_ms": session,
            "heartbeat_interval_ms": min(3_000, session // 3),
            "max_poll_interval_ms": int(settings.poll_interval * 1000),
        }
    return config


def open_admin(settings: Settings, *, wait: float = 30) -> KafkaAdminClient:
    """An admin client. Raises ``BrokerError`` where no broker answers within ``wait`` seconds."""
    with reached(settings):
        return KafkaAdminClient(**connection_config(settings, "admin", wait=wait))


def open_producer(settings: Settings, client: str = "producer", *, wait: float = 30, **changes: Any) -> KafkaProducer:
    """A producer by ``producer_config``, with ``changes`` to it. Raises ``BrokerError`` where no broker answers."""
    with reached(settings):
        return KafkaProducer(**(producer_config(settings, client, wait=wait) | changes))


def open_consumer(
    settings: Settings, client: str = "consumer", *, group_id: str | None = None, wait: float = 30, **changes: Any
) -> KafkaConsumer:
    """A consumer by ``consumer_config``, with ``changes`` to it. Raises ``BrokerError`` where no broker answers."""
    with reached(settings):
        return KafkaConsumer(**(consumer_config(settings, client, group_id=group_id, wait=wait) | changes))


@contextmanager
def reached(settings: Settings) -> Iterator[None]:
    """Turn what kafka-python raises where it cannot reach, or is refused by, the broker into ``BrokerError``."""
    try:
        yield
    except (KafkaTimeoutError, KafkaConnectionError, OSError) as error:
        advice = (
            "check DATELINE_BOOTSTRAP and DATELINE_SECURITY"
            if settings.own_cluster
            else "`dateline broker up` starts one"
        )
        raise BrokerError(
            f"no Kafka answers at {settings.bootstrap} ({settings.security}; {type(error).__name__}): {advice}"
        ) from error
    except (SaslAuthenticationFailedError, AuthorizationError) as error:
        raise BrokerError(
            f"Kafka at {settings.bootstrap} refused the credentials ({type(error).__name__}): "
            "check DATELINE_SASL_* and the rights of that user"
        ) from error


class TokenProvider(AbstractTokenProvider):  # type: ignore[misc]  # kafka-python has no types
    """OAUTHBEARER tokens: the one in the settings, or fetched by client credentials (RFC 6749, 4.4) and kept until
    30 s before it runs out. Raises ``OSError`` where the endpoint cannot be reached, ``ValueError`` for an answer
    without a token; neither message holds the secret."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._token = settings.oauth_token.get_secret_value() if settings.oauth_token else ""
        self._until = float("inf") if self._token else 0.0

    def token(self) -> str:
        """A token that is still good."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._token, lifetime = self._fetch()
                self._until = time.monotonic() + max(lifetime - 30, 1)
            return self._token

    def _fetch(self) -> tuple[str, float]:
        settings = self._settings
        url, client, secret = settings.oauth_token_url, settings.oauth_client_id, settings.oauth_client_secret
        if url is None or client is None or secret is None:
            raise ValueError("OAUTHBEARER needs DATELINE_OAUTH_TOKEN, or the token endpoint with client id and secret")
        form = {"grant_type": "client_credentials"}
        if settings.oauth_scope is not None:
            form["scope"] = settings.oauth_scope
        quoted = f"{urllib.parse.quote(client, safe='')}:{urllib.parse.quote(secret.get_secret_value(), safe='')}"
        request = urllib.request.Request(  # noqa: S310 - the settings admit https, and http on loopback only
            url,
            data=urllib.parse.urlencode(form).encode(),
            headers={"Authorization": "Basic " + b64encode(quoted.encode()).decode(), "Accept": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as response:  # noqa: S310 - as above
            answer = json.load(response)
        if not isinstance(answer, dict) or not isinstance(answer.get("access_token"), str):
            raise ValueError(f"the token endpoint {url} answered without an access_token")
        return answer["access_token"], float(answer.get("expires_in") or 300)


def _path(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _secret(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
