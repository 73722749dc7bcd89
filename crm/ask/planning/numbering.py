"""Rows asked for by their numbers: `claim numbers still open`, `pending quotes, just the refs`."""

from __future__ import annotations

from crm.ask.language.lexicon import fixed
from crm.ask.language.text import key
from crm.ask.planning.reading import Noun, Reading
from crm.ask.record.identifiers import number_of

BARE = frozenset({"ids", "refs", "references", "nos", "codes", "numbers", "reference numbers", "id numbers"})
BEFORE = frozenset({"the", "just", "only", "their", "and", "with", "give", "list", "by"})


def read_numbers(reading: Reading) -> None:
    """Shows the numbers of the rows that are asked for, where the question names them in the plural."""
    if any(item.has("grouper", "superlative") for item in reading.items) or reading.plan.columns:
        return
    for at, item in enumerate(reading.items):
        if item.used not in {None, "head"} or not item.text.casefold().endswith("s"):
            continue
        ref = _named(reading, at) or _bare(reading, at)
        if ref is not None:
            _show(reading, at, ref)
            return


def _named(reading: Reading, at: int) -> str | None:
    """`Task ids`: a phrase that says whose numbers."""
    if reading.items[at].has("entity"):
        return None  # `standing orders`, each of which is told by a column of that name
    for sense in reading.items[at].all("field"):
        info = reading.field(sense)
        if (
            (info.type == "id" or info.key == "external_id")
            and sense.weight >= 1
            and info.ref == number_of(reading.vocabulary, info.entity)
        ):
            return info.ref
    return None


def _bare(reading: Reading, at: int) -> str | None:
    """`Just the refs`: of the rows that the question is about."""
    before = reading.items[at - 1].text.casefold() if at else ""
    if reading.items[at].text.casefold() not in BARE or before not in BEFORE:
        return None
    head = reading.head
    entity = head.name.split(".")[0] if head is not None and head.kind != "grain" and head.at != at else None
    return number_of(reading.vocabulary, entity) if entity in reading.vocabulary.entities else None


def _kind(reading: Reading, at: int) -> str:
    """`Ticket ids`: of tickets, and of no calls."""
    first = reading.items[at].text.split()[0]
    return next((sense.value for sense in fixed().get(key(first), ()) if sense.kind == "kind"), "")


def _show(reading: Reading, at: int, ref: str) -> None:
    entity = ref.split(".", maxsplit=1)[0]
    head = reading.head
    if head is None or head.at == at or head.kind != "entity":
        reading.head = Noun("entity", entity, at, _kind(reading, at) if entity == "interaction" else "")
    elif head.name != entity:
        return
    reading.plan.columns = [ref]
    reading.items[at].senses, reading.items[at].used = [], "columns"
