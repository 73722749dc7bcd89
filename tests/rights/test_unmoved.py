"""No figure moves with what the asker may not see: the same questions before and after the hidden rows have changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from probes import ABOUT, AT_LARGE, about
from rights_company import found, words
from sqlalchemy import select
from templates import create_tables

from crm.ask.asker import Asker
from crm.clock import FixedClock
from crm.model import Account, Contact, Deal, Interaction, Kind, Outcome, RelatedRecord, StageChange, Task
from crm.store import Store
from privacy.redactor import PresidioRedactor

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
EXTRA = 10  # rows of each kind that are added to a client


class Company:
    """One tenant, and somebody of it who asks."""

    def __init__(self, store: Store, access: str, who: str) -> None:
        self.store, self._who = store, who
        self._team = found(store, FixedClock(NOW), "Alpha", access, words())
        clients = self._team.clients.values()
        self.hidden = [client.id for client in clients if who not in client.seers]
        self.seen = [client.id for client in clients if who in client.seers]
        self._own = next(client for client in clients if who in client.seers)

    def ask(self, part: int) -> dict[str, object]:
        """What is told to every third question there is, from `part` on; of an asker that remembers nothing."""
        questions = [*AT_LARGE, *(about(self._own, template) for template in ABOUT)][part::3]
        asker = Asker(self.store, FixedClock(NOW), None, PresidioRedactor(self.store))
        user = self._team.users[self._who]
        answers = (asker.ask(self._team.tenant_id, each, user=user, now=NOW) for each in questions)
        return {
            each: answer.model_dump(mode="json", exclude={"took_ms"})
            for each, answer in zip(questions, answers, strict=True)
        }

    def add(self, clients: list[int]) -> None:
        """More of everything, so that sums, counts, moods, dates and steps move wherever these clients are counted."""
        with self.store.write() as session:
            for account in session.scalars(select(Account).where(Account.id.in_(clients))).all():
                _swell(session, account)


def _swell(session, account: Account) -> None:
    stamp = {"tenant_id": account.tenant_id, "created_at": NOW, "updated_at": NOW}
    contact = session.scalars(select(Contact).where(Contact.account_id == account.id)).first()
    account.employees, account.annual_revenue = 100_000, 9e12
    for deal in session.scalars(select(Deal).where(Deal.account_id == account.id)):
        deal.amount, deal.close_date = 7_777_777, NOW.date() + timedelta(days=1)
    for number in range(EXTRA):
        stage = ("Talks", "Won", "Lost")[number % 3]
        outcome = Outcome.OPEN if stage == "Talks" else Outcome(stage.lower())
        deal = Deal(name=f"Extra {number}", account_id=account.id, stage=stage, outcome=outcome, amount=1e6 + number,
                    owner_id=account.owner_id, opened_on=NOW.date() - timedelta(days=200),
                    close_date=NOW.date() - timedelta(days=number), **stamp)  # fmt: skip
        session.add(deal)
        session.flush()
        session.add(StageChange(tenant_id=account.tenant_id, deal_id=deal.id, from_stage="Talks", to_stage=stage,
                                changed_at=NOW - timedelta(days=number)))  # fmt: skip
        session.add(Interaction(source="mail", kind=(Kind.EMAIL, Kind.TICKET, Kind.MEETING)[number % 3], direction="in",
                                account_id=account.id, occurred_at=NOW - timedelta(hours=number), subject="More",
                                text="The price is an outrage, we will leave.", mood="negative", mood_score=-1.0,
                                contacts=[contact], sender_id=contact.id, **stamp))  # fmt: skip
        session.add(Task(what=f"call them {number}", due_on=NOW.date() - timedelta(days=number),
                         owner_id=account.owner_id, account_id=account.id, **stamp))  # fmt: skip
        session.add(RelatedRecord(tenant_id=account.tenant_id, kind="subscription", account_id=account.id,
                                  external_id=f"more_{account.id}_{number}", occurred_at=NOW,
                                  attributes={"plan": "Gold"}))  # fmt: skip


def _moved(before: dict[str, object], after: dict[str, object]) -> set[str]:
    return {question for question in before if before[question] != after[question]}


@pytest.fixture
def company(request, tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'rapport.db'}")
    create_tables(store)
    yield Company(store, *request.param)
    store.close()


@pytest.mark.parametrize(
    ("company", "part"),
    [(("owner", "other"), 0), (("team", "south"), 1), (("everyone", "rep"), 2)],
    indirect=["company"],
    ids=str,
)
def test_hidden_rows_move_nothing_that_is_told(company, part):
    before = company.ask(part)
    company.add(company.hidden)
    assert _moved(before, company.ask(part)) == set()


@pytest.mark.parametrize("company", [("owner", "other")], indirect=True, ids=str)
def test_rows_that_are_seen_move_it(company):
    before = company.ask(0)
    company.add(company.seen)
    assert len(_moved(before, company.ask(0))) > len(before) // 2
