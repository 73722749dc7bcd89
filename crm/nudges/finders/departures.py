"""People a client's business hangs on who leave: heard in what was said, or read off their title."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import func, or_, select

from crm.model import Contact, Deal, Interaction
from crm.nudges.facts import contacts_since
from crm.nudges.kind import NudgeKind
from crm.nudges.lexicon import listed, pattern
from crm.nudges.nudge import Candidate, Evidence
from crm.nudges.scene import Scene
from crm.placeholders import PERSON
from crm.reading.sentences import sentences

MOST = 500  # interactions that sound like it
TALKS = 3  # interactions that make somebody one who is counted on
SAID = 240


def departures(scene: Scene, kind: NudgeKind) -> Iterator[Candidate]:
    """Takes `lately` (days in which it was said) and `deep` (days in which somebody was counted on)."""
    told: set[int] = set()
    for row in _heard(scene, kind):
        for contact, sentence in _leaving(scene, row):
            if contact.id not in told and (found := _candidate(scene, kind, contact, row, sentence)):
                told.add(contact.id)
                yield found
    for contact in _titled(scene):
        if contact.id not in told and (found := _candidate(scene, kind, contact, None, "")):
            yield found


def _heard(scene: Scene, kind: NudgeKind) -> list[Interaction]:
    text = func.lower(Interaction.text)
    stems = [text.contains(stem, autoescape=True) for stem in listed("departure", "stems")]
    query = select(Interaction).where(
        Interaction.tenant_id == scene.tenant_id,
        Interaction.occurred_at.between(scene.now - timedelta(days=kind.when.lately), scene.now),
        Interaction.account_id.is_not(None),
        or_(Interaction.direction.is_(None), Interaction.direction != "out"),
        or_(*stems),
    )
    return list(scene.session.scalars(query.order_by(Interaction.occurred_at.desc()).limit(MOST)))


def _leaving(scene: Scene, row: Interaction) -> Iterator[tuple[Contact, str]]:
    """Who of the client's people leaves, and the sentence that says so: whoever it names, or whoever says it."""
    own = {each.id: each for each in row.contacts}
    for sentence in sentences(row.text):
        plain = sentence.replace("’", "'")
        if not pattern("departure", "says").search(plain) or pattern("departure", "never").search(plain):
            continue
        named = [int(number) for sort, number in PERSON.findall(sentence) if sort == "person"]
        if len(named) == 1:
            contact = own.get(named[0]) or scene.session.get(Contact, named[0])
        elif not named and len(own) == 1 and row.direction == "in" and pattern("departure", "first").search(plain):
            contact = next(iter(own.values()))
        else:
            continue
        if contact is not None and contact.tenant_id == scene.tenant_id and contact.account_id == row.account_id:
            yield contact, sentence


def _titled(scene: Scene) -> list[Contact]:
    """Contacts of open deals whose title says that they are gone."""
    ids = {deal.contact_id for deal in scene.open_deals if deal.contact_id}
    if not ids:
        return []
    query = select(Contact).where(Contact.tenant_id == scene.tenant_id, Contact.title.is_not(None))
    titled = scene.session.scalars(query.order_by(Contact.id))
    return [each for each in titled if each.id in ids and pattern("departure", "titles").search(each.title or "")]


def _candidate(
    scene: Scene, kind: NudgeKind, contact: Contact, row: Interaction | None, sentence: str
) -> Candidate | None:
    user = scene.owner(contact.account_id)
    role = _role(scene, kind, contact)
    if user is None or role is None:
        return None
    who = f"[person:{contact.id}]"
    if row is not None:
        quote = sentence[:SAID]
        heard = Evidence(f"interaction:{row.id}", f"“{quote}”", {"quote": quote})
    else:
        heard = Evidence(f"contact:{contact.id}", f"{who} has a title that says so.", {"titled_gone": True})
    lines = [heard, role]
    if scene.clients[contact.account_id or 0].owner_id == user:
        lines.append(Evidence(f"account:{contact.account_id}", shows={"owner_id": user}))
    return Candidate(
        kind.name,
        user,
        f"contact:{contact.id}",
        row.occurred_at if row is not None else contact.updated_at,
        f"{who}, whom you count on at [account:{contact.account_id}], seems to be leaving.",
        tuple(lines),
        account_id=contact.account_id,
        contact_id=contact.id,
        deal_id=role.shows["counted_on"].get("deal_id"),
        interaction_id=row.id if row is not None else None,
        circle_id=row.circle_id if row is not None else None,
    )


def _role(scene: Scene, kind: NudgeKind, contact: Contact) -> Evidence | None:
    """Why somebody is counted on; None where they are not."""
    who = f"[person:{contact.id}]"
    deal: Deal | None = next((each for each in scene.open_deals if each.contact_id == contact.id), None)
    if deal is not None:
        shows = {"counted_on": {"deal_id": deal.id}, "account_id": contact.account_id}
        return Evidence(f"contact:{contact.id}", f"{who} is the contact of [deal:{deal.id}], which is open.", shows)
    since = scene.now - timedelta(days=kind.when.deep)
    talks = contacts_since(scene.session, contact.id, since)
    if talks < TALKS:
        return None
    told: dict[str, object] = {"since": since.isoformat(), "talks": talks}
    return Evidence(f"contact:{contact.id}", f"{who} took part {talks} times in half a year.", {"counted_on": told})
