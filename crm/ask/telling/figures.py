"""Numbers and names as a sentence shows them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from crm.ask.plan import Measure, QueryPlan
from crm.ask.record.called import kinds_of
from crm.ask.record.labels import spoken
from crm.ask.record.vocabulary import Vocabulary

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
NAMED = 3  # names a sentence holds where there are many
FEW = 5  # all are named up to here
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
QUARTER = re.compile(r"\d{4} Q[1-4]")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
RATES = frozenset({"win_rate", "loss_rate", "share", "part"})
ABBREVIATIONS = frozenset("mrr arr acv tcv ltv nps csat roi sla vat arpu".split())  # noqa: SIM905
PLAIN = frozenset({"count", "count_distinct", "ratio", "per"})  # kinds that have no unit of their own


def plural(word: str) -> str:
    if word.endswith("series"):
        return word
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def singular(noun: str) -> str:
    if noun.endswith("ies"):
        return f"{noun[:-3]}y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun


def counted(number: Any, noun: str) -> str:
    """`55 deals`, `1 deal`."""
    told = f"{number:,}" if isinstance(number, int | float) else str(number)
    return f"{told} {singular(noun) if number == 1 else noun}".strip()


def counted_noun(plan: QueryPlan, vocabulary: Vocabulary) -> str:
    """What is counted where groups are: accounts, or countries; else the rows that spoke of something."""
    if not plan.group_by and plan.about:
        return " or ".join(kinds_of(plan)) or "interactions"
    entity, _, key = plan.group_by[0].field.partition(".") if plan.group_by else ("account", "", "name")
    if key == vocabulary.entity(entity).name_key:
        return vocabulary.entity(entity).plural
    return plural(spoken(vocabulary.fields[f"{entity}.{key}"].label))


def noun_of(measure: Measure) -> str:
    return measure.label.removeprefix("number of ")


def names(all_names: Sequence[Any], total: int | None = None) -> str:
    """`Acme, Globex and Initech`, or the first few and how many more."""
    told = [str(name) for name in all_names if name is not None]
    total = max(total or 0, len(told))
    if total <= FEW and len(told) == total:
        return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}" if told else ""
    return f"{', '.join(told[:NAMED])} and {total - len(told[:NAMED]):,} more"


def spelled(label: str) -> str:
    """A heading with its abbreviations in capitals: `total MRR`."""
    return " ".join(word.upper() if word in ABBREVIATIONS else word for word in label.split(" "))


def months(labels: Sequence[str]) -> list[str]:
    """Times as a sentence lists them: a year that they share is said once, at the end."""
    told = [when(label) for label in labels]
    years = {text[-5:] for text in told}
    if len(years) > 1 or not all(MONTH.fullmatch(label) or QUARTER.fullmatch(label) for label in labels):
        return told
    return [*(text[:-5] for text in told[:-1]), *told[-1:]]


def when(label: Any) -> str:
    """A label of time as a sentence says it: `2026-08` as `August 2026`, `2026 Q3` as `Q3 2026`."""
    text = str(label)
    if QUARTER.fullmatch(text):
        return f"{text[5:]} {text[:4]}"
    if not MONTH.fullmatch(text):
        return day(text) if DAY.fullmatch(text) else text
    return f"{date.fromisoformat(f'{text}-01'):%B %Y}"


def day(text: Any) -> str:
    """`17 September 2026` out of an ISO date."""
    try:
        found = date.fromisoformat(str(text)[:10])
    except ValueError:
        return str(text)
    return f"{found.day} {found:%B} {found.year}"


def percent(value: float) -> str:
    """`44.3%`, `100%`."""
    return f"{value:.1%}".replace(".0%", "%")


def money(value: float, vocabulary: Vocabulary) -> str:
    sign = "-" if value < 0 else ""
    symbol = SYMBOLS.get(vocabulary.currency, f"{vocabulary.currency} ")
    return f"{sign}{symbol}{abs(value):,.2f}".removesuffix(".00")


def shown(value: Any, place: int, plan: QueryPlan, vocabulary: Vocabulary) -> str:
    """A number with its unit: the tenant's currency, a percentage, days."""
    if value is None:
        return "no figure"
    measure = plan.measures[place] if place < len(plan.measures) else None
    if measure is None or not isinstance(value, int | float):
        return str(value)
    if measure.kind in RATES:
        return percent(value)
    info = vocabulary.fields.get(measure.field or "")
    if info is not None and info.type == "money" and measure.kind not in {"count", "count_distinct"}:
        return money(value, vocabulary)
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    unit = info.unit if info is not None and measure.kind not in PLAIN else None
    return f"{text} {unit}" if unit and len(unit) < 12 and unit not in measure.label else text
