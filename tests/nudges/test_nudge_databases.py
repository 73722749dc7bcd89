"""The same on each database; and two who look at once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from nudge_desk import Desk
from test_nudge_finding import meeting, used

from crm.model import Account, Happening, Nudge, NudgeState, Tenant


@pytest.fixture
def any_desk(any_store, any_tenant_id, clock):
    return Desk(any_store, any_tenant_id, clock)


def fill(desk):
    """Something of nearly every kind, on one client or the other."""
    desk.changes(Account, desk.ids["globex"], owner_id=desk.ids["dana"])
    desk.hears("I want to speak to your manager. We need 20 more seats.", days=1)
    desk.task("Send the contract")
    desk.deal("Acme pilot", close=-2)
    desk.field("subscription", "renewal_date")
    near = (desk.today + timedelta(days=20)).isoformat()
    desk.related("subscription", attributes={"renewal_date": near}, account_id=desk.ids["globex"])
    used(desk, [20, 200, 200, 200])
    meeting(desk, 20)
    desk.deal("Globex pilot", close=90, account_id=desk.ids["globex"], contact_id=desk.ids["jane"])


def test_found_sent_answered_and_learnt(any_desk):
    desk = any_desk
    fill(desk)
    told = desk.told()
    assert set(told) == {
        "unhappy", "expansion", "promise_due", "deal_slipping", "renewal_near", "meeting_brief",
    }  # fmt: skip
    assert any("logins: 20" in line.says for each in desk.waiting() for line in each.evidence)  # joined with the anger
    assert desk.gathers() == 0
    first, second, *rest = desk.waiting()
    for place, found in enumerate([first, second, *rest]):
        desk.sends(found, f"{place}.0")
    desk.nudges.answer(first.id, desk.user(), "accepted")
    desk.nudges.later(second.id, desk.user(), desk.clock.now() + timedelta(days=1))
    desk.passes(days=4)
    assert desk.nudges.outcomes(desk.tenant_id) >= 4
    counts = {each.kind: each for each in desk.nudges.acceptance(desk.tenant_id)}
    assert sum(each.accepted for each in counts.values()) == 1
    assert {each.what for each in desk.events()} >= {Happening.SHOWN, Happening.IGNORED, Happening.ACCEPTED}
    policy = {"rights": {"accounts": "owner"}}
    desk.changes(Tenant, desk.tenant_id, settings=policy)
    assert all(each.account_id in {desk.ids["acme"], desk.ids["globex"]} for each in desk.waiting())
    assert desk.waiting("priya") == []


def test_two_who_look_at_once_find_each_thing_once(any_desk):
    desk = any_desk
    fill(desk)
    found: list[int] = []
    faults: list[Exception] = []
    together = threading.Barrier(3)

    def look() -> None:
        try:
            together.wait(30)
            found.append(desk.nudges.gather(desk.tenant_id))
        except Exception as error:  # noqa: BLE001 - told to the test
            faults.append(error)

    threads = [threading.Thread(target=look) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert faults == []
    rows = desk.rows()
    assert sum(found) == len(rows)
    assert len({(row.user_id, row.key) for row in rows}) == len(rows)
    assert len({(row.user_id, key) for row in rows for key in row.features["keys"]}) == sum(
        len(row.features["keys"]) for row in rows
    )


def test_one_answer_of_many_presses(any_desk):
    desk = any_desk
    desk.task()
    desk.gathers()
    (one,) = desk.waiting()
    desk.sends(one)
    dana = desk.user()
    said: list[bool] = []
    threads = [
        threading.Thread(target=lambda: said.append(desk.nudges.answer(one.id, dana, "accepted"))) for _ in range(4)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert sorted(said) == [False, False, False, True]
    with desk.store.read() as session:
        assert session.query(Nudge).filter_by(state=NudgeState.DONE).count() == 1
