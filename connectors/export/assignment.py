"""Which column of a file is which field of an entity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz import fuzz

from connectors.export.columns import DATES, NUMERIC, UNITS, Column
from connectors.export.lexicon import data, lexicon
from connectors.export.names import compound_head, words
from connectors.export.staff import names_staff
from connectors.export.stages import is_stage_word
from connectors.export.words import LINKS, file_words, synonyms
from crm import values

EXACT, STRIPPED, INSIDE = 1.0, 0.94, 0.6  # how well a header says what it is
ENOUGH = 0.55
OVERLAP = 0.5  # of a column's values found in another table's key or names
OVERLAP_ALONE = 0.9  # where the header says nothing
STAFFED = 0.58  # a role of the team, less sure than a word for owners
_NOISE = lexicon("noise")
_GENERIC = lexicon("generic")
_ALIKE = lexicon("alike")
TEAM = "the names of the team"  # where a colleague is found who has no table
OTHERS = frozenset({"account", "contact", "related"})  # whose rows are not of the team
ADDRESSED = frozenset({"sender", "recipient"})
CALLED = frozenset({"name", "what", "subject"})  # what a row itself is called
OURS = 0.95  # of the persons named who are of the team
SHORTENED = {word: str(full) for word, full in data()["shortened"].items()}
_KEEPERS = frozenset({"owner_id", "user_id"})
_WORDY = frozenset({"text", "category", "id", "email", "url", "phone", "integer"})
_FITTING: dict[str, frozenset[str]] = {
    "external_id": _WORDY,
    "name": frozenset({"text", "category", "id", "email", "url"}),
    "first_name": frozenset({"text", "category"}),
    "last_name": frozenset({"text", "category"}),
    "domain": frozenset({"url", "text", "category", "email", "id"}),
    "country": frozenset({"text", "category"}),
    "industry": frozenset({"text", "category"}),
    "family": frozenset({"text", "category", "id"}),
    "employees": frozenset({"integer", "number", "category", "id"}),
    "annual_revenue": NUMERIC - {"percent"},
    "amount": NUMERIC - {"percent"},
    "price": NUMERIC - {"percent"},
    "email": frozenset({"email"}),
    "phone": frozenset({"phone", "id", "integer", "text"}),
    "stage": frozenset({"category", "text", "id"}),
    "outcome": frozenset({"category", "text", "boolean", "id"}),
    "closed": frozenset({"boolean"}),
    "currency": frozenset({"category", "text", "id"}),
    "active": frozenset({"boolean", "category", "text"}),
    "done": frozenset({"boolean", "category", "text"}),
    "kind": frozenset({"category", "text", "id"}),
    "direction": frozenset({"category", "text", "boolean", "id"}),
    "sender": frozenset({"email", "text", "category", "id"}),
    "recipient": frozenset({"email", "text", "category", "id"}),
    "text": frozenset({"text", "category", "url", "id"}),
    "subject": frozenset({"text", "category", "id"}),
    "what": frozenset({"text", "category", "id"}),
    "from_stage": frozenset({"category", "text", "id"}),
    "to_stage": frozenset({"category", "text", "id"}),
    "field": frozenset({"category", "text", "id"}),
    **dict.fromkeys(("opened_on", "close_date", "due_on", "done_at", "changed_at", "occurred_at"), DATES),
}


@dataclass(frozen=True)
class Match:
    """A column that was taken for a field, how surely, and why in words."""

    column: Column
    score: float
    reason: str


@dataclass
class Overlap:
    """How many of a column's values are keys or names of rows of `entity` (or of a related kind)."""

    entity: str
    share: float
    file: str
    kind: str | None = None


Hints = Mapping[int, Sequence[Overlap]]


@dataclass
class Assignment:
    """What `entity` would be made of. `fields` maps our field to its column."""

    entity: str
    fields: dict[str, Match] = field(default_factory=dict)

    def column(self, name: str) -> Column | None:
        match = self.fields.get(name)
        return match.column if match is not None else None


def assign(
    entity: str, columns: Sequence[Column], hints: Hints | None = None, own: frozenset[str] = frozenset()
) -> Assignment:
    """The likeliest column for each field: the surest pairs first, each column and field once.

    Args:
        entity: what the table would be.
        columns: of the table.
        hints: in which other tables the values of a column are found.
        own: words for the table's own rows, which headers may begin with ("Quote date").
    """
    candidates = [
        candidate
        for column in columns
        for candidate in _candidates(entity, column, (hints or {}).get(column.index, ()), own)
    ]
    candidates.sort(key=lambda item: (-item[1].score, item[1].column.index))
    result = Assignment(entity)
    used: set[int] = set()
    for name, match in candidates:
        if match.score < ENOUGH or name in result.fields or match.column.index in used:
            continue
        result.fields[name] = match
        used.add(match.column.index)
    return result


