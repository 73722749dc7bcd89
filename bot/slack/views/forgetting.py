"""Forgetting as messages: what would go, what is under way, what was done. They name nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.slack.views.kit import Block, actions, button, context, escape, section
from crm.governance.person import Candidate
from crm.model import ErasureRequest
from privacy.erasure.certificate import lines

CONFIRM = "forget_confirm"  # action id; its value is the contact's id
MOST = 20
USAGE = (
    "`/rapport forget jane@acme.example` · `/rapport forget list` · `/rapport forget request 7` · "
    "`/rapport forget cancel 7` · `/rapport forget lift jane@acme.example for consent` (or contract, mistake, other)"
)


def preview(contact_id: int, counts: Mapping[str, int]) -> list[Block]:
    places = "\n".join(f"• {escape(place.replace('_', ' '))}: {count}" for place, count in counts.items())
    return [
        section(f"*This is what tells of contact {contact_id}.* Names, addresses and numbers go; others' words stay."),
        section(places or "Only the contact itself."),
        actions(button("Forget for good", CONFIRM, str(contact_id), "danger")),
        context("It cannot be undone. Nothing has changed yet."),
    ]


def candidates(message: str, found: Sequence[Candidate]) -> list[Block]:
    rows = [", ".join(escape(part) for part in (each.name, each.email, each.account) if part) for each in found[:MOST]]
    told = "\n".join(f"• `/rapport forget #{each.id}` – {row}" for each, row in zip(found, rows, strict=False))
    return [section(escape(message)), section(told)]


def begun(number: int) -> list[Block]:
    return [section(f"Request {number} is being done. `/rapport forget request {number}` tells how far it is.")]


def held(request: ErasureRequest) -> list[Block]:
    day = f"{request.due_at:%Y-%m-%d}"
    return [section(f"Request {request.id} is held until {day}. Take it back: `/rapport forget cancel {request.id}`")]


def cancelled(number: int) -> list[Block]:
    return [section(f"Request {number} is taken back.")]


def lifted() -> list[Block]:
    return [section("What sources tell of them comes in again from now on.")]


def listed(requests: Sequence[ErasureRequest]) -> list[Block]:
    if not requests:
        return [section("There are no requests."), context(USAGE)]
    rows = [f"• {each.id}: {each.state.value}, {each.finished_at or each.due_at:%Y-%m-%d}" for each in requests[:MOST]]
    return [section("\n".join(rows)), context(USAGE)]


def told(request: ErasureRequest) -> list[Block]:
    if request.certificate is None:
        step = f", after {request.step.replace('_', ' ')}" if request.step else ""
        return [section(f"Request {request.id} is {request.state.value}{escape(step)}.")]
    return [section(f"```{escape(chr(10).join(lines(request.certificate)))}```")]


def usage() -> list[Block]:
    return [section(f"Use it like this: {USAGE}")]
