"""Settings: the one reader of the environment."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from crm.errors import FatalError
from indexing.stores.address import parse

ENV_FILE = "rapport.env"
RESTORING = "restoring.json"  # in the data folder while a backup is being restored into it


class Settings(BaseSettings):
    """What an installation can set, as `RAPPORT_<NAME>` in the environment or in `<home>/rapport.env` (mode 600)."""

    model_config = SettingsConfigDict(
        env_prefix="RAPPORT_", env_nested_delimiter="__", extra="ignore", hide_input_in_errors=True
    )

    home: Path = Field(default=Path("~/.rapport"), description="The data folder.")
    database_url: str = Field(default="", description="The record; empty means SQLite in the data folder.")
    timezone: str = Field(default="", description="Zone of people who have none of their own, such as Europe/Berlin.")

    ollama_host: str = Field(
        default="http://127.0.0.1:11434", description="Where Ollama listens; commas between several."
    )
    ollama_chat_model: str = Field(default="", description="Chat model, such as qwen3:8b; empty switches it off.")
    ollama_embed_model: str = Field(default="", description="Embedding model; empty uses the built-in MiniLM.")
    model_hosts: list[str] = Field(default=["127.0.0.1", "localhost", "::1"], description="Hosts a model may run on.")
    model_budget: float = Field(default=20, gt=0, le=600, description="Seconds that one call to the model may take.")
    model_at_once: int = Field(default=1, ge=1, le=64, description="Calls to the model side by side, on each host.")
    model_waiting: int = Field(default=4, ge=0, le=1000, description="Callers that may wait for it; others get rules.")
    model_context: int = Field(default=8192, ge=2048, description="Tokens of its context, the answer included.")
    model_keep_alive: str = Field(
        default="30m", pattern=r"^(-1|\d+[smh])$", description="How long Ollama keeps it loaded; -1 for ever."
    )
    threads: int = Field(default=0, ge=0, description="Threads of the embedder; 0 takes every core.")
    vectors_memory: int = Field(
        default=512, ge=16, description="MiB of vectors kept in memory; older ones stay in files."
    )

    names_engine: str = Field(
        default="tagger",
        pattern=r"^(tagger|none|spacy:\S+)$",
        description="What finds names of strangers: tagger, none, or spacy:MODEL that is installed here.",
    )

    slack_bot_token: SecretStr = Field(default=SecretStr(""), description="xoxb-… of the Slack app.")
    slack_app_token: SecretStr = Field(default=SecretStr(""), description="xapp-… for Socket Mode.")
    slack_signing_secret: SecretStr = Field(default=SecretStr(""), description="For HTTP instead of Socket Mode.")
    slack_client_id: str = Field(default="", description="Lets other workspaces install the app; with the next one.")
    slack_client_secret: SecretStr = Field(default=SecretStr(""), description="The secret that belongs to it.")
    slack_redirect_url: str = Field(
        default="", description="https://your.host/slack/oauth_redirect, as Slack knows it."
    )
    slack_teams: list[str] = Field(default=[], description="Ids of workspaces that may install it; empty for any.")
    slack_home_team: str = Field(default="", description="The workspace whose record is the one of this installation.")
    uninstall_hold_days: int = Field(
        default=30, ge=0, le=3650, description="Days after which the record of a workspace that left is removed."
    )
    slack_api_url: str = Field(default="https://slack.com/api/", description="Only the console sets this.")
    http_host: str = Field(default="127.0.0.1", description="Where the HTTP face listens.")
    http_port: int = Field(default=3000, ge=0, le=65535, description="Port of the HTTP face.")

    vault_key: SecretStr = Field(
        default=SecretStr(""), description="32 bytes in base64 that lock the keys of originals; empty leaves them bare."
    )
    backup_folder: str = Field(default="", description="Where the bot makes a backup each night; empty for none.")
    backup_keys: str = Field(default="", description="Where it puts the keys; empty leaves them out.")
    backup_keep: int = Field(default=14, ge=1, le=3650, description="How many of these backups are kept.")
    backup_days: int = Field(default=7, ge=1, le=365, description="Days without a backup that the doctor warns after.")
    backup_key: SecretStr = Field(
        default=SecretStr(""), description="32 bytes in base64 that backups are encrypted with."
    )
    vault_command: str = Field(default="", description="A program that locks and opens those keys, such as a KMS's.")

    objects_url: str = Field(default="", description="Where originals are kept: a folder or s3://bucket/folder.")
    objects_endpoint: str = Field(default="", description="Address of a storage that speaks S3 and is not Amazon's.")
    objects_region: str = Field(default="", description="Region of the bucket, where the machine does not know it.")
    objects_access_key: str = Field(default="", description="Key of the bucket; empty takes what the machine has.")
    objects_secret_key: SecretStr = Field(default=SecretStr(""), description="The secret that belongs to that key.")

    vectors: str = Field(default="", description="Where vectors are kept; empty for the data folder.")
    vectors_key: SecretStr = Field(default=SecretStr(""), description="Password, token or key of that place.")
    vectors_hosts: list[str] = Field(
        default=["127.0.0.1", "localhost", "::1"], description="Hosts vectors may be sent to."
    )

    secret: dict[str, SecretStr] = Field(
        default={}, description="Secrets of sources, each as RAPPORT_SECRET__<NAME>; a source's settings name them."
    )

    metrics: Literal["on", "off"] = Field(default="off", description="Whether /metrics tells Prometheus how it does.")
    metrics_hosts: list[str] = Field(
        default=["127.0.0.1", "::1"], description="Addresses that may read /metrics, never through a proxy."
    )
    traces_endpoint: str = Field(default="", description="OpenTelemetry collector (OTLP over HTTP); empty for none.")
    traces_hosts: list[str] = Field(
        default=["127.0.0.1", "localhost", "::1"], description="Hosts a collector of traces may be on."
    )

    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="Least level logged."
    )
    log_format: Literal["console", "json"] = Field(default="console", description="How log lines are written.")

    def secret_named(self, name: str) -> str:
        """The value of a source's secret.

        Raises:
            FatalError: it is not set.
        """
        found = self.secret.get(name.lower())
        if found is None or not found.get_secret_value():
            raise FatalError(f"Set RAPPORT_SECRET__{name.upper()} in the environment or in rapport.env.")
        return found.get_secret_value()

    @field_validator("objects_url")
    @classmethod
    def _is_storage(cls, url: str) -> str:
        if "://" in url and not url.startswith(("s3://", "file://")):
            raise ValueError("give a folder of this machine or s3://bucket/folder")
        return url

    @field_validator("vectors")
    @classmethod
    def _is_vector_store(cls, url: str) -> str:
        if url:
            parse(url)
        return url

    @property
    def many_workspaces(self) -> bool:
        """Whether workspaces can install Rapport by themselves."""
        return bool(self.slack_client_id and self.slack_client_secret.get_secret_value())

    @property
    def vectors_url(self) -> str:
        return self.vectors or (self.home / "vectors").absolute().as_uri().replace("file:", "chroma:", 1)

    @property
    def record_url(self) -> str:
        return self.database_url or f"sqlite:///{self.home / 'rapport.db'}"


def read(home: Path | None = None) -> Settings:
    """The settings of this installation; makes the data folder (mode 700) where there is none.

    Raises:
        FatalError: a setting is wrong, or the secrets file can be read by others.
    """
    try:
        found = Settings() if home is None else Settings(home=home)
        file = found.home.expanduser() / ENV_FILE
        if file.exists():
            _check_private(file)
            found = Settings(_env_file=file) if home is None else Settings(_env_file=file, home=home)  # type: ignore[call-arg]
    except ValidationError as error:
        names = ", ".join(f"RAPPORT_{'_'.join(map(str, e['loc'][:1])).upper()}: {e['msg']}" for e in error.errors())
        raise FatalError(f"Settings need mending: {names}") from None
    found.home = found.home.expanduser().absolute()
    try:
        found.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise FatalError(f"The data folder {found.home} cannot be made; set RAPPORT_HOME to one that can.") from error
    return found


def _check_private(file: Path) -> None:
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise FatalError(f"{file} holds secrets and can be read by others. Run: chmod 600 {file}")
