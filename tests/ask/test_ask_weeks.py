"""Weeks begin on Mondays, in every database and over the turn of the year."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from crm.ask.record.schema import FieldInfo
from crm.ask.rows.expressions import attribute, in_grain, label_of
from crm.model import Deal, Interaction, Kind

SIGNED = FieldInfo("deal", "signed", "signed", "date", core=False)


def test_a_week_is_its_monday(any_store, any_tenant_id, clock):
    days = [date(2023, 12, 20) + timedelta(days=place) for place in range(400)]
    stamp = {"tenant_id": any_tenant_id, "created_at": clock.now(), "updated_at": clock.now()}
    with any_store.write() as session:
        session.add_all([Deal(name=str(day), close_date=day, attributes={"signed": str(day)}, **stamp) for day in days])
        session.add_all(
            [
                Interaction(
                    source="mail", external_id=str(day), kind=Kind.EMAIL, text="x",
                    occurred_at=datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC), **stamp,
                )
                for day in days
            ]
        )  # fmt: skip
    expected: dict[str, int] = {}
    for day in days:
        monday = str(day - timedelta(days=day.weekday()))
        expected[monday] = expected.get(monday, 0) + 1
    columns = [
        (Deal.id, in_grain(Deal.close_date, "week", text=False)),
        (Deal.id, in_grain(attribute(Deal.attributes, SIGNED), "week", text=True)),
        (Interaction.id, in_grain(Interaction.occurred_at, "week", text=False)),
    ]
    with any_store.read() as session:
        for counted, week in columns:
            found = session.execute(select(week, func.count(counted)).group_by(week).order_by(week)).all()
            assert {label_of(number, "week"): count for number, count in found} == expected
