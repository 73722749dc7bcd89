"""Finds the names of the record in a text: accounts, contacts, users, products, deals."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm import rights
from crm.model import Account, Contact, Deal, Product, User
from crm.nameindex import PEOPLE, Form, Known, NameIndex
from crm.namelook import Candidate, Look, is_ordinary
from crm.naming import Token, fold, tokens

TEXT_LIMIT = 50_000  # characters that are searched
SLIPS = 300  # unknown word groups of a text that are looked up fuzzily
MOST_AMBIGUOUS = 20
MOST_KEPT = 24  # sights whose names are kept
ORDER = ("account", "contact", "user", "product", "deal")
_EMAIL = re.compile(r"[\w.+'-]+@([\w-]+(?:\.[\w-]+)+)")
_DOMAIN = re.compile(r"(?<![@\w.-])(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-zA-Z]{2,})\b")
_JOINT = re.compile(r"[ \t]*[-\u2013&+./,'\u2019_]?[ \t]*|[ \t]+")


@dataclass(frozen=True)
class Mention:
    """A name of the record in a text; `start` and `end` are code points, end exclusive.

    Where several rows fit equally well, `id` is 0, `name` is what the text says and `ambiguous` holds the ids.
    """

    entity: str
    id: int
    name: str
    start: int
    end: int
    score: float
    ambiguous: tuple[int, ...] = ()
    account_id: int | None = None  # where a contact works, whom a deal is with


class Mentions:
    """The names of one tenant, read once; `find` may then be called from any thread.

    Args:
        session: read from during construction only.
        tenant_id: whose names.
    """

    def __init__(self, session: Session, tenant_id: int) -> None:
        self.index = NameIndex(_rows(session, tenant_id))

    @classmethod
    def of(cls, rows: Iterable[Known]) -> Mentions:
        """From names at hand, without a record."""
        made = cls.__new__(cls)
        made.index = NameIndex(rows)
        return made

    def find(self, text: str, *, ends: bool = False) -> list[Mention]:
        """The names in `text`, in order, none overlapping. What is not sure is left out or ambiguous.

        With `ends` a company may be called by the end of its name, as those do who tell of a visit there.
        """
        text = text[:TEXT_LIMIT]
        fixed = list(self._addresses(text))
        words = tokens(text)
        chosen: list[tuple[Candidate, Mention]] = []
        taken = {i for i, word in enumerate(words) if any(m.start < word.end and word.start < m.end for m in fixed)}
        candidates = self._candidates(text, words, taken, ends=ends)
        named = {account for mention in fixed for account in _accounts(mention)}
        whole = {mention.id for mention in fixed if mention.entity == "contact"}
        for strong in (True, False):
            for candidate in candidates:
                span = set(range(candidate.first, candidate.last + 1))
                if candidate.strong is not strong or span & taken:
                    continue
                mention = self._resolve(
                    Look(text, words, frozenset(taken)), candidate, frozenset(named), frozenset(whole)
                )
                if mention is not None:
                    chosen.append((candidate, mention))
                    taken |= span
                    named |= _accounts(mention) if mention.entity == "account" or strong else set()
                    whole |= {mention.id} if mention.entity == "contact" and strong else set()
        return sorted([*fixed, *(mention for _, mention in chosen)], key=lambda mention: mention.start)

    def _addresses(self, text: str) -> Iterator[Mention]:
        for match in _EMAIL.finditer(text):
            known = self.index.emails.get(match.group().lower())
            if known is not None:
                yield _mention([Form(known, "full", 1.0)], match.start(), match.end(), match.group())
            else:
                yield from self._domain(match.group(1), match.start(1), match.end(1))
        for match in _DOMAIN.finditer(text):
            yield from self._domain(match.group(1), match.start(1), match.end(1))

    def _domain(self, name: str, start: int, end: int) -> Iterator[Mention]:
        found = self.index.domains.get(fold(name).removeprefix("www."))
        if found:
            yield _mention([Form(known, "full", 0.97) for known in found], start, end, name)

    def _candidates(self, text: str, words: list[Token], taken: set[int], *, ends: bool) -> list[Candidate]:
        found: list[Candidate] = []
        covered = set(taken)
        for first, last, parts in self._groups(text, words, self.index.longest):
            forms = self.index.exact(parts, ends=ends)
            if forms:
                candidate = Candidate(first, last, tuple(forms))
                found.append(candidate)
                if candidate.strong:
                    covered |= set(range(first, last + 1))
        tries = 0
        for first, last, parts in self._groups(text, words, 4):
            if tries >= SLIPS:
                break
            if covered.isdisjoint(range(first, last + 1)) and not is_ordinary(parts):
                tries += 1
                forms = self.index.near(parts)
                if forms:
                    found.append(Candidate(first, last, tuple(forms)))
        return sorted(found, key=lambda candidate: (candidate.rank, -candidate.first), reverse=True)

    @staticmethod
    def _groups(text: str, words: list[Token], longest: int) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        for first, word in enumerate(words):
            parts: tuple[str, ...] = (word.norm,)
            yield first, first, parts
            for last in range(first + 1, min(first + longest, len(words))):
                gap = text[words[last - 1].end : words[last].start]
                if gap != " " and not _JOINT.fullmatch(gap):
                    break
                parts = (*parts, words[last].norm)
                yield first, last, parts

    def _resolve(
        self, look: Look, candidate: Candidate, named: frozenset[int], whole: frozenset[int]
    ) -> Mention | None:
        forms = [form for form in candidate.forms if form.strong or not candidate.strong]
        forms = [form for form in forms if look.allows(candidate, form)]
        if not forms:
            return None
        start, end = look.words[candidate.first].start, look.words[candidate.last].end
        said = look.text[start:end]
        if all(form.known.entity in PEOPLE for form in forms):
            again = [form for form in forms if form.known.entity == "contact" and form.known.id in whole]
            forms = again if len(again) == 1 else _people(forms, named, whole=candidate.strong)
            return _mention(forms, start, end, said) if forms else None
        entity = min((form.known.entity for form in forms), key=ORDER.index)
        forms = [form for form in forms if form.known.entity == entity]
        if entity == "deal" and len({form.known.id for form in forms}) > 1:
            forms = [form for form in forms if form.known.account_id in named] or forms
        return _mention(forms, start, end, said)


class MentionsCache:
    """Keeps each tenant's names, as those who see the same see them, until a row of them changes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, str], tuple[object, Mentions]] = OrderedDict()
        self._lock = Lock()

    def get(self, session: Session, tenant_id: int) -> Mentions:
        state = _state(session, tenant_id)
        sight = rights.current()
        place = (tenant_id, sight.key if sight else "")
        with self._lock:
            kept = self._kept.get(place)
        if kept is not None and kept[0] == state:
            return kept[1]
        made = Mentions(session, tenant_id)
        with self._lock:
            self._kept[place] = (state, made)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made


