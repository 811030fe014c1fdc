"""Settings -> what Faust needs to reach the broker: its URL, and credentials where there are any."""

from __future__ import annotations

from faust.auth import SASLCredentials, SSLCredentials
from faust.types.auth import CredentialsT

from workers.settings import Settings


def broker_url(settings: Settings) -> str:
    """``kafka://host:port;kafka://host:port``, as Faust reads a list of servers."""
    return ";".join(f"kafka://{server}" for server in settings.bootstrap.split(","))


def credentials(settings: Settings) -> CredentialsT | None:
    """Faust's credentials, or None for plaintext."""
    return None
