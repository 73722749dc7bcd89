"""How long ago we last spoke to each client: the newest activity of every one of them."""

from __future__ import annotations

from crm.ask.plan import Condition, Exists, Group, Measure, MeasureKind, Order
from crm.ask.planning.conditions import Conditions
from crm.ask.planning.contact import past
from crm.ask.planning.dating import bind_dates
from crm.ask.planning.reading import Reading
from crm.ask.record.called import kind_field

LAST = frozenset({"last", "latest", "most recent", "last contact", "most recently"})
ASKED = frozenset({"how long", "when", "how many days", "days", "days since", "date"})
SPENT = frozenset({"how long", "since", "ago", "days", "day", "it", "been", "has", "when", "date", "contact"}) | LAST
CLIENTS = ("account", "contact")


def read_silence(reading: Reading) -> bool:
    """Whether each client's last activity is asked for; the whole plan is made then."""
    clients = _each(reading)
    if clients is None or not _asked(reading):
        return False
    plan, days = reading.plan, "when" not in reading.words()
    plan.subject, plan.shape = "interaction", "table"
    for at, item in enumerate(reading.items):
        kind = item.sense("kind")
        if kind is not None:
            reading.filter(kind_field(kind.value), "in", kind.value)
        if kind or item.has("gap", "said", "grouper", "aggregate") or item.text.casefold() in SPENT:
            item.senses = []
            reading.use(at, "measure")
        elif any(sense.value in {"interaction", clients} for sense in item.all("entity")):
            reading.use(at, "group")
    _deals(reading)
    Conditions(reading, "interaction").read()
    past(reading)
    bind_dates(reading)
    label = "days since the last interaction" if days else "last interaction"
    measured: tuple[MeasureKind, str] = ("min", "interaction.age_days") if days else ("max", "interaction.occurred_at")
    plan.measures = [Measure(kind=measured[0], field=measured[1], label=label)]
    plan.group_by = [Group(field=f"{clients}.{reading.vocabulary.entity(clients).name_key}")]
    plan.order = [Order(measure=0, descending=days)]
    return True


def _asked(reading: Reading) -> bool:
    words = set(reading.words())
    spoken = reading.has("gap", "said", "kind") or reading.value("entity", "interaction")
    return bool(words & LAST) and bool(words & ASKED) and spoken and not reading.has("metric", "sale", "negation")


def _each(reading: Reading) -> str | None:
    """The clients behind `each`, `per`, `by`."""
    for at, item in enumerate(reading.items):
        place = reading.after(at)
        if not item.has("grouper") or place is None:
            continue
        told = {sense.value for sense in reading.items[place].all("entity")}
        found = next((name for name in CLIENTS if name in told and reading.reaches("interaction", name)), None)
        if found is not None:
            return found
    return None


def _deals(reading: Reading) -> None:
    """`With an open deal`: the client has one, whichever deal was spoken of."""
    for at, item in enumerate(reading.items):
        if item.used or not any(sense.value == "deal" for sense in item.all("entity")):
            continue
        before = reading.before(at)
        told = reading.items[before].all("outcome") if before is not None else []
        reading.use(at, "entity")
        reading.use(before if told else None, "filter")
        limits = [Condition(field="deal.outcome", op="eq", values=[sense.value]) for sense in told[:1]]
        reading.plan.exists.append(Exists(entity="deal", filters=limits))
