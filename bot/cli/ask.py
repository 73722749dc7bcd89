"""`rapport ask`"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import structlog

from bot.cli import batch as lines
from bot.cli.common import moment, person, show_json, wired
from crm.errors import RejectedError, RetryableError

if TYPE_CHECKING:
    from datetime import datetime

    from bot.wiring import Rapport
    from crm.ask.answer import Answer
    from crm.ask.remarks.turn import Turn
    from crm.model import User

log = structlog.get_logger()


@click.command("ask")
@click.argument("text", required=False)
@click.option("--batch", type=click.Path(path_type=Path), metavar="FILE", help="JSON lines of questions; - is stdin.")
@click.option("--as", "who", metavar="USER", help="Ask as this user (e-mail or name).")
@click.option("--now", metavar="ISO", help="Answer as of this moment.")
@click.option("--csv", "sheet", type=click.Path(path_type=Path), metavar="FILE", help="Write all rows as CSV.")
@click.option("--chart", "picture", type=click.Path(path_type=Path), metavar="FILE", help="Draw the answer as PNG.")
@wired
def command(
    app: Rapport,
    text: str | None,
    *,
    batch: Path | None,
    who: str | None,
    now: str | None,
    sheet: Path | None,
    picture: Path | None,
    as_json: bool,
) -> None:
    """Ask a question of the record."""
    from crm.answers import seen_in

    lines.one_of(text, batch)
    if batch is not None and (sheet or picture):
        raise click.UsageError("--csv and --chart go with one question, not with --batch.")
    tenant = app.tenants.home()

    turns: dict[tuple[str, int | None], Turn] = {}  # the newest of each person in each conversation

    def ask(item: dict[str, Any]) -> tuple[Answer, datetime]:
        user = person(app, tenant, item.get("as") or who)
        at = moment(app, user, item.get("now") or now)
        place = (item["thread"], user.id if user else None) if item.get("thread") else None
        found = app.asker.ask(tenant, item["question"], user=user, now=at, before=turns.get(place) if place else None)
        if place and found.plan and not found.abstained:
            turns[place] = turn(item["question"], found.plan)
        _noted(app, tenant, user, found)
        return found, at

    def answer(item: dict[str, Any]) -> dict[str, Any]:
        return {"question": item["question"], **ask(item)[0].model_dump(mode="json")}

    if batch is not None:
        with lines.open_batch(batch) as file:
            lines.run(file, answer, needs="question")
        return
    made, at = ask({"question": text or ""})
    if sheet is not None or picture is not None:
        from bot.exporting import exportable

        made = exportable(app, tenant, person(app, tenant, who), made, at)
    _write(made, at, sheet, picture)
    for sort in [name for name, file in (("csv", sheet), ("chart", picture)) if file is not None]:
        app.trail.note(tenant, person(app, tenant, who), f"export.{sort}", detail=seen_in(made))
    _show(made, as_json=as_json)


def _noted(app: Rapport, tenant: int, user: User | None, found: Answer) -> None:
    """Who asked what kind of question and which rows they saw, in the audit; one that cannot be noted is answered."""
    from crm.answers import seen_in

    plan = found.plan or {}
    kind = {"shape": plan.get("shape", "list"), "subject": plan.get("subject")} if plan else {}
    action = "ask.decline" if found.abstained else "ask.answer"
    try:
        app.trail.note(tenant, user, action, detail={"face": "command-line", **kind, **seen_in(found)})
    except RetryableError as error:
        log.warning("question_not_noted", error=type(error).__name__)


def _write(found: Answer, at: datetime, sheet: Path | None, picture: Path | None) -> None:
    """The files that were asked for.

    Raises:
        RejectedError: the answer has nothing to write, or the file cannot be written.
    """
    from bot import csvfile
    from bot.chart import NOTHING_TO_DRAW, picture_of, png

    wanted: list[tuple[Path, bytes]] = []
    if sheet is not None:
        if not found.rows:
            raise RejectedError(f"There are no rows to write. {found.answer}")
        wanted.append((sheet, csvfile.content(found.columns, found.rows)))
    if picture is not None:
        spec = picture_of(found, at)
        if spec is None:
            raise RejectedError(NOTHING_TO_DRAW)
        wanted.append((picture, png(spec)))
    for path, content in wanted:
        try:
            path.write_bytes(content)
        except OSError as error:
            raise RejectedError(f"{path} cannot be written.") from error


def _show(made: Answer, *, as_json: bool) -> None:
    found = made.model_dump(mode="json")
    if as_json:
        show_json({"id": None, **found})
    else:
        from bot.cli.tables import show_answer

        show_answer(found)


def turn(question: str, plan: dict[str, Any]) -> Turn:
    """What the next line of the same thread may speak of."""
    from crm.ask.plan import QueryPlan
    from crm.ask.remarks.turn import Turn

    return Turn(question, QueryPlan.model_validate(plan))
