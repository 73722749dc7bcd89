"""Tables of activities, done or still to do: what is done has happened, and all of it was somebody's task."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.export.assignment import Assignment, Match, assign
from connectors.export.columns import Column
from connectors.export.interactions import kind_of
from connectors.export.lexicon import lexicon
from connectors.export.recognition import Recognised
from connectors.export.words import synonyms
from crm.model import Kind

_DONE = lexicon("done")
_UNDONE = lexicon("undone")
_DUE = lexicon("due")
_STATES = frozenset({"status", "state", "statut", "estado"})  # headers that speak of tasks only beside a due date


def with_tasks(items: Sequence[Recognised]) -> list[Recognised]:
    """Tables of activities become two: interactions of the rows that are done, and tasks of all rows."""
    found: list[Recognised] = []
    for item in items:
        done = _done_column(item)
        if done is None:
            found.append(item)
            continue
        cells = item.table.column(done.index)
        happened = [place for place, cell in enumerate(cells) if cell.casefold() in _DONE]
        reason = f"{item.reason}; {done.header} says that they are done"
        part = item.table.part(item.table.name, happened)
        columns = [column.within(part) for column in item.columns]
        fields = {
            name: Match(columns[match.column.index], match.score, match.reason)
            for name, match in item.assignment.fields.items()
        }
        assignment = Assignment("interaction", fields)
        found.append(Recognised(part, columns, "interaction", reason, assignment, stem=item.stem))
        assigned = assign("task", item.columns)
        reason = f"{done.header} says what is still to do"
        tasks = Recognised(item.table, item.columns, "task", reason, assigned, stem=item.stem)
        found.append(tasks)
    return found


def _done_column(item: Recognised) -> Column | None:
    """The column that says of each activity whether it is done; a ticket's status is another thing."""
    if item.entity != "interaction" or item.forced or kind_of(item) is Kind.TICKET:
        return None
    planned = any(set(column.words) & _DUE for column in item.columns)
    for column in item.columns:
        spoken = {value.casefold() for value in column.counts}
        if " ".join(column.words) not in synonyms("task")["done"] or not spoken <= _DONE | _UNDONE:
            continue
        if spoken & _UNDONE and spoken & _DONE and (planned or not set(column.words) & _STATES):
            return column
    return None
