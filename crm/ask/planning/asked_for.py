"""The kind of answer a question expects, held against what its plan gives: when, who, which, how many, by what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from crm.ask.language.lexicon import VERB
from crm.ask.language.linking import Item
from crm.ask.plan import Measure
from crm.ask.planning.reading import Reading
from crm.ask.planning.said import Said
from crm.ask.record.money import main_money
from crm.naming import word_set

PAID = re.compile(
    r"\b(?:what|how much) (?:do|did|does|are|is|were|was) \w+ (?:pay|paying|paid|earn|earning|cost)\b", re.IGNORECASE
)
BETWEEN = re.compile(r"\bdays? (?:\w+ )?between\b", re.IGNORECASE)
PERSONAL = frozenset({"contact", "user"})
COUNTED = frozenset({"most", "fewest", "least"})
RANKING = frozenset({"rank", "sort", "order"})
MORE_THAN = re.compile(r"\b(?:more|fewer|less)(?: [\w'’-]+){1,5}? than\b(?! [$€£]?\d)", re.IGNORECASE)
THAN_AVERAGE = re.compile(
    r"\b(?:above|over|below|under|than) (?:the |our |their )*(?P<mean>average|mean|median)\b", re.IGNORECASE
)
NAMING = frozenset({"which", "what"})
PERSONS = frozenset({"who", "whose", "whom"})
ALWAYS_GROUPS = word_set("per each every")
MONEY = word_set("dollars euros pounds quid money")
BILLED = word_set("invoiced billed charged")
JOINED = word_set("and plus & + with vs versus also per against or")
BREAKS = (",", ":", ";", "?", "(", "–", "—", " - ")
TOLD = frozenset({"value", "period", "outcome", "aggregate", "metric", "superlative", "state", "mood", "said", "about"})


def misfits(reading: Reading) -> Iterator[str]:
    """The words of the question that ask for another kind of answer than the plan gives."""
    plan = reading.plan
    yield from _nothing_beside(reading)
    yield from _than_nothing(reading)
    yield from _than_average(reading)
    if plan.yes_no or plan.shape not in {"value", "table", "list", "lookup"} or reading.refusal:
        return
    said = Said(plan)
    yield from _names_missing(reading)
    yield from _other_rows(reading, said)
    yield from _no_date(reading, said)
    yield from _not_counted(reading)
    yield from _not_grouped(reading, said)
    yield from _no_money(reading)
    yield from _two_figures(reading)
    yield from _no_days(reading)
    yield from _no_pay(reading, said)
    yield from _ranked_others(reading)
    yield from _not_sorted(reading, said)


def _nothing_beside(reading: Reading) -> Iterator[str]:
    """`Is more of this sold than of all others`: one sum is more than nothing only."""
    plan = reading.plan
    sums = [each for each in plan.measures if each.kind not in {"count", "count_distinct"}]
    compared = plan.contrast or plan.having or plan.compare_periods or plan.group_by or len(plan.measures) > 1
    if not plan.yes_no or not sums or compared or "than" not in reading.text.casefold().split():
        return
    if not any(each.op in {"gt", "ge", "lt", "le", "between"} for each in plan.filters):
        yield "than"


def _than_nothing(reading: Reading) -> Iterator[str]:
    """`Have they moved in more hives than they own`: two things are compared, and the plan compares none."""
    plan = reading.plan
    compared = plan.contrast or plan.having or plan.compare_periods or reading.pairs or reading.refusal
    conditions = [*plan.filters, *(each for one in plan.exists for each in one.filters)]
    limited = any(each.other or each.op in {"gt", "ge", "lt", "le", "between"} for each in conditions)
    if MORE_THAN.search(reading.text) and not compared and not limited:
        yield "than"


def _than_average(reading: Reading) -> Iterator[str]:
    """`How many are above the average`: a limit that is itself a figure; told beside the count it limits nothing."""
    plan, found = reading.plan, THAN_AVERAGE.search(reading.text)
    kinds = {measure.kind for measure in plan.measures}
    if found and kinds > {"count"} and not (plan.contrast or plan.compare_periods):
        yield found["mean"]


def _single(reading: Reading) -> bool:
    """Whether the answer is one figure."""
    plan = reading.plan
    return bool(plan.measures) and not plan.group_by and not plan.count_groups


def _names_missing(reading: Reading) -> Iterator[str]:
    """`Whose deals …`, `who …`: a figure names nobody."""
    words = reading.words()
    for at, item in enumerate(reading.items):
        if words[at : at + 2] == ["which", "of"] and at <= 1 and _single(reading):
            yield item.text
        if item.text.casefold() not in PERSONS or not _begins(reading, at):
            continue
        if _single(reading) or _own_columns(reading):
            yield item.text


def _own_columns(reading: Reading) -> bool:
    """A client's own particulars, none of which is a person: they name nobody."""
    plan = reading.plan
    if plan.shape != "lookup" or plan.subject != "account" or not plan.columns:
        return False
    named = (reading.vocabulary.fields.get(column) for column in plan.columns)
    return all(info is not None and not info.key.endswith("_id") for info in named)


