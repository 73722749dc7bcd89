"""Summaries of a batch: worded by a model where there is one and the text is recent, else in its own sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from crm.clock import Clock
from crm.errors import RapportError
from crm.ports import ChatModel
from crm.reading.scene import Told
from crm.reading.summary import Piece, extract, is_short, pieces, whole
from crm.reading.voices import turns
from crm.reading.worded import worded

RECENT = timedelta(days=30)  # older texts are not worth a model's time
NO_MODEL = "The language model did not sum it up."


@dataclass(frozen=True)
class Summed:
    """`reason` says why the summary is not what it could be."""

    text: str | None
    reason: str | None = None


class Summariser:
    def __init__(self, clock: Clock, model: ChatModel | None = None) -> None:
        self._clock, self._model = clock, model

    def sum_up(self, told: Sequence[Told]) -> list[Summed]:
        """One summary for each, in order. What a model cannot do now is done without it, and said."""
        found = [[] if is_short(one.text) else pieces(one.text, _ours(one)) for one in told]
        extracts = [
            extract(each) if each else whole(one.text) or one.subject for one, each in zip(told, found, strict=True)
        ]
        return [Summed(said or None, reason) for said, reason in self._words(told, found, extracts)]

    def _words(
        self, told: Sequence[Told], found: Sequence[Sequence[Piece]], extracts: Sequence[str]
    ) -> list[tuple[str, str | None]]:
        """After the first failure of a batch the model is left alone: the next batch asks it again."""
        down = False
        said: list[tuple[str, str | None]] = []
        for one, each, extract_ in zip(told, found, extracts, strict=True):
            if self._model is None or not each or not self._recent(one) or not one.for_models:
                said.append((extract_, None))
                continue
            try:
                words = None if down else worded(self._model, one.text)
            except RapportError:
                down, words = True, None
            said.append((words or extract_, NO_MODEL if down else None))
        return said

    def _recent(self, told: Told) -> bool:
        return told.at > self._clock.now() - RECENT


def _ours(told: Told) -> tuple[str, ...]:
    return tuple({turn.speaker for turn in turns(told.text) if told.team.speaks(turn.speaker)})
