"""Where a text speaks of time, and when that is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from crm.periods import absolute, away, holidays, inside, parts, relative, weeks, words, years
from crm.periods.frame import Frame, Stretch
from crm.periods.ordinary import ordinary
from crm.periods.period import Counted, Period, Prefer
from crm.periods.ranges import open_side, period
from crm.periods.reader import Reader, Rule
from crm.periods.tokens import Token, tokenize

RULES: Final[tuple[Rule, ...]] = (
    absolute.numeric,
    absolute.calendar_day,
    absolute.day_of_that_month,
    absolute.month,
    absolute.weekday,
    years.year,
    years.fiscal_year,
    years.quarter,
    years.to_date,
    relative.today,
    relative.modified,
    away.ago,
    away.inward,
    away.long_ago,
    relative.weekend,
    weeks.week_of,
    weeks.weekday_week,
    weeks.weeks_on,
    weeks.numbered,
    relative.month_after_next,
    relative.trailing_year,
    relative.narrowed,
    relative.same_last_year,
    parts.shorthand,
    parts.edge,
    parts.rest_of,
    parts.period_end,
    parts.the_unit,
    parts.nth,
    parts.closest,
    inside.named,
    inside.season,
    inside.within,
    inside.around,
)
_KINDS: Final = {"date", "clock", "ordinal", "glued", "quarter", "fiscal", "number"}
_NEGATIONS: Final = frozenset({"no", "not"})
_STARTERS: Final = frozenset().union(
    words.MONTHS,
    words.WEEKDAYS,
    words.NUMBERS,
    words.VAGUE_NUMBERS,
    words.ORDINALS,
    words.MODIFIERS,
    words.TODAY,
    words.TO_DATE,
    words.END_OF,
    words.START_OF,
    words.EDGES,
    words.SEASONS,
    holidays.STARTERS,
    words.bag(
        "a an the in within for over beyond more from between starting since before after until till til through "
        "thru by as prior ever up later earlier all whole entire our my rest remainder weekend wkend wknd week wk "
        "fiscal financial fy fytd calendar cy closest nearest half so same ttm ltm day tonight tonite noon midnight "
        "midday at @ final quarter q month year another ahead inside kw cw"
    ),
)


def find_periods(
    text: str,
    now: datetime,
    *,
    fiscal_year_start: int = 1,
    prefer: Prefer = "past",
    counted: Counted = "rolling",
) -> list[Period]:
    """The periods that `text` names, in order, as seen at `now` in its zone.

    Args:
        text: anything; what is not a time is passed over.
        now: the asker's present; without a zone it is taken as UTC.
        fiscal_year_start: the month (1..12) in which quarters and fiscal years begin.
        prefer: which way an incomplete date leans ("Friday", "March 3", "Q3").
        counted: "rolling": the last 2 weeks are the 14 days up to today; "calendar": the two weeks before this.
    """
    zone = now.tzinfo or UTC
    frame = Frame(now.replace(tzinfo=None, microsecond=0), prefer, fiscal_year_start, counted)
    reader = Reader(text, tokenize(text), frame, RULES)
    found: list[Period] = []
    i = 0
    while i < len(reader.tokens):
        token = reader.tokens[i]
        match = _read(reader, i) if _may_start(reader, token, i) else None
        if match is None:
            i += 1
            continue
        stretch, end = match
        found.append(_period(text, reader.tokens[i], reader.tokens[end - 1], stretch, zone))
        i = end
    return found


def _may_start(reader: Reader, token: Token, i: int) -> bool:
    """Whether a time may begin with the token: a quick look that spares the rules most words."""
    if token.low in _NEGATIONS:
        return reader.low(i + 1) == "later"  # no later than
    return token.kind in _KINDS or token.low in _STARTERS


def _read(reader: Reader, i: int) -> tuple[Stretch, int] | None:
    """The period at `i`, unless its words are ordinary ones."""
    try:
        match = period(reader, i)
    except (ValueError, OverflowError):  # a date that no calendar has
        return None
    if match is None or match[1] <= i:
        return None
    if open_side(reader, i):
        inner = reader.skip(i + 1, "the")
        read = reader.date(i + 1)
        if read and read[1] == match[1] and ordinary(reader, i + 1, match[1]) and inner == i + 1:
            return None
        return match
    return None if ordinary(reader, i, match[1]) else match


def _period(text: str, first: Token, last: Token, stretch: Stretch, zone: object) -> Period:
    def placed(at: datetime | None) -> datetime | None:
        return None if at is None else at.replace(tzinfo=zone)  # type: ignore[arg-type]

    return Period(
        text=text[first.start : last.end],
        start=placed(stretch.start),
        end=placed(stretch.end),
        span=(first.start, last.end),
        grain=stretch.grain,
        due=stretch.due or _due(stretch),
    )


def _due(stretch: Stretch) -> date | None:
    if stretch.start is not None:
        return stretch.start.date()
    return (stretch.end - timedelta(microseconds=1)).date() if stretch.end else None


def parse_day(text: str, now: datetime, prefer: Prefer = "future") -> date | None:
    """The day that `text` sets ("Friday", "end of the month", "in two weeks"); None where it sets none."""
    found = find_periods(text, now, prefer=prefer)
    return found[0].due if found else None
