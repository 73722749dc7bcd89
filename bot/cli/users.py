"""`rapport users`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import person, tell, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.model import User
    from crm.staff import Staff

VERBS = {
    "list": (),
    "add": ("EMAIL",),
    "role": ("WHO", "rep|manager|admin"),
    "team": ("WHO", "TEAM"),
    "manager": ("WHO", "MANAGER"),
    "deactivate": ("WHO",),
    "activate": ("WHO",),
}


@click.command("users")
@click.argument("verb", type=click.Choice(list(VERBS)), default="list")
@click.argument("said", nargs=-1, metavar="[WHO [WHAT]]")
@click.option("--name", default="", help="Of whom is added; else read off the address.")
@click.option("--role", default="rep", show_default=True, help="Of whom is added.")
@click.option("--team", default="", help="Of whom is added.")
@click.option("--as", "who", metavar="USER", help="Who does it (e-mail or name); else the local administrator.")
@wired
def command(app: Rapport, verb: str, said: tuple[str, ...], *, who: str | None, as_json: bool, **new: str) -> None:
    """Users and roles: list them, add one by e-mail address, say who has which role, team and manager ("none" takes it
    away), switch somebody off. WHO is an e-mail address, a whole name, or # and the user's number.

    For example: rapport users role dana@acme.example admin
    """
    if len(said) != len(VERBS[verb]):
        raise click.UsageError(f"Use it like this: rapport users {' '.join((verb, *VERBS[verb]))}")
    tenant = app.tenants.home()
    if verb == "list":
        people = app.staff.all(tenant)
        hint = "Nobody yet. For example: rapport users add dana@acme.example --role admin"
        tell({"users": [_row(each) for each in people]}, [_line(each) for each in people] or [hint], as_json=as_json)
        return
    user = _done(app.staff, tenant, (verb, *said), person(app, tenant, who), new)
    tell(_row(user), [_line(user)], as_json=as_json)


def _done(staff: Staff, tenant: int, words: tuple[str, ...], by: User | None, new: dict[str, str]) -> User:
    verb, *said = words
    if verb == "add":
        return staff.add(tenant, said[0], by=by, **new)
    changes = {"role": staff.set_role, "team": staff.set_team, "manager": staff.set_manager}
    if verb in changes:
        return changes[verb](tenant, said[0], said[1], by=by)
    return (staff.deactivate if verb == "deactivate" else staff.activate)(tenant, said[0], by=by)


def _row(user: User) -> dict[str, Any]:
    return {
        "id": user.id, "name": user.name, "email": user.email, "role": user.role.value, "team": user.team,
        "manager_id": user.manager_id, "active": user.active,
    }  # fmt: skip


def _line(user: User) -> str:
    parts = [user.email or "", user.role.value, f"team {user.team}" if user.team else ""]
    return (
        f"{user.id}  {user.name}  {', '.join(each for each in parts if each)}{'' if user.active else ', deactivated'}"
    )
