"""What rows of a table are worth, where a question speaks of money and names no column."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.language.linking import Item
from crm.ask.language.text import tokens
from crm.ask.plan import Measure
from crm.ask.planning.reading import Reading
from crm.ask.record.labels import spoken
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary

MONEY_WORDS = frozenset({"revenue", "deal_size"})
WORTH = ("amount", "total", "value", "mrr", "arr", "revenue", "net", "gross", "sum", "worth", "price", "premium", "fee")
WORTHS = frozenset({"value", "values", "amount", "amounts", "worth", "volume", "intake"})
PARTLY = frozenset({"paid", "due", "balance", "outstanding", "remaining", "received", "owed"})  # of a sum beside them
BESIDE = frozenset({"discount", "tax", "vat", "cost", "budget", "commission", "refund", "shipping", "unit"})


def main_money(vocabulary: Vocabulary, entity: str) -> FieldInfo | None:
    """The sum that a row of the entity stands for: its amount, its total, else its only column of money."""

    def said(info: FieldInfo) -> set[str]:
        return {token.base for token in tokens(info.label.replace("_", " "))}

    sums = [info for info in vocabulary.fields_of(entity) if info.numeric and not said(info) & BESIDE]
    sums = [info for info in sums if not said(info) & PARTLY] or sums
    for word in WORTH:
        for info in sums:
            if word in said(info) and info.type in {"money", "number", "integer"}:
                return info
    money = [info for info in sums if info.type == "money"]
    if len(money) > 1 and any(
        info.type == "category" and "currency" in said(info) for info in vocabulary.fields_of(entity)
    ):
        money = [info for info in money if info.unit]  # the same sum in one currency, beside each in its own
    return money[0] if len(money) == 1 else None


def money_of_rows(reading: Reading) -> FieldInfo | None:
    """The main sum of the one extra table that the question names, by its noun or its verb; None beside deals."""
    vocabulary = reading.vocabulary
    named = {sense.value for item in reading.items for sense in item.all("entity")} & vocabulary.entities.keys()
    tables = [name for name in named if vocabulary.entities[name].kind]
    trade = vocabulary.trade
    sold = trade is not None and all(_of_trade(vocabulary, name) for name in tables)
    if trade is not None and sold and not _told(reading):
        return trade.worth(by_line=_by_product(reading))
    if len(tables) != 1 or "deal" in named or reading.value("outcome", "won") or reading.value("outcome", "lost"):
        return None
    return None if _told(reading) else main_money(vocabulary, tables[0])


def _of_trade(vocabulary: Vocabulary, table: str) -> bool:
    """Sales and their lines, and what they hang on where that bears no sum of its own: a campaign of gifts."""
    trade = vocabulary.trade
    if trade is None or table in {trade.rows, trade.lines}:
        return trade is not None
    return vocabulary.path(trade.rows, table) is not None and main_money(vocabulary, table) is None


def settle_worth(reading: Reading) -> None:
    """`Order value`, `amount of the claims`: what those rows are worth, whatever else goes by such a word."""
    for at, item in enumerate(reading.items[1:], start=1):
        entity = reading.items[at - 1].sense("entity")
        if item.text.casefold() not in WORTHS or entity is None or entity.value not in reading.vocabulary.entities:
            continue
        own = main_money(reading.vocabulary, entity.value) if reading.vocabulary.entities[entity.value].kind else None
        if own is not None and not any(sense.value == own.ref for sense in item.all("field")):
            item.senses = [Sense("field", own.ref)]
            _led(reading.items[at - 1])


def _led(noun: Item) -> None:
    """In `order value` the order only says whose value is meant; `value of orders` asks of orders."""
    if not noun.text.casefold().endswith("s"):
        noun.senses, noun.stop = [], True


def whole_rows(reading: Reading, own: FieldInfo) -> Measure | None:
    """The average order, where only its lines bear sums."""
    trade = reading.vocabulary.trade
    if trade is None or own.entity != trade.lines:
        return None
    label = f"average {spoken(own.label)} per {reading.vocabulary.entity(trade.rows).singular}"
    return Measure(kind="per", field=own.ref, over=f"{trade.rows}.external_id", label=label)


def lines_meant(reading: Reading, item: Item) -> FieldInfo | None:
    """`Average order`: what its lines come to."""
    trade, entity = reading.vocabulary.trade, item.sense("entity")
    if trade is None or entity is None or trade.money or item.text.casefold().endswith("s"):
        return None
    return trade.line_money if entity.value == trade.rows else None


def sold_money(reading: Reading) -> FieldInfo | None:
    """What is added up where a record without deals is asked who bought or sold more."""
    trade = reading.vocabulary.trade
    said = {sense.value for item in reading.items for sense in item.all("entity")}
    return money_of_rows(reading) if trade is not None and said & {trade.rows, trade.lines} else None


def _told(reading: Reading) -> bool:
    """Whether the question names a column of figures itself, other than that of what is sold."""
    trade = reading.vocabulary.trade
    sold = {info.ref for info in (trade.money, trade.line_money) if info} if trade else set()
    said = [[sense for sense in item.all("field") if sense.weight >= 1] for item in reading.items]
    return any(
        reading.field(sense).numeric
        for senses in said
        if not sold & {sense.value for sense in senses}
        for sense in senses
    )


def _by_product(reading: Reading) -> bool:
    """Whether the question speaks of products, which only the lines of an order know."""
    trade, kinds = reading.vocabulary.trade, ("entity", "field", "value")
    if trade is None or trade.lines is None or reading.reaches(trade.rows, "product"):
        return False
    said = {sense.value.split(".")[0] for item in reading.items for kind in kinds for sense in item.all(kind)}
    return "product" in said
