"""Which file of an export is which entity, by its name and by what it holds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from connectors.export.affixes import NONE, Affixes
from connectors.export.assignment import Assignment, Hints, Match, assign
from connectors.export.calling import called_by, name_by_rows, name_else, number_else
from connectors.export.columns import DATES, Column
from connectors.export.lexicon import lexicon
from connectors.export.names import natural_key, singular, words
from connectors.export.sales import is_sale, staged_by_rows
from connectors.export.stages import says_outcome
from connectors.export.table import Table
from connectors.export.words import ENTITIES, TARGETS, file_words, link_names

FLOOR = 2.5  # evidence below which a file is a related record
OTHERS_ID = -2.0  # rows that begin with the id of something else
SURE_NAME, HEAD_NAME, SOME_NAME = 4.0, 3.0, 1.2  # the file's name is the entity's, ends in it, has it somewhere
WEIGHTS: dict[str, dict[str, float]] = {  # what a field says for an entity
    "account": {"industry": 1.0, "employees": 1.0, "annual_revenue": 0.7, "parent_id": 0.7, "domain": 0.7,
                "country": 0.3},
    "contact": {"email": 1.0, "first_name": 0.8, "last_name": 0.8, "title": 0.5, "phone": 0.5, "account_id": 0.6},
    "deal": {"stage": 1.5, "amount": 1.0, "close_date": 1.0, "opened_on": 0.4, "product_id": 0.2, "account_id": 0.4,
             "owner_id": 0.3, "closed": 0.5},
    "product": {"price": 1.4, "family": 0.8},
    "user": {"manager_id": 1.0, "team": 0.8, "region": 0.6, "role": 0.5, "active": 0.6, "email": 0.4},
    "interaction": {"text": 1.0, "sender": 1.2, "recipient": 1.2, "subject": 0.7, "direction": 1.0, "kind": 0.6,
                    "occurred_at": 0.4, "contact_id": 0.3, "thread": 0.6},
    "task": {"what": 0.8, "due_on": 1.4, "done": 0.8, "owner_id": 0.3, "done_at": 0.6},
    "stage_change": {"to_stage": 1.2, "from_stage": 1.8, "changed_at": 0.6, "deal_id": 0.8},
}  # fmt: skip
NEEDS: dict[str, tuple[tuple[str, ...], ...]] = {  # one field out of each group
    "account": (("external_id", "name"),),
    "contact": (("name", "last_name", "email", "first_name"),),
    "deal": (("stage", "amount", "close_date"), ("external_id", "name", "account_id")),
    "product": (("name", "external_id"),),
    "user": (("name", "external_id", "email", "last_name"),),
    "interaction": (("text", "subject", "occurred_at", "kind", "external_id", "account_id", "contact_id"),),
    "task": (("what",),),
    "stage_change": (("deal_id",), ("to_stage",), ("changed_at",)),
}
_OWN_WORDS = {
    "interaction": {"ticket", "email", "call", "case", "message", "activity", "note", "meeting", "engagement"}
}
_MODEL = re.compile(r"(?<=\S) *\([a-z]\w*(?:\.\w+)+\)")  # "Sales Order (sale.order)": what the tool itself calls it
_EXPORT_WORDS = lexicon("export_words")
_MAIN_DATES = ("date", "occurred", "start", "created", "signed", "issued", "invoice", "submitted", "timestamp")
_SIDE_DATES = lexicon("side_dates")
_ID_WORDS = lexicon("ids") - {"zip", "plz", "postcode", "postal"}
_STAFF_FILES = lexicon("staff_files")


@dataclass
class Recognised:
    """A table, what it is, and which of its columns are which fields. `kind` names a related record."""

    table: Table
    columns: list[Column]
    entity: str  # one of ENTITIES, or related
    reason: str
    assignment: Assignment
    kind: str | None = None
    forced: bool = False
    ignored: set[int] = field(default_factory=set)
    stem: tuple[str, ...] = ()  # the words of the file's name

    @property
    def title(self) -> str:
        return self.kind or self.entity


def stem_words(name: str, affixes: Affixes = NONE) -> tuple[str, ...]:
    """The words of a file's name that say what is in it."""
    plain = re.sub(r"\(\d+\)", "", _MODEL.sub("", name)) or name
    found = tuple(re.sub(r"(?<=[^\W\d]{3})\d$", "", word) for word in words(plain))
    found = affixes.bare(found)
    kept = tuple(word for word in found if word not in _EXPORT_WORDS and not re.fullmatch(r"[a-z]?\d+[a-z\d]*", word))
    return kept or found


