"""What people do with nudges, what comes after, and what is learnt of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm.errors import RejectedError
from crm.model import Happening, NudgeState, Task, User


@pytest.fixture
def one(desk):
    """A nudge that was sent to Dana."""
    desk.task("Send the contract")
    desk.gathers()
    (found,) = desk.waiting()
    desk.sends(found)
    return found


def said(desk):
    return [(each.what.value, each.detail) for each in desk.events()]


def test_sent_is_noted_once_and_it_waits_no_more(desk, one):
    desk.sends(one)  # the same message, told again
    assert said(desk) == [("shown", {})]
    (row,) = desk.rows()
    assert (row.state, row.channel, row.ts, row.sent_at) == (NudgeState.SENT, "D1", "1.0", desk.clock.now())
    assert row.taste == 0.5
    assert desk.waiting() == []
    assert desk.nudges.one(one.id, desk.user()).says == one.says


@pytest.mark.parametrize("what", ["accepted", "edited", "not_useful", "wrong"])
def test_an_answer_ends_it_and_counts_once(desk, one, what):
    dana = desk.user()
    assert desk.nudges.answer(one.id, dana, what, {"text": "Ask Jane Miller first"})
    assert not desk.nudges.answer(one.id, dana, what, {"text": "Ask Jane Miller first"})
    (row,) = desk.rows()
    assert (row.state, row.ended_at) == (NudgeState.DONE, desk.clock.now())
    jane = desk.ids["jane"]
    assert said(desk)[1:] == [(what, {"text": f"Ask [person:{jane}] first"})]


def test_later_has_it_wait_and_be_useful_until_then(desk, one):
    dana, until = desk.user(), desk.clock.now() + timedelta(days=20)
    assert desk.nudges.later(one.id, dana, until)
    assert not desk.nudges.later(one.id, dana, until)
    assert desk.waiting() == []
    desk.passes(days=20, hours=1)
    assert [each.id for each in desk.waiting()] == [one.id]
    assert [each.what for each in desk.events()] == [Happening.SHOWN, Happening.LATER]
    desk.sends(one, "2.0")
    assert [each.what for each in desk.events()] == [Happening.SHOWN, Happening.LATER, Happening.SHOWN]


@pytest.mark.parametrize("days", [-1, 0, 400])
def test_later_is_within_a_year(desk, one, days):
    with pytest.raises(RejectedError, match=r"passed already|too far"):
        desk.nudges.later(one.id, desk.user(), desk.clock.now() + timedelta(days=days))
    assert [row.state for row in desk.rows()] == [NudgeState.SENT]


def test_what_cannot_be_answered_says_so(desk, one):
    dana = desk.user()
    with pytest.raises(RejectedError, match="somebody else"):
        desk.nudges.answer(one.id, desk.user("priya"), "accepted")
    with pytest.raises(RejectedError, match="The answers are: accepted, edited, later"):
        desk.nudges.answer(one.id, dana, "ignored")
    with pytest.raises(RejectedError, match="The answers are"):
        desk.nudges.answer(one.id, dana, "'; DROP TABLE")
    with pytest.raises(RejectedError, match="not there any more"):
        desk.nudges.answer(10**12, dana, "accepted")
    desk.changes(User, desk.ids["dana"], active=False)
    with pytest.raises(RejectedError, match="not active"):
        desk.nudges.answer(one.id, desk.user(), "accepted")
    with pytest.raises(RejectedError, match="a kind, a client, or both"):
        desk.nudges.mute(dana)
    with pytest.raises(RejectedError, match="No suggestion is called 'no'"):
        desk.nudges.mute(dana, kind="no")
    with pytest.raises(RejectedError, match="not there any more"):
        desk.nudges.mute(dana, account_id=10**9)
    assert said(desk) == [("shown", {})]


def test_what_was_taken_back_can_only_be_called_wrong(desk):
    task = desk.task()
    desk.gathers()
    (found,) = desk.waiting()
    desk.changes(Task, task, done_at=desk.clock.now())
    assert desk.waiting() == []
    with pytest.raises(RejectedError, match="taken back"):
        desk.nudges.answer(found.id, desk.user(), "accepted")
    assert desk.nudges.answer(found.id, desk.user(), "wrong", {"text": "It was done"})


def test_muted_by_a_button_mutes_the_kind_or_the_client(desk, one):
    desk.nudges.answer(one.id, desk.user(), "muted", {"account": True})
    assert [(each.kind, each.account_id) for each in desk.nudges.mutes(desk.user())] == [(None, desk.ids["acme"])]
    desk.deal(close=-1)
    assert desk.told() == {}


# --- what comes after -----------------------------------------------------------------------------------------


def test_outcomes_are_noted_once_each(desk):
    deal = desk.deal(close=-1)
    desk.gathers()
    (found,) = desk.waiting()
    desk.sends(found)
    desk.nudges.answer(found.id, desk.user(), "accepted")
    desk.passes(hours=5)
    desk.writes("When do we sign?")
    desk.passes(hours=5)
    desk.hears("Tomorrow.")
    desk.moves(deal, "Negotiation")
    assert desk.nudges.outcomes(desk.tenant_id) == 3
    assert desk.nudges.outcomes(desk.tenant_id) == 0
    told = {
        each.detail["outcome"]: each.detail["after_hours"] for each in desk.events() if each.what is Happening.OUTCOME
    }
    assert told == {"contact": 5.0, "reply": 10.0, "moved": 10.0}


def test_what_nobody_answers_is_ignored_after_its_time(desk, one):
    desk.passes(days=2)
    assert desk.nudges.outcomes(desk.tenant_id) == 0
    desk.passes(days=2)
    assert desk.nudges.outcomes(desk.tenant_id) == 1
    assert desk.nudges.outcomes(desk.tenant_id) == 0
    assert said(desk)[1:] == [("ignored", {})]
    assert [row.state for row in desk.rows()] == [NudgeState.DONE]
    assert desk.nudges.answer(one.id, desk.user(), "accepted")  # late is not never
    assert [what for what, _ in said(desk)] == ["shown", "accepted"]


def test_who_did_it_without_a_word_did_not_ignore_it(desk, one):
    desk.passes(hours=3)
    desk.changes(Task, one.task_id, done_at=desk.clock.now())
    desk.passes(days=4)
    desk.nudges.outcomes(desk.tenant_id)
    told = dict(said(desk))
    assert told["ignored"] == {"acted": True}
    assert told["outcome"]["outcome"] == "done"


def test_what_happens_long_after_is_no_outcome(desk, one):
    desk.passes(days=15)
    desk.hears("Hello again.")
    desk.nudges.outcomes(desk.tenant_id)
    assert "outcome" not in dict(said(desk))


# --- several sources, one nudge -------------------------------------------------------------------------------


def test_a_silence_and_a_slipping_deal_of_one_client_are_one(desk):
    desk.deal("Acme pilot", close=5, opened_on=desk.today - timedelta(days=90))
    desk.hears("Thanks.", days=30)
    desk.silence.sweep()
    assert desk.told() == {
        "deal_slipping": "Acme pilot is to close on 25 Nov, and nobody has spoken with Acme since 21 Oct."
    }
    (row,) = desk.rows()
    assert len(row.features["keys"]) == 2
    assert row.signals == [desk.signals()[-1].id]


def test_a_second_reason_joins_one_that_waits(desk):
    desk.deal("Acme pilot", close=5, opened_on=desk.today - timedelta(days=90))
    desk.hears("Thanks.", days=30)
    desk.gathers()
    desk.deal("Acme rollout", close=-2, amount=900.0)
    assert desk.gathers() == 1
    (found,) = desk.waiting()
    assert found.says == "Acme rollout was to close on 18 Nov, and is still open."  # more urgent, so it speaks
    assert {line.ref.partition(":")[0] for line in found.evidence} == {"deal", "interaction"}
    assert len(desk.rows()) == 1
    assert desk.gathers() == 0


def test_soon_after_one_was_sent_the_same_of_a_client_waits_unless_it_is_graver(desk):
    desk.hears("The delivery was late. I want to speak to your manager.")
    desk.gathers()
    (found,) = desk.waiting()
    desk.sends(found)
    used_less(desk, 0.6)
    assert desk.gathers() == 0
    desk.passes(days=2, hours=1)
    assert desk.gathers() == 1


def used_less(desk, drop):
    from test_nudge_finding import used

    used(desk, [int(200 * (1 - drop)), 200, 200, 200])


def test_a_reminder_of_one_task_is_one(desk):
    row = desk.hears("Could you send the contract by tomorrow?")
    (task,) = [each for each in all_tasks(desk) if each.interaction_id == row]
    assert desk.gathers() == 1
    (found,) = desk.waiting()
    assert found.kind == "promise_due"
    assert found.task_id == task.id


def all_tasks(desk):
    with desk.store.read() as session:
        return session.query(Task).all()


def test_acceptance_by_kind(desk, one):
    desk.nudges.answer(one.id, desk.user(), "edited", {"text": "x"})
    desk.deal(close=-1)
    desk.gathers()
    (other,) = desk.waiting()
    desk.sends(other, "3.0")
    desk.nudges.answer(other.id, desk.user(), "not_useful")
    told = {each.kind: each for each in desk.nudges.acceptance(desk.tenant_id)}
    assert (told["promise_due"].sent, told["promise_due"].accepted, told["promise_due"].rate) == (1, 1, 1.0)
    assert (told["deal_slipping"].sent, told["deal_slipping"].not_useful, told["deal_slipping"].rate) == (1, 1, 0.0)
    assert told["expansion"].rate is None
