"""Records without deals: what was sold, given or booked is asked in the words of selling."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import asking_gold
import asking_sets
import pytest

from crm.ask.asker import Asker

pytestmark = pytest.mark.skipif(not asking_gold.DATA.is_dir(), reason="the outside data is not at ../shared/data")


@pytest.fixture(scope="module")
def gym(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    home: Path = tmp_path_factory.mktemp("gym")
    return asking_gold.asker_over(asking_sets.folder_of("gym"), home)


@pytest.fixture(scope="module")
def charity(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    home: Path = tmp_path_factory.mktemp("charity")
    return asking_gold.asker_over(asking_sets.folder_of("charity"), home)


def rows(over: tuple[Asker, int], question: str) -> list[list[Any]]:
    asker, tenant_id = over
    answer = asker.ask(tenant_id, question, user=None)
    assert answer.confidence >= 0.8, answer.answer
    return answer.rows


def test_sales_are_the_lines_of_orders(gym: tuple[Asker, int]) -> None:
    data = asking_sets.frames_of("gym")
    lines = next(frame for frame in vars(data).values() if "Line Total" in frame)
    assert rows(gym, "total sales")[0][0] == pytest.approx(lines["Line Total"].sum())
    assert rows(gym, "how many units were sold")[0][0] == lines["Qty"].sum()
    mean = lines["Line Total"].sum() / lines["Order #"].nunique()
    assert rows(gym, "average order value")[0][0] == pytest.approx(mean)


def test_a_line_has_its_orders_date_and_its_customers_rep(gym: tuple[Asker, int]) -> None:
    assert rows(gym, "which rep sold the most last quarter?")[0][0] == "Luz Herrera"
    assert len(rows(gym, "who ordered in 2025 but hasn't ordered in 2026")) == 15


def test_what_nobody_bought(gym: tuple[Asker, int]) -> None:
    assert [row[0] for row in rows(gym, "products that were never sold")] == ["Medicine Ball"]


def test_parts_of_two_tables_are_no_shares(gym: tuple[Asker, int]) -> None:
    asker, tenant_id = gym
    answer = asker.ask(tenant_id, "units returned as a share of units sold, per category", user=None)
    assert not answer.rows


def test_donors_by_their_type_give(charity: tuple[Asker, int]) -> None:
    gifts = asking_sets.frames_of("charity").gifts
    lately = gifts[(gifts["Gift date"].astype(str) >= "2026-01-01") & (gifts["Donor type"] == "Trust")]
    assert rows(charity, "how many trusts gave in 2026")[0][0] == lately["Donor ID"].nunique()


def test_a_header_that_holds_a_period_is_a_header(charity: tuple[Asker, int]) -> None:
    assert dict(rows(charity, "volunteer hours this year per role"))["Events"] == 2851
