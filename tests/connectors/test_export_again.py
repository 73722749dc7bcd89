"""The same export again, a changed one, rows that come later, names that are written otherwise."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from export_kit import Exports, add_tenant, column, of
from sqlalchemy import select

from crm.clock import FixedClock
from crm.errors import RejectedError
from crm.model import Account, Base, Contact, Deal, Field, Interaction, Product, RelatedRecord, Task, User
from crm.model.tenant import Role
from crm.store import Store


@pytest.fixture
def exports(tmp_path: Path, store: Store, clock: FixedClock, tenant_id: int) -> Exports:
    folder = tmp_path / "export"
    folder.mkdir()
    return Exports(folder, store, clock, tenant_id)


DEALS = "opportunity_id,account,owner,product,stage,amount,close_date,source\n"


def write_all(exports: Exports, amount: int = 5, note: str = "hello") -> None:
    exports.write("accounts.csv", "account,sector,subsidiary_of\nAcme,retail,\nBeta,retail,Acme\n")
    exports.write("reps.csv", "rep,manager,region\nAnn,Zed,East\nBob,Zed,West\n")
    exports.write(
        "deals.csv",
        f"{DEALS}1,Acme,Ann,Widget,Won,{amount},2024-01-01,web\n2,Gamma,Bob,Widget,Proposal,7,2027-01-01,web\n",
    )
    exports.write(
        "notes.csv", f"note_id,date,account,owner,note\nn1,2024-01-01,Acme,Ann,{note}\nn2,2024-01-02,Beta,Bob,bye\n"
    )
    exports.write(
        "tasks.csv", "task_id,task,due_date,owner,status\nt1,Call,2024-01-05,Ann,done\nt2,Mail,2027-01-05,Bob,open\n"
    )
    exports.write("invoices.csv", "invoice_id,account,issued,total\ni1,Acme,2024-01-05,5.5\ni2,Beta,2024-01-06,6.5\n")


def everything(exports: Exports) -> dict[str, list[dict[str, object]]]:
    found = {}
    with exports.store.read() as session:
        for table in Base.metadata.sorted_tables:
            keys = sorted(column.name for column in table.c)
            rows = session.execute(select(table)).mappings()
            found[table.name] = sorted(
                (json.loads(json.dumps({key: row[key] for key in keys}, default=str)) for row in rows), key=str
            )
    return found


def test_a_second_run_changes_nothing(exports: Exports) -> None:
    write_all(exports)
    first = exports.run()
    before = everything(exports)
    exports.clock.instant += timedelta(days=1)
    second = exports.run()
    assert everything(exports) == before
    assert sum(item.new for item in first.files) == 12
    assert [(item.new, item.changed) for item in second.files] == [(0, 0)] * 6
    assert sum(item.unchanged for item in second.files) == 12
    assert second.created == {}


def test_a_changed_row_is_updated_and_the_others_are_left_alone(exports: Exports) -> None:
    write_all(exports)
    exports.run()
    note = exports.one(Interaction, external_id="n1")
    exports.clock.instant += timedelta(days=1)
    write_all(exports, amount=6, note="SECRET changed")
    report = exports.run()
    assert {item.file: item.changed for item in report.files if item.changed} == {"deals.csv": 1, "notes.csv": 1}
    changed, other = exports.one(Deal, external_id="1"), exports.one(Deal, external_id="2")
    assert (changed.amount, changed.version, changed.updated_at) == (6, 2, exports.clock.now())
    assert (other.version, other.updated_at) == (1, exports.clock.now() - timedelta(days=1))
    renewed = exports.one(Interaction, external_id="n1")
    assert (renewed.id, renewed.text, renewed.version) == (note.id, "<SECRET> changed", note.version + 1)
    assert exports.count(Interaction) == 2


def test_what_people_changed_stays_where_the_source_did_not_change(exports: Exports) -> None:
    write_all(exports)
    exports.run()
    with exports.store.write() as session:
        deal = session.scalars(select(Deal).where(Deal.external_id == "1")).one()
        deal.amount = 99
        deal.attributes = deal.attributes | {"mine": 1}
    exports.run()
    assert exports.one(Deal, external_id="1").amount == 99
    write_all(exports, amount=6)
    exports.run()
    deal = exports.one(Deal, external_id="1")
    assert (deal.amount, deal.attributes) == (6, {"source": "web", "mine": 1})


def test_rows_that_are_missing_later_are_left_alone(exports: Exports) -> None:
    write_all(exports)
    exports.run()
    exports.write("deals.csv", f"{DEALS}2,Gamma,Bob,Widget,Proposal,7,2027-01-01,web\n")
    exports.run()
    assert exports.count(Deal) == 2


def test_a_mention_becomes_the_row_that_comes_later(exports: Exports) -> None:
    exports.write(
        "deals.csv",
        f"{DEALS}1,Acme Inc.,Ann Lee,Widget,Won,5,2024-01-01,web\n2,Acme Inc.,Bob,Widget,Won,5,2024-01-01,web\n",
    )
    report = exports.run()
    assert report.created == {"account": 1, "product": 1, "user": 2}
    account = exports.one(Account, name="Acme Inc.")
    exports.write("accounts.csv", "account_id,account_name,industry\nA-1,Acme Inc.,retail\nA-2,Other,retail\n")
    exports.run()
    acme = exports.one(Account, external_id="A-1")
    assert (acme.id, acme.industry) == (account.id, "retail")
    assert exports.count(Account) == 2
    assert {deal.account_id for deal in exports.all(Deal)} == {acme.id}
    again = exports.run()
    assert sum(item.new + item.changed for item in again.files) == 0


def test_a_link_that_could_not_be_made_is_made_when_its_row_comes(exports: Exports) -> None:
    exports.write("deals.csv", "deal_id,name,account_id,stage,amount\nD-1,One,A-77,Won,5\nD-2,Two,A-78,Won,5\n")
    report = exports.run()
    assert any("left unlinked" in warning for warning in report.warnings)
    assert exports.one(Deal, external_id="D-1").attributes["account_id"] == "A-77"
    exports.write("accounts.csv", "account_id,account_name,industry\nA-77,Acme,x\nA-78,Beta,y\n")
    report = exports.run()
    assert of(report, "deals.csv").changed == 2
    assert exports.one(Deal, external_id="D-1").account_id == exports.one(Account, external_id="A-77").id


def test_names_written_otherwise_are_matched_and_said(exports: Exports) -> None:
    exports.write(
        "accounts.csv", "account,sector\nAcme Corporation,retail\nMüller & Söhne GmbH,retail\nBeta 1,x\nBeta 2,y\n"
    )
    exports.write(
        "deals.csv",
        f"{DEALS}1,ACME Corp.,Ann,GTX Pro,Won,5,2024-01-01,web\n2,Müller und Söhne,Ann,GTXPro,Won,5,2024-01-01,web\n"
        "3,Acme Corporaton,Ann,gtx-pro,Won,5,2024-01-01,web\n4,Beta 3,Ann,GTX Pro,Won,5,2024-01-01,web\n",
    )
    exports.write("products.csv", "product,price\nGTX Pro,100\nMG Plus,50\n")
    report = exports.run()
    acme = exports.one(Account, name="Acme Corporation")
    assert [deal.account_id == acme.id for deal in exports.all(Deal)] == [True, False, True, False]
    assert exports.one(Account, name="Müller & Söhne GmbH").id == exports.one(Deal, external_id="2").account_id
    assert exports.count(Product) == 2
    assert exports.one(Account, name="Beta 3")
    said = " ".join(report.warnings)
    assert "ACME Corp. = Acme Corporation" in said
    assert "GTXPro = GTX Pro" in said


def test_a_name_that_two_rows_bear_links_to_neither(exports: Exports) -> None:
    exports.write("accounts.csv", "account_id,account_name,industry\nA1,Acme,x\nA2,Acme,y\n")
    exports.write("deals.csv", "deal_id,account,stage,amount\n1,Acme,Won,5\n2,Acme,Lost,6\n")
    report = exports.run()
    assert {deal.account_id for deal in exports.all(Deal)} == {None}
    assert exports.count(Account) == 2
    assert any("more than one account" in warning for warning in report.warnings)


def test_the_same_id_twice(exports: Exports) -> None:
    exports.write(
        "deals.csv", "deal_id,name,stage,amount\n1,One,Won,5\n1,One,Won,5\n2,Two,Won,5\n2,Second two,Lost,6\n"
    )
    report = exports.run()
    item = of(report, "deals.csv")
    assert (item.new, item.repeated) == (3, 1)
    assert [deal.external_id for deal in exports.all(Deal)] == ["1", "2", "2#2"]


def test_a_later_file_of_the_same_shape_replaces_rows_of_an_earlier_one(exports: Exports) -> None:
    exports.write("deals_2023.csv", "deal_id,name,stage,amount\n1,One,Proposal,5\n2,Two,Won,5\n")
    exports.write("deals_2024.csv", "deal_id,name,stage,amount\n1,One,Won,9\n3,Three,Won,5\n")
    exports.run()
    assert exports.one(Deal, external_id="1").amount == 9
    assert exports.count(Deal) == 3
    again = exports.run()
    assert sum(item.new + item.changed for item in again.files) == 0


def test_figures_of_reps_are_records_that_point_at_them(exports: Exports) -> None:
    exports.write("reps.csv", "rep_id,name,region\nE1,Ann,East\nE2,Bob,West\n")
    exports.write("quota.csv", "rep_id,quarter,quota\nE1,Q1,100\nE1,Q2,200\nE2,Q1,300\n")
    report = exports.run()
    assert of(report, "quota.csv").kind == "quota"
    assert exports.count(User) == 2
    ann = exports.one(User, name="Ann")
    assert [row.attributes["quota"] for row in exports.all(RelatedRecord) if row.user_id == ann.id] == [100, 200]
    exports.write("quota.csv", "rep_id,quarter,quota\nE1,Q1,150\nE1,Q2,200\nE2,Q1,300\n")
    assert of(exports.run(), "quota.csv").changed == 1


def test_tenants_do_not_see_each_other(exports: Exports) -> None:
    write_all(exports)
    exports.run()
    other = Exports(exports.folder, exports.store, exports.clock, add_tenant(exports.store, exports.clock, "Other"))
    report = other.run()
    assert sum(item.new for item in report.files) == 12
    assert exports.count(Deal) == 4


def test_managers_tasks_and_fields(exports: Exports) -> None:
    write_all(exports)
    exports.run()
    zed = exports.one(User, name="Zed")
    assert zed.role == Role.MANAGER
    assert exports.one(User, name="Ann").manager_id == zed.id
    assert exports.one(Task, external_id="t1").done_at is not None
    assert exports.one(Task, external_id="t2").done_at is None
    field = exports.one(Field, entity="deal", key="source")
    assert (field.core, field.type, field.values) == (False, "category", '["web"]')


# The mapping file


def test_a_mapping_overrules(exports: Exports) -> None:
    exports.write(
        "things.csv", "ref,wer,was,wann,wieviel,egal\n1,Acme,Won,03/04/2024,5,x\n2,Beta,Lost,04/04/2024,6,y\n"
    )
    path = exports.folder.parent / "map.yaml"
    path.write_text(
        "files:\n  things.csv:\n    entity: deal\n    date_order: day\n    currency: CHF\n    columns:\n      ref: id\n"
        "      wer: account\n      was: stage\n      wann: close_date\n      wieviel: amount\n      egal: ignore\n",
        encoding="utf-8",
    )
    report = exports.run(mapping=path)
    deal = exports.one(Deal, external_id="1")
    assert (deal.stage, deal.amount, deal.currency, str(deal.close_date)) == ("Won", 5, "CHF", "2024-04-03")
    assert deal.attributes == {}
    assert column(of(report, "things.csv"), "egal").field is None
    assert exports.one(Account, name="Acme").id == deal.account_id


@pytest.mark.parametrize("form", ["toml", "json"])
def test_a_mapping_in_other_forms(exports: Exports, form: str) -> None:
    exports.write("people.csv", "who,mail\nAnn,ann@x.example\n")
    path = exports.folder.parent / f"map.{form}"
    text = '[files."people.csv"]\nentity = "user"\n[files."people.csv".columns]\nwho = "name"\n'
    path.write_text(
        text
        if form == "toml"
        else json.dumps({"files": {"people.csv": {"entity": "user", "columns": {"who": "name"}}}}),
        encoding="utf-8",
    )
    exports.run(mapping=path)
    assert exports.one(User, name="Ann").email == "ann@x.example"
    assert exports.count(Contact) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("files:\n  deals.csv:\n    entity: deel\n", r"map.yaml, line 3: .*no entity \"deel\""),
        (
            "files:\n  deals.csv:\n    columns:\n      amount: amout\n",
            r"map.yaml, line 4: .*no field \"amout\". Did you mean amount",
        ),
        ("files:\n  deals.csv:\n    columns:\n      nothing: amount\n", r"map.yaml, line 4: .*no column of this name"),
        ("files:\n  deals.csv:\n    colums: {}\n", r"map.yaml, line 3: .*colums"),
        ("files: [\n", r"map.yaml, line \d: not valid YAML"),
    ],
)
def test_a_wrong_mapping_names_the_line(exports: Exports, text: str, said: str) -> None:
    exports.write("deals.csv", "id,name,stage,amount\n1,One,Won,5\n")
    path = exports.folder.parent / "map.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RejectedError, match=said):
        exports.run(mapping=path)
    assert exports.count(Deal) == 0


def test_the_report_reads_well_and_travels_as_json(exports: Exports) -> None:
    write_all(exports)
    seen = []
    report = exports.run(progress=lambda file, done, total: seen.append((file, done, total)))
    text = "\n".join(report.lines())
    assert "deals.csv: deal (2 new" in text
    assert "stage → stage" in text
    assert json.loads(json.dumps(report.model_dump(mode="json")))["files"]
    assert ("deals.csv", 2, 2) in seen


def test_every_database(tmp_path: Path, any_store: Store, any_tenant_id: int, clock: FixedClock) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    exports = Exports(folder, any_store, clock, any_tenant_id)
    write_all(exports)
    exports.write("stage_history.csv", "opportunity_id,to_stage,changed_at\n1,Proposal,2024-01-01\n1,Won,2024-01-02\n")
    first = exports.run()
    assert sum(item.new for item in first.files) == 14
    second = exports.run()
    assert sum(item.new + item.changed for item in second.files) == 0
    write_all(exports, amount=6, note="changed")
    third = exports.run()
    assert sum(item.changed for item in third.files) == 2
    assert exports.one(Deal, external_id="1").amount == 6
