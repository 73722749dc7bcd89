"""Evidence of nudges asked of the database again, in SQL that shares nothing with what found it."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Callable
from datetime import datetime
from typing import Any

from crm.model import Nudge

TABLES = {"account": "accounts", "contact": "contacts", "deal": "deals", "interaction": "interactions", "task": "tasks",
          "related": "related_records"}  # fmt: skip
PERSON = re.compile(r"\[person:(\d+)\]")
AFTER = """
    SELECT count(*) FROM interactions later, interactions this WHERE this.id = :row AND later.occurred_at > this.occurred_at
    AND later.occurred_at <= :now AND later.tenant_id = this.tenant_id AND """
ANSWER = (
    AFTER
    + """
    later.account_id = this.account_id AND (later.direction = 'out' OR (later.kind IN ('call', 'meeting') AND coalesce(later.direction, '') <> 'in'))"""
)
NEWER = (
    AFTER
    + """
    (later.deal_id = :value OR later.account_id = (SELECT account_id FROM deals WHERE id = :value))"""
)
Ask = Callable[[sqlite3.Connection, str, int, Any, str], bool]


def untrue(database: sqlite3.Connection, line: dict[str, Any], now: datetime) -> str:
    """The first thing a line of evidence says that the database does not; "" where all is so."""
    kind, _, number = line["ref"].partition(":")
    table, row, moment = TABLES[kind], int(number), _stored(now)
    if database.execute(f"SELECT count(*) FROM {table} WHERE id = ?", [row]).fetchone()[0] != 1:
        return "no such row"
    for name, value in line["shows"].items():
        if not ASKED.get(name, _column(name))(database, table, row, value, moment):
            return str(name)
    return ""


def _stored(moment: datetime) -> str:
    return moment.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def _column(name: str) -> Ask:
    def asked(database: sqlite3.Connection, table: str, row: int, value: Any, _now: str) -> bool:
        column = f"json_extract(attributes, '$.{name.partition('.')[2]}')" if "." in name else name
        held = database.execute(f"SELECT {column} FROM {table} WHERE id = ?", [row]).fetchone()[0]
        if name.endswith("_at") and held is not None:
            return datetime.fromisoformat(held) == datetime.fromisoformat(value).replace(tzinfo=None)
        return bool(held == value)

    return asked


def _quote(database: sqlite3.Connection, _table: str, row: int, value: Any, _now: str) -> bool:
    text = database.execute("SELECT text FROM interactions WHERE id = ?", [row]).fetchone()[0]
    return " ".join(str(value).split()) in " ".join(text.split())


def _none(query: str) -> Ask:
    def asked(database: sqlite3.Connection, _table: str, row: int, value: Any, now: str) -> bool:
        return bool(database.execute(query, {"row": row, "now": now, "value": value}).fetchone()[0] == 0)

    return asked


def _intents(database: sqlite3.Connection, _table: str, row: int, value: Any, _now: str) -> bool:
    found = database.execute("SELECT intents FROM interaction_readings WHERE interaction_id = ?", [row]).fetchone()
    return found is not None and bool({each["name"] for each in json.loads(found[0])} & set(value))


def _ahead(database: sqlite3.Connection, _table: str, row: int, _value: Any, now: str) -> bool:
    return bool(database.execute("SELECT occurred_at > ? FROM interactions WHERE id = ?", [now, row]).fetchone()[0])


def _on(database: sqlite3.Connection, _table: str, row: int, _value: Any, _now: str) -> bool:
    status = database.execute(
        "SELECT json_extract(attributes, '$.status') FROM interactions WHERE id = ?", [row]
    ).fetchone()[0]
    return bool(status != "cancelled")


def _counted_on(database: sqlite3.Connection, _table: str, row: int, value: Any, _now: str) -> bool:
    if "deal_id" in value:
        query = "SELECT count(*) FROM deals WHERE id = ? AND contact_id = ? AND outcome = 'open'"
        return bool(database.execute(query, [value["deal_id"], row]).fetchone()[0] == 1)
    query = """SELECT count(*) FROM interaction_contacts link JOIN interactions this ON this.id = link.interaction_id
               WHERE link.contact_id = ? AND this.occurred_at > ?"""
    since = _stored(datetime.fromisoformat(value["since"]))
    return bool(database.execute(query, [row, since]).fetchone()[0] >= value["talks"])


ASKED: dict[str, Ask] = {
    "quote": _quote, "unanswered": _none(ANSWER), "latest": _none(NEWER), "intents": _intents, "ahead": _ahead, "called_off": _on,
    "counted_on": _counted_on,
}  # fmt: skip


def people_of(database: sqlite3.Connection, row: Nudge) -> set[int]:
    """Every contact a nudge points at: itself, its deal, its task, who took part in its evidence, whom its words name."""
    found = {each for each in (row.contact_id, row.draft.get("contact_id")) if each}
    words = json.dumps([row.says, row.draft, row.evidence])
    found |= {int(number) for number in PERSON.findall(words)}
    refs = [line["ref"].partition(":")[::2] for line in row.evidence]
    refs += [("deal", row.deal_id), ("task", row.task_id), ("interaction", row.interaction_id)]
    for kind, number in refs:
        if number and kind in {"deal", "task"}:
            held = database.execute(f"SELECT contact_id FROM {TABLES[kind]} WHERE id = ?", [int(number)]).fetchone()
            found |= {held[0]} if held and held[0] else set()
        if number and kind == "interaction":
            links = database.execute(
                "SELECT contact_id FROM interaction_contacts WHERE interaction_id = ?", [int(number)]
            )
            found |= {link[0] for link in links}
        if number and kind == "contact":
            found.add(int(number))
    return found
