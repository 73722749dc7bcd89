"""Answers that say nothing is there: believed where the question was read literally, doubted where it was not."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.ask.answer import Answer
from crm.ask.language.linking import Item
from crm.ask.plan import QueryPlan
from crm.ask.planning.reading import NAMES, Reading
from crm.ask.planning.whendate import said_of
from crm.ask.record.labels import spoken
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.telling.wording import understood
from crm.model import Interaction

LITERAL = 0.9  # weight of a sense from which on a word says what the record does
FIGURES = frozenset({"sum", "avg", "median", "min", "max", "ratio", "share", "part", "per"})
PHRASE = 3  # words of a theme from which on others may put it otherwise
AROUND = "I found nothing that fits, and may have read this otherwise than you meant: {}. Please put it differently."
UNSURE = "I found nothing, and I am not sure that I read “{}” as it was meant; please name the column or the value."


def hollow(answer: Answer) -> bool:
    """Whether an answer holds no row, or nothing but noughts and gaps."""
    return not any(cell for row in answer.rows for cell in row)


def unfounded(session: Session, reading: Reading) -> str | None:
    """Why finding nothing may say more of the reading than of the record; None where it was read to the letter."""
    if (missing := _nobody_spoke(session, reading)) or (missing := _blank(session, reading)):
        return missing
    loose = [item.text for item in reading.items if item.used in {"filter", "value"} and _loosely(item)]
    if loose:
        return UNSURE.format("”, “".join(dict.fromkeys(loose)))
    return AROUND.format(understood(reading.plan, reading.vocabulary, [])) if _roundabout(reading) else None


def _roundabout(reading: Reading) -> bool:
    """Whether rows of other tables, figures or parts of headers came into it: where those fail, nothing is found."""
    plan = reading.plan
    worded = [each.field for each in plan.filters if each.op == "contains"]
    if "task.what" in worded or (worded and plan.shape != "value"):
        return True  # others may put it in other words
    if plan.yes_no and any(len(theme.split()) >= PHRASE for theme in _themes(plan)):
        return True  # nobody said it in these words
    if plan.yes_no or plan.shape not in {"value", "table", "list"}:
        return False
    narrowed = any(each.field != "deal.outcome" for each in plan.filters)
    figures = (narrowed and any(each.kind != "count" for each in plan.measures)) or plan.limit is not None
    parts = any(item.used and item.has("field") and not _named(item, reading) for item in reading.items)
    return figures or parts or any(_hangs_loosely(each.entity, reading) for each in plan.exists)


def _themes(plan: QueryPlan) -> list[str]:
    """What is looked for in texts, word by word."""
    said = [" ".join(map(str, each.values)) for each in plan.filters if each.op == "contains"]
    return [*said, plan.about] if plan.about else said


def _hangs_loosely(entity: str, reading: Reading) -> bool:
    """Whether rows are the subject's only by way of something else: the orders of a deal's client."""
    subject, vocabulary = reading.plan.subject, reading.vocabulary
    if {entity, subject} == {"interaction", "contact"}:
        return False  # who took part is known
    return len(vocabulary.path(entity, subject) or ("", "")) > 1


def _named(item: Item, reading: Reading) -> bool:
    whole = any(said_of(reading.field(sense)) == {item.text.casefold()} for sense in item.all("field"))  # issued (on)
    return whole or item.has("value", "entity") or max(sense.weight for sense in item.all("field")) >= LITERAL


def _loosely(item: Item) -> bool:
    told = [sense for sense in item.all("value") if sense.value not in NAMES]
    return bool(told) and (item.fuzzy or max(sense.weight for sense in told) < LITERAL)


def _nobody_spoke(session: Session, reading: Reading) -> str | None:
    """What was said or felt, asked of a record without a single text."""
    if reading.plan.shape not in {"mood", "passages", "signal"}:
        return None
    tenant = reading.vocabulary.tenant_id
    one = session.scalar(select(Interaction.id).where(Interaction.tenant_id == tenant).limit(1))
    return None if one else "The record holds no calls, mails or notes, so it cannot say what anybody said or felt."


def _blank(session: Session, reading: Reading) -> str | None:
    """A column that is limited, summed or sorted by, and that no row of the record fills."""
    for ref in _used(reading.plan):
        if ref in reading.vocabulary.fields and _never(session, reading.vocabulary, ref):
            info = reading.vocabulary.fields[ref]
            return f"The record holds no {spoken(info.label)} of any {reading.vocabulary.entity(info.entity).singular}."
    return None


def _used(plan: QueryPlan) -> list[str]:
    refs = [each.field for each in plan.filters if each.op not in {"null", "false"}]
    refs += [each.field for each in plan.periods if each.field]
    refs += [each.field for each in plan.measures if each.field and each.kind in FIGURES]
    refs += [each.field for each in plan.order if each.field]
    for exists in plan.exists:
        refs += [each.field for each in exists.filters if each.op not in {"null", "false"}]
        refs += [each.field for each in exists.periods if each.field]
    return list(dict.fromkeys(refs))


def _never(session: Session, vocabulary: Vocabulary, ref: str) -> bool:
    name, _, key = ref.partition(".")
    entity = vocabulary.entities.get(name)
    column = getattr(entity.model, key, None) if entity is not None else None
    if entity is None or column is None or not hasattr(entity.model, "tenant_id"):
        return False
    rows = select(entity.model.id).where(entity.model.tenant_id == vocabulary.tenant_id)
    rows = rows.where(entity.model.kind == entity.kind) if entity.kind else rows
    if session.scalar(rows.limit(1)) is None:
        return False
    return session.scalar(rows.where(column.is_not(None)).limit(1)) is None
