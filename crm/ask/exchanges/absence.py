"""Clients, or people of theirs, with whom there was nothing of the sort."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime, timedelta

from crm.ask.exchanges.limits import knows_senders, own_limits, sends
from crm.ask.exchanges.mark import Mark
from crm.ask.exchanges.talk import Talk
from crm.ask.plan import Condition, Exists, Span
from crm.ask.planning.conditions import Conditions
from crm.ask.planning.reading import Reading

OCCURRED = "interaction.occurred_at"
UNITS = {"day": 1, "week": 7}
MONTHS = {"month": 1, "quarter": 3, "year": 12}


def absent(reading: Reading, talk: Talk) -> bool:
    """Makes the plan of a question for those of whom nothing was heard."""
    who = talk.target or talk.first("clients", "persons")
    if who is not None and talk.has("who") and talk.first("who").at == who.at and not talk.has("account"):  # type: ignore[union-attr]
        who = Mark("clients", "", who.text, who.at)
    if not talk.has("never", "quiet") or who is None or who.symbol not in {"clients", "persons"}:
        return False
    if (
        talk.has("last", "first", "most", "fewest", "how_often", "longest", "alone", "subject", "contact")
        or talk.groups
    ):
        return False
    since = _since(reading, talk)
    told = _periods(reading)
    if (talk.has("number") and since is None) or (since and told) or talk.limit or not _timed(talk, since, told):
        return False
    plan = reading.plan
    plan.subject, plan.yes_no = "account" if who.symbol == "clients" else "contact", False
    if plan.subject not in reading.vocabulary.entities or reading.vocabulary.clients != "account":
        return False
    limits = [*own_limits(talk), *_ours(reading, talk)]
    Conditions(reading, plan.subject).read()
    if plan.exists or any(each.op not in {"in", "eq"} for each in plan.filters):
        return False
    own = plan.subject == "contact" and sends(talk) and knows_senders(reading)  # to be among them is not to write it
    plan.exists = [Exists(entity="interaction", absent=True, filters=limits, periods=since or told, direct=own)]
    plan.count_groups = False
    if talk.has("how_many"):
        from crm.ask.plan import Measure  # noqa: PLC0415

        plan.shape, plan.measures = "value", [Measure(kind="count", label=f"number of {plan.subject}s")]
    return True


def _timed(talk: Talk, since: list[Span], told: list[Span]) -> bool:
    """Silence lasts since some time; a kind of exchange may never have been."""
    return bool(since or told) or not talk.has("quiet")


def _periods(reading: Reading) -> list[Span]:
    spans = [span.model_copy(update={"field": OCCURRED}) for span in reading.spans()]
    for item in reading.items:
        if item.period is not None:
            item.used = "filter"
    return spans


def _since(reading: Reading, talk: Talk) -> list[Span]:
    """`For over two months`: from so long ago until now."""
    for number, unit in zip(talk.marks, talk.marks[1:], strict=False):
        if number.number is None or unit.symbol not in {"grain", "days", "when"}:
            continue
        start = _ago(reading.now, int(number.number), unit)
        if start is None:
            return []
        text = f"the last {number.text} {unit.text}"
        return [Span(text=text, start=start, end=None, field=OCCURRED)]
    return []


def _ago(now: datetime, number: int, unit: Mark) -> datetime | None:
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    grain = unit.value or "day"
    if grain in UNITS:
        return day - timedelta(days=number * UNITS[grain])
    months = MONTHS.get(grain, 0) * number
    if not months:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return day.replace(year=year, month=month + 1, day=min(day.day, monthrange(year, month + 1)[1]))


def _ours(reading: Reading, talk: Talk) -> list[Condition]:
    """`That Marcus has not called`: what he did not do; his accounts are those that he owns."""
    found = []
    for place, mark in enumerate(talk.marks):
        follow = talk.marks[place + 1].symbol if place + 1 < len(talk.marks) else ""
        if mark.symbol == "user" and follow in {"never", "verb", "shared"}:
            item = reading.items[mark.at]
            names = [sense.detail for sense in item.all("value") if sense.value == "user.name"]
            item.used = "filter"
            found.append(Condition(field="user.name", op="in", values=list(dict.fromkeys(names))))
    return found
