"""OAUTHBEARER tokens from a token endpoint: asked for as RFC 6749 (4.4) says, kept while they are good."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest

from workers.broker.clients import TokenProvider
from workers.settings import Settings, load_settings


class Endpoint(BaseHTTPRequestHandler):
    """Answers with tokens t1, t2 ... and keeps what it was asked."""

    asked: ClassVar[list[tuple[str | None, str]]] = []
    answer = '{"access_token": "t%d", "expires_in": 3600}'

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.asked.append((self.headers["Authorization"], body))
        content = (self.answer % len(self.asked) if "%d" in self.answer else self.answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments: object) -> None:
        """Nothing on standard error."""


@pytest.fixture
def endpoint() -> Iterator[str]:
    Endpoint.asked = []
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/token"
    server.shutdown()
    thread.join()
    server.server_close()


def settings_for(endpoint: str) -> Settings:
    return load_settings(
        oauth_token_url=endpoint,
        oauth_client_id="worker:1",
        oauth_client_secret="a secret/",  # noqa: S106
        oauth_scope="kafka",
    )


def test_a_token_is_fetched_once_while_it_is_good(endpoint: str) -> None:
    provider = TokenProvider(settings_for(endpoint))
    assert [provider.token(), provider.token()] == ["t1", "t1"]
    ((authorization, body),) = Endpoint.asked
    assert authorization == "Basic " + base64.b64encode(b"worker%3A1:a%20secret%2F").decode()
    assert body == "grant_type=client_credentials&scope=kafka"


def test_a_token_about_to_run_out_is_fetched_again(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = TokenProvider(settings_for(endpoint))
    now = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now)
    assert provider.token() == "t1"
    now += 3500
    assert provider.token() == "t1"
    now += 75
    assert provider.token() == "t2"


def test_an_answer_without_a_token_is_said(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Endpoint, "answer", "[]")
    with pytest.raises(ValueError, match="answered without an access_token"):
        TokenProvider(settings_for(endpoint)).token()
