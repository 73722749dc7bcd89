"""`rapport rights`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import tell, wired

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.rights.office import Restricted

VERBS = {
    "list": (),
    "restrict": ("ACCOUNT",),
    "release": ("ACCOUNT",),
    "field": ("FIELD", "WHO"),
    "tag": ("FIELD", "TAG"),
    "untag": ("FIELD", "TAG"),
    "see": ("USER",),
}


@click.command("rights")
@click.argument("verb", type=click.Choice(list(VERBS)), default="list")
@click.argument("said", nargs=-1, metavar="[ACCOUNT | FIELD WHO | USER]")
@click.option("--to", multiple=True, metavar="WHO", help="Whom it is kept to: a user's e-mail or name, or a team.")
@wired
def command(app: Rapport, verb: str, said: tuple[str, ...], *, to: tuple[str, ...], as_json: bool) -> None:
    """Who sees what: list the rules; keep an account to some (`restrict`), or open it again (`release`); keep a field
    to managers or admins (`field`); say where a field never goes (`tag`: never_to_model, never_in_channel,
    never_exported) or have it kept sealed (`encrypt`); how much of the accounts a user sees (`see`).

    For example: rapport rights restrict "Globex" --to dana@northwind.example --to North

    For example: rapport rights field account.annual_revenue managers
    """
    if len(said) != len(VERBS[verb]) or bool(to) != (verb == "restrict"):
        use = f"rapport rights {' '.join((verb, *VERBS[verb]))}{' --to WHO' if verb == 'restrict' else ''}"
        raise click.UsageError(f"Use it like this: {use}")
    found, lines = _DOES[verb](app, app.tenants.home(), said, to)
    tell(found, lines, as_json=as_json)


Told = tuple[dict[str, Any], list[str]]


def _list(app: Rapport, tenant: int, _said: tuple[str, ...], _to: tuple[str, ...]) -> Told:
    policy, kept = app.rights.policy(tenant), app.rights.restricted(tenant, by=None)
    lines = [f"Accounts are seen by: {policy.accounts.value}. `rapport set rights.accounts` changes that."]
    lines += [f"{ref} is seen by {role.value}s and above." for ref, role in policy.fields.items()]
    lines += [f"{ref} is {', '.join(sorted(tags))}." for ref, tags in policy.tags.items()]
    lines += [_line(each) for each in kept]
    return {**policy.settings(), "restricted": [_row(each) for each in kept]}, lines


def _restrict(app: Rapport, tenant: int, said: tuple[str, ...], to: tuple[str, ...]) -> Told:
    made = app.rights.restrict(tenant, said[0], to, by=None)
    return _row(made), [_line(made)]


def _release(app: Rapport, tenant: int, said: tuple[str, ...], _to: tuple[str, ...]) -> Told:
    app.rights.release(tenant, said[0], by=None)
    return {"released": said[0]}, [f"{said[0]} is restricted no more."]


def _field(app: Rapport, tenant: int, said: tuple[str, ...], _to: tuple[str, ...]) -> Told:
    app.rights.set_field(tenant, *said, by=None)
    return {"field": said[0], "seen_by": said[1]}, [f"{said[0]} is now seen by {said[1]}."]


def _tag(app: Rapport, tenant: int, said: tuple[str, ...], _to: tuple[str, ...]) -> Told:
    app.rights.tag(tenant, *said, on=True, by=None)
    return {"field": said[0], "tag": said[1]}, [f"{said[0]} is now {said[1]}.", *_settled(app, tenant)]


def _untag(app: Rapport, tenant: int, said: tuple[str, ...], _to: tuple[str, ...]) -> Told:
    app.rights.tag(tenant, *said, on=False, by=None)
    return {"field": said[0], "untagged": said[1]}, [f"{said[0]} is no longer {said[1]}.", *_settled(app, tenant)]


def _settled(app: Rapport, tenant: int) -> list[str]:
    """Rows that are there are brought in line at once; what is written meanwhile `rapport run` sees to."""
    if tenant not in app.settling.waits():
        return []
    return [f"{app.settling.settle(tenant).rows:,} rows of the record were changed accordingly."]


def _see(app: Rapport, tenant: int, said: tuple[str, ...], _to: tuple[str, ...]) -> Told:
    user = app.tenants.user(tenant, said[0])
    seen, of, hidden = app.rights.extent(tenant, user)
    lines = [f"{user.name} sees {seen:,} of {of:,} accounts{' without ' + ', '.join(hidden) if hidden else ''}."]
    return {"user": user.name, "accounts": seen, "of": of, "hidden_fields": hidden}, lines


_DOES = {
    "list": _list,
    "restrict": _restrict,
    "release": _release,
    "field": _field,
    "tag": _tag,
    "untag": _untag,
    "see": _see,
}


def _line(kept: Restricted) -> str:
    who = [*kept.people, *(f"team {team}" for team in kept.teams)]
    return f"{kept.account} is kept to {', '.join(who) or 'nobody'} and the admins."


def _row(kept: Restricted) -> dict[str, Any]:
    return {"account": kept.account, "people": kept.people, "teams": kept.teams}
