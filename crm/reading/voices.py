"""Whose words a text holds: ours or the client's, by the direction of a mail and by the speakers of a talk."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.model import Contact, Kind, User

WRITTEN = frozenset({Kind.EMAIL, Kind.MESSAGE, Kind.TICKET})  # what goes out in these is our own voice alone
LABEL = re.compile(
    r"^\s*(?:\[?\(?\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?\)?\]?\s*[-–—]?\s*)?"  # a time before the speaker
    r"(?P<who>\[(?:person|user):\d{1,18}\](?:\s[A-Z][\w'’.-]*)?|<PERSON>|[^\W\d_][\w'’.()/-]*(?:\s[\w'’.()/-]+){0,3}?)"
    r"\s*(?:\(\d{1,2}:\d{2}(?::\d{2})?\))?\s*(?::|\s[–—-])\s+(?=\S)"
)
OURS = re.compile(r"^\[user:(\d+)\]")
THEIRS = re.compile(r"^\[person:(\d+)\]|^<PERSON>")
TALK = 2  # turns before lines with a colon are a talk
SPOKEN = 0.5  # the part of the lines that must have a speaker, or go on from one that has


@dataclass(frozen=True)
class Turn:
    """What one speaker says without another between; `speaker` is "" for what stands before the first."""

    speaker: str
    words: str


@dataclass(frozen=True)
class Team:
    """Our own people's names, whole and first, in lower case; first names that a contact shares are left out."""

    names: frozenset[str] = frozenset()

    @classmethod
    def of(cls, session: Session, tenant_id: int) -> Team:
        ours = _names(session.scalars(select(User.name).where(User.tenant_id == tenant_id)).all())
        if not ours:
            return cls()
        theirs = _names(session.scalars(select(Contact.name).where(Contact.tenant_id == tenant_id)).all())
        return cls(frozenset(ours - theirs))

    def speaks(self, speaker: str) -> bool:
        """Whether a speaker is one of ours; somebody unknown in a talk with us is taken for the client."""
        if OURS.match(speaker):
            return True
        if THEIRS.match(speaker):
            return False
        plain = re.sub(r"\s*\(.*?\)\s*$", "", speaker).strip().casefold()
        return plain in self.names or plain in _words()["ours"]


def turns(text: str) -> list[Turn]:
    """The turns of a talk in order; nothing where the text is none."""
    found: list[tuple[str, list[str]]] = []
    lines = spoken = 0
    for line in text.splitlines():
        if not line.strip():
            continue
        lines += 1
        match = LABEL.match(line[:200])
        if match and _is_speaker(match["who"]):
            who, said = match["who"].strip(), line[match.end() :].strip()
            spoken += 1
            if found and found[-1][0] == who:
                found[-1][1].append(said)
            else:
                found.append((who, [said]))
        elif found:
            found[-1][1].append(line.strip())
        else:
            found.append(("", [line.strip()]))
    speakers = [who for who, _ in found if who]
    if spoken < TALK or len(set(speakers)) == len(speakers) > 3 or spoken < SPOKEN * lines:
        return []
    return [Turn(who, " ".join(said)) for who, said in found]


def client_words(kind: Kind, direction: str | None, text: str, team: Team) -> str | None:
    """What of an interaction the client said, or what we noted of it; None where it is our own words alone.

    Args:
        kind: a mail, a message or a ticket that went out is ours.
        direction: in, out, or None where nobody tells.
        text: redacted.
        team: tells our own speakers.
    """
    if direction == "out" and kind in WRITTEN:
        return None
    talk = [] if direction == "in" and kind is Kind.EMAIL else turns(text)
    if not talk:
        return text
    theirs = [turn.words for turn in talk if turn.speaker and not team.speaks(turn.speaker)]
    if not theirs and not any(team.speaks(turn.speaker) for turn in talk):
        return text
    return "\n".join(theirs) or None


def _is_speaker(who: str) -> bool:
    if OURS.match(who) or THEIRS.match(who):
        return True
    plain = who.casefold().strip()
    words = _words()
    if plain in words["ours"] or plain in words["theirs"]:
        return True
    capital = all(part[:1].isupper() or part[:1] == "(" for part in who.split())
    return capital and plain not in words["headings"] and len(plain) > 1


def _names(whole: Sequence[str]) -> set[str]:
    names = {name.casefold().strip() for name in whole if name.strip()}
    return names | {name.split()[0] for name in names}


@cache
def _words() -> dict[str, frozenset[str]]:
    data = tomllib.loads(Path(__file__).with_name("voices.toml").read_text(encoding="utf-8"))
    return {name: frozenset(" ".join(line.split()).split(", ")) for name, line in data.items()}
