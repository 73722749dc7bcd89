"""Keyword search over the record, by the means each database has of its own.

SQLite keeps an FTS5 table in step by triggers, PostgreSQL a generated tsvector under a GIN index, MariaDB a generated
text column under a FULLTEXT index. All three ignore case, accents and endings, and rank rare words above common ones.
"""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, literal_column, select
from sqlalchemy.dialects import mysql
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from crm.model import Interaction, interaction_contacts
from crm.rights.eyes import current
from crm.wordrank import RANK, ROW, WORDS_TABLE, WordRank, holds, words

MOST_WORDS = 48  # of a query; the rest of a pasted page adds cost and no meaning
LONGEST_WORD = 64
INDEXED_LENGTH = 250_000  # characters of one text: beyond it PostgreSQL refuses the row (1 MB a tsvector)
COMMON = 5_000  # rows: a word in more of them counts as being in so many
PLACEHOLDER = re.compile(r"\[(person|user):(\d+)\]", re.IGNORECASE)
TYPE_PLACEHOLDER = re.compile(r"<[A-Z][A-Z_]+>")
WORD = re.compile(r"[^\W_]+")
GREATEST = 2**63 - 1  # id there can be
SHORT = 2  # letters: MariaDB leaves shorter words than three out, so they are stored with a tail
TAIL = "zz"
ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "als",
    "al",
    "ers",
    "er",
    "ings",
    "ing",
    "ies",
    "ied",
    "ed",
    "es",
    "ly",
    "s",
    "e",
    "y",
)
STOP_WORDS = frozenset(  # a list of words reads best as words
    """
    a about after all am an and any are as at be been being before but by can could did do does doing
    for from had has have having he her here him his how i if in into is it its just me more most my no
    nor not of on or other our out over s she should so some such t than that the their them then there
    these they this those to too under up us very was we were what when where which while who whom why
    will with would you your
    """.split()  # noqa: SIM905
)
WORDS_COLUMN = "search_words"


@dataclass(frozen=True)
class Terms:
    """What a query looks for: any of the words, any of the placeholders (`("person", "17")`)."""

    words: tuple[str, ...]
    placeholders: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.words or self.placeholders)


def terms(query: str) -> Terms:
    """The words of any text worth looking up, without accents, most telling order kept; never raises."""
    placeholders = dict.fromkeys((kind.lower(), number[:18]) for kind, number in PLACEHOLDER.findall(query))
    rest = TYPE_PLACEHOLDER.sub(" ", PLACEHOLDER.sub(" ", query))
    found = list(dict.fromkeys(word for word in WORD.findall(plain(rest)) if len(word) <= LONGEST_WORD))
    telling = [word for word in found if word not in STOP_WORDS and len(word) > 1]
    return Terms(tuple((telling or found)[:MOST_WORDS]), tuple(placeholders)[:MOST_WORDS])


def find(
    session: Session,
    tenant_id: int,
    query: str,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    account_ids: Sequence[int] | None = None,
    contact_ids: Sequence[int] | None = None,
    kinds: Sequence[str] | None = None,
    limit: int = 50,
) -> list[tuple[int, float]]:
    """Interactions that hold any word of the query: (id, rank), best first; ranks compare within one search only."""
    limits = {"start": start, "end": end, "account_ids": account_ids, "contact_ids": contact_ids, "kinds": kinds}
    return list(find_each(session, tenant_id, [query], limit=limit, **limits)[0].items())  # type: ignore[arg-type]


def find_each(
    session: Session,
    tenant_id: int,
    queries: Sequence[str],
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    account_ids: Sequence[int] | None = None,
    contact_ids: Sequence[int] | None = None,
    kinds: Sequence[str] | None = None,
    limit: int = 50,
) -> list[dict[int, float]]:
    """`find` for several queries under the same conditions: the rank of each row found, best first."""
    conditions = narrow(tenant_id, start=start, end=end, account_ids=account_ids, contact_ids=contact_ids, kinds=kinds)
    dialect = session.get_bind().dialect.name
    bounds: list[ColumnElement[bool]] = []
    if dialect == "sqlite" and (start is not None or end is not None):
        bounds = _bounds(session, narrow(tenant_id, start=start, end=end), ended=end is not None)
    few = account_ids is not None or contact_ids is not None or kinds is not None
    ahead = dialect == "sqlite" and not few and _holds_all(session, tenant_id)
    found: list[dict[int, float]] = []
    for wanted in map(terms, queries):
        best = WordRank(session, _phrases(wanted), bounds, conditions, limit).best() if ahead and wanted else None
        if best is None and wanted:
            ranked = _RANKED[dialect](session, tenant_id, wanted).where(*conditions, *bounds)
            rows = session.execute(ranked.order_by(literal_column("rank_").desc(), Interaction.id.desc()).limit(limit))
            best = {each: float(rank) for each, rank in rows}
        found.append(best or {})
    return found


