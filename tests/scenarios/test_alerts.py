"""Something happens at a client: its owner is told in a direct message what to do, and can say that it was heard wrong."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from crm.capture import Captured
from crm.errors import RejectedError
from crm.model import Account, Contact, Interaction, Kind, Signal, User


def happens(team, text, client="Acme", **fields):
    """A mail of the client's comes in, now."""
    with team.app.store.write() as session:
        account = session.scalars(select(Account).where(Account.name == client)).one()
        contact = session.scalars(select(Contact.id).where(Contact.account_id == account.id)).first()
        count = len(session.scalars(select(Interaction.id)).all())
        mail = {"direction": "in", "account_id": account.id, "contact_ids": [contact] if contact else [],
                "url": f"https://mail.example/{count}"}  # fmt: skip
        kept = Captured("mail", f"now{count}", Kind.EMAIL, team.app.clock.now(), text=text, **{**mail, **fields})
        (row,) = team.app.capture.add(session, account.tenant_id, [kept])
    team.app.jobs.enqueue_index(row.tenant_id)
    return row.id


def told(team, person, *words):
    """The direct messages of Rapport's own to somebody that hold the words."""
    found = [m for m in team.console.messages("dm", person=person) if m.bot]
    return [m for m in found if all(word in json.dumps(m.blocks, ensure_ascii=False) for word in words)]


def signals(team):
    with team.app.store.read() as session:
        return {each.rule: each for each in session.scalars(select(Signal).order_by(Signal.id))}


def who(team, name):
    with team.app.store.read() as session:
        return session.scalars(select(User).where(User.name == name)).one()


@pytest.fixture(scope="module")
def upset(team):
    """Acme complains; of its people at our end only an admin has met Rapport in Slack."""
    team.console.open_home("ari")
    team.console.wait_for(lambda: team.console.home("ari"), timeout=20)
    text = "This is the third time the invoice is wrong, I want to speak to your manager. <!channel> Please call me."
    row = happens(team, text)
    for person in ("dana", "morgan"):
        team.console.wait_for(lambda who=person: told(team, who, "Acme wants this escalated"), timeout=40)
    return row


def test_owner_and_manager_hear_what_and_why_with_a_link(team, upset):
    for person in ("dana", "morgan"):
        (message,) = told(team, person, "Acme wants this escalated")
        drawn = json.dumps(message.blocks, ensure_ascii=False)
        assert "speak to your manager" in drawn
        assert "https://mail.example/" in drawn
        assert "Open deals: Acme renewal" in drawn
        assert "<!channel>" not in drawn
    assert told(team, "ari") == []
    assert told(team, "tom") == []


def test_it_is_told_once_and_marked(team, upset):
    team.console.wait_for(lambda: signals(team)["escalation"].told_at, timeout=20)
    tenant = team.app.tenants.home()
    team.app.jobs.enqueue_nudges(tenant)
    team.app.jobs.enqueue_round(tenant)
    team.app.nudge_rounds.run(tenant)
    team.console.wait_for(lambda: team.app.jobs.waiting() == 0, timeout=30)
    assert len(told(team, "dana", "escalated")) == 1


def test_what_else_happens_at_that_client_today_is_kept_without_another_message(team, upset):
    happens(team, "By the way, we need 20 more seats.")
    team.console.wait_for(lambda: "expansion" in signals(team), timeout=30)
    team.console.wait_for(lambda: team.app.jobs.waiting() == 0, timeout=30)
    assert told(team, "dana", "shows interest") == []
    assert signals(team)["expansion"].told_at is None


def test_another_client_is_another_message(team, upset):
    happens(team, "I want to speak to your manager.", client="Globex")
    team.console.wait_for(lambda: told(team, "morgan", "Globex wants this escalated"), timeout=40)
    assert told(team, "dana", "Globex") == []


def test_what_came_in_late_is_told_to_nobody(team, upset):
    with team.app.store.write() as session:
        account = session.scalars(select(Account).where(Account.name == "Globex")).one()
        old = Captured("mail", "old", Kind.EMAIL, team.app.clock.now() - timedelta(days=25),
                       text="We also got an offer from another vendor.", direction="in", account_id=account.id)  # fmt: skip
        team.app.capture.add(session, account.tenant_id, [old])
    team.app.jobs.enqueue_index(account.tenant_id)
    team.console.wait_for(lambda: "competitor" in signals(team), timeout=30)
    team.app.nudges.gather(account.tenant_id)
    assert "competitor" not in [
        each.kind for each in team.app.nudges.waiting(account.tenant_id, who(team, "Morgan Hale"))
    ]
    assert told(team, "morgan", "another vendor") == []


def test_a_wrong_mood_is_corrected_from_the_message(team, upset):
    (message,) = told(team, "dana", "Acme wants this escalated")
    button = next(e for b in message.blocks for e in b.get("elements", []) if e.get("action_id") == "nudge_wrong")
    team.console.press("dana", message.ts, "nudge_wrong", button["value"])
    view = team.console.wait_for(lambda: team.console.views("dana"), timeout=20)[-1]
    team.console.submit("dana", view.id, {"which": str(upset), "mood": "neutral", "account": "globex"})

    def kept():
        with team.app.store.read() as session:
            row = session.get_one(Interaction, upset)
            return row.mood == "neutral" and row.mood_source == "human" and row.account.name == "Globex"

    team.console.wait_for(kept, timeout=20)


def test_who_has_no_right_is_told_so_and_changes_nothing(team, upset):
    row = happens(team, "The weather is fine today.", client="Globex")
    with team.app.store.read() as session:
        dana = session.scalars(select(User).where(User.name == "Dana Reyes")).one()
    with pytest.raises(RejectedError):
        team.app.corrections.correct(dana.tenant_id, row, "mood", "negative", dana)


def test_an_answers_evidence_can_be_corrected_too(team, upset):
    answer = team.says("morgan", "show me negative emails of last quarter")[0]
    buttons = [e for b in answer.blocks for e in b.get("elements", []) if e.get("action_id") == "correct_open"]
    assert len(buttons) == 1


def test_corrections_are_learnt_from_in_the_background(team, upset):
    tenant = team.app.tenants.home()
    team.app.corrections.correct(tenant, upset, "mood", "mixed", None)
    team.app.jobs.enqueue("learn", "now")
    team.console.wait_for(lambda: team.app.own_moods.status(tenant).corrections == 1, timeout=40)
    assert not team.app.own_moods.status(tenant).kept
