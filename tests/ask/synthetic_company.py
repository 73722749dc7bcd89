"""A small made-up company with talk, moods and tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from crm.model import Account, Contact, Deal, Interaction, Role, Stage, Task, User
from crm.store import Store

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


@dataclass
class Company:
    manager: User
    tom: User
    jane: User


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=UTC)


def found(store: Store, tenant_id: int) -> Company:
    """Fills the record of a tenant."""
    with store.write() as session:
        base: dict[str, Any] = {"tenant_id": tenant_id, "created_at": NOW, "updated_at": NOW}
        manager = User(name="Maria Lopez", role=Role.MANAGER, email="maria@rep.example", **base)
        session.add(manager)
        session.flush()
        tom = User(name="Tom Berg", role=Role.REP, email="tom@rep.example", manager_id=manager.id, **base)
        jane = User(name="Jane Doe", role=Role.REP, email="jane@rep.example", manager_id=manager.id, **base)
        session.add_all([tom, jane])
        session.flush()
        reps = [tom, jane]
        accounts = [
            Account(
                name=name, industry=industry, country=country, employees=employees, owner_id=reps[place % 2].id, **base
            )
            for place, (name, industry, country, employees) in enumerate(
                [
                    ("Globex", "Energy", "US", 1200),
                    ("Initrode", "Software", "US", 80),
                    ("Umbrella Health", "Healthcare", "UK", 5000),
                    ("Hooli", "Software", "DE", 300),
                ]
            )
        ]
        session.add_all(accounts)
        session.flush()
        people = [
            ("Peter Gibbons", "CTO"),
            ("Bill Lumbergh", "VP Operations"),
            ("Alice Abernathy", "Head of IT"),
            ("Gavin Belson", "CEO"),
        ]
        contacts = [
            Contact(
                name=name,
                email=f"{name.split()[0].lower()}@client.example",
                phone=f"+1 555 010{place}",
                title=title,
                account_id=accounts[place].id,
                **base,
            )
            for place, (name, title) in enumerate(people)
        ]
        stages = [("Prospecting", "open"), ("Negotiation", "open"), ("Closed Won", "won"), ("Closed Lost", "lost")]
        session.add_all(
            Stage(tenant_id=tenant_id, name=name, position=place, outcome=outcome)
            for place, (name, outcome) in enumerate(stages)
        )
        session.add_all(contacts)
        deals = [
            ("Globex renewal", 0, 0, "Negotiation", "open", 60000, date(2026, 8, 1), date(2026, 11, 28)),
            ("Initrode rollout", 1, 1, "Prospecting", "open", 55000, date(2026, 9, 1), date(2026, 12, 15)),
            ("Umbrella pilot", 2, 0, "Closed Won", "won", 20000, date(2026, 7, 1), date(2026, 9, 10)),
            ("Hooli expansion", 3, 1, "Closed Lost", "lost", 90000, date(2026, 5, 1), date(2026, 8, 20)),
            ("Hooli starter", 3, 1, "Closed Won", "won", 12000, date(2025, 5, 1), date(2026, 10, 5)),
        ]
        session.add_all(
            Deal(
                name=name,
                account_id=accounts[a].id,
                owner_id=reps[r].id,
                stage=stage,
                outcome=outcome,
                amount=amount,
                opened_on=opened,
                close_date=closed,
                **base,
            )
            for name, a, r, stage, outcome, amount, opened, closed in deals
        )
        session.flush()
        peter = contacts[0].id
        talk = [
            (
                "email",
                0,
                at(7, 14),
                f"[person:{peter}] is very unhappy about the onboarding delays and pricing",
                "negative",
                -0.8,
                0,
            ),
            (
                "call",
                0,
                at(8, 3),
                "Angry call: the onboarding is still not done, write to <EMAIL_ADDRESS>",
                "negative",
                -0.9,
                0,
            ),
            ("email", 1, at(9, 2), "They complained about slow support", "negative", -0.5, 1),
            ("meeting", 2, at(9, 20), "Great meeting, they love the product", "positive", 0.9, 0),
            ("email", 3, at(10, 4), "Pricing is fine, happy with the roadmap", "positive", 0.6, 1),
            (
                "note",
                0,
                at(11, 15),
                f"Discussed the renewal and price with [person:{peter}], [user:{jane.id}] to follow up",
                "neutral",
                0.0,
                0,
            ),
            ("ticket", 1, at(5, 5), "Login broken", "negative", -0.4, 1),
        ]
        for place, (kind, a, when, text, mood, score, r) in enumerate(talk):
            session.add(
                Interaction(
                    source="mail",
                    external_id=f"i{place}",
                    kind=kind,
                    account_id=accounts[a].id,
                    user_id=reps[r].id,
                    occurred_at=when,
                    text=text,
                    mood=mood,
                    mood_score=score,
                    mood_source="model",
                    **base,
                )
            )
        tasks = [
            ("Send quote to Globex", date(2026, 11, 18), 0, 0, None),
            ("Call Bill", date(2026, 11, 23), 1, 1, None),
            ("Book demo", date(2026, 11, 21), 0, 2, None),
            ("Old thing", date(2026, 10, 1), 0, 0, NOW),
        ]
        session.add_all(
            Task(what=what, due_on=due, owner_id=reps[r].id, account_id=accounts[a].id, done_at=done, **base)
            for what, due, r, a, done in tasks
        )
        session.flush()
        return Company(manager, tom, jane)
