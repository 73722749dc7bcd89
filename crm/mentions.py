"""Finds the names of the record in a text: accounts, contacts, users, products, deals."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crm.model import Account, Contact, Deal, Product, User
from crm.nameindex import PEOPLE, Form, Known, NameIndex
from crm.naming import COMPANY_NOUNS, HONORIFICS, Token, common_words, fold, tokens, word_set

TEXT_LIMIT = 50_000  # characters that are searched
SLIPS = 300  # unknown word groups of a text that are looked up fuzzily
MOST_AMBIGUOUS = 20
ORDER = ("account", "contact", "user", "product", "deal")
PERSON_BEFORE = word_set(
    "with w met told asked ping pinged call called calls phoned rang emailed texted messaged from to by and spoke cc "
    "ask tell meet meeting introduced thanks hi hey hello dear remind loop lm vm mr mrs ms dr & saw"
)
PERSON_AFTER = word_set(
    "said says wants wanted asked asks told mentioned thinks agreed confirmed will is was has needs called "
    "emailed replied sent loves loved likes liked hates signed from at who and promised would can "
    "did does joined left s"
)
COMPANY_BEFORE = word_set("with w from at visit visited for to by met client customer account re called")
_VERBAL = ("ed", "ing", "s", "ly")
_MEETING = word_set("with w met told asked called emailed texted phoned")
_SPEAKS = word_set("said says wants wanted asked asks told mentioned thinks agreed confirmed loves loved hates")
_EMAIL = re.compile(r"[\w.+'-]+@([\w-]+(?:\.[\w-]+)+)")
_DOMAIN = re.compile(r"(?<![@\w.-])(?:https?://)?(?:www\.)?((?:[\w-]+\.)+[a-zA-Z]{2,})\b")
_JOINT = re.compile(r"[ \t]*[-\u2013&+./,'\u2019_]?[ \t]*|[ \t]+")
_SENTENCE_END = re.compile(r"[.!?:;\n•*]|^\s*$")


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


@dataclass(frozen=True)
class _Candidate:
    first: int  # token positions, `last` inclusive
    last: int
    forms: tuple[Form, ...]

    @property
    def strong(self) -> bool:
        return any(form.strong for form in self.forms)

    @property
    def rank(self) -> tuple[bool, int, float]:
        return (self.strong, self.last - self.first, max(form.score for form in self.forms))


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

    def find(self, text: str) -> list[Mention]:
        """The names in `text`, in order, none overlapping. What is not sure is left out or ambiguous."""
        text = text[:TEXT_LIMIT]
        fixed = list(self._addresses(text))
        words = tokens(text)
        chosen: list[tuple[_Candidate, Mention]] = []
        taken = {i for i, word in enumerate(words) if any(m.start < word.end and word.start < m.end for m in fixed)}
        candidates = self._candidates(text, words, taken)
        named = {account for mention in fixed for account in _accounts(mention)}
        for strong in (True, False):
            for candidate in candidates:
                span = set(range(candidate.first, candidate.last + 1))
                if candidate.strong is not strong or span & taken:
                    continue
                mention = self._resolve(_Look(text, words, frozenset(taken)), candidate, frozenset(named))
                if mention is not None:
                    chosen.append((candidate, mention))
                    taken |= span
                    named |= _accounts(mention) if mention.entity == "account" or strong else set()
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

    def _candidates(self, text: str, words: list[Token], taken: set[int]) -> list[_Candidate]:
        found: list[_Candidate] = []
        covered = set(taken)
        for first, last, parts in self._groups(text, words, self.index.longest):
            forms = self.index.exact(parts)
            if forms:
                candidate = _Candidate(first, last, tuple(forms))
                found.append(candidate)
                if candidate.strong:
                    covered |= set(range(first, last + 1))
        tries = 0
        for first, last, parts in self._groups(text, words, 4):
            if tries >= SLIPS:
                break
            if covered.isdisjoint(range(first, last + 1)) and not _ordinary(parts):
                tries += 1
                forms = self.index.near(parts)
                if forms:
                    found.append(_Candidate(first, last, tuple(forms)))
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

    def _resolve(self, look: _Look, candidate: _Candidate, named: frozenset[int]) -> Mention | None:
        forms = [form for form in candidate.forms if form.strong or not candidate.strong]
        forms = [form for form in forms if look.allows(candidate, form)]
        if not forms:
            return None
        start, end = look.words[candidate.first].start, look.words[candidate.last].end
        said = look.text[start:end]
        if all(form.known.entity in PEOPLE for form in forms):
            forms = _people(forms, named, whole=candidate.strong)
            return _mention(forms, start, end, said) if forms else None
        entity = min((form.known.entity for form in forms), key=ORDER.index)
        forms = [form for form in forms if form.known.entity == entity]
        if entity == "deal" and len({form.known.id for form in forms}) > 1:
            forms = [form for form in forms if form.known.account_id in named] or forms
        return _mention(forms, start, end, said)


@dataclass(frozen=True)
class _Look:
    """A text around a candidate: what stands before and after it."""

    text: str
    words: Sequence[Token]
    taken: frozenset[int]

    def allows(self, candidate: _Candidate, form: Form) -> bool:
        """Whether the words around make it likely that this name is meant."""
        span = self.words[candidate.first : candidate.last + 1]
        ordinary = _ordinary(tuple(word.norm for word in span))
        if form.known.entity in PEOPLE:
            if ordinary and not self._cued(candidate, PERSON_BEFORE, PERSON_AFTER):
                return False
            if form.how == "last" and len(span) == 1 and not (span[0].capital or self._titled(candidate.first)):
                return False
            last = form.how == "last"
            return form.strong or not (
                self._goes_on(candidate.last, 1) or self._goes_on(candidate.first, -1, whole_name=last)
            )
        if form.how == "acronym":
            return span[0].raw.isupper()
        if ordinary and form.known.entity == "account" and not self._cued(candidate, COMPANY_BEFORE, PERSON_AFTER):
            return False
        if ordinary and len(span) == 1 and not (span[0].capital and not self._opens(candidate.first)):
            return form.known.entity == "account"
        if form.known.entity == "account" and self._other_company(candidate, form):
            return False
        if form.known.entity == "account" and self._open_to_goods(candidate):
            return True
        return form.strong or not (
            self._goes_on(candidate.last, 1) or self._goes_on(candidate.first, -1, whole_name=True)
        )

    def _cued(self, candidate: _Candidate, before: frozenset[str], after: frozenset[str]) -> bool:
        """An everyday word is a name when written large in mid-sentence, or where a name is due."""
        first, last = self.words[candidate.first], self.words[candidate.last]
        capital = first.capital or last.capital
        if candidate.last > candidate.first and (candidate.strong or (first.capital and last.capital)):
            return True
        previous = self.words[candidate.first - 1].norm if candidate.first else ""
        if "@" in self.text[self.words[candidate.first - 1].end if candidate.first else 0 : first.start]:
            return True  # "@ summit"
        following = self.words[candidate.last + 1].norm if candidate.last + 1 < len(self.words) else ""
        owned = self.text[last.end : last.end + 2].lower() in {"'s", "\u2019s"}
        if capital:
            opens = self._opens(candidate.first)
            return owned or previous in before or (following in after if opens else True)
        if after is PERSON_AFTER and following in _SPEAKS:
            return True  # "will said", "grace wants": no everyday word goes before these
        return previous in before & _MEETING and (candidate.last > candidate.first or following in {"at", "from"})

    def _titled(self, position: int) -> bool:
        return position > 0 and self.words[position - 1].norm in HONORIFICS

    def _opens(self, position: int) -> bool:
        if position == 0:
            return True
        gap = self.text[self.words[position - 1].end : self.words[position].start]
        return _SENTENCE_END.search(gap) is not None and bool(gap.strip())

    def _goes_on(self, position: int, step: int, *, whole_name: bool = False) -> bool:
        """Whether a further part of a longer, unknown name stands next to it ("Jane" in "Jane Smith")."""
        other = position + step
        if not 0 <= other < len(self.words) or other in self.taken:
            return False
        left, right = sorted((position, other))
        word = self.words[other]
        if self.text[self.words[left].end : self.words[right].start] not in {" ", "-"}:
            return False
        if word.norm in common_words() or word.norm in HONORIFICS or not word.norm.isalpha() or len(word.norm) < 2:
            return False
        if word.capital:
            return step > 0 or not self._opens(other) or whole_name
        return step > 0 and not self.words[position].capital and len(word.norm) > 3 and not word.norm.endswith(_VERBAL)

    def _open_to_goods(self, candidate: _Candidate) -> bool:
        """Whether a word in small letters follows that names no kind of company: "kessler pumpe"."""
        following = candidate.last + 1
        if following >= len(self.words) or self._goes_on(candidate.first, -1, whole_name=True):
            return False
        word = self.words[following]
        return not word.capital and word.norm not in COMPANY_NOUNS

    def _other_company(self, candidate: _Candidate, form: Form) -> bool:
        """Whether the text names another company: Acme Logistics is not Acme Corp."""
        position = candidate.last + 1
        if position >= len(self.words) or position in self.taken:
            return False
        word = self.words[position]
        if self.text[self.words[position - 1].end : word.start] != " ":
            return False
        known = {fold(part) for part in form.known.name.replace(",", " ").replace(".", " ").split()}
        return word.capital and word.norm in COMPANY_NOUNS and word.norm not in known


class MentionsCache:
    """Keeps each tenant's names until a row of them changes."""

    def __init__(self) -> None:
        self._kept: dict[int, tuple[object, Mentions]] = {}
        self._lock = Lock()

    def get(self, session: Session, tenant_id: int) -> Mentions:
        state = _state(session, tenant_id)
        with self._lock:
            kept = self._kept.get(tenant_id)
        if kept is not None and kept[0] == state:
            return kept[1]
        made = Mentions(session, tenant_id)
        with self._lock:
            self._kept[tenant_id] = (state, made)
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


def _ordinary(parts: tuple[str, ...]) -> bool:
    return all(part in common_words() or len(part) < 3 for part in parts)


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
