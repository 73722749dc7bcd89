"""Values as people and programs write them: numbers, amounts of money, percents, booleans, dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import isfinite
from typing import Literal

DateOrder = Literal["day", "month", "year"]  # what comes first
DecimalMark = Literal[".", ","]

SIGNS = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB",
    "zł": "PLN", "kč": "CZK", "r$": "BRL", "a$": "AUD", "c$": "CAD", "ca$": "CAD", "au$": "AUD", "fr.": "CHF",
    "sfr.": "CHF", "₪": "ILS", "฿": "THB", "₫": "VND", "₴": "UAH", "euro": "EUR", "euros": "EUR",
}  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CODES = _words(
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HRK HUF IDR ILS INR ISK JPY KES KRW KWD MAD MXN "
    "MYR NGN NOK NZD PEN PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TRY TWD UAH USD UYU VND ZAR"
)
SCALES = {
    "k": 1e3, "tsd": 1e3, "thousand": 1e3, "m": 1e6, "mm": 1e6, "mn": 1e6, "mio": 1e6, "mln": 1e6, "million": 1e6,
    "millionen": 1e6, "millions": 1e6, "b": 1e9, "bn": 1e9, "mrd": 1e9, "mld": 1e9, "billion": 1e9,
}  # fmt: skip
TRUE = _words("true t yes y 1 ja j oui o si sí s sim wahr vrai x on checked ✓ ✔ ☑ v tak")
FALSE = _words("false f no n 0 nein non não nao falsch faux off unchecked ✗ nie")
MONTHS = {
    month: number
    for number, words in enumerate(
        (
            "jan january januar jänner janvier janv ene enero gennaio gen januari",
            "feb february februar février fevrier févr fevr febrero febbraio februari",
            "mar march märz maerz mrz mär mars marzo maart mrt",
            "apr april avril avr abril abr aprile",
            "may mai mayo maggio mag mei",
            "jun june juni juin junio giugno giu",
            "jul july juli juillet juil julio luglio lug",
            "aug august août aout agosto ago augustus",
            "sep sept september septembre septiembre settembre set",
            "oct october oktober okt octobre octubre ottobre ott",
            "nov november novembre noviembre",
            "dec december dezember dez décembre decembre déc diciembre dic dicembre",
        ),
        start=1,
    )
    for month in words.split()
}
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial number carries no zone
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199

_SPACES = re.compile(r"[\s'\u2019\u00a0\u202f_]+")
_DIGITS = re.compile(r"\d[\d.,\s'\u2019\u00a0\u202f]*")
_PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")
_TIME = re.compile(
    r"[\sT,]+(?:at |um |à )?(\d{1,2})[:h.](\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?\s*(uhr|[ap]\.?m\.?)?"
    r"\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?(?:\s*\(.*\))?$",
    re.IGNORECASE,
)
_NUMERIC_DATE = re.compile(r"(\d{1,4})([-/. ])\s?(\d{1,2})\2\s?(\d{1,4})\.?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WORDED_DATE = re.compile(
    r"(?:[^\W\d]{2,12}\.?,?\s+)?(?:(?P<d1>\d{1,2})(?:st|nd|rd|th|\.|er)?[\s\-/]*(?:of |de )?(?P<m1>[^\W\d_]{3,12})\.?"
    r"|(?P<m2>[^\W\d_]{3,12})\.?[\s\-/]*(?P<d2>\d{1,2})(?:st|nd|rd|th)?)[\s,\-/]*(?:de )?(?P<y>\d{4}|\d{2})"
)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount; `currency` is an ISO code where the text named one."""

    value: float
    currency: str | None = None


def number(text: str, decimal: DecimalMark | None = None) -> float | None:
    """The number that `text` writes, or None; `decimal` settles what "1.234" means (None: judged by its form)."""
    if _PLAIN.fullmatch(text) and decimal != ",":
        return value if isfinite(value := float(text)) else None
    amount = money(text, decimal)
    return amount.value if amount is not None and amount.currency is None else None


