"""A question half understood: its items, and what the planner has made of them so far."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.plan import Condition, Operator, QueryPlan, Span
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.telling.listener import Listener

TITLES = ("contact.title", "user.title")
NAMES = ("account.name", "contact.name", "user.name", "product.name", "deal.name")


def names(sense: Sense) -> bool:
    """Whether the sense names one thing, by its name or its number."""
    return sense.value in NAMES or (sense.kind == "value" and sense.value.endswith(".external_id"))


@dataclass
class Bound:
    """A number with a comparison: `over 50k`, `at least 3`. `at` is its place among the items."""

    op: Operator
    values: list[float]
    at: int
    end: int
    money: bool = False
    percent: bool = False
    days: bool = False


@dataclass
class Noun:
    """What a part of the question is about: an entity, a field, a grain of time."""

    kind: Literal["entity", "field", "grain", "metric"]
    name: str
    at: int
    detail: str = ""


@dataclass
class Asked:
    """What a question wants of two sides; `than` is where the second begins, if the question says it."""

    asks: Literal["sides", "change", "more", "less"]
    at: int  # where the word of comparison stands
    than: int | None = None
    falling: bool = False


@dataclass
class Reading:
    text: str
    items: list[Item]
    vocabulary: Vocabulary
    now: datetime
    plan: QueryPlan = field(default_factory=lambda: QueryPlan(subject="deal"))
    head: Noun | None = None
    groups: list[Noun] = field(default_factory=list)
    bounds: list[Bound] = field(default_factory=list)
    contrast: Asked | None = None
    pairs: list[Condition] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    readings: list[str] = field(default_factory=list)
    refusal: str | None = None
    opened: bool = False  # the question asks when deals were opened, not whether they are open
    doubts: float = 0.0
    unmet: list[str] = field(default_factory=list)  # words as they were typed that ask for what the plan lacks
    counted: str | None = None  # the entity of whose rows a number says how many
    rank: int = 1  # the place asked for: 2 for the second best
    listener: Listener | None = None  # who hears the answer being made
    others: Callable[[], Iterator[Reading]] = field(default=lambda: iter(()), repr=False, compare=False)

    def content(self) -> Iterator[tuple[int, Item]]:
        """The items that are not yet explained."""
        return ((at, item) for at, item in enumerate(self.items) if item.used is None)

    def after(self, at: int, *, stops: bool = False) -> int | None:
        """The place of the next item, small words skipped."""
        for place in range(at + 1, len(self.items)):
            if stops or not self.items[place].stop:
                return place
        return None

    def before(self, at: int, *, stops: bool = False) -> int | None:
        for place in range(at - 1, -1, -1):
            if stops or not self.items[place].stop:
                return place
        return None

    def has(self, *kinds: str) -> bool:
        return any(item.has(*kinds) for item in self.items)

    def first(self, *kinds: str) -> int | None:
        return next((at for at, item in enumerate(self.items) if item.has(*kinds)), None)

    def unused(self, *kinds: str) -> list[int]:
        return [at for at, item in self.content() if item.has(*kinds)]

    def value(self, kind: str, name: str) -> bool:
        """Whether some item has that sense."""
        return any(sense.kind == kind and sense.value == name for item in self.items for sense in item.senses)

    def words(self) -> list[str]:
        return [item.text.casefold() for item in self.items]

    def field(self, sense: Sense | str) -> FieldInfo:
        return self.vocabulary.fields[sense if isinstance(sense, str) else sense.value]

    def use(self, at: int | None, part: str) -> None:
        if at is not None and self.items[at].used is None:
            self.items[at].used = part

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def filter(self, ref: str, op: Operator, *values: str | float | bool) -> None:
        condition = Condition(field=ref, op=op, values=list(values))
        if condition not in self.plan.filters:
            self.plan.filters.append(condition)

    def reaches(self, start: str, target: str) -> bool:
        return self.vocabulary.path(start, target) is not None

    def titled(self, at: int) -> bool:
        """Whether persons are named by their job: `CFOs in biotechnology`, `lab managers who …`."""
        item = self.items[at]
        titles = any(sense.value in TITLES and sense.weight >= 1 for sense in item.all("value"))
        return titles and item.used is None and item.text.endswith("s") and not item.has("entity", "kind")

    def title_of(self, at: int) -> str:
        """Whose title it is: of people of clients, else of the team's."""
        held = {sense.value for sense in self.items[at].all("value")}
        return next(ref.split(".")[0] for ref in TITLES if ref in held)

    def spans(self) -> list[Span]:
        return [
            Span(text=item.period.text, start=item.period.start, end=item.period.end)
            for item in self.items
            if item.period is not None
        ]


def spend(reading: Reading, kinds: tuple[str, ...]) -> None:
    for place in reading.unused(*kinds):
        if not reading.items[place].has("value"):
            reading.use(place, "columns")