def recognise(table: Table, columns: list[Column], affixes: Affixes, hints: Hints | None = None) -> Recognised:
    """The entity with the most evidence, or a related record where none has enough."""
    stem = stem_words(table.name, affixes)
    best: tuple[float, Recognised] | None = None
    for entity in ENTITIES:
        assignment = assign(entity, columns, hints, own_words(entity, stem))
        if entity == "user" and stem and singular(stem[-1]) in _STAFF_FILES:
            name_by_rows(assignment, columns, frozenset({*stem, singular(stem[-1])}))
        if entity == "product" and _named(entity, stem) == SURE_NAME:
            number_else(assignment, columns)
        if not _has_needs(assignment) and not (staged_by_rows(assignment, columns) and _has_needs(assignment)):
            continue
        score, reasons = _evidence(entity, stem, assignment, columns)
        if score >= FLOOR and (best is None or score > best[0]):
            best = (score, Recognised(table, columns, entity, "; ".join(reasons), assignment, stem=stem))
    if best is None:
        return as_related(table, columns, affixes, hints)
    if best[1].entity == "interaction":
        _dated(best[1].assignment, columns)
    if best[1].entity in {"deal", "account", "product"}:
        name_else(best[1].assignment, columns, stem)
    return best[1]


def _dated(assignment: Assignment, columns: list[Column]) -> None:
    """A log whose date goes by a name of its own ("Held on") still says when things happened."""
    taken = {match.column.index for match in assignment.fields.values()}
    main = _main_date([column for column in columns if column.index not in taken], "interaction")
    if "occurred_at" not in assignment.fields and main is not None and not set(main.words) & _SIDE_DATES:
        assignment.fields["occurred_at"] = Match(main, 0.8, "the only date that says when it happened")


def own_words(entity: str, stem: tuple[str, ...]) -> frozenset[str]:
    """What headers may begin with besides the entity's usual names: "Quote date" of quotes, "Machine type"."""
    return frozenset({stem[-1], singular(stem[-1])}) if entity in {"deal", "product"} and stem else frozenset()


def as_entity(table: Table, columns: list[Column], entity: str, reason: str, hints: Hints | None = None) -> Recognised:
    stem = stem_words(table.name)
    own = frozenset({stem[-1], singular(stem[-1])} if stem else ())
    assignment = assign(entity, columns, hints, own)
    name_by_rows(assignment, columns, own | set(stem) | {singular(word) for word in stem})
    name_else(assignment, columns, stem)
    return Recognised(table, columns, entity, reason, assignment, forced=True, stem=stem)


def as_related(
    table: Table, columns: list[Column], affixes: Affixes, hints: Hints | None = None, kind: str | None = None
) -> Recognised:
    """A table of its own kind, named after its file."""
    stem = stem_words(table.name, affixes)
    kind = kind or singular("_".join(stem))[:64] or "record"
    assignment = assign("related", columns, hints)
    own = _own_id(columns, assignment, kind) or called_by(columns, stem, assignment)
    if own is not None:
        assignment = assign("related", [column for column in columns if column is not own], hints)
        assignment.fields["external_id"] = Match(own, 1.0, "nearly each row has its own value")
    main = _main_date(columns, kind)
    if main is not None:
        assignment.fields["occurred_at"] = Match(main, 1.0, "the first date that says when it happened")
    reason = f"it fits no core entity; its rows are kept as records of the kind {kind.replace('_', ' ')}"
    return Recognised(table, columns, "related", reason, assignment, kind=kind, stem=stem)


def _has_needs(assignment: Assignment) -> bool:
    return all(any(name in assignment.fields for name in group) for group in NEEDS[assignment.entity])


def _evidence(
    entity: str, stem: tuple[str, ...], assignment: Assignment, columns: list[Column]
) -> tuple[float, list[str]]:
    reasons = []
    score = _named(entity, stem)
    if score:
        reasons.append(f'the file is called "{" ".join(stem)}"')
    fields = [name for name in WEIGHTS[entity] if name in assignment.fields]
    score += sum(WEIGHTS[entity][name] * min(assignment.fields[name].score, 1.0) for name in fields)
    if fields:
        headers = ", ".join(assignment.fields[name].column.header for name in fields[:5])
        reasons.append(f"it has {headers}")
    if (entity == "account" and _are_people(columns)) or (entity == "product" and _are_lines(columns)):
        return 0.0, []
    stage = assignment.column("stage")
    if stage is not None and says_outcome(stage.counts):
        score += 1.5
        reasons.append(f"rows of it are won or lost by {stage.header}")
    if entity == "deal" and is_sale(stem, assignment):
        known = HEAD_NAME if singular(stem[-1]) in file_words("sale") else SOME_NAME
        return max(score, score + known - _named(entity, stem)), [*reasons, "each row is worth money to a client"]
    bonus, reason = _identity(entity, assignment, columns)
    if bonus == OTHERS_ID and _named(entity, stem) == SURE_NAME:
        bonus = 0.0  # the tool's own: "Copper ID" of companies
    if reason:
        reasons.append(reason)
    return score + bonus, reasons


