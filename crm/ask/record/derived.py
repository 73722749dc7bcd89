"""What follows from the columns of an export: when a client came, what hours are spent on."""

from __future__ import annotations

from dataclasses import replace

from crm.ask.language.lexicon import Sense
from crm.ask.language.text import stem, tokens
from crm.ask.record.renewals import add_ends
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary

CAME = "created create creation added since signup signed joined registered registration onboarded"
CREATED = frozenset(stem(word) for word in CAME.split())
ARRIVAL = ("added", "created", "creation date", "joined", "signed up", "new since", "customer since", "client since")
UNIT_NAMES = {
    "km": ("kilometre", "kilometer", "km", "mileage"),
    "miles": ("mile", "mileage"),
    "kg": ("kilo", "kilogram", "kilogramme", "kg"),
    "hours": ("hour spent", "hour worked", "hour logged", "time spent", "hour"),
    "minutes": ("minute spent", "minute logged", "time spent", "minute"),
    "days": ("day spent", "time spent"),
}
LENGTHS = frozenset(
    {"hour", "minute", "min", "duration", "time", "length", "travel", "km", "mile", "distance", "day", "kg", "weight"}
)


def derive(vocabulary: Vocabulary) -> None:
    """Everything that follows from the columns."""
    settle_created(vocabulary)
    settle_kinds(vocabulary)
    add_units(vocabulary)
    add_totals(vocabulary)
    add_ends(vocabulary)


def settle_created(vocabulary: Vocabulary) -> None:
    """The day of the import is no day on which a client came: the export's own column says that, or nothing does."""
    for name in ("account", "contact"):
        own = [info for info in vocabulary.fields_of(name) if not info.core]
        if not own and not any(info.core and info.values for info in vocabulary.fields_of(name)):
            continue
        ref = f"{name}.created_at"
        if ref in vocabulary.fields and vocabulary.fields[ref].core:
            vocabulary.drop(ref)
        came = next((info for info in own if info.temporal and _came(info)), None)
        vocabulary.entities[name] = replace(vocabulary.entities[name], date_key=came.key if came else None)
        for phrase in ARRIVAL if came else ():
            vocabulary.add(phrase, Sense("field", f"{name}.{vocabulary.entities[name].date_key}", weight=0.9))


def _came(info: FieldInfo) -> bool:
    return bool({stem(word) for word in _words(info)} & CREATED)


def settle_kinds(vocabulary: Vocabulary) -> None:
    """Where an export sorts its visits in its own way, a type of visit is the export's."""
    known = vocabulary.fields.get("interaction.kind")
    own = [info for info in vocabulary.fields_of("interaction") if not info.core and info.type == "category"]
    if known is not None and any(_words(info) & {"type", "kind"} for info in own):
        vocabulary.unname(known.ref)


def add_totals(vocabulary: Vocabulary) -> None:
    """`median total of the quotes`: a column that is called total."""
    for info in list(vocabulary.fields.values()):
        if info.numeric and _words(info) in ({"total"}, {"sum"}):
            vocabulary.add(f"{info.label} of", Sense("field", info.ref))


def _words(info: FieldInfo) -> set[str]:
    return {token.base for token in tokens(info.label.replace("_", " "))}


def add_units(vocabulary: Vocabulary) -> None:
    """A column that holds nothing but hours or kilometres goes by its unit, where it is the only one of its rows."""
    for name in vocabulary.entities:
        measured: dict[str, list[FieldInfo]] = {}
        for info in vocabulary.fields_of(name):
            if info.numeric and info.unit in UNIT_NAMES:
                measured.setdefault(info.unit, []).append(info)
        for unit, infos in measured.items():
            if len(infos) == 1 and _words(infos[0]) <= LENGTHS:
                for phrase in UNIT_NAMES[unit]:
                    vocabulary.add(phrase, Sense("field", infos[0].ref, weight=0.8))
