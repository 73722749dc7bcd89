"""Measures of a plan: outcomes they need, ratios, figures for each of something."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.plan import Condition, Measure, Scalar
from crm.ask.planning.conditions import Conditions
from crm.ask.planning.dating import bind_dates
from crm.ask.planning.limiting import Limiting
from crm.ask.planning.measures import Wanted, field_measure, per_measure
from crm.ask.planning.ordering import (
    DOWN,
    order_by,
    read_limit,
    usual_limit,
)
from crm.ask.planning.reading import Noun
from crm.ask.planning.summing import added
from crm.ask.record.called import kind_field, kind_words
from crm.ask.record.schema import yearlike


class Measuring(Limiting):
    """What is computed over the rows."""

    def _conditions(self) -> None:
        Conditions(self.reading, self.plan.subject).read()
        self.attach_bounds()
        bind_dates(self.reading)

    def _add_measures(self) -> None:
        reading, plan = self.reading, self.plan
        outcomes = {each.outcome for each in self.wanted if each.outcome}
        own = [each for each in self.wanted if each.entity == plan.subject]
        for each in self.wanted:
            if each.entity != plan.subject:
                reading.doubts += 0.3
        told = [item for item in reading.items if item.used is None and item.has("outcome")]
        if outcomes == {"won"} and {sense.value for item in told for sense in item.all("outcome")} == {"closed"}:
            for item in told:  # what was won is closed anyway
                item.used = "filter"
            told = []
        explicit = bool(told)
        if outcomes and not explicit and self._stage_named():
            outcomes = set()  # `deal value with status open`: none but those are meant, won or not
        if len(outcomes) == 1 and all(each.outcome or each.measure.kind == "count" for each in own) and not explicit:
            self._outcome_filter(outcomes.pop())
        elif outcomes and not explicit:
            for each in own:
                if each.outcome in {"won", "lost", "open"}:
                    each.measure.where = [Condition(field="deal.outcome", op="eq", values=[each.outcome])]
                elif each.outcome == "closed":
                    each.measure.where = [Condition(field="deal.outcome", op="in", values=["won", "lost"])]
        elif outcomes and explicit and outcomes <= {"won"}:
            self.assume_won_later = True
        detail = reading.head.detail if reading.head else ""
        plan.measures = [each.measure for each in own]
        for condition in (each for measured in own for each in measured.filters):
            reading.filter(condition.field, condition.op, *condition.values)
        kinds = [s.value for item in reading.items for s in item.all("kind")] if plan.subject == "interaction" else []
        for measure in plan.measures:
            if not measure.label:
                plural = reading.vocabulary.entity(plan.subject).plural
                plural = f"{kind_words(kinds[0])}s" if len(set(kinds)) == 1 else plural
                measure.label = f"number of {plural}"
        if detail and plan.subject == "interaction":
            reading.filter(kind_field(detail), "in", detail)

    def _stage_named(self) -> bool:
        """Whether a value of the deals' stage or status says which of them are meant."""
        reading = self.reading
        refs = {sense.value for item in reading.items if item.used is None for sense in item.all("value")}
        deals = [reading.field(ref) for ref in refs if ref.startswith("deal.")]
        return any(info.key == "stage" or "status" in info.label.casefold().split() for info in deals)

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

    def _quotient(self) -> None:
        """`Total won amount divided by total lost amount`: each side keeps the outcome said before it."""
        reading = self.reading
        at = next(
            (n for n in reading.unused("aggregate") if any(s.value == "ratio" for s in reading.items[n].senses)), None
        )
        if at is not None and len(self.wanted) == 1:
            self._quotient_of_values(at)
            return
        if at is None or len(self.wanted) != 2 or len({each.entity for each in self.wanted}) != 1:
            return
        reading.use(at, "measure")
        self.plan.quotient = True
        for each in self.wanted:
            beside = reading.items[max(0, each.at - 2) : each.at]
            said = next((item for item in beside if item.has("outcome") and not item.used), None)
            outcome = said.all("outcome")[0].value if said else each.outcome
            if said is not None:
                said.used = "measure"
            if outcome in {"won", "lost", "open"}:
                each.measure.where = [Condition(field="deal.outcome", op="eq", values=[outcome])]
                each.measure.label = f"{outcome} {each.measure.label.removeprefix('total ').removeprefix('won ')}"
                each.outcome = None

    def _quotient_of_values(self, at: int) -> None:
        """`Danish revenue divided by Swedish revenue`: one measure of two values of a column."""
        reading, first = self.reading, self.wanted[0]
        sides = [
            next(
                ((place, reading.items[place].all("value")) for place in places if reading.items[place].has("value")),
                None,
            )
            for places in (range(at - 1, -1, -1), range(at + 1, len(reading.items)))
        ]
        left, right = sides
        common = {s.value for s in left[1]} & {s.value for s in right[1]} if left and right else set()
        ref = min(common, default=None)
        if left is None or right is None or ref is None or first.measure.kind not in {"sum", "count"}:
            return
        measures = []
        for place, senses in (left, right):
            named: list[Scalar] = list(dict.fromkeys(sense.detail for sense in senses if sense.value == ref))
            where = [Condition(field=ref, op="in", values=named)]
            label = f"{named[0]} {first.measure.label}".strip()
            measures.append(first.measure.model_copy(update={"where": where, "label": label}))
            reading.use(place, "measure")
        reading.use(at, "measure")
        self.plan.quotient = True
        self.wanted = [Wanted(each, first.entity, first.at, first.outcome) for each in measures]

    def _ratio(self, nouns: list[Noun]) -> None:
        """`revenue per employee`: two numbers of the same rows."""
        for noun in list(nouns):
            info = self.reading.vocabulary.fields.get(noun.name)
            if noun.kind != "field" or info is None or not info.numeric or yearlike(info) or not self.wanted:
                continue
            self._own_figure(noun.name.split(".")[0])
            first = self.wanted[0].measure
            if first.field is None or first.field.split(".")[0] != noun.name.split(".")[0]:
                if self._per_head(noun):
                    nouns.remove(noun)
                continue
            nouns.remove(noun)
            top, below = first.label.removeprefix("total ").removeprefix("average "), noun.name.split(".")[-1]
            label = f"{top} per {below.rstrip('s')}"
            self.wanted[0].measure = Measure(kind="ratio", field=first.field, over=noun.name, label=label)

    def _per_head(self, noun: Noun) -> bool:
        """`Won value per employee` of each account: a sum of rows against a number of the account they hang on."""
        head, first = self.reading.head, self.wanted[0].measure
        entity = noun.name.split(".")[0]
        if head is None or head.name != entity or first.kind != "sum" or first.field is None:
            self.reading.doubts += 0.5
            return False
        label = f"{first.label.removeprefix('total ')} per {noun.name.split('.')[-1].rstrip('s')}"
        self.wanted[0].measure = Measure(kind="ratio", field=first.field, over=noun.name, label=label)
        return True

    def _own_figure(self, entity: str) -> None:
        """`Revenue per employee` is the revenue of whoever has employees."""
        first = self.wanted[0]
        senses = self.reading.items[first.at].all("field") if first.at >= 0 else []
        own = [sense for sense in senses if sense.value.startswith(f"{entity}.") and self.reading.field(sense).numeric]
        if own and first.entity != entity:
            measure = field_measure(self.reading.field(own[0]), "sum")
            self.wanted[0] = Wanted(measure, entity, first.at)
            self.plan.subject = entity

    def _per(self, nouns: list[Noun]) -> None:
        """`average number of deals per rep`, `average revenue per customer`: one number."""
        if not self.wanted or not nouns:
            return
        first = self.wanted[0]
        if self._of_one_row(nouns, first):
            nouns.clear()
            return
        per_row = any(item.text.casefold() == "per" for item in self.reading.items)
        mean = any(sense.value == "avg" for item in self.reading.items for sense in item.all("aggregate"))
        averaged = first.measure.kind == "avg" or (first.measure.kind == "sum" and mean)
        if averaged and self._rows_said(first):
            return  # `average weight of rentals per score`: of single rentals
        if len(nouns) == 1 and nouns[0].kind == "entity" and per_row and averaged and first.measure.field:
            metric = first.at >= 0 and self.reading.items[first.at].has("metric")
            info = self.reading.field(first.measure.field)
            whole = bool(self.reading.vocabulary.entity(nouns[0].name).kind) or info.type == "money"
            if (metric and "revenue" in first.measure.label) or (not metric and added(info) and whole):
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
            counted.measure.kind == "avg"
            and self.reading.items[counted.at].has("entity")
            and (counted.measure.field is None or self.reading.items[counted.at].text.endswith("s"))
        )
        per = any(item.text.casefold() in {"per", "each", "does each", "for each"} for item in self.reading.items)
        if averaged and bare and per and len(nouns) == 1 and nouns[0].kind != "grain":
            over = nouns.pop()
            each = per_measure(self.reading.vocabulary, counted.entity, over)
            self.wanted = [Wanted(each, counted.entity, counted.at, counted.outcome)]

    def _single_largest(self, at: int, *, descending: bool) -> None:
        """`Which lead holds our biggest opportunity, by value`: that of one row, not of all of theirs."""
        measure = self.plan.measures[0]
        for item in self.reading.items[at + 1 : at + 4]:
            if item.has("entity"):
                one = not item.text.casefold().endswith("s") and any(
                    sense.value == self.plan.subject for sense in item.all("entity")
                )
                if one and measure.kind == "sum" and measure.field and len(self.plan.measures) == 1:
                    measure.kind = "max" if descending else "min"
                    measure.label = f"{'highest' if descending else 'lowest'} {measure.label.removeprefix('total ')}"
                return
            if not (item.stop or item.has("outcome", "value", "state")):
                return

    def _rows_said(self, first: Wanted) -> bool:
        """Whether `of` and the rows measured stand right behind the figure."""
        place = self.reading.after(first.at) if first.at >= 0 and first.measure.field else None
        words = self.reading.words()[first.at + 1 : place]
        said = place is not None and any(s.value == first.entity for s in self.reading.items[place].all("entity"))
        return said and "of" in words

    def _of_one_row(self, nouns: list[Noun], first: Wanted) -> bool:
        """`Average price across our products`: broken down by product every average would be of one price."""
        said = {item.text.casefold().split(" ")[0] for item in self.reading.items if item.has("grouper")}
        own = [noun.kind for noun in nouns if noun.name == first.entity] == ["entity"] and len(nouns) == 1
        return own and bool(said & {"per", "across"}) and first.measure.kind in {"avg", "median"}

    def order_measures(self, found: tuple[int, Sense]) -> None:
        reading, plan = self.reading, self.plan
        at, sense = found
        descending = sense.value in DOWN
        limit = read_limit(reading, at) or usual_limit(reading, at)
        reading.use(at, "order")
        after = [n for n, each in enumerate(self.wanted) if each.at > at and n < len(plan.measures)]
        if plan.group_by:
            self._single_largest(at, descending=descending)
            order_by(reading, after[0] if after else 0, descending=descending, limit=limit)
            plan.top_per_group = len(plan.group_by) > 1 and bool(reading.groups)
        elif plan.measures and plan.measures[0].kind in {"sum", "avg"} and plan.measures[0].field:
            plan.measures[0].kind = "max" if descending else "min"
            info = reading.field(plan.measures[0].field)
            plan.measures[0].label = f"{'highest' if descending else 'lowest'} {info.label.replace('_', ' ')}"
