"""Whose date a period limits: that of the subject, or of the rows that hang on it."""

from __future__ import annotations

from dataclasses import dataclass

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.language.text import stem, tokens
from crm.ask.plan import Span
from crm.ask.planning.clauses import Clause, Clauses
from crm.ask.record.labels import spoken
from crm.ask.record.schema import FieldInfo, yearlike

HOLDERS = frozenset({"account", "contact", "product", "user"})  # whose own dates are seldom meant
BEFORE = 4  # items a date may be named before its period
PLAIN = frozenset({"date", "dates", "day", "time"})  # a date that is named before them says which one


@dataclass
class Dated(Clauses):
    """Periods of a question, each in its clause."""

    def _period(self, at: int, item: Item, clause: Clause) -> None:
        period = item.period
        if period is None:
            return
        span = Span(text=period.text, start=period.start, end=period.end)
        item.used = "period"
        place = self._place(at, clause, span)
        if place is None and self.subject in HOLDERS and not self._named(at):
            self.loose.append(span)
        (self.reading.plan.periods if place is None else place.periods).append(span)

    def _place(self, at: int, clause: Clause, span: Span) -> Clause | None:
        """The clause of the rows whose date is named beside the period, else the one it stands in or after."""
        named = self._named(at)
        if self.subject == "interaction" and {ref.split(".")[0] for ref in named} == {"task"}:
            span.field = "interaction.occurred_at"  # a call that was due in July and is done was one of July
            return None
        entities = list(dict.fromkeys(ref.split(".")[0] for ref in named))
        if entities and clause.entity not in entities:
            if any(entity == self.subject or self.reading.reaches(self.subject, entity) for entity in entities):
                if self.subject not in entities:
                    span.field = named[0]
                return None
            known = next((each for each in self.clauses if each.entity in entities), None)
            found = known or self._open(Clause(entity=entities[0], at=at))
            span.field = next(ref for ref in named if ref.startswith(f"{found.entity}."))
            return found
        before = self.reading.before(at)
        nothing = before is not None and self.reading.items[before].text.casefold() in {"nothing", "none", "not"}
        if (clause.entity and clause.entity != self.subject) or (
            clause.absent and not clause.entity and (nothing or self._rows_behind(at))
        ):
            return clause
        below = self._limited(at)
        earlier = [each for each in self.clauses if each.entity not in {None, self.subject}]
        return below or (earlier[-1] if earlier and not entities else None)

    def _rows_behind(self, at: int) -> bool:
        """`Who sent us nothing in 90 days (orders)`: what was not sent is said behind the period."""
        named = [sense.value for item in self.reading.items[at + 1 :] for sense in item.all("entity")]
        return any(name != self.subject and self.reading.reaches(name, self.subject) for name in named[:1])

    def _named(self, at: int) -> list[str]:
        """The dates a word before the period may mean: `churned in Q3`, `a trial that ends this month`."""
        for place in range(at - 1, max(-1, at - 1 - BEFORE), -1):
            item = self.reading.items[place]
            if item.has("entity", "kind", "outcome", "negation") or item.period is not None:
                return []
            found = [sense.value for sense in item.all("field") if _dates(self.reading.field(sense))]
            if found and item.text.casefold() in PLAIN and self._dated_before(place):
                self.reading.use(place, "date")
                continue
            if set(found) == {"deal.opened_on"} and self.subject != "deal" and not self._deals_named():
                self.reading.use(place, "date")
                return []  # `cases opened this year`: whatever rows are spoken of, not deals
            if found and item.used in {None, "date"}:
                if not any(ref.startswith(f"{self.subject}.") for ref in found):
                    self.reading.use(place, "date")
                return found
        return []

    def _dated_before(self, at: int) -> bool:
        """`Customer since some date in 2022`: the word only repeats that a date is meant."""
        before = self.reading.before(at)
        return before is not None and any(
            self.reading.field(sense).temporal for sense in self.reading.items[before].all("field")
        )

    def _date_of_flag(self, at: int, item: Item) -> bool:
        """`Renewing in January`: the renewal date, not whether a subscription renews itself."""
        follow = self.reading.after(at)
        if follow is None or self.reading.items[follow].period is None:
            return False
        word = stem(item.text.casefold())
        for entity in dict.fromkeys(sense.value.split(".")[0] for sense in item.all("field")):
            for info in self.reading.vocabulary.fields_of(entity):
                if info.temporal and any(akin(word, stem(token.fold)) for token in tokens(spoken(info.label))):
                    item.senses, item.used = [Sense("field", info.ref)], "date"
                    return True
        return False

    def _deals_named(self) -> bool:
        return any(sense.value == "deal" for item in self.reading.items for sense in item.all("entity"))

    def _limited(self, at: int) -> Clause | None:
        """`Fewer than 10 active users on 19 November`: the rows that a number before the period limits."""
        for place in range(at - 1, -1, -1):
            item = self.reading.items[place]
            refs = [sense.value for sense in item.all("field")]
            bounded = any(bound.at < place <= bound.end + 2 for bound in self.reading.bounds)
            if refs and bounded:
                entity = refs[0].split(".")[0]
                if entity == self.subject or self.reading.reaches(self.subject, entity):
                    return None
                return next((each for each in self.clauses if each.entity == entity), None) or self._open(
                    Clause(entity=entity, at=at)
                )
        return None


def _dates(info: FieldInfo) -> bool:
    return info.temporal or yearlike(info)


def akin(word: str, other: str) -> bool:
    """Renew and renewal."""
    short, long = sorted((word, other), key=len)
    return len(short) > 3 and long.startswith(short)
