"""Small words that ask for a column of their own: the answer shows it, or the question is declined."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import asking_gold
import pytest
from sample_frames import sample

from crm.ask.answer import Answer

Ask = Callable[[str], Answer]
HELD = [  # what is asked, and how the record says it
    ("emails from our side to Globex since June, how many?", "how many outgoing emails to Globex since June?"),
    ("Noah's calls in 2026: how many came in, how many went out", "Noah's calls in 2026 by direction"),
    ("How much must Acme still pay us?", "How much does Acme owe us?"),
    ("What is the number of the newest invoice?", "invoice number of the newest invoice"),
    (
        "what was Mid-Market's win rate in Q2, and what was Enterprise's?",
        "win rate in Q2 by team of Mid-Market and Enterprise",
    ),
    ("seats booked by plan", "seats by plan"),
    ("who is on the Business plan?", "accounts with subscriptions with plan Business"),
]
DECLINED = [
    "how many people at Globex logged in to Tally this month",
    "how many stage changes did we have in September?",
]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    home: Path = tmp_path_factory.mktemp("unheeded")
    asker, tenant_id = asking_gold.asker_over(sample().folder, home)
    return lambda text: asker.ask(tenant_id, text, user=None)


@pytest.mark.parametrize(("said", "plain"), HELD)
def test_it_is_answered_as_the_record_says_it(ask: Ask, said: str, plain: str) -> None:
    told, meant = ask(said), ask(plain)
    assert not told.abstained, told.answer
    assert told.rows == meant.rows


@pytest.mark.parametrize("text", DECLINED)
def test_what_the_plan_says_nothing_of_is_declined(ask: Ask, text: str) -> None:
    assert ask(text).abstained


def test_who_was_among_them_has_not_written_it(ask: Ask) -> None:
    names = {row[0] for row in ask("which contacts at Globex have never emailed us?").rows}
    assert names == {"Peter Jarrell", "Martha Iverson"}


def test_renewals_lie_ahead_unless_their_past_is_asked_for(ask: Ask) -> None:
    coming = ask("which subscriptions come up for renewal between December 26 and December 31?")
    assert {row[0] for row in coming.rows} == {"Acme", "Kittering Toys"}
