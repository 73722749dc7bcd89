"""One client: how they stand before a call, when anybody last spoke with them, and who of theirs is meant by a role."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from crm.ask.answer import Citation
from crm.ask.assisting.asked import titles_of
from crm.ask.assisting.heard import OPEN, _asked, _promised, _quoted
from crm.ask.assisting.scene import Scene, many, moment
from crm.ask.rows.listing import interactions_table
from crm.ask.rows.table import Table
from crm.ask.telling.citing import cite
from crm.ask.telling.figures import day, money, names
from crm.ask.telling.timeline import timeline
from crm.errors import RejectedError
from crm.model import (
    Account,
    Contact,
    Deal,
    Interaction,
    InteractionReading,
    Kind,
    Outcome,
    Task,
    User,
    interaction_contacts,
)

FELT = 8  # talks whose mood is told
LATELY = timedelta(days=30)
DEALS = 3
GUESS = 365  # days of talks that a guess is made from
SHUT = frozenset({"closed", "resolved", "solved", "done", "completed"})


def brief(scene: Scene) -> tuple[Table, list[Citation]]:
    """Owner, open deals, the last talk, moods, what was asked and promised, what is next; below it what happened."""
    account = scene.account
    table, cited = timeline(scene.session, scene.plan, scene.vocabulary, scene.today)
    talks = scene.talks(Interaction.account_id == account.id, most=FELT)
    since = scene.now - timedelta(days=OPEN)
    at = Interaction.account_id == account.id
    asked = list(_asked(scene, at, since=since, until=None))[:1]
    promised = list(_promised(scene, at, since=since, until=None))[:1]
    said = [
        _person(scene), _account(scene, account), _deals(scene, account), _last(scene, talks), _moods(talks),
        f"Last asked of us: {_quoted(scene, asked)}." if asked else "",
        f"Last promised: {_quoted(scene, promised)}." if promised else "",
        _next(scene, account), _tickets(scene, account),
    ]  # fmt: skip
    table.says = " ".join(part for part in said if part)
    return table, cited


def last(scene: Scene) -> tuple[Table, list[Citation]]:
    """The newest talk: of whoever asks, else of anybody, with what it was about."""
    user = scene.asker
    who = scene.contact
    ids = [each.id for each in scene.accounts]
    at = Interaction.contacts.any(Contact.id == who.id) if who is not None else Interaction.account_id.in_(ids or [-1])
    named = who.name if who is not None else names([each.name for each in scene.accounts])
    own = scene.talks(at, Interaction.user_id == user.id, most=1) if user is not None else []
    anybody = scene.talks(at, most=1)
    found = own or anybody
    if not found:
        return Table(
            ["occurred at", "kind", "account", "what", "mood"], [], says=f"Nobody has spoken with {named} so far."
        ), []
    lead = "Your last contact" if own else "The last contact"
    said = f"{lead} with {named}: {_told(scene, found[0])}"
    if user is not None and not own:
        said = f"You yourself have no contact with {named} in the record. The last by anybody: {_told(scene, found[0])}"
    elif own and anybody and anybody[0].id != own[0].id and anybody[0].occurred_at > own[0].occurred_at:
        said += f" Since then: {_told(scene, anybody[0])}"
        found = [*own, anybody[0]]
    table = interactions_table(scene.session, scene.tenant, found)
    table.says = said
    return table, cite(scene.session, scene.tenant, found)


def role(scene: Scene) -> tuple[Table, list[Citation]]:
    """Those whose title says the role; else that nobody is called so, and for whom the record speaks."""
    account, wanted = scene.account, scene.plan.about or ""
    query = select(Contact).where(Contact.tenant_id == scene.tenant, Contact.account_id == account.id)
    people = list(scene.session.scalars(query.order_by(Contact.name)))
    stems = [wanted, *titles_of(wanted)]
    fits = [each for each in people if any(_holds(each.title or "", stem) for stem in stems)]
    heard = _heard(scene, people)
    if fits:
        said = f"By title: {names([_with_title(each) for each in fits])} at {account.name}."
        if not any(wanted in (each.title or "").casefold() for each in fits):
            nearest = names([_with_title(each) for each in fits])
            said = f"Nobody at {account.name} is recorded as {wanted}. Nearest by title: {nearest}."
    elif titles_of(wanted) or not people:
        told = names([_with_title(each) for each in people])
        known = f"Its contacts: {told}." if people else "The record knows no contact there."
        raise RejectedError(f"Nobody at {account.name} is recorded as {wanted}. {known}")
    else:
        said = f"Nobody at {account.name} is recorded as {wanted}. {_guess(people, heard)}"
        if scene.plan.columns:
            raise RejectedError(said)  # nobody's address is told for somebody else's
    shown = fits or sorted(people, key=lambda each: _warmth(heard[each.id]), reverse=True)
    columns = ["name", "job title", "phone", "email", "talks in a year", "of those glad"]
    rows = [[each.name, each.title, *_addresses(scene, each), *heard[each.id]] for each in shown]
    phone = [f"{each.name}: {each.phone}" for each in fits if each.phone and "contact.phone" in scene.vocabulary.fields]
    said += f" {'; '.join(phone)}." if phone else ""
    return Table(columns, rows, len(rows), [each.id for each in shown], says=said), []


def _person(scene: Scene) -> str:
    who = scene.contact
    if who is None:
        return ""
    return (
        f"{who.name} is {who.title} at {scene.account.name}."
        if who.title
        else f"{who.name} is at {scene.account.name}."
    )


def _account(scene: Scene, account: Account) -> str:
    known = ", ".join(part for part in (account.industry, account.country) if part)
    owner = scene.session.get(User, account.owner_id) if account.owner_id else None
    return f"{account.name}{f' ({known})' if known else ''} {f'is owned by {owner.name}' if owner else 'has no owner'}."


def _deals(scene: Scene, account: Account) -> str:
    if not scene.vocabulary.has_deals:
        return ""
    query = select(Deal).where(
        Deal.tenant_id == scene.tenant, Deal.account_id == account.id, Deal.outcome == Outcome.OPEN
    )
    found = list(scene.session.scalars(query.order_by(Deal.amount.desc(), Deal.id)))
    if not found:
        return "No open deal."
    told = [f"{each.name} ({', '.join(_of_deal(scene, each))})" for each in found[:DEALS]]
    more = f" and {len(found) - DEALS} more" if len(found) > DEALS else ""
    return f"{many(len(found), 'open deal')}: {'; '.join(told)}{more}."


def _of_deal(scene: Scene, deal: Deal) -> list[str]:
    shown = deal.amount is not None and "deal.amount" in scene.vocabulary.fields
    amount = money(float(deal.amount or 0), scene.vocabulary) if shown else ""
    closes = f"to close {day(deal.close_date.isoformat())}" if deal.close_date else ""
    return [part for part in (deal.stage or "", amount, closes) if part]


def _last(scene: Scene, talks: list[Interaction]) -> str:
    return f"Last contact: {_told(scene, talks[0])}" if talks else "Nobody has spoken with them so far."


def _told(scene: Scene, talk: Interaction) -> str:
    """`call by Noah Adeyemi with Jane Holloway on 20 November 2026: “…”`."""
    query = select(InteractionReading.summary).where(InteractionReading.interaction_id == talk.id)
    summary = scene.session.scalar(query) or talk.subject or talk.text
    said = scene.shown([" ".join(summary.split()).rstrip(" .")])[0]
    by = f" by {talk.user.name}" if talk.user else ""
    people = f" with {names([each.name for each in talk.contacts])}" if talk.contacts else ""
    return f"{talk.kind.value}{by}{people} on {moment(talk.occurred_at)}: “{said}”."


def _moods(talks: list[Interaction]) -> str:
    felt = Counter(each.mood for each in talks if each.mood)
    if not felt:
        return ""
    told = [f"{count} {mood}" for mood, count in felt.most_common()]
    return f"Mood of the last {many(len(talks), 'talk')}: {names(told)}."


def _next(scene: Scene, account: Account) -> str:
    """The next meeting, and the open follow-ups."""
    planned = select(Interaction).where(
        Interaction.tenant_id == scene.tenant, Interaction.account_id == account.id, Interaction.kind == Kind.MEETING,
        Interaction.occurred_at > scene.now,
    )  # fmt: skip
    meeting = scene.session.scalar(planned.order_by(Interaction.occurred_at).limit(1))
    query = select(Task).where(Task.tenant_id == scene.tenant, Task.account_id == account.id, Task.done_at.is_(None))
    tasks = list(scene.session.scalars(query.order_by(Task.due_on.is_(None), Task.due_on, Task.id)))
    told = [f"Next meeting on {moment(meeting.occurred_at)}."] if meeting else []
    if tasks:
        what = scene.shown([tasks[0].what.rstrip(" .")])[0]
        due = f", due {moment_of(tasks[0])}" if tasks[0].due_on else ""
        told.append(f"{many(len(tasks), 'open follow-up')}, first “{what}”{due}.")
    return " ".join(told or ["No open follow-up and no meeting ahead."])


def moment_of(task: Task) -> str:
    return day(task.due_on.isoformat()) if task.due_on else "no date"


def _tickets(scene: Scene, account: Account) -> str:
    """Tickets that are open, where the record knows their state; else those of the last thirty days."""
    query = select(Interaction.attributes, Interaction.occurred_at).where(
        Interaction.tenant_id == scene.tenant, Interaction.account_id == account.id, Interaction.kind == Kind.TICKET
    )
    found = scene.session.execute(query).all()
    states = [str(row.attributes.get("status")).casefold() for row in found if row.attributes.get("status")]
    if states:
        return f"{many(sum(1 for each in states if each not in SHUT), 'open ticket')}."
    fresh = sum(1 for row in found if row.occurred_at > scene.now - LATELY)
    return f"{many(fresh, 'ticket')} in the last 30 days." if fresh else ""


def _holds(title: str, stem: str) -> bool:
    """Whether one of a title's words begins with the stem: short ones are whole words."""
    low = f" {title.casefold()} "
    return f" {stem} " in low if len(stem) < 5 else f" {stem}" in low


