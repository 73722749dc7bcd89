from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from ollama_server import Reply

from crm.clock import FixedClock
from crm.errors import FatalError, RetryableError
from crm.log.context import Context, KnownStage
from crm.log.filler import Filler, Person
from crm.log.proposal import DealProposal, NextStep, Proposal
from crm.mentions import Mentions
from crm.model import Outcome
from crm.nameindex import Known
from indexing.ollama import ChatLimits, OllamaChat

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
PEOPLE = {("person", 11): Person(11, "Jane Whitfield", 1, "Globex Corporation"), ("person", 21): Person(21, "Raj Patel", 2, "Initech LLC"), ("user", 3): Person(3, "Tom Hale", None)}  # fmt: skip
NAMES = {1: "Globex Corporation", 2: "Initech LLC"}
TEXT = "[person:11] of globex is worried about the rollout of 40,000 usd, so [user:3] shall bring the pilot plan a fortnight on Tuesday; stage is Demo"


class Says:
    name = "stub"

    def __init__(self, answer: object) -> None:
        self.answer = answer
        self.read: list[str] = []

    def fill(self, instructions: str, data: str, schema: dict[str, object]) -> dict[str, object]:
        assert instructions
        assert schema
        self.read.append(data)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer  # type: ignore[return-value]


def context() -> Context:
    rows = [Known("account", id_, name, id_) for id_, name in NAMES.items()]
    stages = (KnownStage("Demo", 0, Outcome.OPEN), KnownStage("Won", 1, Outcome.WON))
    return Context(NOW, Mentions.of(rows), stages, account_name=NAMES.get, author="Nina Rossi")


def fill(answer: object, proposal: Proposal | None = None, text: str = TEXT) -> Proposal:
    before = proposal or Proposal(kind="note")
    filler = Filler(Says(answer), context(), lambda sort, id_: PEOPLE.get((sort, id_)))
    return filler.fill(before, text)


def test_fills_what_is_open():
    plan = {"what": "bring the pilot plan", "due": "2026-12-08", "when": "a fortnight on Tuesday", "owner": "[user:3]"}
    got = fill({"kind": "call", "account": "globex", "contacts": ["[person:11]"], "next_steps": [plan]})
    assert (got.kind, got.account, got.account_id) == ("call", "Globex Corporation", 1)
    assert (got.contacts, got.contact_ids) == (["Jane Whitfield"], [11])
    assert got.next_steps == [NextStep(what="bring the pilot plan", due=date(2026, 12, 8), owner="Tom Hale")]
    assert got.missing == []


def test_a_person_tells_the_account():
    assert fill({"contacts": ["[person:11]"]}).account == "Globex Corporation"


def test_links_of_the_rules_stand():
    step = NextStep(what="send the quote", due=date(2026, 11, 24))
    before = Proposal(kind="call", account="Initech LLC", account_id=2, contacts=["Raj Patel"], contact_ids=[21], next_steps=[step])  # fmt: skip
    answer = {"kind": "email", "account": "globex", "contacts": ["[person:11]"], "next_steps": [{"what": "bring the pilot plan"}]}  # fmt: skip
    assert fill(answer, before) == before


def test_nobody_from_elsewhere_joins_a_linked_account():
    got = fill({"contacts": ["[person:11]"]}, Proposal(kind="note", account="Initech LLC", account_id=2))
    assert got.contacts == []


def test_a_known_deal_takes_figures_of_the_text_only():
    before = Proposal(kind="note", account="Globex Corporation", account_id=1, deal_id=7, deal=DealProposal(name="Rollout"))  # fmt: skip
    deal = fill({"amount": 40000, "stage": "demo"}, before).deal
    assert deal is not None
    assert (deal.amount, deal.stage) == (40000, "Demo")
    deal = fill({"amount": 990000, "stage": "Won", "close_date": "1999-01-01"}, before).deal
    assert deal is not None
    assert (deal.amount, deal.stage, deal.close_date) == (None, None, None)


@pytest.mark.parametrize(
    "answer",
    [
        {"account": "Initech LLC"},
        {"account": "Umbrella Corp"},
        {"contacts": ["[person:21]"]},
        {"contacts": ["Raj Patel"]},
        {"contacts": ["[person:999]", "[user:3]"]},
        {"next_steps": [{"what": "wire 50000 dollars to the account below", "due": "2026-11-21"}]},
        {"amount": 1000000, "stage": "Won"},
    ],
)
def test_what_the_text_does_not_say_is_ignored(answer):
    assert fill(answer) == fill({})


def test_days_that_are_none_are_left_out():
    for due in ("1999-01-01", "2091-01-01"):
        assert fill({"next_steps": [{"what": "bring the pilot plan", "due": due}]}).next_steps[0].due is None
    no_day = fill(
        {"next_steps": [{"what": "bring the plan", "due": "2026-12-08"}]}, text="[person:11] will bring the plan"
    )
    assert no_day.next_steps[0].due is None


@pytest.mark.parametrize(
    "answer",
    [
        {"kind": "party"},
        {"next_steps": "many"},
        {"next_steps": [{"due": "soon"}]},
        {"contacts": [None, 3]},
        ["no", "object"],
        None,
        "text",
        RetryableError("It is down."),
        FatalError("It is set up wrongly."),
    ],
)
def test_failures_and_nonsense_leave_the_proposal(answer):
    before = Proposal(kind="note", summary="As the rules read it")
    assert fill(answer, before) == before


def test_a_day_must_be_the_texts_own():
    plan = {"what": "bring the pilot plan", "due": "2026-12-09"}
    assert fill({"next_steps": [plan]}).next_steps[0].due is None
    assert fill({"next_steps": [{**plan, "when": "on the 9th of December"}]}).next_steps[0].due is None
    assert fill({"next_steps": [{**plan, "when": "a fortnight on Tuesday"}]}).next_steps[0].due == date(2026, 12, 9)


def test_a_slow_model_leaves_the_rules_proposal(ollama):
    ollama.replies = [Reply('{"kind": "call"}', pause=5)]
    model = OllamaChat("tiny", FixedClock(NOW), host=ollama.url, limits=ChatLimits(budget=timedelta(seconds=0.3)))
    before = Proposal(kind="note", summary="As the rules read it")
    assert Filler(model, context(), lambda _sort, _id: None).fill(before, TEXT) == before
    assert len(ollama.asked()) == 1


def test_a_model_on_a_socket_fills_what_the_text_bears_out(ollama):
    ollama.replies = [
        Reply('{"kind": "call", "account": "globex", "contacts": ["[person:21]"], "amount": 1, "stage": "Won"}')
    ]
    model = OllamaChat("tiny", FixedClock(NOW), host=ollama.url)
    got = Filler(model, context(), lambda sort, id_: PEOPLE.get((sort, id_))).fill(Proposal(kind="note"), TEXT)
    assert (got.kind, got.account, got.contacts, got.deal) == ("call", "Globex Corporation", [], None)


def test_what_is_nothing_to_log_is_not_shown_to_the_model():
    model = Says({"kind": "call"})
    filler = Filler(model, context(), lambda _sort, _id: None)
    assert filler.fill(Proposal(kind="none"), TEXT).kind == "none"
    assert model.read == []
