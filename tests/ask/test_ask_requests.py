"""A request put round a question, and what people call things in it, change nothing of what is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import asking_gold
import pytest
from sample_frames import sample

from crm.ask.answer import Answer

Ask = Callable[[str], Answer]
ALIKE = [  # as people ask, and as the record says it
    ("Could I get the number of open deals of Jonas?", "number of open deals of Jonas"),
    ("May we please know the total value of the deals won in August", "total value of the deals won in August"),
    ("Kindly inform us of the win rate of Ingrid's team.", "win rate of Ingrid's team"),
    ("Globex, whose account is it?", "who owns Globex"),
    ("whose client is Saltbox Outfitters", "who owns Saltbox Outfitters"),
    ("how big were the deals we lost in May, on average?", "average size of the deals we lost in May"),
    ("what did we bill in July", "total amount of invoices issued in July"),
    ("what is left on Elin's desk?", "Elin's open tasks"),
    ("Maya's open tasks for tuesday", "Maya's open tasks due on tuesday"),
    ("won deals in the quarter ending June", "won deals in Q2"),
    ("accounts where lost deals are at least 3 in number", "accounts with at least 3 lost deals"),
    ("strike rate by rep this calendar year", "win rate by rep this year"),
]
DECLINED = [
    "per prospect: number of mails in 2026",
    "what share of the money of the deals lost in 2026 was lost on price?",
    "which deals have sat in Proposal over 40 days",
]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    home: Path = tmp_path_factory.mktemp("requests")
    asker, tenant_id = asking_gold.asker_over(sample().folder, home)
    return lambda text: asker.ask(tenant_id, text, user=None)


@pytest.mark.parametrize(("said", "plain"), ALIKE)
def test_it_is_answered_as_the_plain_question(ask: Ask, said: str, plain: str) -> None:
    told, meant = ask(said), ask(plain)
    assert not meant.abstained, meant.answer
    assert (told.abstained, told.rows) == (False, meant.rows)


@pytest.mark.parametrize("text", DECLINED)
def test_no_other_figure_is_told(ask: Ask, text: str) -> None:
    told = ask(text)
    assert told.abstained or "in stage" in told.understood.casefold(), told.understood
