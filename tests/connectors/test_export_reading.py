"""Files as they come: encodings, delimiters, ragged rows, and what is no table at all."""

from __future__ import annotations

import csv
import random
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from export_kit import Exports, column, of

from crm.clock import FixedClock
from crm.errors import RejectedError
from crm.model import Account, Contact, Deal, Field, Interaction, RelatedRecord, Tenant
from crm.store import Store


@pytest.fixture
def exports(tmp_path: Path, store: Store, clock: FixedClock, tenant_id: int) -> Exports:
    folder = tmp_path / "export"
    folder.mkdir()
    return Exports(folder, store, clock, tenant_id)


ACCOUNTS = "account,sector,country\nCafé Zürich,retail,Österreich\nÅngström,medical,Sverige\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_encodings_and_delimiters(exports: Exports, encoding: str, mark: str) -> None:
    exports.write("accounts.csv", ACCOUNTS.replace(",", mark), encoding)
    exports.run()
    assert [(row.name, row.country) for row in exports.all(Account)] == [
        ("Café Zürich", "Österreich"),
        ("Ångström", "Sverige"),
    ]


def test_a_code_page_from_further_away(exports: Exports) -> None:
    rows = "\n".join(f"Компания номер {index};розничная торговля;Россия" for index in range(20))
    exports.write("accounts.csv", f"account;sector;country\n{rows}\n", "cp1251")
    exports.run()
    assert exports.all(Account)[0].name == "Компания номер 0"


def test_quotes_newlines_control_characters(exports: Exports) -> None:
    exports.write(
        "notes.csv",
        'id,date,account,note\n1,2024-01-01,"Acme, ""Inc""","first line\nsecond, line"\n2,2024-01-02,Beta,a\x00b\x07c\x1f\n3,2024-01-03,Beta,\u202edlrow\n',
    )
    report = exports.run()
    assert [row.text for row in exports.all(Interaction)] == ["first line\nsecond, line", "ab\x07c\x1f", "\u202edlrow"]
    assert exports.one(Account, name='Acme, "Inc"')
    assert "NUL characters were taken out" in report.files[0].notes


def test_ragged_rows_are_padded_or_rejected_with_their_line(exports: Exports, tmp_path: Path) -> None:
    exports.write(
        "deals.csv",
        "id,name,stage,amount,close_date\n1,One,Won,5,2024-01-01\n2,Two,Won,6\n3\n4,Four,Lost,7,2024-01-01,extra,cells\n5,Five,Won,8,2024-01-01,,\n",
    )
    report = exports.run(rejects=tmp_path / "bad.csv")
    assert (report.files[0].new, report.rejected) == (3, 2)
    assert report.rejects == tmp_path / "bad.csv"
    with (tmp_path / "bad.csv").open(encoding="utf-8", newline="") as stream:
        header, short, long = list(csv.reader(stream))
    assert header == ["file", "line", "reason", "row"]
    assert short == ["deals.csv", "4", "1 cells, fewer than the 5 headers", "3"]
    assert long[:3] == ["deals.csv", "5", "7 cells, more than the 5 headers"]
    assert long[3:] == ["4", "Four", "Lost", "7", "2024-01-01", "extra", "cells"]


def test_rows_without_identity_are_rejected(exports: Exports) -> None:
    exports.write("accounts.csv", "account_id,account_name,industry\nA1,Acme,retail\n,,medical\n,Beta,medical\n")
    report = exports.run()
    assert (report.files[0].new, report.files[0].rejected) == (2, 1)
    assert exports.one(Account, name="Beta").external_id == "beta"


def test_duplicate_and_empty_headers(exports: Exports) -> None:
    exports.write("accounts.csv", "account,sector,note,note,\nAcme,retail,a,b,c\nBeta,retail,d,e,f\n")
    report = exports.run()
    assert exports.one(Account, name="Acme").attributes == {"note": "a", "note_2": "b", "column_5": "c"}
    assert column(report.files[0], "note 2").key == "note_2"


