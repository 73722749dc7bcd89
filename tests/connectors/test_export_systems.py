"""Tables of business systems as their databases have them: codes in names, headers and values are read as words."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_kit import Exports, column, of

from crm.clock import FixedClock
from crm.model import Account, Product, RelatedRecord
from crm.store import Store


@pytest.fixture
def exports(tmp_path: Path, store: Store, clock: FixedClock, tenant_id: int) -> Exports:
    folder = tmp_path / "export"
    folder.mkdir()
    return Exports(folder, store, clock, tenant_id)


def lines(header: str, rows: list[str]) -> str:
    return "\n".join((header, *rows, ""))


def test_quotations_of_business_one_hang_on_their_partners_and_items(exports: Exports) -> None:
    exports.write("OCRD.csv", lines("CardCode,CardName,CardType", [f"C{at},Firm {at},C" for at in range(4)]))
    exports.write("OITM.csv", lines("ItemCode,ItemName,ItmsGrpNam,MinLevel", ["A-1,Vat,Tanks,4", "B-2,Tap,Fittings,9"]))
    heads = [
        f"{18100 + at},{40900 + at},C{at % 4},2026-02-0{at + 1},{'O' if at % 2 else 'C'},{at}.50" for at in range(8)
    ]
    exports.write("OQUT.csv", lines("DocEntry,DocNum,CardCode,DocDate,DocStatus,DocTotal", heads))
    parts = [f"{18100 + at % 8},{at},{'A-1' if at % 3 else 'B-2'},{at + 1}" for at in range(16)]
    exports.write("QUT1.csv", lines("DocEntry,LineNum,ItemCode,Quantity", parts))
    report = exports.run()
    found = {row.name: row.external_id for row in exports.all(Account)}
    assert found == {f"Firm {at}": f"C{at}" for at in range(4)}
    rows = exports.all(RelatedRecord)
    quoted = [row for row in rows if row.kind == "quotation"]
    assert {row.attributes["status"] for row in quoted} == {"open", "closed"}
    assert all(row.account_id for row in quoted)
    parted = [row for row in rows if row.kind == "quotation_line"]
    assert len(parted) == 16
    assert all(row.parent_id and row.product_id for row in parted)
    assert {row.name for row in exports.all(Product)} == {"Vat", "Tap"}
    assert column(of(report, "OQUT.csv"), "DocNum").key == "quotation_number"
    assert column(of(report, "OITM.csv"), "MinLevel").unit is None  # a least level, and no minutes


def test_sales_documents_of_ecc(exports: Exports) -> None:
    exports.write("KNA1.csv", lines("KUNNR,NAME1,LAND1", ["0001,Mill A,DE", "0002,Mill B,AT", "0003,Mill C,DE"]))
    heads = [f"55{at},000{at % 3 + 1},2026-05-1{at},{at}00.25" for at in range(6)]
    exports.write("VBAK.csv", lines("VBELN,KUNNR,AUDAT,NETWR", heads))
    exports.run()
    assert {row.name for row in exports.all(Account)} == {"Mill A", "Mill B", "Mill C"}
    orders = exports.all(RelatedRecord)
    assert {row.kind for row in orders} == {"order"}
    assert all(row.account_id and row.occurred_at for row in orders)


def test_a_table_that_is_merely_called_so_is_none_of_a_system(exports: Exports) -> None:
    exports.write("ORDR.csv", lines("Shelf,Height", ["A,10", "B,20", "C,30"]))
    report = exports.run()
    assert of(report, "ORDR.csv").kind == "ordr"
