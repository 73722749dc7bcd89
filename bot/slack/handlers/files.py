"""The pictures and spreadsheets of answers: sent along at once, or when somebody asks for them."""

from __future__ import annotations

import json
from datetime import datetime

import structlog

from bot import csvfile
from bot.chart import NOTHING_TO_DRAW, at_once, picture_of, png
from bot.exporting import exportable
from bot.slack.desk import Visit
from bot.slack.handlers import pressed
from bot.slack.post import Place
from bot.slack.views.kit import context
from crm.answers import seen_in
from crm.ask.answer import Answer
from crm.ask.plan import QueryPlan
from crm.ask.telling.chartspec import ChartSpec, described
from crm.ask.telling.figures import plural
from crm.errors import RapportError, RejectedError

log = structlog.get_logger()

TOO_OLD = "This button is too old to work. Please ask again."


def send_along(visit: Visit, found: Answer, spec: ChartSpec | None) -> None:
    """What the question asked for besides the answer, and the chart of a trend."""
    if found.abstained:
        return
    try:
        _along(visit, found, spec)
    except RejectedError as error:
        _say(visit, error.message)


def _along(visit: Visit, found: Answer, spec: ChartSpec | None) -> None:
    show = (found.plan or {}).get("show")
    if show == "csv":
        _send_csv(visit, found, visit.now)
    elif spec is not None and at_once(found, spec):
        exportable(visit.app, visit.tenant_id, visit.user, found, visit.now)
        _send_chart(visit, spec)
    elif show == "chart":
        _say(visit, NOTHING_TO_DRAW)


def as_csv(visit: Visit) -> None:
    """“As CSV” was pressed."""
    found, at = _again(visit)
    _send_csv(visit, found, at)


def as_chart(visit: Visit) -> None:
    """“As chart” was pressed."""
    found, at = _again(visit)
    found = exportable(visit.app, visit.tenant_id, visit.user, found, at)
    spec = picture_of(found, at)
    if spec is None:
        raise RejectedError(NOTHING_TO_DRAW)
    _send_chart(visit, spec)


def _again(visit: Visit) -> tuple[Answer, datetime]:
    """The answer whose button was pressed, out of the record as it is now.

    Raises:
        RejectedError: the button carries nothing that can be answered.
    """
    plan, question, at = _carried(pressed.value(visit))
    asker, tenant = visit.app.asker, visit.tenant_id
    if plan is not None:
        found = asker.repeat(tenant, plan, user=visit.user, now=at)
    else:
        found = asker.ask(tenant, question, user=visit.user, now=at)
    if found.abstained:
        raise RejectedError(found.reason or TOO_OLD)
    return found, at


def _carried(value: str) -> tuple[QueryPlan | None, str, datetime]:
    """What a button carries: a plan, or a question where the plan was too long, and when it was asked."""
    try:
        carried = json.loads(value)
        plan = QueryPlan.model_validate(carried["plan"]) if "plan" in carried else None
        return plan, "" if plan else str(carried["question"]), datetime.fromisoformat(carried["at"])
    except (ValueError, TypeError, KeyError):
        raise RejectedError(TOO_OLD) from None


def _send_csv(visit: Visit, found: Answer, at: datetime) -> None:
    if not found.rows:
        _say(visit, "There are no rows to put into a file.")
        return
    found = exportable(visit.app, visit.tenant_id, visit.user, found, at)
    visit.app.trail.note(visit.tenant_id, visit.user, "export.csv", detail=seen_in(found))
    title = _title(found)
    content = csvfile.content(found.columns, found.rows)
    note = f"{len(found.rows):,} rows"
    if found.total > len(found.rows):
        note += f": the first of {found.total:,}, more than an answer holds. Narrow the question for the rest"
    _send(visit, csvfile.filename(title, "csv"), content, f"{title} ({note})", None)


def _send_chart(visit: Visit, spec: ChartSpec) -> None:
    _send(visit, csvfile.filename(spec.title, "png"), png(spec), spec.title, described(spec))


def _title(found: Answer) -> str:
    plan = QueryPlan.model_validate(found.plan or {"subject": "deal"})
    measures = " and ".join(each.label for each in plan.measures if each.label)
    groups = " and ".join(found.columns[: len(plan.group_by)])
    named = f"{measures}{f' by {groups}' if groups else ''}" if measures else plural(plan.subject.replace("_", " "))
    when = " or ".join(span.text for span in plan.periods)
    return f"{named[:1].upper()}{named[1:]}{f', {when}' if when else ''}"


def _send(visit: Visit, filename: str, content: bytes, title: str, alt: str | None) -> None:
    """A file goes where only the asker sees it; where it cannot be sent, the answer stands."""
    word = "chart" if alt else "file"
    try:
        visit.post.upload(_room(visit), filename, content, title, alt)
    except RapportError as error:
        log.warning("slack_file_failed", error=type(error).__name__)
        _say(visit, f"The {word} could not be sent. The answer stands.")
        return
    if not visit.place.private:
        _say(visit, f"The {word} is in our direct messages: here everybody would see it.")


def _say(visit: Visit, text: str) -> None:
    """A word beside an answer that stands: were it to fail loudly, the answer would be given again."""
    try:
        visit.post.send(visit.place, [context(text)])
    except RapportError as error:
        log.warning("slack_note_failed", error=type(error).__name__)


def _room(visit: Visit) -> Place:
    """In a channel a file cannot be shown to one person alone: it goes to their direct messages."""
    if visit.place.private:
        return visit.place
    return Place(visit.post.direct(visit.place.user), visit.place.user, None, private=True)