def test_titles_above_and_totals_below_a_report(exports: Exports) -> None:
    exports.write(
        "report.csv",
        "Opportunities by owner\nAs of 2024-05-01\n\nopportunity name,stage,amount,close date\nOne,Won,5,2024-01-01\nTwo,Lost,6,2024-01-02\nGrand Total,,11\nConfidential\n",
    )
    report = exports.run()
    assert [row.name for row in exports.all(Deal)] == ["One", "Two"]
    assert report.rejected == 0
    assert "2 lines above the headers were left out" in report.files[0].notes
    assert "2 lines under the table were left out" in report.files[0].notes


def test_a_file_without_headers(exports: Exports) -> None:
    exports.write("contacts.csv", "Ann Lee,ann@acme.com,2024-01-02\nBob Roe,bob@beta.com,2024-01-03\n")
    report = exports.run()
    assert report.files[0].rows == 2
    assert {row.email for row in exports.all(Contact)} == {"ann@acme.com", "bob@beta.com"}


def test_excel_says_its_separator(exports: Exports) -> None:
    exports.write("accounts.csv", "sep=;\naccount;sector\nAcme;retail\nBeta, Inc;retail\n")
    exports.run()
    assert [row.name for row in exports.all(Account)] == ["Acme", "Beta, Inc"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("deals.xlsx", b"PK\x03\x04", "an Excel workbook"),
        ("deals.csv", b"PK\x03\x04\x14\x00\x06\x00", "an Excel workbook"),
        ("deals.csv", b"%PDF-1.7 stuff", "a PDF"),
        ("deals.csv", bytes(range(256)) * 40, "binary data"),
        ("deals.csv", b"", "it is empty"),
        ("deals.csv", b"\n\n,,,\n", "it is empty"),
        ("deals.csv", b"a,b,c\n", "headers but no rows"),
        ("readme.txt", b"Hello there.\nThis is prose\nand no table at all.\n", "plain text"),
    ],
)
def test_what_is_no_table_is_said_so(exports: Exports, name: str, content: bytes, said: str) -> None:
    (exports.folder / name).write_bytes(content)
    with pytest.raises(RejectedError, match=said):
        exports.run()
    exports.write("accounts.csv", ACCOUNTS)
    report = exports.run()
    assert [item.file for item in report.left_out] == [name]
    assert said in report.left_out[0].reason


def test_nothing_to_import(exports: Exports, tmp_path: Path) -> None:
    with pytest.raises(RejectedError, match="is empty"):
        exports.run()
    with pytest.raises(RejectedError, match="no folder"):
        exports.run(tmp_path / "missing")


def test_a_data_dictionary_is_left_out(exports: Exports) -> None:
    exports.write("accounts.csv", ACCOUNTS)
    exports.write(
        "dictionary.csv",
        "Table,Field,Description\naccounts,account,the company\naccounts,sector,its line of business\n",
    )
    report = exports.run()
    assert [item.file for item in report.left_out] == ["dictionary.csv"]


@pytest.mark.parametrize("seed", range(30))
def test_no_garbage_raises_anything_but_a_rejection(exports: Exports, seed: int) -> None:
    chance = random.Random(seed)
    letters = 'ab,";\n\r\t|0 1.é$@-/\x00\ufeff'
    for name in ("accounts.csv", "deals.csv", "x.tsv"):
        exports.write(name, "".join(chance.choice(letters) for _ in range(chance.randint(0, 400))))
    try:
        first = exports.run()
    except RejectedError:
        return
    again = exports.run()
    assert sum(item.new + item.changed for item in again.files) == 0
    assert sum(item.rows for item in first.files) == sum(
        item.new + item.changed + item.unchanged + item.repeated + item.rejected for item in first.files
    )


