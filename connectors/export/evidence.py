"""Fields of a deal that no header names, found by what the rows hold: its beginning, its decision, its sum."""

from __future__ import annotations

from statistics import median

from connectors.export.assignment import Match
from connectors.export.columns import DATES, Column
from connectors.export.lexicon import lexicon
from connectors.export.recognition import Recognised
from connectors.export.stages import outcome_of
from crm import values
from crm.model import Outcome

FEWEST = 5  # rows that show anything
MOSTLY, HARDLY = 0.9, 0.1
ROUND, WORTH = 5, 100  # sums are mostly multiples of five, and half of them are of a hundred and more
_NO_SUMS = lexicon("counts") | lexicon("rates") | lexicon("ids") | {"score", "probability", "year", "age", "rating"}
_LATER = lexicon("due") | lexicon("expected") | lexicon("side_dates")


def settle_by_rows(item: Recognised) -> None:
    """Completes a table of deals by what its rows show where its headers say nothing."""
    if item.entity != "deal" or item.forced:
        return
    _decided(item)
    _begun(item)
    _amount(item)


def _free(item: Recognised) -> list[Column]:
    used = {match.column.index for match in item.assignment.fields.values()}
    return [column for column in item.columns if column.index not in used and column.filled]


def _decided(item: Recognised) -> None:
    """The day that is filled in once a deal is won, and before that is empty."""
    fields, stage = item.assignment.fields, item.assignment.column("stage")
    if stage is None or fields.keys() & {"close_date", "decided_on", "missed_on"}:
        return
    outcomes = [outcome_of(text) for text in item.table.column(stage.index)]
    for column in _free(item):
        cells = item.table.column(column.index) if column.type in DATES else []
        told = {
            outcome: [bool(cell) for cell, each in zip(cells, outcomes, strict=True) if each is outcome]
            for outcome in (Outcome.WON, Outcome.OPEN)
            if cells
        }
        won, going = told.get(Outcome.WON, []), told.get(Outcome.OPEN, [])
        if len(won) >= FEWEST and going and _part(won) >= MOSTLY and _part(going) <= HARDLY:
            fields["close_date"] = Match(column, 0.6, "it is filled in once a row is won, and empty before")
            return


def _begun(item: Recognised) -> None:
    """The day that each row has, and that lies before its others."""
    fields = item.assignment.fields
    if "opened_on" in fields:
        return
    dated = [column for column in item.columns if column.type in DATES and column.filled >= FEWEST]
    taken = {match.column.index for match in fields.values()}
    for column in dated:
        others = [other for other in dated if other is not column]
        whole = column.filled >= column.rows * MOSTLY and not set(column.words) & _LATER
        if whole and column.index not in taken and all(_before(item, column, other) for other in others):
            reason = "each row has it, and it lies before the other dates" if others else "it is the only date of a row"
            fields["opened_on"] = Match(column, 0.6, reason)
            return


def _before(item: Recognised, first: Column, then: Column) -> bool:
    pairs = [
        (one, other)
        for left, right in zip(item.table.column(first.index), item.table.column(then.index), strict=True)
        if (one := _day(left, first)) and (other := _day(right, then))
    ]
    return len(pairs) >= FEWEST and _part([one <= other for one, other in pairs]) >= MOSTLY


def _day(text: str, column: Column) -> str:
    order = next(iter(column.orders)) if len(column.orders) == 1 else column.order
    found = values.moment(text, order)
    return found.isoformat()[:10] if found is not None else ""


def _amount(item: Recognised) -> None:
    """The only figure of a table of deals, where it looks like money: large, and mostly rounded."""
    if "amount" in item.assignment.fields:
        return
    figures = [
        column
        for column in _free(item)
        if column.type in {"integer", "number"} and column.unit is None and not set(column.words) & _NO_SUMS
    ]
    if len(figures) != 1 or any(column.type == "money" for column in item.columns):
        return
    read = [found.value for text in figures[0].counts if (found := values.money(text, figures[0].decimal))]
    if len(read) >= FEWEST and median(read) >= WORTH and _part([each % ROUND == 0 for each in read]) >= MOSTLY:
        item.assignment.fields["amount"] = Match(figures[0], 0.6, "it is the only figure, and reads like money")


def _part(held: list[bool]) -> float:
    return sum(held) / len(held) if held else 0.0