def _other_rows(reading: Reading, said: Said) -> Iterator[str]:
    """`Which sites …`: those rows, or values of that column, and not what other things come to."""
    for at, item in enumerate(reading.items):
        if item.text.casefold() not in NAMING or not _begins(reading, at):
            continue
        noun = _noun_behind(reading, at)
        if noun is not None and not _shown(noun, reading, said):
            yield noun.text


def _begins(reading: Reading, at: int) -> bool:
    if at == 0:
        return True
    before, here = reading.items[at - 1].text, reading.items[at].text
    text = reading.text
    start = text.casefold().find(before.casefold())
    between = text[start + len(before) : text.casefold().find(here.casefold(), max(0, start))] if start >= 0 else ""
    return any(mark.strip() in between for mark in BREAKS if mark.strip())


def _noun_behind(reading: Reading, at: int) -> Item | None:
    """What is asked for behind `which`; None where it is a figure or a date, or nothing that rows go by."""
    for item in reading.items[at + 1 : at + 5]:
        if item.stop or item.number is not None or item.text == "s":
            if item.text.casefold() in {"is", "are", "was", "were", "did", "do", "does", "s", "has", "have", "of"}:
                return None
            continue
        if item.used == "filter" and item.has("field") and not item.has("entity"):
            continue  # `which blocked customers`
        verb = item.has("entity") and all(sense.detail == VERB for sense in item.all("entity"))
        if verb or item.has("aggregate", "metric", "unanswerable"):
            return None
        if item.has("entity", "kind", "grain"):
            return item
        fields = [reading.field(sense) for sense in item.all("field")]
        if fields:
            return None if any(info.numeric or info.temporal for info in fields) else item
        if not (item.has("value", "superlative", "outcome", "state", "overdue") or item.unknown):
            return None
    return None


def _shown(noun: Item, reading: Reading, said: Said) -> bool:
    plan = reading.plan
    if _single(reading):
        return False
    entities = {sense.value for sense in noun.all("entity")}
    entities |= {"interaction"} if noun.has("kind") else set()
    entities |= {"manager", "user"} if entities & {"manager", "user"} else set()
    refs = {sense.value for sense in noun.all("field")}
    groups = {group.field for group in plan.group_by}
    if noun.has("grain") and (plan.shape == "lookup" or any(group.grain for group in plan.group_by)):
        return True
    if groups:
        owners = {ref.split(".")[0] for ref in groups if _names(ref, reading)}
        return bool(groups & refs) or bool(owners & entities) or not (entities or refs)
    return plan.subject in entities or bool(refs & said.refs) or _columns_of(reading, entities)


def _names(ref: str, reading: Reading) -> bool:
    entity, _, key = ref.partition(".")
    known = reading.vocabulary.entities.get(entity)
    return known is not None and key in {known.name_key, "name", "external_id", "id"}


def _columns_of(reading: Reading, entities: set[str]) -> bool:
    shown = (*reading.plan.columns, *reading.vocabulary.entity(reading.plan.subject).columns)
    return any(column.split(".")[0] in entities for column in shown if "." in column)


def _no_date(reading: Reading, said: Said) -> Iterator[str]:
    """`When …`: a day."""
    if not reading.items or reading.words()[0] != "when":
        return
    plan = reading.plan
    told = any(group.grain for group in plan.group_by) or plan.shape == "list"
    if plan.measures and plan.group_by and not told:
        yield reading.items[0].text  # what each comes to is no day, whatever days limit it
        return
    dates = (reading.vocabulary.fields[ref] for ref in said.refs if ref in reading.vocabulary.fields)
    if not told and not any(info.temporal or "year" in info.key for info in dates):
        yield reading.items[0].text


def _not_counted(reading: Reading) -> Iterator[str]:
    """`How many clients …`: clients are counted, whatever hangs on them."""
    plan = reading.plan
    for at, item in enumerate(reading.items):
        follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
        if item.text.casefold() != "how many" or follow is None:
            continue
        if _single(reading) and all(_of_money(each, reading) for each in plan.measures):
            yield item.text
        if not follow.has("entity"):
            continue
        if follow.has("field", "value", "kind", "sale"):
            continue
        entities = {sense.value for sense in follow.all("entity")}
        distinct = {(each.field or "").split(".")[0] for each in plan.measures if each.kind != "count"}
        grouped = {group.field.split(".")[0] for group in plan.group_by} if plan.count_groups else set()
        if not plan.measures and plan.shape == "list":
            grouped = {plan.subject}
        if not entities & ({plan.subject} | distinct | grouped):
            yield follow.text


