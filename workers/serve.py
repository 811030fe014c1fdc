"""``/metrics``, ``/livez`` and ``/readyz`` over HTTP: a small server of our own, on loopback unless told otherwise.

``/livez`` answers for the loop, never for the broker: a broker that is away must not restart its clients.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import choose_encoder

Check = Callable[[], str | None]
"""None where all is well, else one line that says what is not."""


class ServeError(Exception):
    """The address cannot be listened on; the message says which and what to do."""

    exit_status = 1


class Server:
    """Serves one registry and two checks until ``close``. ``address`` is where, with the port that was taken."""

    def __init__(self, host: str, port: int, registry: CollectorRegistry, *, live: Check, ready: Check) -> None:
        """Listen on ``host:port`` (port 0: a free one). Raises ``ServeError``."""
        pages: dict[str, Callable[[str], tuple[int, str, bytes]]] = {
            "/metrics": lambda accept: _metrics(registry, accept),
            "/livez": lambda _: _checked(live),
            "/readyz": lambda _: _checked(ready),
        }

        class Handler(BaseHTTPRequestHandler):
            timeout = 10
            server_version = "dateline"
            sys_version = ""

            def do_GET(self) -> None:
                page = pages.get(self.path.partition("?")[0])
                status, kind, body = (
                    (404, "text/plain", b"/metrics /livez /readyz\n")
                    if page is None
                    else page(self.headers.get("Accept", ""))
                )
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

            def log_message(self, *_: Any) -> None:
                """A probe every few seconds is no news."""

        class Listener(ThreadingHTTPServer):
            daemon_threads = True
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET

            def handle_error(self, *_: Any) -> None:
                """A client that hangs up is no news either."""

        try:
            self._server = Listener((host, port), Handler)
        except (OSError, OverflowError) as error:
            raise ServeError(
                f"cannot serve metrics on {host}:{port} ({error}); "
                "set DATELINE_METRICS_ADDRESS to another host:port (port 0 takes a free one)"
            ) from None
        shown = f"[{host}]" if ":" in host else host
        self.address = f"{shown}:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, name="metrics", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


def _metrics(registry: CollectorRegistry, accept: str) -> tuple[int, str, bytes]:
    encode, kind = choose_encoder(accept)
    return 200, kind, encode(registry)


def _checked(check: Check) -> tuple[int, str, bytes]:
    problem = check()
    return (200, "text/plain", b"ok\n") if problem is None else (503, "text/plain", f"{problem}\n".encode())
