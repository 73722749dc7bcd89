"""Who works in the local workspace and where they talk."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.console.ids import new_id
from crm.errors import RejectedError

Json = dict[str, Any]
Role = Literal["rep", "manager", "admin", "guest"]


@dataclass
class Person:
    """A member, a guest, or somebody of another company who shares a channel."""

    id: str
    name: str
    real_name: str
    email: str
    team_id: str
    role: Role = "rep"
    title: str = ""
    tz: str = "Europe/London"
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    enterprise_id: str | None = None
    dnd: tuple[float, float] | None = None  # from when to when nobody is to disturb them, as Unix times

    def as_user(self) -> Json:
        """The user object of `users.info`."""
        profile = {
            "real_name": self.real_name,
            "display_name": self.name,
            "title": self.title,
            "email": self.email,
            "team": self.team_id,
        }
        if self.is_stranger:
            del profile["email"]
        user = {
            "id": self.id,
            "team_id": self.team_id,
            "name": self.name,
            "real_name": self.real_name,
            "deleted": self.deleted,
            "tz": self.tz,
            "profile": profile,
            "is_admin": self.role == "admin",
            "is_owner": False,
            "is_bot": self.is_bot,
            "is_app_user": False,
            "is_restricted": self.is_restricted,
            "is_ultra_restricted": self.is_ultra_restricted,
        }
        if self.is_stranger:
            user["is_stranger"] = True
        if self.enterprise_id:
            user["enterprise_user"] = {"id": self.id, "enterprise_id": self.enterprise_id}
        return user


@dataclass
class Channel:
    id: str
    name: str
    kind: Literal["channel", "private", "im"] = "channel"
    members: list[str] = field(default_factory=list)
    is_ext_shared: bool = False
    topic: str = ""

    @property
    def event_type(self) -> str:
        return {"channel": "channel", "private": "group", "im": "im"}[self.kind]

    def as_conversation(self, bot_user: str) -> Json:
        base: Json = {
            "id": self.id,
            "is_channel": self.kind == "channel",
            "is_group": self.kind == "private",
            "is_im": self.kind == "im",
            "is_mpim": False,
            "is_private": self.kind != "channel",
            "is_archived": False,
            "is_shared": self.is_ext_shared,
            "is_ext_shared": self.is_ext_shared,
            "is_org_shared": False,
            "num_members": len(self.members),
        }
        if self.kind == "im":
            other = next((member for member in self.members if member != bot_user), bot_user)
            return {**base, "user": other, "is_open": True}
        return {
            **base,
            "name": self.name,
            "name_normalized": self.name,
            "is_member": bot_user in self.members,
            "is_general": self.name == "general",
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


class Workspace:
    """People, channels and the app's own bot user.

    Args:
        name: as people read it, such as "Northwind".
        domain: the part before `.slack.com`.
        bot_name: the handle by which people mention the app.
        bot_title: the app's name as people read it.
        enterprise_id: what the workspace belongs to, None where it is on its own.
    """

    def __init__(
        self,
        name: str = "Northwind",
        domain: str = "northwind",
        *,
        bot_name: str = "rapport",
        bot_title: str = "Rapport",
        team_id: str | None = None,
        enterprise_id: str | None = None,
    ) -> None:
        self.name, self.domain, self.enterprise_id = name, domain, enterprise_id
        self.team_id = team_id or new_id("T")
        self.app_id, self.bot_id = new_id("A"), new_id("B")
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.bot = Person(new_id("U"), bot_name, bot_title, "", self.team_id, is_bot=True)
        self.people[self.bot.id] = self.bot

    def add_person(  # each argument is a field of the profile
        self,
        name: str,
        real_name: str,
        email: str = "",
        *,
        role: Role = "rep",
        title: str = "",
        tz: str = "Europe/London",
        id: str | None = None,  # noqa: A002 - Slack's word
        stranger: bool = False,
        single_channel: bool = False,
    ) -> Person:
        """Add a member; the role `guest` makes a guest, `stranger` somebody of another company's workspace."""
        person = Person(
            id or new_id("W" if self.enterprise_id else "U"),
            name,
            real_name,
            email or f"{name}@{self.domain}.example",
            new_id("T") if stranger else self.team_id,
            role="guest" if stranger else role,
            title=title,
            tz=tz,
            is_restricted=role == "guest" and not stranger,
            is_ultra_restricted=single_channel,
            is_stranger=stranger,
            enterprise_id=None if stranger else self.enterprise_id,
        )
        self.people[person.id] = person
        return person

    def add_channel(
        self,
        name: str,
        members: list[Person] | None = None,
        *,
        with_bot: bool = True,
        private: bool = False,
        ext_shared: bool = False,
        topic: str = "",
        id: str | None = None,  # noqa: A002 - Slack's word
    ) -> Channel:
        """Add a channel; without `members` every member who is neither guest nor stranger is in it."""
        insiders = [person for person in self.people.values() if person.role != "guest" and not person.is_bot]
        ids = [person.id for person in (insiders if members is None else members)]
        if with_bot and self.bot.id not in ids:
            ids.append(self.bot.id)
        kind: Literal["channel", "private"] = "private" if private else "channel"
        channel = Channel(id or new_id("C"), name, kind, ids, is_ext_shared=ext_shared, topic=topic)
        self.channels[channel.id] = channel
        return channel

    def dm(self, person: Person) -> Channel:
        """The direct messages between this person and the app, made when first asked for."""
        for channel in self.channels.values():
            if channel.kind == "im" and person.id in channel.members:
                return channel
        channel = Channel(new_id("D"), "directmessage", "im", [person.id, self.bot.id])
        self.channels[channel.id] = channel
        return channel

    def person(self, key: str | Person) -> Person:
        """Somebody by id, e-mail, handle or full name.

        Raises:
            RejectedError: nobody here is called so.
        """
        if isinstance(key, Person):
            return key
        wanted = key.removeprefix("@").casefold()
        for person in self.people.values():
            if wanted in {each.casefold() for each in (person.id, person.email, person.name, person.real_name)}:
                return person
        raise RejectedError("Nobody in the workspace is called so.")

    def channel(self, key: str | Channel, person: Person | None = None) -> Channel:
        """A channel by id or name; "dm" is the given person's direct messages with the app.

        Raises:
            RejectedError: there is no such channel.
        """
        if isinstance(key, Channel):
            return key
        if key == "dm" and person is not None:
            return self.dm(person)
        wanted = key.removeprefix("#")
        for channel in self.channels.values():
            if wanted in {channel.id, channel.name} and (channel.kind != "im" or wanted == channel.id):
                return channel
        raise RejectedError("There is no such channel.")

    def visible_to(self, person: Person) -> list[Channel]:
        return [channel for channel in self.channels.values() if person.id in channel.members]

    def typed(self, text: str) -> str:
        """What a person typed, as Slack stores it: escaped, with `@handle` turned into a mention."""
        parts = re.split(r"(<(?:[@#!]|https?://|mailto:)[^<>\s][^<>]*>)", text)
        escaped = [part if index % 2 else _escape(part) for index, part in enumerate(parts)]
        handles = {person.name.casefold(): person.id for person in self.people.values()}

        def mention(match: re.Match[str]) -> str:
            found = handles.get(match[1].casefold())
            return f"<@{found}>" if found else match[0]

        return "".join(
            part if index % 2 else re.sub(r"(?<![\w.])@([\w.-]*\w)", mention, part)
            for index, part in enumerate(escaped)
        )


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def sample_workspace() -> Workspace:
    """One person of each kind and the channels that a sales team would have."""
    workspace = Workspace()
    rep = workspace.add_person("maya", "Maya Lindqvist", role="rep", title="Account executive", tz="Europe/Stockholm")
    manager = workspace.add_person("daniel", "Daniel Okafor", role="manager", title="Head of sales")
    admin = workspace.add_person("priya", "Priya Raman", role="admin", title="Revenue operations")
    guest = workspace.add_person("tom", "Tom Becker", "tom@agency.example", role="guest", title="Agency guest")
    stranger = workspace.add_person("lena", "Lena Fischer", "lena@acme.example", stranger=True, title="Buyer at Acme")
    team = [rep, manager, admin]
    workspace.add_channel("general", team, topic="Everything that concerns everyone")
    workspace.add_channel("sales", [*team, guest], topic="Deals, calls and next steps")
    workspace.add_channel("acme-northwind", [rep, manager, stranger], ext_shared=True, topic="Shared with Acme")
    for person in [*team, guest]:
        workspace.dm(person)
    return workspace
