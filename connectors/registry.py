"""All sources by kind, one line each; a module is loaded when a source of its kind is used."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crm.clock import Clock
from crm.errors import RejectedError
from crm.intake.connector import Connector
from crm.ports import Objects

# What each kind brings; its module is connectors/<kind with underscores>.py.
KINDS: dict[str, str] = {
    "calendar": "meetings, past and to come, of a calendar: an .ics file, a folder of them, or its address",
    "documents": "PDF, Word, Markdown, web pages and text out of a folder or bucket, with their originals",
    "hubspot": "companies, contacts, deals and what happened, out of HubSpot; what is logged here as notes there",
    "imap": "mails of a mailbox, as they come",
    "kafka": "events and rows that other systems write to a topic of Kafka",
    "mail-folder": "mails on disk: .eml files, a Maildir, mbox files",
    "rabbitmq": "events and rows that other systems put into a queue of RabbitMQ",
    "recordings": "meetings that Zoom, or another recorder, posts to /events/NAME once they are transcribed",
    "slack-channel": "what is said in a channel that `/rapport link CLIENT` linked",
    "transcripts": "meetings and calls out of a folder of transcripts (WebVTT, SubRip, Zoom, Gong)",
    "webhook": "events and rows that another system posts to /events/NAME",
    "zendesk": "tickets of Zendesk Support with their comments, at each change",
}


class Config(BaseModel):
    """What a connector is told. Secrets are told by name only; a context finds their values."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    visible_to: str = Field(
        default="", description="E-mail addresses of the users who alone may see what it brings, separated by commas."
    )

    @property
    def announces(self) -> bool:
        """Whether it tells others what changes here."""
        return False


@dataclass(frozen=True)
class Context:
    """What a connector may use.

    Args:
        tenant_id: whose source it is.
        clock: tells the time.
        secret: the value of a secret by its name; raises FatalError where it is not set, saying where to set it.
        objects: keeps originals.
    """

    tenant_id: int
    clock: Clock
    secret: Callable[[str], str]
    objects: Objects | None = None


class Module(Protocol):
    Settings: type[Config]

    def connect(self, settings: Any, context: Context) -> Connector: ...


def module_of(kind: str) -> Module:
    """The connector's module: its `Settings` (a frozen Config) and `connect(settings, context)`.

    Raises:
        RejectedError: there is no such kind.
    """
    if kind not in KINDS:
        raise RejectedError(f"There is no source of the kind {kind!r}. There are: {', '.join(sorted(KINDS))}.")
    return cast("Module", importlib.import_module(f"connectors.{kind.replace('-', '_')}"))


def settings_of(kind: str, values: Mapping[str, Any]) -> Config:
    """The checked configuration of a source.

    Raises:
        RejectedError: a value is missing, unknown or wrong; the message names each.
    """
    try:
        return module_of(kind).Settings.model_validate(dict(values))
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc'])) or kind}: {each['msg']}" for each in error.errors())
        raise RejectedError(f"This source is not set up right. {wrong}.") from None