def _named(entity: str, stem: tuple[str, ...]) -> float:
    known = file_words(entity)
    singulars = [singular(word) for word in stem]
    whole = singular(" ".join(stem).replace(" ", "_")).replace("_", " ")
    if whole in known or " ".join(stem) in known:
        return SURE_NAME
    if stem in (("event",), ("events",)):
        return SURE_NAME if entity == "interaction" else 0.0
    if singulars[-1] in known or stem[-1] in known or " ".join(singulars[-2:]) in known:
        return HEAD_NAME
    if entity == "user" and singulars[-1] in _STAFF_FILES:
        return HEAD_NAME
    return SOME_NAME if set(singulars) & known else 0.0


def _identity(entity: str, assignment: Assignment, columns: list[Column]) -> tuple[float, str]:
    """Whether rows are told apart by this entity's own id or name; a column of somebody else's id speaks against it."""
    own_words = file_words(entity) | _OWN_WORDS.get(entity, set())
    for column in columns:
        spoken = words(column.header)
        if len(spoken) >= 2 and spoken[-1] in {"id", "uuid", "key", "number", "no"} and column.filled:
            whose = " ".join(spoken[:-1])
            mine = whose in own_words or spoken[-2] in own_words
            if mine and column.is_key:
                return 2.5, f"each row has its own {column.header}"
            others = any(" ".join(column.words) in link_names(each) for each in TARGETS)
            if column.is_key and column.index == 0 and not mine and not others:
                return OTHERS_ID, ""
    match = assignment.fields.get("external_id")
    if match is not None and match.column.is_key:
        return 0.5, ""
    name = assignment.fields.get("name")
    if entity in {"account", "product", "user"}:
        if name is not None and name.column.uniqueness >= 0.95:
            specific = words(name.column.header) != ("name",)
            return (1.5 if specific else 0.3), f"each row has its own {name.column.header}"
        repeated = match.column if match is not None else name.column if name is not None else None
        if repeated is not None and repeated.uniqueness < 0.9:
            return -4.0, ""
    return 0.0, ""


def _are_people(columns: list[Column]) -> bool:
    """Whether rows are persons: a customer with a first name is nobody's company."""
    people = assign("contact", columns)
    return {"first_name", "last_name"} <= people.fields.keys()


def _are_lines(columns: list[Column]) -> bool:
    """Whether each row says of which sale it is: items of orders are no price list."""
    sales = file_words("sale") | file_words("deal") | {"invoice", "delivery"}
    return any(
        not column.is_key and column.words[-1:] and column.words[-1] in _ID_WORDS and set(column.words[:-1]) & sales
        for column in columns
    )


def _own_id(columns: list[Column], assignment: Assignment, kind: str) -> Column | None:
    links = {match.column.index for name, match in assignment.fields.items() if name != "external_id"}
    keys = [column for column in columns if column.is_key and column.type in {"id", "integer", "text", "category"}]
    named = [column for column in keys if column.words and column.words[-1] in _ID_WORDS]
    own, own_head = set(kind.split("_")), kind.rpartition("_")[2]
    for column in named:
        if set(column.words[:-1]) & own or len(column.words) == 1:
            return column
    return (
        next((column for column in named if column.index not in links and column.index == 0), None)
        or next((column for column in named if column.index not in links), None)
        or next((column for column in keys if set(column.words) <= own and own_head in column.words), None)
    )


def _main_date(columns: list[Column], kind: str) -> Column | None:
    dated = [column for column in columns if column.type in DATES and column.filled]
    own = set(kind.split("_"))

    def rank(column: Column) -> tuple[int, int]:
        spoken = set(column.words)
        if spoken & _SIDE_DATES:
            return 9, column.index
        if spoken & own:
            return 0, column.index
        return next((1 for word in _MAIN_DATES if word in spoken), 5), column.index

    return min(dated, key=rank, default=None)


def record_types(table: Table, columns: Sequence[Column]) -> tuple[Column, dict[str, str]] | None:
    """The column that says of each row what it is ("Opportunity", "Lead", "Meeting"), where files are mixed."""
    known = {word: entity for entity in ENTITIES for word in file_words(entity)}
    for column in columns:
        spoken = " ".join(column.words)
        if spoken not in {"record type", "object", "object type", "entity", "entity type", "record kind", "module"}:
            continue
        kinds = {
            value: known.get(singular(natural_key(value).replace(" ", "_")).replace("_", " "), "")
            for value in column.counts
        }
        share = Counter(bool(entity) for entity in kinds.values())[True]
        if len(kinds) <= 12 and share and len({*kinds.values()}) >= 2 and column.filled == len(table.rows):
            return column, kinds
    return None
