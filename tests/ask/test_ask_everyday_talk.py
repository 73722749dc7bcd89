"""What one asks an assistant: the day, a client before a call, what was promised, how it goes; golds by SQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from synthetic_company import NOW, Company, found

from crm.ask.answer import Answer
from crm.ask.asker import Asker
from crm.ask.plan import QueryPlan
from crm.ask.remarks.turn import Turn
from crm.clock import FixedClock
from crm.model import (
    Account,
    Contact,
    Deal,
    Interaction,
    InteractionReading,
    Outcome,
    RelatedRecord,
    Task,
    Tenant,
    User,
)
from crm.ports import Redacted
from crm.store import Store


class Unredacted:
    def redact(self, tenant_id: int, texts: Sequence[str], about=()) -> list[Redacted]:
        return [Redacted(text) for text in texts]


class Asking:
    def __init__(self, store: Store, tenant_id: int) -> None:
        self.company: Company = found(store, tenant_id)
        self.store, self.tenant_id = store, tenant_id
        read(store, tenant_id, self.company)
        self.asker = Asker(store, FixedClock(NOW), None, Unredacted())

    def __call__(self, text: str, user: User | None = None, before: Turn | None = None) -> Answer:
        return self.asker.ask(self.tenant_id, text, user=user, before=before)

    def sql(self, query: Any) -> Any:
        with self.store.read() as session:
            return session.scalar(query)

    def names(self, query: Any) -> list[Any]:
        with self.store.read() as session:
            return list(session.scalars(query))


def read(store: Store, tenant_id: int, company: Company) -> None:
    """What was read in two calls of November: a promise of Tom's, one of Jane's, and what the clients asked."""
    told = [
        ("Globex", company.tom, "negative", ["pricing"], "I'll send the new price list", "Can you lower the price of the renewal?"),
        ("Hooli", company.jane, "positive", ["training"], "We will book the training", "Could you train our people in May?"),
    ]  # fmt: skip
    with store.write() as session:
        for name, user, mood, themes, promise, ask in told:
            account = session.scalar(select(Account.id).where(Account.name == name, Account.tenant_id == tenant_id))
            talk = Interaction(
                tenant_id=tenant_id, source="test", kind="call", direction="in", account_id=account, user_id=user.id,
                occurred_at=datetime(2026, 11, 18, 9, tzinfo=UTC), subject=f"Call with {name}", mood=mood,
                text=f"The price is too high. {ask}", created_at=NOW, updated_at=NOW,
            )  # fmt: skip
            session.add(talk)
            session.flush()
            session.add(
                InteractionReading(
                    tenant_id=tenant_id, interaction_id=talk.id, version=1, summary=f"{name} asked for something.",
                    themes=themes, intents=[], human=[], attempts=1, read_at=NOW,
                    asks=[{"text": ask, "due": None, "owner": "you", "side": "theirs"}],
                    commitments=[{"text": promise, "due": "2026-11-25", "owner": "you", "side": "ours"}],
                )
            )  # fmt: skip


@pytest.fixture
def ask(store: Store, tenant_id: int) -> Asking:
    return Asking(store, tenant_id)


# --- the day -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "what should I do today", "what's on my plate this week?", "my day", "what do I have today", "my agenda",
        "Hey, what do I need to do next?", "what are my priorities", "anything urgent?", "what needs my attention",
        "is there anything urgent for me?", "where should I start", "catch me up",
    ],
)  # fmt: skip
def test_the_day_is_what_is_due(ask: Asking, text: str) -> None:
    """All that is due by the end of the period and not done, the oldest first."""
    last = date(2026, 11, 22) if "week" in text else NOW.date()
    due = ask.names(
        select(Task.what)
        .where(Task.owner_id == ask.company.tom.id, Task.done_at.is_(None), Task.due_on <= last)
        .order_by(Task.due_on, Task.id)
    )
    answer = ask(text, ask.company.tom)
    assert not answer.abstained
    assert [row[0] for row in answer.rows if "follow-up" in row[3]] == due
    assert due
    assert due[0] in answer.answer


def test_the_day_needs_somebody_whose_it_is(ask: Asking) -> None:
    assert ask("what should I do today").abstained


def test_who_waits_for_an_answer(ask: Asking) -> None:
    """The last word with Globex came from them."""
    for text in ("who do I need to call back", "who should I call today?", "who is waiting for an answer from me"):
        assert "Globex" in {row[1] for row in ask(text, ask.company.tom).rows}


# --- promises and asks ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "mine"),
    [
        ("what did I promise", True), ("what have I promised Globex this week?", True), ("my promises", True),
        ("what promises did we make this week", False), ("what did we promise", False),
        ("our commitments this week", False), ("what did we commit to this month", False),
    ],
)  # fmt: skip
def test_promises_are_those_that_were_heard(ask: Asking, text: str, mine: bool) -> None:
    answer = ask(text, ask.company.tom)
    told = {row[0].rstrip(".") for row in answer.rows}
    assert told == {"I'll send the new price list"} | (set() if mine else {"We will book the training"})


def test_what_a_client_is_owed(ask: Asking) -> None:
    for text in ("what do I owe Globex", "what do we still owe Globex?", "what does Globex expect from us"):
        answer = ask(text, ask.company.tom)
        assert {"promise", "ask"} <= {row[4] for row in answer.rows}
        assert "price list" in answer.answer


def test_what_clients_ask_for_and_complain_about(ask: Asking) -> None:
    for text in ("what are customers asking for", "what do our clients ask for most?", "customer requests this month"):
        assert {row[3] for row in ask(text).rows} == {"Globex", "Hooli"}
    for text in ("what do people complain about most", "top complaints", "what are customers complaining about?"):
        answer = ask(text)
        assert answer.rows[0][:3] == ["pricing", 1, 1]
        assert "too high" in answer.answer or "lower the price" in answer.answer


def test_a_table_of_requests_is_asked_itself(ask: Asking) -> None:
    """Where a record has a table of that name, its rows are meant."""
    with ask.store.write() as session:
        session.add(RelatedRecord(tenant_id=ask.tenant_id, kind="customer_request", external_id="R-1", attributes={}))
    answer = Asker(ask.store, FixedClock(NOW), None, Unredacted()).ask(ask.tenant_id, "customer requests", user=None)
    assert (answer.plan or {}).get("tells") is None


# --- one client ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "brief me on Globex before my call", "summarise Globex", "catch me up on Globex", "what's going on with Globex?",
        "give me a quick overview of Globex", "Could you please brief me on Globex", "where do we stand with Globex",
        "what's the latest with Globex", "tell me about Globex", "fill me in on Globex ahead of the meeting today",
    ],
)  # fmt: skip
def test_a_brief_says_how_a_client_stands(ask: Asking, text: str) -> None:
    answer = ask(text)
    owner = ask.sql(select(User.name).join(Account, Account.owner_id == User.id).where(Account.name == "Globex"))
    for part in (owner, "Globex renewal (Negotiation, $60,000", "18 November 2026", "price list", "lower the price"):
        assert part in answer.answer
    assert answer.citations
    talks = select(func.count(Interaction.id)).join(Account, Account.id == Interaction.account_id)
    assert sum(row[1] != "deal" for row in answer.rows) == ask.sql(talks.where(Account.name == "Globex"))


def test_another_client_after_a_brief(ask: Asking) -> None:
    plan = ask("brief me on Globex").plan
    answer = ask("and Hooli?", before=Turn("brief me on Globex", QueryPlan.model_validate(plan)))
    assert "Hooli" in answer.answer
    assert "Jane Doe" in answer.answer


@pytest.mark.parametrize("text", ["last time I talked to Hooli", "when did I last speak with Hooli?"])
def test_a_last_talk_by_somebody_else_is_told_as_such(ask: Asking, text: str) -> None:
    jane = ask(text, ask.company.jane)
    assert jane.answer.startswith("Your last contact with Hooli: call by Jane Doe")
    tom = ask(text, ask.company.tom)
    assert "You yourself have no contact with Hooli" in tom.answer
    assert "by Jane Doe" in tom.answer
    assert "18 November 2026" in tom.answer


def test_what_the_last_talk_was_about(ask: Asking) -> None:
    answer = ask("when did we last speak to Globex and about what?")
    assert "18 November 2026" in answer.answer
    assert "Globex asked for something" in answer.answer


@pytest.mark.parametrize("text", ["last contact with {}", "who are the contacts at {}", "brief me on {}"])
def test_the_biggest_is_named_first(ask: Asking, text: str) -> None:
    """By what was won from them; “my” of nobody is the team's, which is said."""
    biggest = ask.sql(
        select(Account.name)
        .join(Deal, Deal.account_id == Account.id)
        .where(Deal.outcome == Outcome.WON)
        .group_by(Account.id)
        .order_by(func.sum(Deal.amount).desc())
        .limit(1)
    )
    answer = ask(text.format("our biggest customer"))
    assert answer.answer.startswith(f"Our biggest customer is {biggest} ($20,000 won).")
    assert "whole team" in ask(text.format("my largest account")).answer
    assert "Hooli" in ask(text.format("my biggest client"), ask.company.jane).answer


