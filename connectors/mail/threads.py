"""Which mail this is, wherever it is seen, and which conversation it belongs to."""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterable
from email.message import Message

from connectors.mail.charset import header_text
from connectors.mail.subjects import bare, starts_reply
from connectors.mail.words import listed
from crm.intake.event import NAME_LENGTH, revision_of

IDS = re.compile(r"<\s*([^<>\s]+)\s*>")
WORDS = re.compile(r"\w{2,}")
FEWEST_WORDS = 3  # a subject with fewer ("question", "Re: offer") does not make two mails one conversation
ROOT = 22  # bytes of a Thread-Index that all of its conversation share


def identity_of(message: Message) -> str:
    """The Message-ID without its brackets; "" where there is none. The same for every source that sees this mail."""
    said = header_text(str(message.get("Message-ID") or ""))
    found = IDS.search(said)
    return named(found[1] if found else "".join(said.split()))


def thread_of(message: Message, subject: str, addresses: Iterable[str]) -> str:
    """The conversation: the first mail it goes back to; for a reply that tells none, subject and parties together.

    A mail that begins a conversation is its root. "" where nothing tells.
    """
    for name in ("References", "In-Reply-To"):
        if found := IDS.search(str(message.get(name) or "")):
            return named(found[1])
    if root := _thread_index(str(message.get("Thread-Index") or "")):
        return f"thread-index:{root}"
    identity = identity_of(message)
    words = {
        word for word in WORDS.findall(bare(subject)) if word not in listed("subjects", "common") and not word.isdigit()
    }
    if starts_reply(subject) and len(words) >= FEWEST_WORDS:
        return f"subject:{revision_of(bare(subject), *sorted(set(addresses)))}"
    return identity


def named(text: str) -> str:
    """An id that fits; long ones are cut so that different ones stay different."""
    clean = "".join(character for character in text if character.isprintable())
    return clean if len(clean) <= NAME_LENGTH else f"{clean[:120]}#{revision_of(clean)}"


def _thread_index(value: str) -> str:
    """The root of Outlook's conversation index, where this mail is an answer within it."""
    try:
        content = b64decode("".join(value.split()), validate=True)
    except (Error, ValueError):
        return ""
    return content[:ROOT].hex() if len(content) > ROOT else ""