def _holds_all(session: Session, tenant_id: int) -> bool:
    """Whether whoever asks sees every row there is: of the best rows of the whole index most are theirs then."""
    sight, tenant = current(), Interaction.tenant_id
    if sight is not None and sight.narrow:
        return False
    return all(session.scalar(select(edge(tenant))) == tenant_id for edge in (func.min, func.max))


def _bounds(session: Session, conditions: list[ColumnElement[bool]], *, ended: bool) -> list[ColumnElement[bool]]:
    """The least id of a period, and the greatest of one that ended: FTS5 skips what lies outside before it ranks."""
    edges = [func.min(Interaction.id), *([func.max(Interaction.id)] if ended else [])]
    found = session.execute(select(*edges).where(*conditions)).one()
    return [ROW.between(found[0], found[-1] if ended else GREATEST) if found[0] else false()]


def narrow(
    tenant_id: int,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    account_ids: Sequence[int] | None = None,
    contact_ids: Sequence[int] | None = None,
    kinds: Sequence[str] | None = None,
) -> list[ColumnElement[bool]]:
    """The conditions on interactions that a search is held to; None means any, an empty sequence none."""
    conditions: list[ColumnElement[bool]] = [Interaction.tenant_id == tenant_id]
    if start is not None:
        conditions.append(Interaction.occurred_at >= start)
    if end is not None:
        conditions.append(Interaction.occurred_at < end)
    if account_ids is not None:
        conditions.append(Interaction.account_id.in_(account_ids))
    if kinds is not None:
        conditions.append(Interaction.kind.in_(kinds))
    if contact_ids is not None:
        conditions.append(with_contacts(contact_ids))
    return conditions


def with_contacts(contact_ids: Sequence[int]) -> ColumnElement[bool]:
    links = interaction_contacts.c
    return Interaction.id.in_(select(links.interaction_id).where(links.contact_id.in_(contact_ids)))


def create_keyword_index(connection: Connection) -> None:
    """Makes the index over interactions, and fills it, where it does not stand yet."""
    for statement in _STATEMENTS[connection.dialect.name]:
        connection.exec_driver_sql(statement)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"INSERT INTO {WORDS_TABLE}({WORDS_TABLE}) VALUES ('rebuild')")


