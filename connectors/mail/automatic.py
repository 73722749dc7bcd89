"""Mails that no person wrote to somebody: answers of machines, newsletters, bounces."""

from __future__ import annotations

import re
from email.message import Message
from typing import Literal

from connectors.mail.subjects import starts_automatic

Automatic = Literal["auto-reply", "bulk", "bounce"]

NO_REPLY = re.compile(
    r"^(?:[\w.+-]*[._+-])?(?:no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|noreply|donotreply|notifications?|newsletters?|mailer|bounces?|nicht-?antworten|keine-?antwort|ne-?pas-?repondre|no-?responder|alerts?|automated|news)(?:[._+-][\w.+=-]*)?@"
)
DAEMON = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|microsoftexchange[0-9a-f]+)@")
REPLY_HEADERS = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-AutoReply-From", "X-Mail-Autoreply")
BULK_HEADERS = (
    "Feedback-ID",
    "List-Unsubscribe-Post",
    "X-Campaign",
    "X-CampaignID",
    "X-Mailgun-Tag",
    "X-MC-User",
    "X-SG-EID",
    "X-Marketo-ID",
)


def automatic_of(message: Message, sender: str, subject: str) -> Automatic | None:
    """What kind of machine sent it, or None for what a person may have written.

    Args:
        sender: the address in From, casefolded.
        subject: tells an answer of a machine that has no header for it.
    """
    said = _value(message, "Auto-Submitted")
    precedence = _value(message, "Precedence")
    if is_report(message) or (DAEMON.match(sender) and (_value(message, "Return-Path") in {"", "<>"} or said)):
        return "bounce"
    if (
        said == "auto-replied"
        or precedence in {"auto_reply", "auto-reply"}
        or _any(message, REPLY_HEADERS)
        or starts_automatic(subject)
    ):
        return "auto-reply"
    generated = said not in {"", "no"} or precedence in {"bulk", "junk"} or _any(message, BULK_HEADERS)
    return "bulk" if generated or _is_newsletter(message) or NO_REPLY.match(sender) else None


def is_report(message: Message) -> bool:
    """A report of delivery (RFC 3464), or of having been read (RFC 8098)."""
    kind = str(message.get("Content-Type") or "").casefold()
    return (
        "multipart/report" in kind and ("delivery-status" in kind or "disposition-notification" in kind)
    ) or "X-Failed-Recipients" in message


def list_of(message: Message) -> str:
    """The id of the discussion list or group that a mail went through."""
    found = re.search(r"<([^<>\s]+)>", str(message.get("List-Id") or ""))
    return found[1][:120] if found else ""


def _is_newsletter(message: Message) -> bool:
    """One may leave a newsletter, but not post to it; to a group one may."""
    posts = _value(message, "List-Post")
    return "List-Unsubscribe" in message and (not posts or posts == "no") and _value(message, "Precedence") != "list"


def _value(message: Message, name: str) -> str:
    return str(message.get(name) or "").partition(";")[0].strip().casefold()


def _any(message: Message, names: tuple[str, ...]) -> bool:
    return any(name in message and _value(message, name) not in {"", "no", "false"} for name in names)