def _with_title(contact: Contact) -> str:
    return f"{contact.name} ({contact.title})" if contact.title else contact.name


def _addresses(scene: Scene, contact: Contact) -> list[str | None]:
    fields = scene.vocabulary.fields
    return [contact.phone if "contact.phone" in fields else None, contact.email if "contact.email" in fields else None]


def _heard(scene: Scene, people: list[Contact]) -> dict[int, tuple[int, int]]:
    """By contact: the talks of a year, and those in a good mood."""
    links = interaction_contacts.c
    glad = func.sum(func.coalesce(Interaction.mood == "positive", False))
    query: Any = (
        select(links.contact_id, func.count(Interaction.id), glad)
        .join(Interaction, Interaction.id == links.interaction_id)
        .where(
            Interaction.tenant_id == scene.tenant, links.contact_id.in_([each.id for each in people] or [-1]),
            Interaction.occurred_at > scene.now - timedelta(days=GUESS), Interaction.occurred_at <= scene.now,
        )
        .group_by(links.contact_id)
    )  # fmt: skip
    found = {row[0]: (int(row[1]), int(row[2] or 0)) for row in scene.session.execute(query)}
    return {each.id: found.get(each.id, (0, 0)) for each in people}


def _warmth(heard: tuple[int, int]) -> tuple[int, int]:
    return heard[0] + heard[1], heard[1]


def _guess(people: list[Contact], heard: dict[int, tuple[int, int]]) -> str:
    """Whom the talks speak for, where no title can; else everybody there is."""
    best = max(people, key=lambda each: _warmth(heard[each.id]))
    talks, glad = heard[best.id]
    if not talks:
        return f"Its contacts: {names([_with_title(each) for each in people])}."
    return f"A guess: {_with_title(best)}, with most talks in the last year ({talks}, {glad} of them glad)."
