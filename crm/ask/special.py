"""Questions with a form of their own: look-ups, histories, moods, themes, shares, comparisons; and refusals."""

from __future__ import annotations

from typing import Any

from crm.ask.conditions import Conditions
from crm.ask.dating import bind_dates
from crm.ask.lexicon import Sense
from crm.ask.nouns import best_field
from crm.ask.ordering import read_limit
from crm.ask.plan import Condition, Exists, Group, Measure, Order
from crm.ask.reading import Reading

UNHAPPY = ("complain", "worr", "unhappy", "angry", "frustrated", "upset", "disappointed", "concerned")
HAPPY = ("happy", "excited")
OWNERS = ["user.name"]
NAMES = ("account.name", "contact.name", "user.name", "product.name", "deal.name")


MORE = {"more": "desc", "better": "desc", "higher": "desc", "larger": "desc", "bigger": "desc", "greater": "desc"}
FEWER = {"fewer": "asc", "less": "asc", "lower": "asc", "smaller": "asc", "worse": "asc"}


def comparatives(reading: Reading) -> None:
    """`Who won more deals, A or B` asks for the most among the two."""
    words = reading.words()
    if "or" not in words or not words or words[0] not in {"who", "which", "what", "whose"}:
        return
    for item in reading.items:
        direction = (MORE | FEWER).get(item.text.casefold())
        if direction and not item.has("value"):
            item.senses, item.stop = [Sense("superlative", direction)], False


def refuse(reading: Reading) -> None:
    """Forecasts, reasons and advice are not in any record."""
    for at, item in enumerate(reading.items):
        sense = item.sense("unanswerable")
        if sense is None or item.has("field", "value"):
            continue
        if item.text.casefold() in {"will", "going to"} and _will_close(reading, at):
            reading.use(at, "filter")
            continue
        reading.refusal = sense.value
        return


def _will_close(reading: Reading, at: int) -> bool:
    """`Which deals will close this month` asks for expected close dates, which the record has."""
    rest = reading.items[at + 1 : at + 3]
    counted = any(item.has("metric") for item in reading.items)
    return not counted and any(item.text.casefold() in {"close", "closing"} for item in rest)


def read_scope(reading: Reading) -> None:
    for item in reading.items:
        if item.has("team") and not item.used:
            reading.plan.scope = "team"
            item.used = "scope"
        elif item.has("mine") and not item.used and not item.has("value"):
            if item.text.casefold() not in {"me", "myself"} and reading.plan.scope == "all":
                reading.plan.scope = "mine"
            item.used = "scope"


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


def last_contact(reading: Reading) -> bool:
    """`When did we last talk to Acme`: the newest interaction."""
    words = reading.words()
    spoken = reading.first("gap", "said") is not None or reading.first("kind") is not None
    asked = "when" in words or any(word in {"last contact", "last touch", "last"} for word in words)
    named = any(s.value in NAMES for i in reading.items for s in i.all("value"))
    if not (spoken and asked and named) or reading.has("negation", "metric", "outcome"):
        return False
    if reading.has("aggregate") or not ("when" in words or reading.has("gap")):
        return False
    plan = reading.plan
    plan.subject, plan.shape, plan.limit = "interaction", "list", 1
    plan.order = [Order(field="interaction.occurred_at")]
    _spend(reading, ("gap", "said", "superlative", "question", "entity"))
    for at in reading.unused("kind"):
        reading.filter("interaction.kind", "in", reading.items[at].all("kind")[0].value)
        reading.use(at, "filter")
    Conditions(reading, "interaction").read()
    plan.exists = []
    bind_dates(reading)
    return True


def talk(reading: Reading) -> bool:
    """Moods and themes: who, and what they said; with other rows they narrow those down."""
    plan, head = reading.plan, reading.head
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


