"""What the rules notice, once, and whom they tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from crm.errors import RejectedError
from crm.model import Account, Deal, Interaction, InteractionReading, Kind, Outcome, Tenant, User
from crm.reactions.rule import rules
from crm.reactions.silence import Silence

FELT = {"mood": "negative", "mood_score": -0.5}
SEEN = [
    ("It arrived late once more.", FELT, ["frustration"], ["dana"]),
    ("It arrived late once more.", {"mood": "negative", "mood_score": -0.9}, ["anger"], ["dana", "morgan"]),
    ("Not ideal.", {"mood": "negative", "mood_score": -0.1}, [], None),
    ("All is well.", {"mood": "positive", "mood_score": 0.9}, [], None),
    ("I want to speak to your manager.", FELT, ["escalation"], ["dana", "morgan"]),
    ("We have decided to cancel our contract.", FELT, ["leaving"], ["dana", "morgan"]),
    ("We need 20 more seats.", {}, ["expansion"], ["dana"]),
    ("Our contract is up for renewal in May.", {}, ["renewal"], ["dana"]),
    ("We also got a proposal from another vendor.", {}, ["competitor"], ["dana"]),
]


@pytest.mark.parametrize(("text", "felt", "noticed", "told"), SEEN)
def test_what_is_noticed_and_who_hears_of_it(desk, text, felt, noticed, told):
    row = desk.hears(text, **felt)
    found = desk.signals()
    assert [each.rule for each in found] == noticed
    for each in found:
        assert [desk.ids[name] for name in told] == each.tell
        assert each.evidence == [f"interaction:{row}"]
        assert (each.account_id, each.contact_id) == (desk.ids["acme"], desk.ids["jane"])
        assert each.says.startswith("Acme")
        assert each.detail["quote"] == text
        assert each.told_at is None


def test_what_we_write_ourselves_is_no_wish_of_the_clients(desk):
    desk.hears("Would you like to add 20 more seats? Or cancel the contract?", direction="out")
    assert desk.signals() == []


def test_a_second_reading_notices_nothing_new(desk):
    desk.hears("We need 20 more seats. Please send me the contract by Friday.")
    before = [(each.key, each.id) for each in desk.signals()], [each.id for each in desk.tasks()]
    with desk.store.write() as session:
        session.execute(update(InteractionReading).values(version=0))
    assert desk.readings.run_once(desk.tenant_id) == 1
    assert before == ([(each.key, each.id) for each in desk.signals()], [each.id for each in desk.tasks()])
    assert len(desk.tasks()) == 1


def test_the_same_of_the_same_client_rests_a_while_but_something_graver_is_heard(desk):
    desk.hears("Late once more.", **FELT)
    desk.hears("Late again.", **FELT)
    desk.hears("I want to speak to your manager.", **FELT)
    desk.hears("Still late.", **FELT)
    assert [each.rule for each in desk.signals()] == ["frustration", "escalation"]
    desk.hears("Late.", account_id=desk.ids["globex"], contacts=[], **FELT)
    assert [each.rule for each in desk.signals()][2:] == ["frustration"]
    desk.clock.instant += timedelta(days=3)
    desk.hears("And late again.", **FELT)
    assert [each.rule for each in desk.signals()][3:] == ["frustration"]


def test_history_is_let_be(desk):
    desk.hears("We need 20 more seats.", occurred_at=desk.clock.now() - timedelta(days=40))
    desk.hears("Please send me the contract by Friday.", occurred_at=desk.clock.now() - timedelta(days=10))
    assert desk.signals() == []
    assert desk.tasks() == []


def test_who_left_is_not_told(desk):
    with desk.store.write() as session:
        session.get_one(User, desk.ids["dana"]).active = False
    desk.hears("I want to speak to your manager.")
    assert [each.tell for each in desk.signals()] == [[desk.ids["morgan"]]]


def test_a_rule_can_be_switched_off_and_on(desk):
    desk.reactions.switch(desk.tenant_id, "expansion", on=False)
    desk.hears("We need 20 more seats.")
    assert desk.signals() == []
    desk.reactions.switch(desk.tenant_id, "expansion", on=True)
    desk.hears("We need 20 more seats again.")
    listed = {each.rule.name: (each.on, each.count) for each in desk.reactions.listed(desk.tenant_id)}
    assert listed["expansion"] == (True, 1)
    assert set(listed) == {rule.name for rule in rules()}
    with pytest.raises(RejectedError):
        desk.reactions.switch(desk.tenant_id, "nothing", on=False)


def test_a_named_competitor_is_said(desk):
    with desk.store.write() as session:
        session.get_one(Tenant, desk.tenant_id).settings = {"competitors": ["Globotron"]}
    desk.hears("How do you differ from globotron?")
    assert [each.says for each in desk.signals("competitor")] == ["Acme speaks of globotron."]


PROMISES = [
    ({"direction": "out"}, "I'll send the security report by Friday.", "dana", "I'll send the security report by Friday."),
    ({"direction": "in"}, "Could you send me the security report by Friday?", "dana", "Could you send me the security report by Friday?"),
    ({"kind": Kind.CALL, "direction": None}, "Jane asked for a discount by Friday.", "dana", "Jane asked for a discount by Friday."),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "text", "owner", "what"), PROMISES)
def test_a_promise_and_an_ask_become_a_follow_up(desk, fields, text, owner, what):
    row = desk.hears(text, **fields)
    (task,) = desk.tasks()
    assert (task.owner_id, task.what, task.due_on.isoformat()) == (desk.ids[owner], what, "2026-11-27")
    assert (task.interaction_id, task.account_id, task.contact_id) == (row, desk.ids["acme"], desk.ids["jane"])
    assert [each.detail["task"] for each in desk.signals()] == [task.id]


def test_who_promised_in_a_talk_is_who_does_it(desk):
    priya = desk.ids["priya"]
    desk.hears(f"[user:{priya}]: I'll send the drawings tomorrow.\n[person:{desk.ids['jane']}]: Perfect, thanks.",
               kind=Kind.MEETING, direction=None)  # fmt: skip
    assert [each.owner_id for each in desk.tasks()] == [priya]
    assert [each.tell for each in desk.signals()] == [[priya]]


IDLE = ["Do stay in touch.", "Let's let the planning part run out for now.", "Let me know if you have any questions.",
        "We're simplifying, let's call it that."]  # fmt: skip


@pytest.mark.parametrize("text", IDLE)
def test_what_only_sounds_like_an_ask_is_nobodys_follow_up(desk, text):
    desk.hears(text)
    assert desk.tasks() == []


def test_a_frustration_is_shown_in_the_clients_own_words(desk):
    jane, dana = desk.ids["jane"], desk.ids["dana"]
    talk = [f"[user:{dana}]: Sorry, that is terrible, I am upset and disappointed too.", f"[person:{jane}]: We use it daily.",
            f"[user:{dana}]: I see.", f"[person:{jane}]: We are really disappointed with how slow the new release is here."]  # fmt: skip
    desk.hears("\n".join(talk), kind=Kind.MEETING, direction=None, **FELT)
    assert [each.detail["quote"] for each in desk.signals("frustration")] == [
        "We are really disappointed with how slow the new release is here."
    ]


def test_what_the_client_promises_is_nobodys_follow_up_here(desk):
    desk.hears("I will sign the order form on Monday.")
    assert desk.tasks() == []


def test_the_same_promise_said_again_is_one_follow_up(desk):
    desk.hears("I'll send the security report by Friday.", direction="out")
    desk.hears("As promised, I'll send the security report by Friday!", direction="out")
    desk.hears("I'll send the drawings by Friday.", direction="out")
    assert len(desk.tasks()) == 2


def test_a_follow_up_that_somebody_took_away_does_not_come_back(desk):
    desk.hears("I'll send the security report by Friday.", direction="out")
    with desk.store.write() as session:
        session.delete(session.merge(desk.tasks()[0]))
        session.execute(update(InteractionReading).values(version=0))
    desk.readings.run_once(desk.tenant_id)
    assert desk.tasks() == []


def test_what_a_rep_logged_makes_no_follow_ups_of_its_own(desk):
    desk.hears("Called Jane. I'll send the report by Friday.", source="log", kind=Kind.CALL, direction=None)
    assert desk.tasks() == []


def view(desk, when, page="/pricing", **fields):
    desk.clock.instant = when
    kept = {"kind": Kind.NOTE, "direction": None, "attributes": {"activity": "page_view", "page": page}}
    desk.hears("Page seen.", occurred_at=when, **kept, **fields)


def test_the_third_visit_to_the_pricing_page_in_a_week(desk):
    start = datetime(2026, 11, 16, 9, 10, tzinfo=UTC)
    for days in (0, 1):
        view(desk, start + timedelta(days=days))
        view(desk, start + timedelta(days=days, hours=3), page="/blog")
    assert desk.signals() == []
    view(desk, start + timedelta(days=3), page="https://northwind.example/Pricing?plan=pro")
    view(desk, start + timedelta(days=3, minutes=5))
    (signal,) = desk.signals()
    assert signal.says.startswith(
        "Acme: visit number 3 to the pricing page within 7 days. Best time to call: 9:00 to 11:00"
    )
    assert len(signal.evidence) == 3


def test_visits_that_lie_further_apart_are_none_to_speak_of(desk):
    start = datetime(2026, 11, 1, 9, tzinfo=UTC)
    for week in range(4):
        view(desk, start + timedelta(days=5 * week))
    assert desk.signals() == []


def test_visits_of_two_clients_are_not_added_up(desk):
    start = datetime(2026, 11, 16, 9, tzinfo=UTC)
    for hour in (0, 1):
        view(desk, start + timedelta(hours=hour))
        view(desk, start + timedelta(hours=hour), account_id=desk.ids["globex"], contacts=[])
    assert desk.signals() == []


@pytest.fixture
def deal(desk):
    def made(name, spoken, outcome=Outcome.OPEN):
        at = {"tenant_id": desk.tenant_id, "created_at": desk.clock.now(), "updated_at": desk.clock.now()}
        with desk.store.write() as session:
            account = Account(name=f"{name} Ltd", owner_id=desk.ids["dana"], **at)
            session.add(account)
            session.flush()
            session.add(
                Deal(
                    name=name,
                    account_id=account.id,
                    outcome=outcome,
                    opened_on=desk.clock.now().date() - timedelta(days=60),
                    **at,
                )
            )
            when = desk.clock.now() - timedelta(days=spoken)
            session.add(
                Interaction(
                    source="t",
                    external_id=name,
                    kind=Kind.CALL,
                    occurred_at=when,
                    account_id=account.id,
                    text="x",
                    **at,
                )
            )

    return made


def test_deals_that_fell_silent_are_noticed_once_for_each_silence(desk, deal):
    deal("Quiet", 25)
    deal("Lively", 5)
    deal("Forgotten", 300)
    deal("Won", 25, Outcome.WON)
    silence = Silence(desk.store, desk.clock)
    assert (silence.sweep(), silence.sweep()) == (1, 0)
    (signal,) = desk.signals()
    assert signal.says == "Quiet Ltd: nothing said about Quiet for 25 days."
    assert signal.tell == [desk.ids["dana"]]
    desk.clock.instant += timedelta(days=17)
    assert silence.sweep() == 1
    assert "Lively" in desk.signals()[-1].says


def test_silence_can_be_switched_off(desk, deal):
    deal("Quiet", 25)
    desk.reactions.switch(desk.tenant_id, "silence", on=False)
    assert Silence(desk.store, desk.clock).sweep() == 0
