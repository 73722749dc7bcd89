"""Home, by role: a rep's day, a manager's week, an admin's strip; drawn from the record as it is now."""

import json
from datetime import timedelta

import pytest
from desk_kit import button
from sqlalchemy import select

from crm.capture import Captured
from crm.model import Account, Deal, Interaction, InteractionReading, Kind, Outcome, Role, Signal, Task, User


def people(office):
    with office.app.store.read() as session:
        return {user.name.split()[0].lower(): user for user in session.scalars(select(User))}


def account(office, name):
    with office.app.store.read() as session:
        return session.scalars(select(Account).where(Account.name == name)).one()


def opens(office, person):
    """Opens Home; returns it once it is drawn (anew)."""
    before = office.console.home(person)
    mark = before.hash if before else None
    office.console.open_home(person)

    def drawn():
        home = office.console.home(person)
        return home if home is not None and home.hash != mark else None

    return office.console.wait_for(drawn, timeout=90)


def shown(home):
    return json.dumps(home.blocks, ensure_ascii=False)


@pytest.fixture(scope="module")
def meeting(office):
    """Dana meets Acme in an hour; Globex, restricted to the manager, tomorrow."""
    app, now, who = office.app, office.app.clock.now(), people(office)
    tenant = app.tenants.home()
    soon = min(now + timedelta(hours=1), now.replace(hour=23, minute=59))
    with app.store.write() as session:
        app.capture.add(session, tenant, [
            Captured("calendar", "e1", Kind.MEETING, soon, text="Agenda: the renewal", subject="Renewal talk",
                     account_id=account(office, "Acme").id, user_id=who["dana"].id),
            Captured("calendar", "e2", Kind.MEETING, soon, text="secret", subject="Merger talk",
                     account_id=account(office, "Globex").id, user_id=who["dana"].id),
        ])  # fmt: skip
        talk = session.scalars(select(Interaction).where(Interaction.external_id == "m1")).one()
        reading = session.scalar(select(InteractionReading).where(InteractionReading.interaction_id == talk.id))
        if reading is None:
            reading = InteractionReading(tenant_id=tenant, interaction_id=talk.id, version=talk.version, read_at=now)
            session.add(reading)
        reading.summary = "The invoice is *wrong* again, says <@U1>."
    app.rights.restrict(tenant, "Globex", ["Morgan Hale"], by=None)
    yield
    app.rights.release(tenant, "Globex", by=None)


def test_a_rep_sees_their_day(office, meeting):
    told = shown(opens(office, "dana"))
    assert "send the contract" in told
    assert "Renewal talk" in told
    assert "1 open deal worth $80,000, in Negotiation" in told
    assert "Last email" in told
    assert "The invoice is" in told
    assert "<@U1>" not in told
    assert "Merger talk" not in told
    assert "Your team's week" not in told
    assert "How Rapport is" not in told


def test_later_puts_a_follow_up_off_and_done_ends_it(office):
    who, now = people(office), office.app.clock.now()
    with office.app.store.write() as session:
        task = Task(tenant_id=who["dana"].tenant_id, what="call about the pilot", due_on=now.date() - timedelta(days=2),
                    owner_id=who["dana"].id, created_at=now, updated_at=now)  # fmt: skip
        session.add(task)
    home = opens(office, "dana")
    assert "call about the pilot" in shown(home)
    office.console.press("dana", home.id, "task_later", str(task.id))
    office.console.wait_for(lambda: "call about the pilot" not in shown(office.console.home("dana")), timeout=60)
    assert "1 more" in shown(office.console.home("dana"))
    with office.app.store.read() as session:
        assert session.get_one(Task, task.id).due_on > now.date()
    with office.app.store.write() as session:
        session.get_one(Task, task.id).due_on = now.date()
    home = opens(office, "dana")
    office.console.press("dana", home.id, "task_done", str(task.id))
    office.console.wait_for(lambda: "call about the pilot" not in shown(office.console.home("dana")), timeout=60)


