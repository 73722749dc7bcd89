"""Time between two dates of the same row: days from creation to close, from issue to payment."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.language.text import tokens
from crm.ask.plan import Measure, MeasureKind
from crm.ask.planning.dating import default_date
from crm.ask.planning.measures import Wanted, _metric
from crm.ask.planning.reading import Reading
from crm.ask.planning.whendate import akin
from crm.ask.record.labels import said_in, spoken
from crm.ask.record.schema import FieldInfo
from crm.naming import word_set

SPANS = frozenset({"days", "day", "how long", "time", "avg days", "average days", "number of days"})
BACKWARDS = frozenset({"after", "since", "following", "once"})  # what stands behind them came first
GENERIC = word_set("date day time on at in the of a is was timestamp dt")
EVENTS = {
    "deal.opened_on": word_set(
        "created creation creating create opened opening engaged engagement engaging engage started start entry"
    ),
    "deal.close_date": word_set(
        "close closed closing closure win wins won winning lose lost losing loss signing signed signature decision"
    ),
}
CLOSED = "deal.close_date"
WINNING = frozenset({"won", "win", "wins", "winning"})
LASTING = frozenset({"length", "duration", "lengths", "durations", "lifetime"})  # what the days between two dates are
LENGTHS = frozenset({"longest", "shortest"})
OVER = word_set("end ended ends closed finished finish completed done resolved returned over solved stopped")
FORMS = {"pay": "paid", "paying": "paid", "payment": "paid", "pays": "paid", "deliver": "delivered", "send": "sent"}
WHOLE = frozenset({"days", "how long", "avg days", "average days", "number of days"})
TAKING = frozenset({"take", "takes", "took", "needs", "need"})
BETWEEN = frozenset(
    {
        "before",
        "until",
        "till",
        "between",
        "pass",
        "passes",
        "passed",
        "elapse",
        "elapses",
        "go",
        "lie",
        "live",
        "lives",
    }
)
NEAR = 3  # items before a date in which `after` may stand


def read_duration(reading: Reading) -> Wanted | None:
    """The measure, where a question asks for time and names two dates of one kind of row, or the later of them."""
    spans = [at for at, item in enumerate(reading.items) if _span(reading, item) and not item.used]
    spans = [at for at in spans if not at or reading.items[at - 1].number is None]  # `over 30 days` is a limit
    lengths = [at for at, item in enumerate(reading.items) if any(s.value in LENGTHS for s in item.all("superlative"))]
    if _of_groups(reading, spans, lengths):
        for at in lengths:
            longest = any(sense.value == "longest" for sense in reading.items[at].senses)
            reading.items[at].senses = [Sense("aggregate", "max" if longest else "min")]
    if not (spans or lengths):
        return None
    if reading.has("superlative") and not (_rows_ranked(reading, lengths) or _from_to(reading)):
        return None
    named = sorted(reading.vocabulary.entities, key=lambda name: (not _said(reading, name), name != "deal"))
    both = [entity for entity in named if len(_mentions(reading, entity)) == 2]
    both = [entity for entity in both if _said(reading, entity)] or both
    for entity in named:
        places = _mentions(reading, entity)
        headed = places and all(_headed(reading, ref, at) for ref, at in places.items())
        if both and both[0] != entity and _said(reading, both[0]):
            continue
        if len(places) == 2 and (_said(reading, entity) or entity == "deal" or headed or both == [entity]):
            return _between(reading, entity, places, spans)
    for entity in named:
        places = _mentions(reading, entity)
        start = _begins(reading, entity)
        alone = len(places) == 1 and start is not None and start not in places
        if alone and _said(reading, entity) and _asks_for_days(reading, spans):
            return _between(reading, entity, {str(start): -1, **places}, spans)
        end = _over(reading, entity, start)
        if not places and start is not None and end is not None and _said(reading, entity) and not _figures(reading):
            taking = set(reading.words()) & TAKING and _asks_for_days(reading, spans)
            return _between(reading, entity, {start: -1, end: -1}, spans) if taking else None
    return None


def _from_to(reading: Reading) -> bool:
    """`Stay the longest on average, from moved in to moved out`: the two days are named as such."""
    words = reading.words()
    dated = [
        at
        for at, item in enumerate(reading.items)
        if at and words[at - 1] in {"from", "to", "until"}
        if any(sense.weight >= 1 and reading.field(sense).temporal for sense in item.all("field"))
    ]
    named = [words[at - 1] for at in dated]
    return len(dated) == len(("first", "last")) and named[0] == "from" and dated[1] - dated[0] == len(("to", "last"))


def _of_groups(reading: Reading, spans: list[int], lengths: list[int]) -> bool:
    """`Longest time to close a ticket, by category`: the most days of each, and no row of its own."""
    beside = [at for at in spans if at - 1 in lengths]
    named = reading.words()[0] in {"which", "who", "what", "whose"}
    return bool(beside) and reading.has("grouper") and not named


def _figures(reading: Reading) -> bool:
    """Whether the question names a column of figures: hours to resolve are told by that."""
    return any(reading.field(sense).numeric for item in reading.items for sense in item.all("field"))


def _over(reading: Reading, entity: str, start: str | None) -> str | None:
    """`How long do rentals take`: the one column that says when a row of the entity was over."""
    if entity == "deal":
        return None
    ends = [
        info.ref
        for info in reading.vocabulary.fields_of(entity)
        if info.temporal and info.ref != start and {token.fold for token in tokens(spoken(info.label))} & OVER
    ]
    return ends[0] if len(ends) == 1 else None


def _rows_ranked(reading: Reading, lengths: list[int]) -> bool:
    """`Which claim took longest to get settled`: rows of an extra table, each by its own time."""
    first = reading.words()[0] in {"which", "what"} and len(reading.items) > 1
    return (
        bool(lengths)
        and first
        and any(reading.vocabulary.entities[sense.value].kind for sense in reading.items[1].all("entity"))
    )


def _span(reading: Reading, item: Item) -> bool:
    """A word for time; `days to close` too, where it is not deals that are closed."""
    return item.text.casefold() in SPANS or (_cycle(item) and not _said(reading, "deal"))


def _cycle(item: Item) -> bool:
    return any(sense.value in {"cycle", "deal.cycle_days"} for sense in item.senses)


def _begins(reading: Reading, entity: str) -> str | None:
    """The date at which a row of the entity comes into being."""
    if entity == "deal":
        return "deal.opened_on" if "deal.opened_on" in reading.vocabulary.fields else None
    return default_date(reading.vocabulary, entity)


def _said(reading: Reading, entity: str) -> bool:
    kind = entity == "interaction" and reading.has("kind")
    return kind or any(sense.value == entity for item in reading.items for sense in item.all("entity"))


def _headed(reading: Reading, ref: str, at: int) -> bool:
    """Whether the whole header stands in the question, and heads columns of no other rows."""
    told = {sense.value for sense in reading.items[at].all("field") if sense.weight >= 1}
    return ref in told and len({each.split(".")[0] for each in told}) == 1


def _asks_for_days(reading: Reading, spans: list[int]) -> bool:
    """`Average days until closed`, `how long until …`: not days by which something is counted."""
    plain = [at for at in spans if reading.items[at].text.casefold() in WHOLE or _cycle(reading.items[at])]
    grouped = any(at and reading.items[at - 1].has("grouper", "question") for at in plain)
    words = set(reading.words())
    if reading.has("superlative") and words & TAKING:
        return True
    return bool(plain) and not grouped and (reading.has("aggregate") or bool(words & TAKING))


def _mentions(reading: Reading, entity: str) -> dict[str, int]:
    """Date fields by where the question first speaks of them."""
    found: dict[str, int] = {}
    dates = [info for info in reading.vocabulary.fields_of(entity) if info.temporal]
    for at, item in enumerate(reading.items if dates else ()):
        if item.period is not None or item.used:
            continue
        told = {sense.value for sense in item.all("field") if sense.weight >= 1 and reading.field(sense).temporal}
        own = {ref for ref in told if ref.startswith(f"{entity}.")}
        words = {token.fold for token in tokens(item.text)} - GENERIC
        for info in dates:
            if own and info.ref not in own:
                continue  # the header itself stands there
            if info.ref not in found and _speaks(words, info):
                found[info.ref] = at
                break
    return _closed_once(reading, found)


def _closed_once(reading: Reading, found: dict[str, int]) -> dict[str, int]:
    """`To win an opportunity, from creation to closed date`: the day it was won is the day it was closed."""
    ends = [ref for ref in found if {token.fold for token in tokens(reading.field(ref).label)} & EVENTS[CLOSED]]
    if len(found) > 2 and CLOSED in found and ends:
        return {ref: at for ref, at in found.items() if ref == CLOSED or ref not in ends}
    return found


def speaks_of(text: str, info: FieldInfo) -> bool:
    return _speaks({token.fold for token in tokens(text)} - GENERIC, info)


def _speaks(words: set[str], info: FieldInfo) -> bool:
    if words & EVENTS.get(info.ref, frozenset()):
        return True
    said = said_in(info.label) - GENERIC
    return any(akin(FORMS.get(word, word), each) for word in words for each in said)


def _between(reading: Reading, entity: str, places: dict[str, int], spans: list[int]) -> Wanted:
    first = _begins(reading, entity)
    start, end = sorted(places, key=lambda ref: (ref != first, places[ref]))
    nearby = range(max(0, places[end] - NEAR), places[end])
    for at in nearby if start != first else ():
        if reading.items[at].text.casefold() in BACKWARDS:
            start, end = end, start
            reading.use(at, "measure")
            break
    for at in [*spans, *places.values()]:
        if at >= 0 and not (entity == "deal" and reading.items[at].has("outcome")):
            reading.use(at, "measure")
    for at, item in enumerate(reading.items):
        if item.text.casefold() in BETWEEN | BACKWARDS and item.period is None:
            reading.use(at, "measure")
        if item.used is None and item.has("field") and speaks_alike(reading, item, start, end):
            item.used = "measure"  # `to pay, from issue to payment`
        if item.text.casefold() in LASTING and item.used in {None, "head"}:
            item.senses, item.used = [], "measure"
    kind = _kind(reading)
    if {start, end} == set(EVENTS):
        cycle = _metric("cycle", -1, kind)
        won = places[end] >= 0 and WINNING & {token.fold for token in tokens(reading.items[places[end]].text)}
        cycle.outcome = "won" if won else cycle.outcome
        return cycle
    labels = [spoken(reading.field(ref).label) for ref in (start, end)]
    label = f"{'average' if kind == 'avg' else kind} days from {labels[0]} to {labels[1]}"
    return Wanted(Measure(kind=kind, field=end, since=start, label=label), entity, -1)


def speaks_alike(reading: Reading, item: Item, *ends: str) -> bool:
    """Whether a word that is no column by itself says again which day is meant."""
    own = any(sense.weight > 1 for sense in item.senses)
    return not own and item.text.casefold() in FORMS and any(speaks_of(item.text, reading.field(ref)) for ref in ends)


def _kind(reading: Reading) -> MeasureKind:
    said: set[str] = set()
    for at, item in enumerate(reading.items):
        for sense in item.all("aggregate") if item.used in {None, "measure"} else ():
            if sense.value != "share" and not item.has("entity"):
                said.add(sense.value)
                reading.use(at, "measure")
    if "median" in said:
        return "median"
    return "min" if "min" in said else "max" if "max" in said else "avg"
