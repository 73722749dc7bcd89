"""What is handed back for a question, and the sentence that says it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from crm.ask.plan import QueryPlan
from crm.ask.sql import Table
from crm.ask.vocabulary import Vocabulary

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
NAMED = 5  # names a sentence holds


class Citation(BaseModel):
    kind: str
    id: int
    source: str | None = None
    occurred_at: str | None = None
    quote: str = ""
    title: str | None = None  # the client and who spoke, as people read it


class Answer(BaseModel):
    """One answer; `id` is added by whoever asked in a batch."""

    question: str
    understood: str = ""
    plan: dict[str, Any] | None = None
    columns: list[str] = Field(default_factory=list)
    rows: list[list[Any]] = Field(default_factory=list)
    answer: str = ""
    citations: list[Citation] = Field(default_factory=list)
    confidence: float = 0.0
    abstained: bool = False
    reason: str | None = None
    planner: Literal["rules", "model"] = "rules"
    phrased: bool = False  # the sentence was worded by a model, out of the quotes
    took_ms: float = 0.0
    left_out: list[str] = Field(default_factory=list)
    readings: list[str] = Field(default_factory=list)


def sentence(plan: QueryPlan, table: Table, vocabulary: Vocabulary, understood: str) -> str:
    """The answer in one sentence; what is shown below it is in the table."""
    if plan.yes_no and (said := _yes_no(plan, table, vocabulary)):
        return said
    if plan.count_groups:
        return f"{table.rows[0][0]:,} — {understood}."
    if not table.rows or all(value is None for value in table.rows[0]):
        return f"None: {understood} — the record has no rows for this."
    if plan.shape == "value" and len(table.columns) == len(plan.measures):
        parts = [shown(value, place, plan, vocabulary) for place, value in enumerate(table.rows[0])]
        named = [_named(part, measure.label) for part, measure in zip(parts, plan.measures, strict=True)]
        return f"{' and '.join(named)} — {understood}."
    if plan.shape == "lookup":
        return _looked_up(table)
    if plan.shape in {"list", "timeline"} or (plan.shape in {"mood", "passages"} and not plan.group_by):
        return _listed(plan, table, vocabulary)
    return _led(plan, table, vocabulary)


def plural(word: str) -> str:
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def _named(number: str, label: str) -> str:
    """`55 deals` rather than `55 number of deals`."""
    noun = label.removeprefix("number of ")
    if number == "1" and noun != label and noun.endswith("s"):
        noun = noun[:-3] + "y" if noun.endswith("ies") else noun[:-1]
    return f"{number} {noun}".strip()


def _yes_no(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> str | None:
    if plan.shape == "value" and plan.measures and plan.measures[0].kind == "count" and table.rows:
        count = table.rows[0][0] or 0
        return (
            f"Yes: {count:,} {plan.measures[0].label.removeprefix('number of ')}." if count else "No: there are none."
        )
    if plan.shape in {"list", "mood", "passages", "timeline"}:
        return f"Yes: {_listed(plan, table, vocabulary)}" if table.rows else "No: there are none."
    if plan.group_by and len(table.rows) >= 1 and plan.filters:
        compared = next(
            (each for each in plan.filters if each.field == plan.group_by[-1].field and len(each.values) > 1), None
        )
        if compared is not None:
            return _which_is_more(plan, table, [str(value) for value in compared.values], vocabulary)
    return None


def _which_is_more(plan: QueryPlan, table: Table, names: list[str], vocabulary: Vocabulary) -> str:
    place = len(plan.group_by)
    values = {str(row[place - 1]): row[place] or 0 for row in table.rows}
    first, second = values.get(names[0], 0), values.get(names[1], 0)
    word = "Yes" if first > second else "No"
    return f"{word}: {names[0]} {shown(first, 0, plan, vocabulary)}, {names[1]} {shown(second, 0, plan, vocabulary)}."


def _looked_up(table: Table) -> str:
    if len(table.rows) == 1:
        row = table.rows[0]
        said = [
            f"{column} {value if value is not None else 'not recorded'}"
            for column, value in zip(table.columns[1:], row[1:], strict=True)
        ]
        return f"{row[0]}: {', '.join(said)}." if said else f"{row[0]}."
    lines = ["; ".join(str(value) for value in row if value is not None) for row in table.rows[:NAMED]]
    more = f" and {len(table.rows) - NAMED} more" if len(table.rows) > NAMED else ""
    return f"{len(table.rows)} found: {' | '.join(lines)}{more}."


def _listed(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> str:
    entity = vocabulary.entity(plan.subject)
    total = max(table.total, len(table.rows))
    noun = entity.singular if total == 1 else entity.plural
    place = next((table.columns.index(name) for name in ("name", "what", "account") if name in table.columns), 0)
    names = [str(row[place]) for row in table.rows[:NAMED] if row[place] is not None]
    more = ", …" if total > NAMED else ""
    return f"{total:,} {noun}: {', '.join(names)}{more}."


def _led(plan: QueryPlan, table: Table, vocabulary: Vocabulary) -> str:
    """The first row of a ranking, or the first few groups."""
    width = len(table.columns) - max(len(plan.measures), 1)
    if plan.shape in {"mood", "passages"}:
        names = ", ".join(f"{row[0]} ({row[1]})" for row in table.rows[:NAMED])
        noun = plural(table.columns[0]) if len(table.rows) != 1 else table.columns[0]
        return f"{len(table.rows)} {noun}: {names}{', …' if len(table.rows) > NAMED else ''}."
    said = []
    for row in table.rows[:NAMED]:
        name = " / ".join(str(value) for value in row[:width])
        numbers = ", ".join(
            _named(shown(value, n, plan, vocabulary), plan.measures[n].label) for n, value in enumerate(row[width:])
        )
        said.append(f"{name}: {numbers}")
    more = f"; {len(table.rows) - NAMED:,} more below" if len(table.rows) > NAMED else ""
    return f"{'; '.join(said)}{more}."


def shown(value: Any, place: int, plan: QueryPlan, vocabulary: Vocabulary) -> str:
    """A number with its unit: the tenant's currency, a percentage, days."""
    if value is None:
        return "no figure"
    measure = plan.measures[place] if place < len(plan.measures) else None
    if measure is None or not isinstance(value, int | float):
        return str(value)
    if measure.kind in {"win_rate", "loss_rate", "share"}:
        return f"{value:.1%}"
    info = vocabulary.fields.get(measure.field or "")
    if info is not None and info.type == "money" and measure.kind not in {"count", "count_distinct", "ratio"}:
        return f"{SYMBOLS.get(vocabulary.currency, vocabulary.currency + ' ')}{value:,.2f}".replace(".00", "")
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    unit = info.unit if info is not None and measure.kind not in {"count", "count_distinct", "ratio", "per"} else None
    return f"{text} {unit}" if unit and len(unit) < 12 and unit not in measure.label else text
