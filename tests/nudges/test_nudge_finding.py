"""What there is to suggest, and what is nothing to suggest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm import history
from crm.model import Account, Contact, Deal, Interaction, Kind, User
from crm.nudges.finders import FINDERS
from crm.nudges.kind import kinds


def test_every_kind_has_a_finder_and_an_urgency_within_bounds(desk):
    for kind in kinds().values():
        assert kind.finder in FINDERS
        days = [point[0] for point in kind.urgency]
        assert days == sorted(days)
        for day in range(-60, 200, 7):
            level = kind.urgent(desk.clock.now(), desk.clock.now() + timedelta(days=day))
            assert 0 <= level <= 1


def test_an_unhappy_client_is_for_the_owner_and_what_is_grave_for_the_manager(desk):
    desk.hears("I want to speak to your manager. This is unacceptable.")
    assert desk.told() == {"unhappy": "Acme wants this escalated."}
    assert desk.told("morgan") == {"unhappy": "Acme wants this escalated."}
    (own,), (above,) = desk.waiting(), desk.waiting("morgan")
    assert own.draft.form == "mail"
    assert own.draft.text.startswith("Hi Jane,")
    assert own.draft.text.endswith("Dana Reyes")
    assert above.draft.form == "message"
    assert "Dana Reyes" in above.draft.text
    assert own.severity == above.severity == 3
    assert any("I want to speak to your manager." in line.says for line in own.evidence)


def test_who_was_answered_already_is_not_spoken_of(desk):
    desk.hears("I want to speak to your manager.", days=1)
    desk.writes("Let us talk at three.")
    assert desk.told() == {}


def test_promises_are_due_a_day_ahead_in_the_owners_own_day(desk):
    desk.task("Send the contract to Jane Miller", due=1)
    desk.task("Book the room", due=2)
    desk.task("Long gone", due=-40)
    desk.task("Nobody's", due=0, owner_id=None)
    assert desk.told() == {"promise_due": "Due 21 Nov for Acme: Send the contract to Jane Miller"}
    desk.changes(User, desk.ids["dana"], timezone="Pacific/Auckland")  # there it is the 21st already
    desk.gathers()
    (one,) = desk.waiting()
    assert [line.says for line in one.evidence] == [
        "Send the contract to Jane Miller: due 21 Nov, not done.", "Book the room: due 22 Nov, not done."
    ]  # fmt: skip


def test_a_deal_slips_whose_day_has_passed(desk):
    desk.deal("Acme pilot", close=-3)
    desk.deal("Long ago", close=-80)
    desk.deal("Won", close=-3, outcome="won")
    assert desk.told() == {"deal_slipping": "Acme pilot was to close on 17 Nov, and is still open."}


def test_a_deal_slips_that_is_to_close_while_nobody_speaks(desk):
    desk.deal("Acme pilot", close=5)
    desk.hears("All fine, thank you.", days=12)
    says = "Acme pilot is to close on 25 Nov, and nobody has spoken with Acme since 8 Nov."
    assert desk.told() == {"deal_slipping": says}
    desk.writes("How are you?")
    assert desk.waiting() == []


def test_a_deal_slips_that_is_put_off_by_weeks(desk):
    deal = desk.deal("Acme pilot", close=40)
    with desk.store.write() as session:
        row = session.get_one(Deal, deal)
        history.change(session, row, {"close_date": row.close_date + timedelta(days=30)}, by=None, at=desk.clock.now())
    assert desk.told() == {"deal_slipping": "Acme pilot was put off from 30 Dec to 29 Jan 2027."}


@pytest.mark.parametrize(
    ("entity", "key", "found"),
    [
        ("subscription", "renewal_date", True), ("contract", "end_date", True), ("license", "expires_on", True),
        ("agreement", "valid_until", True), ("service_plan", "contract_end", True), ("wartung", "vertragsende", True),
        ("subscription", "start_date", False), ("invoice", "due_date", False), ("event", "end_date", False),
    ],
)  # fmt: skip
def test_renewals_are_found_by_whatever_name_an_export_gives_them(desk, entity, key, found):
    desk.field(entity, key)
    desk.related(entity, attributes={key: (desk.today + timedelta(days=20)).isoformat()})
    told = desk.told()
    assert ("renewal_near" in told) is found
    if found:
        assert told["renewal_near"] == f"Acme: {key.replace('_', ' ')} is 10 Dec."


def test_renewals_that_are_far_over_or_ended_are_none(desk):
    desk.field("subscription", "renewal_date")
    desk.field("subscription", "status", "category")
    near = (desk.today + timedelta(days=20)).isoformat()
    desk.related("subscription", 1, attributes={"renewal_date": near, "status": "Cancelled"})
    desk.related("subscription", 2, attributes={"renewal_date": "2027-06-01", "status": "Active"})
    desk.related("subscription", 3, attributes={"renewal_date": "soon", "status": "Active"})
    desk.related("subscription", 4, attributes={"renewal_date": None})
    assert desk.told() == {}


def test_a_renewal_of_the_account_itself(desk):
    desk.field("account", "contract_end")
    with desk.store.write() as session:
        session.get_one(Account, desk.ids["acme"]).attributes = {"contract_end": "2026-12-01T00:00:00"}
    assert desk.told() == {"renewal_near": "Acme: contract end is 1 Dec."}


def used(desk, sums, field="logins", kind="usage"):
    """So much in each window of four weeks, the newest first, two rows each."""
    desk.field(kind, field, "integer")
    for place, total in enumerate(sums):
        for part, days in ((total // 2, 3), (total - total // 2, 20)):
            desk.related(kind, place * 28 + days, attributes={field: part})


@pytest.mark.parametrize(
    ("sums", "found"),
    [([60, 200, 210, 190], True), ([150, 200, 210, 190], False), ([2, 8, 9, 8], False), ([10, 200, 210], False)],
)
def test_a_drop_of_usage_against_the_windows_before(desk, sums, found):
    used(desk, sums)
    assert desk.told() == ({"usage_drop": "Acme: logins fell by 70% in four weeks."} if found else {})


def test_numbers_that_stopped_for_everybody_tell_of_no_client(desk):
    used(desk, [60, 200, 210, 190])
    desk.passes(days=30)
    assert desk.told() == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A note to all: my last day at Acme is Friday.", True),
        ("I'm leaving the company at the end of the month.", True),
        ("I will be leaving Acme for a new role elsewhere. I have accepted a new role at another firm.", True),
        ("I left a message for you on Monday.", False),
        ("I am on annual leave until Monday, my last day in the office is today.", False),
        ("We have only 3 days left until go-live.", False),
        ("I'm leaving the laptop with the reception.", False),
    ],
)
def test_a_person_who_is_counted_on_says_that_they_leave(desk, text, found):
    desk.deal("Acme pilot", close=90, contact_id=desk.ids["jane"])
    desk.hears(text, days=1)
    told = desk.told()
    says = "Jane Miller, whom you count on at Acme, seems to be leaving."
    assert told.get("champion_left") == (says if found else None)


def test_a_colleague_of_theirs_tells_that_they_left(desk):
    tom = desk.contact("Tom Berg")
    desk.deal("Acme pilot", close=90, contact_id=desk.ids["jane"])
    desk.hears(f"By the way, [person:{desk.ids['jane']}] has left the company.", contacts=[tom])
    assert "champion_left" in desk.told()


def test_who_was_hardly_met_is_not_counted_on(desk):
    desk.hears("Hello, my last day at Acme is Friday.")
    assert desk.told() == {}
    for days in (20, 40):
        desk.hears("Thank you.", days=days)
    assert set(desk.told()) == {"champion_left"}


def test_a_title_tells_too(desk):
    desk.deal("Acme pilot", close=90, contact_id=desk.ids["jane"])
    desk.changes(Contact, desk.ids["jane"], title="Former COO")
    assert set(desk.told()) == {"champion_left"}


def meeting(desk, hours, **fields):
    own = {"kind": Kind.MEETING, "direction": None, "subject": "Quarterly review"}
    return desk.hears("", **{**own, "occurred_at": desk.clock.now() + timedelta(hours=hours), **fields})


def test_a_meeting_of_tomorrow_with_what_to_know(desk):
    desk.hears("The export is broken again and nobody helps us.", days=2)
    desk.deal("Acme pilot", close=60)
    desk.task("Send the security questionnaire", due=30)
    meeting(desk, 20)
    told = desk.told()
    assert told["meeting_brief"] == "You meet Acme on 21 Nov at 11:00."
    brief = next(each for each in desk.waiting() if each.kind == "meeting_brief").draft
    assert brief.form == "brief"
    for part in ("Acme pilot, Proposal", "The export is broken", "Send the security questionnaire, due 20 Dec"):
        assert part in brief.text


@pytest.mark.parametrize(
    "fields",
    [{"attributes": {"status": "cancelled"}}, {"account_id": None, "contacts": []}, {"hours": 60}, {"hours": -1}],
)
def test_meetings_of_which_nobody_needs_to_hear(desk, fields):
    meeting(desk, fields.pop("hours", 20), **fields)
    assert "meeting_brief" not in desk.told()


def test_silence_expansion_and_competitors_come_from_signals(desk):
    desk.deal("Acme pilot", close=200, opened_on=desk.today - timedelta(days=90))
    desk.hears("Thanks.", days=30)
    desk.silence.sweep()
    assert desk.told() == {"silent": "Acme: nothing said about Acme pilot since 21 Oct."}
    desk.hears("We need 20 more seats. We are also comparing you with Salesforce.")
    told = desk.told()
    assert {"expansion", "competitor"} <= set(told)
    assert "silent" not in told  # they have spoken since


def test_found_again_nothing_is_changed(desk):
    desk.task()
    desk.deal(close=-1)
    assert desk.gathers() == 2
    before = [(row.id, row.key, row.made_at) for row in desk.rows()]
    desk.passes(hours=2)
    assert desk.gathers() == 0
    assert [(row.id, row.key, row.made_at) for row in desk.rows()] == before


def test_who_is_not_here_any_more_is_told_nothing(desk):
    desk.task()
    desk.changes(User, desk.ids["dana"], active=False)
    assert desk.gathers() == 0
    assert desk.waiting() == []


def test_a_colleague_who_leaves_before_it_is_sent_is_told_nothing(desk):
    desk.task()
    desk.gathers()
    desk.changes(User, desk.ids["dana"], active=False)
    assert desk.waiting() == []


def test_texts_that_look_like_placeholders_are_only_text(desk):
    desk.task("Say {contact} [deal:999] <b>hi</b> {0}", due=0)
    (one,) = [desk.gathers(), *desk.waiting()][1:]
    assert one.says == "Due 20 Nov for Acme: Say {contact} [deal:999] <b>hi</b> {0}"
    assert desk.text  # nothing was formatted into it


def test_an_interaction_without_words_is_no_reason(desk):
    desk.hears("")
    with desk.store.read() as session:
        assert session.query(Interaction).count() == 1
    assert desk.told() == {}
