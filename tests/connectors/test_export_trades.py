"""Exports of other trades: deals, clients and owners under names of their own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from export_kit import Exports, column, of

from crm.clock import FixedClock
from crm.model import Account, Deal, Interaction, Outcome, Product, RelatedRecord, Task, User
from crm.store import Store

CUSTOMERS = "Customer No.,Company,Branch\n10,Alder Metal,Aerospace\n20,Birch Tools,Automotive\n"
QUOTES = (
    "Quote No.,Customer No.,Sales engineer,Quote date,Valid until,Status,Decision date,Total\n"
    "OF-1,10,Femke Roos,2026-01-02,2026-03-01,Accepted,2026-02-01,100.50\n"
    "OF-2,20,Wouter van Dijk,2026-01-05,2026-03-05,Declined,2026-02-07,80.25\n"
    "OF-3,10,Femke Roos,2026-02-01,2026-04-01,Pending,,60.00\n"
)


@pytest.fixture
def exports(tmp_path: Path, store: Store, clock: FixedClock, tenant_id: int) -> Exports:
    folder = tmp_path / "export"
    folder.mkdir()
    return Exports(folder, store, clock, tenant_id)


def test_quotes_are_deals_and_orders_hang_on_them(exports: Exports) -> None:
    exports.write("customers.csv", CUSTOMERS)
    exports.write("quotes.csv", QUOTES)
    exports.write("orders.csv", "Order No.,Quote No.,Order date,Order value\nAB-1,OF-1,2026-02-02,100.50\n")
    report = exports.run()
    assert of(report, "quotes.csv").entity == "deal"
    assert column(of(report, "quotes.csv"), "Sales engineer").field == "owner_id"
    deals = exports.all(Deal)
    assert [(row.name, row.outcome, row.close_date) for row in deals] == [
        ("OF-1", Outcome.WON, date(2026, 2, 1)),
        ("OF-2", Outcome.LOST, date(2026, 2, 7)),
        ("OF-3", Outcome.OPEN, None),
    ]
    assert {row.name for row in exports.all(User)} == {"Femke Roos", "Wouter van Dijk"}
    order = exports.one(RelatedRecord, kind="order")
    assert (order.deal_id, order.account_id) == (deals[0].id, deals[0].account_id)


def test_quotes_beside_opportunities_are_related_records(exports: Exports) -> None:
    exports.write("customers.csv", CUSTOMERS)
    exports.write("quotes.csv", QUOTES)
    exports.write(
        "opportunities.csv",
        "opportunity id,company,stage,amount,close date\n1,Alder Metal,Won,9,2026-01-01\n2,Birch Tools,Lost,8,2026-01-02\n",
    )
    report = exports.run()
    assert (of(report, "opportunities.csv").entity, of(report, "quotes.csv").kind) == ("deal", "quote")


def test_a_deal_closes_when_it_was_decided(exports: Exports) -> None:
    exports.write(
        "deals.csv",
        "Title,Organization,Value,Status,Expected close date,Won time,Lost time\n"
        "A,Alder,5,Won,2026-05-01,2026-04-03 10:00:00,\n"
        "B,Birch,6,Lost,2026-05-02,,2026-04-04 10:00:00\n"
        "C,Alder,7,Open,2026-05-03,,\n",
    )
    exports.run()
    assert [(row.close_date, row.attributes["expected_close_date"]) for row in exports.all(Deal)] == [
        (date(2026, 4, 3), "2026-05-01"),
        (date(2026, 4, 4), "2026-05-02"),
        (date(2026, 5, 3), "2026-05-03"),
    ]


def test_activities_that_are_not_done_are_tasks_only(exports: Exports) -> None:
    exports.write("organizations.csv", "ID,Name,Sector\n1,Alder,Foods\n")
    exports.write(
        "activities.csv",
        "ID,Subject,Type,Done,Due date,Assigned to user,Organization\n"
        "7,Check-in,Call,Done,2026-01-05,Freya Lind,Alder\n"
        "8,Kick-off,Meeting,To do,2027-01-05,Freya Lind,Alder\n",
    )
    exports.run()
    assert [row.subject for row in exports.all(Interaction)] == ["Check-in"]
    assert [(row.what, row.done_at is None) for row in exports.all(Task)] == [("Check-in", False), ("Kick-off", True)]


def test_donors_stand_for_accounts_and_their_officers_own_them(exports: Exports) -> None:
    donors = "".join(f"D{n},Donor {n},Leeds,{'Maya Stone' if n % 2 else 'Omar Reid'}\n" for n in range(10))
    gifts = "".join(f"G{n},D{n % 5},2026-01-0{n % 9 + 1},{n * 10}\n" for n in range(20))
    exports.write("donors.csv", f"Donor ID,Donor name,City,Relationship officer\n{donors}")
    exports.write("gifts.csv", f"Gift ID,Donor ID,Gift date,Amount\n{gifts}")
    report = exports.run()
    assert of(report, "donors.csv").entity == "account"
    assert all(row.owner_id for row in exports.all(Account))
    assert all(row.account_id for row in exports.all(RelatedRecord))


def test_a_table_of_assignments_says_who_owns_an_account(exports: Exports) -> None:
    exports.write("customers.csv", "customer_id,name,country\ncus_1a,Alder,Spain\ncus_2b,Birch,Kenya\n")
    exports.write("csm_assignments.csv", "customer_id,csm\ncus_1a,Noor Halvorsen\ncus_2b,Eamon Tully\n")
    exports.run()
    names = {row.id: row.name for row in exports.all(User)}
    assert [names[row.owner_id] for row in exports.all(Account)] == ["Noor Halvorsen", "Eamon Tully"]


def test_who_has_a_row_for_each_client_number_is_a_client(exports: Exports) -> None:
    """Nothing is called accounts or customers: stables are known by the numbers that all other files give."""
    exports.write(
        "stables.csv", "Cust No,Stable Name,Horses\n40010,Thorn Livery,12\n40020,Mead Stud,30\n40030,Ash Yard,4\n"
    )
    exports.write(
        "feed_orders.csv",
        "Order No,Cust No,Order Date,Order Value,Order Status\nF-1,40010,2026-03-04,120.50,Delivered\n"
        "F-2,40020,2026-03-05,75.25,Cancelled\nF-3,40010,2026-03-06,60.00,Picking\n",
    )
    exports.write("visits.csv", "Visit Ref,Cust No,Visit Date\nV-1,40010,2026-01-02\nV-2,40010,2026-02-02\n")
    report = exports.run()
    assert of(report, "stables.csv").entity == "account"
    assert {row.name for row in exports.all(Account)} == {"Thorn Livery", "Mead Stud", "Ash Yard"}
    stable = exports.one(Account, name="Thorn Livery")
    first = exports.one(Deal, external_id="F-1")
    assert (first.account_id, first.outcome, first.close_date) == (stable.id, Outcome.WON, date(2026, 3, 4))
    assert {row.account_id for row in exports.all(Interaction)} == {stable.id}


def test_houses_are_not_the_team(exports: Exports) -> None:
    names = ("Abbey Gate", "Castle Mount", "Regent Quay")
    exports.write("customers.csv", CUSTOMERS)
    exports.write(
        "properties.csv", "Property,Town,Beds\n" + "".join(f"{name},Bath,{at + 20}\n" for at, name in enumerate(names))
    )
    rows = (f"S-{at},{(10, 20)[at % 2]},{names[at % 3]},2026-02-0{at % 9 + 1},{at + 2}\n" for at in range(18))
    exports.write("stays.csv", "Stay No.,Customer No.,Property,Arrival,Guests\n" + "".join(rows))
    assert of(exports.run(), "properties.csv").kind == "property"
    assert not exports.all(User)


def test_a_price_list_of_numbers_and_descriptions_names_by_the_description(exports: Exports) -> None:
    exports.write("products.csv", "SKU,Description,List Price\nK1204,Hoof oil 1 l,12\nK1215,Salt lick 2 kg,6\n")
    exports.run()
    assert {row.name for row in exports.all(Product)} == {"Hoof oil 1 l", "Salt lick 2 kg"}