def test_what_happened_with_the_biggest_open_deal(ask: Asking) -> None:
    answer = ask("what happened with our biggest open deal?")
    assert answer.answer.startswith("Our biggest open deal is Globex renewal ($60,000).")
    assert (answer.plan or {})["shape"] == "timeline"
    assert "Globex" in {row[2] for row in answer.rows}


def test_a_role_is_found_by_title_or_said_to_be_nobodys(ask: Asking) -> None:
    champion = ask("who is our champion at Globex").answer
    assert champion.startswith("Nobody at Globex is recorded as champion. ")
    assert "Peter Gibbons (CTO)" in champion
    none = ask("phone number of the buyer at Globex")
    assert "Nobody at Globex is recorded as buyer" in none.answer
    assert "Peter Gibbons (CTO)" in none.answer
    assert none.abstained
    with ask.store.write() as session:
        account = session.scalar(select(Account.id).where(Account.name == "Globex"))
        session.add(
            Contact(
                tenant_id=ask.tenant_id, name="Paula Reyes", title="Purchasing Manager", phone="+1 555 0199",
                account_id=account, created_at=NOW, updated_at=NOW,
            )
        )  # fmt: skip
    assert [row[0] for row in ask("phone number of the buyer at Globex").rows] == ["Paula Reyes"]
    assert "+1 555 0199" in ask("who is the buyer at Globex").answer


