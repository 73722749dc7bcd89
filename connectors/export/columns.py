"""What one column of a file holds: its type, its unit, how its dates and numbers are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from connectors.export.heading import labels
from connectors.export.lexicon import lexicon
from connectors.export.names import compound_head, looks_like_id, words
from connectors.export.table import Table
from crm import values
from crm.values import DateOrder, DecimalMark

SAMPLE = 2_000  # distinct values that settle a type
MOSTLY = 0.9  # of a column's values that have to fit its type
FEW = 5  # distinct values of which one may fail
CATEGORIES = 200  # distinct values that a category may have
CATEGORY_LENGTH = 80
FLAGGED = 8  # rows from which on noughts and ones that count nothing are flags
CENTS = 0.7  # of the figures of a sum that are written with cents
EMPTY = frozenset(["", "null", "none", "nan", "n/a", "#n/a", "na", "\\n", "(blank)", "undefined", "-", "--", "nil"])
NUMERIC = frozenset({"number", "integer", "money", "percent"})
DATES = frozenset({"date", "datetime"})
UNITS = {
    "secs": "seconds", "sec": "seconds", "seconds": "seconds", "sekunden": "seconds", "ms": "milliseconds",
    "millis": "milliseconds", "mins": "minutes", "min": "minutes", "minutes": "minutes", "minuten": "minutes",
    "hrs": "hours", "hours": "hours", "std": "hours", "stunden": "hours", "heures": "hours", "days": "days",
    "tage": "days", "jours": "days", "weeks": "weeks", "months": "months", "monate": "months", "mois": "months",
    "years": "years", "jahre": "years", "pct": "%", "percent": "%", "percentage": "%", "prozent": "%", "gb": "GB",
    "mb": "MB", "kg": "kg", "km": "km", "miles": "miles",
    "t": "t", "tonnes": "t", "tons": "t", "m2": "m2", "sqm": "m2", "kwh": "kWh", "kwp": "kWp",
}  # fmt: skip
LAST_ONLY = frozenset({"min", "ms", "t", "std"})  # "Min Level" is a least one, no time
_MONEY = lexicon("money")
_SUMS = lexicon("sums")
_RATES = lexicon("rates")
_DATE_WORDS = lexicon("dates")
_ID_WORDS = lexicon("ids")
_STRICT_IDS = frozenset({"id", "ids", "uuid", "guid"})
_PHONES = lexicon("phones")
_FLAGS = lexicon("flags")
_COUNTS = lexicon("counts")
_PLAIN_FLAGS = lexicon("plain_flags")
_CENTS = re.compile(r"\d[.,]\d\d$")
_EMAIL = re.compile(r"(?:[^<>\"]*<)?[^@\s<>]+@[^@\s<>]+\.[^@\s<>]{2,}>?")
_URL = re.compile(r"(?:https?://|www\.)\S+|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_PHONE = re.compile(r"(?:tel:)?\+?[\d\s().\-/x]{6,24}(?:ext\.? ?\d+)?", re.IGNORECASE)


@dataclass
class Column:
    """A column as observed. `counts` holds its distinct values with how often each occurs, empties left out."""

    index: int
    header: str
    counts: Counter[str]
    filled: int
    rows: int
    type: str = "text"
    unit: str | None = None
    decimal: DecimalMark | None = None
    orders: set[DateOrder] = field(default_factory=set)  # what its dates prove
    order: DateOrder = "month"
    spread: str = "iso"  # how its dates are written: iso, epoch, serial
    label: str = ""  # the header without the table's own name in front of it

    def __post_init__(self) -> None:
        self.label = self.label or self.header

    @property
    def words(self) -> tuple[str, ...]:
        return words(self.label)

    @property
    def tokens(self) -> set[str]:
        """The words, and what compounds among them are."""
        return {*self.words, *(head for word in self.words if (head := compound_head(word)))}

    @property
    def last(self) -> str:
        """The word that says what the column holds; of a compound its head."""
        return (compound_head(self.words[-1]) or self.words[-1]) if self.words else ""

    @property
    def uniqueness(self) -> float:
        return len(self.counts) / self.filled if self.filled else 0.0

    @property
    def is_key(self) -> bool:
        """Whether nearly each row has a value of its own here."""
        return self.filled >= self.rows * 0.99 and self.uniqueness >= 0.99

    @property
    def is_category(self) -> bool:
        small = len(self.counts) <= CATEGORIES and (len(self.counts) <= self.filled * 0.5 or len(self.counts) <= 2)
        return small and bool(self.counts) and max(map(len, self.counts)) <= CATEGORY_LENGTH

    def within(self, part: Table) -> Column:
        """The same column with what it holds in a part of the rows."""
        counts = Counter(part.column(self.index))
        counts.pop("", None)
        return replace(self, counts=counts, filled=sum(counts.values()), rows=len(part.rows))

    def categories(self) -> list[str]:
        """Distinct values, most frequent first."""
        ranked = sorted(self.counts.items(), key=lambda item: (-item[1], item[0]))
        return [value for value, _ in ranked[:CATEGORIES]]


def profile(table: Table) -> list[Column]:
    spoken = [table.spoken.get(header, header) for header in table.headers]
    return [_profiled(table, index, label) for index, label in enumerate(labels(spoken))]


def _profiled(table: Table, index: int, label: str) -> Column:
    counts = Counter(table.column(index))
    counts.pop("", None)
    column = Column(index, table.headers[index], counts, sum(counts.values()), len(table.rows), label=label)
    distinct = [value for value in counts if value.casefold() not in EMPTY]
    if not distinct:
        return column
    sample = distinct if len(distinct) <= SAMPLE else list(islice(distinct, 0, None, len(distinct) // SAMPLE))
    column.type = _type(column, sample)
    if column.type in NUMERIC:
        column.decimal = values.decimal_mark(distinct)
    if column.type in DATES:
        column.orders = values.date_order(distinct)
    column.unit = _unit(column, sample)
    return column


def _type(column: Column, sample: list[str]) -> str:
    tokens = column.tokens
    if _is_flag(column, tokens, sample):
        return "boolean"
    if _fits(sample, lambda text: text.endswith("%") and values.percent(text) is not None):
        return "percent"
    if (dated := _date_type(column, tokens, sample)) is not None:
        return dated
    if tokens & _PHONES and _fits(sample, _PHONE.fullmatch):
        return "phone"
    if (numeric := _numeric_type(column, tokens, sample)) is not None:
        return numeric
    if _fits(sample, _EMAIL.fullmatch):
        return "email"
    if _fits(sample, _URL.fullmatch):
        return "url"
    if _fits(sample, lambda text: text.startswith("+") and _PHONE.fullmatch(text)):
        return "phone"
    if _is_id(column, sample):
        return "id"
    return "category" if column.is_category else "text"


def _fits(sample: Iterable[str], test: Callable[[str], object]) -> bool:
    """Whether most of the sample passes; a few failures end the test early."""
    texts = list(sample)
    allowed = max(len(texts) * (1 - MOSTLY) + 1e-9, len(texts) >= FEW)
    failed = 0
    for text in texts:
        if not test(text):
            failed += 1
            if failed > allowed:
                return False
    return True


def _is_flag(column: Column, tokens: set[str], sample: list[str]) -> bool:
    spelled = {text.casefold() for text in sample}
    if len(spelled) > 4 or not spelled <= values.TRUE | values.FALSE:
        return False
    if spelled <= _PLAIN_FLAGS:
        return True
    both = bool(spelled & values.TRUE) and bool(spelled & values.FALSE)
    numbered = spelled <= {"0", "1"} and (column.filled < FLAGGED or column.last.endswith("s") or tokens & _COUNTS)
    return bool(tokens & _FLAGS) or (both and not numbered)


def _date_type(column: Column, tokens: set[str], sample: list[str]) -> str | None:
    if _fits(sample, values.moment) and column.last not in _ID_WORDS:
        timed = any(isinstance(values.moment(text), datetime) for text in sample)
        return "datetime" if timed else "date"
    if tokens & _DATE_WORDS:
        if _fits(sample, values.epoch):
            column.spread = "epoch"
            return "datetime"
        if tokens & {"date", "datum", "fecha", "data"} and _fits(sample, values.excel_serial):
            column.spread = "serial"
            return "date" if all(text.isdigit() for text in sample) else "datetime"
    return None


def _numeric_type(column: Column, tokens: set[str], sample: list[str]) -> str | None:
    mark = values.decimal_mark(sample)
    if not _fits(sample, lambda text: values.money(text, mark) is not None):
        return None
    if any(re.fullmatch(r"0\d+", text) for text in sample) or column.last in _ID_WORDS:
        return "id"
    read = [found for text in sample if (found := values.money(text, mark)) is not None]
    if "%" in column.header and not any(found.currency for found in read):
        return "percent"
    if column.last in _RATES:
        return "percent"
    if any(found.currency for found in read) or tokens & _MONEY or _code(column) is not None:
        return "money"
    if tokens & _RATES or {"win", "rate"} <= tokens or {"conversion", "rate"} <= tokens:
        return "percent"
    cents = sum(bool(_CENTS.search(text)) for text in sample)
    if tokens & _SUMS and column.last not in UNITS and cents >= len(sample) * CENTS:
        return "money"
    whole = all(found.value.is_integer() and abs(found.value) < 2**53 for found in read)
    return "integer" if whole and not any(re.search(r"[.,]\d{1,2}$", text) for text in sample) else "number"


def _is_id(column: Column, sample: list[str]) -> bool:
    if not _fits(sample, lambda text: " " not in text and len(text) <= 64):
        return False
    if column.last in _ID_WORDS and (column.last in _STRICT_IDS or not column.is_category):
        return True
    return column.uniqueness > 0.5 and len(sample) > 3 and _fits(sample, looks_like_id)


def _unit(column: Column, sample: list[str]) -> str | None:
    if column.type == "percent":
        points = any(text.endswith("%") or abs(values.number(text, column.decimal) or 0) > 1 for text in sample)
        return "%" if points else None
    if column.type == "money":
        found = Counter(
            amount.currency for text in sample if (amount := values.money(text)) is not None and amount.currency
        )
        return found.most_common(1)[0][0] if found else _code(column)
    if column.type in {"number", "integer"}:
        said = [word for word in reversed(column.words) if word in UNITS]
        return next((UNITS[word] for word in said if word not in LAST_ONLY or word == column.last), None)
    return None


def _code(column: Column) -> str | None:
    """A currency that the header names: "refund_amount_usd", "Amount (€)"."""
    for word in column.words:
        if word.upper() in values.CODES and word not in {"all", "try", "cop"}:
            return word.upper()
    return next(
        (
            code
            for sign, code in values.SIGNS.items()
            if len(sign) == 1 and not sign.isalpha() and sign in column.header
        ),
        None,
    )
