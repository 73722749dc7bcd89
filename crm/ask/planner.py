"""The rules planner: from linked words to a typed plan, and how sure of it."""

from __future__ import annotations

from crm.ask import lookups, scope, shares, talk
from crm.ask.bounds import read_bounds
from crm.ask.conditions import Conditions, bound_condition
from crm.ask.dating import bind_dates, default_date
from crm.ask.lexicon import Sense
from crm.ask.measures import Wanted, _metric, added, field_measure, per_measure, read_measures
from crm.ask.nouns import best_field, noun_at, read_groups, read_head
from crm.ask.ordering import (
    DOWN,
    SPANS,
    default_measure,
    order_by,
    read_limit,
    row_order,
    sold_measures,
    superlative_at,
    usual_limit,
    won_filter,
)
from crm.ask.plan import Condition, Group, Having, Measure, Order, QueryPlan
from crm.ask.reading import Bound, Noun, Reading
from crm.ask.schema import yearlike

ASKING = frozenset({"is", "are", "was", "were", "do", "does", "did", "has", "have", "any"})
COUNTED = frozenset({"deal", "interaction", "task", "contact", "account", "product", "user"})


class Planner:
    """Builds the plan of one question. `reading.refusal` is set where the question cannot be answered at all."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.plan = reading.plan
        self.wanted: list[Wanted] = []
        self.share = False
        self.share_entity: str | None = None

    def build(self) -> QueryPlan:
        reading = self.reading
        scope.comparatives(reading)
        scope.refuse(reading)
        scope.read_scope(reading)
        self.plan.yes_no = bool(reading.items) and reading.words()[0] in ASKING
        if talk.whole(reading):
            return self.plan
        read_bounds(reading)
        read_groups(reading)
        self.share = self._is_share()
        read_head(reading)
        talk.read_mood(reading)
        talk.read_about(reading)
        talk.read_signal(reading)
        if talk.talk(reading) or lookups.lookup(reading):
            return self.plan
        self.wanted = read_measures(reading, self._preferred())
        self._settle_subject()
        if self.share:
            self._share()
        else:
            self._shape()
        self._finish()
        return self.plan

    def _preferred(self) -> tuple[str, ...]:
        """Entities whose fields are meant first: the head's, then those named."""
        names = [
            noun.name.split(".")[0]
            for noun in (self.reading.head, *self.reading.groups)
            if noun and noun.kind != "grain"
        ]
        named = [sense.value for item in self.reading.items for sense in item.all("entity")]
        return tuple(dict.fromkeys(name for name in (*names, *named) if name in self.reading.vocabulary.entities))

    def _is_share(self) -> bool:
        """A share, or the rate of a yes-or-no field."""
        reading = self.reading
        for at, item in enumerate(reading.items):
            if item.used:
                continue
            if any(sense.value == "share" for sense in item.all("aggregate")):
                reading.use(at, "measure")
                return True
            flags = [sense for sense in item.all("field") if reading.field(sense).type == "boolean"]
            follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
            if flags and follow and follow.text.casefold() in {"rate", "rates"}:
                reading.use(at + 1, "measure")
                item.senses = flags
                said = [
                    s.value
                    for each in reading.items
                    for s in each.all("entity")
                    if s.value in reading.vocabulary.entities
                ]
                self.share_entity = best_field(item, tuple(said)).split(".")[0]
                return True
        return False

    def _settle_subject(self) -> None:
        """The rows that are read: those measured, else those asked for."""
        head = self.reading.head
        if self.wanted:
            self.plan.subject = self.wanted[0].entity
        elif head and head.kind in {"entity", "field"}:
            self.plan.subject = head.name.split(".")[0]
        elif self.reading.value("outcome", "won") or self.reading.value("sale", "sale"):
            self.plan.subject = "deal"
        else:
            said = [s for i in self.reading.items for kind in ("value", "field") for s in i.all(kind)]
            if said:
                self.plan.subject = said[0].value.split(".")[0]
        if self.plan.subject not in self.reading.vocabulary.entities:
            self.plan.subject = "deal"

    def _shape(self) -> None:
        head = self.reading.head
        found = superlative_at(self.reading)
        self._sold_for()
        measured = bool(self.wanted)
        if found and found[1].value in {"happiest", "unhappiest"}:
            talk.ranked_mood(self.reading, found)
            return
        if measured and not self._head_is_measured():
            self._measures(found)
        elif measured:
            self._measures(found, head_grouped=False)
        elif found:
            self._superlative(found)
        elif head and head.kind in {"entity", "field"} and not self.reading.groups and not self._periods_compared():
            self._list(head)
        else:
            self._count_by_default()

    def _periods_compared(self) -> bool:
        """`Won deals in Q3 vs Q4`: how many, side by side."""
        return self.reading.has("versus") and sum(item.period is not None for item in self.reading.items) > 1

    def _sold_for(self) -> None:
        """`reps who sold more than 100k`: what the sales of each add up to, not each sale."""
        reading, head = self.reading, self.reading.head
        if self.wanted or head is None or head.kind == "grain" or head.name.split(".")[0] == "deal":
            return
        for bound in reading.bounds:
            before = reading.items[max(0, bound.at - 3) : bound.at]
            after = reading.items[bound.end + 1 : bound.end + 2]
            if any(item.has("sale") for item in before) and not any(item.has("entity", "field") for item in after):
                self.wanted = [_metric("revenue", max(0, bound.at - 2), None)]
                self.plan.subject = "deal"
                return

    def _head_is_measured(self) -> bool:
        head = self.reading.head
        return head is None or any(each.at == head.at for each in self.wanted)

    # --- shapes -------------------------------------------------------------------------------------------------

    def _measures(self, found: tuple[int, Sense] | None, *, head_grouped: bool = True) -> None:
        """Measures, grouped by what they are broken down by and by the head noun that is not measured itself."""
        reading, plan = self.reading, self.plan
        head = reading.head
        plan.shape = "table"
        nouns = list(reading.groups)
        if head_grouped and head and head.kind != "metric" and self._head_groups(head):
            nouns.append(head)
        elif head_grouped and head and head.kind == "entity" and head.name == plan.subject and self._row_fields(found):
            return
        self._read_bounds_of_measures()
        self._ratio(nouns)
        self._per(nouns)
        self._add_measures()
        self._conditions()
        self._reps_only()
        self._free_rates()
        self._group(nouns)
        if found:
            self._order_measures(found)
        if not plan.group_by and not plan.having:
            plan.shape = "value"

    def _head_groups(self, head: Noun) -> bool:
        if head.kind == "grain":
            return True
        entity = head.name.split(".")[0]
        return entity != self.plan.subject or head.kind == "field"

    def _row_fields(self, found: tuple[int, Sense] | None) -> bool:
        """`products with their price`, `accounts with the most employees`: rows, not sums."""
        reading = self.reading
        fields = [each for each in self.wanted if each.entity == self.plan.subject and each.measure.field]
        aggregated = any(s.value in {"avg", "sum", "median"} for i in reading.items for s in i.all("aggregate"))
        if not fields or aggregated or len(fields) != len(self.wanted):
            return False
        self.plan.columns = [each.measure.field for each in fields if each.measure.field]
        self._list(Noun("entity", self.plan.subject, -1))
        if found:
            at, sense = found
            reading.use(at, "order")
            self.plan.order = [Order(field=self.plan.columns[0], descending=sense.value in DOWN)]
            self.plan.limit = read_limit(reading, at) or usual_limit(reading, at)
        return True

    def _superlative(self, found: tuple[int, Sense]) -> None:
        """`biggest deals` sorts rows; `best rep` sorts what the rows of others add up to."""
        reading, plan = self.reading, self.plan
        at, sense = found
        head = reading.head
        if head is None:
            self._count_by_default()
            return
        if other := self._other_rows(at, head):
            head = other
        entity = head.name.split(".")[0] if head.kind != "grain" else "deal"
        plan.subject = entity
        if head.kind == "entity" and (field := row_order(reading, entity, sense, [])):
            self._list(head)
            field = row_order(reading, entity, sense, []) or field
            plan.order = [Order(field=field, descending=sense.value in DOWN)]
            plan.limit = read_limit(reading, at) or usual_limit(reading, at)
            plan.columns = [field]
            reading.use(at, "order")
            return
        self._ranked(found, entity, head)

    def _other_rows(self, at: int, head: Noun) -> Noun | None:
        """`Who closed the largest deal`: the rows sorted are not those of the head."""
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

    def _ranked(self, found: tuple[int, Sense], entity: str, head: Noun) -> None:
        reading, plan = self.reading, self.plan
        sale = reading.first("sale")
        product = entity == "product" and (sale is not None or "popular" in reading.items[found[0]].text.casefold())
        product = (
            product
            or "selling" in reading.items[found[0]].text.casefold()
            or "seller" in reading.items[found[0]].text.casefold()
        )
        frequency = any(
            word in reading.items[found[0]].text.casefold() for word in ("common", "frequent", "often", "popular")
        )
        outcome = next((s.value for i in reading.items for s in i.all("outcome")), None)
        if product:
            self.wanted = [Wanted(measure, "deal", -1, outcome="won") for measure in sold_measures()]
            reading.note("ranked by the number of won deals")
        elif (frequency and entity != "product") and head.kind == "field":
            self.wanted = [Wanted(Measure(kind="count"), entity, -1)]
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
        plan.subject = self.wanted[0].entity
        plan.shape = "table"
        self._add_measures()
        self._conditions()
        self._group([*reading.groups, head])
        self._order_measures(found)

    def _list(self, head: Noun) -> None:
        """Rows of an entity, or the distinct values of a field."""
        reading, plan = self.reading, self.plan
        plan.subject = head.name.split(".")[0]
        plan.shape = "list"
        if head.detail and plan.subject == "interaction":
            reading.filter("interaction.kind", "in", head.detail)
        counted = self._bounds_on_children(plan.subject)
        self._conditions()
        self._reps_only()
        if head.kind == "field" and head.at >= 0:
            plan.shape = "table"
            plan.measures = [Measure(kind="count", label=f"number of {reading.vocabulary.entity(plan.subject).plural}")]
            self._group([head])
            plan.order = [Order(measure=0)]
        for bound, entity in counted:
            self._children_counted(head, bound, entity)

    def _count_by_default(self) -> None:
        """`deals by sector`: how many; `won or lost by rep`: how many deals."""
        reading = self.reading
        head = reading.head
        if head is None and not reading.groups and not self._any_rows():
            reading.doubts += 0.7
        if head is None and (default := self._versus_names()):
            self.wanted = [default]
            self.plan.subject = default.entity
            self._measures(None, head_grouped=False)
            return
        if head and head.kind == "entity":
            self.plan.subject = head.name
        asked = (
            reading.has("aggregate", "outcome", "sale", "metric", "superlative", "versus")
            or reading.groups
            or reading.plan.exists
        )
        if head is None and not asked:
            reading.doubts += 0.5
        self.wanted = [Wanted(Measure(kind="count", label=""), self.plan.subject, -1)]
        self._measures(superlative_at(reading), head_grouped=bool(head and head.kind != "entity"))

    def _versus_names(self) -> Wanted | None:
        """`Anna vs Kary`: two names side by side are compared by what they sold."""
        named = [s.value for item in self.reading.items for s in item.all("value")]
        alone = not self.reading.has("outcome", "sale", "field", "entity")
        return (
            default_measure(self.reading, named[0].split(".")[0])
            if named and alone and self.reading.has("versus")
            else None
        )

    def _any_rows(self) -> bool:
        return any(item.has("outcome", "sale", "value") for item in self.reading.items)

    # --- parts --------------------------------------------------------------------------------------------------

    def _add_measures(self) -> None:
        reading, plan = self.reading, self.plan
        outcomes = {each.outcome for each in self.wanted if each.outcome}
        own = [each for each in self.wanted if each.entity == plan.subject]
        for each in self.wanted:
            if each.entity != plan.subject:
                reading.doubts += 0.3
        explicit = any(item.used is None and item.has("outcome") for item in reading.items)
        if len(outcomes) == 1 and all(each.outcome or each.measure.kind == "count" for each in own) and not explicit:
            self._outcome_filter(outcomes.pop())
        elif outcomes and not explicit:
            for each in own:
                if each.outcome in {"won", "lost", "open"}:
                    each.measure.where = [Condition(field="deal.outcome", op="eq", values=[each.outcome])]
                elif each.outcome == "closed":
                    each.measure.where = [Condition(field="deal.outcome", op="in", values=["won", "lost"])]
        elif outcomes and explicit and outcomes <= {"won"}:
            self._assume_won_later = True
        detail = reading.head.detail if reading.head else ""
        plan.measures = [each.measure for each in own]
        kinds = [s.value for item in reading.items for s in item.all("kind")] if plan.subject == "interaction" else []
        for measure in plan.measures:
            if not measure.label:
                plural = f"{kinds[0]}s" if len(set(kinds)) == 1 else reading.vocabulary.entity(plan.subject).plural
                measure.label = f"number of {plural}"
        if detail and plan.subject == "interaction":
            reading.filter("interaction.kind", "in", detail)

    def _reps_only(self) -> None:
        """Those who sell, not those who lead them."""
        reading = self.reading
        if (
            self.plan.subject != "user"
            or reading.head is None
            or reading.head.at < 0
            or not reading.vocabulary.managers
        ):
            return
        word = reading.items[reading.head.at].text.casefold()
        if not word.startswith(("user", "team", "colleague", "teammate")):
            reading.filter("user.role", "eq", "rep")

    def _free_rates(self) -> None:
        """A rate needs won and lost deals alike: an outcome then narrows the other measures only."""
        plan = self.plan
        if not any(measure.kind in {"win_rate", "loss_rate"} for measure in plan.measures):
            return
        outcomes = [each for each in plan.filters if each.field == "deal.outcome"]
        plan.filters = [each for each in plan.filters if each.field != "deal.outcome"]
        for measure in plan.measures:
            if measure.kind not in {"win_rate", "loss_rate"}:
                measure.where += [each for each in outcomes if each not in measure.where]

    def _outcome_filter(self, outcome: str | None) -> None:
        if outcome == "closed":
            self.reading.filter("deal.outcome", "in", "won", "lost")
        elif outcome:
            self.reading.filter("deal.outcome", "eq", outcome)

    def _conditions(self) -> None:
        Conditions(self.reading, self.plan.subject).read()
        self._attach_bounds()
        bind_dates(self.reading)

    def _attach_bounds(self) -> None:
        """A number limits the field beside it, else the amount of the deals spoken of, else how many there are."""
        reading, plan = self.reading, self.plan
        for bound in list(reading.bounds):
            ref = self._bound_field(bound)
            if ref is None:
                reading.doubts += 0.5
                continue
            reading.bounds.remove(bound)
            condition = bound_condition(bound, ref)
            entity = ref.split(".")[0]
            if reading.reaches(plan.subject, entity):
                plan.filters.append(condition)
                continue
            exists = next((each for each in plan.exists if each.entity == entity), None)
            if exists is not None:
                exists.filters.append(condition)
            else:
                plan.filters.append(condition)

    def _bound_field(self, bound: Bound) -> str | None:
        reading, subject = self.reading, self.plan.subject
        for place in (bound.end + 1, reading.after(bound.end), self._left(bound)):
            if place is None or place >= len(reading.items) or not reading.items[place].has("field", "metric"):
                continue
            if any(sense.value == "cycle" for sense in reading.items[place].all("metric")):
                reading.use(place, "bound")
                return "deal.cycle_days"
            if not reading.items[place].has("field"):
                continue
            ref = best_field(reading.items[place], (subject, "deal"))
            if reading.field(ref).numeric:
                reading.use(place, "bound")
                return ref
        if bound.days and subject == "deal":
            took = {"took", "take", "takes", "taking", "within", "lasted"} & set(reading.words())
            return (
                "deal.cycle_days"
                if took or (reading.has("outcome") and not reading.value("outcome", "open"))
                else "deal.age_days"
            )
        numbers = [info for info in reading.vocabulary.fields_of(subject) if info.numeric]
        if subject == "deal" or any(each.entity == "deal" for each in self.plan.exists):
            return "deal.amount"
        money = [info for info in numbers if info.type == "money"]
        return money[0].ref if money and bound.money else None

    def _left(self, bound: Bound) -> int | None:
        place = bound.at
        for _ in range(3):
            before = self.reading.before(place)
            if before is None:
                return None
            place = before
            if self.reading.items[place].has("field"):
                return place
        return None

    def _bounds_on_children(self, subject: str) -> list[tuple[Bound, Noun]]:
        """`more than 10 losses`: the number counts rows below the head."""
        reading = self.reading
        found = []
        for bound in list(reading.bounds):
            for place in range(bound.end + 1, min(bound.end + 4, len(reading.items))):
                item = reading.items[place]
                outcome = item.all("outcome")[0].value if item.has("outcome") else ""
                noun = noun_at(reading, place) if item.has("entity", "kind") else None
                follow = reading.items[place + 1] if place + 1 < len(reading.items) else None
                if noun is None and outcome and not (follow and follow.has("entity")):
                    noun = Noun("entity", "deal", place, "")
                if noun and noun.name != subject and not bound.money:
                    reading.bounds.remove(bound)
                    if item.has("entity", "kind"):
                        reading.use(place, "bound")
                    found.append((bound, noun))
                    break
                if item.has("field") or (not item.stop and not outcome and not item.has("value")):
                    break
        return found

    def _children_counted(self, head: Noun, bound: Bound, noun: Noun) -> None:
        """Turns rows with so many of something into groups of that something."""
        plan, vocabulary = self.plan, self.reading.vocabulary
        target = plan.subject
        if vocabulary.path(noun.name, target) is None:
            self.reading.doubts += 0.5
            return
        inner = next((each for each in plan.exists if each.entity == noun.name and not each.absent), None)
        if inner is not None:
            plan.exists.remove(inner)
            plan.filters += inner.filters
            plan.periods += inner.periods
        elif plan.periods:
            for span in plan.periods:
                span.field = default_date(vocabulary, noun.name)
        plan.subject = noun.name
        plan.shape = "table"
        if noun.detail:
            self.reading.filter("interaction.kind", "in", noun.detail)
        plan.measures = [Measure(kind="count", label=f"number of {vocabulary.entity(noun.name).plural}")]
        ref = head.name if head.kind == "field" else f"{target}.name"
        plan.group_by = [Group(field=ref)]
        plan.having = [Having(measure=0, op=bound.op, values=bound.values)]
        plan.include_empty = bound.op in {"lt", "le"} and bound.values[0] >= 1
        plan.order = [Order(measure=0)]
        self.reading.use(head.at if head.at >= 0 else None, "head")

    def _read_bounds_of_measures(self) -> None:
        """`win rate over 60%`, `with total sales above 1m`: a limit on the measure, not on rows."""
        reading, plan = self.reading, self.plan
        grouped = bool(reading.groups) or (reading.head is not None and not self._head_is_measured())
        for bound in list(reading.bounds):
            near = [n for n, each in enumerate(self.wanted) if each.at >= 0 and 0 < bound.at - each.at <= 4]
            if near and grouped:
                reading.bounds.remove(bound)
                plan.having.append(Having(measure=near[-1], op=bound.op, values=bound.values))
        counted = (
            self._bounds_on_children(plan.subject) if self.wanted and self.wanted[0].measure.kind == "count" else []
        )
        head = reading.head
        for bound, noun in counted:
            if head and head.kind == "entity" and head.name == plan.subject:
                self._children_pending = (bound, noun)

    def _ratio(self, nouns: list[Noun]) -> None:
        """`revenue per employee`: two numbers of the same rows."""
        for noun in list(nouns):
            info = self.reading.vocabulary.fields.get(noun.name)
            if noun.kind != "field" or info is None or not info.numeric or yearlike(info) or not self.wanted:
                continue
            first = self.wanted[0].measure
            if first.field is None or first.field.split(".")[0] != noun.name.split(".")[0]:
                continue
            nouns.remove(noun)
            top, below = first.label.removeprefix("total ").removeprefix("average "), noun.name.split(".")[-1]
            label = f"{top} per {below.rstrip('s')}"
            self.wanted[0].measure = Measure(kind="ratio", field=first.field, over=noun.name, label=label)

    def _per(self, nouns: list[Noun]) -> None:
        """`average number of deals per rep`, `average revenue per customer`: one number."""
        if not self.wanted or not nouns:
            return
        first = self.wanted[0]
        per_row = any(item.text.casefold() == "per" for item in self.reading.items)
        mean = any(sense.value == "avg" for item in self.reading.items for sense in item.all("aggregate"))
        averaged = first.measure.kind == "avg" or (first.measure.kind == "sum" and mean)
        if len(nouns) == 1 and nouns[0].kind == "entity" and per_row and averaged and first.measure.field:
            metric = first.at >= 0 and self.reading.items[first.at].has("metric")
            info = self.reading.field(first.measure.field)
            if nouns[0].name == first.entity:
                nouns.clear()
                return
            if (metric and "revenue" in first.measure.label) or (not metric and added(info) and info.type == "money"):
                over = nouns.pop()
                name = first.measure.label.removeprefix("average ").removeprefix("total ").removesuffix(" of won deals")
                for at, item in enumerate(self.reading.items):
                    if any(sense.value == "avg" for sense in item.all("aggregate")):
                        self.reading.use(at, "measure")
                unit = self.reading.vocabulary.entity(over.name)
                first.measure = Measure(
                    kind="per",
                    field=first.measure.field,
                    over=f"{over.name}.{unit.name_key}",
                    label=f"average {name} per {unit.singular}",
                )
                return
        averaged = any(s.value == "avg" for item in self.reading.items for s in item.all("aggregate"))
        counted = self.wanted[0]
        bare = counted.measure.kind == "count" or (
            counted.measure.kind == "avg" and self.reading.items[counted.at].has("entity")
        )
        per = any(item.text.casefold() in {"per", "each", "does each", "for each"} for item in self.reading.items)
        if averaged and bare and per and len(nouns) == 1 and nouns[0].kind != "grain":
            over = nouns.pop()
            self.wanted = [Wanted(per_measure(counted.entity, over), counted.entity, counted.at, counted.outcome)]

    def _group(self, nouns: list[Noun]) -> None:
        reading, plan = self.reading, self.plan
        for noun in nouns:
            ref, grain = self._group_ref(noun)
            if ref is None:
                reading.doubts += 0.5
                continue
            if reading.vocabulary.path(plan.subject, ref.split(".")[0]) is None and not self._bridge(ref):
                reading.doubts += 0.5
                continue
            group = Group(field=ref, grain=grain)  # type: ignore[arg-type]
            if group not in plan.group_by:
                plan.group_by.append(group)
        shares.compare(reading)
        if not plan.order and plan.group_by and plan.measures and not any(group.grain for group in plan.group_by):
            plan.order = [Order(measure=0)]

    def _group_ref(self, noun: Noun) -> tuple[str | None, str | None]:
        if noun.kind == "entity":
            name = noun.name
            key = self.reading.vocabulary.entity(name).name_key
            return f"{name}.{key}", None
        if noun.kind == "grain":
            dated = next((span.field for span in self.plan.periods), None)
            return dated or default_date(self.reading.vocabulary, self.plan.subject), noun.name
        ref = noun.name
        if noun.at >= 0 and self.reading.items[noun.at].has("field"):
            ref = best_field(self.reading.items[noun.at], self._near())
        return ref, "month" if self.reading.field(ref).temporal else None

    def _near(self) -> tuple[str, ...]:
        """The subject and what it hangs on, nearest first."""
        vocabulary, subject = self.reading.vocabulary, self.plan.subject
        paths = {name: vocabulary.path(subject, name) for name in vocabulary.entities}
        return tuple(
            sorted((name for name, path in paths.items() if path is not None), key=lambda name: len(paths[name] or ()))
        )

    def _bridge(self, ref: str) -> bool:
        """Accounts by rep go over the deals that know both."""
        reading, plan = self.reading, self.plan
        if any(measure.kind != "count" or measure.field for measure in plan.measures):
            return False
        target, counted = ref.split(".", maxsplit=1)[0], plan.subject
        facts = ["deal", *(n for n, e in reading.vocabulary.entities.items() if e.kind), "interaction"]
        for fact in facts:
            if reading.reaches(fact, target) and reading.reaches(fact, counted):
                plan.measures = [
                    Measure(kind="count_distinct", field=f"{counted}.id", label=measure.label)
                    for measure in plan.measures
                ]
                plan.subject = fact
                self._merge_children(fact)
                return True
        return False

    def _merge_children(self, fact: str) -> None:
        plan = self.plan
        for exists in list(plan.exists):
            if exists.entity == fact and not exists.absent:
                plan.exists.remove(exists)
                plan.filters += exists.filters
                plan.periods += exists.periods

    def _order_measures(self, found: tuple[int, Sense]) -> None:
        reading, plan = self.reading, self.plan
        at, sense = found
        descending = sense.value in DOWN
        limit = read_limit(reading, at) or usual_limit(reading, at)
        reading.use(at, "order")
        after = [n for n, each in enumerate(self.wanted) if each.at > at and n < len(plan.measures)]
        if plan.group_by:
            order_by(reading, after[0] if after else 0, descending=descending, limit=limit)
            plan.top_per_group = len(plan.group_by) > 1 and bool(reading.groups)
        elif plan.measures and plan.measures[0].kind in {"sum", "avg"} and plan.measures[0].field:
            plan.measures[0].kind = "max" if descending else "min"
            info = reading.field(plan.measures[0].field)
            plan.measures[0].label = f"{'highest' if descending else 'lowest'} {info.label.replace('_', ' ')}"

    def _share(self) -> None:
        """The part of the rows for which what is said of them holds."""
        shares.share(self)

    def _finish(self) -> None:
        reading, plan = self.reading, self.plan
        pending = getattr(self, "_children_pending", None)
        if pending is not None:
            bound, noun = pending
            subject = plan.subject
            self._children_counted(Noun("entity", subject, -1), bound, noun)
            plan.count_groups = True
        elif (
            plan.having
            and plan.measures
            and reading.head
            and any(s.value == "count" for s in reading.items[0].all("aggregate"))
            and reading.head.name == plan.group_by[0].field.split(".")[0]
            if plan.group_by
            else False
        ):
            plan.count_groups = True
        if getattr(self, "_assume_won_later", False) and not any(f.field == "deal.outcome" for f in plan.filters):
            won_filter(reading)
        if plan.shape == "list" and plan.limit is None:
            self._bare_limit()

    def _bare_limit(self) -> None:
        """`show me 5 deals`."""
        for at, item in self.reading.content():
            if (
                item.number is not None
                and at + 1 < len(self.reading.items)
                and self.reading.items[at + 1].used == "head"
            ):
                self.plan.limit = max(1, min(int(item.number), 1000))
                self.reading.use(at, "limit")
                return


def _most_used(reading: Reading, entity: str) -> Wanted | None:
    """`most used features`: by the column that counts use, else by rows."""
    if not {"used", "usage", "use"} & set(reading.words()) or not reading.vocabulary.entities[entity].kind:
        return None
    for info in reading.vocabulary.fields_of(entity):
        if info.numeric and added(info) and {"usage", "uses", "use"} & set(info.key.casefold().split("_")):
            return Wanted(field_measure(info, "sum"), entity, -1)
    return Wanted(Measure(kind="count"), entity, -1)