def read_mood(reading: Reading) -> None:
    """Unhappy, angry, satisfied: the mood of interactions, unless a column of the record is meant."""
    for at, item in enumerate(reading.items):
        if item.used or not item.has("mood") or item.has("field", "value"):
            continue
        follow = reading.items[at + 1] if at + 1 < len(reading.items) else None
        if follow is not None and follow.has("metric"):
            continue
        reading.plan.mood = item.all("mood")[0].value  # type: ignore[assignment]
        reading.use(at, "mood")
    for at in reading.unused("mood_word"):
        if reading.plan.mood:
            reading.use(at, "mood")


def read_about(reading: Reading) -> None:
    """The words after `about` and its like, up to a period, are what passages are searched for."""
    at = next((place for place in reading.unused("about")), None)
    said = next((place for place in reading.unused("said")), None)
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
    words = [
        word for word in taken if word.casefold() not in {"the", "a", "an", "our", "their", "of", "in", "we", "us"}
    ]
    low = reading.items[at].text.casefold()
    if not words:
        for mood, told in (("negative", UNHAPPY), ("positive", HAPPY)):
            if any(word in low for word in told) and reading.plan.mood is None:
                reading.plan.mood = mood  # type: ignore[assignment]
                reading.use(at, "mood")
        return
    reading.use(at, "about")
    reading.use(said, "about")
    reading.plan.about = " ".join(words)
    if any(word in low for word in UNHAPPY):
        reading.plan.mood = "negative"
    elif any(word in low for word in HAPPY):
        reading.plan.mood = "positive"


def ranked_mood(reading: Reading, found: tuple[int, Any]) -> None:
    reading.plan.mood = "positive" if found[1].value == "happiest" else "negative"
    reading.use(found[0], "mood")
    conversation(reading)


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
        plan.limit = read_limit(reading, found[0])
    named = any(s.value == "account.name" for i in reading.items for s in i.all("value"))
    plain = head is not None and head.name in {"interaction", "task"}
    if not plain and not (named and (head is None or head.name not in {"account", "contact", "user"})):
        plan.group_by = [Group(field=f"{target}.name")]
    if head and head.detail:
        reading.filter("interaction.kind", "in", head.detail)
    counted = any(s.value == "count" for i in reading.items for s in i.all("aggregate"))
    if counted:
        plan.count_groups = bool(plan.group_by)
        for place in reading.unused("aggregate"):
            reading.use(place, "measure")
    for place in reading.unused("about", "said"):
        reading.use(place, "about")
    Conditions(reading, "interaction").read()
    plan.exists = [each for each in plan.exists if each.entity != "interaction" or each.absent]
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


# --- look-ups -------------------------------------------------------------------------------------------------------


def lookup(reading: Reading) -> bool:
    """One thing about somebody named: an owner, an address, a number, a date."""
    if (
        reading.has("superlative", "versus")
        or reading.groups
        or reading.bounds
        or reading.plan.about
        or reading.plan.mood
    ):
        return False
    named = [
        (at, sense) for at, item in enumerate(reading.items) for sense in item.all("value") if sense.value in NAMES
    ]
    if not named:
        return False
    entity = _named_entity(reading, [sense.value.split(".")[0] for _, sense in named])
    columns = _relation(reading, entity) or _fields(reading, entity) or _card(reading, entity)
    if not columns:
        return False
    subject, wanted = columns
    plan = reading.plan
    plan.subject, plan.shape, plan.columns = subject, "lookup", wanted
    Conditions(reading, subject).read()
    if wanted == OWNERS:
        plan.shape, plan.columns = "table", []
        plan.measures, plan.group_by = [Measure(kind="count", label="number of deals")], [Group(field="user.name")]
        plan.order = [Order(measure=0)]
    plan.exists = [] if subject == entity else plan.exists
    bind_dates(reading)
    return bool(plan.filters)


def _named_entity(reading: Reading, entities: list[str]) -> str:
    said = [s.value for i in reading.items for s in i.all("entity")]
    return next((entity for entity in entities if entity in said), entities[0])


