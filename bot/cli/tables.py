"""Answers and proposals as a person reads them in a terminal."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from crm.ask.telling.units import figure

MOST_ROWS = 25


def show_answer(found: dict[str, Any]) -> None:
    out = Console(highlight=False)
    out.print(f"[bold]{escape(found['answer'])}[/bold]")
    if found.get("understood"):
        out.print(f"[dim]Understood: {escape(found['understood'])}[/dim]")
    if found["rows"]:
        out.print(_table(found["columns"], found["rows"], found.get("units") or []))
    for citation in found["citations"][:10]:
        when = (citation.get("occurred_at") or "")[:10]
        out.print(f"  [dim]{citation['kind']} {when}[/dim] “{escape(citation.get('quote') or '')}”")
    for note in found.get("left_out", []):
        out.print(f"[yellow]{escape(note)}[/yellow]")
    for reading in found.get("readings", []):
        out.print(f"  [cyan]?[/cyan] {escape(reading)}")


def _table(columns: list[str], rows: list[Any], units: list[str]) -> Table:
    table = Table(*[escape(str(column)) for column in columns], box=None, header_style="bold", pad_edge=False)
    for row in rows[:MOST_ROWS]:
        values = list(row.values()) if isinstance(row, dict) else list(row)
        counted = [*units, *[""] * len(values)]
        table.add_row(*[escape(_written(value, unit)) for value, unit in zip(values, counted, strict=False)])
    if len(rows) > MOST_ROWS:
        table.caption = f"{len(rows) - MOST_ROWS} more rows: use --csv FILE or --json"
    return table


def _written(value: Any, unit: str) -> str:
    if unit and isinstance(value, int | float):
        return figure(value, unit)
    return "" if value is None else str(value)


def show_fields(fields: dict[str, Any]) -> None:
    """Named values, one a line, empty ones left out."""
    out = Console(highlight=False)
    for name, value in fields.items():
        if value not in (None, "", [], {}):
            out.print(f"[dim]{escape(name):>12}[/dim]  {escape(str(value))}")
