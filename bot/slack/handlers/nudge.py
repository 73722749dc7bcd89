"""What can be done with a nudge: do it, with one's own words, later, not useful, wrong, why."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.slack.desk import Visit
from bot.slack.handlers import nudge_place, pressed
from bot.slack.handlers.nudge_place import redraw
from bot.slack.views import nudge as view
from bot.slack.views.kit import context, escape
from crm.errors import RejectedError
from crm.model import Happening, Interaction
from crm.nudges.nudge import Suggestion
from crm.nudges.rhythm import morning
from crm.reading.corrections import MOODS

OLD = "This button is too old to work."
COPY = "Nothing was sent: copy the words, and send them yourself."


def do(visit: Visit) -> None:
    each = _held(visit)
    if each is None:
        return
    visit.app.nudges.answer(each.id, visit.user, Happening.ACCEPTED)
    _taken(visit, each, each.draft.text)


def edit(visit: Visit) -> None:
    """Opens the draft in a form."""
    each = _held(visit)
    if each is not None:
        visit.post.open(_trigger(visit), view.editor(nudge_place.of(visit, each), each))


def edited(visit: Visit) -> None:
    """The form was sent: the words are kept, redacted, and shown to be copied."""
    place, said = _sent_form(visit)
    each = visit.app.nudges.one(place["nudge"], visit.user)
    if each is None:
        redraw(visit, place, view.gone())
        return
    text = said.get("text") or each.draft.text
    same = text == each.draft.text.strip()
    visit.app.nudges.answer(
        each.id, visit.user, Happening.ACCEPTED if same else Happening.EDITED, None if same else {"text": text}
    )
    _taken(visit, each, text, place)


def later(visit: Visit) -> None:
    each = _held(visit)
    if each is None:
        return
    until = _until(visit, str(_chosen(visit)).partition(":")[2])
    visit.app.nudges.later(each.id, visit.user, until)
    said = (
        f":hourglass: I will come back to it on {until.astimezone(visit.now.tzinfo):%a %-d %b at %H:%M}, or soon after."
    )
    redraw(visit, nudge_place.of(visit, each), view.done(each, said))


def useless(visit: Visit) -> None:
    """Not useful; whoever says so may want to hear no more of its kind."""
    each = _held(visit)
    if each is None:
        return
    visit.app.nudges.answer(each.id, visit.user, Happening.NOT_USEFUL)
    blocks = [*view.done(each, "Noted: not useful."), *view.muted_buttons(each)]
    redraw(visit, nudge_place.of(visit, each), blocks)


def mute(visit: Visit) -> None:
    """No more of this kind, or about this client."""
    each = _held(visit, sent=False)
    if each is None:
        return
    of_kind = _chosen(visit).endswith(":kind")
    visit.app.nudges.mute(visit.user, each.kind if of_kind else None, None if of_kind else each.account_id)
    what = f"“{escape(each.title)}”" if of_kind else escape(each.account or "this client")
    said = f"You hear no more of {what}. `/rapport nudges unmute` takes that back."
    redraw(visit, nudge_place.of(visit, each), view.done(each, said))


def wrong(visit: Visit) -> None:
    """Asks what is wrong; a mood that was misread can be set right in the same form."""
    each = _held(visit)
    if each is None:
        return
    choices = [choice for shown in each.evidence if (choice := _correctable(visit, shown.ref))]
    visit.post.open(
        _trigger(visit), view.objection(nudge_place.of(visit, each), MOODS, list(dict.fromkeys(choices))[:5])
    )


def wronged(visit: Visit) -> None:
    """The form was sent, perhaps with nothing in it."""
    place, said = _sent_form(visit)
    each = visit.app.nudges.one(place["nudge"], visit.user)
    note = said.get("note", "")
    visit.app.nudges.answer(place["nudge"], visit.user, Happening.WRONG, {"text": note} if note else None)
    told = "Taken back, thank you."
    if said.get("which", "").isdecimal() and len(said["which"]) < 19:
        told += _corrected(visit, int(said["which"]), {name: said.get(name, "") for name in ("mood", "account")})
    redraw(visit, place, view.done(each, told) if each else [context(told)])


def why(visit: Visit) -> None:
    each = _held(visit, sent=False)
    if each is not None:
        nudge_place.beside(visit, view.why(each))


def more(visit: Visit) -> None:
    """What stands behind the dots of a brief."""
    action = _chosen(visit).partition(":")[2]
    behind = {view.EDIT: edit, view.USELESS: useless, view.WRONG: wrong, view.WHY: why}
    if action not in behind:
        raise RejectedError(OLD)
    behind[action](visit)


def _held(visit: Visit, *, sent: bool = True) -> Suggestion | None:
    """The nudge that is meant, where it still holds; its message says so where it does not."""
    number = _chosen(visit).partition(":")[0]
    if not number.isdecimal() or len(number) > 18:
        raise RejectedError(OLD)
    each = visit.app.nudges.one(int(number), visit.user)
    if each is None and sent:
        redraw(visit, nudge_place.where(visit) | {"nudge": int(number)}, view.gone())
    return each


def _chosen(visit: Visit) -> str:
    option = visit.envelope.pressed.get("selected_option")
    return str(option.get("value") or "") if isinstance(option, dict) else pressed.value(visit)


def _until(visit: Visit, wait: str) -> datetime:
    """In hours, or on a morning of the person's own."""
    if wait == "2h":
        return visit.app.clock.now() + timedelta(hours=2)
    if wait not in view.WAITS:
        raise RejectedError(OLD)
    zone = visit.now.tzinfo or ZoneInfo("UTC")
    habits = visit.app.nudge_habits.of(visit.user)
    ahead = 1 if wait == "morning" else 7 - visit.now.weekday()
    for day in range(ahead, ahead + 8):
        found = morning(visit.now + timedelta(days=day), zone, habits)
        if found is not None:
            return found
    return visit.now + timedelta(days=ahead)


