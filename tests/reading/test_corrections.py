"""What people say instead."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from reading_kit import add, company, reading_of
from sqlalchemy import select

from crm.errors import RejectedError
from crm.model import AuditEntry, Correction, Deal, Interaction, MoodSource, User
from crm.reading.corrections import Corrections
from crm.reading.readings import Readings
from privacy.redactor import PresidioRedactor


@pytest.fixture
def desk(store, tenant_id, clock):
    """A record with an interaction of Acme's, and who corrects it."""
    ids = company(store, tenant_id, clock)
    row = add(store, tenant_id, clock, "We want to renew, the price is too high.", account_id=ids["acme"],
              user_id=ids["dana"], mood="negative", mood_score=-0.6, mood_source=MoodSource.MODEL)  # fmt: skip
    corrections = Corrections(store, clock, PresidioRedactor(store))
    return SimpleNamespace(store=store, tenant_id=tenant_id, clock=clock, ids=ids, row=row, correct=corrections.correct)


def one(store, table, row_id):
    with store.read() as session:
        return session.get_one(table, row_id)


def test_a_mood_that_a_person_gives_is_theirs(desk):
    assert (
        desk.correct(desk.tenant_id, desk.row, "mood", "Neutral", one(desk.store, User, desk.ids["dana"])) == "neutral"
    )
    kept = one(desk.store, Interaction, desk.row)
    assert (kept.mood, kept.mood_score, kept.mood_source, kept.version) == ("neutral", None, MoodSource.HUMAN, 2)
    with desk.store.read() as session:
        (noted,) = session.scalars(select(Correction))
        assert (noted.field, noted.before, noted.after, noted.user_id) == (
            "mood",
            "negative",
            "neutral",
            desk.ids["dana"],
        )
        assert session.scalars(select(AuditEntry.action)).all() == ["correct.mood"]


FIELDS = [
    ("summary", "They renew if the price drops.", "They renew if the price drops."),
    ("themes", "support; billing", ["support", "billing"]),
    ("intents", "", []),
    ("intents", "churn, price", ["churn", "price"]),
    ("commitments", "send the offer by 3 December", [("send the offer by 3 December", "2026-12-03")]),
    ("asks", "a discount\na demo by Friday", [("a discount", None), ("a demo by Friday", "2026-11-27")]),
]


@pytest.mark.parametrize(("field", "value", "kept"), FIELDS)
@pytest.mark.parametrize("read_before", [True, False])
def test_a_corrected_field_stays_through_later_readings(desk, field, value, kept, read_before):
    readings = Readings(desk.store, desk.clock)
    if read_before:
        readings.run_once(desk.tenant_id)
    desk.correct(desk.tenant_id, desk.row, field, value, None)
    with desk.store.write() as session:
        session.get_one(Interaction, desk.row).text = "We want to cancel our contract. Could you call me tomorrow?"
    with desk.store.write() as session:
        session.execute(Interaction.__table__.update().values(indexed_version=2))
    readings.run_once(desk.tenant_id)
    found = reading_of(desk.store, desk.row)
    assert (found.version, found.human) == (2, [field])
    now = getattr(found, field)
    if field == "intents":
        now = [each["name"] for each in now]
    if field in {"asks", "commitments"}:
        now = [(each["text"], each["due"]) for each in now]
    assert now == kept
    assert found.themes
    assert found.summary


def test_another_client_takes_the_interaction_and_its_deal_lets_go(desk):
    with desk.store.write() as session:
        deal = Deal(
            tenant_id=desk.tenant_id,
            name="Acme renewal",
            account_id=desk.ids["acme"],
            created_at=desk.clock.now(),
            updated_at=desk.clock.now(),
        )
        session.add(deal)
        session.flush()
        session.get_one(Interaction, desk.row).deal_id = deal.id
    desk.correct(desk.tenant_id, desk.row, "account", "globex", None)
    kept = one(desk.store, Interaction, desk.row)
    assert (kept.account_id, kept.deal_id) == (desk.ids["globex"], None)
    assert reading_of(desk.store, desk.row).human == ["account"]


def test_personal_data_in_a_correction_is_redacted(desk):
    desk.correct(desk.tenant_id, desk.row, "summary", "Jane Miller can be reached at jane@acme.example.", None)
    found = reading_of(desk.store, desk.row).summary
    assert "jane@" not in found
    assert "[person:" in found


RIGHTS = [("dana", True), ("morgan", True), ("ari", True), ("priya", False)]


@pytest.mark.parametrize(("who", "may"), RIGHTS)
def test_the_owner_their_manager_and_admins_may(desk, who, may):
    user = one(desk.store, User, desk.ids[who])
    if may:
        desk.correct(desk.tenant_id, desk.row, "mood", "mixed", user)
    else:
        with pytest.raises(RejectedError, match="Only whose client"):
            desk.correct(desk.tenant_id, desk.row, "mood", "mixed", user)
    assert (one(desk.store, Interaction, desk.row).mood == "mixed") is may


def test_who_left_and_who_is_elsewhere_may_not(desk):
    with desk.store.write() as session:
        session.get_one(User, desk.ids["dana"]).active = False
    with pytest.raises(RejectedError):
        desk.correct(desk.tenant_id, desk.row, "mood", "mixed", one(desk.store, User, desk.ids["dana"]))
    with pytest.raises(RejectedError, match="no such interaction"):
        desk.correct(desk.tenant_id + 1, desk.row, "mood", "mixed", None)


@pytest.mark.parametrize(
    ("field", "value"),
    [("mood", "great"), ("themes", "weather"), ("intents", "love"), ("account", "Nobody"), ("id", "3")],
)
def test_what_cannot_be_is_refused_and_changes_nothing(desk, field, value):
    with pytest.raises(RejectedError):
        desk.correct(desk.tenant_id, desk.row, field, value, None)
    with desk.store.read() as session:
        assert session.scalars(select(Correction)).all() == []
