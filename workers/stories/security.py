"""Settings -> what Faust needs to reach the broker: its URL, and credentials with TLS where they are asked for.

Faust takes SASL credentials without a TLS context for plaintext, in silence; here the context comes from the same
setting as the protocol, and ``Settings`` has refused SASL without TLS unless it is said to be meant.
"""

from __future__ import annotations

import asyncio
import ssl

from aiokafka.abc import AbstractTokenProvider
from faust.auth import OAuthCredentials, SASLCredentials, SSLCredentials
from faust.types.auth import CredentialsT

from workers.broker.clients import TokenProvider
from workers.settings import Settings


def broker_urls(settings: Settings) -> list[str]:
    """``kafka://host:port`` for each server."""
    return [f"kafka://{server}" for server in settings.bootstrap.split(",")]


def credentials(settings: Settings) -> CredentialsT | None:
    """Faust's credentials, or None for plaintext. Raises ``OSError`` or ``ssl.SSLError`` for files it cannot use."""
    if settings.security == "plaintext":
        return None
    context = tls_context(settings) if settings.security in ("ssl", "sasl_ssl") else None
    if settings.security == "ssl":
        return SSLCredentials(context)
    if settings.sasl_mechanism == "OAUTHBEARER":
        return OAuthCredentials(oauth_cb=_Tokens(settings), ssl_context=context)
    password = settings.sasl_password
    return SASLCredentials(
        username=settings.sasl_username,
        password=None if password is None else password.get_secret_value(),
        ssl_context=context,
        mechanism=settings.sasl_mechanism,
    )


def tls_context(settings: Settings) -> ssl.SSLContext:
    """A client's context: TLS 1.2 or later, the broker's certificate checked, and its host unless that is set off."""
    context = ssl.create_default_context(cafile=None if settings.tls_ca is None else str(settings.tls_ca))
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.check_hostname = settings.tls_check_hostname
    if settings.tls_cert is not None:
        password = settings.tls_key_password
        context.load_cert_chain(
            settings.tls_cert, settings.tls_key, None if password is None else password.get_secret_value()
        )
    return context


class _Tokens(AbstractTokenProvider):  # type: ignore[misc]  # aiokafka has no types
    """aiokafka's provider over the one that kafka-python's clients use; the fetch may block, so it has a thread."""

    def __init__(self, settings: Settings) -> None:
        self._provider = TokenProvider(settings)

    async def token(self) -> str:
        """A token that is still good."""
        return await asyncio.to_thread(self._provider.token)
