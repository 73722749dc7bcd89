"""Saved searches of an ERP: all files end alike, and the "Name" of an order is its client's."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_kit import Exports, column, of

from connectors.export.affixes import common_affixes
from connectors.export.recognition import stem_words
from crm.clock import FixedClock
from crm.model import Account, Deal, RelatedRecord
from crm.store import Store

CLIENTS = "Internal ID,Name,Category,Sales Rep\n" + "".join(
    f"{900 + at},{name} Stables,Livery,Ines Falk\n" for at, name in enumerate(("Harrow", "Oxbow", "Teal", "Wick"))
)
ORDERS = "Date,Document Number,Name,Sales Rep,Status,Amount\n" + "".join(
    f"2026-03-{day:02},SO{700 + day},{name} Stables,Ines Falk,{status},{day * 100}\n"
    for day, name, status in (
        (1, "Harrow", "Billed"),
        (2, "Harrow", "Cancelled"),
        (3, "Oxbow", "Pending Fulfillment"),
        (4, "Teal", "Billed"),
        (5, "Wick", "Billed"),
        (6, "Teal", "Billed"),
    )
)
LINES = "Document Number,Item,Quantity,Amount\n" + "".join(
    f"SO{700 + day},Girth {day % 2},{day},{day * 100}\n" for day in range(1, 7)
)
BILLS = "Date,Document Number,Name,Due Date,Amount Remaining,Status\n" + "".join(
    f"2026-03-{day:02},INV{day},{name} Stables,2026-04-{day:02},0,Paid In Full\n"
    for day, name in ((1, "Harrow"), (4, "Teal"), (5, "Wick"), (6, "Teal"), (7, "Oxbow"))
)


@pytest.fixture
def exports(tmp_path: Path, store: Store, clock: FixedClock, tenant_id: int) -> Exports:
    folder = tmp_path / "export"
    folder.mkdir()
    return Exports(folder, store, clock, tenant_id)


def test_saved_searches_are_what_their_rows_are(exports: Exports) -> None:
    exports.write("CustomerSearchResults.csv", CLIENTS)
    exports.write("SalesOrderResults.csv", ORDERS)
    exports.write("SalesOrderLineResults.csv", LINES)
    exports.write("InvoiceResults.csv", BILLS)
    report = exports.run()
    assert of(report, "SalesOrderResults.csv").entity == "deal"
    assert column(of(report, "SalesOrderResults.csv"), "Name").field == "account_id"
    assert {row.name for row in exports.all(Account)} == {
        f"{name} Stables" for name in ("Harrow", "Oxbow", "Teal", "Wick")
    }
    deals = {row.external_id: row.id for row in exports.all(Deal)}
    assert exports.one(RelatedRecord, kind="sales_order_line", deal_id=deals["SO703"]).attributes["quantity"] == 3
    assert {row.kind for row in exports.all(RelatedRecord)} == {"sales_order_line", "invoice"}


@pytest.mark.parametrize(
    ("names", "name", "stem"),
    [
        (("CustomerSearchResults", "SalesOrderResults", "ItemSearchResults"), "SalesOrderResults", ("sales", "order")),
        (("lab_results", "patients"), "lab_results", ("lab", "results")),
        (("purchase_orders", "sales_orders", "work_orders"), "work_orders", ("work", "orders")),
        (("acme_deals", "acme_notes"), "acme_deals", ("deals",)),
    ],
)
def test_what_all_names_end_in_says_of_none_what_it_is(
    names: tuple[str, ...], name: str, stem: tuple[str, ...]
) -> None:
    assert stem_words(name, common_affixes(names)) == stem