def money(text: str, decimal: DecimalMark | None = None) -> Money | None:
    """Reads "$1,234.50", "1.234,50 €", "1.2m", "(500)", "5 000", "CHF 3'000"."""
    body = unicodedata.normalize("NFKC", text).strip()
    negative = body.startswith("(") and body.endswith(")")
    body = body.strip("()").replace("\u2212", "-").strip()
    match = _DIGITS.search(body)
    if match is None:
        return None
    before, after = body[: match.start()], body[match.end() :]
    if before.rstrip().endswith((".", ",")) and len(before.strip()) == 1:
        before, figures = "", "0" + before.strip() + match.group()
    else:
        figures = match.group()
    value = _figures(figures, decimal)
    around = _around(before, after)
    if value is None or around is None:
        return None
    sign, scale, currency = around
    return Money(sign * scale * value * (-1 if negative else 1), currency)


def _around(before: str, after: str) -> tuple[int, float, str | None] | None:
    """What stands before and after the figures: sign, scale, currency; None where anything else does."""
    sign, scale, currency = 1, 1.0, None
    words = re.findall(r"[-+]|[^\s\-+]+", f"{before} {after}".casefold())
    for index, word in enumerate(words):
        if word in {"-", "+"}:
            sign = -1 if word == "-" else sign
        elif (found := _currency(word)) is not None and currency is None:
            currency = found
        elif word.rstrip(".") in SCALES and scale == 1.0:
            scale = SCALES[word.rstrip(".")]
        elif (split := _scaled_currency(word)) is not None and scale == 1.0 and currency is None:
            scale, currency = split
        elif not (index and word in {"-", ".-"}):
            return None
    return sign, scale, currency


def _currency(word: str) -> str | None:
    return word.upper() if word.upper() in CODES else SIGNS.get(word)


def _scaled_currency(word: str) -> tuple[float, str] | None:
    """Reads what is written together: "m€", "keur"."""
    for size in (1, 2, 3):
        scale, currency = SCALES.get(word[:size]), _currency(word[size:])
        if scale is not None and currency is not None:
            return scale, currency
    return None


def _figures(text: str, decimal: DecimalMark | None) -> float | None:
    body = _SPACES.sub("", text.strip()).rstrip(".,")
    mark = decimal or decimal_mark([body]) or "."
    group = "," if mark == "." else "."
    whole, _, rest = body.partition(mark)
    if group in rest or mark in rest:
        if mark in rest and group not in body and decimal is None:
            return float(body.replace(mark, "")) if _grouped(body, mark) else None
        return None
    if group in whole and not _grouped(whole, group):
        return None
    try:
        return float(whole.replace(group, "") + "." + (rest or "0"))
    except ValueError:
        return None


def _grouped(body: str, mark: str) -> bool:
    first, *others = body.split(mark)
    return 1 <= len(first) <= 3 and all(len(group) in {2, 3} for group in others) and len(others[-1]) == 3


def decimal_mark(texts: Iterable[str]) -> DecimalMark | None:
    """What separates the fraction in a column of numbers; None where no value tells."""
    for text in texts:
        dot, comma = text.rfind("."), text.rfind(",")
        if dot >= 0 and comma >= 0:
            return "." if dot > comma else ","
        last = max(dot, comma)
        if last < 0:
            continue
        mark: DecimalMark = "." if dot >= 0 else ","
        tail = re.match(r"\d*", text[last + 1 :])
        if text.count(mark) > 1:
            return "," if mark == "." else "."
        if tail is not None and len(tail.group()) != 3:
            return mark
        if text[:last].lstrip("-+$€£ ") in {"", "0"}:
            return mark
    return None


def percent(text: str, decimal: DecimalMark | None = None) -> float | None:
    """The figure before the percent sign: "45 %" is 45."""
    body = text.strip()
    return number(body[:-1].rstrip(), decimal) if body.endswith("%") else None


def boolean(text: str) -> bool | None:
    word = text.strip().casefold()
    return True if word in TRUE else False if word in FALSE else None


