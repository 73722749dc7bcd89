"""Measures whose noun is not beside their word: `deals lost in May: how many?`, `what did we win in total`."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.plan import Measure, MeasureKind
from crm.ask.planning.measures import Wanted, _metric, field_measure, owed
from crm.ask.planning.reading import Reading
from crm.ask.record.money import main_money, money_of_rows
from crm.ask.record.schema import FieldInfo
from crm.naming import word_set

FIGURES: tuple[MeasureKind, ...] = ("median", "avg", "min", "max", "sum", "count")  # the first that is said counts
RAISED = frozenset(
    {
        "raised",
        "billed",
        "invoiced",
        "charged",
        "given",
        "spent",
        "collected",
        "donated",
        "earned",
        "brought in",
        "taken in",
        "money raised",
        "made",
    }
)
GIVEN = word_set("gifts donations contributions payments takings receipts expenses refunds fees")  # are sums
BILLED = frozenset({"invoiced", "billed"})  # of bills, whatever deals there are
PEOPLE = frozenset({"user", "manager"})


def unsaid(reading: Reading) -> list[Wanted]:
    """The measure that a word of measuring stands for on its own."""
    long = next((at for at, item in enumerate(reading.items) if item.text.casefold() == "how long"), None)
    said = {sense.value: at for at, item in enumerate(reading.items) if not item.used for sense in _kinds(item.senses)}
    if long is not None and reading.vocabulary.has_deals:
        reading.use(long, "measure")
        wanted: Wanted | None = _metric("cycle", -1, None)
    else:
        kind = next((kind for kind in FIGURES if kind in said), None)
        wanted = _wanted(reading, kind, said[kind]) if kind else _raised(reading)
    if wanted is None:
        return []
    for at in said.values():
        reading.use(at, "measure")
    return [wanted]


def _raised(reading: Reading) -> Wanted | None:
    """`Raised per campaign, gifts only`: a verb of money that opens the question asks for sums of the rows named."""
    words = reading.words()
    opens = words[:1] and (words[0] in RAISED or " ".join(words[:2]) in RAISED)
    beside = reading.vocabulary.has_deals and words[0] not in BILLED
    if not opens or not reading.groups or beside:
        return None
    broken = {group.name for group in reading.groups}
    for at, item in enumerate(reading.items):
        for sense in item.all("entity"):
            known = reading.vocabulary.entities.get(sense.value)
            info = main_money(reading.vocabulary, sense.value) if known and known.kind else None
            if info is not None and sense.value not in broken:
                reading.use(at, "measure")
                return Wanted(field_measure(info, "sum"), sense.value, at)
    return None


def _kinds(senses: list[Sense]) -> list[Sense]:
    return [sense for sense in senses if sense.kind == "aggregate" and sense.value in FIGURES]


def _wanted(reading: Reading, kind: MeasureKind, at: int) -> Wanted | None:
    noun = _noun(reading, at)
    word = reading.items[at].text.casefold()
    if kind == "count" or (kind == "sum" and word == "total" and noun is not None and _counts(reading, at, noun)):
        return _counted(reading, at)
    if noun is None:
        return _amount(reading, kind, at)
    entity = reading.items[noun].all("entity")[0].value
    info = _money(reading, entity)
    single = not reading.items[noun].text.endswith("s")
    if info is None or (kind != "sum" and not single):
        return None
    place = noun if reading.head is not None and reading.head.at == noun else at
    return Wanted(field_measure(info, kind), entity, place)


def _noun(reading: Reading, at: int) -> int | None:
    """The rows spoken of: those after the word, else those before."""
    places: list[int] = [*range(at + 1, len(reading.items)), *reversed(range(at))]
    for place in places:
        item = reading.items[place]
        entities = [sense.value for sense in item.all("entity")]
        if entities and item.used in {None, "head"} and _money(reading, entities[0]) is not None:
            return place
    return None


def _money(reading: Reading, entity: str) -> FieldInfo | None:
    """What rows of an entity are worth: deals by their amount, rows of extra tables by their main sum."""
    if entity == "deal":
        return reading.vocabulary.fields.get("deal.amount")
    known = reading.vocabulary.entities.get(entity)
    return main_money(reading.vocabulary, entity) if known is not None and known.kind else None


def _counts(reading: Reading, at: int, noun: int) -> bool:
    """`Total open deals` is a number of them, `total of open deals` what they are worth."""
    if set(reading.items[noun].text.casefold().split()) & GIVEN:
        return False
    between = reading.items[at + 1 : noun]
    return at < noun and all(item.has("outcome", "value", "state") for item in between)


def _counted(reading: Reading, at: int) -> Wanted | None:
    head = reading.head
    before = reading.items[at - 1] if at else None
    if before is not None and before.has("outcome") and not before.has("entity") and reading.vocabulary.has_deals:
        return Wanted(Measure(kind="count"), "deal", at)
    if head is not None and head.kind == "entity" and head.name not in PEOPLE:
        if head.detail:
            reading.filter("interaction.kind", "in", head.detail)
        return Wanted(Measure(kind="count"), head.name, head.at)
    return None


def _amount(reading: Reading, kind: MeasureKind, at: int) -> Wanted | None:
    """`How much did Acme spend`, `won in total`: what deals come to, or the rows of the one table that is named."""
    whose = reading.head.at if reading.head is not None and reading.head.kind == "entity" else -1
    if reading.items[at].text.casefold() == "how much" and reading.has("overdue") and (late := owed(reading, whose)):
        return late
    if reading.items[at].text.casefold() == "how much" and (own := money_of_rows(reading)) is not None:
        return Wanted(field_measure(own, "sum"), own.entity, whose)
    if not reading.vocabulary.has_deals:
        return None
    if reading.items[at].text.casefold() == "how much":
        return _metric("revenue", -1, None)
    if kind == "sum" and reading.has("outcome", "sale") and not reading.has("grain"):
        return Wanted(Measure(kind="sum", field="deal.amount", label="total amount"), "deal", at)
    return None
