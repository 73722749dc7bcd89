"""A talk as the event that the intake takes."""

from __future__ import annotations

from datetime import datetime

from connectors.text import clean, one_line, subject
from connectors.transcripts.utterance import Talk, script
from crm.intake.event import MOST_PARTIES, NAME_LENGTH, Event, Party
from crm.model import Kind


def event_of(talk: Talk, key: str, revision: str, *, kind: Kind, at: datetime, title: str, account: str = "") -> Event:
    """What the talk tells of itself wins over `kind`, `at` and `title`, which are what its place tells of it."""
    return Event(
        key=key,
        revision=revision,
        kind=talk.kind or kind,
        occurred_at=talk.started_at or at,
        subject=subject(talk.title or title),
        text=clean(script(talk.utterances)),
        parties=_parties(talk),
        identity=one_line(talk.identity),
        account=one_line(account),
        url=talk.url,
        attributes={} if talk.minutes is None else {"duration_minutes": talk.minutes},
    )


def _parties(talk: Talk) -> tuple[Party, ...]:
    """Those whom the source tells of, and those who speak without its telling of them."""
    told = {party.name.casefold() for party in talk.parties if party.name}
    names = dict.fromkeys(one_line(turn.speaker, NAME_LENGTH) for turn in talk.utterances)
    spoke = [Party(role="speaker", name=name) for name in names if name and name.casefold() not in told]
    return tuple([*talk.parties, *spoke][:MOST_PARTIES])
