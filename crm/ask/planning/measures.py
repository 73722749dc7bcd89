"""What is to be measured: counts, sums, averages, rates, shares and ratios."""

from __future__ import annotations

from dataclasses import dataclass, field

from crm.ask.language.lexicon import VERB
from crm.ask.language.linking import Item
from crm.ask.language.text import tokens
from crm.ask.plan import Condition, Measure, MeasureKind
from crm.ask.planning.meant import field_meant
from crm.ask.planning.nouns import best_field, noun_at
from crm.ask.planning.reading import Noun, Reading
from crm.ask.planning.summing import added, spoken_label
from crm.ask.record.called import kind_field
from crm.ask.record.commitments import binding
from crm.ask.record.debts import debt
from crm.ask.record.money import MONEY_WORDS, lines_meant, main_money, money_of_rows, whole_rows
from crm.ask.record.schema import FieldInfo, Trade, yearlike
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.words import UNIT_WORDS

WON = Condition(field="deal.outcome", op="eq", values=["won"])
OPEN = Condition(field="deal.outcome", op="eq", values=["open"])
USUAL = {
    "avg": "sum",
    "median": "sum",
    "sum": "avg",
}  # what a column is told by, before a word behind it says otherwise
RATES = frozenset({"win_rate", "loss_rate"})
COSTING = frozenset({"cost", "costs", "costing"})
APIECE = frozenset({"each", "apiece", "respectively", "in each"})
AMOUNTS_OF = frozenset({"most", "fewest", "least", "the more", "more"})


@dataclass
class Wanted:
    """A measure with the entity it is counted on, and its place in the question."""

    measure: Measure
    entity: str
    at: int
    outcome: str | None = None
    filters: list[Condition] = field(default_factory=list)  # what its rows are besides


def read_measures(reading: Reading, prefer: tuple[str, ...]) -> list[Wanted]:
    """Aggregates with the nouns they speak of, in the order of the question."""
    found: list[Wanted] = []
    pending: tuple[MeasureKind, int] | None = None
    most: int | None = None
    for at, item in enumerate(reading.items):
        if item.used and item.used != "head":
            continue
        aggregate = item.sense("aggregate")
        if aggregate and not (item.has("field") and _after_aggregate(pending)) and aggregate.value != "distinct":
            if aggregate.value not in {"share", "ratio"}:
                pending = _stronger(pending, aggregate.value, at)  # type: ignore[arg-type]
            continue
        if found and found[-1].filters and item.has("superlative"):
            continue  # `owes us the most`
        if item.has("superlative") and item.text.casefold() in AMOUNTS_OF and not item.has("metric", "field"):
            pending = ("count", at) if pending is None else pending
            most = at
            continue
        if pending and most is not None and pending[1] == most and _counts_money(reading, item):
            pending = None
        if item.text.casefold() in COSTING and reading.words()[at + 1 : at + 2] == ["us"]:
            reading.use(at, "measure")
            item.senses = []  # a verb, not the price of a product
            lost = _lost_money(reading, at, None)
            found += [lost] if lost else []
            continue
        wanted = _wanted(reading, at, item, pending[0] if pending else None, prefer)
        if wanted is None:
            continue
        if pending and pending[1] != most:
            reading.use(pending[1], "measure")
            _use_between(reading, pending[1], at)
        reading.use(at, "measure")
        if reading.words()[at + 1 : at + 2] == ["amount"] and not reading.items[at + 1].has("field"):
            reading.use(at + 1, "measure")  # `the claimed amount`
        told = [each for each in found if each.measure.field or each.measure.kind in RATES]
        if all(each.measure != wanted.measure for each in told):
            found.append(wanted)
        pending = None
    if pending and pending[1] != most and [each.measure.kind for each in found] == [USUAL.get(pending[0])]:
        _averaged(reading, found[0], pending)
    return found


