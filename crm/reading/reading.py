from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from crm.clock import Clock
from crm.errors import RetryableError
from crm.mentions import Mention, MentionsCache
from crm.model import Account, Contact, Tenant, User
from crm.periods import find_periods
from crm.ports import MoodReader, Redacted, Redactor
from crm.reading.intents import find_intents
from crm.reading.seen import MoodSeen, PeriodSeen, PersonalData, Reading
from crm.reading.steps import Scene, find_steps
from crm.reading.topics import find_topics
from crm.store import Store
from crm.tenants import competitors_of

LEGAL_FORM = (
    r"Inc|Incorporated|LLC|L\.L\.C|Ltd|Limited|PLC|plc|Corp|Corporation|Company|Co|GmbH|AG|SE|KG|S\.A|SA|SAS|SARL|BV|B\.V|"
    r"NV|N\.V|AB|ASA|AS|ApS|Oy|S\.p\.A|SpA|S\.r\.l|Srl|Pty|LLP|LP|Kft|Holdings|Group|Bank|University|Partners|"
    r"Industries|Technologies|Logistics|Systems|Solutions|Labs|Software|Pharma|Pharmaceuticals|Foundation|Airlines"
)
COMPANY = re.compile(
    rf"\b(?P<name>[A-Z][\w&'’-]*(?: (?:&|and|[A-Z][\w&'’-]*)){{0,4}}?(?:,? (?:(?:Inc|Ltd|Corp|Co)\.|"
    rf"(?:{LEGAL_FORM})\b))+)"
)
OPENING = re.compile(r"^(?:The|A|An|Our|Their|Met|With|At|From|Call|Hi|Hello|Dear|And|But|Both|For|To|In|On) ")
PEOPLE = frozenset(["contact", "user"])


class Reader:
    """Reads texts for what they mean, as the record would.

    Args:
        store: the record whose names are known.
        clock: tells the present where a reading names none.
        redactor: finds personal data.
        mood: reads moods off redacted texts; None where there is no model.
    """

    def __init__(self, store: Store, clock: Clock, redactor: Redactor, mood: MoodReader | None = None) -> None:
        self._store = store
        self._clock = clock
        self._redactor = redactor
        self._mood = mood
        self._mentions = MentionsCache()

    def read(self, tenant_id: int, text: str, now: datetime | None = None) -> Reading:
        """What is in the text; `now` is the reader's present, in whose zone dates are given."""
        now = now or self._clock.now()
        if now.tzinfo is None:
            now = now.replace(tzinfo=UTC)
        redacted = self._redactor.redact(tenant_id, [text])[0]
        with self._store.read() as session:
            tenant = session.get(Tenant, tenant_id)
            fiscal = tenant.fiscal_year_start if tenant else 1
            mentions = self._mentions.get(session, tenant_id).find(text)
            names = _names(session, tenant_id, mentions)
        people = _people(text, mentions, names, redacted)
        steps = find_steps(text, now, Scene.of(text, people), fiscal)
        return Reading(
            mood=self._mood_of(redacted.text),
            periods=[
                PeriodSeen(text=one.text, start=one.start, end=one.end)
                for one in find_periods(text, now, fiscal_year_start=fiscal, prefer="future")
            ],
            people=people,
            organizations=_organizations(text, mentions, names, people),
            asks=steps.asks,
            commitments=steps.commitments,
            topics=find_topics(text),
            pii=[PersonalData(start=span.start, end=span.end, type=span.type) for span in redacted.spans],
            redacted=redacted.text,
            themes=find_topics(text),
            intents=find_intents(text, competitors_of(tenant.settings) if tenant else ()),
        )

    def _mood_of(self, redacted: str) -> MoodSeen | None:
        if self._mood is None or not redacted.strip():
            return None
        try:
            mood = self._mood.moods([redacted])[0]
        except RetryableError:
            return None
        return MoodSeen(label=mood.label, score=mood.score)


Names = dict[tuple[str, int], str]


def _names(session: Session, tenant_id: int, mentions: Sequence[Mention]) -> Names:
    """What the record calls those mentioned."""
    names: Names = {}
    tables: dict[str, Any] = {"contact": Contact, "user": User, "account": Account}
    for entity, table in tables.items():
        for one in {mention.id for mention in mentions if mention.entity == entity and mention.id}:
            row = session.get(table, one)
            if row is not None and row.tenant_id == tenant_id:
                names[entity, one] = row.name
    return names


def _people(text: str, mentions: Sequence[Mention], names: Names, redacted: Redacted) -> list[str]:
    """Known people by the record's name, others as the text has them, in the text's order."""
    known = [one for one in mentions if one.entity in PEOPLE]
    taken = [(one.start, one.end) for one in mentions]
    found = [(one.start, names.get((one.entity, one.id), text[one.start : one.end])) for one in known]
    found += [
        (span.start, text[span.start : span.end])
        for span in redacted.spans
        if span.type == "PERSON" and not any(span.start < end and start < span.end for start, end in taken)
    ]
    ordered = list(dict.fromkeys(name for _, name in sorted(found)))
    return [name for name in ordered if not _part_of_another(name, ordered)]


def _organizations(text: str, mentions: Sequence[Mention], names: Names, people: Iterable[str]) -> list[str]:
    accounts = [one for one in mentions if one.entity == "account"]
    found = [(one.start, names.get(("account", one.id), text[one.start : one.end])) for one in accounts]
    for match in COMPANY.finditer(text):
        name = OPENING.sub("", match["name"])
        start = match.end() - len(name)
        if not any(start < one.end and one.start < match.end() for one in accounts) and name not in people:
            found.append((start, name))
    return list(dict.fromkeys(name for _, name in sorted(found)))


def _part_of_another(name: str, names: Sequence[str]) -> bool:
    words = set(name.lower().split())
    return any(words < set(other.lower().split()) for other in names)
