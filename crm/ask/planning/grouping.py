"""What rows are broken down by."""

from __future__ import annotations

from crm.ask.plan import Group, Measure, Order
from crm.ask.planning import shares
from crm.ask.planning.dating import default_date
from crm.ask.planning.draft import Draft
from crm.ask.planning.nouns import best_field
from crm.ask.planning.reading import Noun

PERSONS = frozenset({"person", "people", "persons", "each person"})


class Grouping(Draft):
    """Groups, and the rows that connect what is counted with what it is counted by."""

    def group(self, nouns: list[Noun]) -> None:
        reading, plan = self.reading, self.plan
        for noun in nouns:
            if self._apiece(noun, nouns):
                continue
            ref, grain = self._group_ref(self._colleague(noun))
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

    def _apiece(self, noun: Noun, nouns: list[Noun]) -> bool:
        """`Average guests per booking for each segment`: an average over bookings is one per booking already."""
        subject, measures = self.plan.subject, self.plan.measures
        of_rows = all(
            each.kind in {"avg", "median"} and (each.field or "").startswith(f"{subject}.") for each in measures
        )
        return bool(measures) and of_rows and len(nouns) > 1 and (noun.kind, noun.name) == ("entity", subject)

    def _colleague(self, noun: Noun) -> Noun:
        """`Overdue tasks per person`: those whose tasks they are, not the contacts of their accounts."""
        links = {link.target for link in self.reading.vocabulary.entity(self.plan.subject).links}
        person = noun.at >= 0 and self.reading.items[noun.at].text.casefold() in PERSONS
        ours = noun.name == "contact" and "user" in links and "contact" not in self._filled_links()
        return Noun("entity", "user", noun.at) if person and ours else noun

    def _filled_links(self) -> set[str]:
        vocabulary, subject = self.reading.vocabulary, self.plan.subject
        links = vocabulary.entity(subject).links
        return {link.target for link in links if (subject, link.column) not in vocabulary.empty_links}

    def _group_ref(self, noun: Noun) -> tuple[str | None, str | None]:
        if noun.kind == "entity":
            name = noun.name
            key = self.reading.vocabulary.entity(name).name_key
            return f"{name}.{key}", None
        if noun.kind == "grain":
            dated = next((span.field for span in self.plan.periods), None)
            return noun.detail or dated or default_date(self.reading.vocabulary, self.plan.subject), noun.name
        ref = noun.name
        if noun.at >= 0 and self.reading.items[noun.at].has("field"):
            ref = self._headed(noun.at) or best_field(self.reading.items[noun.at], self._near())
        return ref, "month" if self.reading.field(ref).temporal else None

    def _headed(self, at: int) -> str | None:
        """`By county`: the one column of that very header, before the home county of somebody nearer."""
        senses = [sense for sense in self.reading.items[at].all("field") if sense.weight >= 1]
        near = self._near()
        told = {sense.value for sense in senses if sense.value.split(".")[0] in near}
        return told.pop() if len(told) == 1 else None

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
