"""Parts of a question, each read by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crm.ask.language.lexicon import colour_words
from crm.ask.language.linking import Item, link
from crm.ask.plan import Beside, Condition, Measure, QueryPlan
from crm.ask.planning.doubts import weigh
from crm.ask.planning.reading import Reading
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.telling.figures import plural
from crm.ask.telling.footing import is_footing
from crm.periods import Period

SURE = 0.75  # how well a part must be understood for the whole to be told
STRONG = 0.9
SEVERAL = 2  # words that no reading can leave out


@dataclass(frozen=True)
class Parts:
    """How a part is read, and the words of the record."""

    read: Callable[[str], Reading]
    vocabulary: Vocabulary
    periods: Callable[[str], Sequence[Period]]

    def sure(self, text: str) -> Reading | None:
        """The reading of a part that is understood, none of its words left over."""
        reading = self.read(" ".join(text.split()))
        return reading if reading.refusal is None and weigh(reading)[0] >= SURE else None

    def items(self, text: str) -> list[Item]:
        return link(text, self.vocabulary, self.periods(text))

    def strange(self, text: str) -> bool:
        """Whether several words of a part are none of the record's."""
        unknown = [item.text.casefold() for item in self.items(text) if item.unknown and item.text.isalpha()]
        telling = [word for word in unknown if word not in colour_words() and not word.endswith("ly") and len(word) > 1]
        return len(telling) >= SEVERAL

    def timed(self, text: str) -> bool:
        return bool(self.periods(text))

    def is_figure(self, text: str) -> bool:
        """Whether words name what is added up rather than rows that are counted."""
        items = [item for item in self.items(text) if item.senses and not item.stop]
        if any(item.has("entity", "kind") and not item.has("field", "metric") for item in items):
            return False
        numeric = any(self.vocabulary.fields[each.value].numeric for i in items for each in i.all("field"))
        return numeric or any(item.has("metric") for item in items)

    def noun(self, text: str) -> str:
        """The word of a part that says what is counted or added up; empty where none does."""
        for item in reversed(self.items(text)):
            numeric = any(self.vocabulary.fields[each.value].numeric for each in item.all("field"))
            if item.has("entity", "kind", "metric") or numeric:
                return item.text
        return ""

    def pluralised(self, text: str) -> str:
        """A part as the heading of a column."""
        text = re.sub(r"\bdid (?=we|they)", "", text)
        for item in self.items(text):
            if item.has("entity", "kind") and not item.text.endswith("s"):
                text = re.sub(rf"\b{re.escape(item.text)}\b", plural(item.text), text)
        return text

    def label(self, plan: QueryPlan, words: str) -> None:
        """Counts are headed by what was asked for, so that two of them are told apart."""
        measure = next(each for each in plan.measures if not is_footing(each))
        if measure.kind == "count":
            measure.label = f"number of {self.pluralised(words)}"

    def is_group(self, word: str) -> bool:
        """Whether a word says by what figures are told apart: reps, accounts, countries."""
        for item in self.items(word):
            fields = [self.vocabulary.fields[each.value] for each in item.all("field")]
            if item.has("entity") or any(info.type in {"category", "text"} for info in fields):
                return True
        return False

    def named_kind(self, text: str, entity: str) -> list[Condition]:
        """What a noun for rows says of them: accounts that are called customers are those whose status it is."""
        found = []
        for item in self.items(text):
            if any(sense.value == entity for sense in item.all("entity")):
                own = [
                    each for each in item.all("value") if each.value.split(".")[0] == entity and each.weight >= STRONG
                ]
                found += [Condition(field=each.value, op="in", values=[each.detail]) for each in own[:1]]
        return found

    def column(self, word: str, entity: str) -> str | None:
        """The column that rows of an entity share: their plan, the team of their rep, the country of their account."""
        found: list[tuple[float, str]] = []
        for item in self.items(word):
            for sense in item.senses:
                if sense.kind == "entity" and self.vocabulary.path(entity, sense.value) is not None:
                    known = self.vocabulary.entities.get(sense.value)
                    found += [(sense.weight, f"{sense.value}.{known.name_key}")] if known else []
                elif sense.kind == "field" and self.vocabulary.path(entity, sense.value.split(".")[0]) is not None:
                    info = self.vocabulary.fields[sense.value]
                    own = 0.01 if info.entity == entity else 0.0
                    found += [(sense.weight + own, info.ref)] if info.type in {"category", "text"} else []
        return max(found)[1] if found and max(found)[0] >= STRONG else None

    def merely(self, text: str, entity: str, group: str) -> bool:
        """Whether words name nothing but the groups themselves: `of all ten reps`."""
        for item in self.items(text):
            named = any(each.value in {entity, group} for each in item.all("entity") + item.all("field"))
            if not (item.stop or item.number is not None or named or item.has("grouper")):
                return False
        return True

    def conditions(self, words: str, subject: str) -> list[Condition]:
        """What names before an average narrow it to: nothing where a word of them is none."""
        found: list[Condition] = []
        for item in self.items(words):
            values = [
                each
                for each in item.all("value")
                if self.vocabulary.path(subject, each.value.split(".")[0]) is not None
            ]
            if not values:
                return []
            best = max(values, key=lambda sense: sense.weight)
            found.append(Condition(field=best.value, op="in", values=[best.detail]))
        return found

    def number_of(self, group: str, named: list[Condition]) -> Beside | None:
        """How many there are to take a mean of: all reps, also those of whom there is nothing to count."""
        entity, _, key = group.partition(".")
        rows = self.vocabulary.entity(entity)
        counted = QueryPlan(subject=entity, shape="value")
        if key == rows.name_key:
            counted.measures = [Measure(kind="count", label=f"number of {rows.plural}")]
        else:
            counted.measures = [Measure(kind="count_distinct", field=group, label=f"number of {key}s")]
        if entity == "user" and self.vocabulary.managers:
            counted.filters = [Condition(field="user.role", op="eq", values=["rep"])]
        for each in named:
            if self.vocabulary.path(entity, each.field.split(".")[0]) is None:
                return None
            counted.filters.append(each)
        return Beside(plan=counted, asks="ratio")


def lone_figure(plan: QueryPlan, kind: str, field: str | None) -> bool:
    """Whether a plan tells one figure of a column and nothing else."""
    one = plan.shape == "value" and len(plan.measures) == 1 and not plan.group_by
    return one and plan.measures[0].kind == kind and plan.measures[0].field == field
