"""`Calls divided by accounts owned`, `contacts per account by tier`: the figures of two parts, one over the other."""

from __future__ import annotations

import re

from crm.ask.compound.around import Around, around
from crm.ask.compound.divisions import divisions
from crm.ask.compound.parts import Parts
from crm.ask.plan import Beside, Condition, Measure, Order, QueryPlan
from crm.ask.planning.reading import Reading
from crm.ask.telling.footing import is_footing

STANDING = frozenset({"account", "contact", "user", "product", "manager"})  # who or what is there at all times
OUTCOME = re.compile(r"^(?:won|lost|open|closed)$", re.IGNORECASE)
PAYING = re.compile(r"\b(?:paying|billed|invoiced) (?=(?:customer|client|account)s?\b)", re.IGNORECASE)
DOING = re.compile(r"^(?:do|did|have|does)? ?(?P<who>we|they|you) (?P<verb>\w+(?: us| them)?)$", re.IGNORECASE)
WE_DO = re.compile(
    r"^(?P<noun>\w+) (?:that |do |did |have )?(?P<who>we|they) (?P<verb>\w+(?: us| them)?)$", re.IGNORECASE
)
PASSIVE = re.compile(r"\b(?P<verb>sent|received)$", re.IGNORECASE)
TOLD = frozenset({"count", "count_distinct", "sum"})
CURRENCY = re.compile(r"\b(?:euros?|dollars?|pounds?|money|cash|bucks)\b|[$€£]", re.IGNORECASE)
GOT = re.compile(r"^(?:get|got|have|had)$", re.IGNORECASE)
ONE_WAY = re.compile(r"\b(?:send|sent|receive|received|get|got|incoming|outgoing|inbound|outbound)\b", re.IGNORECASE)
VALUE = re.compile(r"\b(?:by (?:value|amount|worth|money)|in (?:money|dollars|euros?|value))\b", re.IGNORECASE)
YEAR = re.compile(r"^(?:both|all|in|of|for|each|from|\s)*(?P<year>20\d\d)$", re.IGNORECASE)
ELSEWHERE = ("beside", "contrast", "quotient", "having", "compare_periods", "count_groups", "limit", "tells")


def divided(text: str, parts: Parts) -> Reading | None:
    """The reading of a question for one figure over another; None where a part is not understood."""
    for division in divisions(text):
        said = around(division)
        if said is None or not said.one or not said.other:
            continue
        found = _by_column(said, parts) if division.plain else None
        if division.plain and found is None and not _is_quotient(said, parts):
            continue
        found = found or _joined(said, parts, plain=division.plain)
        if found is None:
            continue
        if division.share and found.plan.beside is not None:
            found.plan.beside.asks = "share"
        return found
    return None


def _is_quotient(said: Around, parts: Parts) -> bool:
    """Whether `per` divides: its noun is narrowed, or the groups are others."""
    items = [item for item in parts.items(said.other) if not item.stop]
    narrowed = any(item.has("outcome", "value", "state") and not item.has("entity") for item in items)
    if not items or any(item.has("grain") for item in items) or (said.descending is not None and not said.group):
        return False
    return (narrowed or bool(said.group)) and not (parts.is_figure(said.one) and parts.is_figure(said.other))


def _by_column(said: Around, parts: Parts) -> Reading | None:
    """`MRR per seat by plan`: two columns of the same rows, which the planner divides by itself."""
    if not said.group:
        return None
    reading = parts.sure(f"{said.one} per {said.other} {said.more} by {said.group}")
    if reading is None or [each.kind for each in reading.plan.measures] != ["ratio"]:
        return None
    _ordered(reading.plan, said)
    return reading


def _joined(said: Around, parts: Parts, *, plain: bool) -> Reading | None:
    sides = sided(said, parts)
    common = _common(said, *sides, parts) if sides is not None else None
    if common is None:
        return None
    one, other, more = common
    top = part(one, more, said.group, parts)
    if top is not None and PAYING.search(other) and not said.group:
        return _per_payer(top, parts)
    bottom = part(PAYING.sub("", other), more, said.group, parts)
    if top is None or bottom is None or not _fit(top.plan, bottom.plan):
        return None
    under = bottom.plan
    if plain and _is_table(top.plan, under):
        return None
    if under.subject in STANDING and not parts.timed(said.other):
        under.periods = []
    under.filters += [each for each in parts.named_kind(other, under.subject) if each not in under.filters]
    if not _hung(top.plan, under, parts) or top.plan == under:
        return None
    parts.label(top.plan, one)
    parts.label(under, other)
    top.plan.beside = Beside(plan=under, asks="ratio")
    _ordered(top.plan, said)
    top.others = lambda: iter(())
    return top


def _is_table(one: QueryPlan, under: QueryPlan) -> bool:
    """`Price per tonne`, `deals per rep by stage`: a column of its own, or a table by both."""
    kinds = {one.measures[0].kind, under.measures[0].kind}
    own = any(group.field.split(".")[0] == one.subject for group in one.group_by)
    return kinds == {"sum"} or under.measures[0].kind == "count_distinct" or own


