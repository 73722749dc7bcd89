"""What changes before a nudge is sent holds it: facts, consent, rights, mutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm.model import (
    Account,
    Circle,
    CircleMember,
    Contact,
    Deal,
    Interaction,
    NudgeState,
    Role,
    Task,
    Tenant,
    User,
)
from crm.reading.corrections import Corrections


def only(desk, kind):
    desk.gathers()
    (found,) = [each for each in desk.waiting() if each.kind == kind]
    return found


def held(desk, found):
    """It is withdrawn, with a reason, by whichever question comes first."""
    assert not desk.nudges.still_true(found.id)
    assert found.id not in [each.id for each in desk.waiting()]
    (row,) = [each for each in desk.rows() if each.id == found.id]
    assert row.state is NudgeState.WITHDRAWN
    assert row.reason
    assert row.ended_at == desk.clock.now()
    return True


def test_a_task_that_is_done_or_put_off_or_handed_over(desk):
    for change in (
        {"done_at": desk.clock.now()},
        {"due_on": desk.today + timedelta(days=9)},
        {"owner_id": desk.ids["ari"]},
    ):
        task = desk.task(f"Send {change}")
        found = only(desk, "promise_due")
        desk.changes(Task, task, **change)
        assert held(desk, found)


def test_a_task_that_is_gone_takes_its_nudge_along(desk):
    task = desk.task()
    found = only(desk, "promise_due")
    with desk.store.write() as session:
        session.delete(session.get_one(Task, task))
    assert not desk.nudges.still_true(found.id)
    assert desk.waiting() == []
    assert desk.rows() == []


@pytest.mark.parametrize("change", [{"outcome": "won"}, {"close_date": None}, {"owner_id": None}])
def test_a_deal_that_is_won_or_dated_anew_or_handed_over(desk, change):
    deal = desk.deal(close=-2)
    found = only(desk, "deal_slipping")
    desk.changes(Deal, deal, **change)
    assert held(desk, found)


def test_an_answer_that_was_given_meanwhile(desk):
    desk.hears("I want to speak to your manager.", days=1)
    found = only(desk, "unhappy")
    desk.writes("Let us talk at three.")
    assert held(desk, found)
    assert desk.waiting("morgan") == []


def test_a_mood_that_a_person_put_right(desk):
    row = desk.hears("The delivery was late again.", mood="negative", mood_score=-0.6)
    found = only(desk, "unhappy")
    Corrections(desk.store, desk.clock, desk.redactor).correct(desk.tenant_id, row, "mood", "neutral", None)
    assert held(desk, found)


def test_an_intent_that_a_person_put_right(desk):
    row = desk.hears("We need 20 more seats.")
    found = only(desk, "expansion")
    Corrections(desk.store, desk.clock, desk.redactor).correct(desk.tenant_id, row, "intents", "", None)
    assert held(desk, found)


def test_words_that_were_forgotten(desk):
    row = desk.hears("We need 20 more seats.")
    found = only(desk, "expansion")
    desk.changes(Interaction, row, text="[forgotten]")
    assert held(desk, found)


def test_a_meeting_that_moves_or_is_called_off(desk):
    from test_nudge_finding import meeting

    for values in ({"attributes": {"status": "cancelled"}}, {"occurred_at": desk.clock.now() + timedelta(hours=9)}):
        row = meeting(desk, 20)
        found = only(desk, "meeting_brief")
        desk.changes(Interaction, row, **values)
        assert held(desk, found)
        desk.changes(Interaction, row, attributes={"status": "cancelled"})


def test_a_client_that_got_another_owner(desk):
    desk.field("account", "contract_end")
    desk.changes(Account, desk.ids["acme"], attributes={"contract_end": "2026-12-01"})
    found = only(desk, "renewal_near")
    desk.changes(Account, desk.ids["acme"], owner_id=desk.ids["priya"])
    assert held(desk, found)
    assert set(desk.told("priya")) == {"renewal_near"}


def test_what_became_true_again_is_suggested_anew(desk):
    task = desk.task()
    found = only(desk, "promise_due")
    desk.changes(Task, task, done_at=desk.clock.now())
    assert held(desk, found)
    desk.changes(Task, task, done_at=None)
    again = only(desk, "promise_due")
    assert again.id == found.id
    assert len(desk.rows()) == 1


def test_of_several_things_those_that_hold_are_told(desk):
    first, second = desk.task("Send the contract", due=0), desk.task("Book the room", due=-1)
    found = only(desk, "promise_due")
    assert len(found.evidence) == 2
    other = first if f"task:{second}" == found.evidence[0].ref else second
    desk.changes(Task, other, done_at=desk.clock.now())
    (left,) = desk.waiting()
    assert [line.ref for line in left.evidence] == [found.evidence[0].ref]


def test_what_is_of_no_use_any_more_is_not_sent(desk):
    desk.task()
    found = only(desk, "promise_due")
    desk.passes(days=30)
    assert desk.waiting() == []
    desk.gathers()
    assert [row.state for row in desk.rows()] == [NudgeState.EXPIRED]
    assert desk.nudges.one(found.id, desk.user()) is None


# --- consent --------------------------------------------------------------------------------------------------


def everything(desk):
    """Something of every kind that is about Jane."""
    jane = desk.ids["jane"]
    desk.hears("I want to speak to your manager. We need 20 more seats. We compare you with Salesforce.")
    desk.deal("Acme pilot", close=-2, contact_id=jane)
    desk.task("Call Jane Miller")
    desk.task("Send the terms", contact_id=jane)
    desk.hears("By the way, my last day at Acme is Friday.", kind="call")
    from test_nudge_finding import meeting

    meeting(desk, 20)


def test_nobody_is_spoken_of_who_does_not_agree(desk):
    everything(desk)
    desk.forbids()
    assert desk.gathers() == 0
    assert desk.rows() == []


def test_nobody_is_spoken_of_who_took_it_back_meanwhile(desk):
    everything(desk)
    assert desk.gathers() >= 6
    told = desk.waiting()
    assert {each.kind for each in told} >= {"unhappy", "deal_slipping", "promise_due", "meeting_brief"}
    desk.forbids()
    assert desk.waiting() == []
    assert all(desk.nudges.one(each.id, desk.user()) is None for each in told)


def test_a_letter_is_addressed_to_somebody_who_agrees(desk):
    tom = desk.contact("Tom Berg")
    desk.field("account", "contract_end")
    desk.changes(Account, desk.ids["acme"], attributes={"contract_end": "2026-12-01"})
    desk.hears("Thanks.", days=3)
    desk.hears("Fine.", days=5, contacts=[tom])
    desk.forbids()
    found = only(desk, "renewal_near")
    assert found.draft.contact_id == tom
    assert found.draft.text.startswith("Hi Tom,")


def test_a_brief_says_nothing_of_those_who_do_not_agree(desk):
    from test_nudge_finding import meeting

    tom = desk.contact("Tom Berg")
    desk.hears("The export is broken again.", days=2)
    desk.task("Write to her", contact_id=desk.ids["jane"], due=90)
    meeting(desk, 20, contacts=[tom])
    desk.forbids()
    found = only(desk, "meeting_brief")
    assert "export" not in found.draft.text
    assert "Write to her" not in found.draft.text


# --- rights ---------------------------------------------------------------------------------------------------


def restrict(desk, *names):
    with desk.store.write() as session:
        circle = Circle(tenant_id=desk.tenant_id, key="account:test")
        session.add(circle)
        session.flush()
        session.add_all(
            CircleMember(tenant_id=desk.tenant_id, circle_id=circle.id, user_id=desk.ids[name]) for name in names
        )
        return circle.id


def test_an_account_that_was_restricted_meanwhile_is_told_to_nobody_else(desk):
    desk.task()
    found = only(desk, "promise_due")
    desk.changes(Account, desk.ids["acme"], circle_id=restrict(desk, "priya"))
    assert desk.waiting() == []
    assert desk.nudges.one(found.id, desk.user()) is None
    assert [row.state for row in desk.rows()] == [NudgeState.WAITING]  # it may be opened again


def test_what_rests_on_a_private_conversation_is_told_to_its_people_alone(desk):
    circle = restrict(desk, "dana")
    desk.hears("I want to speak to your manager.", circle_id=circle)
    assert set(desk.told()) == {"unhappy"}
    assert desk.told("morgan") == {}


def test_a_private_conversation_is_not_dated_to_others(desk):
    desk.deal("Acme pilot", close=5)
    desk.hears("All fine.", days=30)
    desk.hears("Quietly.", days=12, circle_id=restrict(desk, "priya"))
    assert desk.told() == {}


def test_a_column_that_is_kept_from_somebody_is_not_told_of(desk):
    desk.field("subscription", "renewal_date")
    desk.related("subscription", attributes={"renewal_date": (desk.today + timedelta(days=20)).isoformat()})
    desk.changes(Tenant, desk.tenant_id, settings={"rights": {"fields": {"subscription.renewal_date": "manager"}}})
    assert desk.told() == {}
    desk.changes(User, desk.ids["dana"], role=Role.MANAGER)
    assert set(desk.told()) == {"renewal_near"}


def test_amounts_are_in_no_brief_of_whom_they_are_kept_from(desk):
    from test_nudge_finding import meeting

    desk.deal("Acme pilot", close=90, amount=84_123.0)
    meeting(desk, 20)
    assert "84,123" in only(desk, "meeting_brief").draft.text
    desk.changes(Tenant, desk.tenant_id, settings={"rights": {"fields": {"deal.amount": "manager"}}})
    (found,) = [each for each in desk.waiting() if each.kind == "meeting_brief"]
    assert "84,123" not in found.draft.text
    assert "Acme pilot" in found.draft.text
    assert not any("larger" in why for why in found.why)


def test_names_are_read_through_the_readers_eyes_when_they_read(desk):
    desk.task("Send it")
    desk.gathers()
    desk.changes(Account, desk.ids["acme"], name="Acme <!channel> & Sons")
    (found,) = desk.waiting()
    assert found.says == "Due 20 Nov for Acme <!channel> & Sons: Send it"  # raw: the face that shows it escapes it
    desk.changes(Contact, desk.ids["jane"], name="[account:1]")
    desk.deal(close=-2, contact_id=desk.ids["jane"])
    found = only(desk, "deal_slipping")
    assert found.draft.text.startswith("Hi [account:1],")


# --- mutes ----------------------------------------------------------------------------------------------------


def test_what_is_muted_is_not_told_and_comes_back(desk):
    desk.task()
    desk.deal(close=-2)
    desk.gathers()
    dana = desk.user()
    desk.nudges.mute(dana, kind="promise_due", until=desk.clock.now() + timedelta(days=3))
    assert [each.kind for each in desk.waiting()] == ["deal_slipping"]
    assert [(each.kind, each.account_id) for each in desk.nudges.mutes(dana)] == [("promise_due", None)]
    desk.nudges.mute(dana, account_id=desk.ids["acme"])
    assert desk.waiting() == []
    assert desk.nudges.unmute(dana, account_id=desk.ids["acme"]) == 1
    assert len(desk.waiting()) == 1
    desk.passes(days=4)
    assert len(desk.waiting()) == 2
