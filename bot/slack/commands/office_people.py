"""The desk's sections about people's data: forget, hand over, and who did and saw what."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.slack.commands.section import Deed, Form, Section, Told
from bot.slack.commands.wording import Words, quoted
from bot.slack.desk import Visit
from bot.slack.handlers import access, forgetting
from bot.slack.views import access as access_view
from bot.slack.views import forgetting as forgetting_view
from bot.slack.views import office as view
from bot.slack.views.kit import Block, actions, context, escape, section
from crm.errors import RejectedError
from crm.governance.person import AmbiguousError
from crm.model import ErasureRequest, ErasureState
from crm.trail import Entry, Filters

MOST, NEWEST = 15, 25
FOR_GOOD = "Names, addresses and numbers of this person go everywhere, for good. It cannot be undone."
WHO = "E-mail address, whole name, or #number of the contact."


def _show(visit: Visit) -> list[Block]:
    forms = [
        view.form("Forget somebody", "people", "forget"),
        view.form("Hand somebody's data over", "people", "access"),
    ]
    requests = visit.app.erasure.requests(visit.tenant_id)[:MOST]
    drawn = [actions(*forms), section("*Requests of forgetting*")]
    return [*drawn, *(_request(each) for each in requests), *([] if requests else [context("There are none.")])]


def _request(each: ErasureRequest) -> Block:
    told = f"{each.id}: {each.state.value}, {each.finished_at or each.due_at:%-d %b %Y}"
    if each.state is ErasureState.WAITING:
        return section(told, view.do("Take it back", f"people cancel {each.id}"))
    return section(told, view.do("Show it", f"people request {each.id}"))


def _who(_visit: Visit, _about: str) -> list[Block]:
    return [view.line("who", "Who", hint=WHO)]


def _writes(verb: str) -> Callable[[str, Mapping[str, str]], str]:
    def written(_about: str, said: Mapping[str, str]) -> str:
        return f"{verb} {quoted(said.get('who', ''))}"

    return written


def _forget(visit: Visit, words: Words) -> Told:
    """Shows what would go; the button under it is what does it."""
    try:
        contact_id, counts = visit.app.erasure.meant(visit.tenant_id, words.said)
    except AmbiguousError as error:
        return forgetting_view.candidates(error.message, error.candidates)
    shown = forgetting_view.preview(contact_id, counts)
    sure = view.do("Forget for good", f"people sure {contact_id}", FOR_GOOD)
    return [actions(sure) if each["type"] == "actions" else each for each in shown]


def _sure(visit: Visit, words: Words) -> Told:
    return forgetting.begun(visit, _number(words))


def _cancel(visit: Visit, words: Words) -> Told:
    request = visit.app.erasure.cancel(visit.tenant_id, _number(words), by=visit.user.id)
    return f"Request {request.id} is taken back."


def _asked(visit: Visit, words: Words) -> Told:
    return forgetting.told(visit, _number(words))


def _access(visit: Visit, words: Words) -> Told:
    try:
        return access.hand_over(visit, words.said)
    except AmbiguousError as error:
        return access_view.candidates(error.message, error.candidates)


def _number(words: Words) -> int:
    number = words.said.removeprefix("#")
    if not number.isdecimal() or len(number) > 18:
        raise RejectedError("Give a number, such as 7.")
    return int(number)


# --- the audit --------------------------------------------------------------------------------------------------------


def _audit(visit: Visit) -> list[Block]:
    entries = visit.app.trail.entries(visit.tenant_id, Filters(), NEWEST)
    return [actions(view.do("Verify the chain", "audit verify")), *_listed(entries)]


def _listed(entries: list[Entry]) -> list[Block]:
    if not entries:
        return [context("There are no such entries.")]
    return [section("\n".join(map(_entry, entries)))]


def _entry(each: Entry) -> str:
    on = f" · {each.entity} {each.row_id}" if each.entity and each.row_id else ""
    return f"{each.at:%-d %b %H:%M} · *{escape(each.by or 'administrator')}* · {escape(each.action + on)}"


def _of(visit: Visit, words: Words) -> Told:
    user = visit.app.staff.one(visit.tenant_id, words.said)
    return _listed(visit.app.trail.entries(visit.tenant_id, Filters(user_id=user.id), NEWEST))


def _action(visit: Visit, words: Words) -> Told:
    return _listed(visit.app.trail.entries(visit.tenant_id, Filters(action=words.said), NEWEST))


def _verify(visit: Visit, _words: Words) -> Told:
    found = visit.app.trail.verify(visit.tenant_id)
    told = f"{found.entries:,} entries of the chain, {found.unchained:,} from before it."
    if found.whole:
        return f"{told} Nobody tampered with it."
    return view.failed("\n".join([told, *found.problems[:MOST], "Compare with a backup: somebody changed the audit."]))


SECTIONS = (
    Section(
        "people",
        "People's data",
        "forget somebody, hand their data over, and the requests",
        _show,
        deeds=(
            Deed("forget", _forget, "forget jane@acme.example"),
            Deed("sure", _sure, "sure 12", lambda _: FOR_GOOD),
            Deed("cancel", _cancel, "cancel 7"),
            Deed("request", _asked, "request 7"),
            Deed("access", _access, "access jane@acme.example"),
        ),
        forms=(
            Form("forget", "Forget somebody", "Show what goes", _who, _writes("forget")),
            Form("access", "Hand data over", "Make the file", _who, _writes("access")),
        ),
        typed=False,
    ),
    Section(
        "audit",
        "Audit",
        "who did and saw what; whether anybody tampered with that",
        _audit,
        deeds=(
            Deed("verify", _verify, "verify", takes=False),
            Deed("by", _of, "by dana@acme.example"),
            Deed("action", _action, "action log"),
        ),
    ),
)
