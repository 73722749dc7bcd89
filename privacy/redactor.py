"""Takes personal data out of texts before anything but the record's display sees them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from crm.ports import NameTagger, Redacted, Span
from crm.store import Store
from privacy.finders.finding import Finding
from privacy.people import Directory, Found, phone_tail
from privacy.placeholders import Mark, placeholder_for, protected_spans, replace
from privacy.recognisers import EVERYWHERE, FIRST_CLASS
from privacy.roster import PeopleSource, Roster
from privacy.words import tokens

if TYPE_CHECKING:
    from privacy.engine import Engine

KNOWN = 2.0  # a person of the record outranks whatever else a stretch could be
RANK = {kind: len(FIRST_CLASS) - number for number, kind in enumerate(FIRST_CLASS)}
TAGGED = 0.58  # between a given name before an unknown word and a given name alone
NUMBER = re.compile(r"\+?\(?\d[\d ().\-/\u00a0]{5,20}\d")


class PresidioRedactor:
    """Redacts with Presidio's analyzer, finders of our own and the tenant's own people.

    Args:
        source: the record, or a function that gives a tenant's people.
        tagger: finds names of people that the record does not know; without one only names that the words around
            them announce are found.
    """

    def __init__(self, source: Store | PeopleSource, tagger: NameTagger | None = None) -> None:
        self._roster = Roster(source)
        self._tagger = tagger

    def redact(self, tenant_id: int, texts: Sequence[str], about: Sequence[Collection[str]] = ()) -> list[Redacted]:
        """One result for each text, in order: known people as `[person:17]`, other personal data as `<TYPE>`."""
        marks = self._marks(tenant_id, texts, about)
        return [_redacted(text, found) for text, found in zip(texts, marks, strict=True)]

    def analyze(self, tenant_id: int, text: str) -> list[Span]:
        """The personal data in a text; a known person's address or number keeps its own type."""
        return [Span(mark.start, mark.end, mark.type) for mark in self._marks(tenant_id, [text])[0]]

    def _marks(self, tenant_id: int, texts: Sequence[str], about: Sequence[Collection[str]] = ()) -> list[list[Mark]]:
        if not any(texts):
            return [[] for _ in texts]
        directory = self._roster.directory(tenant_id)
        named = self._tagger.names(texts) if self._tagger else [[] for _ in texts]
        linked = about or [frozenset[str]()] * len(texts)
        parts = zip(texts, named, linked, strict=True)
        return [self._text_marks(directory, text, names, meant) for text, names, meant in parts]

    def _text_marks(
        self, directory: Directory, text: str, names: Sequence[Span], meant: Collection[str] = ()
    ) -> list[Mark]:
        if not text.strip():
            return []
        words = tokens(text)
        findings = merged(self._engine.find(text, frozenset(word.key for word in words)), names)
        candidates = [(KNOWN, _person(found)) for found in directory.find(text, words, meant)]
        candidates += [(KNOWN, mark) for mark in _known_numbers(directory, text)]
        kept = directory.kept_spans(text, words)
        people = (finding for finding in findings if not _is_kept(text, finding, kept))
        candidates += [(_rank(finding), _other(directory, text, finding)) for finding in people]
        return _apart(candidates, protected_spans(text))

    @cached_property
    def _engine(self) -> Engine:
        from privacy.engine import Engine  # noqa: PLC0415  (Presidio takes seconds to import)

        return Engine()


def _redacted(text: str, marks: Sequence[Mark]) -> Redacted:
    return Redacted(replace(text, marks), tuple(Span(mark.start, mark.end, mark.type) for mark in marks))


def _is_kept(text: str, finding: Finding, kept: Sequence[tuple[int, int]]) -> bool:
    """A company's or a product's name is not taken for a person's; but Jane Miller is no part of the company Miller."""
    if finding.type != "PERSON":
        return False
    touching = [(start, end) for start, end in kept if finding.start < end and start < finding.end]
    return any(" " in text[start:end] or finding.end - finding.start <= end - start for start, end in touching)


def merged(findings: Sequence[Finding], names: Sequence[Span]) -> list[Finding]:
    """The findings with the tagger's names; where both saw a part of one name, the whole of it."""
    kept = [one for one in findings if one.type != "PERSON"]
    for person in (one for one in findings if one.type == "PERSON"):
        touching = [name for name in names if name.start < person.end and person.start < name.end]
        start = min([person.start, *(name.start for name in touching)])
        kept.append(person._replace(start=start, end=max([person.end, *(name.end for name in touching)])))
    return kept + [Finding(name.start, name.end, "PERSON", TAGGED) for name in names]


def _rank(finding: Finding) -> float:
    return RANK[finding.type] / 100 + 1 if finding.type in RANK else finding.score


def _person(found: Found) -> Mark:
    placeholder = found.person.placeholder if found.person else placeholder_for("PERSON")
    return Mark(found.start, found.end, "PERSON", placeholder)


def _other(directory: Directory, text: str, finding: Finding) -> Mark:
    person = directory.by_email(text[finding.start : finding.end]) if finding.type == "EMAIL_ADDRESS" else None
    return Mark(
        finding.start, finding.end, finding.type, person.placeholder if person else placeholder_for(finding.type)
    )


def _known_numbers(directory: Directory, text: str) -> Iterable[Mark]:
    for match in NUMBER.finditer(text):
        person = directory.by_phone(match[0]) if phone_tail(match[0]) else None
        if person:
            yield Mark(match.start(), match.end(), "PHONE_NUMBER", person.placeholder)


def _weight(candidate: tuple[float, Mark]) -> tuple[bool, float, int, bool]:
    rank, mark = candidate
    return mark.type in RANK, rank, mark.end - mark.start, mark.type not in EVERYWHERE


def _apart(candidates: Iterable[tuple[float, Mark]], taken: list[tuple[int, int]]) -> list[Mark]:
    """The marks that win where several overlap: what holds an e-mail or a link whole, then rank, then length."""
    chosen: list[Mark] = []
    occupied = list(taken)
    ordered = sorted(candidates, key=_weight, reverse=True)
    for _, mark in ordered:
        if all(mark.end <= start or end <= mark.start for start, end in occupied):
            chosen.append(mark)
            occupied.append((mark.start, mark.end))
    return sorted(chosen)
