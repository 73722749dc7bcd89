"""What a message is by its wording, where no phrase that the rules know shows it."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from crm.log.clauses import Clause, sentences
from crm.log.context import Context
from crm.log.dated import dated
from crm.log.due import Step
from crm.log.outline import outline, weighed
from crm.log.people import Parties, Party
from crm.log.proposal import Proposal
from crm.log.reader import Reader
from crm.mentions import Mentions
from crm.ports import DaySaid
from indexing.wording import KINDS, Wording, features, placed

sys.path.insert(0, str(Path(__file__).parents[2]))  # the benchmark holds the record that the messages speak of

from benchmarks.logging_calls import gold_context
from benchmarks.wording import Told, fit, of_kinds

NOW = datetime(2027, 3, 4, 15, tzinfo=UTC)
SHOWN = [
    ("Hank was on the line again moaning about the exports", "call"),
    ("caught Raj on the mobile, all fine with Acme", "call"),
    ("stood with Hank in the Globex hall counting pallets until noon", "meeting"),
    ("Jane Holloway's mail in my inbox this morning: approved", "email"),
    ("whatsapp group of Globex: Hank asks when we go live", "message"),
]


def _read(text: str, wording: Wording | None) -> list[Proposal]:
    return Reader(gold_context(NOW, "Maya Lindqvist", "record_demo.json"), wording).read(text)


def _kind(text: str, wording: Wording | None) -> str:
    return _read(text, wording)[0].kind


@pytest.mark.parametrize(("text", "kind"), SHOWN)
def test_a_dealing_shows_by_the_wording(text, kind):
    assert _kind(text, Wording()) == kind


def test_without_a_reader_of_wordings_the_rules_decide():
    assert _kind("Called Hank at Globex, he wants a quote", None) == "call"
    assert _kind("who wants lunch", None) == "none"


@pytest.mark.parametrize("text", ["who owns Globex?", "thanks!", "mark all deals won", "haha brilliant", "ok"])
def test_chatter_stays_chatter(text):
    assert _kind(text, Wording()) == "none"


def test_names_and_figures_are_no_wording():
    text = "Call Walt Crandall 12,500"
    parties = Parties(contacts=(Party("Walt Crandall", 1, 5, 18),))
    assert outline(text, parties) == "call qpe 0,0"


def test_what_the_rules_saw_counts_for_more_than_what_they_assume():
    odds = {"call": 1.5, "note": -1.0, "email": -4.0, "meeting": -4.0, "message": -4.0, "none": -4.0}
    assert weighed("note", odds) == "call"
    assert weighed("meeting", {**odds, "meeting": -1.0}) == "meeting"


@pytest.mark.parametrize("text", ["", " ", "\ud83d broken", "😀" * 9000, "a" * 100_000, "0"])
def test_any_text_has_odds(text):
    assert set(Wording().kinds(text)) == {"call", "email", "meeting", "message", "note", "none"}


def test_what_is_unknown_fills_no_place():
    known = np.sort(np.concatenate(features("called about the price")))
    where, amounts = placed("called about the price zzyzx", np.unique(known))
    assert len(where) == len(known)
    assert amounts.min() > 0


def test_what_is_fitted_reads_its_examples_and_their_like():
    said = {"call": "rang her twice about it", "note": "prefers tea to coffee", "none": "who has my stapler"}
    fitted = fit(of_kinds([Told("own", text, (kind,)) for kind, text in said.items() for _ in range(3)]))
    like = "rang him about it"
    assert [KINDS[int(fitted.scores(*placed(text, fitted.features)).argmax())] for text in said.values()] == list(said)
    assert KINDS[int(fitted.scores(*placed(like, fitted.features)).argmax())] == "call"


DUE = [
    ("Hank at Globex, order form tonight", "2027-03-04"),
    ("Globex: numbers to Hank, monday week", "2027-03-15"),
    ("Dolores wants her report on my desk sorted, wed latest, says Globex", "2027-03-10"),
]


@pytest.mark.parametrize(("text", "due"), DUE)
def test_a_day_is_due_by_the_wording_around_it(text, due):
    (proposal,) = _read(text, Wording())
    assert [step.due.isoformat() for step in proposal.next_steps if step.due] == [due]


def test_a_day_on_which_something_was_is_not_due():
    (proposal,) = _read("Visit at Globex on Tuesday, Hank showed me the new hall. Quiet.", Wording())
    assert not any(step.due for step in proposal.next_steps)


def test_a_step_without_a_day_is_given_the_one_that_stands_in_it():
    here = Context(now=NOW, mentions=Mentions.of(()))
    said = "send Hank the deck friday"
    step = Step("send Hank the deck", None, "author", 0, len(said))
    assert dated([step], Heard(said, sentences(said)), here, Sure(9.0)) == [replace(step, due=date(2027, 3, 5))]


def test_a_day_that_is_not_borne_out_is_taken_from_its_step():
    here = Context(now=NOW, mentions=Mentions.of(()))
    said = "the hall opens friday"
    step = Step("the hall opens", date(2027, 3, 5), "author", 0, len(said))
    assert dated([step], Heard(said, sentences(said)), here, Sure(-9.0)) == [replace(step, due=None)]


@dataclass(frozen=True)
class Heard:
    text: str
    sentences: list[Clause]
    parties: Parties = field(default_factory=Parties)


class Sure(Wording):
    """Gives every day the same odds."""

    def __init__(self, odds: float) -> None:
        super().__init__()
        self._odds = odds

    def due(self, day: DaySaid) -> float:
        return self._odds
