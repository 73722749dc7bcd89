"""The desk's section of users and roles."""

from __future__ import annotations

from collections.abc import Mapping

from bot.slack.commands.section import Deed, Form, Section, Told
from bot.slack.commands.wording import Words, pair, quoted
from bot.slack.desk import Visit
from bot.slack.views import office as view
from bot.slack.views.kit import Block, actions, context, escape, section
from crm.errors import RejectedError
from crm.model import Role, User

MOST = 30  # people with buttons; more than that are shown by the command line
ROLES = [(role.value, role.value) for role in Role]
BECOMES_ADMIN = "An admin sees everything and may change everything, other people's roles among it."
GOES = "They get nothing from Rapport any more, at once. What they did stays."


def _show(visit: Visit) -> list[Block]:
    people = visit.app.staff.all(visit.tenant_id)
    drawn = [actions(view.form("Add somebody", "users", "add"))]
    for each in people[:MOST]:
        drawn += [section(_line(each)), actions(*_buttons(each))]
    more = len(people) - MOST
    return [*drawn, *([context(f"{more} more: `rapport users` at the command line.")] if more > 0 else [])]


def _line(user: User) -> str:
    told = [user.role.value, f"team {user.team}" if user.team else "", user.email or "no address"]
    told += [f"reports to {user.manager.name}" if user.manager else "", "" if user.active else "deactivated"]
    return f"*{escape(user.name)}* · {escape(' · '.join(part for part in told if part))}"


def _buttons(user: User) -> list[Block]:
    if not user.active:
        return [view.do("Bring back", f"users activate #{user.id}")]
    change = view.form("Change", "users", "change", f"#{user.id}/{user.role.value}")
    return [change, view.do("Deactivate", f"users deactivate #{user.id}", GOES)]


def _add_inputs(_visit: Visit, _about: str) -> list[Block]:
    return [
        view.line("email", "E-mail address", hint="The one they have in Slack: it links the two."),
        view.line("name", "Name", optional=True),
        view.choice("role", "Role", ROLES, Role.REP.value),
        view.line("team", "Team", optional=True),
    ]


def _add_words(_about: str, said: Mapping[str, str]) -> str:
    named = "".join(pair(name, said.get(name)) for name in ("name", "role", "team"))
    return f"add {quoted(said.get('email', ''))}{named}"


def _change_inputs(visit: Visit, about: str) -> list[Block]:
    user = visit.app.staff.one(visit.tenant_id, about.partition("/")[0])
    others = [each for each in visit.app.staff.all(visit.tenant_id) if each.active and each.id != user.id]
    managers = [("none", "nobody"), *((f"#{each.id}", each.name) for each in others)]
    above = f"#{user.manager_id}" if user.manager_id else "none"
    return [
        view.choice("role", f"Role of {user.name}", ROLES, user.role.value),
        view.line("team", "Team", value=user.team or "", optional=True),
        view.choice("manager", "Reports to", managers, above),
    ]


def _change_words(about: str, said: Mapping[str, str]) -> str:
    who, _, role = about.partition("/")
    named = pair("role", said.get("role") if said.get("role") != role else None) + pair("manager", said.get("manager"))
    return f"change {who} team={quoted(said.get('team') or 'none')}{named}"


def _add(visit: Visit, words: Words) -> Told:
    if len(words) != 1:
        raise RejectedError('Write it like this: users add dana@acme.example name="Dana Reyes" role=rep team=North')
    named = {name: words.named.get(name, "") for name in ("name", "team")}
    role = words.named.get("role", Role.REP.value)
    user = visit.app.staff.add(visit.tenant_id, words.last, by=visit.user, role=role, **named)
    return f"{user.name} is in the record now, as {user.role.value}."


def _change(visit: Visit, words: Words) -> Told:
    """All that a form holds, at once: what stays the same is left alone."""
    staff, tenant, by = visit.app.staff, visit.tenant_id, visit.user
    user = staff.one(tenant, words.said)
    who, named = f"#{user.id}", words.named
    if named.get("role", user.role.value) != user.role.value:
        staff.set_role(tenant, who, named["role"], by=by)
    if named.get("team", user.team or "none") != (user.team or "none"):
        staff.set_team(tenant, who, named["team"], by=by)
    if named.get("manager", "") not in {"", f"#{user.manager_id}" if user.manager_id else "none"}:
        staff.set_manager(tenant, who, named["manager"], by=by)
    return f"{user.name} is changed."


def _role(visit: Visit, words: Words) -> Told:
    user = visit.app.staff.set_role(visit.tenant_id, words.but_last, words.last, by=visit.user)
    return f"{user.name} is {'an' if user.role is Role.ADMIN else 'a'} {user.role.value} now."


def _team(visit: Visit, words: Words) -> Told:
    user = visit.app.staff.set_team(visit.tenant_id, *_two(words), by=visit.user)
    return f"{user.name} is in team {user.team} now." if user.team else f"{user.name} is in no team now."


def _manager(visit: Visit, words: Words) -> Told:
    user = visit.app.staff.set_manager(visit.tenant_id, *_two(words), by=visit.user)
    return f"{user.name} {'has a new manager' if user.manager_id else 'reports to nobody'} now."


def _deactivate(visit: Visit, words: Words) -> Told:
    user = visit.app.staff.deactivate(visit.tenant_id, words.said, by=visit.user)
    return f"{user.name} is deactivated."


def _activate(visit: Visit, words: Words) -> Told:
    user = visit.app.staff.activate(visit.tenant_id, words.said, by=visit.user)
    return f"{user.name} is back, as {user.role.value}."


def _two(words: Words) -> tuple[str, str]:
    """Who, and what: two parts, each in quotation marks where it has blanks."""
    if len(words) != 2:
        raise RejectedError('Write who and what, names with blanks in quotation marks: "Dana Reyes" "South West".')
    return words.parts[0], words.parts[1]


def _asks(words: Words) -> str:
    wanted = words.named.get("role") or words.last
    return BECOMES_ADMIN + " Make them an admin?" if wanted.lower() == Role.ADMIN.value else ""


SECTIONS = (
    Section(
        "users",
        "Users and roles",
        "who is in the team: add, role, team, manager, deactivate",
        _show,
        deeds=(
            Deed("add", _add, 'add dana@acme.example name="Dana Reyes" role=rep team=North', _asks),
            Deed("role", _role, "role dana@acme.example manager", _asks),
            Deed("team", _team, 'team dana@acme.example "South West"'),
            Deed("manager", _manager, "manager dana@acme.example ari@acme.example"),
            Deed("deactivate", _deactivate, "deactivate dana@acme.example", lambda _: f"Deactivate them? {GOES}"),
            Deed("activate", _activate, "activate dana@acme.example"),
            Deed("change", _change, "change dana@acme.example role=manager team=North", _asks),
        ),
        forms=(
            Form("add", "Add somebody", "Add", _add_inputs, _add_words),
            Form("change", "Change somebody", "Save", _change_inputs, _change_words),
        ),
        examples=("users deactivate dana@acme.example", "users role dana@acme.example admin"),
    ),
)
