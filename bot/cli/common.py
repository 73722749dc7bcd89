"""What commands share: the data folder, who asks, what time it is, and how errors are told."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from crm.errors import RapportError, RejectedError

if TYPE_CHECKING:
    from bot.wiring import Rapport
    from crm.model import User

ROW_ID = click.IntRange(1, 2**63 - 1)  # what a database can number


def wired(function: Callable[..., None]) -> Callable[..., None]:
    """A command that gets the application first, takes `--home` and `--json`, and tells errors without a traceback."""

    def inner(ctx: click.Context, /, *args: Any, home: str | None, **kwargs: Any) -> None:
        try:
            function(build(home or ctx.obj), *args, **kwargs)
        except RapportError as error:
            fail(error, as_json=bool(kwargs.get("as_json")))

    functools.update_wrapper(inner, function)
    with_context = click.pass_context(inner)
    with_json = click.option("--json", "as_json", is_flag=True, help="Machine-readable output.")(with_context)
    return click.option("--home", "home", metavar="FOLDER", help="The data folder.")(with_json)


def build(home: str | None) -> Rapport:
    """The application of this data folder."""
    from bot.logs import configure
    from bot.settings import read
    from bot.wiring import Rapport

    settings = read(Path(home) if home else None)
    configure(settings.log_level, settings.log_format)
    return Rapport(settings)


def fail(error: RapportError, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"error": problem(error)}))
    else:
        click.secho(error.message, fg="red", err=True)
    raise SystemExit(1)


def problem(error: RapportError) -> dict[str, str]:
    """An error as a line of output: what kind, and what to do."""
    return {"type": type(error).__name__.removesuffix("Error").lower(), "message": error.message}


def show_json(value: Any) -> None:
    click.echo(json.dumps(value, default=str))  # ASCII: any terminal and any stray surrogate can take it


def tell(found: dict[str, Any], lines: list[str], *, as_json: bool) -> None:
    """What a command found: for a script, or in lines for a person."""
    if as_json:
        show_json(found)
        return
    for line in lines:
        click.echo(line)


def person(app: Rapport, tenant_id: int, who: str | None) -> User | None:
    """The user a command speaks for; None is the local admin."""
    return app.tenants.user(tenant_id, who) if who else None


def zone(app: Rapport, user: User | None) -> ZoneInfo:
    """The time zone at this edge: the person's, else the installation's, else UTC."""
    return ZoneInfo((user.timezone if user and user.timezone else "") or app.settings.timezone or "UTC")


def moment(app: Rapport, user: User | None, now: str | None, option: str = "--now") -> datetime:
    """The instant a question is about, in the person's zone; `now` without a zone is their local time.

    Raises:
        RejectedError: `now` is not an ISO date and time.
    """
    local = zone(app, user)
    if now is None:
        return app.clock.now().astimezone(local)
    try:
        parsed = datetime.fromisoformat(now)
    except (TypeError, ValueError):
        raise RejectedError(f"{option} must be an ISO date and time, such as 2026-11-20T15:00.") from None
    return parsed.replace(tzinfo=local) if parsed.tzinfo is None else parsed.astimezone(local)
