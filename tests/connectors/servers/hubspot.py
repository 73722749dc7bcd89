"""HubSpot's CRM API, as far as Rapport calls it, after HubSpot's developer pages: “Search the CRM” (filters, one sort,
200 a page, 10,000 results in all, new objects appear after a moment), “CRM objects” (list, archived, batch read), “Notes”,
“Emails”, “Calls”, “Meetings”, “Associations v4” (batch read, default types and labels), “Properties”, “Owners”, “Pipelines”,
“Account information”, “Private apps”, “Usage guidelines”.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from servers.vendor import Answer, VendorServer

TOKEN = "pat-na1-hunter2"
BEGAN = 1_760_000_000_000  # when the first object was made, in milliseconds
CONTACT, COMPANY, DEAL, NOTE = "contacts", "companies", "deals", "notes"
NOTE_TYPES = {202: CONTACT, 190: COMPANY, 214: DEAL}


def iso(millis: int) -> str:
    return datetime.fromtimestamp(millis / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@cache
def number(said: str) -> int:
    return int(said) if said.isdigit() else round(datetime.fromisoformat(said).timestamp() * 1000)


def prop(name: str, label: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"name": name, "label": label, "type": kind, "hubspotDefined": True, "hidden": False, "options": [], **more}


class HubSpotServer(VendorServer):
    """`now`: the server's time in milliseconds. `unindexed`: (kind, id) that searches do not know yet."""

    def __init__(self, now: int) -> None:
        self.now = now
        self.objects: dict[str, dict[str, dict[str, Any]]] = {
            kind: {} for kind in (COMPANY, CONTACT, DEAL, NOTE, "emails", "calls", "meetings")
        }
        self.links: dict[tuple[str, str, str], list[tuple[str, str | None]]] = {}
        self.unindexed: set[tuple[str, str]] = set()
        self.most = 10_000  # results that one search gives, all of its pages together
        self.shuffled = False
        self.repeats = False  # every search gives its first page
        self.owners = [
            {
                "id": "501",
                "email": "dana@northwind.example",
                "firstName": "Dana",
                "lastName": "Reyes",
                "archived": False,
            },
            {
                "id": "502",
                "email": "priya@northwind.example",
                "firstName": "Priya",
                "lastName": "Nair",
                "archived": True,
            },
        ]
        stages = [
            {
                "id": "qualifiedtobuy",
                "label": "Qualified to buy",
                "metadata": {"isClosed": "false", "probability": "0.4"},
            },
            {"id": "closedwon", "label": "Closed won", "metadata": {"isClosed": "true", "probability": "1.0"}},
        ]
        self.pipelines = [{"id": "default", "label": "Sales pipeline", "stages": stages}]
        industry = [{"value": "COMPUTER_SOFTWARE", "label": "Computer software"}]
        tier = [{"value": "g", "label": "Gold"}, {"value": "s", "label": "Silver"}]
        self.properties: dict[str, list[dict[str, Any]]] = {
            COMPANY: [
                prop("name", "Company name"),
                prop("domain", "Company domain name"),
                prop("industry", "Industry", "enumeration", options=industry),
                prop("country", "Country/Region"),
                prop("numberofemployees", "Number of employees", "number"),
                prop("annualrevenue", "Annual revenue", "number"),
                prop("hubspot_owner_id", "Company owner", "enumeration"),
                prop("hs_analytics_num_visits", "Number of sessions", "number"),
                prop("city", "City"),
                prop("tier", "Tier", "enumeration", hubspotDefined=False, options=tier),
                prop("seats", "Seats", "number", hubspotDefined=False),
                prop("contact_lens", "Contact", "bool", hubspotDefined=False),
                prop("secret_score", "Secret score", "number", hubspotDefined=False, hidden=True),
            ],
            CONTACT: [
                prop("firstname", "First name"),
                prop("lastname", "Last name"),
                prop("email", "Email"),
                prop("phone", "Phone number"),
                prop("jobtitle", "Job title"),
                prop("hubspot_owner_id", "Contact owner", "enumeration"),
            ],
            DEAL: [
                prop("dealname", "Deal name"),
                prop("dealstage", "Deal stage", "enumeration"),
                prop("pipeline", "Pipeline", "enumeration"),
                prop("amount", "Amount", "number"),
                prop("deal_currency_code", "Currency", "enumeration"),
                prop("createdate", "Create date", "datetime"),
                prop("closedate", "Close date", "datetime"),
                prop("hubspot_owner_id", "Deal owner", "enumeration"),
            ],
        }
        self._last = 100
        super().__init__()

    def add(self, kind: str, at: int | None = None, **properties: Any) -> str:
        """A new object; it changed when it was made."""
        self._last += 1
        identity, made = str(self._last), at or BEGAN + 60_000 * (self._last - 100)
        if kind not in (COMPANY, CONTACT, DEAL):
            properties.setdefault("hs_timestamp", iso(made))
        self.objects[kind][identity] = {
            "id": identity,
            "properties": {**properties, "hs_object_id": identity},
            "createdAt": iso(made),
            "archived": False,
        }
        self.change(kind, identity, made)
        return identity

    def change(self, kind: str, identity: str, at: int, **properties: Any) -> None:
        found = self.objects[kind][identity]
        name = "lastmodifieddate" if kind == CONTACT else "hs_lastmodifieddate"
        found["properties"] = {**found["properties"], **properties, name: iso(at)}
        found["updatedAt"] = iso(at)

    def archive(self, kind: str, identity: str, at: int) -> None:
        self.objects[kind][identity].update(archived=True, archivedAt=iso(at))

    def link(self, kind: str, identity: str, other: str, to: str, label: str | None = None) -> None:
        self.links.setdefault((kind, identity, other), []).append((to, label))
        self.links.setdefault((other, to, kind), []).append((identity, label))

    def allows(self, headers: Mapping[str, str]) -> bool:
        return headers.get("Authorization") == f"Bearer {TOKEN}"

    @property
    def posts(self) -> int:
        """How many notes were on their way."""
        return sum(method == "POST" and path == "/crm/v3/objects/notes" for method, path, _ in self.asked)

    def answer(self, method: str, path: str, params: dict[str, str], body: Any) -> Answer:
        match path.strip("/").split("/"):
            case ["crm", "v3", "objects", kind, "search"]:
                return self._search(kind, body)
            case ["crm", "v3", "objects", kind, "batch", "read"]:
                wanted = [each["id"] for each in body["inputs"]]
                assert len(wanted) <= 100
                there = [self._told(kind, each, body["properties"]) for each in wanted if self._lives(kind, each)]
                return (200 if len(there) == len(wanted) else 207), {"results": there}
            case ["crm", "v4", "associations", kind, other, "batch", "read"]:
                return self._associations(kind, other, [each["id"] for each in body["inputs"]])
            case ["crm", "v4", "objects", kind, identity, "associations", other]:
                ends = [{"toObjectId": int(to)} for to, _ in self._ends(kind, identity, other)]
                return 200, {"results": ends}
            case ["crm", "v3", "objects", kind, identity] if method == "DELETE":
                if not self._lives(kind, identity):
                    return 404, {"status": "error"}
                self.archive(kind, identity, self.now)
                return 204, None
            case ["crm", "v3", "objects", kind] if method == "POST":
                return self._create(kind, body)
            case ["crm", "v3", "objects", kind]:
                return self._list(kind, params)
        return self._about(path, params)

    def _about(self, path: str, params: dict[str, str]) -> Answer:
        match path.strip("/").split("/"):
            case ["crm", "v3", "properties", kind]:
                return 200, {"results": self.properties[kind]}
            case ["crm", "v3", "owners"]:
                archived = params.get("archived") == "true"
                return 200, {"results": [each for each in self.owners if each["archived"] == archived]}
            case ["crm", "v3", "pipelines", "deals"]:
                return 200, {"results": self.pipelines}
            case ["account-info", "v3", "details"]:
                return 200, {"portalId": 77, "uiDomain": "app-eu1.hubspot.com", "companyCurrency": "EUR"}
        return 404, {"status": "error"}

    def _lives(self, kind: str, identity: str) -> bool:
        return identity in self.objects[kind] and not self.objects[kind][identity]["archived"]

    def _told(self, kind: str, identity: str, names: list[str]) -> dict[str, Any]:
        found = self.objects[kind][identity]
        return {**found, "properties": {name: found["properties"].get(name) for name in names}}

    def _search(self, kind: str, body: Any) -> Answer:
        (sort,) = body["sorts"]  # “only one sorting rule can be applied to any search”
        (group,) = body["filterGroups"]
        assert len(group["filters"]) <= 6
        assert body["limit"] <= 200
        start = int(body.get("after", 0))
        if start + body["limit"] > self.most:
            return 400, {"status": "error", "message": "result window is too large"}
        found = [
            identity
            for identity in self.objects[kind]
            if self._lives(kind, identity)
            and (kind, identity) not in self.unindexed
            and (self.repeats or all(self._fits(kind, identity, each) for each in group["filters"]))
        ]
        found.sort(key=lambda identity: self._number(kind, identity, sort["propertyName"]))
        page = found[start : start + body["limit"]]
        if self.shuffled:
            page.reverse()
        return 200, {"total": len(found), "results": [self._told(kind, each, body["properties"]) for each in page]}

    def _fits(self, kind: str, identity: str, condition: dict[str, str]) -> bool:
        value, limit = self._number(kind, identity, condition["propertyName"]), int(condition["value"])
        return {"GT": value > limit, "GTE": value >= limit, "LT": value < limit, "LTE": value <= limit}[
            condition["operator"]
        ]

    def _number(self, kind: str, identity: str, name: str) -> int:
        return number(self.objects[kind][identity]["properties"][name])

    def _list(self, kind: str, params: dict[str, str]) -> Answer:
        archived = params.get("archived") == "true"
        ids = sorted((each for each, of in self.objects[kind].items() if of["archived"] == archived), key=int)
        later = [each for each in ids if int(each) >= int(params.get("after") or 0)]
        page, names = later[: int(params["limit"])], params.get("properties", "").split(",")
        paging = {"paging": {"next": {"after": later[len(page)]}}} if len(later) > len(page) else {}
        return 200, {"results": [self._told(kind, each, names) for each in page], **paging}

    def _ends(self, kind: str, identity: str, other: str) -> list[tuple[str, str | None]]:
        return [end for end in self.links.get((kind, identity, other), []) if self._lives(other, end[0])]

    def _associations(self, kind: str, other: str, ids: list[str]) -> Answer:
        results = [
            {
                "from": {"id": identity},
                "to": [
                    {"toObjectId": int(to), "associationTypes": [{"category": "HUBSPOT_DEFINED", "label": label}]}
                    for to, label in self._ends(kind, identity, other)
                ],
            }
            for identity in ids
            if self._ends(kind, identity, other)
        ]
        lacking = len(ids) - len(results)
        errors = [{"status": "error", "category": "OBJECT_NOT_FOUND"}] * lacking
        return (207 if lacking else 200), {"results": results, **({"errors": errors} if errors else {})}

    def _create(self, kind: str, body: Any) -> Answer:
        for each in body.get("associations", []):
            (link,) = each["types"]
            assert link["associationCategory"] == "HUBSPOT_DEFINED"
            if not self._lives(NOTE_TYPES[link["associationTypeId"]], each["to"]["id"]):
                return 400, {"status": "error", "category": "VALIDATION_ERROR"}
        identity = self.add(kind, self.now, **body["properties"])
        self.unindexed.add((kind, identity))  # a search knows it a moment later, the associations at once
        for each in body.get("associations", []):
            self.link(kind, identity, NOTE_TYPES[each["types"][0]["associationTypeId"]], each["to"]["id"])
        return 201, {"id": identity, "properties": self.objects[kind][identity]["properties"]}
