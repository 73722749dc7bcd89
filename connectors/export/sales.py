"""Deals that a business calls otherwise: quotes, offers, bookings, vacancies, known by their shape."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.export.assignment import Assignment, Match
from connectors.export.columns import DATES, Column
from connectors.export.lexicon import lexicon
from connectors.export.names import singular
from connectors.export.stages import decides, says_outcome
from connectors.export.words import file_words

SALE = file_words("sale")
_NO_SALE = lexicon("no_sale")
_ACTUAL = lexicon("actual")
_MISSED = lexicon("missed")
_EXPECTED = lexicon("expected")
_ORDERED = lexicon("ordered")


def is_sale(stem: Sequence[str], assignment: Assignment) -> bool:
    """Whether rows are worth money, belong to a client, and come off or fall through."""
    if {singular(word) for word in stem[-1:]} & _NO_SALE:
        return False
    fields = assignment.fields
    status = assignment.column("stage") or assignment.column("outcome")
    if status is None or "amount" not in fields or not {"account_id", "contact_id"} & fields.keys():
        return False
    return says_outcome(status.counts)


def _date_by_rows(assignment: Assignment, columns: Sequence[Column], own: frozenset[str]) -> None:
    """An order without a day of decision is one of its order date: it was sold when it was given."""
    fields = assignment.fields
    if "close_date" in fields:
        return
    used = {match.column.index for name, match in fields.items() if name != "opened_on"}
    for column in columns:
        sold = column.type in DATES and set(column.words) & own & _ORDERED
        if sold and column.filled and column.index not in used:
            if assignment.column("opened_on") is column:
                del fields["opened_on"]
            fields["close_date"] = Match(column, 0.7, f"{column.header} is the date of the rows themselves")
            return


def settle_closing(assignment: Assignment, columns: Sequence[Column], own: frozenset[str]) -> None:
    """A deal closes when it was decided; the day on which it is expected to close stands in for that while it is open.

    Columns of days that were won, lost or decided become `decided_on` and `missed_on`, beside the expected day.
    """
    fields = assignment.fields
    _date_by_rows(assignment, columns, own)
    opened = assignment.column("opened_on")
    dated = [column for column in columns if column.type in DATES and column.filled and column is not opened]
    actual = [column for column in dated if set(column.words) & _ACTUAL and not set(column.words) & _EXPECTED]
    missed = next((column for column in actual if set(column.words) & _MISSED), None)
    decided = next((column for column in actual if column is not missed), None)
    known = assignment.column("close_date")
    planned = known if known not in actual else None
    if planned is None:
        planned = next((column for column in dated if set(column.words) & _EXPECTED), None)
    if not actual or (planned is None and missed is None):
        return
    used = {match.column.index for name, match in fields.items() if name != "close_date"}
    if planned is not None and planned.index not in used:
        fields["close_date"] = Match(planned, 0.9, "it says when an open deal is expected to close")
    elif known in actual:
        del fields["close_date"]
    for name, column in (("decided_on", decided), ("missed_on", missed)):
        if column is not None and column.index not in used:
            fields[name] = Match(column, 0.9, "it says when a deal was decided")


def staged_by_rows(assignment: Assignment, columns: Sequence[Column]) -> bool:
    """A column whatever it is called by which rows are won and lost says how deals stand: "Opportunity State"."""
    if assignment.entity != "deal" or "stage" in assignment.fields:
        return False
    taken = {match.column.index for name, match in assignment.fields.items() if name != "outcome"}
    found = [each for each in columns if each.index not in taken and decides(each.counts)]
    if len(found) != 1:
        return False
    assignment.fields.pop("outcome", None)
    assignment.fields["stage"] = Match(found[0], 0.8, "its rows are won or lost by it")
    return True