def _relation(reading: Reading, entity: str) -> tuple[str, list[str]] | None:
    """Owners, managers, parents, subsidiaries, places: relations that have verbs of their own."""
    counted = any(s.value == "count" for i in reading.items for s in i.all("aggregate"))
    questioned = any(word in {"who", "whose", "whom", "where", "which", "what", "is"} for word in reading.words())
    if entity == "account" and (at := reading.first("subsidiary")) is not None and _asks_parent(reading):
        reading.use(at, "columns")
        _spend(reading, ("entity", "question"))
        return "account", ["name", "parent.name"]
    if entity == "account" and (at := reading.first("subsidiary")) is not None:
        return None if counted else _subsidiaries(reading, at)
    if entity == "account" and (at := reading.first("parent")) is not None:
        reading.use(at, "columns")
        _spend(reading, ("entity",))
        return "account", ["name", "parent.name"]
    if counted or not questioned:
        return None
    words = reading.words()
    if entity == "user" and (reading.has("manages") or reading.value("entity", "manager")) and "who" in words:
        below = words[0] == "who" and ("report" in reading.text.casefold() or _after_verb(reading))
        if "report" in reading.text.casefold() and "does" not in words:
            return None
        if below or reading.value("entity", "manager"):
            _spend(reading, ("manages", "entity"))
            return "user", ["name", "manager.name"]
    if entity in {"account", "deal", "contact"} and reading.has("owns", "manages") and not reading.has("metric"):
        _spend(reading, ("owns", "manages"))
        subject = _owned_subject(reading, entity)
        if subject == "deal" and entity == "account" and not reading.value("entity", "deal"):
            return subject, OWNERS
        return subject, ["name", "user.name"] if subject != "deal" else ["name", "account.name", "user.name"]
    if (entity == "account" and words[0] == "where") or (reading.has("based") and "where" in words):
        _spend(reading, ("based",))
        return ("account", ["name", "country"]) if entity == "account" else None
    if entity == "account" and reading.has("works_at"):
        _spend(reading, ("works_at",))
        return "contact", ["name", "title", "email", "phone", "account.name"]
    return None


def _asks_parent(reading: Reading) -> bool:
    """`Whose subsidiary is Acme`, `which company is Acme a subsidiary of`."""
    said = reading.text.casefold().rstrip(" ?.!")
    return "whose" in reading.words() or said.endswith(("subsidiary of", "subsidiaries of"))


def _after_verb(reading: Reading) -> bool:
    verb = reading.first("manages")
    return verb is not None and any(item.has("value") for item in reading.items[verb + 1 :])


def _owned_subject(reading: Reading, entity: str) -> str:
    if reading.value("entity", "deal"):
        _spend(reading, ("entity",))
        return "deal"
    if ("account", "owner_id") in reading.vocabulary.empty_links and entity == "account":
        reading.note("accounts have no owner in this record; the owners of its deals are shown")
        return "deal"
    return entity


def _subsidiaries(reading: Reading, at: int) -> tuple[str, list[str]]:
    reading.use(at, "columns")
    for item in reading.items:
        if item.has("value"):
            names = [sense for sense in item.all("value") if sense.value == "account.name"]
            if names:
                reading.filter("parent.name", "in", *[sense.detail for sense in names])
                item.used = "value"
    _spend(reading, ("entity",))
    return "account", ["name", "industry", "country", "parent.name"]


def _spend(reading: Reading, kinds: tuple[str, ...]) -> None:
    for place in reading.unused(*kinds):
        if not reading.items[place].has("value"):
            reading.use(place, "columns")


