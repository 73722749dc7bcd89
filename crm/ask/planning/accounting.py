"""Words that the finished plan says nothing of, though some rule took them as explained, or as harmless."""

from __future__ import annotations

from collections.abc import Iterator

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.planning.reading import Reading
from crm.ask.planning.said import Said
from crm.ask.record.steps import STEP

FIGURES = {
    "count": {"count", "count_distinct", "share", "per", "sum", "avg", "median", "min", "max"},
    "distinct": {"count_distinct", "count"}, "sum": {"sum", "count", "avg", "share", "part", "ratio", "per"},
    "avg": {"avg", "per", "ratio"}, "median": {"median"}, "min": {"min"}, "max": {"max"},
    "share": {"share", "part", "win_rate", "loss_rate", "ratio"}, "ratio": {"ratio", "share", "part"},
}  # fmt: skip
TELLING = frozenset({"avg", "median", "share", "ratio", "sum", "distinct"})  # figures that are no other figure
MIDDLES = frozenset({"avg", "median"})  # two sides may be set against each other, but none else than asked for
COMPARING = frozenset({"eq", "between", "gt", "ge", "lt", "le"})
LIMITS = frozenset({"over", "above", "below", "under", "exceed", "exceeded"})
AGAINST = frozenset({"vs", "versus", "v"})
EACH = frozenset({"per", "each", "every"})
SPENT = frozenset({"scope", "about"})
WHICHEVER = frozenset({"any", "every", "all", "whatever"})
ADDRESSES = frozenset({"phone", "email", "url", "date", "datetime"})  # on the phone, opened a ticket
NAMED = 1.0  # weight of a sense that is a header itself
PART = 0.65  # weight up to which a sense is but a part of a header
LOOKED_UP = frozenset({"list", "lookup"})
OF_CLIENTS = frozenset({"signal", "mood", "passages"})
PEOPLE = frozenset({"user", "manager", "contact"})
STAGES = frozenset({f"{STEP}.stage", f"{STEP}.from_stage"})
SCALES = (1, 0.01, 100, 7, 24, 30, 60, 365, 1000)  # a number may be told in another unit than the column's


def unaccounted(reading: Reading) -> Iterator[Item]:
    """The items marked as used of which no sense is in the plan, and the figures that nothing gives."""
    said = Said(reading.plan)
    if said.refs & reading.vocabulary.sealed:
        return  # nothing is computed from it: whoever asks is told so
    for at, item in enumerate(reading.items):
        used = item.used is not None or _telling(reading, at)
        if used and not item.stop and not accounted(item, reading, said):
            yield item


def _telling(reading: Reading, at: int) -> bool:
    """Whether a word must show in the plan, whatever it was taken for."""
    item, before = reading.items[at], reading.words()[at - 1] if at else ""
    named = [reading.field(sense) for sense in item.all("field") if sense.weight >= NAMED]
    if named and before not in WHICHEVER and not any(info.type in ADDRESSES for info in named):
        return True
    if item.has("comparator") and item.text.casefold() in LIMITS and _figure_behind(reading, at):
        return True
    return any(sense.value in TELLING for sense in item.all("aggregate")) and not item.has("value", "field")


def _figure_behind(reading: Reading, at: int) -> bool:
    """`Over their budgeted hours`: a column that something is held against."""
    place = reading.after(at)
    fields = reading.items[place].all("field") if place is not None else []
    return any(reading.field(sense).numeric and sense.weight >= NAMED for sense in fields)


def accounted(item: Item, reading: Reading, said: Said) -> bool:
    """Whether some sense of the item is in the plan."""
    if item.used in SPENT:
        return True
    if item.period is not None:
        edges = {edge for span in said.spans for edge in (span.start, span.end, span.text)}
        return bool({item.period.start, item.period.end, item.period.text} & edges)
    if item.number is not None:
        numbers = said.numbers | said.ages(reading.now.date())
        return any(abs(item.number * scale - held) < 1e-6 * max(1, abs(held)) for scale in SCALES for held in numbers)
    if not item.senses or (item.used == "bound" and bool(said.operators & COMPARING)):
        return True
    return any(_sense(sense, item, reading, said) for sense in _plainest(item, reading))


def _plainest(item: Item, reading: Reading) -> list[Sense]:
    """`Kilos` of a record with a column of that name is no part of the “rewash kilos”."""
    figures = [sense for sense in item.all("field") if reading.field(sense).numeric]
    headed = any(sense.weight >= NAMED for sense in figures)
    return [sense for sense in item.senses if not headed or sense not in figures or sense.weight > PART]


