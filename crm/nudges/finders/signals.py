"""What rules noticed (crm/reactions), as something to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select

from crm.model import Deal, Interaction, Signal
from crm.nudges.facts import holds, quoted
from crm.nudges.kind import NudgeKind
from crm.nudges.nudge import Candidate, Evidence
from crm.nudges.scene import Scene
from crm.reactions.rule import rules

MOST_ROWS = 3  # of one signal's evidence
SAID = 240  # characters of a line
MOST_SIGNALS = 2_000


def signals(scene: Scene, kind: NudgeKind) -> Iterator[Candidate]:
    """One for each person a signal is for, while what it rests on is there and holds."""
    since = scene.now - timedelta(days=max(kind.useful, 1))
    query = (
        select(Signal)
        .where(Signal.tenant_id == scene.tenant_id, Signal.rule.in_(kind.when.rules), Signal.noticed_at > since)
        .order_by(Signal.noticed_at.desc(), Signal.id.desc())
        .limit(MOST_SIGNALS)
    )
    for signal in scene.session.scalars(query).all():
        lines = [*_deal(scene, signal), *_interactions(scene, kind, signal), *_task(signal)]
        if not lines or not all(holds(scene.session, scene.tenant_id, line, scene.now) for line in lines if line.must):
            continue
        for user_id in signal.tell:
            if user_id in scene.readers:
                yield _candidate(scene, kind, signal, user_id, lines)


def _candidate(scene: Scene, kind: NudgeKind, signal: Signal, user_id: int, lines: list[Evidence]) -> Candidate:
    client = scene.clients.get(signal.account_id or 0)
    owned = client is not None and client.owner_id == user_id
    held = [Evidence(f"account:{signal.account_id}", shows={"owner_id": user_id})] if owned else []
    own = next((each.row_id for each in lines if each.table == "interaction"), None)
    task = signal.detail.get("task")
    return Candidate(
        kind.name,
        user_id,
        f"signal:{signal.id}",
        _moment(signal),
        _says(scene, signal, user_id),
        (*lines, *held),
        severity=signal.severity,
        account_id=signal.account_id,
        contact_id=signal.contact_id,
        deal_id=signal.deal_id,
        task_id=task if isinstance(task, int) else None,
        interaction_id=own,
        circle_id=signal.circle_id,
        signals=(signal.id,),
        slots={"above": "" if owned or client is None else "yes"},
    )


def _says(scene: Scene, signal: Signal, user_id: int) -> str:
    """A sentence that is as true tomorrow, with the client's name filled in for each reader."""
    if since := signal.detail.get("since"):
        about = f"[account:{signal.account_id}]" if signal.account_id else "No client"
        day = scene.moment(datetime.fromisoformat(since), user_id)
        return f"{about}: nothing said about [deal:{signal.deal_id}] since {day}."
    client = scene.clients.get(signal.account_id or 0)
    return signal.says.replace(client.name, f"[account:{client.id}]", 1) if client else signal.says


def _moment(signal: Signal) -> datetime:
    happened = signal.detail.get("since") or signal.detail.get("happened_at")
    return datetime.fromisoformat(happened) if happened else signal.noticed_at


def _deal(scene: Scene, signal: Signal) -> Iterator[Evidence]:
    """Of a silence: the deal is open, and nothing came since."""
    if "since" not in signal.detail or signal.deal_id is None:
        return
    deal = scene.session.get(Deal, signal.deal_id)
    if deal is None:
        return
    yield Evidence(f"deal:{deal.id}", f"[deal:{deal.id}] is open.", {"outcome": "open"})
    if deal.owner_id in signal.tell:
        yield Evidence(f"deal:{deal.id}", shows={"owner_id": deal.owner_id})
    last = scene.last(deal)
    if last is not None:
        owner = deal.owner_id or 0
        says = f"The last contact was on {scene.moment(last[1], owner)}."
        yield Evidence(f"interaction:{last[0]}", says, {"latest": deal.id})


def _interactions(scene: Scene, kind: NudgeKind, signal: Signal) -> Iterator[Evidence]:
    refs = [str(each).partition(":") for each in signal.evidence]
    ids = [int(number) for table, _, number in refs if table == "interaction" and number.isdecimal()]
    for place, row_id in enumerate(ids[:MOST_ROWS]):
        row = scene.session.get(Interaction, row_id)
        if row is None or row.tenant_id != scene.tenant_id:
            if place == 0:
                yield Evidence(f"interaction:{row_id}", "It is gone.", {"id": row_id})
            continue
        quote = str(signal.detail.get("quote") or "") if place == 0 else ""
        shows: dict[str, object] = {"quote": quote} if quoted(row, quote) else {"id": row.id}
        if place == 0:
            shows |= _noticed(signal.rule)
        yield Evidence(f"interaction:{row.id}", _line(row, quote), shows, must=place == 0)
        if place == 0 and kind.when.unanswered:
            yield Evidence(f"interaction:{row.id}", shows={"unanswered": True})


def _noticed(rule: str) -> dict[str, object]:
    """What the rule noticed, which a person may have corrected since."""
    terms = next((each.when for each in rules() if each.name == rule), None)
    if terms is None:
        return {}
    return ({"mood": terms.mood} if terms.mood else {}) | ({"intents": list(terms.intents)} if terms.intents else {})


def _line(row: Interaction, quote: str) -> str:
    said = " ".join((quote or row.subject or row.text).split())
    return f"“{said[:SAID]}{'…' if len(said) > SAID else ''}”" if said else f"A {row.kind.value}."


def _task(signal: Signal) -> Iterator[Evidence]:
    task = signal.detail.get("task")
    if isinstance(task, int):
        yield Evidence(f"task:{task}", shows={"done_at": None})
