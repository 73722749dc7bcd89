"""What the rows must be like: values, outcomes, flags; and what must hang on them, or must not."""

from __future__ import annotations

from dataclasses import dataclass

from crm.ask.language.linking import Item
from crm.ask.language.text import tokens
from crm.ask.plan import Condition, Exists, Operator, Span
from crm.ask.planning.absence import Absence
from crm.ask.planning.clauses import CLAUSE_WORDS, Clause
from crm.ask.planning.dated import Dated
from crm.ask.planning.flags import Flags
from crm.ask.planning.hanging import only_those, timed
from crm.ask.planning.nouns import noun_at
from crm.ask.planning.outcomes import Outcomes
from crm.ask.planning.owned import marked
from crm.ask.planning.reading import Bound
from crm.ask.planning.touching import Touching
from crm.ask.planning.values import Chosen, choose_values
from crm.ask.record import states
from crm.ask.record.called import kind_field
from crm.ask.record.labels import spoken
from crm.ask.record.roots import root
from crm.ask.words import GENERIC_LABEL_WORDS

HEADED = 0.9  # of a word for a column, where it is more than a part of its header


@dataclass
class Conditions(Absence, Outcomes, Dated, Touching, Flags):
    """Reads the conditions of a question into its plan."""

    def read(self) -> None:
        """Walks the question once, left to right; a clause ends where the next one begins."""
        self.chosen = choose_values(self.reading, self.subject)
        clause = Clause()
        self.clauses = [clause]
        for at, item in enumerate(self.reading.items):
            ends = item.text.casefold() in CLAUSE_WORDS and (clause.entity or clause.absent)
            if ends and not self._joins(at) and not self._goes_on(at, clause):
                clause = self._open(Clause(at=at))
            if item.has("negation") and (item.used is None or item.text.casefold() == "without"):
                clause = self._negation(at, clause)
                continue
            opened = len(self.clauses)
            self._item(at, item, clause)
            if item.used == "entity" and len(self.clauses) > opened:
                clause = self.clauses[-1]  # `raised a ticket in May and have a deal in Negotiation`: said of the deal
        self._write()

    def _joins(self, at: int) -> bool:
        """`In touch with`: the word belongs to the verb before it."""
        items = self.reading.items
        return at > 0 and items[at].text.casefold() == "with" and items[at - 1].has("gap", "said")

    def _goes_on(self, at: int, clause: Clause) -> bool:
        """`A policy that renews in May`: what follows is said of the same rows."""
        follow = self.reading.after(at)
        word = self.reading.items[at].text.casefold()
        if word not in {"that", "which", "with"} or follow is None or not clause.entity:
            return False
        said = self.reading.items[follow]
        owners = {sense.value.split(".")[0] for kind in ("field", "value") for sense in said.all(kind)}
        other = said.has("negation", "entity", "kind", "outcome") or self.subject in owners
        return clause.entity in owners and not other

    def _item(self, at: int, item: Item, clause: Clause) -> None:
        chosen = next((each for each in self.chosen if each.at == at), None)
        if chosen:
            self._value(chosen, clause)
        elif item.period is not None and item.used is None:
            self._period(at, item, clause)
        elif item.used is not None:
            return
        elif item.has("direction") and self._direction(item, clause):
            item.used = "filter"
        elif item.has("sale"):
            self._sale(item, clause)
        elif item.has("outcome"):
            self._outcome(at, item, clause)
        elif item.has("overdue", "state"):
            self._stated(at, item, clause)
        elif item.has("stalled"):
            self._stalled(item)
        elif item.has("gap") and self._gap(item, clause):
            item.used = "absence"
        elif (ref := marked(self.reading, at)) and self.reading.reaches(self.subject, ref.split(".")[0]):
            self.reading.filter(ref, "not_null")
            item.used = "filter"
        elif item.has("field") and any(self.reading.field(sense).type == "boolean" for sense in item.all("field")):
            if not self._date_of_flag(at, item):
                self._flag(at, item, clause)
        elif item.has("entity", "kind"):
            self._entity(at, item, clause)
        elif item.has("field"):
            self._happened(item, clause)

    def _whole(self, item: Item, ref: str) -> bool:
        """Whether the word is all that the header says, but for what kind of column it is."""
        words = {token.fold for token in tokens(spoken(self.reading.field(ref).label))}
        return words - GENERIC_LABEL_WORDS == {item.text.casefold()}

    def _happened(self, item: Item, clause: Clause) -> None:
        """`customers who churned in May`: a date of rows that hang on the subject."""
        senses = [sense for sense in item.all("field") if sense.weight >= HEADED or self._whole(item, sense.value)]
        refs = [sense.value for sense in senses if self.reading.field(sense).temporal]
        names = {ref.split(".")[0] for ref in refs}
        below = [name for name in names if self.reading.vocabulary.entities[name].kind]
        if len(names) != 1 or not below or clause.entity not in {None, below[0]}:
            return
        if below[0] == self.subject or not self.reading.reaches(below[0], self.subject):
            return
        clause.entity = below[0]
        clause.filters.append(Condition(field=refs[0], op="not_null"))
        item.used = "date"

    def _value(self, chosen: Chosen, clause: Clause) -> None:
        op: Operator = "not_in" if chosen.negated else "in"
        condition = Condition(field=chosen.ref, op=op, values=list(chosen.values))
        missing = clause.absent and clause.entity and chosen.entity != self.subject
        if self.reading.reaches(self.subject, chosen.entity) and not missing:
            filters = self.reading.plan.filters
            if clause.absent and not clause.entity and not chosen.negated:
                condition.op = "not_in"
                self.clauses.remove(clause)
                clause.absent = False
        else:
            self._child(clause, chosen.entity)
            filters = clause.filters
        alike = [each for each in filters if each.field == condition.field and each.op == condition.op]
        same = next((each for each in alike if self._beside(each, chosen.at)), None)
        self.origins.append((condition, chosen.at))
        if self._narrowed(condition, [each for each in alike if self._beside(each, chosen.at)]):
            return
        if same and "both" in self.reading.words() and filters is clause.filters:
            others = [each for each in clause.filters if each.field != condition.field]
            self.clauses.append(
                Clause(entity=clause.entity, absent=clause.absent, filters=[*others, condition], at=chosen.at)
            )
        elif same:
            same.values = list(dict.fromkeys([*same.values, *condition.values]))
        else:
            filters.append(condition)

    def _stalled(self, item: Item) -> None:
        """Stalled: open and nothing heard of it for thirty days."""
        from datetime import timedelta  # noqa: PLC0415

        item.used = "filter"
        if self.subject == "deal":
            self.reading.filter("deal.outcome", "eq", "open")
        if self.reading.value("field", "deal.stage_days"):
            return  # stuck for so many days in a stage: that is said in full
        start = self.reading.now - timedelta(days=30)
        text = "the last 30 days"
        self.clauses.append(
            Clause(absent=True, entity="interaction", periods=[Span(text=text, start=start, end=self.reading.now)])
        )
        self.reading.note("stalled means no interaction in the last 30 days")

    def _entity(self, at: int, item: Item, clause: Clause) -> None:
        noun = noun_at(self.reading, at)
        if noun is None or noun.kind != "entity":
            return
        if noun.name == self.subject or self.reading.reaches(self.subject, noun.name):
            item.used = "entity"
            clause.direct = clause.direct or (noun.name == self.subject and bool(clause.entity))
            if noun.detail and self.subject == "interaction":
                self._kind(noun.detail, self.reading.plan.filters)
            return
        if (own := self._own_value(at, item)) is not None:
            self._value(own, clause)
            item.used = "value"
            return
        if clause.entity and clause.at < at and self._told_by(clause.entity, noun.name):
            item.senses, item.used = [], "entity"
            return
        if clause.entity and clause.entity != noun.name:
            clause = self._open(Clause(absent=clause.absent and clause.entity is None))
        either = clause.entity == noun.name and not clause.filters and " or " in self.reading.text.casefold()
        whole = not noun.detail or (either and clause.whole)
        clause.entity, clause.whole = noun.name, whole
        if not whole:
            self._kind(noun.detail, clause.filters)
        item.used = "entity"

    def _told_by(self, rows: str, name: str) -> bool:
        """`Never enrolled on a course`: each enrolment is on one, and says no more for it."""
        vocabulary = self.reading.vocabulary
        links = {link.target for link in vocabulary.entity(rows).links}
        return bool(vocabulary.entity(rows).kind) and name in links and bool(vocabulary.entity(name).kind)

    def _own_value(self, at: int, item: Item) -> Chosen | None:
        """`Tastings with an order`, where some have the result Ordered and other rows are called standing orders."""
        word = item.text.casefold()
        called = any(sense.weight >= 1 for sense in item.all("entity")) or item.has("kind")
        if called or " " in word or self.reading.items[at - 1].text.casefold() not in {"a", "an"}:
            return None
        sorts = [info for info in self.reading.vocabulary.fields_of(self.subject) if info.type == "category"]
        own = [(info.ref, value) for info in sorts for value in info.values if root(value.casefold()) == root(word)]
        return Chosen(own[0][0], [own[0][1]], at) if len(own) == 1 else None

    def _kind(self, kind: str, filters: list[Condition]) -> None:
        condition = Condition(field=kind_field(kind), op="in", values=[kind])
        same = next((each for each in filters if each.field == condition.field), None)
        if same:
            same.values = list(dict.fromkeys([*same.values, kind]))
        else:
            filters.append(condition)

    def _tasks(self) -> None:
        """Tasks are those still to be done, unless the question says otherwise."""
        filters = self.reading.plan.filters
        if self.subject == "task":
            todo = states.conditions(self.reading.vocabulary, "task", "open", "", self.reading.now.date())
            told = {each.field for each in todo} | {
                info.ref for info in states.statuses(self.reading.vocabulary, "task")
            }
            if not {each.field for each in filters} & told:
                filters += todo

    def _quiet(self) -> None:
        """`no contact in 30 days` is asked of deals that are still open."""
        filters = self.reading.plan.filters
        silent = any(each.entity == "interaction" and each.absent and each.periods for each in self.clauses)
        if (
            self.subject == "deal"
            and silent
            and not any(each.field in {"deal.outcome", "deal.stage"} for each in filters)
        ):
            filters.append(Condition(field="deal.outcome", op="eq", values=["open"]))
            self.reading.note("open deals only")

    def _as_before(self, clause: Clause) -> bool:
        """`Gave in 2025 but nothing in 2026`: what is missing is what the clause before speaks of."""
        earlier = self.clauses[: self.clauses.index(clause)]
        told = next((each for each in reversed(earlier) if each.entity and not each.absent), None)
        if told is None:
            return False
        clause.entity, clause.filters = told.entity, list(told.filters)
        return True

    def _as_bought(self, clause: Clause) -> None:
        """`Bought oak but never pine`: what is missing was not bought either, whatever was offered."""
        if not clause.absent or clause.entity != "deal" or not clause.filters:
            return
        said = [item for item in self.reading.items[clause.at :] if item.has("outcome", "sale", "entity")]
        earlier = [each for each in self.clauses[: self.clauses.index(clause)] if each.entity == "deal"]
        told = [each for held in earlier if not held.absent for each in held.filters if each.field == "deal.outcome"]
        if told and not said and not any(each.field == "deal.outcome" for each in clause.filters):
            clause.filters.append(told[-1].model_copy(deep=True))

    def _as_dated(self, clause: Clause) -> None:
        """`Bought oak this year but no pine`: no pine in that year."""
        word = self.reading.items[clause.at].text.casefold() if clause.absent and clause.filters else ""
        if word not in {"no", "none"} or clause.periods:
            return
        place = self.clauses.index(clause)
        later = self.clauses[place + 1 : place + 2]
        if later and later[0].absent and later[0].entity == clause.entity and later[0].filters:
            clause.periods = [span.model_copy(deep=True) for span in later[0].periods]  # no call and no visit in May
            return
        earlier = [each for each in self.clauses[:place] if each.entity == clause.entity]
        told = next((each.periods for each in reversed(earlier) if each.periods and not each.absent), [])
        clause.periods = [span.model_copy(deep=True) for span in told]

    def _write(self) -> None:
        self._tasks()
        self._quiet()
        self._bar()
        for clause in self.clauses:
            if clause.entity is None and not clause.absent:
                continue
            self._as_bought(clause)
            self._as_dated(clause)
            if clause.entity is None and not (clause.periods and self._as_before(clause)):
                self.reading.doubts += 0.6
                continue
            self.reading.plan.exists.append(
                Exists(
                    entity=clause.entity or "",
                    absent=clause.absent,
                    filters=clause.filters,
                    periods=clause.periods,
                    direct=clause.direct,
                )
            )
        timed(self.reading.plan, self.loose)
        only_those(self.reading)


def bound_condition(bound: Bound, ref: str) -> Condition:
    return Condition(field=ref, op=bound.op, values=list(bound.values))