def _averaged(reading: Reading, wanted: Wanted, pending: tuple[MeasureKind, int]) -> None:
    """`What is an audit worth on average`, `tonnes in open deals (sum)`: the word stands behind what it is said of."""
    if wanted.measure.field is None or wanted.measure.times or wanted.outcome:
        return
    reading.use(pending[1], "measure")
    wanted.measure = field_measure(reading.field(wanted.measure.field), pending[0])


def _limited(reading: Reading, at: int) -> bool:
    """Whether the field only says what a number limits: `worth at least 5k`, `with more than 50 seats`."""
    for bound in reading.bounds:
        between = reading.items[bound.end + 1 : at]
        if bound.end < at <= bound.end + 3 and all(i.stop or i.text.casefold() in UNIT_WORDS for i in between):
            return True
        between = reading.items[at + 1 : bound.at]
        if at < bound.at <= at + 4 and all(item.stop or item.has("comparator") for item in between):
            return True
    return False


def _counts_money(reading: Reading, item: Item) -> bool:
    """`the most revenue` is a sum, `the most deals` a count."""
    numeric = any(reading.field(sense).numeric for sense in item.all("field"))
    return item.has("metric") or (numeric and not item.has("entity", "kind"))


def _after_aggregate(pending: tuple[MeasureKind, int] | None) -> bool:
    return pending is not None


def _stronger(pending: tuple[MeasureKind, int] | None, value: MeasureKind, at: int) -> tuple[MeasureKind, int]:
    """`average total` is an average; `average number of` stays an average of counts."""
    if pending and pending[0] in {"avg", "median"} and value in {"count", "sum"} and at - pending[1] <= 2:
        return ("avg", pending[1]) if value == "sum" else pending
    if pending and value == "avg" and pending[0] == "sum":
        return value, at
    return value, at


def _use_between(reading: Reading, start: int, end: int) -> None:
    for place in range(start + 1, end):
        if reading.items[place].has("aggregate"):
            reading.use(place, "measure")


def _wanted(
    reading: Reading, at: int, item: Item, pending: MeasureKind | None, prefer: tuple[str, ...]
) -> Wanted | None:
    metric = item.sense("metric")
    if metric and metric.value == "takings":
        return _taken(reading, at, pending)
    if metric and metric.value == "revenue" and reading.has("overdue") and (late := owed(reading, at)):
        return late
    if metric and metric.value in MONEY_WORDS and (own := money_of_rows(reading)) is not None:
        if metric.value == "deal_size" and (whole := whole_rows(reading, own)) and pending in {None, "avg"}:
            return Wanted(whole, own.entity, at)
        return Wanted(field_measure(own, pending if pending != "count" else None), own.entity, at)
    if metric and metric.value == "owed":
        return owed(reading, at)
    fields = [sense for sense in item.all("field") if reading.field(sense).numeric]
    if pending is None and _limited(reading, at) and (not metric or metric.value == "cycle"):
        return None
    literal = [sense for sense in fields if sense.weight >= 1]
    told = bool(fields) and not reading.vocabulary.has_deals
    if metric and not told and not (literal and field_meant(reading, at, metric.value, literal[0].value)):
        if metric.value == "revenue" and (lost := _lost_money(reading, at, pending)) is not None:
            return lost
        if metric.value == "revenue" and _only_a_verb(reading, at):
            reading.use(at, "measure")
            return None
        if metric.value == "revenue" and pending == "count":
            return Wanted(Measure(kind="count", label="won deals"), "deal", at, outcome="won")
        return _metric(metric.value, at, pending)
    if fields and not (item.has("entity", "kind") and pending == "count" and not literal):
        info = reading.field(best_field(item, prefer))
        if yearlike(info) and pending not in {"avg", "median", "min", "max"}:
            return None
        if info.numeric and (pending or item.used != "head" or _alone(reading, at)):
            return Wanted(field_measure(info, pending), info.entity, at)
        return None
    if pending == "avg" and (lines := lines_meant(reading, item)) and (whole := whole_rows(reading, lines)):
        return Wanted(whole, lines.entity, at)
    if (own := _worth(reading, at, pending)) is not None:
        return Wanted(field_measure(own, pending), own.entity, at)
    if pending == "sum" and item.has("entity") and _says_amount(reading, at):
        return Wanted(Measure(kind="sum", field="deal.amount", label="total amount"), "deal", at)
    verb = item.has("entity") and all(sense.detail == VERB for sense in item.senses)
    if verb and reading.head is not None and reading.head.kind == "entity":
        return None  # `how many trusts gave`
    if (pending == "count" or _apiece(reading, at)) and item.has("entity", "kind"):
        noun = noun_at(reading, at)
        if noun:
            kinds = [Condition(field=kind_field(noun.detail), op="in", values=[noun.detail])] if noun.detail else []
            return Wanted(Measure(kind="count", label=""), noun.name, at, filters=kinds)
    if (pending == "count" or _apiece(reading, at)) and item.has("outcome") and _outcome_is_noun(reading, at):
        outcome = item.all("outcome")[0].value
        return Wanted(Measure(kind="count", label=f"{outcome} deals"), "deal", at, outcome=outcome)
    return None


