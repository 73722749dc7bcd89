"""Digests into Slack: for those who read them, or not at all; whoever one belongs to hears why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from bot.digests.letterbox import code_of, marked
from bot.digests.pictures import pictures
from bot.digests.rooms import Room, Rooms
from bot.slack.post import Place
from bot.slack.views import digest as view
from bot.slack.views.kit import Block
from crm.digests import once
from crm.digests.listing import Listed, require_manager
from crm.digests.once import Posted
from crm.digests.rounds import SETTLE, Claim
from crm.digests.section import Content
from crm.errors import RapportError, RejectedError, RetryableError
from crm.model import DigestRun, User
from crm.rights import seeing, unlimited

if TYPE_CHECKING:
    from bot.wiring import Rapport

log = structlog.get_logger()

TRIES = 3  # at finding the readers unchanged
CHANGING = "Who reads there keeps changing."
NOT_IN_SLACK = "This Rapport is in no Slack workspace."
NO_OWNER = "It belongs to nobody any more."
NO_CHARTS = "The charts could not be sent; the figures stand."
CODES = {
    "is_archived": "The channel is archived.",
    "channel_not_found": "I cannot see the channel any more.",
    "not_in_channel": "I am not in the channel. Invite me there with `/invite @Rapport`.",
    "restricted_action": "An admin of Slack does not let me post there.",
}


class Delivery:
    """What the jobs of digests do."""

    def __init__(self, app: Rapport) -> None:
        self._app = app

    def run(self, run_id: int) -> None:
        """Sends one day's digest, where it is this process's to send."""
        once.send(self._app.digest_rounds, run_id, SlackOutlet(self._app))

    def tell_all(self) -> None:
        for run in self._app.digest_rounds.untold():
            self.tell(run)

    def tell(self, run: DigestRun) -> None:
        """Tells the owner, by direct message, that a day's digest was not sent, and why."""
        if not self._app.digest_rounds.tell(run.id):
            return
        try:
            errand = Errand.of(self._app, run.tenant_id, run.digest_id)
            channel = errand.rooms.direct(errand.owner, errand.team)
            place = Place(channel, errand.owner.slack_id or "", None, private=True)
            errand.rooms.box.send(place, view.not_sent(errand.digest, run))
        except RapportError as error:
            log.warning("digest_news_failed", digest=run.digest_id, error=type(error).__name__)


@dataclass(frozen=True)
class Errand:
    """A digest on its way: whose it is, in which workspace, as of when (ISO)."""

    digest: Listed
    owner: User
    team: str
    rooms: Rooms
    moment: str

    @classmethod
    def of(cls, app: Rapport, tenant_id: int, digest_id: int) -> Errand:
        """Raises RejectedError: it is nobody's (any more) who may have one."""
        digest = app.digests.by_id(tenant_id, digest_id)
        with unlimited(), app.store.read() as session:
            owner = session.get(User, digest.owner_id) if digest.owner_id else None
        if owner is None:
            raise RejectedError(NO_OWNER)
        require_manager(tenant_id, owner)
        team = app.tenants.team_of(tenant_id)
        if not team:
            raise RejectedError(NOT_IN_SLACK)
        return cls(digest, owner, team, Rooms(app, tenant_id), app.clock.now().isoformat())

    @property
    def room(self) -> Room:
        return self.rooms.room(self.digest, self.owner, self.team)

    def composed(self, app: Rapport) -> Content:
        """The digest as all of its readers may see it, who are asked for again once it is made."""
        sight = self.rooms.sight(self.digest, self.owner, self.team)
        for _ in range(TRIES):
            with seeing(sight):
                content = app.composer.compose(self.owner.tenant_id, self.digest.id)
            again = self.rooms.sight(self.digest, self.owner, self.team)
            if again.key == sight.key:
                return content
            sight = again
        raise RetryableError(CHANGING)

    def drawn(self, content: Content, key: str, shown: list[tuple[str, str]] | None = None) -> list[Block]:
        return marked(view.blocks(content, self.digest.id, self.moment, shown or []), key)


class SlackOutlet:
    """One run's way into Slack."""

    def __init__(self, app: Rapport) -> None:
        self._app = app
        self._made: tuple[Errand, Content] | None = None

    def find(self, claim: Claim) -> Posted | None:
        errand = self._errand(claim)
        channel = errand.room.channel
        ts = errand.rooms.box.find(channel, claim.key, claim.due_at - SETTLE)
        return Posted(channel, ts) if ts else None

    def prepare(self, claim: Claim) -> Callable[[], Posted]:
        errand = self._errand(claim)
        room, content = errand.room, errand.composed(self._app)
        self._made = errand, content
        drawn = errand.drawn(content, claim.key)

        def post() -> Posted:
            posted = Posted(room.channel, errand.rooms.box.post(room.channel, drawn, claim.key), content.kept)
            self._app.telemetry.meter.count("messages_sent", sort="digest")
            return posted

        return post

    def finish(self, claim: Claim, posted: Posted) -> None:
        """Pictures go into the thread, and from there into the message: only what is shared there is seen there."""
        if self._made is None:
            return
        errand, content = self._made
        made = pictures(content)
        if not made:
            return
        try:
            files = errand.rooms.box.pictures(posted.channel, posted.ts, made)
        except RapportError as error:
            log.warning("digest_charts_failed", error=type(error).__name__)
            content.notes.append(NO_CHARTS)
            files = []
        shown = list(zip(files, (each.alt for each in made), strict=False))
        try:
            errand.rooms.box.update(posted.channel, posted.ts, errand.drawn(content, claim.key, shown))
        except RapportError as error:  # the pictures are in the thread
            log.info("digest_charts_below", error=type(error).__name__)

    def reason(self, error: RejectedError) -> str:
        return CODES.get(code_of(error), error.message)

    def _errand(self, claim: Claim) -> Errand:
        return Errand.of(self._app, claim.tenant_id, claim.digest_id)
