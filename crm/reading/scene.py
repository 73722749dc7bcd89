"""What is known of an interaction before its words are read: who speaks in it, to whom, of what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from crm.model import Kind
from crm.reading.voices import OURS, THEIRS, WRITTEN, Team, turns


@dataclass(frozen=True)
class Told:
    """An interaction's text and what the record knows of it. Texts are redacted; `at` is in its owner's time zone."""

    kind: Kind
    text: str
    at: datetime
    direction: str | None = None
    subject: str = ""
    user_id: int | None = None
    contact_ids: Sequence[int] = ()
    team: Team = field(default_factory=Team)
    fiscal_year_start: int = 1
    competitors: Sequence[str] = ()
    for_models: bool = True  # nobody in it took back that a language model reads it


@dataclass(frozen=True)
class Part:
    """What one person says or noted. `author` and `addressee` are placeholders, names, or "" where nobody tells.

    `ours`: the words are ours; `noted`: they are notes of ours about both sides.
    """

    words: str
    author: str
    addressee: str
    ours: bool
    noted: bool = False


def parts_of(told: Told) -> Iterator[Part]:
    """The turns of a talk; of anything else the whole."""
    user = f"[user:{told.user_id}]" if told.user_id else ""
    client = f"[person:{told.contact_ids[0]}]" if len(told.contact_ids) == 1 else ""
    if told.kind is Kind.EMAIL or (told.kind in WRITTEN and told.direction is not None):
        sent = told.direction == "out"
        yield Part(told.text, *((user, client) if sent else (client, user)), ours=sent)
        return
    talk = turns(told.text)
    if not talk:
        yield Part(told.text, user, client, ours=True, noted=True)
        return
    speakers = list(dict.fromkeys(turn.speaker for turn in talk if turn.speaker))
    ours = [each for each in speakers if told.team.speaks(each)]
    theirs = [each for each in speakers if each not in ours]
    for turn in talk:
        if turn.speaker:
            is_ours = turn.speaker in ours
            yield Part(turn.words, _who(turn.speaker, user, ours=is_ours), _only(theirs if is_ours else ours), is_ours)


def _who(speaker: str, user: str, *, ours: bool) -> str:
    """A placeholder where there is one; a label such as “Rep” is the colleague whose talk it was."""
    found = OURS.match(speaker) or THEIRS.match(speaker)
    if found:
        return found[0]
    return user if ours and user else speaker


def _only(speakers: Sequence[str]) -> str:
    return speakers[0] if len(speakers) == 1 and (OURS.match(speakers[0]) or THEIRS.match(speakers[0])) else ""