def _sense(sense: Sense, item: Item, reading: Reading, said: Said) -> bool:
    value, plan = sense.value, said.plan
    match sense.kind:
        case "value":
            return _value(sense, said)
        case "entity":
            return _entity(value, item, reading, said)
        case "kind":
            told = any(each.field in {"interaction.kind", "interaction.source"} for each in said.conditions)
            return told or (plan.subject == "interaction" and _lasts(said))
        case "mood" | "mood_word":
            return plan.mood is not None or "interaction.mood" in said.refs
        case "field":
            return _field(value, item, reading, said)
        case "metric":
            return value in said.kinds or any(each.field for each in plan.measures)
        case "aggregate":
            return _figure(value, said)
        case "superlative":
            ranked = bool(plan.order) or bool(said.kinds & {"min", "max"}) or plan.contrast is not None
            return ranked or item.used == "bound"  # `three or more`
        case "versus":
            return item.used != "compare" or item.text.casefold() not in AGAINST or _sides(said)
        case "grouper":
            broken = item.used == "group" and bool(EACH & set(item.text.casefold().split(" ")))
            return not broken or plan.shape != "list"  # rows as they stand are those of no group
        case "negation" | "exclusion":
            return said.denies or plan.yes_no or bool(said.operators & COMPARING)
        case "grain":
            return not item.has("value") or bool(said.spans) or any(group.grain == value for group in plan.group_by)
        case "comparator":
            told = item.used == "filter" or bool(said.operators & COMPARING)
            aged = any((span.start is None) != (span.end is None) for span in said.spans)  # older than 60 days
            return told or aged or _compares(said) or _lasts(said)
        case _:
            return True


def _compares(said: Said) -> bool:
    return said.plan.contrast is not None or said.plan.compare_periods


def _sides(said: Said) -> bool:
    """Whether two things are told side by side."""
    plan, several = said.plan, any(len(each.values) > 1 or each.other for each in said.conditions)
    return _compares(said) or several or len(said.spans) > 1 or len(plan.measures) > 1 or len(plan.group_by) > 1


def _lasts(said: Said) -> bool:
    """Whether days between two dates are measured."""
    return any(each.since for each in said.plan.measures) or any(ref.endswith("_days") for ref in said.refs)


def _entity(name: str, item: Item, reading: Reading, said: Said) -> bool:
    alike = PEOPLE if name in PEOPLE else {name}
    figure = not said.plan.group_by and bool(said.plan.measures)
    one = figure or item.used == "entity"  # whose rows they are may be left unsaid
    if name == "deal" and said.plan.subject == STEP:
        return True  # a change of stage is one of a deal
    if item.used == "value" or (name == "account" and said.plan.shape in OF_CLIENTS):
        return True  # a noun beside a value, or a value by its root; what was heard is told client by client
    return bool(alike & (said.entities | _listed(reading))) or (one and reading.reaches(said.plan.subject, name))


def _is_list(reading: Reading) -> bool:
    return reading.plan.shape in LOOKED_UP and not reading.plan.group_by


def _listed(reading: Reading) -> set[str]:
    """Whose names stand beside the rows of a list."""
    columns = reading.vocabulary.entity(reading.plan.subject).columns if _is_list(reading) else ()
    return {column.split(".")[0] for column in columns if "." in column}


def _field(ref: str, item: Item, reading: Reading, said: Said) -> bool:
    info = reading.vocabulary.fields.get(ref)
    if ref == "deal.stage" and said.refs & STAGES:
        return True
    of_team = ref == "user.team" and bool({"user", "manager"} & said.entities)
    own = _is_list(reading) and ref.split(".", maxsplit=1)[0] == reading.plan.subject
    spoken = item.used == "date" and (bool(said.spans) or ref.split(".", maxsplit=1)[0] in said.entities)
    dated = info is not None and info.temporal and (spoken or _lasts(said))
    lasting = ref.endswith("_days") and _lasts(said)
    return ref in said.refs or own or of_team or dated or lasting


def _figure(name: str, said: Said) -> bool:
    plan = said.plan
    looked_up = plan.shape in LOOKED_UP and not plan.measures
    quotient = name == "ratio" and plan.quotient
    told = bool(FIGURES.get(name, {name}) & said.kinds) or quotient or plan.count_groups or looked_up
    return told or (_compares(said) and name not in MIDDLES)


def _value(sense: Sense, said: Said) -> bool:
    refs = {sense.value}
    if sense.value in {"user.name", "account.name"}:
        refs |= {"manager.name", "parent.name"}
    if sense.value == "deal.stage":
        refs |= STAGES
    if sense.value == "contact.name":
        refs.add("sender.name")
    contrast = said.plan.contrast
    sides = {contrast.of, contrast.against} if contrast else set()
    about = (said.plan.about or "").casefold()
    return (
        any(said.holds(ref, sense.detail) for ref in refs) or sense.detail in sides or sense.detail.casefold() in about
    )
