"""The same on each database."""

from __future__ import annotations

from datetime import timedelta

from reading_kit import add, company
from sqlalchemy import select

from crm.model import Deal, Interaction, Kind, Signal, Task, User
from crm.nudges.nudges import Nudges
from crm.reactions.reactions import Reactions
from crm.reactions.silence import Silence
from crm.reactions.told import note_told
from crm.reading.corrections import Corrections
from crm.reading.readings import Readings
from privacy.redactor import PresidioRedactor


def test_noticed_told_corrected_and_silent(any_store, any_tenant_id, clock):
    store, tenant_id = any_store, any_tenant_id
    ids = company(store, tenant_id, clock)
    reactions = Reactions(store, clock)
    readings = Readings(store, clock, react=reactions.notice)
    client = {"account_id": ids["acme"], "contacts": [ids["jane"]], "user_id": ids["dana"]}
    mail = add(store, tenant_id, clock, "I want to speak to your manager. Could you send the contract by Friday?",
               kind=Kind.EMAIL, direction="in", **client)  # fmt: skip
    for _ in range(3):
        add(store, tenant_id, clock, "Page seen.", attributes={"activity": "page_view", "page": "/pricing"}, **client)
    at = {"tenant_id": tenant_id, "created_at": clock.now(), "updated_at": clock.now()}
    with store.write() as session:
        for name in ("dana", "morgan"):
            session.get_one(User, ids[name]).email = f"{name}@northwind.example"
        session.add(
            Deal(name="Globex pilot", account_id=ids["globex"], opened_on=clock.now().date() - timedelta(days=30), **at)
        )
    assert readings.waits() == [tenant_id]
    while readings.run_once(tenant_id):
        pass
    assert readings.waits() == []
    assert Silence(store, clock).sweep() == 1
    nudges = Nudges(store, clock, PresidioRedactor(store))
    assert nudges.gather(tenant_id) == 4
    assert nudges.gather(tenant_id) == 0
    with store.read() as session:
        people = {name: session.get_one(User, ids[name]) for name in ("dana", "morgan")}
    waiting = {name: nudges.waiting(tenant_id, user) for name, user in people.items()}
    assert {name: [each.kind for each in found] for name, found in waiting.items()} == {
        "dana": ["unhappy", "expansion", "noted"], "morgan": ["unhappy"]
    }  # fmt: skip
    with store.write() as session:
        signals = session.scalars(select(Signal).where(Signal.rule == "escalation")).one()
        note_told(session, [signals.id], ids["dana"], clock.now())
        assert signals.told_at is None
        note_told(session, [signals.id], ids["morgan"], clock.now())
        assert signals.told_at == clock.now()
    Corrections(store, clock, PresidioRedactor(store)).correct(tenant_id, mail, "account", "globex", None)
    with store.read() as session:
        assert session.get_one(Interaction, mail).account_id == ids["globex"]
        assert [task.due_on.isoformat() for task in session.scalars(select(Task))] == ["2026-11-27"]
        assert {each.rule: bool(each.told_at) for each in session.scalars(select(Signal))} == {
            "escalation": True, "pricing-visits": False, "ask": False, "silence": False
        }  # fmt: skip
    assert {each.rule.name: each.count for each in reactions.listed(tenant_id)}["ask"] == 1