def _not_grouped(reading: Reading, said: Said) -> Iterator[str]:
    """`For every format`, `by direction`: what it is broken down by is in the plan."""
    plan = reading.plan
    if plan.group_by or plan.contrast is not None or said.kinds & {"per", "ratio", "part"}:
        return
    for at, item in enumerate(reading.items):
        word = item.text.casefold().split(" ")
        if not item.has("grouper") or item.used is not None or not set(word) & ALWAYS_GROUPS:
            continue
        place = reading.after(at)
        noun = reading.items[place] if place is not None else None
        if noun is not None and noun.senses and not noun.has(*TOLD):
            yield item.text


def _of_money(measure: Measure, reading: Reading) -> bool:
    info = reading.vocabulary.fields.get(measure.field or "")
    return info is not None and info.type == "money" and measure.kind in {"sum", "avg"}


def _no_money(reading: Reading) -> Iterator[str]:
    """`Won dollars`, `what we invoiced`: what rows are worth, and not how many they are."""
    plan = reading.plan
    counted = any(sense.value == "count" for item in reading.items for sense in item.all("aggregate"))
    if not plan.measures or any(each.field for each in plan.measures) or counted:
        return
    for at, item in enumerate(reading.items):
        beside = reading.items[max(0, at - 1) : at + 2]
        if item.text.casefold() in MONEY and item.stop and all(each.number is None for each in beside):
            yield item.text
        billed = item.used == "head" and item.text.casefold() in BILLED and item.has("entity")
        if billed and main_money(reading.vocabulary, plan.subject) is not None:
            yield item.text


def _two_figures(reading: Reading) -> Iterator[str]:
    """One figure asked for and two given; or days from a date to itself."""
    plan = reading.plan
    several = len(plan.measures) > 1 and not (plan.group_by or plan.having or plan.contrast or plan.quotient)
    several = several and plan.measures[0].kind not in {"count", "per"}  # what is told beside them does no harm
    if several and not plan.compare_periods and not JOINED & {*reading.words()} and "," not in reading.text:
        yield plan.measures[1].label
    for each in plan.measures:
        if each.since is not None and each.field is not None and _one_column(reading, each.since, each.field):
            yield each.label


def _one_column(reading: Reading, first: str, second: str) -> bool:
    one, other = (reading.vocabulary.fields.get(ref) for ref in (first, second))
    if one is None or other is None:
        return first == second
    return one.entity == other.entity and one.label == other.label


def _no_pay(reading: Reading, said: Said) -> Iterator[str]:
    """`What do we pay Hemi`: a sum of money, and no rows or numbers of them."""
    known = reading.vocabulary.fields
    if PAID.search(reading.text) and not any(known[ref].numeric for ref in said.refs if ref in known):
        yield "pay"


def _no_days(reading: Reading) -> Iterator[str]:
    """`Days between booking and start`: a time between two days, or a column of days."""
    plan = reading.plan
    refs = [each.field for each in plan.measures if each.field]
    told = any(each.since for each in plan.measures) or any(
        reading.vocabulary.fields[ref].unit == "days" for ref in refs if ref in reading.vocabulary.fields
    )
    if BETWEEN.search(reading.text) and not told:
        yield "days between"
    known = [reading.vocabulary.fields[ref] for ref in refs if ref in reading.vocabulary.fields]
    priced = bool(known) and all(info.type == "money" for info in known)
    if priced and not told and reading.words()[:1] == ["how long"]:
        yield "how long"


def _ranked_others(reading: Reading) -> Iterator[str]:
    """`The contacts at our largest account`: the account is ranked, not the contacts by what they come to."""
    plan = reading.plan
    ranked = {group.field.split(".")[0] for group in plan.group_by}
    if not plan.order or not ranked & PERSONAL or "account" in ranked:
        return
    for item, follow in pairwise(reading.items):
        counted = item.text.casefold() in COUNTED  # `the most companies`: how many there are of them
        if item.has("superlative") and not counted and any(each.value == "account" for each in follow.all("entity")):
            yield follow.text


def _not_sorted(reading: Reading, said: Said) -> Iterator[str]:
    """`Rank clients by mood`: in an order that the plan does not have."""
    if reading.items and reading.words()[0] in RANKING:
        for item, follow in pairwise(reading.items):
            felt = follow.has("mood_word") and reading.plan.mood is None and "interaction.mood" not in said.refs
            if item.text.casefold() == "by" and felt and follow.used is None:
                yield follow.text
