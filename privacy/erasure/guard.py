"""Keeps those who were forgotten from coming back through a source: what is told of them comes in without them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import func, select

from crm.intake.event import Change, Event, Item, Party, revision_of
from crm.model import Forgotten
from crm.placeholders import FORGOTTEN
from crm.ports import Objects
from crm.store import Store
from privacy.erasure.digests import Digests, Mark, name_forms
from privacy.erasure.traces import NUMBER
from privacy.people import EMAIL_IN_VALUE, GAP, phone_tail
from privacy.words import Token, tokens

LONGEST = 4  # words of a name
BETWEEN = r"[\s,.;<>()]"
ONLY = re.compile(rf"(?:{BETWEEN}*{re.escape(FORGOTTEN)}{BETWEEN}*)+")  # a text that was nothing but them


class Guard:
    """Looks over what comes in. Where nobody was forgotten it costs one small query a call.

    Args:
        objects: where the original of a document about them is taken away again.
    """

    def __init__(self, store: Store, digests: Digests, objects: Objects) -> None:
        self._store, self._digests, self._objects = store, digests, objects
        self._known: dict[int, tuple[Any, Watch]] = {}

    def items(self, tenant_id: int, items: Sequence[Item]) -> list[Item | None]:
        """The items without them, in order; None for a row that is them."""
        watch = self._watch(tenant_id)
        return list(items) if watch is None else [watch.item(item, self._drop) for item in items]

    def rows(self, tenant_id: int, rows: list[list[str]]) -> None:
        """Takes them out of the cells of an export's table, in place; their addresses and numbers go."""
        watch = self._watch(tenant_id)
        for row in rows if watch else ():
            near = watch.within(" ".join(row))  # type: ignore[union-attr]
            for place, cell in enumerate(row):
                cleaned = watch.cleaned(cell, near=near)  # type: ignore[union-attr]
                if cleaned != cell and ONLY.fullmatch(cleaned):
                    cleaned = "" if "@" in cell or phone_tail(cell) else FORGOTTEN
                row[place] = cleaned

    def _watch(self, tenant_id: int) -> Watch | None:
        own = Forgotten.tenant_id == tenant_id
        with self._store.read() as session:
            stamp = session.execute(select(func.count(Forgotten.id), func.max(Forgotten.id)).where(own)).one()
            if not stamp[0]:
                return None
            known = self._known.get(tenant_id)
            if known is None or known[0] != tuple(stamp):
                rows = session.execute(select(Forgotten.kind, Forgotten.digest).where(own))
                marks = {(kind, digest) for kind, digest in rows}
                known = self._known[tenant_id] = (tuple(stamp), Watch(tenant_id, marks, self._digests))
        return known[1]

    def _drop(self, tenant_id: int, key: str) -> None:
        self._objects.delete(tenant_id, key)


class Watch:
    """Everybody whom one tenant has forgotten, known by digests alone."""

    def __init__(self, tenant_id: int, marks: set[Mark], digests: Digests) -> None:
        self._tenant_id, self._marks, self._digests = tenant_id, marks, digests

    def item(self, item: Item, drop: Callable[[int, str], None]) -> Item | None:
        if isinstance(item, Event):
            return self.event(item, drop)
        return self.change(item) if isinstance(item, Change) else item

    def event(self, event: Event, drop: Callable[[int, str], None]) -> Event:
        """Without them among its people and in its words; a document about them is removed from storage.

        Raises:
            RetryableError: the storage is not to be had now.
        """
        strangers = tuple(party for party in event.parties if not self.is_one(party))
        said = (event.subject, event.text, event.whole)
        near = len(strangers) < len(event.parties) or any(map(self.within, said))
        values = event.model_dump(exclude={"parties"})
        cleaned = {name: self._value(value, near=near) for name, value in values.items() if name not in {"key", "kind"}}
        if near and event.document:
            drop(self._tenant_id, event.document)
            cleaned["document"] = ""
        key = event.key if not self.within(event.key) else revision_of(event.key)
        if key == event.key and len(strangers) == len(event.parties) and cleaned == {n: values[n] for n in cleaned}:
            return event
        return Event(key=key, kind=event.kind, parties=strangers, **cleaned)

    def change(self, change: Change) -> Change | None:
        """Without them in its values; None where it is one of them."""
        told = {name: str(value) for name, value in change.values.items() if isinstance(value, str | int)}
        if change.entity == "contact" and self._is_contact(told):
            return None
        near = self.within(" ".join(told.values()))
        return change.model_copy(update={"values": self._value(change.values, near=near)})

    def is_one(self, party: Party) -> bool:
        if party.address or party.phone:
            return self._knows("email", party.address.casefold()) or self._knows("phone", phone_tail(party.phone))
        return any(self._knows("name", form) for form in name_forms(party.name))

    def within(self, text: str) -> bool:
        return any(True for _ in self._spans(text, near=False))

    def cleaned(self, text: str, *, near: bool) -> str:
        parts, position = [], 0
        for start, end in sorted(self._spans(text, near=near)):
            if start >= position:
                parts += [text[position:start], FORGOTTEN]
            position = max(position, end)
        return "".join([*parts, text[position:]])

    def _value(self, value: Any, *, near: bool) -> Any:
        if isinstance(value, str):
            return self.cleaned(value, near=near)
        if isinstance(value, list):
            return [self._value(each, near=near) for each in value]
        if isinstance(value, dict):
            return {self.cleaned(str(name), near=near): self._value(each, near=near) for name, each in value.items()}
        return value

    def _is_contact(self, told: dict[str, str]) -> bool:
        address = told.get("email", "")
        if address:
            return self._knows("email", address.strip().casefold())
        return self._knows("phone", phone_tail(told.get("phone", ""))) or any(
            self._knows("name", form) for form in name_forms(told.get("name", ""))
        )

    def _knows(self, kind: str, value: str) -> bool:
        return bool(value) and (kind, self._digests.of(self._tenant_id, kind, value)) in self._marks

    def _spans(self, text: str, *, near: bool) -> Iterable[tuple[int, int]]:
        for match in EMAIL_IN_VALUE.finditer(text):
            if self._knows("email", match[0].casefold()):
                yield match.span()
        for match in NUMBER.finditer(text):
            if self._knows("phone", phone_tail(match[0])):
                yield match.span()
        words = tokens(text)
        for place, word in enumerate(words):
            if end := self._name(text, words, place):
                yield word.start, end
            elif near and self._knows("part", word.key):
                yield word.start, word.end

    def _name(self, text: str, words: Sequence[Token], place: int) -> int:
        """Where a whole name that begins here ends; 0 where none does."""
        form = words[place].key
        for last in range(place + 1, min(place + LONGEST, len(words))):
            if not GAP.fullmatch(text, words[last - 1].end, words[last].start):
                return 0
            form += f" {words[last].key}"
            if self._knows("name", form):
                return words[last].end
        return 0
