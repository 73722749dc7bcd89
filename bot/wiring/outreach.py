"""What is said unasked: nudges and digests."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.wiring.talk import Talk

if TYPE_CHECKING:
    from crm.digests.book import DigestBook
    from crm.digests.composing import Composer
    from crm.digests.rounds import Rounds
    from crm.nudges.habit_book import HabitBook
    from crm.nudges.messages import MessageBook
    from crm.nudges.nudges import Nudges
    from crm.nudges.steps import Steps


class Outreach(Talk):
    """What is said unasked: nudges and digests."""

    @cached_property
    def nudges(self) -> Nudges:
        from crm.nudges.nudges import Nudges

        return Nudges(self.store, self.clock, self.redactor, self.chat)

    @cached_property
    def nudge_habits(self) -> HabitBook:
        from crm.nudges.habit_book import HabitBook

        return HabitBook(self.store, self.clock)

    @cached_property
    def nudge_messages(self) -> MessageBook:
        from crm.nudges.messages import MessageBook

        return MessageBook(self.store, self.clock)

    @cached_property
    def nudge_steps(self) -> Steps:
        from crm.nudges.steps import Steps

        return Steps(self.store, self.clock)

    @cached_property
    def digests(self) -> DigestBook:
        from crm.digests.book import DigestBook

        return DigestBook(self.store, self.clock, self.redactor)

    @cached_property
    def composer(self) -> Composer:
        from crm.digests.composing import Composer

        return Composer(self.store, self.clock, self.asker, self.moods)

    @cached_property
    def digest_rounds(self) -> Rounds:
        from crm.digests.rounds import Rounds

        return Rounds(self.store, self.clock, self.jobs.enqueue_digest)
