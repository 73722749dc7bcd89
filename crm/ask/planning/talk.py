"""Histories, moods and themes: questions that are answered out of what was said."""

from __future__ import annotations

from crm.ask.language.lexicon import Sense
from crm.ask.plan import Condition, Exists, Group, Measure, Order
from crm.ask.planning.conditions import Conditions
from crm.ask.planning.contact import last_contact
from crm.ask.planning.dating import bind_dates
from crm.ask.planning.ordering import read_limit, usual_limit
from crm.ask.planning.reading import NAMES, Reading, spend
from crm.ask.record.called import kind_field

UNHAPPY = ("complain", "worr", "unhappy", "angry", "frustrated", "upset", "disappointed", "concerned")
HAPPY = ("happy", "excited")
SMALL = frozenset({"the", "a", "an", "our", "their", "of", "in", "we", "us", "it", "to", "that", "this", "them"})


def whole(reading: Reading) -> bool:
    """Forms that take the whole question: what happened with someone."""
    at = reading.first("timeline")
    named = next((s for i in reading.items for s in i.all("value") if s.value in NAMES), None)
    if at is None or named is None or reading.has("metric", "aggregate", "superlative"):
        return False
    plan = reading.plan
    plan.shape, plan.subject = "timeline", "interaction"
    reading.use(at, "shape")
    for place in reading.unused("entity", "kind"):
        reading.use(place, "shape")
    Conditions(reading, "interaction").read()
    plan.exists = []
    bind_dates(reading)
    plan.order = [Order(field="interaction.occurred_at", descending=True)]
    return True


def read_signal(reading: Reading) -> None:
    """`Sound like they are leaving us`, `would give us a reference`: unless the record has a column for it."""
    at = next((place for place in reading.unused("signal") if not reading.items[place].has("field", "value")), None)
    head = reading.head
    if at is not None and at + 1 < len(reading.items) and reading.items[at + 1].text.casefold() in {"rate", "rates"}:
        return  # a figure of the business, which words do not give
    if at is None or reading.plan.about or (head is not None and head.name not in {"account", "contact"}):
        return
    reading.plan.signal = reading.items[at].all("signal")[0].value  # type: ignore[assignment]
    for place in [at, *reading.unused("signal", "mood", "mood_word", "said")]:
        reading.use(place, "signal")


def _showing(reading: Reading) -> bool:
    """Clients by what their words show."""
    plan = reading.plan
    plan.subject, plan.shape, plan.mood = "interaction", "signal", None
    found = next(((at, i.all("superlative")[0]) for at, i in reading.content() if i.has("superlative")), None)
    if found is not None:
        reading.use(found[0], "order")
        plan.limit = read_limit(reading, found[0])
    if any(s.value == "count" for i in reading.items for s in i.all("aggregate")):
        plan.count_groups = True
        spend(reading, ("aggregate",))
    Conditions(reading, "interaction").read()
    plan.exists = []
    bind_dates(reading)
    return True


def talk(reading: Reading) -> bool:
    """Moods and themes: who, and what they said; with other rows they narrow those down."""
    plan, head = reading.plan, reading.head
    if plan.signal:
        return _showing(reading)
    if plan.about is None and plan.mood is None:
        return last_contact(reading)
    measured = reading.has("metric") or (head is not None and head.kind == "field" and not reading.groups)
    if plan.about is None and (measured or (head is not None and head.name in {"deal", "contact", "user", "task"})):
        limit = Condition(field="interaction.mood", op="eq", values=[str(plan.mood)])
        plan.exists.append(Exists(entity="interaction", filters=[limit]))
        plan.mood = None
        return False
    conversation(reading)
    return True


def deals_of_clients(reading: Reading) -> None:
    """`Unhappy clients with an open deal`: the client has it, whatever the words were about."""
    plan = reading.plan
    ours = [each for each in plan.filters if each.field.startswith("deal.") and each.field != "deal.name"]
    if not ours or not plan.group_by or plan.group_by[0].field != "account.name":
        return
    plan.filters = [each for each in plan.filters if each not in ours]
    held = next((each for each in plan.exists if each.entity == "deal" and not each.absent), None)
    if held is None:
        plan.exists.append(Exists(entity="deal", filters=ours))
    else:
        held.filters += ours


def read_said(reading: Reading) -> None:
    """Moods, themes and signals."""
    read_mood(reading)
    read_about(reading)
    read_signal(reading)


def read_mood(reading: Reading) -> None:
    """Unhappy, angry, satisfied: the mood of interactions, unless a column of the record is meant."""
    for at, item in enumerate(reading.items):
        if item.used or not item.has("mood") or item.has("field", "value"):
            continue
        follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
        if (follow is not None and follow.has("metric")) or _in_question(reading, at):
            continue
        reading.plan.mood = item.all("mood")[0].value  # type: ignore[assignment]
        reading.use(at, "mood")
    for at in reading.unused("mood_word"):
        if reading.plan.mood:
            reading.use(at, "mood")


