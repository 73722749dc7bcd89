"""Meetings that a recorder posts as soon as they are transcribed: Zoom's event, or a transcript as it is."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field, field_validator

from connectors.download import downloaded
from connectors.registry import Config, Context
from connectors.signing import hex_digest, verify_standard, verify_zoom
from connectors.transcripts.moment import text_of
from connectors.transcripts.reading import talks_in
from connectors.transcripts.telling import event_of
from connectors.transcripts.zoom import recording_of
from connectors.unreadable import UnreadableError
from crm.errors import RejectedError
from crm.intake.event import Item, Page, fitting, revision_of
from crm.model import Kind

ZOOM = "x-zm-signature"
VALIDATION, TRANSCRIBED = "endpoint.url_validation", "recording.transcript_completed"
TEXT = "TRANSCRIPT"  # Zoom's type of a file of spoken words


class Settings(Config):
    secret: str = Field(
        default="RECORDINGS_SECRET",
        description="Name of the secret: the Zoom app's secret token, or whsec_ and base64.",
    )
    hosts: str = Field(default="zoom.us", description="Where transcripts that an event names may be read from.")
    kind: Literal["meeting", "call"] = Field(
        default="meeting", description="What a transcript is of that does not tell."
    )
    most_megabytes: int = Field(default=8, ge=1, le=200)

    @field_validator("hosts")
    @classmethod
    def _are_hosts(cls, said: str) -> str:
        names = said.casefold().replace(",", " ").split()
        if not names or any("/" in name or ":" in name or name.startswith(".") for name in names):
            raise ValueError("names of hosts, such as zoom.us, separated by spaces")
        return " ".join(names)


def connect(settings: Settings, context: Context) -> Recordings:
    return Recordings(settings, context)


class Recordings:
    """Waits to be told: a look at it brings nothing, what is posted to `/events/<name of the source>` does."""

    def __init__(self, settings: Settings, context: Context) -> None:
        self._settings, self._context = settings, context

    def pages(self, cursor: Mapping[str, Any]) -> Iterator[Page]:  # noqa: ARG002
        self._context.secret(self._settings.secret)  # a source whose secret is missing says so at its first look
        return iter(())

    def close(self) -> None:
        pass

    def challenge(self, headers: Mapping[str, str], body: bytes) -> dict[str, str] | None:
        """The answer by which Zoom knows, again and again, that the address is held by who holds the secret."""
        if ZOOM not in headers:
            return None
        secret = self._context.secret(self._settings.secret)
        verify_zoom(secret, headers, body, self._context.clock.now())
        told = _parsed(body)
        if told.get("event") != VALIDATION:
            return None
        payload = told.get("payload")
        token = str(payload.get("plainToken") or "")[:200] if isinstance(payload, dict) else ""
        return {"plainToken": token, "encryptedToken": hex_digest(secret, token.encode())}

    def receive(self, headers: Mapping[str, str], body: bytes) -> Page:
        """What a request tells: a meeting with its transcript; nothing for other events of Zoom's.

        Raises:
            UnauthorizedError: it is not signed with this source's secret, or older than five minutes.
            RejectedError: what it tells cannot be read.
            RetryableError: the transcript that it names cannot be had now; Zoom tells again.
        """
        secret = self._context.secret(self._settings.secret)
        if ZOOM in headers:
            verify_zoom(secret, headers, body, self._context.clock.now())
            return Page.of(self._of_zoom(_parsed(body)), {})
        verify_standard(secret, headers, body)
        return Page.of(
            self._events(body, (), fitting(headers.get("webhook-id") or revision_of(body.decode("latin-1")))), {}
        )

    def _of_zoom(self, told: dict[str, Any]) -> list[Item]:
        recording = recording_of(told)
        if told.get("event") != TRANSCRIBED or recording is None:
            return []
        beside = (json.dumps(told).encode(),)
        meeting = text_of(recording.get("uuid")) or text_of(recording.get("id"))
        found: list[Item] = []
        for file in recording.get("recording_files") or ():
            if isinstance(file, dict) and str(file.get("file_type")).upper() == TEXT:
                content = self._read(file, text_of(told.get("download_token"), most=4_096))
                found += self._events(content, beside, fitting(f"{meeting}:{text_of(file.get('id'))}"))
        return found

    def _read(self, file: dict[str, Any], token: str) -> bytes:
        most = self._settings.most_megabytes * 1_000_000
        return downloaded(str(file.get("download_url") or ""), token, self._settings.hosts.split(), most)

    def _events(self, content: bytes, beside: tuple[bytes, ...], key: str) -> list[Item]:
        try:
            talks = talks_in(content, beside)
        except UnreadableError as error:
            raise RejectedError(f"Nothing was taken. {error.message}") from None
        revision, now = revision_of(content.decode("latin-1")), self._context.clock.now()
        keys = [key if len(talks) == 1 else fitting(f"{key}#{number}") for number in range(1, len(talks) + 1)]
        kind = Kind(self._settings.kind)
        return [
            event_of(talk, one, revision, kind=kind, at=now, title="") for one, talk in zip(keys, talks, strict=True)
        ]


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise RejectedError("The body is not JSON.") from None
    if not isinstance(told, dict):
        raise RejectedError("The body is no event of Zoom's.")
    return told
