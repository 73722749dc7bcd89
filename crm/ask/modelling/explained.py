"""Whether a plan says all that its question says, and nothing that it does not."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.modelling.choices import unknown_words
from crm.ask.plan import Condition, QueryPlan
from crm.ask.planning.ordering import DOWN
from crm.ask.planning.reading import Reading
from crm.ask.planning.said import Said
from crm.ask.words import UNIT_WORDS
from crm.naming import word_set

ASKING = word_set(
    "gimme lemme gotta wanna fetch dig grab hand spit tell mate dude bro folks guys hey yo um uh er ah well quick pls "
    "plz thx cheers ta kindly reckon figure guess maybe perhaps sorry wondering wonder curious lookup rustle fish"
)  # words of asking, which a model may say mean nothing more
HARMLESS = frozenset({"question", "grouper", "mine", "team", "owns", "due", "based", "works_at", "manages"})
COMPARING = frozenset({"gt", "ge", "lt", "le", "eq", "between"})
FIGURES = {
    "count": ("count", "count_distinct", "share"), "distinct": ("count_distinct",), "sum": ("sum", "count"),
    "avg": ("avg",), "median": ("median",), "share": ("share",), "win_rate": ("win_rate",),
    "loss_rate": ("loss_rate",), "min": ("min",), "max": ("max",), "count_distinct": ("count_distinct",),
}  # fmt: skip
METRICS = {"revenue": "deal.amount", "pipeline": "deal.amount", "deal_size": "deal.amount", "cycle": "deal.cycle_days"}


def explained(reading: Reading, plan: QueryPlan, words: dict[str, str]) -> bool:
    """Every word of the question by a part of the plan, every condition of the plan by a word of the question.

    Args:
        reading: the question as the rules linked it.
        plan: as the model would have it.
        words: what the model says the words mean that the rules do not know.
    """
    said = Said(plan)
    read = [item for item in reading.items if not (item.stop or item.unknown or item.text.casefold() in UNIT_WORDS)]
    unknown = unknown_words(reading)
    if set(words) != set(unknown):
        return False
    known = all(_item(item, reading, said) for item in read)
    strange = all(_meant(word, words.get(word, ""), said) for word in unknown)
    return known and strange and all(_founded(each, reading, said, words) for each in said.conditions)


def _item(item: Item, reading: Reading, said: Said) -> bool:
    if item.period is not None:
        spans = [*said.plan.periods, *(span for one in said.plan.exists for span in one.periods)]
        return any((span.start, span.end) == (item.period.start, item.period.end) for span in spans)
    if item.number is not None:
        near = {value for bound in reading.bounds if bound.at <= item.first <= bound.end for value in bound.values}
        return bool({item.number, item.number / 100, *near} & said.numbers)
    values = item.all("value")
    if values and not item.has("outcome", "entity", "field", "kind", "mood"):
        return any(_value(sense, said) for sense in values)
    return any(_sense(sense, reading, said) for sense in item.senses)


def _value(sense: Sense, said: Said) -> bool:
    refs = {sense.value, "manager.name"} if sense.value == "user.name" else {sense.value}
    return any(said.holds(ref, sense.detail) for ref in refs)


def _sense(sense: Sense, reading: Reading, said: Said) -> bool:
    value = sense.value
    match sense.kind:
        case "value":
            return _value(sense, said)
        case "entity":
            return value in said.entities
        case "kind":
            return said.holds("interaction.kind", value)
        case "mood":
            return said.holds("interaction.mood", value)
        case "outcome" | "sale":
            return _outcome(value, reading, said)
        case "metric":
            return METRICS.get(value) in said.refs or value in said.kinds
        case "aggregate":
            return bool({*FIGURES.get(value, (value,))} & said.kinds)
        case "field":
            return value in said.refs
        case "superlative":
            return said.ranks(descending=value in DOWN)
        case "comparator":
            return value in said.operators
        case "negation" | "exclusion":
            return said.denies
        case "grain":
            return any(group.grain == value for group in said.plan.group_by)
        case "versus":
            return said.plan.compare_periods or bool(said.plan.group_by)
        case "parent" | "subsidiary":
            return "parent" in said.entities
        case _:
            return sense.kind in HARMLESS


def _outcome(value: str, reading: Reading, said: Said) -> bool:
    if value == "closed":
        return "deal.close_date" in said.refs or _outcome("won", reading, said)
    wanted = {"sale": "won"}.get(value, value)
    stages = [name for name, outcome in reading.vocabulary.stages.items() if outcome == wanted]
    rates = {"won": "win_rate", "lost": "loss_rate"}
    return (
        said.holds("deal.outcome", wanted)
        or rates.get(wanted) in said.kinds
        or any(said.holds("deal.stage", stage) for stage in stages)
    )


def _meant(word: str, meaning: str, said: Said) -> bool:
    """Whether the plan has what the model says the word means."""
    parts = {"group": bool(said.plan.group_by), "order": bool(said.plan.order), "absence": said.denies}
    if meaning == "asking":
        return word in ASKING
    if meaning in parts:
        return parts[meaning]
    if meaning in FIGURES:
        return bool({*FIGURES[meaning]} & said.kinds)
    return meaning in said.refs or meaning in said.entities


def _founded(condition: Condition, reading: Reading, said: Said, words: dict[str, str]) -> bool:
    """Whether something in the question asks for the condition."""
    ref = condition.field
    if ref in words.values():
        return True
    if ref == "deal.outcome":
        outcomes = any(item.has("outcome", "sale", "metric") for item in reading.items)
        return outcomes or "deal.amount" in said.refs  # what was earned is what was won
    if condition.op in COMPARING:
        return True  # its numbers are the question's own
    if condition.values:
        return all(str(value) in _linked(reading, ref) for value in condition.values)
    return any(sense.value == ref for item in reading.items for sense in item.all("field"))


def _linked(reading: Reading, ref: str) -> set[str]:
    """Values of a field that stand in the question."""
    kinds = {"interaction.kind": "kind", "interaction.mood": "mood"}
    plain = "user.name" if ref == "manager.name" else ref
    found = {sense.detail for item in reading.items for sense in item.all("value") if sense.value in {ref, plain}}
    if ref in kinds:
        found |= {sense.value for item in reading.items for sense in item.all(kinds[ref])}
    return found