def _fields(reading: Reading, entity: str) -> tuple[str, list[str]] | None:
    """Named columns of the thing named, or of its contacts or deals."""
    aggregates = {s.value for i in reading.items for s in i.all("aggregate")} - {"count"}
    if aggregates or (reading.has("metric", "outcome", "sale", "negation") and not _plain_metric(reading, entity)):
        return None
    if any(item.period for item in reading.items):
        return None
    places = [
        at
        for at, item in enumerate(reading.items)
        if item.has("field") and item.used in {None, "head"} and not (item.has("value") and not item.has("kind"))
    ]
    if not places:
        return None
    said = [s.value for at in range(len(reading.items)) for s in reading.items[at].all("entity") if at not in places]
    others = [each for each in said if each != entity and each in {"contact", "deal", "account", "user", "product"}]
    prefer = (*others[:1], entity)
    chosen = [best_field(reading.items[at], prefer) for at in places]
    if any(reading.items[at].has("kind") and _plural(reading.items[at].text) for at in places):
        return None
    subject = chosen[0].split(".")[0]
    if entity == "account" and subject == "user":
        subject, chosen = _contact_fields(reading, places)
    counted = any(s.value == "count" for i in reading.items for s in i.all("aggregate"))
    if subject not in {entity, "contact", "deal"} or (counted and subject != entity):
        return None
    if subject != entity and reading.vocabulary.path(subject, entity) is None:
        return None
    for at in places:
        reading.items[at].used = "columns"
    for at, item in enumerate(reading.items):
        if item.has("aggregate") and item.used is None:
            reading.use(at, "columns")
    _spend(reading, ("entity", "question", "based"))
    lead = ["name"] if subject != "deal" else ["name", "account.name"]
    return subject, [*lead, *(ref.split(".")[1] for ref in chosen)]


def _contact_fields(reading: Reading, places: list[int]) -> tuple[str, list[str]]:
    return "contact", [best_field(reading.items[at], ("contact",)) for at in places]


def _plain_metric(reading: Reading, entity: str) -> bool:
    """`Acme's revenue` is the account's own column where it has one and nothing was sold in the sentence."""
    if reading.has("outcome", "sale", "negation"):
        return False
    for item in reading.items:
        if item.has("metric"):
            own = [s for s in item.all("field") if s.value.startswith(f"{entity}.")]
            if not own or {"from", "generated", "generate", "bring", "brought"} & set(reading.words()):
                return False
    return True


def _plural(word: str) -> bool:
    return word.casefold().endswith("s")


def _card(reading: Reading, entity: str) -> tuple[str, list[str]] | None:
    """Only a name: everything the record says of it."""
    others = {s.value.split(".")[0] for i in reading.items for s in i.all("value") if s.value not in NAMES}
    below = next((name for name in ("contact",) if name in others and entity == "account"), None)
    if below:
        _spend(reading, ("entity", "question"))
        return below, ["name", "title", "email", "phone", "account.name"]
    rest = [item for item in reading.items if not item.stop and not item.has("value", "question", "aggregate")]
    if [item for item in rest if not (item.has("entity") and item.all("entity")[0].value == entity)]:
        return None
    if any(item.has("aggregate") for item in reading.items) or reading.plan.yes_no:
        return None
    _spend(reading, ("entity", "question"))
    shown = list(reading.vocabulary.entity(entity).columns)
    custom = [info.key for info in reading.vocabulary.fields_of(entity) if not info.core and info.type != "id"]
    return entity, list(dict.fromkeys([*shown, *custom]))


# --- shares and comparisons -------------------------------------------------------------------------------------------


def share(planner: Any) -> None:
    """Base rows before the verb, what is counted of them after it."""
    reading, plan = planner.reading, planner.plan
    verb = _verb_at(reading)
    revenue = next((each for each in planner.wanted if each.measure.field), None)
    head = reading.head
    if planner.share_entity:
        plan.subject = planner.share_entity
    elif revenue is None and head and head.kind == "entity":
        plan.subject = head.name
    plan.shape = "value"
    nouns = list(reading.groups)
    Conditions(reading, plan.subject).read()
    planner._attach_bounds()  # noqa: SLF001
    places = {at: item for at, item in enumerate(reading.items) if item.used in {"filter", "value"}}
    base, counted = _split(reading, plan.filters, verb, places)
    if revenue is not None and revenue.outcome and not any(f.field == "deal.outcome" for f in plan.filters):
        base.append(Condition(field="deal.outcome", op="eq", values=[revenue.outcome]))
    label = f"share of {reading.vocabulary.entity(plan.subject).plural}"
    measure = Measure(kind="share", where=counted, label=label)
    if revenue is not None:
        measure.field, measure.label = revenue.measure.field, f"share of {revenue.measure.label}"
    plan.filters = base
    bind_dates(reading)
    if not counted and not nouns:
        reading.doubts += 0.5
    plan.measures = [measure]
    planner._group(nouns)  # noqa: SLF001
    if plan.group_by:
        plan.shape = "table"
    if not counted and nouns:
        measure.over = "all"
    found = next(((at, i.all("superlative")[0]) for at, i in reading.content() if i.has("superlative")), None)
    if (
        found
        and not plan.group_by
        and head
        and not any(w.at == head.at for w in planner.wanted)
        and head.name != plan.subject
    ):
        planner._group([head])  # noqa: SLF001
    if found and plan.group_by:
        plan.shape = "table"
        planner._order_measures(found)  # noqa: SLF001
    elif (
        head
        and head.kind in {"entity", "field"}
        and not any(w.at == head.at for w in planner.wanted)
        and head.name.split(".")[0] != plan.subject
        and not plan.group_by
    ):
        planner._group([head])  # noqa: SLF001
        plan.shape = "table"


