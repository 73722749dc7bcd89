"""The model planner: a form filled by a local language model where rules are not sure, read into a plan and checked."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from crm.ask.modelling.choices import Choices, choices, mendable
from crm.ask.modelling.explained import explained
from crm.ask.modelling.fitting import fits
from crm.ask.modelling.form import Form, schema
from crm.ask.modelling.form_fields import Fields, fields
from crm.ask.modelling.form_reading import FormReader
from crm.ask.plan import QueryPlan
from crm.ask.planning.reading import Reading
from crm.ask.record.vocabulary import Vocabulary
from crm.ask.telling.wording import understood
from crm.errors import RapportError, RejectedError
from crm.ports import ChatModel, Redactor

INSTRUCTIONS = """You fill a form that says how a question about a CRM record is answered. You never answer it.
- `rows` is the entity whose rows are read; `measures` what is computed over them; `group_by` what by.
- `words`: for every unknown word the field, entity or operation that it means here; `asking` where it is a word of
  asking alone, `unknown` where the record has nothing of the kind.
- Names, periods and numbers come as choices: pick them by their number (N1, P1); never write a date yourself.
- Use every choice and every word of the question. Add no condition that the question does not ask for.
- Where the record cannot answer, leave measures, group_by and filters empty.
Examples over another record:
"""
CONFIRM = (
    "A program has read a question about a CRM record in the way given. Does this reading answer exactly what is "
    "asked: the same thing counted, summed or listed, under the same conditions? Slang for a column is right (“dough” "
    "as amount). Something else that stands near is wrong: profit is not revenue, a birthday is no signing date."
)
CONFIRMED = {
    "type": "object",
    "properties": {"same": {"enum": ["yes", "no"]}},
    "required": ["same"],
    "additionalProperties": False,
}
ROOM = 14_000  # characters of fields and schema, beyond which only the entities near the question are shown
PERSONAL = "A word that the record does not know is somebody's own."
STEP = "as the language model read it"


class ModelPlanner:
    """Asks the model for a form; one that says more or less than the question is no plan."""

    def __init__(self, model: ChatModel, redactor: Redactor) -> None:
        self._model = model
        self._redactor = redactor

    def plan(self, reading: Reading) -> QueryPlan | None:
        """A plan that the record and the question bear out; its reading of words is added to the notes."""
        if not mendable(reading):
            return None
        found = choices(reading)
        try:
            data, form_schema = self._asked(reading, found)
            form = Form.model_validate(self._model.fill(instructions(), data, form_schema))
            plan = FormReader(reading.vocabulary, found, reading.text).plan(form)
        except (RapportError, ValidationError):
            return None
        plan.scope = reading.plan.scope
        if not (fits(plan, reading.vocabulary) and explained(reading, plan, form.words)):
            return None
        notes = [STEP, *_read(form.words, reading.vocabulary)]
        if not self._confirmed(reading, understood(plan, reading.vocabulary, notes)):
            return None
        reading.notes = notes
        return plan

    def _confirmed(self, reading: Reading, told: str) -> bool:
        """Asked afresh, in plain words, whether this is what was meant: a form is easier to fill than to believe."""
        try:
            texts = self._redactor.redact(reading.vocabulary.tenant_id, [reading.text, told])
            data = f"Question: {texts[0].text}\nReading: {texts[1].text}"
            return self._model.fill(CONFIRM, data, CONFIRMED).get("same") == "yes"
        except RapportError:
            return False

    def _asked(self, reading: Reading, found: Choices) -> tuple[str, dict[str, Any]]:
        """The material and the schema, in which everything has passed the redactor.

        Raises:
            RapportError: the question holds a word that may not be shown.
        """
        shown = self._shown(reading, fields(reading.vocabulary))
        form_schema = schema(shown, found)
        lines = described(shown, reading.vocabulary)
        if len(lines) + len(json.dumps(form_schema)) > ROOM:
            shown = self._shown(reading, fields(reading.vocabulary, reading))
            form_schema, lines = schema(shown, found), described(shown, reading.vocabulary)
        return "\n".join([f"Today: {reading.now:%Y-%m-%d}", lines, *self._question(reading, found)]), form_schema

    def _question(self, reading: Reading, found: Choices) -> list[str]:
        texts = [reading.text, *found.unknown, *found.said.values()]
        question, *parts = [each.text for each in self._redactor.redact(reading.vocabulary.tenant_id, texts)]
        unknown, names = parts[: len(found.unknown)], parts[len(found.unknown) :]
        if unknown != found.unknown:
            raise RejectedError(PERSONAL)
        lines = [f"Question: {question}", f"Unknown words: {', '.join(found.unknown) or 'none'}"]
        for (number, condition), name in zip(found.names.items(), names, strict=True):
            lines.append(f"{number} = {condition.field} “{name}”")
        for number, span in found.periods.items():
            lines.append(f"{number} = “{span.text}” ({_days(span.start, span.end)})")
        lines += [f"Numbers: {', '.join(f'{number:g}' for number in found.numbers)}"] if found.numbers else []
        return [*lines, f"The rules' partial reading: {json.dumps(_hint(reading))}"]

    def _shown(self, reading: Reading, found: Fields) -> Fields:
        """Fields whose values hold nothing that the redactor would take away."""
        refs = list(found.values)
        texts = [", ".join(found.values[ref]) for ref in refs]
        redacted = self._redactor.redact(reading.vocabulary.tenant_id, texts)
        kept = [ref for ref, text, each in zip(refs, texts, redacted, strict=True) if each.text == text]
        found.values = {ref: found.values[ref] for ref in kept}
        return found


@cache
def instructions() -> str:
    return INSTRUCTIONS + "\n".join(json.dumps(each, ensure_ascii=False) for each in examples())


@cache
def examples() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(Path(__file__).with_name("model_examples.json").read_text("utf-8"))
    return found


def described(shown: Fields, vocabulary: Vocabulary) -> str:
    """Entities and their fields, with the values of small categories; no names of people or clients."""
    lines = []
    for name in shown.entities:
        said = [
            f"{info.ref} ({info.label}, {info.type}{_values(shown.values.get(info.ref, ()))})"
            for info in shown.infos
            if info.entity == name
        ]
        lines.append(f"{vocabulary.entity(name).singular}: {', '.join(said)}")
    return "\n".join(lines)


def _values(values: tuple[str, ...]) -> str:
    return f": {' | '.join(values)}" if values else ""


def _days(start: Any, end: Any) -> str:
    return f"{f'{start:%Y-%m-%d}' if start else 'open'} to before {f'{end:%Y-%m-%d}' if end else 'open'}"


def _hint(reading: Reading) -> dict[str, Any]:
    """What the rules made of the question, without a value of it."""
    plan = reading.plan
    return {
        "rows": plan.subject,
        "measures": [{"kind": each.kind, "field": each.field} for each in plan.measures],
        "group_by": [group.field for group in plan.group_by],
        "filters": [each.field for each in plan.filters],
    }


def _read(words: dict[str, str], vocabulary: Vocabulary) -> list[str]:
    """How the model took the words that the rules do not know."""
    told = []
    for word, meaning in words.items():
        info = vocabulary.fields.get(meaning)
        if meaning != "asking":
            told.append(f"“{word}” as {info.label.replace('_', ' ') if info else meaning.replace('_', ' ')}")
    return told
