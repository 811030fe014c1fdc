"""Every setting of the workers, and the only reader of the environment: ``DATELINE_`` and the field's name.

``load_settings`` gives a checked, frozen ``Settings`` or raises ``SettingsError``, one line a problem: which
variable, what was wrong, what to do. Secrets are ``SecretStr``: they print as stars. ``dateline settings`` prints this
file's descriptions.
"""

from __future__ import annotations

import json
import os
import re
import socket
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_cache_path, user_state_path
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from workers.extras import EXTRA_NAME, ExtraError, load_extras
from workers.furniture_file import FurnitureError, load_furniture
from workers.model import Limits, Options, Step

PREFIX = "DATELINE_"
_NAME = re.compile(r"[A-Za-z0-9._-]{1,100}")
_ADDRESS = re.compile(r"(?P<host>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(?P<port>\d{1,5})")
_LIMITS = Limits()


class SettingsError(Exception):
    """A setting is wrong; the message says which variable, what was wrong and what to do, one line a problem."""

    exit_status = 2


class Settings(BaseSettings):
    """The workers' settings, read from ``DATELINE_*`` variables. Lengths are bytes and times seconds unless said."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, env_ignore_empty=True, hide_input_in_errors=True)

    bootstrap: str = Field(
        "127.0.0.1:9092",
        description="Kafka's address, host:port, several with commas. Unset: the local broker's, where one runs.",
    )
    prefix: str = Field("news", description="What the names of topics, groups and transactional ids begin with.")
    metrics_address: str = Field(
        "127.0.0.1:9464",
        description="Where /metrics, /livez and /readyz are served; port 0 takes a free one.",
    )

    security: Literal["plaintext", "ssl", "sasl_plaintext", "sasl_ssl"] = Field(
        "plaintext", description="How clients talk to the broker: plaintext, ssl, sasl_ssl or sasl_plaintext."
    )
    allow_sasl_plaintext: bool = Field(
        False,
        description="Say true where SASL without TLS (sasl_plaintext) is meant: passwords go readable.",
    )
    tls_ca: Path | None = Field(None, description="File of the CA certificates (PEM). Unset: the system's.")
    tls_cert: Path | None = Field(None, description="File of the client's certificate chain (PEM), for mutual TLS.")
    tls_key: Path | None = Field(None, description="File of the client's private key (PEM), for mutual TLS.")
    tls_key_password: SecretStr | None = Field(None, description="Password of the client's private key.")
    tls_check_hostname: bool = Field(True, description="Whether the broker's certificate must name its host.")
    sasl_mechanism: Literal["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"] = Field(
        "SCRAM-SHA-512", description="SASL mechanism: PLAIN, SCRAM-SHA-256, SCRAM-SHA-512 or OAUTHBEARER."
    )
    sasl_username: str | None = Field(None, description="User name for PLAIN and SCRAM.")
    sasl_password: SecretStr | None = Field(None, description="Password for PLAIN and SCRAM.")
    oauth_token: SecretStr | None = Field(None, description="A token for OAUTHBEARER that does not change.")
    oauth_token_url: str | None = Field(
        None, description="Where OAUTHBEARER tokens are fetched (client credentials grant); https, or http on loopback."
    )
    oauth_client_id: str | None = Field(None, description="Client id for the token endpoint.")
    oauth_client_secret: SecretStr | None = Field(None, description="Client secret for the token endpoint.")
    oauth_scope: str | None = Field(None, description="Scope asked of the token endpoint.")

    group: str | None = Field(None, description="Consumer group of enrich. Unset: PREFIX-enrich.")
    worker_name: str = Field(
        default_factory=socket.gethostname,
        description="HOST in the transactional id PREFIX-enrich-HOST-SLOT. Default: the machine's host name.",
    )
    poll_records: int = Field(500, ge=1, le=100_000, description="Records a poll, and so a transaction, takes at most.")
    poll_seconds: float = Field(0.5, gt=0, le=60, description="Seconds that one poll waits for records.")
    poll_interval: float = Field(
        300, ge=10, le=86_400, description="Seconds between two polls after which the group takes the partitions away."
    )
    session_timeout: float = Field(
        10, ge=1, le=1_800, description="Seconds without a heartbeat after which the group gives up a worker."
    )
    transaction_timeout: float = Field(
        10, ge=1, le=900, description="Seconds after which the broker aborts a transaction left open."
    )
    drain_seconds: float = Field(25, ge=1, le=600, description="Seconds that a worker may take to end after SIGTERM.")

    stories_retention: float = Field(
        30 * 86_400,
        ge=3_600,
        description="Seconds without an event after which the stories worker forgets an article.",
    )
    stories_versions: int = Field(
        64, ge=2, le=10_000, description="Versions of one article that the stories worker remembers at most."
    )

    registry_framing: bool = Field(
        False, description="Whether values with a schema registry's frame (0x00 and 4 bytes of id) are decoded."
    )
    skip_steps: Annotated[frozenset[Step], NoDecode] = Field(
        frozenset(), description="Steps left out, with commas (fingerprint,topics); their fields are null, skipped."
    )
    extractors: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Your own extractors that run beside ours, with commas: names under `dateline.extractors`."
    )
    furniture: Path | None = Field(
        None, description="File of `dateline learn-furniture`: lines that sources repeat, no part of their articles."
    )
    reject_limit: float | None = Field(
        None, gt=0, le=1, description="Share of rejected records at which the worker stops, 0 to 1. Unset: never."
    )
    reject_window: int = Field(1_000, ge=10, description="How many of the latest records the reject limit looks at.")
    limit_value: int = Field(_LIMITS.value, ge=1, description="Longest value of a raw record.")
    limit_depth: int = Field(_LIMITS.depth, ge=1, le=250, description="Deepest nesting of a raw record's JSON.")
    limit_key: int = Field(_LIMITS.key, ge=1, description="Longest key of a raw record.")
    limit_headers: int = Field(_LIMITS.headers, ge=0, description="Most headers of a raw record.")
    limit_header_bytes: int = Field(_LIMITS.header_bytes, ge=0, description="Most bytes in a raw record's headers.")
    limit_text: int = Field(_LIMITS.text_characters, ge=1, description="Longest text of an article, in characters.")
    limit_output: int = Field(_LIMITS.output, ge=1_000, description="Longest value of an output record.")
    limit_matches: int = Field(
        _LIMITS.matches, ge=1, le=_LIMITS.matches, description="Most dates, quotes or figures of one article."
    )

    replication: int = Field(
        -1,
        ge=-1,
        le=32_767,
        description="Replication factor of new topics (`topics apply`); -1: the broker's own.",
    )
    replay_attempts: int = Field(3, ge=2, le=100, description="How often a record may be tried, its replays included.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What the workers log.")
    state_dir: Path = Field(
        default_factory=lambda: user_state_path("dateline"),
        description="Folder for lock files, the local broker's data and how far `produce` went.",
    )
    cache_dir: Path = Field(
        default_factory=lambda: user_cache_path("dateline"), description="Folder for the local broker's jars."
    )

    @field_validator("bootstrap")
    @classmethod
    def _servers(cls, value: str) -> str:
        servers = [each.strip() for each in value.split(",") if each.strip()]
        if not servers:
            raise ValueError("it is empty; give host:port")
        for each in servers:
            _host_and_port(each)
        return ",".join(servers)

    @field_validator("metrics_address")
    @classmethod
    def _address(cls, value: str) -> str:
        _host_and_port(value)
        return value

    @field_validator("prefix", "group", "worker_name")
    @classmethod
    def _name(cls, value: str | None) -> str | None:
        if value is not None and not _NAME.fullmatch(value):
            raise ValueError("a name has 1 to 100 of the characters A-Z a-z 0-9 . _ -; choose another")
        return value

    @field_validator("skip_steps", mode="before")
    @classmethod
    def _steps(cls, value: Any) -> Any:
        names = [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value
        known = [step.value for step in Step]
        for name in names:
            if name not in known:
                raise ValueError(f"there is no step {name!r}; the steps are {', '.join(known)}")
        return frozenset(Step(name) for name in names)

    @field_validator("extractors", mode="before")
    @classmethod
    def _extractors(cls, value: Any) -> Any:
        names = [name.strip() for name in value.split(",") if name.strip()] if isinstance(value, str) else value
        for name in names:
            if not EXTRA_NAME.fullmatch(name):
                raise ValueError(f"{name!r} is no extractor's name: 1 to 40 of a-z 0-9 _, a letter first")
        return tuple(dict.fromkeys(names))

    @field_validator("tls_ca", "tls_cert", "tls_key")
    @classmethod
    def _readable(cls, value: Path | None) -> Path | None:
        if value is not None and not (value.is_file() and os.access(value, os.R_OK)):
            raise ValueError(f"{value} is not a file that can be read; give the path of a PEM file")
        return value

    @field_validator("oauth_token_url")
    @classmethod
    def _https(cls, value: str | None) -> str | None:
        if value is not None and not re.match(r"https://|http://(127\.0\.0\.1|localhost|\[::1\])[:/]", value):
            raise ValueError("the token endpoint must be https:// (http:// only on loopback), or secrets are readable")
        return value

    @model_validator(mode="after")
    def _security(self) -> Settings:
        if not self.security.startswith("sasl"):
            return self
        if self.security == "sasl_plaintext" and not self.allow_sasl_plaintext:
            raise ValueError(
                "DATELINE_SECURITY: sasl_plaintext sends credentials without TLS; use sasl_ssl, "
                "or set DATELINE_ALLOW_SASL_PLAINTEXT=true where that is meant"
            )
        if self.sasl_mechanism != "OAUTHBEARER":
            needed = {"SASL_USERNAME": self.sasl_username, "SASL_PASSWORD": self.sasl_password}
        elif self.oauth_token is not None:
            needed = {}
        else:
            needed = {
                "OAUTH_TOKEN_URL": self.oauth_token_url,
                "OAUTH_CLIENT_ID": self.oauth_client_id,
                "OAUTH_CLIENT_SECRET": self.oauth_client_secret,
            }
        missing = [PREFIX + name for name, value in needed.items() if value is None]
        if missing:
            alternative = ", or DATELINE_OAUTH_TOKEN" if self.sasl_mechanism == "OAUTHBEARER" else ""
            raise ValueError(
                f"DATELINE_SECURITY: {self.security} with {self.sasl_mechanism} needs {', '.join(missing)}{alternative}"
            )
        return self

    @model_validator(mode="after")
    def _key_with_certificate(self) -> Settings:
        if self.tls_key is not None and self.tls_cert is None:
            raise ValueError("DATELINE_TLS_KEY: a key needs its certificate; set DATELINE_TLS_CERT too")
        return self

    @model_validator(mode="after")
    def _local_bootstrap(self) -> Settings:
        """Without a bootstrap of the user's, the address of the local broker, where one was started."""
        if "bootstrap" not in self.model_fields_set and (address := local_address(self.state_dir)) is not None:
            self.__dict__["bootstrap"] = address
        return self

    @property
    def own_cluster(self) -> bool:
        """Whether the user named a cluster: then no local broker is started."""
        return "bootstrap" in self.model_fields_set

    @property
    def enrich_group(self) -> str:
        """The consumer group of the enrich worker."""
        return self.group or f"{self.prefix}-enrich"

    @property
    def stories_group(self) -> str:
        """The consumer group (and Faust's app id) of the stories worker."""
        return f"{self.prefix}-stories"

    @property
    def metrics_host_port(self) -> tuple[str, int]:
        """``metrics_address`` as host and port."""
        return _host_and_port(self.metrics_address)

    def topic(self, stream: str) -> str:
        """The full name of the topic ``stream`` (``raw``, ``enriched``, ...)."""
        return f"{self.prefix}.{stream}"

    def options(self) -> Options:
        """What ``process`` is told: limits, framing, the steps left out, the user's extractors, the sources' furniture.

        Raises ``SettingsError`` for an extractor that is not installed or cannot be imported, or a file that is none.
        """
        limits = Limits(
            value=self.limit_value,
            depth=self.limit_depth,
            key=self.limit_key,
            headers=self.limit_headers,
            header_bytes=self.limit_header_bytes,
            text_characters=self.limit_text,
            output=self.limit_output,
            matches=self.limit_matches,
        )
        try:
            extras = load_extras(self.extractors)
        except ExtraError as error:
            raise SettingsError(f"DATELINE_EXTRACTORS: {error}") from error
        try:
            furniture = load_furniture(self.furniture) if self.furniture is not None else {}
        except FurnitureError as error:
            raise SettingsError(f"DATELINE_FURNITURE: {error}") from error
        return Options(
            limits=limits,
            registry_framing=self.registry_framing,
            skip=self.skip_steps,
            extras=extras,
            furniture=furniture,
        )


