"""One thing against another: more than, up or down, by how much. First what is asked, then which two are meant."""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.plan import Contrast, Group, Measure, QueryPlan, Span
from crm.ask.planning.measures import Wanted, _metric, field_measure
from crm.ask.planning.nouns import noun_at
from crm.ask.planning.opposed import read_minus, subtracts
from crm.ask.planning.reading import Asked, Reading
from crm.ask.record.money import main_money, sold_money
from crm.ask.words import COMPARATIVES

PEOPLE = frozenset({"user", "manager"})
AMOUNT = frozenset(
    {"how much", "how many", "by how", "difference", "delta", "growth", "growth rate", "increase", "decrease"}
)
NAMING = frozenset({"which", "who", "what", "whose", "where", "that", "list", "show", "name"})
UP_OR_DOWN = frozenset({"up", "down"})
SIZES = frozenset({"bigger", "larger", "smaller"})
REACH = 5  # items after `than` in which the other side stands


def read_contrast(reading: Reading) -> None:
    """Marks the words of a comparison, so that nothing else takes them for a limit or a share."""
    for at, item in enumerate(reading.items):
        before = reading.before(at)
        if item.has("change") and before is not None and _figure(reading, reading.items[before]):
            item.senses = item.all("change")  # `revenue growth` is no tier of that name
    reading.contrast = read_minus(reading) or _than(reading) or _changed(reading) or _up_or_down(reading)
    reading.contrast = reading.contrast or _in_percent(reading)
    if reading.contrast is not None:
        for at, item in enumerate(reading.items):
            if item.has("change"):
                item.senses = item.all("change")
            if item.has("change") or any(sense.value == "share" for sense in item.all("aggregate")):
                reading.use(at, "compare")


def _figure(reading: Reading, item: Item) -> bool:
    numbers = any(reading.field(sense).numeric for sense in item.all("field"))
    return item.has("metric") or (numbers and not item.has("entity", "kind"))


def _than(reading: Reading) -> Asked | None:
    """`More deals in Q3 than in Q2`, `bigger than Globex`; `more than 5` is a limit and nothing of this."""
    found = next(((at, word) for at, item in enumerate(reading.items) if (word := _comparative(item))), None)
    if found is None:
        return None
    at, word = found
    than = next((n for n in range(at, len(reading.items)) if reading.items[n].text.casefold().endswith("than")), None)
    if than is None or reading.items[than].used:
        return None
    second = _side(reading, than)
    if second is None:
        return None
    if not _other_side(reading, than, reading.items[second]):
        reading.doubts += 0.6
        return None
    for place in range(at, than + 1):
        if place in {at, than}:
            reading.use(place, "compare")
    amount = any(item.text.casefold() in AMOUNT for item in reading.items[:at])
    named = any(item.text.casefold() in NAMING for item in reading.items[:at]) or _said_of_rows(reading, at)
    asks = word if reading.plan.yes_no or (named and not amount) else "change"
    return Asked(asks, at, than, falling=word == "less")


def _said_of_rows(reading: Reading, at: int) -> bool:
    """`Reps with more wins than losses`: those rows are asked for, no word need name them."""
    before = reading.items[at - 2] if at > 1 and reading.items[at - 1].text.casefold() in {"with", "having"} else None
    return before is not None and before.has("entity") and before.text.casefold().endswith("s")


def _comparative(item: Item) -> Literal["more", "less"] | None:
    first = item.text.casefold().split(" ")[0]
    return "more" if first in COMPARATIVES["more"] else "less" if first in COMPARATIVES["less"] else None


def _side(reading: Reading, than: int) -> int | None:
    """The period, value, outcome or kind that the comparison is with; a number first makes it a limit."""
    for place in range(than + 1, min(than + 1 + REACH, len(reading.items))):
        item = reading.items[place]
        if item.number is not None:
            return None
        if item.period is not None or item.has("value", "outcome", "kind"):
            return place
    return None


def _other_side(reading: Reading, than: int, second: Item) -> bool:
    before = reading.items[:than]
    if second.period is not None:
        return any(item.period is not None for item in before)
    refs = {sense.value for sense in second.all("value")}
    if refs:
        return any(sense.value in refs for item in before for sense in item.all("value"))
    return any(item.has("outcome", "kind") for item in before)


