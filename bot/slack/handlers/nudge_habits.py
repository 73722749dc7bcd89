"""`/rapport nudges`: when somebody wants to be written to, and what about."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.slack.desk import Visit
from bot.slack.views import nudge_habits as view
from bot.slack.views.kit import Block
from crm.errors import RejectedError
from crm.model import Account
from crm.naming import fold
from crm.nudges.kind import kinds
from crm.nudges.quiet import day_begins
from crm.periods import parse_day

SETTINGS = {"quiet", "days", "budget", "brief"}
VERBS = frozenset({"", "list", "mute", "unmute", "pause", "resume", "on", "off", *SETTINGS})
UNTIL = re.compile(r"(?i)^(.*?)\s*\b(?:until|till)\s+(.+)$", re.DOTALL)


def command(visit: Visit, text: str) -> None:
    """`/rapport nudges [mute … [until …] | unmute … | quiet 19:00-8:00 | days … | budget N | brief on | pause]`."""
    verb, _, rest = text.partition(" ")
    visit.post.send(visit.place, _done(visit, verb.lower(), rest.strip()))


def _done(visit: Visit, verb: str, rest: str) -> list[Block]:
    book, user = visit.app.nudge_habits, visit.user
    if verb in SETTINGS and rest:
        book.change(user, verb, rest)
    elif verb == "mute" and rest:
        _mute(visit, rest)
    elif verb == "unmute" and rest:
        _unmute(visit, rest)
    elif verb in {"pause", "off"}:
        book.pause(user, _day(visit, rest.removeprefix("until ")) if rest else None)
    elif verb in {"resume", "on"}:
        book.resume(user)
    elif verb not in {"", "list"}:
        return view.usage()
    return shown(visit)


def shown(visit: Visit) -> list[Block]:
    """How it stands now."""
    book, user = visit.app.nudge_habits, visit.user
    zone = user.timezone or str(visit.now.tzinfo)
    mutes = [
        (_named(visit, each.kind, each.account_id), each.until.astimezone(visit.now.tzinfo) if each.until else None)
        for each in book.mutes(user)
    ]
    return view.shown(book.of(user), zone, mutes, visit.now)


def _mute(visit: Visit, rest: str) -> None:
    found = UNTIL.match(rest)
    what, until = (found[1], _day(visit, found[2])) if found else (rest, None)
    kind, account = _meant(visit, what)
    visit.app.nudges.mute(visit.user, kind, account, until)


def _unmute(visit: Visit, rest: str) -> None:
    kind, account = _meant(visit, rest)
    if not visit.app.nudges.unmute(visit.user, kind, account):
        raise RejectedError("That is not muted. `/rapport nudges` shows what is.")


def _meant(visit: Visit, what: str) -> tuple[str | None, int | None]:
    """A kind by its name or title, or a client.

    Raises:
        RejectedError: neither is called so.
    """
    named = {
        fold(name): each.name
        for each in kinds().values()
        for name in (each.name, each.name.replace("_", " "), each.title)
    }
    if fold(what) in named:
        return named[fold(what)], None
    try:
        return None, visit.app.tenants.account(visit.tenant_id, what).id
    except RejectedError as error:
        kinds_too = ", ".join(name.replace("_", " ") for name in kinds())
        raise RejectedError(f"{error.message} Or name a kind: {kinds_too}.") from None


def _day(visit: Visit, said: str) -> datetime:
    """The beginning of a day to come, as people say it.

    Raises:
        RejectedError: it is none, or it is past.
    """
    day = parse_day(said, visit.now, prefer="future")
    if day is None or day <= visit.now.date():
        raise RejectedError("Say until which day: `until Friday`, or `until 2026-12-01`.")
    return day_begins(day, visit.now.tzinfo or UTC)


def _named(visit: Visit, kind: str | None, account_id: int | None) -> str:
    titles = [kinds()[kind].title if kind in kinds() else kind] if kind else []
    if account_id is not None:
        with visit.app.store.read() as session:
            account = session.get(Account, account_id)
        titles.append(account.name if account else "a client")
    return ", ".join(titles)