def test_types_units_and_categories_of_attributes(exports: Exports) -> None:
    exports.write(
        "subscriptions.csv",
        "subscription_id,account,started,seats,fee_usd,discount,call_secs,auto_renew,tier,zip,updated_ms,opened_serial_date\n"
        + "".join(
            f"S-{index:03d},Acme,{index % 12 + 1}/{index + 1}/2024,{index},{index}.50,{index}%,{index * 10},{'yes' if index % 2 else 'no'},"
            f"{('basic', 'pro', 'pro')[index % 3]},0{1000 + index},{1700000000000 + index},{45292 + index}\n"
            for index in range(28)
        ),
    )
    exports.run()
    row = exports.one(RelatedRecord, external_id="S-003")
    assert row.kind == "subscription"
    assert row.attributes == {
        "started": "2024-04-04", "seats": 3, "fee_usd": 3.5, "discount": 3, "call_secs": 30, "auto_renew": True,
        "tier": "basic", "zip": "01003", "updated_ms": "2023-11-14T22:13:20.003000+00:00",
        "opened_serial_date": "2024-01-04",
    }  # fmt: skip
    fields = {field.key: field for field in exports.all(Field) if field.entity == "subscription"}
    assert {key: (field.type, field.unit) for key, field in fields.items() if not field.core} == {
        "started": ("date", None), "seats": ("integer", None), "fee_usd": ("money", "USD"), "discount": ("percent", "%"),
        "call_secs": ("integer", "seconds"), "auto_renew": ("boolean", None), "tier": ("category", None),
        "zip": ("id", None), "updated_ms": ("datetime", None), "opened_serial_date": ("date", None),
    }  # fmt: skip
    assert fields["tier"].values == '["pro", "basic"]'
    assert fields["occurred_at"].core


def test_the_order_of_day_and_month_is_settled_for_each_column(exports: Exports) -> None:
    exports.write(
        "deals.csv",
        "id,name,stage,amount,created,close_date\n1,A,Won,5,03/04/2024,25/04/2024\n2,B,Won,5,05/04/2024,26/04/2024\n",
    )
    report = exports.run()
    assert exports.one(Deal, name="A").opened_on == date(2024, 4, 3)
    assert any("created" in warning and "day first" in warning for warning in report.warnings)


def test_ambiguous_dates_are_said_to_be(exports: Exports) -> None:
    exports.write("deals.csv", "id,name,stage,amount,close_date\n1,A,Won,5,03/04/2024\n2,B,Won,5,05/04/2024\n")
    report = exports.run()
    assert exports.one(Deal, name="A").close_date == date(2024, 3, 4)
    assert any("month first" in warning for warning in report.warnings)


def test_a_cell_that_cannot_be_read_keeps_its_text(exports: Exports) -> None:
    rows = "".join(f"{index},Deal {index},Won,{index}00,2024-01-0{index}\n" for index in range(1, 10))
    exports.write("deals.csv", f"id,name,stage,amount,close_date\n{rows}10,Ten,Won,to be agreed,soon\n")
    report = exports.run()
    ten = exports.one(Deal, name="Ten")
    assert (ten.amount, ten.close_date) == (None, None)
    assert ten.attributes == {"amount": "to be agreed", "close_date": "soon"}
    assert report.files[0].rejected == 0
    assert any("amount" in note for note in report.files[0].notes)


def test_local_times_are_of_the_tenants_zone(exports: Exports) -> None:
    with exports.store.write() as session:
        session.get_one(Tenant, exports.tenant_id).timezone = "America/New_York"
    exports.write("calls.csv", "id,date,notes\n1,2024-07-01 09:00,hello\n2,2024-07-02 10:00,again\n")
    exports.run()
    assert exports.all(Interaction)[0].occurred_at == datetime(2024, 7, 1, 13, tzinfo=UTC)


def test_a_nested_folder_and_the_rejects_of_an_earlier_run(exports: Exports) -> None:
    exports.write("part one/accounts.csv", ACCOUNTS)
    exports.write("old.rejects.csv", "file,line,reason,row\nx,1,y,z\n")
    exports.write(".hidden.csv", "a,b\n1,2\n")
    report = exports.run()
    assert [item.file for item in report.files] == ["part one/accounts.csv"]
    assert of(report, "part one/accounts.csv").new == 2