def _changed(reading: Reading) -> Asked | None:
    """`Growth from Q2 to Q3`, `which region rose the most`, `the difference between West and East`."""
    words = [sense.value for at in range(len(reading.items)) for sense in _changes(reading, at)]
    dated = len({item.period.start for item in reading.items if item.period is not None})
    apart = any(item.text.casefold() == "difference" for item in reading.items)
    if not words or (dated < 2 and not apart):
        return None
    if over := _over(reading):
        reading.use(over, "compare")
    at = next(at for at in range(len(reading.items)) if _changes(reading, at))
    falling = "down" in words and "up" not in words
    said = {item.text.casefold() for item in reading.items}
    share = any(sense.value == "share" for item in reading.items for sense in item.all("aggregate"))
    if reading.plan.yes_no:
        return Asked("less" if falling else "more", at, falling=falling)
    if share or said & AMOUNT or reading.has("superlative"):
        return Asked("change", at, falling=falling)
    if reading.words()[0] in NAMING and set(words) != {"any"}:
        return Asked("less" if falling else "more", at, falling=falling)
    return Asked("sides", at)


def _up_or_down(reading: Reading) -> Asked | None:
    """`Q3 against Q2: what % up or down?`"""
    dated = len({item.period.start for item in reading.items if item.period is not None})
    at = next((at for at, word in enumerate(reading.words()) if word in UP_OR_DOWN), None)
    asked = any(sense.value in {"share", "sum"} for item in reading.items for sense in item.all("aggregate"))
    if at is None or dated != len(("one", "other")) or not asked:
        return None
    for place in range(at, len(reading.items)):
        if reading.items[place].text.casefold() in UP_OR_DOWN:
            reading.use(place, "compare")
    for place in reading.unused("versus", "aggregate"):
        if reading.items[place].has("versus") or _asks_amount(reading, place):
            reading.use(place, "compare")
    return Asked("change", at)


def _in_percent(reading: Reading) -> Asked | None:
    """`How does Q3 compare to Q1, in %`: the change, not a share of anything."""
    at, dated = reading.first("versus"), [item for item in reading.items if item.period is not None]
    signs = [n for n, item in enumerate(reading.items) if item.text.casefold() in {"%", "percent", "pct"}]
    if at is None or len(dated) != len(("one", "other")) or not signs:
        return None
    if reading.words()[signs[0] - 1] != "in" or reading.words()[signs[0] + 1 : signs[0] + 2] == ["of"]:
        return None
    reading.use(at, "compare")
    return Asked("change", at)


def _asks_amount(reading: Reading, place: int) -> bool:
    """`How much %`, not `how much did we bill`."""
    follow = reading.items[place + 1] if place + 1 < len(reading.items) else None
    shares = [item for item in (reading.items[place], follow) if item is not None]
    return any(sense.value == "share" for item in shares for sense in item.all("aggregate"))


def _changes(reading: Reading, at: int) -> list[Sense]:
    """A word that is a value too (a tier named Growth) is that where it is written so."""
    item = reading.items[at]
    return [] if item.has("value") and item.capital and item.first else item.all("change")


def compared_rows(reading: Reading) -> list[Wanted]:
    """What is compared where no figure is named: how many of the rows beside the word, else what was won or lost."""
    asked = reading.contrast
    if asked is None:
        return []
    if subtracts(reading.items[asked.at]):
        return [Wanted(Measure(kind="count"), "deal", -1)]
    for at in range(asked.at, asked.than or asked.at):
        noun = noun_at(reading, at) if reading.items[at].has("entity", "kind") else None
        if noun and noun.kind == "entity" and noun.name not in PEOPLE:
            reading.use(at, "measure")
            if noun.detail:
                reading.filter("interaction.kind", "in", noun.detail)
            return [_size(reading, noun.name, at) or Wanted(Measure(kind="count"), noun.name, at)]
    if (sold := sold_money(reading)) is not None:
        return [Wanted(field_measure(sold, "sum"), sold.entity, -1)]
    outcome = next((sense.value for item in reading.items for sense in item.all("outcome")), None)
    if reading.vocabulary.has_deals and (outcome in {"won", "lost"} or reading.has("sale")):
        label = "lost amount" if outcome == "lost" else "won revenue"
        return [Wanted(Measure(kind="sum", field="deal.amount", label=label), "deal", -1, outcome=outcome or "won")]
    return []


