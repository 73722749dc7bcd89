"""HubSpot's CRM API (v3 objects, v4 associations), as far as Rapport calls it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from connectors.http import Api, Json, NotThereError, listed
from crm.errors import RejectedError, RetryableError
from crm.intake.connector import UnauthorizedError

PAGE = 100  # objects a call; what reading by id allows at most
KEPT = 20_000  # objects that are remembered by id
CALLS = 9  # a second; the least that an account has is a hundred in ten seconds
CHANGED = {"contacts": "lastmodifieddate"}  # what tells when an object changed; all others call it as below
CHANGED_ELSEWHERE = "hs_lastmodifieddate"


class Portal:
    """One HubSpot account.

    Args:
        searches: a second, at most; an account has five, all of its apps together.
    """

    def __init__(self, api: Api, searches: float) -> None:
        self._api = api
        self._search_gap, self._searched = 1 / searches, 0.0
        self._gap, self._called = 1 / max(searches, CALLS), 0.0
        self._objects: dict[tuple[str, str], Json] = {}

    def changed(
        self, kind: str, properties: Sequence[str], since: int | None, until: int, after: str
    ) -> tuple[list[Json], bool]:
        """Objects that changed from `since` until before `until` (milliseconds) whose ids are greater than `after`, by
        id; and whether there are more.

        A search gives 10,000 results at most, however it is paged: each call here is a search of its own that begins
        behind the last id, so there is no end to what they give together, also where thousands changed at one moment.
        """
        name = CHANGED.get(kind, CHANGED_ELSEWHERE)
        filters = [{"propertyName": name, "operator": "LT", "value": str(until)}]
        if since is not None:
            filters.append({"propertyName": name, "operator": "GTE", "value": str(since)})
        if after:
            filters.append({"propertyName": "hs_object_id", "operator": "GT", "value": after})
        body = {
            "filterGroups": [{"filters": filters}],
            "sorts": [{"propertyName": "hs_object_id", "direction": "ASCENDING"}],
            "properties": [*properties, name],
            "limit": PAGE,
        }
        time.sleep(max(0.0, self._searched + self._search_gap - time.monotonic()))
        self._searched = time.monotonic()
        answer = self._post(kind, f"/crm/v3/objects/{kind}/search", body)
        results = listed(answer, "results")
        found = {each["id"]: each for each in results if isinstance(each, dict) and str(each.get("id", "")).isdigit()}
        later = sorted((each for each in found if int(each) > int(after or 0)), key=int)
        if results and not later:
            raise RetryableError("HubSpot tells the same page again.")
        total = answer.get("total")
        return [found[each] for each in later], isinstance(total, int) and total > len(results)

    def archived(self, kind: str, properties: Sequence[str], after: str) -> tuple[list[Json], str]:
        """A page of what was archived in the last 90 days, and what the next page begins after ("": there is none)."""
        params: dict[str, str | int] = {"archived": "true", "limit": PAGE, "properties": ",".join(properties)}
        answer = self._get(kind, f"/crm/v3/objects/{kind}", {**params, "after": after} if after else params)
        following = (answer.get("paging") or {}).get("next") or {}
        return [each for each in listed(answer, "results") if isinstance(each, dict)], str(following.get("after") or "")

    def associated(self, kind: str, ids: Sequence[str], other: str) -> dict[str, list[str]]:
        """Ids of `other` objects by id, the primary one first."""
        found: dict[str, list[str]] = {}
        for some in _chunks(ids):
            path = f"/crm/v4/associations/{kind}/{other}/batch/read"
            answer = self._post(kind, path, {"inputs": [{"id": each} for each in some]})
            for each in listed(answer, "results"):
                ends = sorted(each.get("to") or [], key=lambda end: not _is_primary(end))
                found[str(each["from"]["id"])] = [str(end["toObjectId"]) for end in ends]
        return found

    def read(self, kind: str, ids: Iterable[str], properties: Sequence[str]) -> dict[str, Json]:
        """Properties of objects by id; those that are gone are left out."""
        wanted = sorted(set(ids))
        if len(self._objects) > KEPT:
            self._objects.clear()
        for some in _chunks([each for each in wanted if (kind, each) not in self._objects]):
            body = {"inputs": [{"id": each} for each in some], "properties": list(properties)}
            answer = self._post(kind, f"/crm/v3/objects/{kind}/batch/read", body)
            for each in listed(answer, "results"):
                self._objects[kind, str(each["id"])] = each.get("properties") or {}
        return {each: self._objects[kind, each] for each in wanted if (kind, each) in self._objects}

    def linked(self, kind: str, identity: str, other: str) -> Iterator[str]:
        """All ids of `other` objects that an object is associated with, as they are at this moment."""
        after = ""
        while True:
            params: dict[str, str | int] = {"limit": 500, **({"after": after} if after else {})}
            answer = self._get(kind, f"/crm/v4/objects/{kind}/{identity}/associations/{other}", params)
            yield from (str(each["toObjectId"]) for each in listed(answer, "results"))
            after = str(((answer.get("paging") or {}).get("next") or {}).get("after") or "")
            if not after:
                return

    def properties(self, kind: str) -> list[Json]:
        """All properties of a kind of object."""
        answer = self._get(kind, f"/crm/v3/properties/{kind}", {})
        return [each for each in listed(answer, "results") if isinstance(each, dict) and each.get("name")]

    def owners(self) -> dict[str, Json]:
        """Everyone who owns something, also those who left, by id."""
        found: dict[str, Json] = {}
        for archived in ("true", "false"):
            after = ""
            while True:
                params: dict[str, str | int] = {"limit": 100, "archived": archived}
                answer = self._get("owners", "/crm/v3/owners", {**params, "after": after} if after else params)
                found.update({str(each["id"]): each for each in listed(answer, "results") if "id" in each})
                after = str(((answer.get("paging") or {}).get("next") or {}).get("after") or "")
                if not after:
                    break
        return found

    def pipelines(self) -> list[Json]:
        return listed(self._get("deals", "/crm/v3/pipelines/deals", {}), "results")

    def account(self) -> Json:
        """Number, currency and address of the account; {} where the token may not know."""
        try:
            return self._api.get("/account-info/v3/details")
        except (RejectedError, UnauthorizedError):
            return {}

    def create(self, kind: str, body: Json) -> str:
        return str(self._post(kind, f"/crm/v3/objects/{kind}", body)["id"])

    def archive(self, kind: str, identity: str) -> None:
        """Puts an object into HubSpot's recycling bin; one that is not there is as good."""
        try:
            self._api.delete(f"/crm/v3/objects/{kind}/{identity}")
        except NotThereError:
            return
        except UnauthorizedError as error:
            raise _named(error, kind) from None

    def fresh(self) -> None:
        """Forgets what was read by id: another look."""
        self._objects.clear()

    def _get(self, kind: str, path: str, params: dict[str, str | int]) -> Json:
        self._pace()
        try:
            return self._api.get(path, params)
        except UnauthorizedError as error:
            raise _named(error, kind) from None

    def _post(self, kind: str, path: str, body: Json) -> Json:
        self._pace()
        try:
            return self._api.post(path, body)
        except UnauthorizedError as error:
            raise _named(error, kind) from None

    def _pace(self) -> None:
        time.sleep(max(0.0, self._called + self._gap - time.monotonic()))
        self._called = time.monotonic()


def _named(error: UnauthorizedError, kind: str) -> UnauthorizedError:
    return UnauthorizedError(f"{kind.capitalize()}: {error.message}")


def _is_primary(end: Json) -> bool:
    return any(str(each.get("label") or "").startswith("Primary") for each in end.get("associationTypes") or [])


def _chunks(ids: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), PAGE):
        yield list(ids[start : start + PAGE])


def entry(of: Json, name: str) -> Any:
    """A property of an object; None where it is empty."""
    value = (of.get("properties") or {}).get(name)
    return None if value in ("", None) else value