def date_order(texts: Iterable[str]) -> set[DateOrder]:
    """What a column of dates proves: {"day"}, {"month"}, both where it is mixed, empty where all could be either."""
    proven: set[DateOrder] = set()
    for text in texts:
        match = _NUMERIC_DATE.match(text.strip())
        if match is None or len(match.group(1)) > 2:
            continue
        first, second = int(match.group(1)), int(match.group(3))
        if first > 12 >= second or match.group(2) == ".":
            proven.add("day")
        elif second > 12 >= first:
            proven.add("month")
        if len(proven) > 1:
            break
    return proven


def moment(text: str, order: DateOrder = "month") -> date | datetime | None:
    """A date, or a datetime where a time of day is written (aware only where a zone is)."""
    body = text.strip().strip("'")
    if body[:1].isdigit() and len(body) >= 10:  # the common case, quickly
        try:
            return date.fromisoformat(body) if len(body) == 10 else datetime.fromisoformat(body)
        except ValueError:
            pass
    clock = _TIME.search(body)
    day = _day(body[: clock.start()].rstrip(",") if clock else body, order)
    if day is None or clock is None:
        return day
    return _at(day, clock)


def _day(body: str, order: DateOrder) -> date | None:
    if match := _NUMERIC_DATE.fullmatch(body):
        first, second, third = (int(match.group(index)) for index in (1, 3, 4))
        if len(match.group(1)) == 4:
            return _valid(first, second, third)
        if len(match.group(1)) > 2 or len(match.group(4)) not in {2, 4}:
            return None
        if order == "year" and len(match.group(4)) == 2:
            return _valid(first, second, third)
        day, month = (first, second) if order == "day" or match.group(2) == "." else (second, first)
        return _valid(third, month, day) or _valid(third, day, month)
    if match := _COMPACT_DATE.fullmatch(body):
        return _valid(int(match.group(1)), int(match.group(2)), int(match.group(3)))
    if match := _WORDED_DATE.fullmatch(body):
        month = MONTHS.get((match["m1"] or match["m2"]).casefold(), 0)
        return _valid(int(match["y"]), month, int(match["d1"] or match["d2"]))
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    if year < 100:
        year += 1900 if year >= 70 else 2000
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _at(day: date, clock: re.Match[str]) -> datetime | None:
    hour, minute, second = int(clock[1]), int(clock[2]), int(clock[3] or 0)
    half = (clock[5] or "").casefold().replace(".", "")
    if half in {"am", "pm"}:
        hour = hour % 12 + (12 if half == "pm" else 0)
    micro = int(((clock[4] or "") + "000000")[:6])
    zone = clock[6] or ""
    try:
        moment_ = datetime(day.year, day.month, day.day, hour, minute, second, micro)  # noqa: DTZ001 - as written
    except ValueError:
        return None
    if not zone:
        return moment_
    if zone.upper() in {"Z", "UTC", "GMT"}:
        return moment_.replace(tzinfo=UTC)
    return datetime.fromisoformat(f"{moment_.isoformat()}{zone[:3]}:{zone[-2:] if len(zone) > 3 else '00'}")


def epoch(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970, of the years 1990 to 2100."""
    if not re.fullmatch(r"\d{9,13}(?:\.\d+)?", text):
        return None
    seconds = float(text)
    if seconds > 1e11:
        seconds /= 1000
    return datetime.fromtimestamp(seconds, UTC) if 631_152_000 <= seconds <= 4_102_444_800 else None


def excel_serial(text: str) -> date | datetime | None:
    """A day as a spreadsheet counts it, of the years 1954 to 2119: ask only where a header says that it is a date."""
    if not re.fullmatch(r"\d{5}(?:\.\d+)?", text) or not 20_000 <= float(text) <= 80_000:
        return None
    instant = EXCEL_EPOCH + timedelta(days=float(text))
    return instant.date() if float(text).is_integer() else instant.replace(microsecond=0)
