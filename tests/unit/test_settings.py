"""Settings: what is read, what is refused and how that is said, and that no secret is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.broker.clients import connection_config
from workers.commands.settings import settings as print_settings
from workers.model import Limits, Step
from workers.settings import Settings, SettingsError, load_settings, unknown_variables

SECRET = "correct horse battery"  # noqa: S105 - what must not be shown
SCRAM = {"SECURITY": "sasl_ssl", "SASL_USERNAME": "u", "SASL_PASSWORD": SECRET}


def set_all(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(f"DATELINE_{name}", value)


def test_the_defaults_are_those_of_the_contract() -> None:
    settings = load_settings()
    assert (settings.bootstrap, settings.prefix, settings.metrics_address) == (
        "127.0.0.1:9092",
        "news",
        "127.0.0.1:9464",
    )
    assert (settings.transaction_timeout, settings.drain_seconds) == (10, 25)
    assert settings.reject_limit is None
    assert not settings.own_cluster
    assert settings.options().limits == Limits()
    assert (settings.enrich_group, settings.topic("raw")) == ("news-enrich", "news.raw")


def test_variables_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(
        monkeypatch,
        {
            "BOOTSTRAP": "a.example:1, b.example:2",
            "PREFIX": "x",
            "SKIP_STEPS": "dates, quotes",
            "LIMIT_VALUE": "10",
            "GROUP": "",
        },
    )
    settings = load_settings()
    assert settings.bootstrap == "a.example:1,b.example:2"
    assert settings.own_cluster
    assert settings.options().skip == {Step.DATES, Step.QUOTES}
    assert settings.options().limits.value == 10
    assert settings.enrich_group == "x-enrich", "an empty variable is one that is not set"


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"BOOTSTRAP": "kafka"}, "DATELINE_BOOTSTRAP: 'kafka' is not host:port"),
        ({"BOOTSTRAP": "kafka:99999"}, "DATELINE_BOOTSTRAP: 'kafka:99999' is not host:port"),
        ({"METRICS_ADDRESS": "9464"}, "DATELINE_METRICS_ADDRESS: '9464' is not host:port"),
        ({"PREFIX": "a b"}, "DATELINE_PREFIX: a name has 1 to 100"),
        ({"POLL_RECORDS": "many"}, "DATELINE_POLL_RECORDS: Input should be a valid integer"),
        ({"POLL_RECORDS": "0"}, "DATELINE_POLL_RECORDS: Input should be greater than or equal to 1"),
        ({"REJECT_LIMIT": "2"}, "DATELINE_REJECT_LIMIT: Input should be less than or equal to 1"),
        ({"SKIP_STEPS": "dates,verbs"}, "there is no step 'verbs'; the steps are segments"),
        ({"SECURITY": "tls"}, "DATELINE_SECURITY: Input should be 'plaintext', 'ssl'"),
        ({"TLS_CA": "/nowhere/ca.pem"}, "DATELINE_TLS_CA: /nowhere/ca.pem is not a file that can be read"),
        ({**SCRAM, "SECURITY": "sasl_plaintext"}, "set DATELINE_ALLOW_SASL_PLAINTEXT=true where that is meant"),
        ({"SECURITY": "sasl_ssl"}, "needs DATELINE_SASL_USERNAME, DATELINE_SASL_PASSWORD"),
        (
            {"SECURITY": "sasl_ssl", "SASL_MECHANISM": "OAUTHBEARER"},
            "DATELINE_OAUTH_CLIENT_SECRET, or DATELINE_OAUTH_TOKEN",
        ),
        ({"OAUTH_TOKEN_URL": "http://example.org/token"}, "the token endpoint must be https://"),
    ],
)
def test_what_is_wrong_is_one_line_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], message: str
) -> None:
    set_all(monkeypatch, variables)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert message in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert SECRET not in str(caught.value)


def test_several_problems_are_several_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    set_all(monkeypatch, {"BOOTSTRAP": "x", "POLL_RECORDS": "x"})
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert len(str(caught.value).splitlines()) == 2


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    set_all(monkeypatch, {**SCRAM, "OAUTH_CLIENT_SECRET": SECRET, "OAUTH_TOKEN": SECRET, "TLS_KEY_PASSWORD": SECRET})
    settings = load_settings()
    print_settings()
    shown = capsys.readouterr().out + repr(settings) + str(settings) + settings.model_dump_json()
    assert SECRET not in shown
    assert "********" in shown
    assert connection_config(settings, "test")["sasl_plain_password"] == SECRET


def test_every_setting_says_what_it_means(capsys: pytest.CaptureFixture[str]) -> None:
    print_settings(markdown=True)
    printed = capsys.readouterr().out
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert f"| `DATELINE_{name.upper()}` |" in printed


def test_security_reaches_the_clients(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("x")
    set_all(monkeypatch, {**SCRAM, "SASL_MECHANISM": "SCRAM-SHA-256", "TLS_CA": str(tmp_path / "ca.pem")})
    config = connection_config(load_settings(), "test")
    assert config["security_protocol"] == "SASL_SSL"
    assert config["sasl_mechanism"] == "SCRAM-SHA-256"
    assert config["ssl_cafile"] == str(tmp_path / "ca.pem")
    assert config["ssl_check_hostname"] is True
    set_all(monkeypatch, {"SASL_MECHANISM": "OAUTHBEARER", "OAUTH_TOKEN": "abc"})
    config = connection_config(load_settings(), "test")
    assert config["sasl_oauth_token_provider"].token() == "abc"
    assert "sasl_plain_password" not in config


def test_a_variable_that_is_no_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert unknown_variables() == []
    monkeypatch.setenv("DATELINE_BOOTSTRAPS", "x:1")
    assert unknown_variables() == ["DATELINE_BOOTSTRAPS is not a setting; is DATELINE_BOOTSTRAP meant?"]


def test_the_local_broker_is_found_where_no_cluster_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "broker").mkdir()
    (tmp_path / "broker" / "instance.json").write_text('{"pid": 1, "address": "127.0.0.1:20001"}')
    monkeypatch.setenv("DATELINE_STATE_DIR", str(tmp_path))
    settings = load_settings()
    assert (settings.bootstrap, settings.own_cluster) == ("127.0.0.1:20001", False)
    assert load_settings(bootstrap="h:1").bootstrap == "h:1"
