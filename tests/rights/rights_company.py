"""Two companies whose rows all carry words that stand nowhere else, and who may see which."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from crm.clock import FixedClock
from crm.model import (
    Account,
    Circle,
    CircleMember,
    Contact,
    Deal,
    Field,
    Interaction,
    Kind,
    Outcome,
    RelatedRecord,
    Role,
    Signal,
    Stage,
    StageChange,
    Task,
    Tenant,
    User,
)
from crm.store import Store

SYLLABLES = ("zor", "quib", "vex", "mard", "plun", "tresk", "wob", "gliff", "narv", "drosk", "yelt", "krumb")
MANY = ("ax", "ell", "orn", "ipp", "udd", "ask", "irl", "omb")
ENDS = ("dyne", "mont", "lby", "wick", "strand", "gate", "holm", "ferry")


def words():
    """Words of no language, the same in every run, none a part of another."""
    for a, b, c in itertools.product(SYLLABLES, MANY, ENDS):
        yield f"{a}{b}{c}".capitalize()


@dataclass
class Client:
    """One account with everything that may hang on one; `words` are those that give it away."""

    id: int
    name: str
    seers: set[str]
    words: list[str] = field(default_factory=list)
    interactions: list[int] = field(default_factory=list)
    task: int = 0


@dataclass
class Team:
    """One tenant: users by what they are called here, clients, and the words of what is kept to some."""

    tenant_id: int
    users: dict[str, User]
    clients: dict[str, Client]
    secrets: dict[str, set[str]]  # word: who may see it

    def forbidden(self, who: str | None) -> set[str]:
        """The words that must not reach somebody; None is a stranger."""
        return {word for word, seers in self.secrets.items() if who not in seers}


# who: role, team, manager
PEOPLE = {
    "admin": (Role.ADMIN, None, None),
    "chief": (Role.MANAGER, None, None),
    "north": (Role.MANAGER, "North", "chief"),
    "south": (Role.MANAGER, "South", "chief"),
    "rep": (Role.REP, "North", "north"),
    "mate": (Role.REP, "North", "north"),
    "other": (Role.REP, "South", "south"),
}
OWNERS = {"north-a": "rep", "north-b": "mate", "south-a": "other", "nobody": None, "vault": "mate"}
ABOVE = {"rep": {"north", "chief"}, "mate": {"north", "chief"}, "other": {"south", "chief"}, None: set()}
MATES = {"rep": {"mate", "north"}, "mate": {"rep", "north"}, "other": {"south"}, None: set()}


def seers(access: str, client: str) -> set[str]:
    """Who may see a client by the rules as written down; told here once more, not taken from the code."""
    if client == "vault":
        return {"admin", "mate"}
    owner = OWNERS[client]
    if access == "everyone":
        return set(PEOPLE)
    found = {"admin", *ABOVE[owner], *({owner} if owner else set())}
    return found | MATES[owner] if access == "team" else found


def found(store: Store, clock: FixedClock, name: str, access: str, fresh: Any) -> Team:
    """A tenant of this name, with its clients."""
    now = clock.now()
    with store.write() as session:
        settings = {"rights": {"accounts": access, "fields": {"account.annual_revenue": "manager"}}}
        tenant = Tenant(name=name, created_at=now, settings=settings, slack_team_id=f"T{name}")
        session.add(tenant)
        session.flush()
        stamp = {"tenant_id": tenant.id, "created_at": now, "updated_at": now}
        users = _users(session, stamp, name)
        for place, (stage, outcome) in enumerate((("Talks", "open"), ("Won", "won"), ("Lost", "lost"))):
            session.add(Stage(tenant_id=tenant.id, name=stage, position=place, outcome=Outcome(outcome)))
        clients = {each: _client(session, stamp, users, called=each, access=access, fresh=fresh) for each in OWNERS}
        circle = _circle(session, tenant.id, f"account:{clients['vault'].id}", users["mate"])
        session.get_one(Account, clients["vault"].id).circle_id = circle
        secrets = {word: each.seers for each in clients.values() for word in each.words}
        secrets |= _private(session, stamp, users, clients["north-a"], fresh)
        _fields(session, tenant.id, clients)
        secrets |= {
            f"{each.id * 1_000_003}": each.seers & {"admin", "chief", "north", "south"} for each in clients.values()
        }
    return Team(tenant.id, users, clients, secrets)


def _users(session, stamp, name):
    users: dict[str, User] = {}
    for who, (role, team, above) in PEOPLE.items():
        users[who] = User(
            name=f"{who.capitalize()} {name}",
            email=f"{who}@{name.lower()}.example",
            role=role,
            team=team,
            manager_id=users[above].id if above else None,
            slack_id=f"U{who}{name}",
            **stamp,
        )
        session.add(users[who])
        session.flush()
    return users


def _client(session, stamp, users, *, called, access, fresh):
    now, today = stamp["created_at"], stamp["created_at"].date()
    company, person, deal, trade, code, plan, spoken, todo, seen = (next(fresh) for _ in range(9))
    owner = users[OWNERS[called]].id if OWNERS[called] else None
    account = Account(
        name=company, industry=trade, owner_id=owner, employees=10, attributes={"codename": code}, **stamp
    )
    session.add(account)
    session.flush()
    account.annual_revenue = account.id * 1_000_003
    contact = Contact(name=f"Jo {person}", email=f"jo@{company.lower()}.example", account_id=account.id, **stamp)
    sold = Deal(name=f"{deal} order", account_id=account.id, stage="Talks", amount=5000, owner_id=owner,
                opened_on=today - timedelta(days=50), close_date=today + timedelta(days=9), **stamp)  # fmt: skip
    won = Deal(name=f"{deal} start", account_id=account.id, stage="Won", outcome=Outcome.WON, amount=700, owner_id=owner,
               opened_on=today - timedelta(days=90), close_date=today - timedelta(days=30), **stamp)  # fmt: skip
    session.add_all([contact, sold, won])
    session.flush()
    session.add(StageChange(tenant_id=stamp["tenant_id"], deal_id=won.id, from_stage="Talks", to_stage="Won",
                            changed_at=now - timedelta(days=30), changed_by=owner))  # fmt: skip
    talks = [
        Interaction(
            source="mail", kind=Kind.EMAIL, direction="in", sender_id=contact.id, account_id=account.id if linked else None,
            occurred_at=now - timedelta(days=days), subject=f"About {spoken}", contacts=[contact], mood=mood,
            text=f"[person:{contact.id}] is upset about the {spoken} invoice and will cancel.", mood_score=-0.8, **stamp,
        )
        for days, linked, mood in ((5, True, "negative"), (20, False, "negative"))
    ]  # fmt: skip
    task = Task(what=f"call about {todo}", due_on=today, owner_id=owner, account_id=account.id, **stamp)
    record = RelatedRecord(tenant_id=stamp["tenant_id"], kind="subscription", account_id=account.id, occurred_at=now,
                           external_id=f"sub_{account.id}x", attributes={"plan": plan})  # fmt: skip
    session.add_all([*talks, task, record])
    session.flush()
    session.add(
        Signal(
            tenant_id=stamp["tenant_id"], key=f"upset:{talks[0].id}", rule="anger", severity=3, account_id=account.id,
            evidence=[f"interaction:{talks[0].id}"], says=f"{company} is upset about {seen}",
            detail={"quote": f"the {spoken} invoice"}, tell=[each.id for each in users.values()],
            noticed_at=now,
        )
    )  # fmt: skip
    said = [company, person, deal, trade, code, plan, spoken, todo, seen]
    return Client(account.id, company, seers(access, called), said, [each.id for each in talks], task.id)


def _circle(session, tenant_id, key, user):
    circle = Circle(tenant_id=tenant_id, key=key)
    session.add(circle)
    session.flush()
    session.add(CircleMember(tenant_id=tenant_id, circle_id=circle.id, user_id=user.id))
    return circle.id


def _private(session, stamp, users, client, fresh):
    """A private talk on a client that others see, kept to its owner; with a follow-up and a signal."""
    word, todo, seen = next(fresh), next(fresh), next(fresh)
    circle = _circle(session, stamp["tenant_id"], "slack:private", users["rep"])
    talk = Interaction(
        source="slack", kind=Kind.MESSAGE, account_id=client.id, occurred_at=stamp["created_at"] - timedelta(days=2),
        text=f"Between us: the {word} invoice makes them angry.", mood="negative", mood_score=-0.9, circle_id=circle,
        **stamp,
    )  # fmt: skip
    session.add(talk)
    session.flush()
    client.interactions.append(talk.id)
    session.add(Task(what=f"settle {todo}", due_on=stamp["created_at"].date(), account_id=client.id, interaction_id=talk.id,
                     owner_id=users["mate"].id, **stamp))  # fmt: skip
    session.add(
        Signal(
            tenant_id=stamp["tenant_id"], key="private", rule="anger", severity=3, account_id=client.id, circle_id=circle,
            evidence=[f"interaction:{talk.id}"], says=f"They are upset about {seen}", detail={"quote": word},
            tell=[each.id for each in users.values()], noticed_at=stamp["created_at"],
        )
    )  # fmt: skip
    return {each: {"admin", "rep"} for each in (word, todo, seen)}


def _fields(session, tenant_id, clients):
    """What an import would have observed: distinct values included, whoever's they are."""
    import json

    trades = json.dumps([each.words[3] for each in clients.values()])
    codes = json.dumps([each.words[4] for each in clients.values()])
    plans = json.dumps([each.words[5] for each in clients.values()])
    for entity, key, values, core in (
        ("account", "industry", trades, True),
        ("account", "codename", codes, False),
        ("subscription", "plan", plans, False),
    ):
        session.add(
            Field(tenant_id=tenant_id, entity=entity, key=key, label=key, type="category", core=core, values=values)
        )


def day_of(clock: FixedClock) -> date:
    return clock.now().date()
