"""What an import finds likely to be wrong, and tables of databases and reports that it has to see through."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from export_kit import Exports, column, of

from crm.clock import FixedClock
from crm.model import Account, Contact, Deal, Interaction, Product, RelatedRecord, User
from crm.store import Store

ACCOUNTS = "Account,Industry\nAcme,Retail\nBeta,Retail\nGamma,Energy\nDelta,Energy\n"


@pytest.fixture
def exports(tmp_path: Path, store: Store, clock: FixedClock, tenant_id: int) -> Exports:
    folder = tmp_path / "export"
    folder.mkdir()
    return Exports(folder, store, clock, tenant_id)


def said(exports: Exports) -> str:
    return "\n".join(exports.run().lines())


def test_nothing_is_advised_where_nothing_is_wrong(exports: Exports) -> None:
    exports.write("accounts.csv", ACCOUNTS)
    assert exports.run().advice == []


def test_rejected_rows_are_told_with_the_reason_most_have(exports: Exports) -> None:
    rows = "".join(f"Firm {at},Retail\n" for at in range(6)) + ",Retail\n" * 2 + ",Energy\n" * 2
    exports.write("accounts.csv", f"Account,Industry\n{rows}")
    (advice,) = exports.run().advice
    assert advice.file == "accounts.csv"
    assert "4 of 10 rows were rejected" in advice.what
    assert "no id and no name" in advice.what
    assert "--map" in advice.do


def test_a_column_whose_values_are_nobodys_rows_is_told(exports: Exports) -> None:
    exports.write("accounts.csv", ACCOUNTS)
    exports.write("leads.csv", "Lead Name,Company,Status\n" + "".join(f"P {at},Firm {at},New\n" for at in range(5)))
    report = exports.run()
    (advice,) = report.advice
    assert "5 of 5 values of Company are no client" in advice.what
    assert exports.count(Account) == len(ACCOUNTS.splitlines()) - 1  # a lead's company is no client yet


def test_what_it_says_to_do_can_be_done(exports: Exports, tmp_path: Path) -> None:
    exports.write("accounts.csv", ACCOUNTS)
    exports.write("leads.csv", "Lead Name,Company,Status\n" + "".join(f"P {at},Firm {at},New\n" for at in range(5)))
    (advice,) = exports.run().advice
    line = advice.do.partition("--map with")[2].strip()
    assert yaml.safe_load(line) == {"files": {"leads.csv": {"columns": {"Company": "attribute"}}}}
    mapping = tmp_path / "map.yaml"
    mapping.write_text(line)
    assert exports.run(mapping=mapping).advice == []


def test_an_export_without_clients_says_so(exports: Exports) -> None:
    exports.write("rates.csv", "Rate,Percent\nLow,1\nHigh,2\n")
    text = said(exports)
    assert "Please check: No clients were recognised" in text
    assert "entity: account" in text


def test_amounts_without_a_date_are_told(exports: Exports) -> None:
    exports.write("accounts.csv", ACCOUNTS)
    exports.write("gifts.csv", "Gift,Account,Amount\nG1,Acme,$5.00\nG2,Beta,$6.00\nG3,Acme,$7.50\n")
    assert "no date, so “how much in May” finds nothing" in said(exports)


def test_headers_that_all_begin_with_their_tables_name(exports: Exports) -> None:
    exports.write(
        "deals.csv",
        "Deal - ID,Deal - Title,Deal - Status,Deal - Value,Deal - Label\n1,One,Won,5,Hot\n2,Two,Lost,6,Cold\n3,Three,Won,7,Hot\n",
    )
    (report,) = exports.run().files
    assert column(report, "Deal - Label").key == "label"
    assert [row.name for row in exports.all(Deal)] == ["One", "Two", "Three"]


def test_one_spelling_for_each_value(exports: Exports) -> None:
    exports.write("accounts.csv", "Account,Source\n" + "".join(f"F{at},Web\n" for at in range(5)) + "G,web\nH,WEB \n")
    report = exports.run()
    assert {row.attributes["source"] for row in exports.all(Account)} == {"Web"}
    assert "1 value" in " ".join(report.files[0].notes) or "2 values" in " ".join(report.files[0].notes)


def test_noughts_and_ones_are_yes_and_no_unless_they_count(exports: Exports) -> None:
    rows = "".join(f"F{at},{at % 2},{at % 2}\n" for at in range(10))
    exports.write("accounts.csv", f"Account,Newsletter,Complaints\n{rows}")
    (report,) = exports.run().files
    assert (column(report, "Newsletter").type, column(report, "Complaints").type) == ("boolean", "integer")


def test_users_of_clients_are_contacts(exports: Exports) -> None:
    exports.write("organisations.csv", "id,display_name,country\n501,Acorn,France\n502,Birch,Spain\n503,Cedar,Italy\n")
    exports.write(
        "app_users.csv", "id,organisation_id,person,email\n" + "".join(
            f"{at},{501 + at % 3},Person {name},{name.lower()}@example.com\n" for at, name in enumerate("ABCDEFG")
        ),
    )  # fmt: skip
    exports.run()
    assert sorted(row.name for row in exports.all(Account)) == ["Acorn", "Birch", "Cedar"]
    assert (exports.count(Contact), exports.count(User)) == (7, 0)


def test_a_star_schema_has_clients_products_and_sales(exports: Exports) -> None:
    exports.write(
        "dim_dealer.csv", "dealer_key,dealer_name,country\n1000,Alder,Spain\n1001,Anvil,Finland\n1002,Ash,Italy\n"
    )
    exports.write(
        "dim_model.csv",
        "model_key,model_name,series,list_price_eur\n1,Metro,City,1990\n2,Haul,Cargo,2490\n3,Ridge,Hill,2890\n",
    )
    exports.write(
        "fact_sales.csv",
        "order_no,order_date,dealer_key,model_key,units,net_sales_eur\n"
        + "".join(f"L{at},2025-05-{at + 1:02},{1000 + at % 3},{at % 3 + 1},2,{at}.5\n" for at in range(9)),
    )
    report = exports.run()
    assert (exports.count(Account), exports.count(Product)) == (3, 3)
    assert of(report, "fact_sales.csv").kind == "sale"
    assert all(row.account_id and row.product_id for row in exports.all(RelatedRecord))


def test_a_help_desk_is_a_log(exports: Exports) -> None:
    exports.write("accounts.csv", "id,Account,Industry\n501,Acme,Retail\n502,Beta,Retail\n")
    exports.write(
        "helpdesk.csv", "id,account_id,topic,came_in_on\n70001,501,login,2025-11-17\n70002,502,login,2025-11-18\n"
    )
    exports.run()
    assert [str(row.kind) for row in exports.all(Interaction)] == ["ticket", "ticket"]