def _candidates(
    entity: str, column: Column, overlaps: Sequence[Overlap], own: frozenset[str]
) -> Iterator[tuple[str, Match]]:
    links = LINKS.get(entity, {})
    overlaps = _told_apart(overlaps)
    clients = any(each.entity in OTHERS and each.share >= OVERLAP_ALONE for each in overlaps)
    staff = names_staff(column) and not clients
    for name, known in synonyms(entity).items():
        if not _fits(name, links, column) or (links.get(name) == "contact" and "our" in column.words):
            continue
        score = max(_said(entity, spoken, known, own) for spoken in {column.words, words(column.header)})
        reason = f'the header "{column.header}" says so' if score else ""
        if name in CALLED and _names_clients(entity, column, overlaps):
            continue  # "Name" of orders, which is whose they are
        if name in ADDRESSED and any(each.entity == "user" and each.share >= OURS for each in overlaps):
            continue  # `caller`, where all who called are of the team
        if name in links:
            score, reason = _linked(links[name], score, reason, overlaps)
            if staff and links[name] == "user" and name in _KEEPERS and score < STAFFED:
                score, reason = STAFFED, f'its values are persons, and "{column.header}" is a role of the team'
        elif name == "stage" and column.type in {"category", "text"} and _speaks_of_stages(column):
            score = max(score + 0.05, 0.7)
            reason = reason or "its values are steps of a sale"
        elif name == "email" and score == 0:
            score, reason = 0.58, "its values are e-mail addresses"
        elif name == "outcome" and not _speaks_of_outcomes(column):
            continue
        if score:
            yield name, Match(column, score, reason)


def _names_clients(entity: str, column: Column, overlaps: Sequence[Overlap]) -> bool:
    """Whether what is headed as the row's own name is that of its client, who has other rows too."""
    told = any(each.entity == "account" and each.share >= OVERLAP_ALONE for each in overlaps)
    return told and "account_id" in LINKS.get(entity, {}) and entity != "contact" and not column.is_key


def _told_apart(overlaps: Sequence[Overlap]) -> Sequence[Overlap]:
    """Whoever has a row among the clients is none of the team, though some column names both."""
    clients = any(each.entity in OTHERS and each.share >= OVERLAP_ALONE for each in overlaps)
    listed = any(each.entity == "user" and each.file != TEAM for each in overlaps)
    return [each for each in overlaps if each.entity != "user"] if clients and not listed else overlaps


def _fits(name: str, links: Mapping[str, str], column: Column) -> bool:
    if column.filled == 0:
        return True
    if name in links:
        return column.type in _WORDY
    return column.type in _FITTING.get(name, _WORDY | NUMERIC | DATES | {"boolean"})


@lru_cache(maxsize=16_384)
def _said(entity: str, spoken: tuple[str, ...], known: tuple[str, ...], own: frozenset[str]) -> float:
    """How well the header fits one of the known words; earlier words win ties."""
    best = 0.0
    forms = list(_forms(entity, spoken, own))
    for rank, synonym in enumerate(known):
        for form, worth in forms:
            best = max(best, _likeness(form, synonym) * worth - rank * 0.0005)
    return best


def _forms(entity: str, spoken: tuple[str, ...], own: frozenset[str]) -> Iterator[tuple[str, float]]:
    yield " ".join(spoken), EXACT
    rest = tuple(
        word for word in spoken if word not in _NOISE and word not in UNITS and word.upper() not in values.CODES
    )
    if rest and rest != spoken:
        yield " ".join(rest), STRIPPED
    if len(spoken) > 1 and spoken[-1] == "1":
        yield " ".join(spoken[:-1]), STRIPPED  # "Phone 1" of several
    full = tuple(SHORTENED.get(word, word) for word in spoken)
    if full != spoken:
        yield " ".join(full), STRIPPED
    if len(rest) > 1 and rest[0] in file_words(entity) | own:
        yield " ".join(rest[1:]), STRIPPED


def _likeness(form: str, synonym: str) -> float:
    if form == synonym:
        return 1.0
    if len(synonym) > 4 and form.replace(" ", "") == synonym.replace(" ", ""):
        return 0.97
    near = len(synonym) > 5 and abs(len(form) - len(synonym)) <= 2 and _ALIKE.isdisjoint(form.split())
    if near and fuzz.ratio(form, synonym) >= 90:
        return 0.8
    if synonym in _GENERIC or len(form) > 48:
        return 0.0
    if form.endswith(f" {synonym}") and form.count(" ") - synonym.count(" ") <= 2:
        return INSIDE
    if synonym == compound_head(form.rpartition(" ")[2]):
        return INSIDE
    if " " in synonym and set(synonym.split()) <= set(form.split()):
        return INSIDE
    return 0.0


def _linked(target: str, score: float, reason: str, overlaps: Sequence[Overlap]) -> tuple[float, str]:
    """A reference is surest where its values are found in the other table."""
    found = [overlap for overlap in overlaps if overlap.entity == target and target != "any"]
    best = max(found, key=lambda overlap: overlap.share, default=None)
    if best is not None and best.share >= OVERLAP and score:
        return score + 0.1 * best.share, f"{reason}, and {best.share:.0%} of its values are in {best.file}"
    if best is not None and best.share >= OVERLAP_ALONE:
        return 0.75, f"{best.share:.0%} of its values are in {best.file}"
    if target == "deal" and best is None and any(each.share >= OURS for each in overlaps):
        return 0.0, ""  # "Order" of lines whose orders are none of the deals
    return score, reason


def _speaks_of_stages(column: Column) -> bool:
    known = sum(is_stage_word(value) for value in column.counts)
    return len(column.counts) <= 40 and known >= 2 and known >= len(column.counts) * 0.5


def _speaks_of_outcomes(column: Column) -> bool:
    spoken = {value.casefold() for value in column.counts}
    return column.type == "boolean" or bool(
        len(spoken) <= 6
        and spoken & {"won", "lost", "open", "gewonnen", "verloren", "offen", "gagné", "perdu", "ouvert"}
    )
