"""A team's word that stands for rows with conditions: the conditions join the plan, whatever else is asked."""

from __future__ import annotations

from collections.abc import Callable

from crm.ask.language.rewriting import Meaning, in_known_words
from crm.ask.language.text import key
from crm.ask.plan import Condition, QueryPlan
from crm.ask.planning.doubts import weigh
from crm.ask.planning.reading import Reading
from crm.ask.record.vocabulary import Vocabulary

PLAIN = frozenset({"subject", "shape", "filters", "columns"})  # what the plan of such a meaning consists of


def narrowed(text: str, meaning: Meaning, vocabulary: Vocabulary, plan: Callable[[str], Reading]) -> Reading | None:
    """The question read with the plain noun for the word, narrowed by the word's conditions.

    None where the word stands for something else, or where its conditions would not say what was meant; it is then
    spelt out in the text.

    Args:
        text: the question, with the word.
        meaning: the word.
        vocabulary: the tenant's.
        plan: reads a question.
    """
    meant = plan(f"list {meaning.meaning}").plan
    if set(meant.model_dump(exclude_defaults=True)) - PLAIN or meant.shape != "list" or not meant.filters:
        return None
    noun = vocabulary.entity(meant.subject).plural
    said, _ = in_known_words(text, {key(meaning.phrase): Meaning(meaning.phrase, noun)}, vocabulary.knows)
    reading = plan(said)
    if reading.refusal or weigh(reading)[0] < weigh(plan(f"how many {noun}"))[0] - 0.1:
        return None
    return reading if _join(reading, meant) else None


def _join(reading: Reading, meant: QueryPlan) -> bool:
    """Adds the conditions where the plan speaks of such rows."""
    plan, entity = reading.plan, meant.subject
    shares = any(measure.kind == "share" for measure in plan.measures)
    if shares or plan.shape not in {"value", "table", "list"} or reading.has("exclusion"):
        return False
    held = [exists for exists in plan.exists if exists.entity == entity]
    for exists in held:
        exists.filters += [each for each in meant.filters if each not in exists.filters]
    if held:
        return True
    if reading.vocabulary.path(plan.subject, entity) is None:
        return False
    _add(plan.filters, meant.filters)
    return True


def _add(filters: list[Condition], more: list[Condition]) -> None:
    filters += [each for each in more if each not in filters]