def scrub_keyword_index(connection: Connection) -> None:
    """Takes what deleted rows left behind out of the index; part of forgetting, before the file itself is compacted."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"INSERT INTO {WORDS_TABLE}({WORDS_TABLE}) VALUES ('optimize')")
    elif connection.dialect.name in {"mysql", "mariadb"}:
        connection.exec_driver_sql("OPTIMIZE TABLE interactions")


def plain(words: str) -> str:
    """In small letters, without accents."""
    decomposed = unicodedata.normalize("NFKD", words).casefold()
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _ranked_by_fts5(_session: Session, _tenant_id: int, wanted: Terms) -> Select[int, float]:
    index = words()
    ranked = select(Interaction.id, RANK.label("rank_")).join(index, index.c.rowid == Interaction.id)
    return ranked.where(holds(_phrases(wanted)))


def _phrases(wanted: Terms) -> list[str]:
    return [f'"{word}"' for word in wanted.words] + [f'"{kind} {number}"' for kind, number in wanted.placeholders]


def _ranked_by_tsvector(session: Session, tenant_id: int, wanted: Terms) -> Select[int, float]:
    """PostgreSQL's own rank knows no rare and common words, so each word's rank is weighed by its rarity here."""
    words: ColumnElement[Any] = literal_column(f"interactions.{WORDS_COLUMN}")
    each = [f"'{word}'" for word in wanted.words] + [f"'{kind}' <-> '{number}'" for kind, number in wanted.placeholders]
    rows_with = [
        select(Interaction.id)
        .where(Interaction.tenant_id == tenant_id, words.op("@@")(func.to_tsquery("english", term)))
        .limit(COMMON)
        .subquery()
        for term in each
    ]
    total = select(func.count()).select_from(Interaction).where(Interaction.tenant_id == tenant_id).scalar_subquery()
    counts = [select(func.count()).select_from(rows).scalar_subquery() for rows in rows_with]
    everything, *having = session.execute(select(total, *counts)).one()
    rank: ColumnElement[float] = literal_column("0.0")
    for term, count in zip(each, having, strict=True):
        rarity = func.ln(1 + everything / (count + 0.5))
        rank += rarity * func.ts_rank(words, func.to_tsquery("english", term), 1)
    any_of = func.to_tsquery("english", " | ".join(f"({term})" for term in each))
    return select(Interaction.id, rank.label("rank_")).where(words.op("@@")(any_of))


def _ranked_by_fulltext(_session: Session, _tenant_id: int, wanted: Terms) -> Select[int, float]:
    """MariaDB knows no endings: a word is cut to its stem and looked up by its beginning."""
    each = stems(wanted.words)
    each += [f"{kind}xx{number}" for kind, number in wanted.placeholders]
    rank = mysql.match(literal_column(f"interactions.{WORDS_COLUMN}"), against=" ".join(each)).in_boolean_mode()
    return select(Interaction.id, rank.label("rank_")).where(rank)


def stems(found: Sequence[str]) -> list[str]:
    """Words as MariaDB is asked for them."""
    return [word + TAIL if len(word) <= SHORT else _stem(word) for word in found]


def _stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)] + "*"
    return word + "*" if len(word) >= 4 else word


_PUNCTUATION = string.punctuation.replace("'", "''").replace("%", "%%")
_SPACES = " " * len(string.punctuation)
_INTO = f"INSERT INTO {WORDS_TABLE}"
_OLD = f"{_INTO}({WORDS_TABLE}, rowid, subject, text) VALUES ('delete', old.id, old.subject, old.text)"
_NEW = f"{_INTO}(rowid, subject, text) VALUES (new.id, new.subject, new.text)"
_TRIGGER = f"CREATE TRIGGER IF NOT EXISTS {WORDS_TABLE}"
_SQLITE = [
    f"""CREATE VIRTUAL TABLE IF NOT EXISTS {WORDS_TABLE} USING fts5(subject, text,
        content='interactions', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2')""",
    f"{_TRIGGER}_added AFTER INSERT ON interactions BEGIN {_NEW}; END",
    f"{_TRIGGER}_removed AFTER DELETE ON interactions BEGIN {_OLD}; END",
    f"{_TRIGGER}_changed AFTER UPDATE OF id, subject, text ON interactions BEGIN {_OLD}; {_NEW}; END",
]
_POSTGRESQL = [
    f"""ALTER TABLE interactions ADD COLUMN IF NOT EXISTS {WORDS_COLUMN} tsvector GENERATED ALWAYS AS (
        to_tsvector('english'::regconfig, translate(regexp_replace(
            normalize(left(coalesce(subject, '') || ' ' || text, {INDEXED_LENGTH}), NFKD), '[\u0300-\u036f]', '', 'g'),
            '{_PUNCTUATION}', '{_SPACES}'))) STORED""",
    f"CREATE INDEX IF NOT EXISTS ix_interactions_{WORDS_COLUMN} ON interactions USING gin ({WORDS_COLUMN})",
]
_MARIADB = [
    rf"""ALTER TABLE interactions ADD COLUMN IF NOT EXISTS {WORDS_COLUMN} MEDIUMTEXT
        CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci GENERATED ALWAYS AS (
        regexp_replace(regexp_replace(
            left(concat_ws(' ', subject, text), {INDEXED_LENGTH}), '\\[(person|user):([0-9]+)\\]', ' \\1xx\\2 '),
            '(?-i)\\b([A-Z0-9]{{1,{SHORT}}})\\b', '\\1{TAIL}')) STORED""",
    f"ALTER TABLE interactions ADD FULLTEXT INDEX IF NOT EXISTS ix_interactions_{WORDS_COLUMN} ({WORDS_COLUMN})",
]
_STATEMENTS = {"sqlite": _SQLITE, "postgresql": _POSTGRESQL, "mysql": _MARIADB, "mariadb": _MARIADB}
_RANKED = {
    "sqlite": _ranked_by_fts5,
    "postgresql": _ranked_by_tsvector,
    "mysql": _ranked_by_fulltext,
    "mariadb": _ranked_by_fulltext,
}