# --- how it goes ---------------------------------------------------------------------------------------------------


def won(ask: Asking, since: date, until: date, *limits: Any) -> float:
    query = select(func.coalesce(func.sum(Deal.amount), 0)).where(
        Deal.outcome == Outcome.WON, Deal.close_date >= since, Deal.close_date < until, *limits
    )
    return float(ask.sql(query))


@pytest.mark.parametrize(
    "text",
    ["how's Q4 looking vs Q3", "are we ahead of last quarter?", "did we grow", "are we growing", "are we behind Q3"],
)
def test_a_quarter_stands_beside_the_one_before(ask: Asking, text: str) -> None:
    """Up to the same day, for the running one is not over; and beside all of it."""
    rows = [row[1] for row in ask(text).rows]
    quarters = [date(2026, 10, 1), date(2026, 7, 1)]
    assert rows == [
        won(ask, quarters[0], date(2026, 11, 21)), won(ask, quarters[1], date(2026, 8, 21)),
        won(ask, quarters[1], quarters[0]),
    ]  # fmt: skip


def test_own_figures_and_a_colleagues(ask: Asking) -> None:
    mine = Deal.owner_id == ask.company.jane.id
    quarter, today = date(2026, 10, 1), date(2026, 11, 21)
    for text in ("how am I doing", "how's my quarter going?", "my numbers this quarter"):
        assert ask(text, ask.company.jane).rows[0][1] == won(ask, quarter, today, mine)
    answer = ask("am I ahead of Tom Berg this quarter?", ask.company.jane)
    assert "ahead of Tom Berg by $12,000" in answer.answer
    assert "behind Jane Doe by $12,000" in ask("am I beating Jane Doe", ask.company.tom).answer


@pytest.mark.parametrize("text", ["revenue trend", "show me the trend in revenue", "how has revenue developed?"])
def test_a_trend_is_told_by_month(ask: Asking, text: str) -> None:
    answer = ask(text)
    assert [row[0] for row in answer.rows] == ["2026-09", "2026-10"]


@pytest.mark.parametrize(
    "text",
    [
        "how am I doing against target",
        "forecast for this quarter",
        "weighted pipeline",
        "are we on track for our quota?",
    ],
)
def test_without_a_target_nothing_is_forecast(ask: Asking, text: str) -> None:
    answer = ask(text, ask.company.tom)
    assert answer.abstained
    assert "no target" in answer.answer
    assert "1 open deal ($60,000)" not in answer.answer
    assert "2 open deals ($115,000)" in answer.answer
    with ask.store.write() as session:
        session.get_one(Tenant, ask.tenant_id).settings = {"target": {"amount": 24000.0, "months": 3}}
    told = ask(text, ask.company.tom)
    assert told.abstained == ("weighted" in text)
    if not told.abstained:
        assert "50% is reached" in told.answer
    assert ask("forecast for next year").abstained


def test_clients_by_mood(ask: Asking) -> None:
    for text in ("rank clients by mood", "how happy are our customers?", "clients ranked by mood"):
        names = [row[0] for row in ask(text).rows]
        assert names.index("Umbrella Health") < names.index("Globex")
    for text in ("which clients are happiest", "who is happiest with us"):
        assert "Globex" not in {row[0] for row in ask(text).rows}


def test_recently_is_thirty_days_and_said(ask: Asking) -> None:
    for text in ("did anyone from Globex complain recently", "any complaints from Globex lately?"):
        answer = ask(text)
        assert len(answer.rows) == 1
        assert "last 30 days" in answer.understood
