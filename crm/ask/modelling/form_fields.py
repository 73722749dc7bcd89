"""The fields of a record that a model may name, by what can be asked of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from crm.ask.planning.reading import Reading
from crm.ask.record.schema import GROUPABLE, FieldInfo, yearlike
from crm.ask.record.vocabulary import Vocabulary

VALUES = 12  # values of a category that a model is shown
OUTCOMES = {
    "deal.outcome": ("won", "lost", "open"),
    "interaction.kind": ("call", "email", "meeting", "message", "ticket", "note"),
    "interaction.mood": ("negative", "neutral", "positive", "mixed"),
}
HIDDEN = frozenset({"id", "url", "email", "phone"})


@dataclass
class Fields:
    entities: list[str]
    infos: list[FieldInfo]
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of categories that are shown

    @property
    def all(self) -> list[str]:
        return [info.ref for info in self.infos]

    @property
    def measured(self) -> list[str]:
        return [info.ref for info in self.infos if info.numeric and not yearlike(info)]

    @property
    def compared(self) -> list[str]:
        return [info.ref for info in self.infos if info.numeric]

    @property
    def dates(self) -> list[str]:
        return [info.ref for info in self.infos if info.temporal or yearlike(info)]

    @property
    def flags(self) -> list[str]:
        return [info.ref for info in self.infos if info.type == "boolean"]

    @property
    def open(self) -> list[str]:
        """Fields of too many values to be shown."""
        return [info.ref for info in self.infos if info.type in {"category", "text"} and info.ref not in self.values]

    @property
    def grouped(self) -> list[str]:
        return [info.ref for info in self.infos if info.type in GROUPABLE or info.type == "text"]


def fields(vocabulary: Vocabulary, reading: Reading | None = None) -> Fields:
    """All fields; with a reading only those of the entities that its question touches, and what they hang on."""
    entities = [name for name in vocabulary.entities if name != "deal" or vocabulary.has_deals]
    if reading is not None:
        near = set(_near(reading))
        entities = [name for name in entities if name in near]
    known = [info for name in entities for info in vocabulary.fields_of(name)]
    infos = [info for info in known if not _hidden(info) and info.ref not in vocabulary.unmodelled]
    values = {info.ref: shown for info in infos if (shown := _shown(info))}
    return Fields(entities, infos, values)


def _hidden(info: FieldInfo) -> bool:
    link = info.key.endswith("_id") or (info.entity == "interaction" and info.key in {"subject", "source"})
    return info.type in HIDDEN or link


def _shown(info: FieldInfo) -> tuple[str, ...]:
    if info.ref in OUTCOMES:
        return OUTCOMES[info.ref]
    return info.values if info.type == "category" and 0 < len(info.values) <= VALUES else ()


def _near(reading: Reading) -> Iterator[str]:
    vocabulary = reading.vocabulary
    named = {reading.plan.subject}
    for item in reading.items:
        named |= {sense.value.split(".")[0] for sense in item.senses if sense.kind in {"entity", "field", "value"}}
    for name in named & set(vocabulary.entities):
        yield name
        yield from (link.target for link in vocabulary.entity(name).links)
