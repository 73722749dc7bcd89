"""Numbers that limit: of a field, of a measure, of how many rows hang on another."""

from __future__ import annotations

from crm.ask.language.lexicon import VERB
from crm.ask.language.linking import Item
from crm.ask.plan import Group, Having, Measure, Order
from crm.ask.planning.aging import aged
from crm.ask.planning.conditions import bound_condition
from crm.ask.planning.dating import default_date
from crm.ask.planning.grouping import Grouping
from crm.ask.planning.nouns import best_field, noun_at
from crm.ask.planning.reading import Bound, Noun, Reading
from crm.ask.planning.stagnation import of_stage
from crm.ask.record.called import kind_field
from crm.ask.record.labels import measured_in
from crm.ask.record.money import main_money
from crm.ask.words import UNIT_WORDS

NEAR = 4  # items between a figure and its limit
MILLION = 1_000_000
SMALL = 100  # a number below that is no amount of deals


class Limiting(Grouping):
    """Bounds find what they are bounds of."""

    def attach_bounds(self) -> None:
        """A number limits the field beside it, else the amount of the deals spoken of, else how many there are."""
        reading, plan = self.reading, self.plan
        self._attach_pairs()
        for bound in list(reading.bounds):
            if (age := aged(reading, plan.subject, bound)) is not None:
                reading.bounds.remove(bound)
                plan.periods.append(age)
                continue
            ref = self._bound_field(bound)
            if ref is None or (bound.percent and reading.field(ref).type == "money"):
                reading.doubts += 0.5
                continue
            reading.bounds.remove(bound)
            _in_unit(reading, bound, ref)
            condition = bound_condition(bound, ref)
            if bound.percent and reading.field(ref).unit == "%":
                condition.values = [round(float(value) * 100, 6) for value in bound.values]
            entity = ref.split(".")[0]
            if reading.reaches(plan.subject, entity):
                plan.filters.append(condition)
                continue
            exists = next((each for each in plan.exists if each.entity == entity), None)
            if exists is not None:
                exists.filters.append(condition)
            else:
                plan.filters.append(condition)

    def _attach_pairs(self) -> None:
        """Two columns set against each other, on the rows that have them."""
        for condition in self.reading.pairs:
            entity = condition.field.split(".")[0]
            exists = next((each for each in self.plan.exists if each.entity == entity), None)
            below = exists is not None and not self.reading.reaches(self.plan.subject, entity)
            (exists.filters if exists is not None and below else self.plan.filters).append(condition)

    def _bound_field(self, bound: Bound) -> str | None:
        reading, subject = self.reading, self.plan.subject
        for place in (bound.end + 1, reading.after(bound.end), self._behind_unit(bound), self._left(bound)):
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
        if bound.days and subject == "deal" and of_stage(reading, bound):
            return "deal.stage_days"
        if bound.days and subject == "deal":
            took = {"took", "take", "takes", "taking", "within", "lasted"} & set(reading.words())
            return (
                "deal.cycle_days"
                if took or (reading.has("outcome") and not reading.value("outcome", "open"))
                else "deal.age_days"
            )
        if _bare_count(reading, bound):
            return None
        numbers = [info for info in reading.vocabulary.fields_of(subject) if info.numeric]
        if subject == "deal" or any(each.entity == "deal" for each in self.plan.exists):
            return "deal.amount"
        money = [info for info in numbers if info.type == "money"]
        own = main_money(reading.vocabulary, subject) if reading.vocabulary.entities[subject].kind else None
        if own is not None and not bound.days and not bound.percent and min(bound.values) >= SMALL:
            return own.ref  # `invoices over 5000`
        return money[0].ref if money and bound.money else None

    def _behind_unit(self, bound: Bound) -> int | None:
        """`Longer than 90 minutes to respond`."""
        place = self.reading.after(bound.end)
        unit = place is not None and self.reading.items[place].text.casefold() in UNIT_WORDS
        return self.reading.after(place) if place is not None and unit else None

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
                if item.text.casefold() == "times":
                    noun = Noun("entity", subject, place) if self._counts_rows() else self._done_times(bound, place)
                if noun and (noun.name != subject or self._counts_rows()) and not bound.money:
                    reading.bounds.remove(bound)
                    if item.has("entity", "kind"):
                        reading.use(place, "bound")
                    found.append((bound, noun))
                    break
                if any(sense.value == "distinct" for sense in item.all("aggregate")):
                    self.reading.use(place, "bound")
                    continue
                if item.has("overdue", "state", "negation"):
                    continue
                if item.has("field") or (not item.stop and not outcome and not item.has("value")):
                    break
        return found

    def _done_times(self, bound: Bound, place: int) -> Noun | None:
        """`Who gave six times or more`: rows that the verb before the number means."""
        for at in range(bound.at - 1, max(-1, bound.at - NEAR - 1), -1):
            item = self.reading.items[at]
            verbs = [sense for sense in item.all("entity") if sense.detail == VERB]
            if item.has("outcome", "sale") and self.reading.vocabulary.has_deals:
                self.reading.use(place, "bound")
                return Noun("entity", "deal", place)  # `lost at least three times`: so many deals
            done = noun_at(self.reading, at) if item.text.casefold().endswith("ed") else None  # `visited`, `called`
            if verbs or (done is not None and done.kind == "entity"):
                self.reading.use(at, "bound")
                self.reading.use(place, "bound")
                return Noun("entity", verbs[0].value, place) if verbs or done is None else done
        return None

    def _counts_rows(self) -> bool:
        """`Countries with 3 or more accounts`, `months with over 500 deals`: rows of the subject itself are counted."""
        head = self.reading.head
        return head is not None and (head.kind == "grain" or (head.kind == "field" and not self._head_is_measured()))

    def _children_counted(self, head: Noun, bound: Bound, noun: Noun) -> None:
        """Turns rows with so many of something into groups of that something."""
        plan, vocabulary = self.plan, self.reading.vocabulary
        target = plan.subject
        if vocabulary.path(noun.name, target) is None:
            self._counted_over_deals(bound, noun, f"{target}.{vocabulary.entity(target).name_key}")
            return
        inner = next((each for each in plan.exists if each.entity == noun.name and not each.absent), None)
        if inner is not None:
            plan.exists.remove(inner)
            plan.filters += inner.filters
        for span in plan.periods if inner is None or not inner.periods else ():
            span.field = default_date(vocabulary, noun.name)
        plan.periods += inner.periods if inner is not None else []
        plan.subject = noun.name
        plan.shape = "table"
        if noun.detail:
            self.reading.filter(kind_field(noun.detail), "in", noun.detail)
        plan.measures = [Measure(kind="count", label=f"number of {vocabulary.entity(noun.name).plural}")]
        ref = head.name if head.kind == "field" else f"{target}.{vocabulary.entity(target).name_key}"
        plan.group_by = [Group(field=ref)]
        plan.having = [Having(measure=0, op=bound.op, values=bound.values)]
        plan.include_empty = bound.op in {"lt", "le"} and bound.values[0] >= 1
        plan.order = [Order(measure=0)]
        self.reading.use(head.at if head.at >= 0 else None, "head")

    def _counted_over_deals(self, bound: Bound, noun: Noun, ref: str) -> None:
        """`Clients that bought from more than 15 reps`: different ones, over the deals that know both."""
        reading, plan, vocabulary = self.reading, self.plan, self.reading.vocabulary
        entity = ref.split(".", maxsplit=1)[0]
        both = vocabulary.has_deals and all(vocabulary.path("deal", name) is not None for name in (noun.name, entity))
        if not both or noun.detail:
            reading.doubts += 0.5
            return
        plan.subject, plan.shape = "deal", "table"
        for exists in [each for each in plan.exists if each.entity == "deal" and not each.absent]:
            plan.exists.remove(exists)
            plan.filters += exists.filters
            plan.periods += exists.periods
        label = f"number of {vocabulary.entity(noun.name).plural}"
        plan.measures = [Measure(kind="count_distinct", field=f"{noun.name}.id", label=label)]
        plan.group_by, plan.order = [Group(field=ref)], [Order(measure=0)]
        plan.having = [Having(measure=0, op=bound.op, values=bound.values)]

    def _read_bounds_of_measures(self) -> None:
        """`win rate over 60%`, `more than 300k of pipeline`, `over 500 deals`: a limit on the measure, not on rows."""
        reading, plan = self.reading, self.plan
        grouped = bool(reading.groups) or (reading.head is not None and not self._head_is_measured())
        for bound in list(reading.bounds):
            near = [n for n, each in enumerate(self.wanted) if each.at >= 0 and self._limits(bound, each.at)]
            near = near or [n for n, each in enumerate(self.wanted) if each.at >= 0 and 0 < each.at - bound.end <= 3]
            if near and grouped:
                reading.bounds.remove(bound)
                plan.having.append(Having(measure=near[-1], op=bound.op, values=bound.values))
        counted = (
            self._bounds_on_children(plan.subject) if self.wanted and self.wanted[0].measure.kind == "count" else []
        )
        head = reading.head
        for bound, noun in counted:
            if noun.name == plan.subject:
                plan.having.append(Having(measure=0, op=bound.op, values=bound.values))
            elif head and head.kind == "entity" and head.name == plan.subject:
                self.children_pending = (bound, noun)

    def _limits(self, bound: Bound, at: int) -> bool:
        """Whether a limit is said of a figure: close behind it, or with nothing but its rows in between."""
        if bound.at <= at:
            return False
        between = self.reading.items[at + 1 : bound.at]
        rows = all(item.stop or item.used == "bound" or item.has("outcome", "comparator") or self._subject(item)
                   for item in between)  # fmt: skip
        return bound.at - at <= NEAR or rows

    def _subject(self, item: Item) -> bool:
        return any(sense.value == self.plan.subject for sense in item.all("entity"))


def _in_unit(reading: Reading, bound: Bound, ref: str) -> None:
    """`More than 12 m` of a column in metres: no million."""
    metres = reading.items[bound.at].text.casefold().endswith(" m")
    if metres and "metres" in measured_in(reading.field(ref).label):
        bound.values = [value / MILLION for value in bound.values]
        reading.items[bound.at].number = bound.values[0]


def _bare_count(reading: Reading, bound: Bound) -> bool:
    """`Lost three or more`: so small a number behind a verb counts rows, it is no amount of money."""
    before = next((reading.items[at] for at in range(bound.at - 1, -1, -1) if not reading.items[at].stop), None)
    small = not bound.money and max(bound.values) < SMALL
    return small and before is not None and before.has("outcome", "sale", "value", "field")
