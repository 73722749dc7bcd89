"""A mail as an event."""

from __future__ import annotations

import re
from datetime import datetime
from email.message import Message

from connectors.mail.automatic import automatic_of, is_report, list_of
from connectors.mail.charset import header_text
from connectors.mail.cutting import cut, said
from connectors.mail.moments import sent_at
from connectors.mail.parties import parties_of
from connectors.mail.parts import Parts, headers_of, parsed, parts_of
from connectors.mail.threads import identity_of, thread_of
from connectors.text import one_line
from crm.intake.event import SUBJECT_LENGTH, TEXT_LENGTH, Broken, Event, Party, revision_of
from crm.model import Kind

LARGEST = 25 * 1024 * 1024  # bytes; a larger mail is told by its headers
HEADERS = ("From", "To", "Date", "Subject", "Message-ID", "Received", "Sender", "Return-Path")
CALENDAR = re.compile(r"^(METHOD|UID)(?:;[^:\r\n]*)?:[ \t]*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
MOST_NAMES = 2_000  # characters of attachments' names


def event_of(raw: bytes, arrived: datetime, *, place: str, size: int | None = None) -> Event | Broken:
    """The mail, or why there is none in these bytes.

    Args:
        raw: the whole mail, or its headers alone.
        arrived: when it came, for mails that say no date.
        place: names a mail that cannot be read: file, folder and number.
        size: bytes of the whole mail where `raw` has its headers alone.
    """
    message = parsed(raw) if size is None else headers_of(raw)
    if not any(name in message for name in HEADERS):
        return Broken(
            key=revision_of(place), revision=revision_of(str(len(raw))), reason="This is not a mail: it has no headers."
        )
    subject = one_line(header_text(str(message.get("Subject") or "")), SUBJECT_LENGTH)
    parties = parties_of(message)
    parts = parts_of(message, report=is_report(message)) if size is None else Parts()
    whole = parts.text.strip("\n")[:TEXT_LENGTH]
    own = said(cut(parts.text, subject=subject, sender=words_of(parties), marks=parts.marks))[:TEXT_LENGTH]
    return Event(
        key=key_of(message, parts, subject),
        revision=revision_of(subject, whole, *parts.attachments, parts.calendar),
        kind=Kind.EMAIL,
        occurred_at=sent_at(message, arrived),
        subject=subject,
        text=own,
        whole="" if whole.strip() == own else whole,
        parties=parties,
        identity=identity_of(message),
        thread=thread_of(message, subject, (party.address for party in parties)),
        attributes=attributes_of(message, parts, parties, subject, size),
    )


def key_of(message: Message, parts: Parts, subject: str) -> str:
    """The same for this mail in every folder, however numbered. Mailers do give one Message-ID to several mails."""
    identity = identity_of(message)
    sender, date = (str(message.get(name) or "") for name in ("From", "Date"))
    return revision_of(identity, sender, date) if identity else revision_of("", sender, date, subject, parts.text)


def words_of(parties: tuple[Party, ...]) -> frozenset[str]:
    """The words by which a sender signs: of the name, and of the address before the @."""
    sender = next((party for party in parties if party.role == "from"), None)
    text = f"{sender.name} {sender.address.partition('@')[0]}" if sender else ""
    return frozenset(re.findall(r"[^\W\d_]{2,}", text.casefold()))


def attributes_of(
    message: Message, parts: Parts, parties: tuple[Party, ...], subject: str, size: int | None
) -> dict[str, str | int | float | bool | None]:
    sender = next((party.address for party in parties if party.role == "from"), "")
    invitation = {name.casefold(): value for name, value in CALENDAR.findall(re.sub(r"\r?\n[ \t]", "", parts.calendar))}
    said_of_it = {
        "automatic": automatic_of(message, sender, subject),
        "list": list_of(message),
        "attachments": "; ".join(parts.attachments)[:MOST_NAMES],
        "calendar": (invitation.get("method", "publish").casefold()[:40] if parts.calendar else ""),
        "calendar_uid": one_line(invitation.get("uid", ""), 191),
        "encrypted": parts.encrypted,
        "headers_only": size is not None,
        "size": size,
    }
    return {name: value for name, value in said_of_it.items() if value}
