"""Who the numbers in tickets are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from connectors.http import Api
from connectors.text import one_line

AT_ONCE = 100  # users a call; Zendesk's most
KEPT = 50_000


@dataclass(frozen=True)
class Person:
    name: str
    address: str
    phone: str


class People:
    """Users by id: those that came along with an answer, the others fetched; who is gone there stays unknown."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self._known: dict[int, Person | None] = {}

    def get(self, identity: Any) -> Person | None:
        return self._known.get(identity) if isinstance(identity, int) else None

    def learn(self, users: Any) -> None:
        if len(self._known) > KEPT:
            self._known.clear()
        for user in users if isinstance(users, list) else ():
            if isinstance(user, dict) and isinstance(user.get("id"), int):
                name, address, phone = (str(user.get(each) or "") for each in ("name", "email", "phone"))
                self._known[user["id"]] = Person(one_line(name), one_line(address), one_line(phone, 64))

    def meet(self, ids: Iterable[Iterable[Any]]) -> None:
        """Fetches those of the ids that are not known yet."""
        wanted = {each for some in ids for each in some if isinstance(each, int)} - self._known.keys()
        missing = sorted(wanted)
        for start in range(0, len(missing), AT_ONCE):
            some = missing[start : start + AT_ONCE]
            self._known.update(dict.fromkeys(some))
            self.learn(self._api.get("/api/v2/users/show_many.json", {"ids": ",".join(map(str, some))}).get("users"))
