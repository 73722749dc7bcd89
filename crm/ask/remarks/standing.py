"""Whether a message in a conversation is a question of its own."""

from __future__ import annotations

import re

from crm.ask.planning.reading import Reading
from crm.ask.remarks.conversation import SURE, Conversation
from crm.ask.remarks.remarks import Remark, remark
from crm.ask.remarks.shifting import relative

THEM = re.compile(r"(?:\b(?:all |each |any )?of )?\b(?:them|those|these|they)\b|\bones?\b", re.IGNORECASE)
NEW = re.compile(
    r"^(?:who|which|what|when|where|how|is|are|was|were|do|does|did|has|have|list|show|give|name)\b", re.IGNORECASE
)
POINTING = re.compile(r"\b(?:is|are|was|were|does) (?:that|this|it|those|these)(?: make)?$", re.IGNORECASE)
HANGING = re.compile(
    r"^(?:with|without|over|under|above|below|more than|less than|fewer than|at least|at most|"
    r"between|by|per|split|grouped|"
    r"sorted|worth|closed|closing|opened|owned by)\b",
    re.IGNORECASE,
)
PLACED = re.compile(r"^(?:in|for|since|before|until|from|during|of|at|on|after)\b", re.IGNORECASE)
WHOLE = frozenset({"timeline", "lookup", "mood", "passages", "signal"})


class Standing:
    """Decides by what a message holds: a subject or a figure of its own, or words that point back."""

    def __init__(self, talk: Conversation) -> None:
        self._talk = talk

    def alone(self, message: str, said: Remark) -> bool:
        """A subject or a figure of its own, and nothing that points back."""
        text = remark(message).text if said.joined and not said.about else message
        if relative(said.text) or said.narrows or self._points_back(said.text) or HANGING.match(said.text):
            return False
        reading = self._talk.read(text)
        if said.about:
            inner = self._talk.read(said.text)
            return self._own(inner) and bool(NEW.match(said.text)) and not self._same_subject(inner)
        if self._talk.confidence(reading) < SURE:
            return reading.refusal is not None
        if self._name_alone(reading):
            return not self._replaces(reading)
        if not self._own(reading) or (
            PLACED.match(said.text) and not reading.has("metric", "aggregate", "entity", "kind")
        ):
            return False
        if not said.joined or NEW.match(said.text):
            return True
        return not self._metric_only(reading) and not self._same_subject(reading)

    def _points_back(self, text: str) -> bool:
        """`How many of them are open`: a word for the rows before, and no noun that it could stand for instead."""
        if POINTING.search(text):
            return True
        match = THEM.search(text)
        if match is None:
            return False
        before = self._talk.read(text[: match.start()]) if text[: match.start()].strip() else None
        return before is None or not before.has("entity", "kind")

    def _own(self, reading: Reading) -> bool:
        nouns = any(item.has("entity", "kind") and item.used != "group" for item in reading.items)
        related = reading.has("owns", "manages", "parent", "based", "works_at") and reading.has("value")
        fields = reading.head is not None and reading.head.kind == "field"
        return nouns or related or fields or reading.plan.shape in WHOLE or reading.has("metric")

    def _same_subject(self, reading: Reading) -> bool:
        return reading.plan.subject == self._talk.before.plan.subject

    def _metric_only(self, reading: Reading) -> bool:
        """`And the win rate?`: a figure, of the rows before."""
        return reading.has("metric", "aggregate") and not any(
            item.has("entity", "kind") and item.used != "group" for item in reading.items
        )

    def _name_alone(self, reading: Reading) -> bool:
        named = [item for item in reading.items if item.has("value") and not item.has("outcome", "entity", "kind")]
        return bool(named) and all(item in named or item.stop for item in reading.items)

    def _replaces(self, reading: Reading) -> bool:
        """A bare name stands for the one of its kind in the question before."""
        plan = self._talk.before.plan
        held = [*plan.filters, *(each for exists in plan.exists for each in exists.filters)]
        return any(
            sense.value in {each.field for each in held} for item in reading.items for sense in item.all("value")
        )
