"""What rows show where headers say nothing: names beside addresses, when a sale was decided, which figure is its sum."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_kit import Exports, column, of

from crm.clock import FixedClock
from crm.model import Account, Deal, Outcome
from crm.store import Store

FIRMS = ("Alder & Sons", "Bramble Ltd", "Cobalt Works", "Dovetail Inc")


@pytest.fixture
def exports(tmp_path: Path, store: Store, clock: FixedClock, tenant_id: int) -> Exports:
    folder = tmp_path / "export"
    folder.mkdir()
    return Exports(folder, store, clock, tenant_id)


def clients(exports: Exports) -> None:
    exports.write("Clients.csv", "\n".join(("Name,Sector", *(f"{name},Retail" for name in FIRMS), "")))


def deals(exports: Exports, client: str, *, figure: str = "Likely") -> None:
    """Twelve rows: every third is won on a day of its own, the others have no day yet or never will."""
    rows = []
    for at in range(18):
        state = ("Won", "Negotiation", "Lost")[at % 3]
        day = f"2026-03-{at + 1:02}" if state == "Won" else ""
        firm = FIRMS[at % 4]
        cell = client.format(firm, at)
        rows.append(f'Job {at},"{cell}",{state},{(at + 1) * 250},2026-02-{at + 1:02},2026-05-{at + 1:02},{day}')
    head = f"Opportunity Name,Client,Stage,{figure},Begun,Wanted by,Handed over"
    exports.write("Opportunities.csv", "\n".join((head, *rows, "")))


@pytest.mark.parametrize(
    "written",
    [
        "{} (https://notes.example/{}-a1b2?pvs=21)",
        "{} (Clients/{}.md)",
        "[{}](pages/{}.html)",
        "{} [#{}]",
    ],
)
def test_links_to_pages_join_by_the_name_beside_them(exports: Exports, written: str) -> None:
    clients(exports)
    deals(exports, written)
    report = exports.run()
    assert report.created.get("account", 0) == 0
    assert {each.name for each in exports.all(Account)} == set(FIRMS)
    assert all(each.account_id for each in exports.all(Deal))
    assert any("only the names were kept" in note for note in of(report, "Opportunities.csv").notes)


def test_brackets_that_belong_to_a_name_stay(exports: Exports) -> None:
    exports.write("Clients.csv", "Name,Sector\nAlder (North),Retail\nAlder (South),Retail\nBramble (North),Retail\n")
    exports.run()
    assert [each.name for each in exports.all(Account)] == ["Alder (North)", "Alder (South)", "Bramble (North)"]


def test_a_day_that_only_won_rows_have_is_the_day_of_closing(exports: Exports) -> None:
    clients(exports)
    deals(exports, "{0}")
    report = of(exports.run(), "Opportunities.csv")
    assert (column(report, "Begun").field, column(report, "Handed over").field) == ("opened_on", "close_date")
    assert column(report, "Wanted by").field is None
    won = [each for each in exports.all(Deal) if each.outcome is Outcome.WON]
    assert len(won) == 6
    assert all(each.close_date.month == 3 for each in won)


def test_the_only_figure_that_reads_like_money_is_the_amount(exports: Exports) -> None:
    clients(exports)
    deals(exports, "{0}")
    assert column(of(exports.run(), "Opportunities.csv"), "Likely").field == "amount"


def test_a_count_is_no_amount(exports: Exports) -> None:
    clients(exports)
    deals(exports, "{0}", figure="Priority score")
    assert column(of(exports.run(), "Opportunities.csv"), "Priority score").field is None
