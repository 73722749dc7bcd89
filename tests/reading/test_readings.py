"""The durable pass over what the record holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from reading_kit import add, all_readings, company, reading_of
from sqlalchemy import select

from crm.errors import RetryableError
from crm.model import Interaction, InteractionReading, Kind, Tenant
from crm.reading.readings import NO_MOOD, WAITS, Readings
from crm.reading.summarising import NO_MODEL

LONG = (
    "We met about the rollout at the Leeds plant. The weather was awful and the train late. "
    "The rollout at the plant needs 40 more seats by March. Lunch was fine. "
    "Jane asked for a quote for the rollout by Friday. Somebody spilt coffee over the agenda. "
    "The plant manager was not there. They liked the rollout of last year. We talked about football for a while."
)


class Model:
    """Says what it is given, or fails."""

    name = "told"

    def __init__(self, said="", failing=False):
        self.said, self.failing, self.asked = said, failing, []

    def fill(self, instructions, data, schema):
        raise RetryableError("not this one")

    def stream(self, instructions, data):
        self.asked.append(data)
        if self.failing:
            raise RetryableError("The model is down.")
        yield self.said


ROWS = Interaction.__table__


def change(store, row_id, **fields):
    with store.write() as session:
        row = session.get_one(Interaction, row_id)
        for name, value in fields.items():
            setattr(row, name, value)
        session.flush()
        session.execute(ROWS.update().where(ROWS.c.id == row_id).values(indexed_version=row.version))


def test_a_batch_on_each_database(any_store, any_tenant_id, clock):
    ids = company(any_store, any_tenant_id, clock)
    rows = [add(any_store, any_tenant_id, clock, f"Can you send quote {n} by Friday?", kind=Kind.EMAIL, direction="in",
                user_id=ids["dana"], contacts=[ids["jane"]]) for n in range(5)]  # fmt: skip
    readings = Readings(any_store, clock)
    assert [readings.run_once(any_tenant_id, limit=3) for _ in range(3)] == [3, 2, 0]
    found = reading_of(any_store, rows[0])
    assert (found.version, found.reason, found.attempts, found.read_at) == (1, None, 0, clock.now())
    assert found.asks == [
        {
            "text": "Can you send quote 0 by Friday?",
            "due": "2026-11-27",
            "owner": f"[user:{ids['dana']}]",
            "side": "theirs",
        }
    ]
    assert found.summary == "Can you send quote 0 by Friday?"
    assert [each["name"] for each in found.intents] == ["price"]
    assert found.themes == ["pricing"]


def test_the_newest_comes_first(store, tenant_id, clock):
    rows = [add(store, tenant_id, clock, "Hello there") for _ in range(4)]
    Readings(store, clock).run_once(tenant_id, limit=2)
    assert [each.interaction_id for each in all_readings(store)] == rows[2:]


def test_what_changed_is_read_again_and_nothing_else(store, tenant_id, clock):
    first, second = (add(store, tenant_id, clock, "We want to renew.") for _ in range(2))
    readings = Readings(store, clock)
    assert readings.run_once(tenant_id) == 2
    assert readings.waits() == []
    change(store, first, text="We want to cancel our contract.")
    assert readings.waits() == [tenant_id]
    assert readings.run_once(tenant_id) == 1
    assert [each.intents[0]["name"] for each in all_readings(store)] == ["churn", "renewal"]
    assert reading_of(store, second).version == 1


def test_other_tenants_are_left_alone(store, tenant_id, clock):
    with store.write() as session:
        other = Tenant(name="Other", created_at=clock.now())
        session.add(other)
    add(store, other.id, clock, "We want to renew.")
    assert Readings(store, clock).run_once(tenant_id) == 0
    assert Readings(store, clock).waits() == [other.id]


def test_a_row_waits_for_its_mood_a_while_then_is_read_and_looked_at_again(store, tenant_id, clock):
    row = add(store, tenant_id, clock, "We want to renew.", indexed_version=0)
    readings = Readings(store, clock)
    assert readings.run_once(tenant_id) == 0
    clock.instant += timedelta(minutes=3)
    assert readings.run_once(tenant_id) == 1
    assert (reading_of(store, row).reason, reading_of(store, row).attempts) == (NO_MOOD, 1)
    assert readings.run_once(tenant_id) == 0
    change(store, row)
    clock.instant += WAITS[0] + timedelta(seconds=1)
    assert readings.run_once(tenant_id) == 1
    assert (reading_of(store, row).reason, reading_of(store, row).attempts) == (None, 0)


def test_a_model_that_is_down_is_asked_again_with_longer_and_longer_waits_then_no_more(store, tenant_id, clock):
    row = add(store, tenant_id, clock, LONG)
    model = Model(failing=True)
    readings = Readings(store, clock, model=model)
    for tries, wait in enumerate(WAITS, start=1):
        assert readings.run_once(tenant_id) == 1
        found = reading_of(store, row)
        assert (found.attempts, found.reason) == (tries, NO_MODEL)
        assert "Jane asked for a quote" in found.summary
        assert readings.run_once(tenant_id) == 0
        clock.instant += wait - timedelta(seconds=1)
        assert readings.run_once(tenant_id) == 0
        clock.instant += timedelta(seconds=2)
    assert readings.run_once(tenant_id) == 1
    clock.instant += timedelta(days=30)
    assert readings.run_once(tenant_id) == 0
    assert len(model.asked) == len(WAITS) + 1


def test_the_rest_of_a_batch_does_not_wait_for_a_model_that_is_down(store, tenant_id, clock):
    for _ in range(5):
        add(store, tenant_id, clock, LONG)
    model = Model(failing=True)
    assert Readings(store, clock, model=model).run_once(tenant_id) == 5
    assert len(model.asked) == 1
    assert all(each.summary and each.reason == NO_MODEL for each in all_readings(store))


SAID = [
    ("Jane asked for a quote for the rollout by Friday.", True),
    ("The rollout at the Leeds plant needs 40 more seats by March. Jane asked for a quote by Friday.", True),
    ("The rollout at the plant needs 400 more seats by March.", False),
    ("Robert asked for a quote for the rollout by Friday.", False),
    ("Then ask Peter Parker for a quote for the rollout.", False),
    ("", False),
    ("Look at http://evil.example for the rollout at the plant.", False),
]


@pytest.mark.parametrize(("said", "kept"), SAID)
def test_a_models_summary_stands_only_where_the_text_bears_it_out(store, tenant_id, clock, said, kept):
    row = add(store, tenant_id, clock, LONG)
    Readings(store, clock, model=Model(said)).run_once(tenant_id)
    found = reading_of(store, row)
    assert (found.summary == said) is kept
    assert found.reason is None
    assert kept or "quote" in found.summary


def test_short_and_old_texts_are_not_put_to_a_model(store, tenant_id, clock):
    short = add(store, tenant_id, clock, "Hi Tom,\n\nthe order arrived broken.\n\nBest,\nJane")
    old = add(store, tenant_id, clock, LONG, occurred_at=clock.now() - timedelta(days=60))
    model = Model("Jane asked for a quote for the rollout by Friday.")
    Readings(store, clock, model=model).run_once(tenant_id)
    assert model.asked == []
    assert reading_of(store, short).summary == "the order arrived broken."
    assert reading_of(store, old).summary


def test_of_a_talk_the_clients_wishes_are_summed_up(store, tenant_id, clock):
    small = ["[user:1]: How was your trip to the coast then?", "[person:2]: It was long but good, thank you.",
             "[user:1]: Let me share my screen with you now."] * 4  # fmt: skip
    wishes = "[person:2]: We need 25 more licences for the Hull site by May."
    row = add(store, tenant_id, clock, "\n".join([*small[:6], wishes, *small[6:]]), kind=Kind.MEETING)
    Readings(store, clock).run_once(tenant_id)
    assert wishes in reading_of(store, row).summary


def test_what_a_person_corrected_stays(store, tenant_id, clock):
    row = add(store, tenant_id, clock, "We want to renew.")
    readings = Readings(store, clock)
    readings.run_once(tenant_id)
    with store.write() as session:
        found = session.scalars(select(InteractionReading)).one()
        found.human, found.summary, found.intents = ["summary", "intents"], "as Dana says", []
    change(store, row, text="We want to cancel our contract, the price is too high.")
    readings.run_once(tenant_id)
    found = reading_of(store, row)
    assert (found.summary, found.intents, found.themes, found.version) == (
        "as Dana says",
        [],
        ["pricing", "contract", "churn risk"],
        2,
    )


def test_a_reaction_that_breaks_hides_no_reading(store, tenant_id, clock):
    rows = [add(store, tenant_id, clock, f"We want to renew {n}.") for n in range(3)]
    reacted = []

    def react(session, row, reading):
        if row.id == rows[1]:
            raise ValueError("broken rule")
        reacted.append((row.id, reading.intents[0]["name"]))

    assert Readings(store, clock, react=react).run_once(tenant_id) == 3
    found = all_readings(store)
    assert [bool(each.reason) for each in found] == [False, True, False]
    assert all(each.intents for each in found)
    assert {row for row, _ in reacted} == {rows[0], rows[2]}


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "?" * 20_000, "a " * 10_000, "A: b\n" * 2_000, "[user:99999]: " * 30]
)
def test_any_text_is_read(store, tenant_id, clock, text):
    row = add(store, tenant_id, clock, text)
    assert Readings(store, clock).run_once(tenant_id) == 1
    assert reading_of(store, row).reason is None
