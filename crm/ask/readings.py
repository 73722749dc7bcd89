"""Other questions an asker may have meant: offered only where the planner is sure of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import fuzz, process

from crm.ask.language.linking import Item
from crm.ask.language.text import fold, singular, tokens
from crm.ask.plan import QueryPlan
from crm.ask.planning.reading import NAMES, Reading
from crm.ask.record.labels import spoken
from crm.ask.record.nearby import nearby, sayable
from crm.ports import Nearness

MOST = 3
TRIED = 14  # candidates that are put to the planner
LONG = 16  # words: each candidate of a longer question takes the longer, so fewer are
SEVERAL = 4  # unknown words: another word for one of them leaves the others
WORD = 3  # letters of the shortest word that is looked for
LIKE = 62  # of 100: how near a name must come
BEFORE_DATES = frozenset({"in", "during", "since", "last", "this", "between", "from", "for", "before", "after", "the"})
FIGURES = frozenset({"avg", "sum", "median", "min", "max"})
DANGLING = frozenset("with her his their its our my of for by in from on to at about the a an and or".split())  # noqa: SIM905

Plans = Callable[[str], Reading | None]  # the reading of a text where the planner is sure of it, else None


@dataclass(frozen=True)
class Offer:
    """A question that is offered; with `phrase`, all that differs is that word, said as `meaning`."""

    text: str
    phrase: str = ""
    meaning: str = ""


def instead(reading: Reading, sure: Plans, nearness: Nearness | None = None) -> list[Offer]:
    """Up to three questions the record can answer, nearest to one that it cannot."""
    found: list[Offer] = []
    plans: list[QueryPlan] = []
    most = max(MOST, TRIED * LONG // max(LONG, len(reading.items)))
    for offer in islice(_once(_candidates(reading, nearness)), most):
        other = sure(offer.text) if offer.text.casefold() != reading.text.casefold() else None
        if other is None:
            continue
        if other.plan not in plans:
            found.append(offer)
            plans.append(other.plan)
        elif offer.meaning and len(offer.meaning) < len(found[plans.index(other.plan)].meaning):
            found[plans.index(other.plan)] = offer  # of two words that ask for the same, the shorter one
        if len(found) == MOST:
            break
    return found


def _once(offers: Iterator[Offer]) -> Iterator[Offer]:
    seen: set[str] = set()
    for offer in offers:
        if offer.text not in seen:
            seen.add(offer.text)
            yield offer


def seconds(reading: Reading, sure: Plans) -> list[Offer]:
    """Close second readings of a question that was answered."""
    found = []
    for text in islice(dict.fromkeys(_alternatives(reading)), MOST):
        other = sure(text)
        if other is not None and other.plan != reading.plan and not _undated(reading.plan, other.plan):
            found.append(Offer(text))
    return found


def _undated(plan: QueryPlan, other: QueryPlan) -> bool:
    """Whether times that were asked of one thing would be put to another that they say nothing of."""
    timed = bool(plan.periods) or any(group.grain for group in plan.group_by)
    return timed and other.subject != plan.subject


def _candidates(reading: Reading, nearness: Nearness | None) -> Iterator[Offer]:
    if reading.plan.tells == "target":
        yield from map(Offer, ("open deals closing this quarter", "won revenue this quarter", "open pipeline by stage"))
        return
    if reading.plan.tells:
        named = [str(name) for each in reading.plan.filters if each.field == "account.name" for name in each.values]
        yield from (Offer(f"brief me on {name}") for name in named)
        return
    if reading.refusal:
        yield from map(Offer, _answerable(reading))
    lost = [item for item in reading.items if item.used is None and not item.stop and _puzzling(item)]
    if len(lost) >= SEVERAL:
        lost = []
    for item in lost:
        yield from _meant(reading, item, nearness)
    for item in lost:
        for name in _names_like(reading, item.text):
            yield Offer(_replaced(reading, item, name))
    for item in lost:
        yield from map(Offer, _without(reading, item))
    yield from map(Offer, _usual(reading))


def _meant(reading: Reading, item: Item, nearness: Nearness | None) -> Iterator[Offer]:
    """The question with a known word for one that is unknown. Names stand for themselves, so they are no words."""
    if (item.capital and item.first > 0) or not item.text.isalpha() or len(item.text) < WORD:
        return
    named = any(sense.value in NAMES for each in reading.items for sense in each.all("value"))
    at = reading.items.index(item)
    grouped = at > 0 and reading.items[at - 1].has("grouper")
    known = sayable(reading.vocabulary, figures=_figures_asked(reading) and not grouped)
    for word in nearby(item.text, known, nearness):
        text = _replaced(reading, item, _as_many(reading, item, word))
        yield Offer(text) if named else Offer(text, item.text.casefold(), word)


def _as_many(reading: Reading, item: Item, word: str) -> str:
    """The plural of a thing where the word that it stands for is one."""
    if singular(fold(item.text)) == fold(item.text):
        return word
    return next((each.plural for each in reading.vocabulary.entities.values() if each.singular == word), word)


def _without(reading: Reading, item: Item) -> Iterator[str]:
    """Columns there are in the place of one there is not; then the question without the word."""
    at = reading.items.index(item)
    if _figures_asked(reading) or (at and reading.items[at - 1].has("grouper")):
        for label in _columns(reading):
            yield _replaced(reading, item, label)
    left = _replaced(reading, item, "")
    last = left.rstrip(" ?.!").rpartition(" ")[2].casefold()
    if not item.capital and not reading.has("aggregate") and last not in DANGLING:
        yield left


def _figures_asked(reading: Reading) -> bool:
    return any(sense.value in FIGURES for item in reading.items for sense in item.all("aggregate"))


def _puzzling(item: Item) -> bool:
    return item.unknown or not item.senses


def _replaced(reading: Reading, item: Item, text: str) -> str:
    """The question with another text in the place of an item."""
    words = tokens(reading.text)
    start, end = words[item.first].start, words[item.last - 1].end
    return " ".join(f"{reading.text[:start]}{text}{reading.text[end:]}".split())


def _names_like(reading: Reading, word: str) -> list[str]:
    known = {
        sense.detail
        for senses in reading.vocabulary.senses.values()
        for sense in senses
        if sense.kind == "value" and sense.value in NAMES[:4]
    }
    hits = process.extract(word, sorted(known), scorer=fuzz.ratio, limit=MOST, score_cutoff=LIKE)
    part = process.extract(word, sorted(known), scorer=fuzz.partial_ratio, limit=MOST, score_cutoff=85)
    return list(dict.fromkeys(name for name, _, _ in [*hits, *part])) if len(word) > 3 else []


def _columns(reading: Reading) -> list[str]:
    """What the entity has instead of a column that is not there: figures where one was measured."""
    measured = _figures_asked(reading)
    subjects = dict.fromkeys(["deal", reading.plan.subject] if measured else [reading.plan.subject])
    fields = [info for subject in subjects for info in reading.vocabulary.fields_of(subject)]
    fields = [info for info in fields if info.key not in {"name", "age_days"} and info.type not in {"id", "url"}]
    return [spoken(info.label) for info in fields if info.numeric == measured][:4]


def _answerable(reading: Reading) -> Iterator[str]:
    """Beside a forecast stands the open pipeline; beside a reason, what happened and what was said."""
    named = next(
        (sense.detail for item in reading.items for sense in item.all("value") if sense.value == "account.name"), None
    )
    if "what will happen" in (reading.refusal or ""):
        yield from ("open pipeline by stage", "deals closing next month", "won revenue by quarter")
        return
    if named:
        yield f"what happened with {named}"
        yield f"deals of {named}"
    lost = reading.value("outcome", "lost")
    reason = [info for info in reading.vocabulary.fields_of("deal") if "reason" in info.key.casefold()]
    if lost and reason:
        yield f"lost deals by {spoken(reason[0].label)}"
    yield from ("loss rate by rep", "deals lost this year") if lost else ()
    yield from ("unhappy clients this year", "win rate by rep", "stalled deals")


def _usual(reading: Reading) -> Iterator[str]:
    """Plain questions on what was spoken of at all."""
    said = [sense.value for item in reading.items for sense in item.all("entity")]
    named = [
        sense.detail for item in reading.items for sense in item.all("value")
        if sense.value == "account.name" and item.used
    ]  # fmt: skip
    for name in named[:1]:
        yield f"what happened with {name}"
        yield f"deals of {name}"
    for entity in dict.fromkeys(each for each in said if each in reading.vocabulary.entities):
        words = reading.vocabulary.entity(entity).plural
        yield f"how many {words}"
        for info in reading.vocabulary.fields_of(entity):
            if info.type == "category" and info.values:
                yield f"{words} by {spoken(info.label)}"


def _alternatives(reading: Reading) -> Iterator[str]:
    for item in reading.items:
        if item.has("metric") and item.has("field") and item.used:
            for sense in item.all("field"):
                label = spoken(reading.field(sense).label)
                if reading.field(sense).numeric and label.casefold() != item.text.casefold():
                    yield _replaced(reading, item, label)
            if any(sense.value == "revenue" for sense in item.all("metric")):
                yield _replaced(reading, item, "won revenue")
    yield from _other_fields(reading)
    yield from _other_date(reading)


def _other_fields(reading: Reading) -> Iterator[str]:
    """A value that stands in several columns: the others by their name, “region West” beside “team West”."""
    for item in reading.items:
        refs = dict.fromkeys(sense.value for sense in item.all("value") if sense.weight >= 1)
        if item.used is None or item.has("outcome") or len(refs) < 2 or _said_which(reading, item, list(refs)):
            continue
        taken = {each.field for each in reading.plan.filters} | {
            each.field for exists in reading.plan.exists for each in exists.filters
        }
        for ref in refs:
            if ref not in taken and ref not in NAMES:
                info = reading.field(ref)
                entity = reading.vocabulary.entity(info.entity).singular
                label = spoken(info.label)
                yield _replaced(reading, item, f"{label} {item.text}")
                yield _replaced(reading, item, f"{entity} {label} {item.text}")


def _said_which(reading: Reading, item: Item, refs: list[str]) -> bool:
    """Whether a word beside the value names its column."""
    at = reading.items.index(item)
    beside = reading.items[max(0, at - 2) : at] + reading.items[at + 1 : at + 2]
    return any(sense.value in refs for each in beside for sense in each.all("field"))


def _other_date(reading: Reading) -> Iterator[str]:
    """Deals of a period: those that closed in it, or those that were opened."""
    plan = reading.plan
    closed = any(span.field == "deal.close_date" for span in plan.periods)
    decided = any(each.field == "deal.outcome" for each in plan.filters)
    told = decided or reading.has("outcome", "sale", "metric") or any(item.used == "date" for item in reading.items)
    at = next((place for place, item in enumerate(reading.items) if item.period is not None), None)
    if plan.subject != "deal" or not closed or told or at is None:
        return
    while at > 0 and reading.items[at - 1].text.casefold() in BEFORE_DATES:
        at -= 1
    words = tokens(reading.text)
    start = words[reading.items[at].first].start
    yield f"{reading.text[:start]}opened {reading.text[start:]}"
