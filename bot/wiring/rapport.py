"""The whole application: its faces, and what they are given."""

from __future__ import annotations

import gc
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING

from bot.wiring.outreach import Outreach
from crm.errors import RapportError

if TYPE_CHECKING:
    from bot.doctor import Doctor
    from bot.inspection import Inspection
    from bot.slack.oauth.clients import Clients
    from bot.slack.oauth.departure import Departures
    from bot.slack.oauth.installations import Installations
    from bot.slack.weather import Weather
    from crm.nudges.rounds import Rounds as NudgeRounds


class Rapport(Outreach):
    """The whole application: its faces, and what they are given."""

    @cached_property
    def nudge_rounds(self) -> NudgeRounds:
        from bot.slack.courier import SlackCourier
        from crm.nudges.rounds import Rounds as NudgeRounds

        return NudgeRounds(self.store, self.clock, self.nudges, SlackCourier(self))

    @cached_property
    def doctor(self) -> Doctor:
        from bot.doctor import Doctor

        return Doctor(self)

    @cached_property
    def inspection(self) -> Inspection:
        from bot.inspection import Inspection

        return Inspection(self)

    @cached_property
    def installations(self) -> Installations:
        from bot.slack.oauth.installations import Installations

        return Installations(self.store, self.clock, self.vault)

    @cached_property
    def clients(self) -> Clients:
        """Slack's Web API as each tenant's own app."""
        from bot.slack.oauth.clients import Clients

        return Clients(self, self.installations)

    @cached_property
    def weather(self) -> Weather:
        """How it goes with Slack."""
        from bot.slack.weather import Weather

        return Weather(self.clock)

    @cached_property
    def departures(self) -> Departures:
        from bot.slack.oauth.departure import Departures

        return Departures(self, self.installations)

    def warm_up(self) -> None:
        """Loads what the first question and the first entry would otherwise wait for; the model in the background."""
        from bot import chart

        if self.chat is not None:
            self.chat.warm_up()
        tenant = self.tenants.home()
        now = self.clock.now()
        self.asker.ask(tenant, "what was said about pricing this year?", user=None, now=now)
        with suppress(RapportError):  # another process may hold the index
            self.vectors.hold(tenant, self.embedder.name)
        self.asker.ask(tenant, "how many flurbed deals", user=None, now=now)  # looks for words like one that is unknown
        self.router.route("what can you do?")
        self.redactor.redact(tenant, ["what can you do?"])  # each question is kept, redacted
        self.logbook.propose(tenant, "called about pricing, follow up tomorrow", user=None, now=now, save=False)
        for source in self.sources.all(tenant):
            with suppress(RapportError):  # a look will say what is wrong with its settings
                self.connector(source).close()
        chart.warm_up()
        gc.collect()
        gc.freeze()  # what is loaded by now stays: looking through 700,000 objects again holds a question up

    def close(self) -> None:
        """Lets go of what was opened: the index's lock, the database's connections."""
        for name in ("telemetry", "vectors", "store"):
            if name in self.__dict__:
                self.__dict__[name].close()
