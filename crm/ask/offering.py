"""Other questions that may have been meant, and what is learnt where one of them is chosen."""

from __future__ import annotations

from crm.ask.answer import Answer, Lesson
from crm.ask.planning.reading import Reading
from crm.ask.readings import Plans, instead, seconds
from crm.ports import Nearness, Redactor


def offer(answer: Answer, reading: Reading, sure: Plans, nearness: Nearness | None, redactor: Redactor) -> None:
    """Adds the readings of a question that was not answered, or the close second ones of one that was."""
    offers = instead(reading, sure, nearness) if answer.abstained else seconds(reading, sure)
    answer.readings += [each.text for each in offers]
    phrases = [each.phrase for each in offers if each.phrase]
    plain = {each.text for each in redactor.redact(reading.vocabulary.tenant_id, phrases)} if phrases else set()
    answer.lessons = [
        Lesson(reading=each.text, phrase=each.phrase, meaning=each.meaning) for each in offers if each.phrase in plain
    ]
