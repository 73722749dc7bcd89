"""What is sold in a record without deals: the table of its sales, and the words of selling that mean it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from crm.ask.language.lexicon import VERB, Sense, phrases
from crm.ask.language.text import key, singular
from crm.ask.record.lines import add_lines
from crm.ask.record.money import main_money
from crm.ask.record.schema import FieldInfo, Trade
from crm.ask.record.vocabulary import Vocabulary, alike
from crm.ask.words import TRADES

NO_SALE = frozenset(
    "return refund claim expense cost campaign budget ticket task target quota credit complaint survey visit".split()  # noqa: SIM905
)
MONEY = ("amount", "value", "dollar", "worth")
ORDERED = frozenset({"order", "sale", "purchase", "transaction"})
SPENT = ("spend", "spent", "spending", "sales", "total sales", "sales total", "gross sales", "sold for")
HUNG_ON = ("account", "contact", "product")


def add_trade(session: Session, vocabulary: Vocabulary) -> None:
    """Lets words of selling mean the rows that are sold; those of money are summed there."""
    if vocabulary.has_deals:
        add_lines(session, vocabulary)
        _add_verbs(vocabulary)
        _add_takings(vocabulary)
        return
    trade = _trade(vocabulary)
    if trade is None:
        return
    vocabulary.trade = trade
    for info in vocabulary.fields_of("deal"):
        vocabulary.unname(info.ref)
    for word in MONEY:
        if not vocabulary.senses.get(key(word)):
            vocabulary.add(word, Sense("metric", "revenue"))
    rows = Sense("entity", trade.lines or trade.rows, VERB, weight=0.9)
    if trade.lines:
        vocabulary.add("line", Sense("entity", trade.lines))
        vocabulary.add("line item", Sense("entity", trade.lines))
    spoken = set(trade.rows.split("_"))
    for nouns, (verbs, earnings) in TRADES.items():
        if spoken & set(phrases(nouns)):
            for verb in phrases(verbs):
                vocabulary.add(verb, rows)
            for earning in phrases(earnings):
                vocabulary.add(earning, Sense("metric", "revenue"))


def _add_verbs(vocabulary: Vocabulary) -> None:
    """Beside deals `ordered` means the rows of orders, `enrolled` those of enrolments."""
    for name, entity in vocabulary.entities.items():
        if not entity.kind or not any(vocabulary.path(name, each) is not None for each in ("account", "contact")):
            continue
        rows = Sense("entity", name, VERB, weight=0.9)
        for nouns, (verbs, _) in TRADES.items():
            if singular(name.split("_")[-1]) in phrases(nouns):
                for verb in phrases(verbs):
                    if alike(verb, rows):
                        vocabulary.add(verb, rows)


def _add_takings(vocabulary: Vocabulary) -> None:
    """Orders that name no deal: beside opportunities these are what was sold, and what clients spent."""
    trade = _trade(vocabulary)
    if trade is None or trade.money is None or vocabulary.path(trade.rows, "deal") is not None:
        return
    if set(map(singular, trade.rows.split("_"))) & ORDERED:
        vocabulary.takings = trade
        for word in SPENT:
            vocabulary.senses[key(word)] = [Sense("metric", "takings")]


def _trade(vocabulary: Vocabulary) -> Trade | None:
    worth = {
        name: money
        for name, entity in vocabulary.entities.items()
        if entity.kind and not set(name.split("_")) & NO_SALE and (money := main_money(vocabulary, name)) is not None
    }
    sold = [name for name in worth if any(vocabulary.path(name, target) is not None for target in HUNG_ON)]
    if not sold:
        return None
    ranked = sorted((rank, name) for name in sold if (rank := _rank(_whole(vocabulary, name))) is not None)
    if not ranked:
        return None
    rows = _whole(vocabulary, ranked[0][1])
    below = [name for _, name in ranked if name != rows and _whole(vocabulary, name) == rows]
    things = [name for name in below if vocabulary.path(name, "product") is not None]  # of an order's invoices none
    lines = next(iter(things or below), None)
    quantity = _quantity(vocabulary, lines or rows)
    return Trade(rows, worth.get(rows), lines, worth[lines] if lines else None, quantity)


def _whole(vocabulary: Vocabulary, name: str) -> str:
    """The order that a line belongs to; anything else is a whole itself."""
    above = next((link.target for link in vocabulary.entities[name].links if link.column == "parent_id"), None)
    return above if above is not None and _rank(above) is not None else name


def _rank(name: str) -> int | None:
    """How plainly a table is one of sales; None where its name does not say so."""
    nouns = [noun for nouns in TRADES for noun in phrases(nouns)]
    found = [nouns.index(word) for word in map(singular, name.split("_")) if word in nouns]
    return min(found, default=None)


def _quantity(vocabulary: Vocabulary, name: str) -> FieldInfo | None:
    found = [info for info in vocabulary.fields_of(name) if info.numeric and {"qty", "quantity"} & set(info.aliases)]
    return found[0] if found else None
