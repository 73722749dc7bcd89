"""`rapport forget`"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from bot.cli.common import ROW_ID, show_json, tell, wired
from crm.errors import RejectedError, RetryableError

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.model import ErasureRequest

LATER = "The running bot holds the search index, so it does the rest by itself. See: rapport forget --request {number}"


@click.command("forget")
@click.argument("person", required=False)
@click.option("--preview", is_flag=True, help="Only tell what would be removed where.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--request", "number", type=ROW_ID, help="Do, or show, the request of this number.")
@click.option("--cancel", type=ROW_ID, metavar="N", help="Take a request back that is held.")
@click.option("--list", "listing", is_flag=True, help="All requests.")
@click.option("--again", is_flag=True, help="After a restored backup: forget anew whoever was forgotten.")
@click.option("--tenant", "workspace", metavar="NAME", help="Instead of a person: a whole workspace.")
@click.option(
    "--lift", metavar="WHO", help="Let somebody who was forgotten (e-mail, number, whole name) come in again."
)
@click.option("--reason", metavar="WHY", help="With --lift: consent, contract, mistake or other.")
@click.option("--hold", type=click.IntRange(0, 365), metavar="DAYS", help="Days between a request and its execution.")
@wired
def command(
    app: Rapport,
    person: str | None,
    *,
    preview: bool,
    yes: bool,
    number: int | None,
    cancel: int | None,
    listing: bool,
    again: bool,
    workspace: str | None,
    lift: str | None,
    reason: str | None,
    hold: int | None,
    as_json: bool,
) -> None:
    """Forget a contact (by e-mail, whole name or id) everywhere, with a certificate of what was removed.

    Ends with 1 where something is still found afterwards.
    """
    tenant = app.tenants.home()
    if (lift is None) != (reason is None):
        raise click.UsageError("Use it like this: rapport forget --lift jane@acme.example --reason consent")
    if lift is not None and reason is not None:
        numbers = app.lifting.lift(tenant, lift, reason.strip().lower())
        tell({"lifted": numbers}, ["What sources tell of them comes in again from now on."], as_json=as_json)
    elif hold is not None:
        app.erasure.hold(tenant, hold)
        tell({"hold_days": hold}, [f"Requests are held for {hold} days from now on."], as_json=as_json)
    elif listing:
        rows = [_row(each) for each in app.erasure.requests(tenant)]
        tell({"requests": rows}, [_line(each) for each in rows] or ["There are no requests."], as_json=as_json)
    elif cancel is not None:
        app.erasure.cancel(tenant, cancel)
        tell({"cancelled": cancel}, [f"Request {cancel} is taken back."], as_json=as_json)
    elif again:
        done = [app.erasure.run(tenant, each) for each in app.erasure.again(tenant)]
        tell({"again": done}, [f"{len(done)} people were forgotten anew."], as_json=as_json)
    elif workspace is not None:
        _workspace(app, workspace, preview=preview, yes=yes, as_json=as_json)
    elif number is not None:
        _do(app, tenant, number, as_json=as_json)
    elif person:
        _person(app, tenant, person, preview=preview, yes=yes, as_json=as_json)
    else:
        raise click.UsageError("Say whom to forget: an e-mail, a whole name, or the id of a contact.")


def _person(app: Rapport, tenant: int, person: str, *, preview: bool, yes: bool, as_json: bool) -> None:
    from crm.governance.person import AmbiguousError

    try:
        counts = app.erasure.preview(tenant, person) if preview or not yes else {}
    except AmbiguousError as error:
        show_candidates(error, as_json=as_json)
    total = [f"  {place:<22} {count:>8}" for place, count in counts.items()]
    if preview:
        tell({"preview": counts}, ["What tells of this person:", *total], as_json=as_json)
        return
    if not yes:
        if as_json or not sys.stdin.isatty():
            raise RejectedError("Nothing was changed. Add --yes to forget this person, or --preview to see what goes.")
        click.echo("\n".join(["What tells of this person:", *total]))
        click.confirm("Forget this person for good?", abort=True)
    try:
        request = app.erasure.request(tenant, person)
    except AmbiguousError as error:
        show_candidates(error, as_json=as_json)
    if request.due_at > app.clock.now():
        says = f"Request {request.id} is held until {request.due_at:%Y-%m-%d}."
        tell(_row(request), [says, f"Take it back: rapport forget --cancel {request.id}"], as_json=as_json)
        return
    _do(app, tenant, request.id, as_json=as_json)


def _workspace(app: Rapport, name: str, *, preview: bool, yes: bool, as_json: bool) -> None:
    tenant = app.tenants.named(name)
    counts = app.erasure.preview_tenant(tenant)
    lines = [f"What workspace {name!r} holds:", *(f"  {table:<22} {count:>8}" for table, count in counts.items())]
    if preview:
        tell({"preview": counts}, lines, as_json=as_json)
        return
    if not yes:
        if as_json or not sys.stdin.isatty():
            raise RejectedError("Nothing was changed. Add --yes to forget the whole workspace, or --preview to see it.")
        click.echo("\n".join(lines))
        if click.prompt("Write its name to forget all of it for good") != name:
            raise RejectedError("That is not its name. Nothing was changed.")
    request = app.erasure.request_tenant(tenant)
    if request.due_at > app.clock.now():
        says = f"Request {request.id} is held until {request.due_at:%Y-%m-%d}."
        tell(_row(request), [says, f"Take it back: rapport forget --cancel {request.id}"], as_json=as_json)
        return
    _do(app, tenant, request.id, as_json=as_json)


def _do(app: Rapport, tenant: int, number: int, *, as_json: bool) -> None:
    from privacy.erasure.certificate import lines

    try:
        certificate = app.erasure.run(tenant, number)
    except RetryableError as error:
        if "in use by another Rapport process" not in error.message:
            raise
        tell({"request": number, "state": "running"}, [LATER.format(number=number)], as_json=as_json)
        return
    tell(certificate, lines(certificate), as_json=as_json)
    if certificate["scan"]["found"]:
        raise SystemExit(1)


def show_candidates(error: Any, *, as_json: bool) -> NoReturn:
    """Says who may be meant, and ends with 1."""
    rows = [
        {"id": each.id, "name": each.name, "email": each.email, "account": each.account} for each in error.candidates
    ]
    if as_json:
        show_json({"error": {"type": "ambiguous", "message": error.message, "candidates": rows}})
    else:
        click.secho(error.message, fg="red", err=True)
        for each in rows:
            told = ", ".join(str(part) for part in (each["name"], each["email"], each["account"]) if part)
            click.echo(f"  {each['id']}  {told}")
    raise SystemExit(1)


def _row(request: ErasureRequest) -> dict[str, Any]:
    return {
        "request": request.id,
        "state": request.state.value,
        "requested_at": request.requested_at.isoformat(),
        "due_at": request.due_at.isoformat(),
        "finished_at": request.finished_at.isoformat() if request.finished_at else None,
    }


def _line(row: dict[str, Any]) -> str:
    when = row["finished_at"] or row["due_at"]
    return f"{row['request']}  {row['state']:<9}  {when[:16]}"
