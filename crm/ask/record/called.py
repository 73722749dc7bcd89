"""What an export calls its tables, as nouns: quotes for deals, cases and service visits for interactions."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.language.lexicon import Sense, fixed, function_words, phrases
from crm.ask.language.linking import Item
from crm.ask.language.text import key, singular, stem, tokens
from crm.ask.plan import QueryPlan
from crm.ask.record.labels import spoken
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.words import ROWS_OF_DEALS, TABLES
from crm.model import ROWS, Field, Interaction

IMPORTED = "import:"  # what the source of imported interactions begins with
NUMBERED = frozenset({"no", "no.", "number", "nr", "ref", "reference", "#", "id"})  # last words of a number's header
VAGUE = frozenset({"data", "export", "table"})
PASSED = "passed"  # of a verb that says that the day of the rows has come: jobs that have moved
GENERIC_DATES = frozenset(
    "start end due close closing created updated modified issue posting entry expiry expiration begin last next".split()  # noqa: SIM905
)  # words of dates that say nothing of what the rows are
SOURCES = 40  # tables of interactions
MOST_WORDS = 40  # values of a column that say what deals are called
LEADING = frozenset(
    "event record row entry item log history data line daily weekly monthly yearly hourly".split()  # noqa: SIM905
)  # last words that say how rows are kept, not what they are


def kind_field(detail: str) -> str:
    """The column that a kind of interaction is told by: its own, or the table it was imported from."""
    return "interaction.source" if detail.startswith(IMPORTED) else "interaction.kind"


def kind_words(detail: str) -> str:
    """A kind of interaction in the singular, as people say it."""
    return detail.removeprefix(IMPORTED).replace("_", " ").removesuffix("s") if detail else ""


def kinds_of(plan: QueryPlan) -> list[str]:
    """The kinds of interactions that a plan is limited to, in the plural."""
    told = [each for each in plan.filters if each.field == "interaction.kind" and each.op in {"eq", "in"}]
    return [f"{kind_words(str(value))}s" for value in told[0].values] if len(told) == 1 else []


def add_tables(session: Session, vocabulary: Vocabulary) -> None:
    """Adds the names of the tables; the rows of one of several interaction tables are told apart by their source."""
    rows = session.execute(
        select(Field.entity, Field.values).where(Field.tenant_id == vocabulary.tenant_id, Field.key == ROWS)
    ).all()
    for entity, values in rows:
        if entity == "interaction" or entity not in vocabulary.entities or vocabulary.entities[entity].kind:
            continue
        for name in json.loads(values or "[]"):
            add_noun(vocabulary, name, Sense("entity", entity, weight=0.95 if entity == "task" else 1.0))
    _add_rows_of_deals(vocabulary)
    _add_sources(session, vocabulary)


def _add_rows_of_deals(vocabulary: Vocabulary) -> None:
    """Leads and projects are deals where the deals' own columns speak of them, and no other table does."""
    if not vocabulary.has_deals:
        return
    own = [info for info in vocabulary.fields_of("deal") if info.ref in vocabulary.observed]
    texts = [text for info in own for text in (info.label, *(info.values if len(info.values) < MOST_WORDS else ()))]
    spoken = {token.base for text in texts for token in tokens(text.replace("_", " "))}
    for noun in phrases(ROWS_OF_DEALS):
        entities = [sense for sense in vocabulary.senses.get(key(noun), ()) if sense.kind == "entity"]
        if noun in spoken and not entities:
            vocabulary.add(noun, Sense("entity", "deal", weight=0.95))


def _add_sources(session: Session, vocabulary: Vocabulary) -> None:
    source = Interaction.source
    query = select(source).where(Interaction.tenant_id == vocabulary.tenant_id).distinct().limit(SOURCES)
    sources = list(session.scalars(query))
    alone = len(sources) == 1
    spoken: dict[str, list[str]] = defaultdict(list)
    for each in sources:
        if each.startswith(IMPORTED):
            for noun in _nouns(each.removeprefix(IMPORTED).replace("_", " ")):
                spoken[noun].append(each)
    for noun, owners in spoken.items():
        told = any(sense.kind == "kind" for sense in fixed().get(key(noun), ()))
        if len(owners) == 1 and not (told and not alone):
            sense = Sense("entity", "interaction") if alone else Sense("kind", owners[0])
            add_noun(vocabulary, noun, sense)