def _taken(reading: Reading, at: int, pending: MeasureKind | None) -> Wanted | None:
    """Sales of a record whose orders are none of its deals' are what was ordered, unless deals are spoken of."""
    takings = reading.vocabulary.takings
    deals = reading.value("entity", "deal") or reading.value("outcome", "won") or reading.value("outcome", "lost")
    if takings is None or takings.money is None or deals:
        return _metric("revenue", at, pending)
    money = takings.worth(by_line=_by_line(reading, takings)) or takings.money
    wanted = Wanted(field_measure(money, pending if pending != "count" else None), money.entity, at)
    bound = binding(reading.vocabulary, takings.rows)
    if bound is not None and not any(s.value == bound.field for item in reading.items for s in item.all("value")):
        wanted.filters.append(bound)
        reading.note(f"only orders that are {', '.join(map(str, bound.values))}")
    return wanted


def _by_line(reading: Reading, takings: Trade) -> bool:
    """Whether the question speaks of products, or of what only the lines of an order say."""
    if takings.lines is None or reading.reaches(takings.rows, "product"):
        return False
    said = {s.value.split(".")[0] for i in reading.items for kind in ("entity", "field", "value") for s in i.all(kind)}
    return bool(said & {"product", takings.lines})


def owed(reading: Reading, at: int) -> Wanted | None:
    """What is owed in all, of rows that are not paid."""
    found = debt(reading.vocabulary, reading.now.date())
    return Wanted(found.measure(), found.money.entity, at, filters=list(found.unpaid)) if found else None


def _only_a_verb(reading: Reading, at: int) -> bool:
    """`Bring in more MRR` of a record without deals: the column says what is brought in."""
    others = [item for place, item in enumerate(reading.items) if place != at]
    figures = [reading.field(sense) for item in others for sense in item.all("field") if sense.weight >= 1]
    return not reading.vocabulary.has_deals and any(info.numeric for info in figures)


def _lost_money(reading: Reading, at: int, pending: MeasureKind | None) -> Wanted | None:
    """`Which lost reason cost us the most money`: what the lost deals were worth."""
    named = [noun.name for noun in (reading.head, *reading.groups) if noun and noun.kind == "field"]
    spoken = [tokens(reading.field(ref).label.replace("_", " ")) for ref in named if ref.startswith("deal.")]
    words = {token.fold for each in spoken for token in each}
    if not words & {"lost", "loss", "decline", "declined"} or reading.value("outcome", "won"):
        return None
    kind = pending if pending in {"avg", "median", "min", "max"} else "sum"
    return Wanted(Measure(kind=kind, field="deal.amount", label="lost amount"), "deal", at, outcome="lost")


