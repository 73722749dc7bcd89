"""One thing about somebody named: an owner, an address, a number, a date."""

from __future__ import annotations

from crm.ask.plan import Group, Measure, Order
from crm.ask.planning.conditions import Conditions
from crm.ask.planning.dating import bind_dates
from crm.ask.planning.kinship import below
from crm.ask.planning.nouns import best_field
from crm.ask.planning.reading import Reading, names, spend

OWNERS = ["user.name"]


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
    named = [(at, sense) for at, item in enumerate(reading.items) for sense in item.all("value") if names(sense)]
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
    questioned = any(
        word in {"when", "who", "whose", "whom", "where", "which", "what", "is"} for word in reading.words()
    )
    if entity == "account" and (at := reading.first("subsidiary")) is not None and _asks_parent(reading):
        reading.use(at, "columns")
        spend(reading, ("entity", "question"))
        return "account", ["name", "parent.name"]
    if entity == "account" and (at := reading.first("subsidiary")) is not None:
        return None if counted or reading.has("outcome", "metric", "sale") else _subsidiaries(reading, at)
    if entity == "account" and (at := reading.first("parent")) is not None and not _parent_named(reading):
        reading.use(at, "columns")
        spend(reading, ("entity",))
        return "account", ["name", "parent.name"]
    if counted or not questioned:
        return None
    words = reading.words()
    if entity == "user" and (reading.has("manages") or reading.value("entity", "manager")) and "who" in words:
        below = words[0] == "who" and ("report" in reading.text.casefold() or _after_verb(reading))
        if "report" in reading.text.casefold() and "does" not in words:
            return None
        if below or reading.value("entity", "manager"):
            spend(reading, ("manages", "entity"))
            return "user", ["name", "manager.name"]
    if entity == "deal" and "when" in words and reading.has("outcome"):
        spend(reading, ("outcome", "entity"))
        return "deal", ["name", "account.name", "close_date"]
    if entity in {"account", "deal", "contact"} and reading.has("owns", "manages") and not reading.has("metric"):
        spend(reading, ("owns", "manages"))
        subject = _owned_subject(reading, entity)
        if subject == "deal" and entity == "account" and not reading.value("entity", "deal"):
            return subject, OWNERS
        return subject, ["name", "user.name"] if subject != "deal" else ["name", "account.name", "user.name"]
    if (entity == "account" and words[0] == "where") or (reading.has("based") and "where" in words):
        spend(reading, ("based",))
        return ("account", ["name", "country"]) if entity == "account" else None
    if entity == "account" and reading.has("works_at"):
        spend(reading, ("works_at",))
        return "contact", ["name", "title", "email", "phone", "account.name"]
    return None


def _parent_named(reading: Reading) -> bool:
    """`Accounts whose parent is Acme`: the children are asked for."""
    return any(item.has("value") and below(reading, at) for at, item in enumerate(reading.items))


def _asks_parent(reading: Reading) -> bool:
    """`Whose subsidiary is Acme`, `which company is Acme a subsidiary of`."""
    said = reading.text.casefold().rstrip(" ?.!")
    return "whose" in reading.words() or said.endswith(("subsidiary of", "subsidiaries of"))


def _after_verb(reading: Reading) -> bool:
    verb = reading.first("manages")
    return verb is not None and any(item.has("value") for item in reading.items[verb + 1 :])


def _owned_subject(reading: Reading, entity: str) -> str:
    if reading.value("entity", "deal"):
        spend(reading, ("entity",))
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
    spend(reading, ("entity",))
    return "account", ["name", "industry", "country", "parent.name"]


def _fields(reading: Reading, entity: str) -> tuple[str, list[str]] | None:
    """Named columns of the thing named, or of its contacts or deals."""
    aggregates = {s.value for i in reading.items for s in i.all("aggregate")} - {"count"}
    told = reading.has("metric", "outcome", "sale", "negation") and not _plain_metric(reading, entity)
    if aggregates or (told and not _one_deal(reading, entity)):
        return None
    if any(item.period for item in reading.items):
        return None
    places = [
        at
        for at, item in enumerate(reading.items)
        if item.has("field")
        and item.used in {None, "head"}
        and not (item.has("value") and not item.has("kind"))
        and not any(sense.value == entity for sense in item.all("entity"))
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
    spend(reading, ("entity", "question", "based"))
    lead = [reading.vocabulary.entity(subject).name_key, *(["account.name"] if subject == "deal" else [])]
    return subject, [*lead, *(ref.split(".")[1] for ref in chosen)]


def _one_deal(reading: Reading, entity: str) -> bool:
    """`Why did we lose Acme - Renewal`: the outcome only repeats what the deal's row says."""
    return entity == "deal" and not reading.has("metric", "sale", "negation")


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
    others = {s.value.split(".")[0] for i in reading.items for s in i.all("value") if not names(s)}
    below = next((name for name in ("contact",) if name in others and entity == "account"), None)
    if below:
        spend(reading, ("entity", "question"))
        return below, ["name", "title", "email", "phone", "account.name"]
    rest = [item for item in reading.items if not item.stop and not item.has("value", "question", "aggregate")]
    rest = [item for item in rest if item.used != "scope"]
    if [item for item in rest if not (item.has("entity") and item.all("entity")[0].value == entity)]:
        return None
    if any(item.has("aggregate") for item in reading.items) or reading.plan.yes_no:
        return None
    spend(reading, ("entity", "question"))
    shown = list(reading.vocabulary.entity(entity).columns)
    custom = [info.key for info in reading.vocabulary.fields_of(entity) if not info.core and info.type != "id"]
    return entity, list(dict.fromkeys([*shown, *custom]))