def _in_question(reading: Reading, at: int) -> bool:
    """`The product concerned`: the one that was spoken of, and nobody's mood."""
    before = reading.items[at - 1] if at else None
    if reading.items[at].text.casefold() != "concerned" or before is None:
        return False
    said = {sense.value for sense in before.all("entity")} - {"account", "contact"}
    if said or before.has("field"):
        reading.items[at].senses, reading.items[at].stop = [], True
    return reading.items[at].stop


def read_about(reading: Reading) -> None:
    """The words after `about` and its like, up to a period, are what passages are searched for."""
    at = next((place for place in reading.unused("about")), None)
    said = next((place for place in reading.unused("said")), None)
    if at is not None and _of_category(reading, at):
        reading.use(at, "value")
        return
    if at is None:
        if said is not None and reading.head and reading.head.name in {"account", "contact"}:
            reading.use(said, "about")
        return
    taken: list[str] = []
    for place in range(at + 1, len(reading.items)):
        item = reading.items[place]
        named = any(sense.value in NAMES and sense.weight >= 0.8 for sense in item.all("value"))
        if item.period is not None or item.used in {"group", "bound"} or (named and not item.has("product")):
            continue
        taken.append(item.text)
        if item.used is None:
            item.used = "about"
    words = [word for word in taken if word.casefold() not in SMALL]
    low = reading.items[at].text.casefold()
    if not words:
        for mood, told in (("negative", UNHAPPY), ("positive", HAPPY)):
            if any(word in low for word in told) and reading.plan.mood is None:
                reading.plan.mood = mood  # type: ignore[assignment]
                reading.use(at, "mood")
        return
    follow = reading.after(at)
    if follow is not None and reading.items[follow].has("superlative"):
        reading.doubts += 0.7  # `what they complain about the most`: no theme
    reading.use(at, "about")
    reading.use(said, "about")
    reading.plan.about = " ".join(words)
    if any(word in low for word in UNHAPPY):
        reading.plan.mood = "negative"
    elif any(word in low for word in HAPPY):
        reading.plan.mood = "positive"


def _of_category(reading: Reading, at: int) -> bool:
    """`What share of tickets was about late delivery`, where the record sorts tickets so: counted, not searched."""
    follow = reading.after(at)
    figures = any(sense.value in {"share", "count"} for item in reading.items for sense in item.all("aggregate"))
    if follow is None or not figures:
        return False
    told = [sense for sense in reading.items[follow].all("value") if sense.weight >= 1]
    return any(sense.value.startswith("interaction.") and reading.field(sense).type == "category" for sense in told)


def ranked_mood(reading: Reading, found: tuple[int, Sense]) -> None:
    reading.plan.mood = "positive" if found[1].value == "happiest" else "negative"
    plan_limit = read_limit(reading, found[0]) or usual_limit(reading, found[0])
    reading.use(found[0], "mood")
    conversation(reading)
    reading.plan.limit = plan_limit


def conversation(reading: Reading) -> None:
    """Moods and themes are read off interactions, whoever they are grouped by."""
    plan = reading.plan
    head = reading.head
    plan.subject = "interaction"
    plan.shape = "mood" if plan.about is None else "passages"
    target = head.name if head and head.kind == "entity" and head.name in {"account", "user", "deal"} else "account"
    found = next(((at, i.all("superlative")[0]) for at, i in reading.content() if i.has("superlative")), None)
    if found is not None:
        reading.use(found[0], "order")
        plan.limit = read_limit(reading, found[0]) or usual_limit(reading, found[0])
    named = any(s.value == "account.name" for i in reading.items for s in i.all("value"))
    plain = head is not None and head.name in {"interaction", "task"}
    if not plain and not (named and (head is None or head.name not in {"account", "contact", "user"})):
        plan.group_by = [Group(field=f"{target}.name")]
    if head and head.detail:
        reading.filter(kind_field(head.detail), "in", head.detail)
    counted = any(s.value == "count" for i in reading.items for s in i.all("aggregate"))
    if counted:
        plan.count_groups = bool(plan.group_by) or plan.about is not None
        for place in reading.unused("aggregate"):
            reading.use(place, "measure")
    for place in reading.unused("about", "said"):
        reading.use(place, "about")
    Conditions(reading, "interaction").read()
    plan.exists = [each for each in plan.exists if each.entity != "interaction" or each.absent]
    deals_of_clients(reading)
    bind_dates(reading)
    plan.measures = [Measure(kind="count", label="interactions")]
    for group in reading.groups:
        if group.kind in {"field", "entity"}:
            ref = (
                group.name
                if group.kind == "field"
                else f"{group.name}.{reading.vocabulary.entity(group.name).name_key}"
            )
            plan.group_by = [Group(field=ref)]
