"""What a table is shows in how others point at it: clients by their names, things by what they are called, small teams."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_kit import Exports, column, of

from connectors.export.stages import outcome_of
from crm.clock import FixedClock
from crm.model import Account, Deal, Interaction, Outcome, RelatedRecord, User
from crm.store import Store

VENUES = ("Corner House", "Olive Yard", "Dune & Co", "Kiln Rooms", "Pier Nine", "Marsh End")
LEADS = ("Ebba", "Joris", "Sanna")


@pytest.fixture
def exports(tmp_path: Path, store: Store, clock: FixedClock, tenant_id: int) -> Exports:
    folder = tmp_path / "export"
    folder.mkdir()
    return Exports(folder, store, clock, tenant_id)


def lines(header: str, rows: list[str]) -> str:
    return "\n".join((header, *rows, ""))


def test_a_base_of_tables_of_its_own_points_by_names(exports: Exports) -> None:
    venues = [f"{name},Delft,{LEADS[at % 3]}" for at, name in enumerate(VENUES)]
    plants = ["Fern,Shade,7.50", "Ficus,Sun,19.00", "Aloe,Sun,6.25"]
    visits = [f"V{at},{VENUES[at % 6].upper() if at == 4 else VENUES[at % 6]},2026-03-{at + 1:02},{LEADS[at % 3]},"
              f"{('Fern', 'Ficus', 'Aloe')[at % 3]},{'x' if at % 2 else ''}" for at in range(18)]  # fmt: skip
    exports.write("Venues-Grid view.csv", lines("Name,Town,Tended by", venues))
    exports.write("Plants-Grid view.csv", lines("Plant,Light,Price", plants))
    exports.write("Visits-Grid view.csv", lines("Visit,Venue,Date,Tended by,Plant,Paid", visits))
    report = exports.run()
    assert (of(report, "Venues-Grid view.csv").entity, of(report, "Visits-Grid view.csv").entity) == (
        "account",
        "interaction",
    )
    assert {row.name for row in exports.all(Account)} == set(VENUES)
    assert {row.name for row in exports.all(User)} == set(LEADS)


def test_rows_hang_on_what_they_name(exports: Exports) -> None:
    exports.write("clients.csv", lines("Client,City", [f"{name},Gent" for name in VENUES]))
    exports.write(
        "recipes.csv", lines("Recipe,Course,Minutes", ["Ragout,Main,90", "Sorbet,Dessert,20", "Broth,Soup,240"])
    )
    meals = [
        f"{at},{VENUES[at % 6]},2026-04-{at + 1:02},{('Ragout', 'sorbet', 'Broth')[at % 3]},{at + 4}"
        for at in range(12)
    ]
    exports.write("servings.csv", lines("Serving No,Client,Served on,Recipe,Plates", meals))
    exports.run()
    recipes = {row.id: row.external_id for row in exports.all(RelatedRecord) if row.kind == "recipe"}
    served = [row for row in exports.all(RelatedRecord) if row.kind == "serving"]
    assert {recipes[row.parent_id or 0] for row in served} == {"Ragout", "Sorbet", "Broth"}


@pytest.mark.parametrize("file", ["res_company_partner.csv", "Adressen.csv", "stakeholder list.csv"])
def test_whom_deals_name_are_the_clients_whatever_their_table_is_called(exports: Exports, file: str) -> None:
    exports.write(file, lines("Key,Name,City", [f"p-{at},{name},Ulm" for at, name in enumerate(VENUES)]))
    stages = ("Won", "Lost", "Proposal")
    deals = [f"D{at},{VENUES[at % 5]},{stages[at % 3]},{at}00,2026-02-0{at + 1}" for at in range(9)]
    exports.write("opportunities.csv", lines("Opportunity,Customer,Stage,Amount,Close date", deals))
    report = exports.run()
    assert of(report, file).entity == "account"
    assert len(exports.all(Account)) == len(VENUES)


@pytest.mark.parametrize(("tick", "none"), [("checked", ""), ("x", ""), ("✓", ""), ("yes", "no")])
def test_a_box_that_is_not_ticked_says_no(exports: Exports, tick: str, none: str) -> None:
    exports.write("clients.csv", lines("Client,City", [f"{name},Gent" for name in VENUES]))
    rows = [f"{at},{VENUES[at % 6]},2026-05-0{at + 1},{tick if at % 3 else none}" for at in range(9)]
    exports.write("parcels.csv", lines("Parcel No,Client,Sent on,Insured", rows))
    report = exports.run()
    assert column(of(report, "parcels.csv"), "Insured").type == "boolean"
    told = [row.attributes["insured"] for row in exports.all(RelatedRecord)]
    assert (told.count(True), told.count(False)) == (6, 3)


def test_a_reason_is_no_outcome_where_the_status_tells_it(exports: Exports) -> None:
    exports.write("accounts.csv", lines("Account Name,Industry", [f"{name},Retail" for name in VENUES]))
    told = (("Open", "On Hold"), ("Won", "Won"), ("Lost", "Out-Sold"), ("Lost", "Canceled"))
    rows = [f"T{at},{VENUES[at % 6]},{at}00,{','.join(told[at % 4])},2026-03-0{at + 1}" for at in range(8)]
    exports.write(
        "opportunities.csv", lines("Topic,Potential Customer,Est. Revenue,Status,Status Reason,Est. Close Date", rows)
    )
    exports.run()
    deals = {row.name: row.outcome for row in exports.all(Deal)}
    assert [deals[f"T{at}"] for at in range(4)] == [Outcome.OPEN, Outcome.WON, Outcome.LOST, Outcome.LOST]


def test_outsold_is_lost() -> None:
    assert {outcome_of(each) for each in ("Out-Sold", "Outsold", "outsold by a rival")} == {Outcome.LOST}
    assert outcome_of("Sold") is Outcome.WON


def test_german_compounds_are_what_they_end_in(exports: Exports) -> None:
    exports.write("Kunden.csv", "Kundennr;Firma;Ort\n10001;Ahle KG;Jena\n10002;Bode AG;Gera\n10003;Celle GmbH;Jena\n")
    exports.write(
        "Angebote.csv",
        "Angebotsnr;Kundennr;Angebotsdatum;Angebotssumme;Status\n"
        "A-1;10001;03.02.2026;1.200,50;Angenommen\nA-2;10002;14.02.2026;800,00;Abgelehnt\nA-3;10003;27.02.2026;950,25;Offen\n",
    )
    exports.run()
    assert sorted(row.amount or 0 for row in exports.all(Deal)) == [800.0, 950.25, 1200.5]
    assert {row.external_id for row in exports.all(Account)} == {"10001", "10002", "10003"}


def test_totals_with_cents_are_money_and_others_are_not(exports: Exports) -> None:
    exports.write("clients.csv", lines("Client,City", [f"{name},Gent" for name in VENUES]))
    rows = [f"{at},{VENUES[at % 6]},2026-05-0{at + 1},{at + 3},{at * 31 + 8}.{at}5" for at in range(9)]
    exports.write("stays.csv", lines("Stay No,Client,Arrived,Total Guests,Net Total", rows))
    report = of(exports.run(), "stays.csv")
    assert (column(report, "Total Guests").type, column(report, "Net Total").type) == ("integer", "money")


def test_sales_whose_rows_have_no_number_are_called_by_their_own_column(exports: Exports) -> None:
    exports.write("clients.csv", lines("Client,City", [f"{name},Gent" for name in VENUES]))
    told = ("Confirmed", "Cancelled", "Provisional")
    rows = [
        f"Slot {at} {VENUES[at % 6]},{VENUES[at % 6]},{told[at % 3]},2026-02-0{at + 1},{at + 1}50" for at in range(9)
    ]
    exports.write("Reservations.csv", lines("Reservation,Client,Reservation status,Reserved on,Net price", rows))
    report = exports.run()
    assert of(report, "Reservations.csv").rejected == 0
    assert {row.name for row in exports.all(Deal)} == {f"Slot {at} {VENUES[at % 6]}" for at in range(9)}


def test_sales_without_any_name_are_kept(exports: Exports) -> None:
    exports.write("clients.csv", lines("Client,City", [f"{name},Gent" for name in VENUES]))
    told = ("Confirmed", "Cancelled", "Provisional")
    rows = [f"{VENUES[at % 6]},{told[at % 3]},2026-02-0{at + 1},{at + 1}50" for at in range(9)]
    exports.write("Reservations.csv", lines("Client,Reservation status,Reserved on,Net price", rows))
    assert of(exports.run(), "Reservations.csv").rejected == 0
    assert len(exports.all(Deal)) == len(rows)


def leads() -> list[str]:
    return [f"lead_{at:016x},{name},{LEADS[at % 3]} Berg" for at, name in enumerate(VENUES)]


def test_leads_that_deals_point_at_are_the_clients_and_none_of_the_team(exports: Exports) -> None:
    exports.write("leads.csv", lines("lead_id,display_name,lead_owner", leads()))
    rows = [f"oppo_{at:016x},lead_{at % 6:016x},{VENUES[at % 6]},{LEADS[at % 6 % 3]} Berg,{at}00,{('Won', 'Lost', 'Active')[at % 3]},2026-03-0{at + 1}" for at in range(9)]  # fmt: skip
    exports.write(
        "opportunities.csv", lines("opportunity_id,lead_id,lead_name,user_name,value,status_label,opened", rows)
    )
    report = exports.run()
    assert of(report, "leads.csv").entity == "account"
    assert {row.name for row in exports.all(Account)} == set(VENUES)
    assert {row.name for row in exports.all(User)} == {f"{name} Berg" for name in LEADS}
    deals = exports.all(Deal)
    assert all(row.account_id and row.owner_id for row in deals)
    assert {row.name for row in deals} == set(VENUES)  # no machine's number for a name


def test_callers_of_the_team_are_who_called(exports: Exports) -> None:
    exports.write("leads.csv", lines("lead_id,display_name,lead_owner", leads()))
    rows = [
        f"{at},lead_{at % 6:016x},{LEADS[at % 3]} Berg,{('outbound', 'inbound')[at % 2]},2026-03-0{at + 1}"
        for at in range(9)
    ]
    exports.write("calls.csv", lines("call_id,lead_id,caller,direction,called_at", rows))
    exports.write("deals.csv", lines("Deal,lead_id,Stage,Amount", [f"D{at},lead_{at:016x},Won,9" for at in range(4)]))
    report = exports.run()
    assert column(of(report, "calls.csv"), "caller").field == "user_id"
    assert {row.direction for row in exports.all(Interaction)} == {"in", "out"}


def test_headers_of_databases_are_spelt_out(exports: Exports) -> None:
    rows = [f"{at},{name},{('EG', 'MA')[at % 2]},{at}.5" for at, name in enumerate(VENUES)]
    exports.write("CUSTOMERS.csv", lines("CUST_NO,CUST_NM,CTRY,COMMISSION_PCT", rows))
    report = of(exports.run(), "CUSTOMERS.csv")
    assert [column(report, each).field for each in ("CUST_NO", "CUST_NM", "CTRY")] == ["external_id", "name", "country"]
    assert column(report, "COMMISSION_PCT").type == "percent"


def test_weights_are_no_money_though_they_are_net(exports: Exports) -> None:
    exports.write("clients.csv", lines("Client,City", [f"{name},Gent" for name in VENUES]))
    rows = [f"{at},{VENUES[at % 6]},2026-05-0{at + 1},{at + 3}.{at}5,{at * 9}.50" for at in range(9)]
    exports.write("loads.csv", lines("Load No,Client,Sent,NET_T,Net Sum", rows))
    report = of(exports.run(), "loads.csv")
    assert (column(report, "NET_T").type, column(report, "Net Sum").type) == ("number", "money")
