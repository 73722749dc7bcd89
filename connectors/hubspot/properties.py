"""Which properties of HubSpot's objects are told, under which names, and what their values mean."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connectors.hubspot.portal import Portal
from connectors.text import clean, one_line

COLUMNS = {  # what the record has columns for
    "companies": {
        "name": "name",
        "domain": "domain",
        "industry": "industry",
        "country": "country",
        "numberofemployees": "employees",
        "annualrevenue": "annual_revenue",
        "hubspot_owner_id": "owner",
    },
    "contacts": {
        "firstname": "name",
        "lastname": "name",
        "email": "email",
        "phone": "phone",
        "jobtitle": "title",
        "hubspot_owner_id": "owner",
    },
    "deals": {
        "dealname": "name",
        "dealstage": "stage",
        "pipeline": "Pipeline",
        "amount": "amount",
        "deal_currency_code": "currency",
        "createdate": "opened_on",
        "closedate": "close_date",
        "hubspot_owner_id": "owner",
    },
}
KEPT = {  # of HubSpot's own properties, of which there are hundreds, those that people fill in; all of theirs are kept
    "companies": {
        "address",
        "city",
        "description",
        "founded_year",
        "hs_lead_status",
        "lifecyclestage",
        "phone",
        "state",
        "type",
        "website",
        "zip",
    },
    "contacts": {"address", "city", "country", "hs_lead_status", "lifecyclestage", "mobilephone", "state", "zip"},
    "deals": {"closed_lost_reason", "closed_won_reason", "dealtype", "description", "hs_next_step", "hs_priority"},
}
OURS = {"account", "contact", "owner", "outcome", "automatic"}.union(*(set(each.values()) for each in COLUMNS.values()))
LONGEST = 2000  # characters of an attribute


class Properties:
    """The properties of one kind of object, as they are now."""

    def __init__(self, portal: Portal, kind: str) -> None:
        self._columns = COLUMNS[kind]
        self._labels: dict[str, str] = {}
        self._options: dict[str, dict[str, str]] = {}
        self._types: dict[str, str] = {}
        for each in sorted(portal.properties(kind), key=lambda one: str(one["name"])):
            name = str(each["name"])
            wanted = name in self._columns or name in KEPT[kind] or not each.get("hubspotDefined", False)
            if wanted and not each.get("hidden") and not each.get("archived"):
                self._add(name, each)

    @property
    def names(self) -> list[str]:
        return sorted({*self._columns, *self._labels})

    @property
    def columns(self) -> dict[str, str]:
        """Labels and types."""
        return {self._labels[name]: kind for name, kind in self._types.items()}

    def value(self, name: str, value: Any) -> Any:
        """A value in words: choices by their labels, numbers as numbers, yes and no as such."""
        if value in (None, ""):
            return None
        sort, said = self._types.get(name, "string"), str(value)
        if sort == "enumeration":
            options = self._options.get(name, {})
            return one_line(", ".join(options.get(each, each) for each in said.split(";") if each), LONGEST)
        if sort == "bool":
            return said == "true"
        return _number(said) if sort == "number" else clean(said, LONGEST)

    def attributes(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the record has no column for, by label; what is empty is told as None, so that it is emptied here."""
        return {
            label: self.value(name, values.get(name))
            for name, label in self._labels.items()
            if name not in self._columns and name in values
        }

    def _add(self, name: str, described: Mapping[str, Any]) -> None:
        label = one_line(str(described.get("label") or name), 150)
        if name not in self._columns and (label.casefold() in OURS or label in self._labels.values()):
            label = f"{label} ({name})"
        self._labels[name] = label
        self._types[name] = str(described.get("type") or "string")[:64]
        options = described.get("options")
        self._options[name] = {
            str(each.get("value")): str(each.get("label") or each.get("value"))
            for each in (options if isinstance(options, list) else [])
            if isinstance(each, dict)
        }


def _number(said: str) -> Any:
    try:
        number = float(said)
    except ValueError:
        return said
    return int(number) if number.is_integer() and abs(number) < 1e15 else number