def load_settings(**overrides: Any) -> Settings:
    """The settings of this environment, ``overrides`` (fields by name) before it. Raises ``SettingsError``."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise SettingsError("\n".join(_problem(each) for each in error.errors())) from None


def local_address(state_dir: Path, instance: str = "broker") -> str | None:
    """The address that a local broker of ``state_dir`` last came up on, or None where none was left running."""
    try:
        return str(json.loads((state_dir / instance / "instance.json").read_text("utf-8"))["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def unknown_variables() -> list[str]:
    """One line for each ``DATELINE_*`` variable that is no setting, with the nearest one that is."""
    known = [PREFIX + name.upper() for name in Settings.model_fields]
    lines = []
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = get_close_matches(name.upper(), known, 1)
            lines.append(
                f"{name} is not a setting" + (f"; is {near[0]} meant?" if near else "; see `dateline settings`")
            )
    return lines


def _host_and_port(value: str) -> tuple[str, int]:
    match = _ADDRESS.fullmatch(value)
    if match is None or int(match["port"]) > 65_535:
        raise ValueError(f"{value!r} is not host:port; give one such as 127.0.0.1:9092")
    return match["host"].strip("[]"), int(match["port"])


def _problem(error: Any) -> str:
    message = str(error["msg"]).removeprefix("Value error, ")
    if not error["loc"]:
        return message
    name = str(error["loc"][0])
    field = Settings.model_fields.get(name)
    meaning = f" ({field.description})" if field is not None and not message.endswith(")") else ""
    return f"{PREFIX}{name.upper()}: {message}{meaning}"
