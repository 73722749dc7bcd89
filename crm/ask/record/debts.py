"""Who owes money: the table of what is to be paid, its sum, and what says that it is not paid yet."""

from __future__ import annotations

from datetime import date

from crm.ask.language.text import tokens
from crm.ask.plan import Condition
from crm.ask.record import states
from crm.ask.record.labels import spoken
from crm.ask.record.money import main_money
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary
from crm.naming import word_set

BILLS = word_set("invoice bill fee receivable payment installment instalment rent charge statement premium")
LEFT = word_set("balance outstanding owing owed unpaid remaining")


def debt(vocabulary: Vocabulary, today: date) -> tuple[FieldInfo, list[Condition]] | None:
    """The column of what is owed and the conditions of rows that are unpaid; None where no table tells."""
    found = []
    for name, entity in vocabulary.entities.items():
        if not entity.kind or vocabulary.path(name, "account") is None:
            continue
        left = next((info for info in vocabulary.fields_of(name) if info.numeric and _words(info) & LEFT), None)
        money = left or main_money(vocabulary, name)
        unpaid = states.conditions(vocabulary, name, "open", "", today)
        billed = bool({word.removesuffix("s") for word in name.split("_")} & BILLS)
        dated = states.due_date(vocabulary, name) is not None
        if money is not None and unpaid and (billed or dated):
            found.append((not billed, not dated, name, money, unpaid))
    best = min(found, key=lambda each: each[:3], default=None)
    return (best[3], best[4]) if best else None


def _words(info: FieldInfo) -> set[str]:
    return {token.fold for token in tokens(spoken(info.label))}