def add_noun(vocabulary: Vocabulary, name: str, sense: Sense) -> None:
    """The name of a table, its last word, which says what its rows are, what else they are called, and their verb."""
    for place, noun in enumerate(_nouns(name)):
        if noun in VAGUE or (place and noun in function_words()):
            continue  # `money in`: what stands in 2026 is no money
        if sense.kind == "entity" and vocabulary.path(sense.value, "user") is not None:
            vocabulary.add(f"{singular(noun)} owner", Sense("entity", "user"))
        own = sense if not place else Sense(sense.kind, sense.value, weight=sense.weight - 0.2)
        vocabulary.add(noun, own)
        head = noun.split()[-1]
        for synonym in phrases(TABLES.get(singular(head), "")):
            taken = {each.kind for each in [*vocabulary.senses.get(key(synonym), ()), *fixed().get(key(synonym), ())]}
            if taken <= {"field"}:
                vocabulary.add(synonym, own)
        if noun == head and len(head) > 3:
            for each in dict.fromkeys((stem(singular(head)), done_to(singular(head)))):
                vocabulary.stems[each].append(own)


def add_numbered(vocabulary: Vocabulary) -> None:
    """What rows are numbered as, they are: each with a “hire no” is a hire, whatever its table is called."""
    for name, entity in vocabulary.entities.items():
        info = vocabulary.fields.get(f"{name}.external_id") if entity.kind or name == "deal" else None
        if info is None or info.ref not in vocabulary.observed:
            continue
        lead, _, last = spoken(info.label).casefold().rpartition(" ")
        taken = [*vocabulary.senses.get(key(lead), ()), *fixed().get(key(lead), ())]
        if lead.isalpha() and last in NUMBERED and all(sense.kind == "field" for sense in taken):
            add_noun(vocabulary, lead, Sense("entity", name))


def add_dated(vocabulary: Vocabulary) -> None:
    """Rows whose day is a “move date” are moves, where nothing else is."""
    for name, entity in vocabulary.entities.items():
        info = vocabulary.fields.get(f"{name}.{entity.date_key}") if entity.kind and entity.date_key else None
        lead, _, last = spoken(info.label).casefold().rpartition(" ") if info else ("", "", "")
        if not lead.isalpha() or last not in {"date", "day"} or lead in GENERIC_DATES:
            continue
        taken = [*vocabulary.senses.get(key(lead), ()), *fixed().get(key(lead), ())]
        others = [each for each in taken if each.kind not in {"field", "change"}]
        if not others and sum(_dated_as(vocabulary, each) == lead for each in vocabulary.entities) == 1:
            vocabulary.add(f"{lead}s", Sense("entity", name))
            vocabulary.add(_past(lead), Sense("entity", name, PASSED, weight=0.9))


def _past(verb: str) -> str:
    return f"{verb}d" if verb.endswith("e") else f"{verb[:-1]}ied" if verb.endswith("y") else f"{verb}ed"


def _dated_as(vocabulary: Vocabulary, name: str) -> str:
    entity = vocabulary.entities[name]
    info = vocabulary.fields.get(f"{name}.{entity.date_key}") if entity.date_key else None
    return spoken(info.label).casefold().rpartition(" ")[0] if info else ""


def done_to(noun: str) -> str:
    """The stem of the verb of a noun: deliver of deliveries, enquir of enquiries."""
    return noun[:-1] if noun.endswith("y") and len(noun) > SHORTEST_VERB else stem(noun)


def _nouns(name: str) -> Iterable[str]:
    words = name.split()
    yield name
    if len(words) > 1:
        yield " ".join(words[:-1]) if words[-1] in LEADING else words[-1]
    for start in range(1, len(words) - 1):
        yield " ".join(words[start:])


def add_decisions(vocabulary: Vocabulary) -> None:
    """`days to fill a vacancy`: how long it takes to win, by the tenant's own word for that."""
    for stage, outcome in vocabulary.stages.items():
        word = stage.casefold()
        if outcome == "won" and word.isalpha() and word.endswith("ed"):
            for base in (word[:-2], word[:-1]):
                for lead in ("time to", "day to", "take to", "takes to", "took to"):
                    vocabulary.add(f"{lead} {base}", Sense("metric", "cycle"))


SHORTEST_VERB = 5  # letters of a noun in -y that a verb may be made of
AHEAD = frozenset(
    "open planned upcoming scheduled undone pending outstanding left coming next unfinished incomplete".split()  # noqa: SIM905
)


def settle_activities(items: list[Item]) -> None:
    """Activities are what happened, unless the question asks for those that are still to do."""
    both = [item for item in items if _is_either(item)]
    others = [item for item in items if not _is_either(item)]
    ahead = any(item.has("overdue", "due") or item.text.casefold() in AHEAD or _is_task(item) for item in others)
    for item in both:
        dropped = "interaction" if ahead else "task"
        item.senses = [sense for sense in item.senses if (sense.kind, sense.value) != ("entity", dropped)]


def _is_task(item: Item) -> bool:
    return any(sense.value == "task" for sense in item.all("entity"))


def _is_either(item: Item) -> bool:
    return {"interaction", "task"} <= {sense.value for sense in item.all("entity")}
