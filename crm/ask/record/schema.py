"""The record as a graph: entities, their columns, and the links that lead from one to another."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from crm.model import Account, Contact, Deal, Interaction, Product, RelatedRecord, Task, User

QUARTER = re.compile(
    r"\b(?:(?P<year>(?:19|20)\d\d)|FY ?'?(?P<short>\d\d))\W*Q(?P<quarter>[1-4])\b|"
    r"\bQ(?P<first>[1-4])\W*(?:FY ?'?)?(?:(?P<then>(?:19|20)\d\d)|(?P<brief>\d\d))\b",
    re.IGNORECASE,
)
NUMERIC = frozenset({"number", "money", "percent", "integer"})
TEMPORAL = frozenset({"date", "datetime"})
GROUPABLE = frozenset({"category", "text", "boolean", "integer", "id", "email"})


@dataclass(frozen=True)
class FieldInfo:
    """A column of an entity as the tenant knows it. `aliases` are what people may call it, nearest first."""

    entity: str
    key: str
    label: str
    type: str
    unit: str | None = None
    core: bool = True
    values: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def ref(self) -> str:
        return f"{self.entity}.{self.key}"

    @property
    def numeric(self) -> bool:
        return self.type in NUMERIC

    @property
    def temporal(self) -> bool:
        return self.type in TEMPORAL


@dataclass(frozen=True)
class Link:
    """A foreign key: `column` of the entity points at a row of `target`."""

    column: str
    target: str


@dataclass(frozen=True)
class Entity:
    name: str
    model: Any
    singular: str
    plural: str
    name_key: str
    date_key: str | None
    links: tuple[Link, ...] = ()
    kind: str | None = None
    columns: tuple[str, ...] = field(default=())


CORE_TYPES: dict[str, dict[str, str]] = {
    "account": {
        "name": "text", "domain": "url", "industry": "category", "country": "category", "employees": "integer",
        "annual_revenue": "money", "created_at": "datetime",
    },
    "contact": {"name": "text", "email": "email", "phone": "phone", "title": "category", "created_at": "datetime"},
    "deal": {
        "name": "text", "external_id": "id", "stage": "category", "outcome": "category", "amount": "money",
        "currency": "category", "opened_on": "date", "close_date": "date", "cycle_days": "integer",
        "age_days": "integer", "stage_days": "integer",
    },
    "product": {"name": "text", "family": "category", "price": "money"},
    "user": {"name": "text", "email": "email", "role": "category", "title": "category", "team": "category"},
    "interaction": {
        "kind": "category", "direction": "category", "occurred_at": "datetime", "subject": "text",
        "mood": "category", "mood_score": "number", "source": "category", "age_days": "integer",
        "words": "text",
    },
    "task": {"what": "text", "due_on": "date", "done_at": "datetime", "created_at": "datetime"},
}  # fmt: skip
UNITS = dict.fromkeys(("deal.cycle_days", "deal.age_days", "deal.stage_days", "interaction.age_days"), "days")

ENTITIES: dict[str, Entity] = {
    "account": Entity(
        "account", Account, "account", "accounts", "name", "created_at",
        (Link("owner_id", "user"), Link("parent_id", "parent")),
        columns=("name", "industry", "country", "employees", "annual_revenue"),
    ),
    "parent": Entity(
        "parent", Account, "parent company", "parent companies", "name", None, (), columns=("name",)
    ),
    "contact": Entity(
        "contact", Contact, "contact", "contacts", "name", "created_at",
        (Link("account_id", "account"), Link("owner_id", "user")),
        columns=("name", "title", "email", "phone", "account.name"),
    ),
    "deal": Entity(
        "deal", Deal, "deal", "deals", "name", "close_date",
        (Link("account_id", "account"), Link("contact_id", "contact"), Link("product_id", "product"),
         Link("owner_id", "user")),
        columns=("name", "account.name", "user.name", "product.name", "stage", "amount", "opened_on", "close_date"),
    ),
    "product": Entity("product", Product, "product", "products", "name", None, columns=("name", "family", "price")),
    "user": Entity(
        "user", User, "rep", "reps", "name", None, (Link("manager_id", "manager"),),
        columns=("name", "email", "title", "team", "manager.name"),
    ),
    "manager": Entity("manager", User, "manager", "managers", "name", None, (), columns=("name",)),
    "sender": Entity("sender", Contact, "sender", "senders", "name", None, (), columns=("name",)),
    "interaction": Entity(
        "interaction", Interaction, "interaction", "interactions", "subject", "occurred_at",
        (Link("account_id", "account"), Link("deal_id", "deal"), Link("user_id", "user"), Link("sender_id", "sender")),
        columns=("occurred_at", "kind", "account.name", "user.name", "subject", "mood"),
    ),
    "task": Entity(
        "task", Task, "task", "tasks", "what", "due_on",
        (Link("owner_id", "user"), Link("account_id", "account"), Link("contact_id", "contact"),
         Link("deal_id", "deal")),
        columns=("what", "due_on", "user.name", "account.name", "done_at"),
    ),
}  # fmt: skip

RELATED_LINKS = (
    Link("account_id", "account"),
    Link("contact_id", "contact"),
    Link("deal_id", "deal"),
    Link("user_id", "user"),
    Link("product_id", "product"),
)


@dataclass(frozen=True)
class Trade:
    """What is sold where there are no deals: a table of orders, gifts or bookings, and that of its lines."""

    rows: str
    money: FieldInfo | None
    lines: str | None = None
    line_money: FieldInfo | None = None
    quantity: FieldInfo | None = None

    def worth(self, *, by_line: bool) -> FieldInfo | None:
        """What is added up: the lines where they alone know what is asked, or where rows bear no sum."""
        return self.line_money if self.line_money and (by_line or self.money is None) else self.money


@dataclass(frozen=True)
class Lines:
    """The table of what was sold in each deal, and what a line of it comes to."""

    rows: str
    money: FieldInfo | None


def related_entity(kind: str, links: tuple[Link, ...], columns: tuple[str, ...], dated: bool) -> Entity:
    """An entity for the rows of an extra table."""
    words = kind.replace("_", " ")
    plural = words if words.endswith(("usage", "s")) else words[:-1] + "ies" if words.endswith("y") else words + "s"
    return Entity(
        kind, RelatedRecord, words, plural, "external_id", "occurred_at" if dated else None, links, kind, columns
    )


def yearlike(info: FieldInfo) -> bool:
    """A column of years is a date, not a figure."""
    return info.type == "integer" and not info.unit and "year" in info.key.casefold().split("_")


def quarterlike(info: FieldInfo) -> bool:
    """A column whose values are quarters (2024-Q3) is a date, not a category."""
    named = "quarter" in info.key.casefold() or "period" in info.key.casefold()
    return named and bool(info.values) and all(QUARTER.search(value) for value in info.values)
