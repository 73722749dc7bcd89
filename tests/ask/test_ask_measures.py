"""What is measured, and against what: thresholds, comparisons, growth, ratios, durations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import loom_company
import pytest
from asking_gold import NOW, Unredacted, asker_over

from connectors.export import Importer
from crm.ask.answer import Answer
from crm.ask.asker import Asker
from crm.capture import Capture
from crm.clock import FixedClock

SURE = 0.5

EXACT: list[tuple[str, list[list[Any]]]] = [
    # thresholds count rows, whatever is measured
    ("win rate per rep for reps with at least 5 closed deals", []),
    ("win rate by rep, only reps with at least 4 closed deals", [["Ann Alvar", 0.75, 4], ["Ben Borg", 0.5, 4]]),
    ("won revenue per product where there are more than 2 won deals", [["Loom", 130000, 3]]),
    ("average deal size per rep with at least 3 won deals", [["Ann Alvar", 13666.666667, 3]]),
    ("median amount of won deals per product, products with more than 2 won deals", [["Loom", 30000, 3]]),
    ("Among the reps with at least four closed deals, who has the highest win rate?", [["Ann Alvar", 0.75, 4]]),
    # one figure for each of those named
    ("loom or reel, total amount won for each", [["Loom", 130000], ["Reel", 21000]]),
    ("Ann Alvar and Ben Borg: won revenue in 2026", [["Ben Borg", 90000], ["Ann Alvar", 31000]]),
    ("median amount: lost deals against won deals", [["won", 20000], ["lost", 6000]]),
    ("won revenue of Loom and Reel", [[151000]]),
    # each period has its date
    ("how many deals created in 2025 were closed in 2026", [[2]]),
    ("how many deals created in 2025 did we win in 2026", [[1]]),
    ("how many deals were created in 2025", [[4]]),
    # growth
    ("won revenue 2026 against 2025: how much up or down?", [[30000, 121000, 91000, 3.033333]]),
    ("won revenue 2026 vs 2025, what % up or down", [[30000, 121000, 91000, 3.033333]]),
    # reasons rank by how often they are given, by money where money is said
    ("the reason we most often lose deals", [["Timing", 2]]),
    ("number one lost reason", [["Timing", 2]]),
    ("main lost reason in 2026", [["Timing", 2]]),
    ("which lost reason cost us the most money", [["Price", 50000]]),
    ("how many deals did we lose over price", [[1]]),
    ("how much of the lost amount, as a share, was lost because of timing", [[0.180328]]),
    # ratios of an account
    ("which account has the highest won revenue per employee", [["Alder", 4000]]),
    # owners are those who own
    ("number of open deals for every owner and product", [["Ben Borg", "Loom", 1], ["Ann Alvar", "Reel", 1]]),
    # days between two dates, or from the first to the one named
    ("average days until a ticket is closed", [[11.5]]),
    ("mean days a ticket takes to get closed, per priority", [["Low", 20], ["High", 3]]),
    ("median number of days to close a high priority ticket", [[3]]),
    ("how many days does it take on average to win a deal", [[106]]),
    ("average days from start to churn of a subscription", [[20]]),
    ("how long does a subscription live before it churns, on average days per plan", [["Basic", 20]]),
]
NAMED: list[tuple[str, set[str]]] = [
    ("which company has been our customer the longest", {"Cedar"}),
    ("our youngest customer", {"Dogwood"}),
    ("who has 2 or more active subscriptions", {"Alder"}),
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    home = tmp_path_factory.mktemp("loom")
    return asker_over(loom_company.write(home / "export"), home)


@pytest.mark.parametrize(("text", "rows"), EXACT)
def test_the_figures_are_those_of_the_record(asked: tuple[Asker, int], text: str, rows: list[list[Any]]) -> None:
    answer = asked[0].ask(asked[1], text, user=None)
    assert answer.confidence >= SURE, answer.understood
    assert _plain(answer) == [_rounded(row) for row in rows], answer.understood


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_those_named_are_the_ones_meant(asked: tuple[Asker, int], text: str, names: set[str]) -> None:
    answer = asked[0].ask(asked[1], text, user=None)
    assert answer.confidence >= SURE, answer.understood
    assert {row[0] for row in answer.rows} == names, answer.understood


def test_a_share_of_a_whole_is_no_limit_on_amounts(asked: tuple[Asker, int]) -> None:
    answer = asked[0].ask(asked[1], "which products make more than 20 percent of the total won value", user=None)
    assert _plain(answer) == [["Loom", round(130 / 151, 3)]], answer.understood


def test_periods_of_two_dates_are_said_together(asked: tuple[Asker, int]) -> None:
    answer = asked[0].ask(asked[1], "deals created in 2025 and closed in 2026", user=None)
    said = "opened from 1 January to 31 December 2025 and closed from 1 January to 31 December 2026"
    assert said in (answer.understood or "")


def test_days_are_counted_alike_in_every_database(any_store, any_tenant_id, tmp_path: Path) -> None:
    clock = FixedClock(NOW)
    folder = loom_company.write(tmp_path / "export")
    importer = Importer(any_store, clock, Capture(clock, Unredacted(), None))
    importer.run(any_tenant_id, folder, rejects=tmp_path / "rejects")
    asker = Asker(any_store, clock, None, Unredacted(), None)
    for text, rows in EXACT:
        if "days" in text or "median" in text or "at least" in text:
            assert _plain(asker.ask(any_tenant_id, text, user=None)) == [_rounded(row) for row in rows], text


def _plain(answer: Answer) -> list[list[Any]]:
    return [_rounded(row) for row in answer.rows]


def _rounded(row: list[Any]) -> list[Any]:
    return [round(float(cell), 3) if isinstance(cell, int | float) else cell for cell in row]
