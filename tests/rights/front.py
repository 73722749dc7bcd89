"""A Rapport with two companies behind the local Slack, and whatever anybody may send it: payloads as Slack shapes them."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from rights_company import PEOPLE, Team, found, words
from sqlalchemy import select, update

from bot.console.messages import Message
from bot.console.server import Console
from bot.console.workspace import Person, Workspace
from bot.settings import Settings
from bot.slack.desk import SOURCE, Desk
from bot.wiring import Rapport
from crm.clock import FixedClock
from crm.errors import RejectedError, RetryableError
from crm.model import Interaction, ProposalState, ProposedEntry, User

STRANGERS = ("guest", "stranger", "gone", "fired", "unknown")


@dataclass
class Told:
    """What came of one payload: the calls of the Web API with what they say, and the files that were sent."""

    calls: list[tuple[str, dict[str, Any]]]
    files: list[str]

    @property
    def said(self) -> list[Any]:
        return [*(each for each in self.calls if each[0] not in READS), *self.files]


READS = {"users.info", "conversations.info", "conversations.members", "conversations.open", "auth.test"}


@dataclass
class Front:
    app: Rapport
    console: Console
    desk: Desk
    mine: Team
    theirs: Team
    people: dict[str, Person]
    accounts: dict[int, int | None]  # of each interaction, as it was at first
    numbers: Any = field(default_factory=lambda: itertools.count(1))

    def did(self, body: dict[str, Any]) -> Told:
        """Delivers a payload and says what the app did."""
        calls, files = len(self.console.calls()), set(self.console.state.uploads)
        item, _ = self.app.inbox.receive(self.mine.tenant_id, SOURCE, f"probe:{next(self.numbers)}", body)
        try:
            self.desk.process(item)
        except RetryableError:
            self.app.inbox.done(item)
        sent = [each for key, each in self.console.state.uploads.items() if key not in files]
        return Told(self.console.calls()[calls:], [str(each.content) + each.title + each.alt for each in sent])

    # --- what people do ---------------------------------------------------------------------------------------

    def says(self, who: str, text: str) -> Told:
        person, state = self.people[who], self.console.state
        direct = self.console.workspace.dm(person).id
        with state.lock:
            message = Message(state.ticker.ts(), direct, person.id, text)
            state.post(message)
        event = {"type": "message", "channel_type": "im", "channel": direct, "text": text, "ts": message.ts}
        return self._event(person, event)

    def mentions(self, who: str, channel: str, text: str, ts: str = "", thread: str | None = None) -> Told:
        """`ts` and `thread` say which message it is, and below which."""
        person, state = self.people[who], self.console.state
        where = self.console.workspace.channel(channel).id
        with state.lock:
            message = Message(ts or state.ticker.ts(), where, person.id, text, thread_ts=thread)
            state.post(message)
        event = {"type": "app_mention", "channel": where, "text": text, "ts": message.ts}
        return self._event(person, {**event, "thread_ts": thread} if thread else event)

    def opens_home(self, who: str) -> Told:
        return self._event(self.people[who], {"type": "app_home_opened", "tab": "home", "channel": "D0"})

    def commands(self, who: str, text: str, channel: str = "") -> Told:
        person = self.people[who]
        where = self.console.workspace.channel(channel).id if channel else self.console.workspace.dm(person).id
        head = {
            "team_id": person.team_id,
            "user_id": person.id,
            "channel_id": where,
            "trigger_id": self._trigger(person),
        }
        return self.did({"command": "/rapport", "text": text, **head})

    def presses(self, who: str, action: str, value: str, channel: str = "") -> Told:
        """A press with any value: what a button carries is in the hands of whoever presses."""
        person = self.people[who]
        where = self.console.workspace.channel(channel).id if channel else self.console.workspace.dm(person).id
        container = {"type": "message", "message_ts": "1.000001", "channel_id": where, "is_ephemeral": False}
        used = {"action_id": action, "value": value}
        return self.did(
            {"type": "block_actions", **self._head(person, where), "container": container, "actions": [used]}
        )

    def submits(self, who: str, callback: str, metadata: Any, values: dict[str, Any]) -> Told:
        person = self.people[who]
        view = {
            "id": f"V{next(self.numbers)}", "hash": "1", "callback_id": callback,
            "private_metadata": json.dumps(metadata), "state": {"values": values},
        }  # fmt: skip
        return self.did({"type": "view_submission", **self._head(person, None), "view": view})

    def keeps(self, who: str, text: str) -> Told:
        """“Log this message” on what somebody wrote."""
        person = self.people[who]
        where = self.console.workspace.dm(person).id
        message = {"ts": f"1.{next(self.numbers):06d}", "user": person.id, "text": text}
        return self.did(
            {"type": "message_action", "callback_id": "log_message", **self._head(person, where), "message": message}
        )

    def restore(self) -> None:
        """Takes back what a probe was right to change: an entry that was confirmed, a client that was corrected."""
        query = select(ProposedEntry.id).where(ProposedEntry.state == ProposalState.CONFIRMED)
        with self.app.store.read() as session:
            confirmed = list(session.scalars(query))
        for entry in confirmed:
            self.app.logbook.undo(self.mine.tenant_id, entry, None, self.app.clock.now())
        with self.app.store.write() as session:
            for row_id, account_id in self.accounts.items():
                held = update(Interaction).where(Interaction.id == row_id)
                session.execute(held.values(account_id=account_id).execution_options(synchronize_session=False))

    def typed(self, who: str, entry: str) -> str:
        """What somebody wrote of which an entry was made: the one who wrote it, managers and admins read that."""
        user = self.mine.users.get(who)
        try:
            found = self.app.logbook.get(self.mine.tenant_id, int(entry), user) if user else None
        except RejectedError:
            return ""
        if found is None:
            return ""
        return " ".join(part.said for part in found.all)

    def _event(self, person: Person, event: dict[str, Any]) -> Told:
        number = next(self.numbers)
        event = {"ts": f"1700000000.{number:06d}", "user": person.id, **event}
        return self.did(
            {
                "type": "event_callback",
                "team_id": self.people["admin"].team_id,
                "event_id": f"Ev{number}",
                "event": event,
            }
        )

    def _head(self, person: Person, channel: str | None) -> dict[str, Any]:
        head: dict[str, Any] = {
            "team": {"id": self.people["admin"].team_id}, "user": {"id": person.id}, "trigger_id": self._trigger(person),
        }  # fmt: skip
        return {**head, "channel": {"id": channel}} if channel else head

    def _trigger(self, person: Person) -> str:
        return self.console.state.tickets.trigger(person.id)


def staffed() -> tuple[Workspace, dict[str, Person]]:
    """Everybody of the first company, a guest, a stranger, and some who were colleagues or never in the record."""
    place = Workspace(team_id="TAlpha")
    people = {
        who: place.add_person(who, f"{who.capitalize()} Alpha", f"{who}@alpha.example", id=f"U{who}Alpha")
        for who in PEOPLE
    }
    people["guest"] = place.add_person("guest", "Tom Becker", "tom@agency.example", role="guest")
    people["stranger"] = place.add_person("stranger", "Lena Fischer", "lena@else.example", stranger=True)
    people["gone"] = place.add_person("gone", "Gil Gone", "gone@alpha.example")
    people["gone"].deleted = True
    people["fired"] = place.add_person("fired", "Fay Fired", "fired@alpha.example")
    people["unknown"] = place.add_person("unknown", "Nia Cole", "nia@alpha.example")
    team = [people[who] for who in PEOPLE]
    place.add_channel("everybody", team)
    place.add_channel("north", [people[who] for who in ("admin", "north", "rep", "mate")])
    place.add_channel("rep-and-guest", [people["rep"], people["guest"]])
    place.add_channel("rep-and-unknown", [people["rep"], people["unknown"]])
    place.add_channel("outside", [people["rep"], people["stranger"]], ext_shared=True)
    place.add_channel("rep-and-boss", [people["rep"], people["north"]])
    return place, people


def opened(home: Path, access: str, clock: FixedClock) -> Front:
    """The front; `closed` lets go of it."""
    place, people = staffed()
    console = Console(place).start()
    settings = Settings(
        home=home,
        slack_bot_token=SecretStr(console.bot_token),
        slack_app_token=SecretStr(console.app_token),
        slack_api_url=f"{console.url}/api/",
        http_port=0,
    )
    app = Rapport(settings, clock)
    fresh = words()
    mine, theirs = (found(app.store, clock, name, access, fresh) for name in ("Alpha", "Beta"))
    with app.store.write() as session:
        for name in ("gone", "fired"):
            person = people[name]
            session.add(
                User(
                    tenant_id=mine.tenant_id, name=person.real_name, email=person.email, slack_id=person.id,
                    active=name == "gone", created_at=clock.now(), updated_at=clock.now(),
                )
            )  # fmt: skip
    with app.store.read() as session:
        accounts = {row.id: row.account_id for row in session.execute(select(Interaction.id, Interaction.account_id))}
    return Front(app, console, Desk(app), mine, theirs, people, accounts)


def closed(front: Front) -> None:
    front.app.close()
    front.console.stop()


def readers(front: Front, who: str, call: tuple[str, dict[str, Any]]) -> set[str]:
    """Whom a call shows something to: all members of a channel, or the one who did it."""
    method, arguments = call
    channel = front.console.workspace.channels.get(str(arguments.get("channel") or arguments.get("channel_id")))
    if method in {"chat.postMessage", "chat.update"} and channel is not None and channel.kind != "im":
        ids = {person.id: name for name, person in front.people.items()}
        return {ids[member] for member in channel.members if member in ids}
    return {who}


def leaks(front: Front, who: str, told: Told, asked: str = "") -> set[str]:
    """The words that reached somebody who may not see them."""
    from probes import leaked

    found: set[str] = set()
    others = front.theirs.forbidden(None)
    for each in told.said:
        seen_by = readers(front, who, each) if isinstance(each, tuple) else {who}
        for reader in seen_by:
            found |= leaked(each, asked if reader == who else "", front.mine.forbidden(reader) | others)
    return found


def buttons(told: Told) -> list[tuple[str, str]]:
    """Every button that a message showed, with what it carries."""
    found: list[tuple[str, str]] = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("action_id"), str) and isinstance(part.get("value"), str):
                found.append((part["action_id"], part["value"]))
            for each in part.values():
                walk(each)
        elif isinstance(part, list):
            for each in part:
                walk(each)

    for _, arguments in told.calls:
        walk(arguments)
    return found
