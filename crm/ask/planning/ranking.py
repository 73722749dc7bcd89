"""The best, the most, the longest: rows sorted, or those who come first by what theirs add up to."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.language.text import tokens
from crm.ask.plan import Condition, Measure, MeasureKind, Order
from crm.ask.planning.lines import by_lines
from crm.ask.planning.measures import Wanted, _metric, field_measure
from crm.ask.planning.nouns import noun_at
from crm.ask.planning.ordering import (
    AGES,
    DOWN,
    FEW,
    SPANS,
    default_measure,
    read_limit,
    row_order,
    sold_measures,
    sold_units,
    usual_limit,
)
from crm.ask.planning.reading import Noun, Reading
from crm.ask.planning.shaping import Shaping
from crm.ask.planning.summing import added
from crm.ask.record.called import kind_field
from crm.ask.record.labels import spoken


class Ranking(Shaping):
    """Superlatives."""

    def _superlative(self, found: tuple[int, Sense]) -> None:
        """`biggest deals` sorts rows; `best rep` sorts what the rows of others add up to."""
        reading, plan = self.reading, self.plan
        at, sense = found
        head = reading.head
        if head is None:
            if not self._dated_row(at, sense):
                self._count_by_default()
            return
        shown: list[str] = []
        if other := self._other_rows(at, head):
            shown, head = self._asked_of_rows(head), other
        entity = head.name.split(".")[0] if head.kind != "grain" else "deal"
        plan.subject = entity
        if self._foremost_of_each(found, head, entity):
            return
        if head.kind == "entity" and (field := row_order(reading, entity, sense, [])):
            self._list(head)
            field = row_order(reading, entity, sense, []) or field
            down = sense.value in DOWN
            backward = sense.value in SPANS and reading.field(field).temporal  # the longest since is the oldest
            plan.order = [Order(field=field, descending=down is not backward)]
            plan.limit = read_limit(reading, at) or usual_limit(reading, at)
            plan.columns = [*shown, field]
            reading.use(at, "order")
            return
        self._ranked(found, entity, head)

    def _foremost_of_each(self, found: tuple[int, Sense], head: Noun, entity: str) -> bool:
        """`Top 3 deals of each rep`: the rows that come first within every group."""
        reading, plan = self.reading, self.plan
        at, sense = found
        groups = [noun for noun in reading.groups if self._parts(noun, entity)]
        field = row_order(reading, entity, sense, []) if groups and head.kind == "entity" else None
        between = reading.items[at + 1 : head.at] if head.at > at else []
        beside = head.at > at and all(
            item.stop or item.number is not None or item.has("outcome", "value", "state") for item in between
        )
        if field is None or groups != reading.groups or not beside:
            return False
        info = reading.field(field)
        kind: MeasureKind = "sum" if info.numeric else "max" if sense.value in DOWN else "min"
        self.wanted = [Wanted(Measure(kind=kind, field=field, label=spoken(info.label)), entity, -1)]
        plan.shape = "table"
        self._add_measures()
        self._conditions()
        self.group([*groups, head])
        plan.order = [Order(measure=0, descending=sense.value in DOWN)]
        plan.limit, plan.top_per_group = read_limit(reading, at) or usual_limit(reading, at) or FEW, True
        reading.use(at, "order")
        return True

    def _parts(self, noun: Noun, entity: str) -> bool:
        """Whether rows fall into groups by it; by a figure or a date of their own they are ordered."""
        own = noun.name.split(".")[0] == entity
        if noun.kind != "field":
            return not own
        info = self.reading.field(noun.name)
        return not own or not (info.numeric or info.temporal)

    def _dated_row(self, at: int, sense: Sense) -> bool:
        """`When was the last collection`: the row with the latest day of that name."""
        reading, place = self.reading, self.reading.after(at)
        fields = reading.items[place].all("field") if place is not None and sense.value in AGES else []
        dated = [each for each in fields if reading.field(each).temporal]
        if not dated or reading.groups or reading.words()[0] != "when":
            return False
        own = next((each for each in dated if not reading.field(each).core), dated[0])
        reading.use(place, "head")
        reading.use(at, "order")
        reading.use(0, "question")
        self._list(Noun("entity", own.value.split(".")[0], -1))
        self.plan.order = [Order(field=own.value, descending=AGES[sense.value])]
        self.plan.columns, self.plan.limit = [own.value], 1
        return True

    def _other_rows(self, at: int, head: Noun) -> Noun | None:
        """`Who closed the largest deal`: the rows sorted are not those of the head."""
        if head.kind == "field" and frequent(self.reading, at):
            return None  # `the reason we most often lose deals`: the values are ranked
        place = self.reading.after(at)
        while place is not None and self.reading.items[place].has("outcome"):
            place = self.reading.after(place)
        if place is None or place == head.at or not self.reading.items[place].has("entity"):
            return None
        noun = noun_at(self.reading, place)
        if noun is None or noun.name == head.name or not self.reading.reaches(noun.name, head.name.split(".")[0]):
            return None
        self.reading.use(place, "head")
        return noun

    def _asked_of_rows(self, head: Noun) -> list[str]:
        """`The contact on our biggest deal`: what is asked for is shown beside the row."""
        if head.kind == "entity" and head.name in self.reading.vocabulary.entities:
            return [f"{head.name}.{self.reading.vocabulary.entity(head.name).name_key}"]
        return [head.name] if head.kind == "field" else []

    def _counted(self, found: tuple[int, Sense], head: Noun, *, frequent: bool) -> bool:
        """`The most common stage`, `which reason is given most`: the value with the most rows."""
        alone = self.reading.items[found[0]].text.casefold() in {"most", "least"} and not self.reading.has("sale")
        own = head.kind == "field" and bool(self.reading.vocabulary.entity(head.name.split(".")[0]).kind)
        used = {"used", "usage", "use"} & set(self.reading.words())
        return head.kind == "field" and (frequent or reasoned(self.reading, head) or (alone and own and not used))

    def _ranked(self, found: tuple[int, Sense], entity: str, head: Noun) -> None:
        reading, plan = self.reading, self.plan
        sale = reading.first("sale")
        product = entity == "product" and (sale is not None or "popular" in reading.items[found[0]].text.casefold())
        product = (
            product
            or "selling" in reading.items[found[0]].text.casefold()
            or "seller" in reading.items[found[0]].text.casefold()
        )
        frequency = frequent(reading, found[0])
        outcome = next((s.value for i in reading.items for s in i.all("outcome")), None)
        if product and (units := sold_units(reading)) is not None:
            self.wanted = [units]
        elif product:
            self.wanted = [Wanted(measure, "deal", -1, outcome="won") for measure in sold_measures()]
            reading.note("ranked by the number of won deals")
        elif self._counted(found, head, frequent=frequency and entity != "product"):
            self.wanted = [Wanted(Measure(kind="count"), entity, -1)]
        elif (lasting := _lasting(reading, found)) is not None:
            self.wanted = [lasting]
        elif found[1].value in SPANS and head.name.split(".")[0] != "deal" and reading.vocabulary.has_deals:
            self.wanted = [_metric("cycle", -1, None)]
        elif (used := _most_used(reading, entity)) is not None:
            self.wanted = [used]
        elif outcome in {"won", "lost"} and reading.items[found[0]].text.casefold() in {
            "most",
            "least",
            "more often",
            "most often",
        }:
            self.wanted = [Wanted(Measure(kind="count", label=f"{outcome} deals"), "deal", -1)]
        else:
            default = default_measure(reading, entity)
            if default is None:
                reading.doubts += 0.6
                return
            self.wanted = [default]
        self.wanted = by_lines(reading, self.wanted)
        plan.subject = self.wanted[0].entity
        plan.shape = "table"
        self._add_measures()
        self._conditions()
        self.group([*reading.groups, head])
        self.order_measures(found)


def _lasting(reading: Reading, found: tuple[int, Sense]) -> Wanted | None:
    """`Who made the longest call`: by the column that tells how long calls were."""
    at, sense = found
    place = reading.after(at)
    if sense.value not in SPANS or place is None or not reading.items[place].has("entity", "kind"):
        return None
    noun = noun_at(reading, place)
    if noun is None or noun.name == "deal":
        return None
    for info in reading.vocabulary.fields_of(noun.name):
        lasts = {"duration", "length"} & {token.fold for token in tokens(spoken(info.label))}
        if info.numeric and info.ref in reading.vocabulary.observed and lasts:
            kinds = [Condition(field=kind_field(noun.detail), op="in", values=[noun.detail])] if noun.detail else []
            reading.use(place, "measure")
            return Wanted(field_measure(info, "max" if SPANS[sense.value] else "min"), noun.name, at, filters=kinds)
    return None


def frequent(reading: Reading, at: int) -> bool:
    """`Most common`, `most often`: by how many rows there are."""
    return any(word in reading.items[at].text.casefold() for word in ("common", "frequent", "often", "popular"))


def reasoned(reading: Reading, head: Noun) -> bool:
    """`The number one cancel reason`: reasons are ranked by how often they are given."""
    words = {token.base for token in tokens(reading.field(head.name).label.replace("_", " "))}
    return bool(words & {"reason", "cause"})


def _most_used(reading: Reading, entity: str) -> Wanted | None:
    """`most used features`: by the column that counts use, else by rows."""
    if not {"used", "usage", "use"} & set(reading.words()) or not reading.vocabulary.entities[entity].kind:
        return None
    for info in reading.vocabulary.fields_of(entity):
        if info.numeric and added(info) and {"usage", "uses", "use"} & set(info.key.casefold().split("_")):
            return Wanted(field_measure(info, "sum"), entity, -1)
    return Wanted(Measure(kind="count"), entity, -1)