def _taken(visit: Visit, each: Suggestion, text: str, place: dict[str, Any] | None = None) -> None:
    listed = visit.app.nudge_steps.take(each, visit.user, visit.now.date())
    said = ":white_check_mark: It is on your list of follow-ups." if listed else f":white_check_mark: Yours. {COPY}"
    if not listed and not text.strip():
        said = ":white_check_mark: Noted, you take care of it."
    mail = view.as_mail(visit.app.nudge_steps.address(each, visit.user), each.draft.subject, text)
    redraw(visit, place or nudge_place.of(visit, each), view.done(each, said, text=text, mail=mail))


def _trigger(visit: Visit) -> str:
    return str(visit.envelope.body.get("trigger_id"))


def _sent_form(visit: Visit) -> tuple[dict[str, Any], dict[str, str]]:
    form: dict[str, Any] = visit.envelope.body.get("view") or {}
    place = json.loads(form.get("private_metadata") or "{}")
    if not isinstance(place, dict) or not isinstance(place.get("nudge"), int):
        raise RejectedError("This form is too old to work. Please start again.")
    return place, view.said_in(form)


def _correctable(visit: Visit, ref: str) -> tuple[int, str] | None:
    """A piece of evidence that may have been read wrongly, with a title."""
    kind, _, number = ref.partition(":")
    if kind != "interaction" or not number.isdecimal():
        return None
    with visit.app.store.read() as session:
        row = session.get(Interaction, int(number))
        if row is None:
            return None
        read = f", read as {row.mood}" if row.mood else ""
        return row.id, f"{row.kind} of {row.occurred_at:%-d %b %Y}{read}"


def _corrected(visit: Visit, row_id: int, values: dict[str, str]) -> str:
    """Sets right what the form says, by whoever has the right to; returns what came of it."""
    told = ""
    for name, value in values.items():
        if not value:
            continue
        try:
            visit.app.corrections.correct(visit.tenant_id, row_id, name, value, visit.user)
        except RejectedError as error:
            told += f" {escape(error.message)}"
        else:
            told += f" The {name} is {escape(value)} now, and stays so."
    if told:
        visit.app.jobs.enqueue_index(visit.tenant_id)
    return told


ACTIONS = {
    view.DO: do,
    view.EDIT: edit,
    view.LATER: later,
    view.USELESS: useless,
    view.WRONG: wrong,
    view.WHY: why,
    view.MUTE: mute,
    view.MORE: more,
}
FORMS = {view.EDITED: edited, view.WRONGED: wronged}
