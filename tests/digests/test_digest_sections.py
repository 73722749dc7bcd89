"""What sections tell is what plain SQL says of the sample company; and of records that have little or nothing."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.sample import write_export
from bot.settings import Settings
from bot.wiring import Rapport
from crm.clock import FixedClock
from crm.digests.sections.forecast import period
from crm.digests.target import set_target, target_of
from crm.errors import RejectedError
from crm.model import Account, Consent, Deal, Field, Interaction, InteractionReading, Outcome
from crm.rights import Sight, seeing

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
START, END, BEFORE = date(2026, 11, 16), date(2026, 11, 23), date(2026, 11, 9)
WINDOW = {"start": str(START), "end": str(END), "before": str(BEFORE)}


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    """The sample company, with two deals moved into the week so that every section has something to tell."""
    home = tmp_path_factory.mktemp("home")
    app = Rapport(Settings(home=home), FixedClock(NOW))
    tenant = app.tenants.home()
    write_export(home / "export", NOW.date())
    app.importer.run(tenant, home / "export")
    with app.store.write() as session:
        won = session.scalars(select(Deal).where(Deal.outcome == Outcome.WON).order_by(Deal.id).limit(9)).all()
        for place, deal in enumerate(won):
            deal.close_date = START + timedelta(days=2) - timedelta(days=7 * (place // 2))
            deal.attributes = {**deal.attributes, "win_reason": "Support" if place % 2 else "Price"}
        label = {"label": "Win reason", "type": "category", "core": False}
        session.add(Field(tenant_id=tenant, entity="deal", key="win_reason", **label))
        lost = session.scalars(select(Deal).where(Deal.outcome == Outcome.LOST).order_by(Deal.id).limit(1)).one()
        lost.close_date = START + timedelta(days=1)
        mails = session.scalars(
            select(Interaction).where(Interaction.occurred_at >= NOW - timedelta(days=15)).order_by(Interaction.id)
        ).all()
        for place, mail in enumerate(mails):
            mood = ("negative", -0.8) if place % 5 == 0 else ("positive", 0.7) if place % 5 == 1 else ("neutral", 0.0)
            mail.mood, mail.mood_score = mood
            reading = InteractionReading(tenant_id=tenant, interaction_id=mail.id, version=mail.version, read_at=NOW)
            reading.themes = (
                ["pricing", "support"] if place % 3 == 0 else ["delivery"] if place % 3 == 1 else ["billing"]
            )
            session.add(reading)
    yield app
    app.close()


@pytest.fixture(scope="module")
def content(company):
    return composed(company)


def composed(app, **named):
    tenant = app.tenants.home()
    digest = app.digests.get(tenant, "weekly", by=None)
    return app.composer.compose(tenant, digest.id, now=NOW, **named)


def section(content, kind):
    return next(each for each in content.sections if each.kind == kind)


def sql(app, statement, **more):
    with sqlite3.connect(Path(app.settings.home) / "rapport.db") as connection:
        return connection.execute(statement, {**WINDOW, **more}).fetchall()


def test_business_is_what_the_deals_say(company, content):
    told = {row[0]: row[1:] for row in section(content, "business").rows}
    for name, outcome in (("Won", "won"), ("Lost", "lost")):
        between = "SELECT count(*), coalesce(sum(amount), 0) FROM deals WHERE outcome = :o AND close_date >= "
        (now,) = sql(company, f"{between} :start AND close_date < :end", o=outcome)
        (then,) = sql(company, f"{between} :before AND close_date < :start", o=outcome)
        assert told[name] == (*now, *then)
    (opened,) = sql(
        company, "SELECT count(*), coalesce(sum(amount), 0) FROM deals WHERE opened_on >= :start AND opened_on < :end"
    )
    assert told["New deals"][:2] == opened
    (pipeline,) = sql(company, "SELECT count(*), sum(amount) FROM deals WHERE outcome = 'open'")
    (earlier,) = sql(
        company,
        "SELECT count(*), sum(amount) FROM deals WHERE coalesce(opened_on, '') < :start "
        "AND (outcome = 'open' OR close_date >= :start)",
    )
    assert told["Open pipeline"] == (*pipeline, *earlier)
    assert told["Won"][0] == 2


def test_the_pipeline_moved_as_its_history_says(company, content):
    found = sql(
        company,
        "SELECT d.name, count(DISTINCT s.to_stage) FROM stage_changes s JOIN deals d ON d.id = s.deal_id "
        "WHERE d.outcome = 'open' AND s.from_stage IS NOT NULL AND s.changed_at >= :start AND s.changed_at < :end "
        "GROUP BY d.id",
    )
    moved = [row[0] for row in section(content, "pipeline").rows if row[2] == "stage"]
    assert sorted(moved) == sorted(name for name, _ in found)
    assert moved


def test_deals_that_slip_are_told_of_by_what_the_last_digest_kept(company):
    kept = composed(company).kept
    with company.store.write() as session:
        deal = session.get_one(Deal, int(next(iter(kept))))
        deal.close_date, name = deal.close_date + timedelta(days=40), deal.name
    from crm.digests.composing import Composer

    composer = Composer(company.store, company.clock, company.asker)
    tenant = company.tenants.home()
    number = company.digests.get(tenant, "weekly", by=None).id
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("crm.digests.composing._kept", lambda *_: kept)
        rows = section(composer.compose(tenant, number, now=NOW), "pipeline").rows
    late = [row for row in rows if row[2] == "close date"]
    assert [row[0] for row in late] == [name]


def test_follow_ups_are_kept_where_they_were_done_by_their_day(company, content):
    (due, done, open_), *_ = sql(
        company,
        "SELECT count(*), sum(done_at IS NOT NULL AND date(done_at) <= due_on), sum(done_at IS NULL) "
        "FROM tasks WHERE due_on >= :start AND due_on < :end",
    )
    told = section(content, "follow-ups")
    assert sum(row[1] for row in told.rows) == due
    assert sum(row[2] for row in told.rows) == done
    assert sum(row[4] for row in told.rows) == open_
    assert {row[0] for row in told.rows} <= {"Enterprise", "Mid-Market", "Operations"}
    assert told.says.startswith(f"{done} of {due} follow-ups")


def test_people_are_not_set_side_by_side_unless_that_is_turned_on(company):
    tenant = company.tenants.home()
    names = {user for (user,) in sql(company, "SELECT name FROM users")}
    assert not {row[0] for row in section(composed(company), "follow-ups").rows} & names
    company.features.switch(tenant, "rankings", on=True, by=None)
    try:
        assert {row[0] for row in section(composed(company), "follow-ups").rows} <= names
    finally:
        company.features.switch(tenant, "rankings", on=False, by=None)


def test_themes_are_counted_by_interaction(company, content):
    found = dict(
        sql(
            company,
            "SELECT t.value, count(DISTINCT i.id) FROM interaction_readings r JOIN interactions i "
            "ON i.id = r.interaction_id, json_each(r.themes) t "
            "WHERE i.occurred_at >= :start AND i.occurred_at < :end GROUP BY 1",
        )
    )
    assert {row[0]: row[1] for row in section(content, "themes").rows if row[1]} == found
    assert section(content, "themes").chart.series[0].values[0] == max(found.values())


def test_the_unhappy_are_those_whose_words_are_bitter_each_with_a_quote(company, content):
    found = sql(
        company,
        "SELECT a.name, sum(i.mood = 'negative'), sum(i.mood = 'positive') FROM interactions i "
        "JOIN accounts a ON a.id = i.account_id WHERE i.occurred_at >= :start AND i.occurred_at < :end "
        "AND NOT (coalesce(i.direction, '') = 'out' AND i.kind IN ('email', 'message')) GROUP BY 1 HAVING "
        "sum(i.mood = 'negative') > sum(i.mood = 'positive')",
    )
    told = section(content, "unhappy")
    assert {(row[0], row[1], row[2]) for row in told.rows} == set(found)
    assert all(line.evidence is not None and line.evidence.quote for line in told.lines)


def test_wins_come_with_what_the_record_says_of_why(company, content):
    told = section(content, "wins")
    assert {row[5] for row in told.rows} == {"Price", "Support"}
    assert "Why: Price (1) and Support (1)." in told.says


def test_the_forecast_weighs_by_how_such_deals_went_and_tells_no_target_that_is_not_set(company, content):
    start, end = period(NOW.date(), 3, 1)
    (won,), *_ = sql(
        company,
        "SELECT coalesce(sum(amount), 0) FROM deals WHERE outcome = 'won' AND close_date >= :s AND close_date <= :n",
        s=str(start), n=str(NOW.date()),
    )  # fmt: skip
    told = section(content, "forecast")
    weighed = 0.0
    for _, _, stage, amount, _, close, weight in told.rows:
        assert close < str(end)
        (reached, wins), *_ = sql(
            company,
            "SELECT count(*), sum(outcome = 'won') FROM deals d WHERE outcome != 'open' AND close_date >= :since "
            "AND EXISTS (SELECT 1 FROM stage_changes s WHERE s.deal_id = d.id AND s.to_stage = :stage)",
            stage=stage, since=str(BEFORE - timedelta(days=430)),
        )  # fmt: skip
        if reached >= 10:
            assert weight == pytest.approx(wins / reached, abs=1e-4)
        weighed += amount * weight
    assert "No target is set" in told.note
    tenant = company.tenants.home()
    set_target(company.store, company.clock, tenant, "1m/quarter", by=None)
    try:
        again = section(composed(company), "forecast")
        assert f"{(won + weighed) / 1e6:.0%} of the target of $1m" in again.says
        assert again.chart.series[0].values == pytest.approx((won, won + weighed, 1e6), rel=1e-3)
    finally:
        set_target(company.store, company.clock, tenant, "off", by=None)


def test_risks_say_why(company, content):
    told = section(content, "at-risk")
    overdue = sql(company, "SELECT name FROM deals WHERE outcome = 'open' AND close_date < :end")
    risky = {row[0]: row[4] for row in told.rows}
    assert all("close date has passed" in risky[name] for (name,) in overdue)
    assert all(why for why in risky.values())


def test_whoever_may_not_see_amounts_is_told_of_deals_alone(company):
    with seeing(Sight(company.tenants.home(), frozenset(), fields=frozenset({"deal.amount"}))):
        content = composed(company)
    assert "$" not in " ".join(each.says + " ".join(line.rest for line in each.lines) for each in content.sections)
    assert section(content, "forecast").nothing


def test_who_sees_some_clients_alone_is_told_of_these(company):
    with company.store.read() as session:
        seen = session.scalars(select(Account.id).order_by(Account.id).limit(5)).all()
        names = set(session.scalars(select(Account.name).where(Account.id.in_(seen))))
    tenant = company.tenants.home()
    with seeing(Sight(tenant, frozenset(), accounts=frozenset(seen), circles=frozenset())):
        content = composed(company)
    for each in content.sections:
        place = each.columns.index("account") if "account" in each.columns else None
        assert place is None or {row[place] for row in each.rows} <= names
    (count,), *_ = sql(company, "SELECT count(*) FROM deals WHERE outcome = 'open'")
    assert 0 < {row[0]: row[1] for row in section(content, "business").rows}["Open pipeline"] < count


def test_who_is_not_to_be_spoken_of_is_neither_quoted_nor_counted(company, content):
    line = section(content, "unhappy").lines[0]
    with company.store.write() as session:
        mail = session.get_one(Interaction, line.evidence.id)
        people = [each.id for each in mail.contacts]
        for contact in people:
            session.add(
                Consent(
                    tenant_id=mail.tenant_id, contact_id=contact, purpose="nudges", given=False, at=NOW, source="test"
                )
            )
    again = section(composed(company), "unhappy")
    assert line.evidence.id not in {each.evidence.id for each in again.lines if each.evidence}
    with company.store.write() as session:
        session.query(Consent).delete()
    assert people


def test_an_empty_record_has_nothing_to_tell_and_says_so(clock, tmp_path):
    app = Rapport(Settings(home=tmp_path), clock)
    content = composed(app)
    assert content.told == []
    assert {each.says for each in content.sections if each.kind == "forecast"} == {"no deals in the record."}
    app.close()


@pytest.mark.parametrize(
    ("said", "amount", "months"),
    [("500000/quarter", 5e5, 3), ("$2m a year", 2e6, 12), ("80k monthly", 8e4, 1), ("1,250,000", 1.25e6, 3)],
)
def test_targets(said, amount, months):
    found = target_of(said)
    assert (found.amount, found.months) == (amount, months)


@pytest.mark.parametrize("said", ["", "lots", "-5/quarter", "0/month", "5/fortnight", "1e99"])
def test_what_is_no_target(said):
    with pytest.raises(RejectedError):
        target_of(said)


@pytest.mark.parametrize(
    ("day", "months", "start", "first", "after"),
    [
        (date(2026, 11, 23), 3, 1, date(2026, 10, 1), date(2027, 1, 1)),
        (date(2026, 11, 23), 3, 2, date(2026, 11, 1), date(2027, 2, 1)),
        (date(2026, 1, 5), 3, 2, date(2025, 11, 1), date(2026, 2, 1)),
        (date(2026, 11, 23), 12, 4, date(2026, 4, 1), date(2027, 4, 1)),
        (date(2026, 2, 28), 1, 1, date(2026, 2, 1), date(2026, 3, 1)),
    ],
)
def test_fiscal_periods(day, months, start, first, after):
    assert period(day, months, start) == (first, after)
