"""The app's configuration: TLS and SASL reach Faust's clients, nothing listens, nothing is created."""

from __future__ import annotations

import asyncio
import ssl
from typing import Any, cast

import pytest
from faust.transport.drivers.aiokafka import credentials_to_aiokafka_auth

from workers.settings import Settings, SettingsError, load_settings
from workers.stories.security import broker_urls, credentials, tls_context
from workers.stories.worker import StoriesApp, build_app

TOKEN = {"oauth_token": "t"}
SASL = {"sasl_username": "reader", "sasl_password": "secret"}


def auth(**settings: Any) -> dict[str, Any]:
    return dict(credentials_to_aiokafka_auth(credentials(load_settings(**settings)), None))


@pytest.mark.parametrize(
    ("settings", "protocol", "mechanism", "tls"),
    [
        ({}, "PLAINTEXT", None, False),
        ({"security": "ssl"}, "SSL", None, True),
        ({"security": "sasl_ssl", **SASL}, "SASL_SSL", "SCRAM-SHA-512", True),
        ({"security": "sasl_ssl", "sasl_mechanism": "PLAIN", **SASL}, "SASL_SSL", "PLAIN", True),
        (
            {"security": "sasl_ssl", "sasl_mechanism": "OAUTHBEARER", **TOKEN},
            "SASL_SSL",
            "OAUTHBEARER",
            True,
        ),
        (
            {"security": "sasl_plaintext", "allow_sasl_plaintext": True, **SASL},
            "SASL_PLAINTEXT",
            "SCRAM-SHA-512",
            False,
        ),
    ],
)
def test_credentials(settings: dict[str, Any], protocol: str, mechanism: str | None, tls: bool) -> None:
    found = auth(**settings)
    assert found["security_protocol"] == protocol
    assert found.get("sasl_mechanism") == mechanism
    assert isinstance(found.get("ssl_context"), ssl.SSLContext) is tls


def test_sasl_without_tls_is_refused_unless_it_is_meant() -> None:
    with pytest.raises(SettingsError, match="without TLS"):
        load_settings(security="sasl_plaintext", **SASL)


def test_the_context_checks_certificate_and_host() -> None:
    context = tls_context(load_settings(security="ssl"))
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2
    assert not tls_context(load_settings(security="ssl", tls_check_hostname=False)).check_hostname


async def token(settings: Settings) -> str:
    return cast(str, await cast(Any, credentials(settings)).oauth_cb.token())


def test_a_fixed_token_is_handed_over() -> None:
    settings = load_settings(security="sasl_ssl", sasl_mechanism="OAUTHBEARER", **TOKEN)
    assert asyncio.run(token(settings)) == "t"


def test_every_server_is_named() -> None:
    assert broker_urls(load_settings(bootstrap="a:1,b:2")) == ["kafka://a:1", "kafka://b:2"]


@pytest.fixture
def app() -> StoriesApp:
    return build_app(load_settings(prefix="unit", session_timeout=10, worker_name="here"))


def test_nothing_listens_and_nothing_is_created(app: StoriesApp) -> None:
    app.conf.web_enabled = True  # as Faust's own command line does
    assert list(cast(Any, app.boot_strategy).web_server()) == []
    assert app.conf.topic_allow_declare is False


def test_names_follow_the_prefix(app: StoriesApp) -> None:
    assert app.conf.id == "unit-stories"
    assert (app.enriched, app.versions, app.changelog) == ("unit.enriched", "unit.versions", "unit.stories-articles")
    assert set(app.tables.changelog_topics) == {"unit.stories-articles"}


def test_a_dead_worker_is_replaced_soon_and_a_failed_send_is_known_soon(app: StoriesApp) -> None:
    assert app.conf.broker_session_timeout == 10
    assert app.conf.broker_heartbeat_interval <= 10 / 3
    assert app.conf.producer_request_timeout <= 30
    assert app.conf.producer_acks == -1
    assert cast(Any, app.conf).processing_guarantee.value == "at_least_once"


def test_the_module_gives_faust_its_app(monkeypatch: pytest.MonkeyPatch) -> None:
    import workers.stories.app as module

    monkeypatch.setenv("DATELINE_PREFIX", "by-faust")
    module._from_environment.cache_clear()
    try:
        assert module.app.conf.id == "by-faust-stories"
        with pytest.raises(AttributeError):
            _ = module.other
    finally:
        module._from_environment.cache_clear()
