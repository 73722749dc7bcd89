"""What is asked, logged and read."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.wiring.intake import Intake

if TYPE_CHECKING:
    from crm.answers import AnswerBook
    from crm.ask.asker import Asker
    from crm.ask.record.dictionary import Dictionary
    from crm.log.logbook import LogBook
    from crm.reactions.reactions import Reactions
    from crm.reactions.silence import Silence
    from crm.reading.corrections import Corrections
    from crm.reading.reading import Reader
    from crm.reading.readings import Readings


class Talk(Intake):
    """What is asked, logged and read."""

    @cached_property
    def asker(self) -> Asker:
        from crm.ask.asker import Asker
        from indexing.nearness import WordNearness

        nearness = WordNearness(self._minilm)
        return Asker(
            self.store, self.clock, self.searcher, self.redactor, self.chat, moods=self.moods, nearness=nearness
        )

    @cached_property
    def dictionary(self) -> Dictionary:
        from crm.ask.record.dictionary import Dictionary

        return Dictionary(self.store, self.clock, self.asker.reads, self.asker.vocabulary)

    @cached_property
    def answers(self) -> AnswerBook:
        from crm.answers import AnswerBook

        return AnswerBook(self.store, self.clock, self.redactor)

    @cached_property
    def logbook(self) -> LogBook:
        from crm.log.logbook import LogBook
        from indexing.wording import Wording

        return LogBook(
            self.store, self.clock, self.capture, self.vault, self.moods, self.chat, self.redactor, Wording()
        )

    @cached_property
    def reader(self) -> Reader:
        from crm.reading.reading import Reader

        return Reader(self.store, self.clock, self.redactor, self.moods)

    @cached_property
    def interaction_readings(self) -> Readings:
        from crm.reading.readings import Readings

        return Readings(self.store, self.clock, model=self.chat, react=self.reactions.notice)

    @cached_property
    def reactions(self) -> Reactions:
        from crm.reactions.reactions import Reactions

        return Reactions(self.store, self.clock)

    @cached_property
    def silence(self) -> Silence:
        from crm.reactions.silence import Silence

        return Silence(self.store, self.clock)

    @cached_property
    def corrections(self) -> Corrections:
        from crm.reading.corrections import Corrections

        return Corrections(self.store, self.clock, self.redactor)
