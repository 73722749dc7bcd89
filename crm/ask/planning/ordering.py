"""Best, most, oldest, top five: what to sort by and how many rows to show."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.language.text import tokens
from crm.ask.plan import Measure, Order
from crm.ask.planning.measures import WON, Wanted, _metric, field_measure
from crm.ask.planning.nouns import best_field
from crm.ask.planning.reading import Reading
from crm.ask.planning.summing import added
from crm.ask.record.money import money_of_rows
from crm.ask.record.schema import FieldInfo

FEW = 5  # rows for a plural without a number
DOWN = frozenset({"desc", "newest", "longest", "expensive", "happiest"})
AGES = {"oldest": False, "newest": True}
SPANS = {"longest": True, "shortest": False}
CUSTOMERS = frozenset({"customer", "client", "member", "donor", "buyer", "supporter", "subscriber"})
SINCE = frozenset({"since", "customer", "client", "member", "signup", "joined", "onboarded", "onboarding", "first"})
PRICES = {"expensive": True, "cheap": False}


def superlative_at(reading: Reading) -> tuple[int, Sense] | None:
    for at, item in enumerate(reading.items):
        if item.has("superlative") and item.used in {None, "order", "measure"}:
            return at, item.all("superlative")[0]
    return None


def read_limit(reading: Reading, at: int) -> int | None:
    """`top 5`, `5 largest`, `the best three reps`."""
    before = reading.head.at - 1 if reading.head else at
    for place in (at + 1, at - 1, at + 2, at - 2, before):
        if 0 <= place < len(reading.items):
            item = reading.items[place]
            if item.number is not None and item.used is None and 1 <= item.number <= 1000:
                reading.use(place, "limit")
                return int(item.number)
    return None


def usual_limit(reading: Reading, at: int) -> int | None:
    """One for `the best rep`, a few for `top reps`, all for a ranking."""
    word = reading.items[at].text.casefold()
    if word in {"rank", "ranking", "ranked", "in descending order", "in ascending order"}:
        return None
    if reading.words()[max(0, at - 3) : at].count("who") and reading.words()[at - 1] in {"the", "has", "had"}:
        return 1
    head = reading.items[reading.head.at] if reading.head else None
    text = head.text.casefold() if head else ""
    plural = (text.endswith("s") and not text.endswith("ss")) or text in {"people", "salespeople"}
    return FEW if plural and not reading.words()[0].startswith("which") else 1


def row_order(reading: Reading, entity: str, sense: Sense, wanted: list[Wanted]) -> str | None:
    """The field that sorts rows of the entity itself: amount for deals, age for the oldest."""
    vocabulary = reading.vocabulary
    own = [each.measure.field for each in wanted if each.entity == entity and each.measure.field]
    if own and sense.value not in AGES:
        return own[0]
    if sense.value in AGES:
        return _named_date(reading, entity) or _age_field(reading, entity)
    if sense.value in SPANS and entity == "account" and (since := _since(reading)):
        return since
    if sense.value in SPANS:
        named = _named_numeric(reading, entity)
        if entity == "deal" and not named and in_stage(reading):
            return "deal.stage_days"
        return named or (
            "deal.cycle_days" if entity == "deal" else _first(vocabulary.fields_of(entity), ("time", "duration"))
        )
    if sense.value in PRICES and entity not in {"product", "deal"}:
        return next((info.ref for info in vocabulary.fields_of(entity) if info.type == "money"), None)
    if sense.value in PRICES or entity == "deal":
        return {"product": "product.price", "deal": "deal.amount"}.get(entity)
    if vocabulary.entities[entity].kind:
        numbers = [info for info in vocabulary.fields_of(entity) if info.numeric]
        money = [info for info in numbers if info.type == "money"]
        return (money or numbers)[0].ref if numbers else None
    return None


def in_stage(reading: Reading) -> bool:
    """`Longest in Negotiation`: how long deals have stood there, not how long they took in all."""
    words = reading.words()
    for at, item in enumerate(reading.items):
        held = [sense.detail for sense in item.all("value") if sense.value == "deal.stage"]
        open_ = any(reading.vocabulary.stages.get(stage) == "open" for stage in held)
        if open_ and {"in", "at"} & set(words[max(0, at - 2) : at]):
            return True
    return False


def _named_numeric(reading: Reading, entity: str) -> str | None:
    for at in reading.unused("field"):
        ref = best_field(reading.items[at], (entity,))
        if ref.startswith(f"{entity}.") and reading.field(ref).numeric:
            reading.use(at, "order")
            return ref
    return None


def _named_date(reading: Reading, entity: str) -> str | None:
    """`With the earliest close date`: the date that stands behind the superlative."""
    for at, item in enumerate(reading.items):
        place = reading.after(at) if any(sense.value in AGES for sense in item.all("superlative")) else None
        senses = reading.items[place].all("field") if place is not None else []
        own = [s.value for s in senses if s.value.startswith(f"{entity}.") and s.weight >= 1]
        dated = [ref for ref in own if reading.field(ref).temporal]
        if dated and place is not None:
            reading.use(place, "order")
            return dated[0]
    return None


def _first(fields: list[FieldInfo], words: tuple[str, ...]) -> str | None:
    return next((info.ref for info in fields if info.numeric and any(word in info.key for word in words)), None)


def _age_field(reading: Reading, entity: str) -> str | None:
    from crm.ask.planning.dating import default_date  # noqa: PLC0415

    if entity == "deal":
        decided = any(f.field == "deal.outcome" and f.values and f.values != ["open"] for f in reading.plan.filters)
        return "deal.close_date" if decided else "deal.opened_on"
    if entity == "account" and _customers(reading) and (since := _since(reading)):
        return since
    for info in reading.vocabulary.fields_of(entity):
        if "year" in info.key and ("establish" in info.key or "found" in info.key):
            return info.ref
    return default_date(reading.vocabulary, entity)


def _customers(reading: Reading) -> bool:
    """Whether accounts are called what they are to us: the oldest customer is not the oldest company."""
    words = {word.removesuffix("s") for word in reading.words()}
    return bool(words & CUSTOMERS)


def _since(reading: Reading) -> str | None:
    """The date from which an account is a customer."""
    for info in reading.vocabulary.fields_of("account"):
        words = {token.base for token in tokens(info.label.replace("_", " "))}
        if info.temporal and words & SINCE:
            return info.ref
    return None


def default_measure(reading: Reading, entity: str) -> Wanted | None:
    """What `best` and `top` mean where nothing else is said: won revenue, or the record's main money."""
    vocabulary = reading.vocabulary
    if vocabulary.has_deals and vocabulary.path("deal", entity) is not None:
        reading.note("ranked by won revenue")
        return _metric("revenue", -1, None)
    worth = money_of_rows(reading) if vocabulary.trade is not None else None
    if worth is not None and vocabulary.path(worth.entity, entity) is not None:
        measure = field_measure(worth, "sum")
        reading.note(f"ranked by {measure.label}")
        return Wanted(measure, worth.entity, -1)
    for name, known in vocabulary.entities.items():
        money = [info for info in vocabulary.fields_of(name) if info.type == "money" and added(info)]
        if known.kind and money and vocabulary.path(name, entity) is not None:
            measure = field_measure(money[0], "sum")
            reading.note(f"ranked by {measure.label}")
            return Wanted(measure, name, -1)
    return None


def sold_units(reading: Reading) -> Wanted | None:
    """What makes a bestseller where there are no deals: how many of it were sold, else for how much."""
    trade = reading.vocabulary.trade
    sold = trade and (trade.quantity or trade.worth(by_line=True))
    if not sold:
        return None
    measure = field_measure(sold, "sum")
    reading.note(f"ranked by {measure.label}")
    return Wanted(measure, sold.entity, -1)


def sold_measures() -> list[Measure]:
    return [
        Measure(kind="count", label="deals won"),
        Measure(kind="sum", field="deal.amount", label="won revenue"),
    ]


def won_filter(reading: Reading) -> None:
    if not any(each.field == "deal.outcome" for each in reading.plan.filters):
        reading.plan.filters.append(WON.model_copy(deep=True))


def order_by(reading: Reading, measure: int, *, descending: bool, limit: int | None) -> None:
    reading.plan.order = [Order(measure=measure, descending=descending)]
    reading.plan.limit = limit
