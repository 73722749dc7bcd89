"""Which exchanges are meant, as conditions of a plan."""

from __future__ import annotations

from crm.ask.exchanges.talk import Talk
from crm.ask.plan import Condition
from crm.ask.planning.conditions import Conditions
from crm.ask.planning.contact import past
from crm.ask.planning.dating import bind_dates
from crm.ask.planning.reading import Reading
from crm.ask.record.called import kind_field

WORDS, SUBJECT = "interaction.words", "interaction.subject"
SENDER, PRESENT = "sender.name", "contact.name"


def limit(reading: Reading, talk: Talk, *, dated: bool = False) -> bool:
    """The kinds, the direction, the names and the times; whether all of that can be said of the record."""
    plan = reading.plan
    if talk.direction and not reading.vocabulary.directed:
        return False
    Conditions(reading, "interaction").read()
    if plan.exists or any(each.op not in {"in", "eq"} for each in plan.filters):
        return False
    if any(mark.symbol == "contact" for mark in talk.marks) and not _people(reading, talk):
        return False
    plan.filters = [*own_limits(talk), *plan.filters]
    if dated:
        past(reading)
    bind_dates(reading)
    return True


def own_limits(talk: Talk) -> list[Condition]:
    """What is said of the exchanges themselves."""
    found = []
    if talk.kinds:
        found.append(Condition(field=kind_field(talk.kinds[0]), op="in", values=list(talk.kinds)))
    if talk.direction:
        found.append(Condition(field="interaction.direction", op="in", values=[talk.direction]))
    theme = talk.first("theme")
    if theme is not None:
        found.append(Condition(field=SUBJECT if talk.has("subject") else WORDS, op="contains", values=[theme.value]))
    return found


def _people(reading: Reading, talk: Talk) -> bool:
    """A contact wrote it, where it came in; took part in it otherwise."""
    if not reading.vocabulary.took_part:
        return False
    if sends(talk) and not knows_senders(reading):
        return False
    if sends(talk):
        for each in reading.plan.filters:
            each.field = SENDER if each.field == PRESENT else each.field
    return True


def sends(talk: Talk) -> bool:
    """Whether who took part is who wrote it."""
    return talk.direction == "in" or talk.kinds == ["ticket"]


def knows_senders(reading: Reading) -> bool:
    return reading.reaches("interaction", "sender") and SENDER in reading.vocabulary.fields


def person_ref(reading: Reading, talk: Talk) -> str | None:
    """The column of the people of clients who are asked for; None where the record does not know them."""
    if not reading.vocabulary.took_part:
        return None
    if sends(talk):
        return SENDER if knows_senders(reading) else None
    return PRESENT
