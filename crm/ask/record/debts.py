"""Who owes money: the table of what is to be paid, its sum, and what says that it is not paid yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm.ask.language.text import tokens
from crm.ask.plan import Condition, Measure
from crm.ask.record import states
from crm.ask.record.labels import spoken
from crm.ask.record.money import main_money
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary
from crm.naming import word_set

BILLS = word_set("invoice bill fee receivable payment installment instalment rent charge statement premium")
LEFT = word_set("balance outstanding owing owed unpaid remaining")
DUE = "due"
PAID = word_set("paid received settled")


@dataclass(frozen=True)
class Debt:
    """The column of what is owed, what of it is paid already, and the conditions of rows that are unpaid."""

    money: FieldInfo
    paid: FieldInfo | None
    unpaid: list[Condition]

    def measure(self) -> Measure:
        """What is owed in all."""
        said = spoken(self.money.label)
        if self.paid is None:
            return Measure(
                kind="sum", field=self.money.ref, label=said if said.startswith("total") else f"total {said}"
            )
        label = f"{said} less {spoken(self.paid.label)}"
        return Measure(kind="sum", field=self.money.ref, since=self.paid.ref, label=label)


def debt(vocabulary: Vocabulary, today: date) -> Debt | None:
    """What tells what is owed; None where no table does."""
    found = []
    for name, entity in vocabulary.entities.items():
        if not entity.kind or not any(vocabulary.path(name, each) is not None for each in ("account", "contact")):
            continue
        figures = [info for info in vocabulary.fields_of(name) if info.numeric]
        left = next((info for info in figures if _left(info)), None)
        money = left or main_money(vocabulary, name)
        paid = None if left else next((info for info in figures if info is not money and _words(info) & PAID), None)
        unpaid = states.conditions(vocabulary, name, "open", "", today)
        billed = bool({word.removesuffix("s") for word in name.split("_")} & BILLS)
        dated = states.due_date(vocabulary, name) is not None
        if money is not None and ((unpaid and (billed or dated)) or left or paid):
            found.append((not billed, not dated, name, Debt(money, paid, unpaid)))
    best = min(found, key=lambda each: each[:3], default=None)
    return best[3] if best else None


def _left(info: FieldInfo) -> bool:
    """What is still to be paid: "Balance", "Amount Due"."""
    words = _words(info)
    return bool(words & LEFT) or (info.type == "money" and DUE in words)


def _words(info: FieldInfo) -> set[str]:
    return {token.fold for token in tokens(spoken(info.label))}