def _state(session: Session, tenant_id: int) -> tuple[int | None, ...]:
    """Changes whenever a named row comes, goes or changes; one query."""
    tables: tuple[type[Account | Contact | User | Product | Deal], ...] = (Account, Contact, User, Product, Deal)
    figures = [
        select(figure).where(table.tenant_id == tenant_id).scalar_subquery()
        for table in tables
        for figure in (func.count(table.id), func.max(table.id), func.sum(table.version))
    ]
    return tuple(session.execute(select(*figures)).one())


def _rows(session: Session, tenant_id: int) -> Iterator[Known]:
    for id_, name, domain in session.execute(
        select(Account.id, Account.name, Account.domain).where(Account.tenant_id == tenant_id)
    ):
        yield Known("account", id_, name, account_id=id_, domain=domain)
    for id_, name, email, account in session.execute(
        select(Contact.id, Contact.name, Contact.email, Contact.account_id).where(Contact.tenant_id == tenant_id)
    ):
        yield Known("contact", id_, name, account_id=account, email=email)
    for id_, name, email in session.execute(
        select(User.id, User.name, User.email).where(User.tenant_id == tenant_id, User.active)
    ):
        yield Known("user", id_, name, email=email)
    for id_, name in session.execute(select(Product.id, Product.name).where(Product.tenant_id == tenant_id)):
        yield Known("product", id_, name)
    for id_, name, account in session.execute(
        select(Deal.id, Deal.name, Deal.account_id).where(Deal.tenant_id == tenant_id)
    ):
        yield Known("deal", id_, name, account_id=account)


def _accounts(mention: Mention) -> set[int]:
    return {mention.account_id} if mention.account_id is not None and mention.id else set()


def _people(forms: list[Form], named: frozenset[int], *, whole: bool) -> list[Form]:
    """The people that may be meant: those at the companies the text names, else any one of that name."""
    exact = [form for form in forms if form.how != "nick"] or forms
    at_named = [form for form in exact if form.known.account_id in named] or [
        form for form in forms if form.known.account_id in named
    ]
    if at_named or whole or not named:
        return at_named or exact
    return [form for form in exact if form.known.entity == "user" or form.known.account_id is None]


def _mention(forms: list[Form], start: int, end: int, said: str) -> Mention:
    best = max(forms, key=lambda form: form.score)
    ids = sorted({(form.known.entity, form.known.id) for form in forms})
    made = Mention(best.known.entity, best.known.id, best.known.name, start, end, best.score, (), best.known.account_id)
    if len(ids) == 1:
        return made
    same = tuple(id_ for entity, id_ in ids if entity == best.known.entity)[:MOST_AMBIGUOUS]
    return replace(made, id=0, name=said, score=min(made.score, 0.5), ambiguous=same, account_id=None)