def sided(said: Around, parts: Parts) -> tuple[str, str] | None:
    """Both sides as questions of their own: a noun that is said once is that of both, if nothing else is said of it."""
    one, other = said.one, said.other
    nouns = [parts.noun(one), parts.noun(other)]
    told = [item for item in parts.items(one) if item.has("outcome", "state", "overdue", "direction")]
    if nouns[0] and not nouns[1] and told and not DOING.match(other):
        return None
    if OUTCOME.match(one) and OUTCOME.match(other) and VALUE.search(said.more):
        return f"{one} amount", f"{other} amount"
    if not any(nouns):
        nouns = ["deals", "deals"] if OUTCOME.match(one) and OUTCOME.match(other) else nouns
    if not nouns[0] and nouns[1]:
        one = f"{nouns[1]} {one}" if DOING.match(one) else f"{one} {nouns[1]}"
    if not nouns[1] and nouns[0]:
        other = f"{nouns[0]} {other}" if DOING.match(other) else f"{other} {nouns[0]}"
    if not parts.noun(one):
        one, other = f"{one} {nouns[0]}", f"{other} {nouns[1]}"
    return _spelt(one), _spelt(other)


def _spelt(words: str) -> str:
    """`Mail we send`, `mails do we receive`, `emails sent`: as one asks how many they were."""
    match = WE_DO.match(words)
    if match is not None:
        verb = "receive" if GOT.match(match["verb"]) else match["verb"]
        return f"{match['noun'].removesuffix('s')}s did {match['who']} {verb}"
    return PASSIVE.sub(r"did we \g<verb>", words)


def _common(said: Around, one: str, other: str, parts: Parts) -> tuple[str, str, str] | None:
    """Both sides and what is said of both; a year goes with the time of each, no other time does."""
    bare = VALUE.sub("", said.more).strip()
    own = [*parts.periods(one), *parts.periods(other)]
    year = YEAR.match(bare)
    if not own or not parts.timed(bare):
        return one, other, bare
    if year is None or {period.start.year for period in own if period.start} != {int(year["year"])}:
        return None
    one, other = (side if parts.timed(side) else f"{side} {year['year']}" for side in (one, other))
    return one, other, ""


def part(words: str, more: str, group: str, parts: Parts) -> Reading | None:
    """One side by itself: how many there are of it, or what it comes to."""
    lead = "total" if parts.is_figure(words) else "number of"
    by = f" by {group}" if group else ""
    texts = [f"{lead} {words} {more}{by}", f"{lead} {words}{by} {more}"]
    if lead == "number of":
        texts.insert(0, f"how many {words} {more}{by}")
    for text in texts:
        reading = parts.sure(text)
        if reading is not None and _plain(reading.plan, grouped=bool(group)) and _whole(words, reading.plan, parts):
            return reading
    return None


def _whole(words: str, plan: QueryPlan, parts: Parts) -> bool:
    """Whether the way, the money and the groups that words name are those that the plan tells."""
    measure = next(each for each in plan.measures if not is_footing(each))
    entities = [each.field.split(".")[0] for each in plan.group_by]
    if measure.kind not in TOLD or any(parts.vocabulary.path(plan.subject, each) is None for each in entities):
        return False
    if measure.kind != "sum" and CURRENCY.search(words):
        return False
    told = any(each.field.endswith(".direction") for each in plan.filters)
    return plan.subject != "interaction" or told or not ONE_WAY.search(words)


def _per_payer(top: Reading, parts: Parts) -> Reading | None:
    """`MRR per paying customer`: by those who have any of it."""
    measure, rows = top.plan.measures[0], parts.vocabulary.entity("account")
    if measure.kind != "sum" or parts.vocabulary.path(top.plan.subject, "account") is None:
        return None
    label = f"average {measure.label.removeprefix('total ')} per {rows.singular} with any"
    over = f"account.{rows.name_key}"
    top.plan.measures = [Measure(kind="per", field=measure.field, over=over, where=measure.where, label=label)]
    return top


def _plain(plan: QueryPlan, *, grouped: bool) -> bool:
    told = [each for each in plan.measures if not is_footing(each)]
    whole = plan.shape == ("table" if grouped else "value") and len(plan.group_by) == int(grouped)
    return whole and len(told) == 1 and not any(getattr(plan, name) for name in ELSEWHERE)


def _fit(one: QueryPlan, other: QueryPlan) -> bool:
    """Whether both are told of the same groups."""
    return [(each.field, each.grain) for each in one.group_by] == [(each.field, each.grain) for each in other.group_by]


def _hung(one: QueryPlan, under: QueryPlan, parts: Parts) -> bool:
    """Rows counted for each row of another table are those that hang on them: tickets of strategic customers."""
    path = parts.vocabulary.path(one.subject, under.subject)
    if one.subject == under.subject and one.measures[0].kind == "sum" and under.measures[0].kind == "count":
        one.filters += [each.model_copy(deep=True) for each in under.filters if each not in one.filters]
    if path is None or one.subject == under.subject:
        return True
    if under.exists:
        return False
    own = [each for each in one.filters if each.field.split(".")[0] == under.subject]
    one.filters += [each.model_copy(deep=True) for each in under.filters if each not in one.filters]
    under.filters += [each.model_copy(deep=True) for each in own if each not in under.filters]
    if under.subject == "deal" and not under.filters:
        one.filters.append(Condition(field="deal.id", op="not_null"))
    return True


def _ordered(plan: QueryPlan, said: Around) -> None:
    if said.descending is not None:
        plan.order = [Order(measure=0, descending=said.descending)]
        plan.limit = said.limit
