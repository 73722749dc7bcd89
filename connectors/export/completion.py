"""What a row of each entity has besides the cells that were read: names, outcomes, currencies, roles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from connectors.export.cells import NOON
from connectors.export.columns import Column
from connectors.export.drafts import Draft
from connectors.export.lexicon import lexicon
from connectors.export.links import Index
from connectors.export.stages import outcome_of
from crm import values
from crm.model import Outcome
from crm.model.tenant import Role

Completion = Callable[[Draft], None]
_WON = frozenset({"won", "closed won", "gewonnen", "gagné", "gagne", "ganado", "vinto", "true", "1", "yes"})
_DONE = lexicon("done")
LONGEST_NUMBER = 14  # characters of a number by which people may call a deal: longer ones are machines' own


def account(draft: Draft) -> None:
    draft.values["name"] = draft.values.get("name") or draft.raw["external_id"]
    domain = draft.values.get("domain")
    if domain:
        plain = domain.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.")
        draft.values["domain"] = plain.partition("/")[0].partition("@")[2] or plain.partition("/")[0]


def contact(draft: Draft) -> None:
    draft.values["email"] = _address(draft.values.get("email"))
    draft.values["name"] = _person(draft)


def user(draft: Draft) -> None:
    draft.values["email"] = _address(draft.values.get("email"))
    draft.values["name"] = _person(draft)
    role = draft.raw.get("role", "").casefold()
    draft.values["role"] = (
        Role.ADMIN if "admin" in role else Role.MANAGER if "manager" in role and "account" not in role else Role.REP
    )
    active = draft.raw.get("active", "").casefold()
    draft.values["active"] = active not in {"inactive", "inaktiv", "inactif", "deactivated", "disabled"} and (
        values.boolean(active) is not False
    )
    if not draft.values.get("team") and draft.raw.get("region"):
        draft.values["team"] = draft.raw["region"][:191]


def _person(draft: Draft) -> str:
    whole = draft.values.get("name") or f"{draft.raw.get('first_name', '')} {draft.raw.get('last_name', '')}".strip()
    return str(whole or draft.values.get("email") or draft.raw.get("external_id") or draft.key)[:191]


def _address(email: str | None) -> str | None:
    if not email:
        return None
    inside = email.partition("<")[2].partition(">")[0] if "<" in email else email
    return inside.strip().casefold() or None


def product(draft: Draft) -> None:
    draft.values["name"] = draft.values.get("name") or draft.raw["external_id"]
    draft.raw.pop("price_text", None)


def deal(
    accounts: Index, products: Index, amount: Column | None, currency: str | None, *, numbered: bool = False
) -> Completion:
    """Names a deal that has none after its number, or its account and product, and says what its stage means."""
    sign = (amount.unit if amount is not None else None) or currency

    def complete(draft: Draft) -> None:
        row = draft.values
        spoken = len(draft.raw.get("external_id", "")) <= LONGEST_NUMBER
        if not row.get("name") and numbered and (spoken or not row.get("account_id")):
            row["name"] = draft.raw["external_id"][:191]
        if not row.get("name"):
            parts = [accounts.shown.get(row.get("account_id") or 0), products.shown.get(row.get("product_id") or 0)]
            known = [part for part in parts if part]
            told = known if spoken is False else (*known, draft.key)
            row["name"] = (" – ".join(known) if len(known) == 2 else " ".join(told))[:191]
        row["outcome"] = _outcome(row.get("stage"), draft.raw)
        if row["outcome"] is not Outcome.OPEN:
            missed = row["outcome"] is Outcome.LOST and row.get("missed_on")
            row["close_date"] = missed or row.get("decided_on") or row.get("close_date")
        text = draft.raw.get("amount_text", "")
        if not row.get("currency") and row.get("amount") is not None:
            plain = text.replace(".", "").replace(",", "").isdigit()
            found = None if plain else values.money(text)
            row["currency"] = (found.currency if found is not None else None) or sign

    return complete


def _outcome(stage: str | None, raw: dict[str, str]) -> Outcome:
    status = raw.get("outcome", "").casefold()
    if status in _WON:
        return Outcome.WON
    if status and outcome_of(status) is not Outcome.OPEN:
        return outcome_of(status)
    if status in {"open", "offen", "ouvert", "abierto", "in progress", "active"}:
        return Outcome.OPEN
    if raw.get("closed") and values.boolean(raw["closed"]):
        return Outcome.WON if outcome_of(stage or "") is Outcome.WON else Outcome.LOST
    found = outcome_of(stage or "")
    laid_aside = found is Outcome.OPEN and values.boolean(raw.get("active", "")) is False
    return Outcome.LOST if laid_aside else found


def task(now: datetime) -> Completion:
    def complete(draft: Draft) -> None:
        row = draft.values
        row["what"] = row.get("what") or draft.key[:512]
        if not row.get("done_at") and draft.raw.get("done", "").casefold() in _DONE:
            due = row.get("due_on")
            row["done_at"] = min(now, datetime.combine(due, NOON, UTC)) if due else now

    return complete


def nothing(_draft: Draft) -> None:
    """Related records hold what was read, no more."""


BASIC: dict[str, Completion] = {
    "account": account,
    "contact": contact,
    "user": user,
    "product": product,
    "related": nothing,
}
COLUMNS: dict[str, tuple[str, ...]] = {  # what is written for each entity, besides key, attributes and digest
    "account": ("name", "domain", "industry", "country", "employees", "annual_revenue", "owner_id"),
    "contact": ("name", "email", "phone", "title", "account_id", "owner_id"),
    "deal": ("name", "account_id", "contact_id", "product_id", "owner_id", "stage", "outcome", "amount", "currency",
             "opened_on", "close_date"),
    "product": ("name", "family", "price"),
    "user": ("name", "email", "role", "title", "team", "active", "timezone"),
    "task": ("what", "due_on", "owner_id", "account_id", "contact_id", "deal_id", "done_at"),
    "related": ("account_id", "contact_id", "deal_id", "user_id", "product_id", "parent_id", "occurred_at"),
}  # fmt: skip
ALWAYS: dict[str, frozenset[str]] = {  # written although no column was read
    "account": frozenset({"name"}),
    "contact": frozenset({"name"}),
    "deal": frozenset({"name", "outcome"}),
    "product": frozenset({"name"}),
    "user": frozenset({"name", "role", "active"}),
    "task": frozenset({"what"}),
}


def columns_of(entity: str, read: set[str]) -> tuple[list[str], list[str]]:
    """What to write into a new row, and into one that is there: what the file speaks of and what follows from it."""
    follows: dict[str, set[str]] = {
        "deal": ({"currency"} if "amount" in read else set())
        | ({"outcome"} if read & {"stage", "outcome", "closed", "active"} else set())
        | ({"close_date"} if read & {"decided_on", "missed_on"} else set()),
        "task": {"done_at"} if "done" in read else set(),
        "user": {"team"} if "region" in read else set(),
        "contact": {"name"} if read & {"first_name", "last_name"} else set(),
        "related": {"account_id"},
    }
    if entity == "user" and read & {"first_name", "last_name"}:
        follows["user"].add("name")
    if entity in {"task", "deal"} and read & {"deal_id", "contact_id", "related"}:
        follows[entity] |= {"account_id"} | ({"deal_id"} if "related" in read else set())
    known = read | follows.get(entity, set())
    fresh = known | ALWAYS.get(entity, frozenset())
    return [name for name in COLUMNS[entity] if name in fresh], [name for name in COLUMNS[entity] if name in known]