def _size(reading: Reading, entity: str, at: int) -> Wanted | None:
    """`Bigger orders than`: what one is worth on average, and not how many there are."""
    word = reading.items[reading.contrast.at].text.casefold() if reading.contrast else ""
    if word.split(" ")[0] not in SIZES:
        return None
    for place in reading.unused("aggregate"):
        if any(sense.value == "avg" for sense in reading.items[place].all("aggregate")):
            reading.use(place, "measure")
    if entity == "deal":
        return _metric("deal_size", at, "avg")
    money = main_money(reading.vocabulary, entity) if reading.vocabulary.entity(entity).kind else None
    return Wanted(field_measure(money, "avg"), entity, at) if money is not None else None


def _over(reading: Reading) -> int | None:
    """`H1 2026 over H1 2025`: not a limit."""
    for before, at in pairwise(range(len(reading.items) - 1)):
        periods = reading.items[before].period and reading.items[at + 1].period
        if periods and reading.items[at].text.casefold() == "over":
            return at
    return None


def settle(reading: Reading) -> None:
    """Gives the plan its two sides; where it has not just two, the question was not understood."""
    asked, plan = reading.contrast, reading.plan
    if asked is None:
        return
    sides = _periods(plan, chronological=asked.than is None) or _values(reading, plan)
    if sides is None or not plan.measures:
        reading.doubts += 0.7
        return
    field, of, against = sides
    if plan.group_by and not reading.groups and not NAMING & set(reading.words()) and asked.asks == "sides":
        reading.doubts += 0.5  # a noun that nobody asked to be broken down by
    if field is None:
        plan.compare_periods = True
    else:
        named = plan.yes_no and not reading.groups  # `do Irish clients …`: nobody asks which of them
        own = field.split(".")[0] if named else ""
        kept = [group for group in plan.group_by if group.field != field and group.field.split(".")[0] != own]
        plan.group_by = [*kept, Group(field=field)]
    if asked.asks in {"more", "less"} and not plan.yes_no and not plan.group_by and field is None:
        reading.doubts += 0.7  # whose went down, and nobody is told apart
    plan.shape = "table"
    plan.measures = plan.measures[:1]
    _averaged(reading, plan.measures[0])
    plan.contrast = Contrast(field=field, of=of, against=against, asks=asked.asks)
    plan.top_per_group = False
    for order in plan.order[:1] if reading.has("superlative") and asked.falling else []:
        order.descending = not order.descending


def _averaged(reading: Reading, measure: Measure) -> None:
    """`Are deals with schools bigger on average`: the mean of each side, and no sum."""
    for at in reading.unused("aggregate") if measure.kind == "sum" and measure.field else ():
        if any(sense.value == "avg" for sense in reading.items[at].all("aggregate")):
            reading.use(at, "measure")
            measure.kind, measure.label = "avg", f"average {measure.label.removeprefix('total ')}"
            return


def _periods(plan: QueryPlan, *, chronological: bool) -> tuple[None, str, str] | None:
    plan.periods = [span for span in plan.periods if not _holds_others(span, plan.periods)]
    if len({(span.start, span.end) for span in plan.periods}) != 2 or len(plan.periods) != 2:
        return None
    of, against = plan.periods
    if chronological and str(of.start) < str(against.start):
        of, against = against, of
    return None, of.label, against.label


def _holds_others(span: Span, spans: list[Span]) -> bool:
    """`In 2026, more in Q3 than in Q2`: the year only says which quarters."""
    inner = [each for each in spans if each is not span and each.start and each.end]
    return len(inner) > 1 and all(
        span.start and span.end and each.start and each.end and span.start <= each.start and each.end <= span.end
        for each in inner
    )


def _values(reading: Reading, plan: QueryPlan) -> tuple[str, str, str] | None:
    for condition in plan.filters:
        reached = reading.reaches(plan.subject, condition.field.split(".")[0])
        if condition.op == "in" and len(condition.values) == 2 and reached:
            return condition.field, str(condition.values[0]), str(condition.values[1])
    return None
