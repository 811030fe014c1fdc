"""The pages that a worker serves."""

from __future__ import annotations

import socket
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from prometheus_client import CollectorRegistry, Gauge

from workers.serve import ServeError, Server


class Checks:
    live: str | None = None
    ready: str | None = None


@pytest.fixture
def checks() -> Checks:
    return Checks()


@pytest.fixture
def server(checks: Checks) -> Iterator[Server]:
    registry = CollectorRegistry()
    Gauge("dateline_something", "Meaning", registry=registry).set(3)
    server = Server("127.0.0.1", 0, registry, live=lambda: checks.live, ready=lambda: checks.ready)
    yield server
    server.close()


def get(server: Server, path: str, method: str = "GET") -> tuple[int, str]:
    request = urllib.request.Request(f"http://{server.address}{path}", method=method)
    try:
        with urllib.request.urlopen(request, timeout=5) as response:  # noqa: S310 - our own server
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_pages(server: Server, checks: Checks) -> None:
    assert "dateline_something 3.0" in get(server, "/metrics")[1]
    assert get(server, "/livez") == (200, "ok\n")
    assert get(server, "/readyz?verbose=1") == (200, "ok\n")
    assert get(server, "/livez", "HEAD") == (200, "")
    assert get(server, "/")[0] == 404
    assert get(server, "/livez", "POST")[0] == 501
    checks.live, checks.ready = "hangs", "draining"
    assert get(server, "/livez") == (503, "hangs\n")
    assert get(server, "/readyz") == (503, "draining\n")


def test_a_client_that_hangs_up_harms_nobody(server: Server) -> None:
    host, port = server.address.rsplit(":", 1)
    for _ in range(5):
        with socket.create_connection((host, int(port))) as client:
            client.sendall(b"GET /met")
    assert get(server, "/livez") == (200, "ok\n")


def test_an_address_that_is_taken_is_one_clear_line(server: Server) -> None:
    port = int(server.address.rsplit(":", 1)[1])
    with pytest.raises(ServeError, match="DATELINE_METRICS_ADDRESS"):
        Server("127.0.0.1", port, CollectorRegistry(), live=lambda: None, ready=lambda: None)
