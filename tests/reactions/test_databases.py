"""The same on each database."""

from __future__ import annotations

from datetime import timedelta

from reading_kit import add, company
from sqlalchemy import select

from crm.model import Deal, Interaction, Kind, Signal, Task, User
from crm.reactions.reactions import Reactions
from crm.reactions.silence import Silence
from crm.reactions.telling import Telling
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
    telling = Telling(store, clock)
    due = telling.due(tenant_id)
    assert [(each.user.id, [line.rule for line in each.lines]) for each in due] == [
        (ids["dana"], ["escalation", "pricing-visits", "ask"]), (ids["morgan"], ["escalation"])
    ]  # fmt: skip
    for each in due:
        telling.told(each.signal_ids, each.user.id)
    assert telling.due(tenant_id) == []
    Corrections(store, clock, PresidioRedactor(store)).correct(tenant_id, mail, "account", "globex", None)
    with store.read() as session:
        assert session.get_one(Interaction, mail).account_id == ids["globex"]
        assert [task.due_on.isoformat() for task in session.scalars(select(Task))] == ["2026-11-27"]
        assert {each.rule: bool(each.told_at) for each in session.scalars(select(Signal))} == {
            "escalation": True, "pricing-visits": True, "ask": True, "silence": False
        }  # fmt: skip
    assert {each.rule.name: each.count for each in reactions.listed(tenant_id)}["ask"] == 1
