"""What a question asks for in words of one meaning is in the plan, or the question is declined."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import asking_gold
import pytest
from sample_frames import sample

from crm.ask.answer import Answer

Ask = Callable[[str], Answer]
UNMET = [
    "which rep takes the longest on average to close a deal?",  # the mean of their money is no time
    "which customers have settled every single one of their paid invoices late?",
    "which proportion of Globex's tickets dates from this year?",
    "besides Edwin Harrow, who else of Harrow & Pike came to meetings with us?",
    "when did Globex last pay an invoice?",
]
MET = {
    "what share of the paid invoices were paid on or before the due date?": "69.4%",
    "average amount of the deals won since 1 April?": "Average amount",
    "what share of his closed deals did Jonas win?": "Share of deals",
    "open deals above 40k that have no open task": "deals",
    "how many days does it take on average from issued on to paid on?": "Average days",
    "who is the owner of Globex?": "owns Globex",
    "the newest invoice of Globex?": "invoice",
}


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    home: Path = tmp_path_factory.mktemp("demands")
    asker, tenant_id = asking_gold.asker_over(sample().folder, home)
    return lambda text: asker.ask(tenant_id, text, user=None)


@pytest.mark.parametrize("text", UNMET)
def test_what_the_plan_does_not_give_is_declined(ask: Ask, text: str) -> None:
    assert ask(text).abstained, ask(text).understood


@pytest.mark.parametrize(("text", "told"), MET.items())
def test_what_it_gives_is_told(ask: Ask, text: str, told: str) -> None:
    assert told in ask(text).answer


LATER = [
    "how much of our pipeline closes before Christmas?",  # the coming one
    "when is the next call with Globex",
    "which customers cancelled in 2026?",  # they did not begin then
    "which accounts have more than one contact",  # people, and not talks
]


@pytest.mark.parametrize("text", LATER)
def test_no_other_day_and_no_other_rows_are_told(ask: Ask, text: str) -> None:
    assert ask(text).abstained, ask(text).understood