def _verb_at(reading: Reading) -> int | None:
    verbs = {
        "is",
        "are",
        "was",
        "were",
        "did",
        "do",
        "does",
        "has",
        "have",
        "come",
        "comes",
        "came",
        "been",
        "went",
        "get",
    }
    start = 2 if reading.words()[:1] == ["what"] or len(reading.items) > 3 else 0
    for at in range(start, len(reading.items)):
        if reading.items[at].text.casefold() in verbs:
            return at
    return None


def _split(
    reading: Reading, filters: list[Condition], verb: int | None, places: dict[int, Any]
) -> tuple[list[Condition], list[Condition]]:
    """Each condition by where its word stands; without a verb, what precedes the noun is the base."""
    edge = verb
    if edge is None:
        edge = reading.head.at if reading.head and reading.head.at >= 0 else -1
    base: list[Condition] = []
    counted: list[Condition] = []
    for condition in filters:
        at = _place(condition, places)
        (base if at is not None and at < edge else counted).append(condition)
    outcomes = [each for each in counted if each.field == "deal.outcome"]
    if outcomes and verb is not None and reading.words()[verb] in {"did", "do", "does"}:
        base += [each for each in counted if each.field != "deal.outcome"]
        counted = outcomes
    if not counted and base:
        counted, base = [base[-1]], base[:-1]
    return base, counted


def _place(condition: Condition, places: dict[int, Any]) -> int | None:
    for at, item in places.items():
        for sense in item.senses:
            if sense.kind == "value" and sense.value == condition.field and sense.detail in condition.values:
                return at
            if sense.kind == "field" and sense.value == condition.field:
                return at
            if sense.kind in {"outcome", "sale"} and condition.field == "deal.outcome":
                return at
    return None


def compare(reading: Reading) -> None:
    """`A vs B`: by what they are; `Q1 vs Q2`: by period; `won vs lost`: side by side."""
    plan = reading.plan
    said = f" {reading.text.casefold()} "
    versus = reading.has("versus") or (
        " or " in said and (reading.has("superlative") or " more" in said or "better" in said)
    )
    if not versus:
        return
    for at in reading.unused("versus"):
        reading.use(at, "compare")
    if len(plan.periods) > 1:
        plan.compare_periods = True
    for condition in plan.filters:
        several = condition.op == "in" and len(condition.values) > 1
        if several and condition.field == "deal.outcome":
            _side_by_side(reading, condition)
        elif several and not any(group.field == condition.field for group in plan.group_by):
            plan.group_by.append(Group(field=condition.field))
            plan.shape = "table"


def _side_by_side(reading: Reading, condition: Condition) -> None:
    plan = reading.plan
    if not plan.measures or plan.measures[0].kind not in {"count", "sum", "avg"}:
        return
    first = plan.measures[0]
    plan.measures = [
        first.model_copy(
            update={
                "where": [Condition(field="deal.outcome", op="eq", values=[outcome])],
                "label": f"{outcome} {first.label.removeprefix('number of ').removeprefix('won ')}",
            }
        )
        for outcome in condition.values
    ]
    for at, item in enumerate(reading.items):
        if item.has("outcome"):
            reading.use(at, "filter")