def test_anothers_follow_up_is_not_put_off(office):
    who, now = people(office), office.app.clock.now()
    with office.app.store.write() as session:
        task = Task(tenant_id=who["morgan"].tenant_id, what="mine", due_on=now.date(), owner_id=who["morgan"].id,
                    created_at=now, updated_at=now)  # fmt: skip
        session.add(task)
    home = opens(office, "dana")
    buttons = [each for block in home.blocks for each in block.get("elements", []) if "value" in each]
    values = [each["value"] for each in buttons if each["action_id"].startswith("task_")]
    assert values
    assert str(task.id) not in values
    with pytest.raises(Exception, match="belongs to somebody else"):
        office.app.agenda.postpone(who["dana"], task.id, now.date() + timedelta(days=1))


def test_a_manager_sees_the_teams_week_as_patterns(office):
    app, now, who = office.app, office.app.clock.now(), people(office)
    tenant, acme = app.tenants.home(), account(office, "Acme")
    with app.store.write() as session:
        stamp = {"tenant_id": tenant, "created_at": now, "updated_at": now}
        session.add(Deal(name="Late one", account_id=acme.id, owner_id=who["dana"].id, stage="Negotiation", amount=9000,
                         close_date=now.date() - timedelta(days=4), **stamp))  # fmt: skip
        session.add(Deal(name="Won one", account_id=acme.id, owner_id=who["dana"].id, stage="Won", amount=7000,
                         outcome=Outcome.WON, close_date=now.date(), **stamp))  # fmt: skip
        session.add(Signal(tenant_id=tenant, key="x", rule="anger", severity=3, account_id=acme.id, evidence=[],
                           says="Acme sounds angry.", detail={}, tell=[], noticed_at=now))  # fmt: skip
        app.capture.add(session, tenant, [
            Captured("log", "c1", Kind.CALL, now - timedelta(minutes=5), text="called", account_id=acme.id,
                     user_id=who["dana"].id),
        ])  # fmt: skip
    told = shown(opens(office, "morgan"))
    for sign in ("Your team's week", "calls 1", "won 1 worth $7,000", "Acme sounds angry.", "Late one (Acme), $9,000"):
        assert sign in told, sign
    assert "Person by person" not in told
    app.features.switch(tenant, "rankings", on=True, by=None)
    told = shown(opens(office, "morgan"))
    assert "Person by person" in told
    assert "Dana Reyes: 1 talks, 1 won" in told
    app.features.switch(tenant, "rankings", on=False, by=None)


def test_an_admin_sees_what_waits_and_opens_the_desk_from_there(office):
    home = opens(office, "ari")
    assert "How Rapport is" in shown(home)
    opener = button(home.blocks, "office_open", "desk")
    office.console.press("ari", home.id, opener["action_id"], opener["value"])
    view = office.console.wait_for(lambda: office.modals("ari")[-1:], timeout=90)[0]
    assert "Users and roles" in json.dumps(view.blocks)
    office.console.close_view("ari", view.id)


def test_home_is_fresh_each_time(office):
    who, now = people(office), office.app.clock.now()
    opens(office, "dana")
    with office.app.store.write() as session:
        session.add(Task(tenant_id=who["dana"].tenant_id, what="brand new", due_on=now.date(), owner_id=who["dana"].id,
                         created_at=now, updated_at=now))  # fmt: skip
    assert "brand new" in shown(opens(office, "dana"))


@pytest.mark.parametrize("person", ["tom", "nia"])
def test_outsiders_have_no_home(office, person):
    office.console.open_home(person)
    opens(office, "dana")  # what came before it is answered by then
    home = office.console.home(person)
    assert home is None or "I don't know you yet" in shown(home)
    assert (home is None) == (person == "tom")


def test_a_manager_without_a_team_is_told_so(office):
    app = office.app
    lone = app.staff.add(app.tenants.home(), "lone@northwind.example", role="manager", by=None)
    week = app.weeks.of(lone, app.clock.now())
    assert week.people == 0
    assert lone.role is Role.MANAGER