def _worth(reading: Reading, at: int, pending: MeasureKind | None) -> FieldInfo | None:
    """`average gift`, `total amount of the gifts`: what rows of a table are worth."""
    item = reading.items[at]
    one = pending in {"avg", "median"} and not item.text.casefold().endswith("s")
    verb = item.text.casefold().endswith("ed")  # `total billed`
    if not one and not (pending == "sum" and (verb or _amount_said(reading, at))):
        return None
    tables = [sense.value for sense in item.all("entity") if sense.value in reading.vocabulary.entities]
    kinds = [name for name in tables if reading.vocabulary.entities[name].kind]
    return main_money(reading.vocabulary, kinds[0]) if kinds else None


def _amount_said(reading: Reading, at: int) -> bool:
    before = [item.text.casefold() for item in reading.items[max(0, at - 5) : at] if item.has("aggregate")]
    return any("amount" in text or text.startswith("sum") for text in before)


def _says_amount(reading: Reading, at: int) -> bool:
    """`the total amount of those deals`, `sum of the open deals`."""
    return any(sense.value == "deal" for sense in reading.items[at].all("entity")) and _amount_said(reading, at)


def _alone(reading: Reading, at: int) -> bool:
    """A numeric head noun is measured unless a row of its own is looked up."""
    return reading.head is not None and reading.head.at == at


def _apiece(reading: Reading, at: int) -> bool:
    """`Reps in the East, wins each`: how many of them each of those before has."""
    follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
    last = follow is not None and follow.text.casefold() in APIECE and at + 2 == len(reading.items)
    return last and reading.head is not None and reading.head.at < at


def _outcome_is_noun(reading: Reading, at: int) -> bool:
    word = reading.items[at].text.casefold()
    follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
    return word in {"win", "wins", "loss", "losses", "closes"} and not (follow and follow.has("entity"))


def _metric(name: str, at: int, pending: MeasureKind | None) -> Wanted:
    kind: MeasureKind = pending if pending in {"avg", "median", "min", "max"} else "sum"
    if name == "revenue":
        label = {"avg": "average revenue of won deals", "median": "median revenue of won deals"}.get(
            kind, "won revenue"
        )
        return Wanted(Measure(kind=kind, field="deal.amount", label=label), "deal", at, outcome="won")
    if name == "pipeline":
        return Wanted(Measure(kind=kind, field="deal.amount", label="open pipeline"), "deal", at, outcome="open")
    if name == "cycle":
        span: MeasureKind = pending if pending in {"median", "min", "max"} else "avg"
        label = f"{'average' if span == 'avg' else span} days to close"
        return Wanted(Measure(kind=span, field="deal.cycle_days", label=label), "deal", at, outcome="closed")
    if name == "deal_size":
        size: MeasureKind = pending if pending in {"sum", "median", "min", "max"} else "avg"
        label = f"{ {'avg': 'average', 'sum': 'total', 'median': 'median'}.get(size, size) } deal value"
        return Wanted(Measure(kind=size, field="deal.amount", label=label), "deal", at, outcome="won")
    rate: MeasureKind = "loss_rate" if name == "loss_rate" else "win_rate"
    return Wanted(Measure(kind=rate, label=name.replace("_", " ")), "deal", at)


def field_measure(info: FieldInfo, pending: MeasureKind | None) -> Measure:
    kind: MeasureKind = pending or ("sum" if added(info) else "avg")
    if kind == "count":
        kind = "sum"
    if kind == "sum" and not added(info) and pending is None:
        kind = "avg"
    names = {"avg": "average", "sum": "total", "min": "lowest", "max": "highest"}
    said, word = spoken_label(info), names.get(kind, kind)
    said = said.removeprefix("avg ").removeprefix("average ") if word == "average" else said
    return Measure(kind=kind, field=info.ref, label=said if said.startswith(word) else f"{word} {said}")


def per_measure(vocabulary: Vocabulary, counted: str, over: Noun) -> Measure:
    """An average number of rows for each row of another entity, or each value of a field."""
    ref = f"{over.name}.{vocabulary.entity(over.name).name_key}" if over.kind == "entity" else over.name
    rows = vocabulary.entity(counted).plural
    return Measure(kind="per", field=f"{counted}.id", over=ref, label=f"average {rows} per {over.name.split('.')[-1]}")
