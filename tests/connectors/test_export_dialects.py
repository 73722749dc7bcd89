"""Exports as other CRMs write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from export_kit import Exports, column, of

from crm.clock import FixedClock
from crm.model import Account, Contact, Deal, Field, Interaction, Kind, Outcome, Product, Stage, StageChange, Task, User
from crm.store import Store


@pytest.fixture
def exports(tmp_path: Path, store: Store, clock: FixedClock, tenant_id: int) -> Exports:
    folder = tmp_path / "export"
    folder.mkdir()
    return Exports(folder, store, clock, tenant_id)


def write_salesforce(exports: Exports) -> None:
    exports.write(
        "Account.csv",
        '"Id","IsDeleted","Name","Type","ParentId","BillingCountry","Phone","Website","Industry","AnnualRevenue","NumberOfEmployees","OwnerId"\n'
        '"0015g00000AbCdEAAV","false","Globex Corporation","Customer","","Germany","+49 30 1234567","https://www.globex.com/de","Energy","5000000.0","1200","0055g00000UsErAAAV"\n'
        '"0015g00000AbCdFAAV","false","Globex Labs","Prospect","0015g00000AbCdEAAV","Austria","","globex-labs.at","Energy","","40","0055g00000UsErBAAV"\n'
        '"0015g00000AbCdGAAV","false","Umbrella","Customer","","United States","","umbrella.com","Pharma","7000000.0","9000","0055g00000UsErAAAV"\n',
    )
    exports.write(
        "Contact.csv",
        "Id,AccountId,LastName,FirstName,Email,Phone,Title,OwnerId,CreatedDate\n"
        "0035g00000CoNtAAAV,0015g00000AbCdEAAV,Meyer,Anna,anna@globex.com,+49 30 1234567,CFO,0055g00000UsErAAAV,2024-01-02T09:00:00.000Z\n"
        "0035g00000CoNtBAAV,0015g00000AbCdGAAV,Wesker,Albert,a.wesker@umbrella.com,,Head of R&D,0055g00000UsErBAAV,2024-02-02T09:00:00.000Z\n",
    )
    exports.write(
        "Opportunity.csv",
        "Id,AccountId,Name,Description,StageName,Amount,CurrencyIsoCode,Probability,CloseDate,Type,LeadSource,IsClosed,IsWon,OwnerId,CreatedDate\n"
        "0065g00000OpPoAAAV,0015g00000AbCdEAAV,Globex rollout,Big one,Closed Won,120000.0,EUR,100.0,2024-06-30,New,Web,true,true,0055g00000UsErAAAV,2024-01-15T10:00:00.000Z\n"
        "0065g00000OpPoBAAV,0015g00000AbCdGAAV,Umbrella pilot,,Negotiation/Review,80000.0,USD,70.0,2027-01-31,New,Event,false,false,0055g00000UsErBAAV,2024-03-15T10:00:00.000Z\n"
        "0065g00000OpPoCAAV,0015g00000AbCdGAAV,Umbrella renewal,,Closed Lost,5000.0,USD,0.0,2024-03-31,Renewal,Web,true,false,0055g00000UsErBAAV,2024-01-15T10:00:00.000Z\n",
    )
    exports.write(
        "User.csv",
        "Id,Username,LastName,FirstName,Email,Title,Department,IsActive,ManagerId,TimeZoneSidKey\n"
        "0055g00000UsErAAAV,ada@us.example,Lovelace,Ada,ada@us.example,AE,Sales DE,true,0055g00000UsErCAAV,Europe/Berlin\n"
        "0055g00000UsErBAAV,bob@us.example,Babbage,Bob,bob@us.example,AE,Sales US,false,0055g00000UsErCAAV,America/New_York\n"
        "0055g00000UsErCAAV,grace@us.example,Hopper,Grace,grace@us.example,VP,Sales,true,,America/New_York\n",
    )
    exports.write(
        "Task.csv",
        "Id,WhoId,WhatId,Subject,ActivityDate,Status,Priority,OwnerId,Description\n"
        "00T5g00000TaSkAAAV,0035g00000CoNtAAAV,0065g00000OpPoAAAV,Send contract,2024-06-01,Completed,High,0055g00000UsErAAAV,please\n"
        "00T5g00000TaSkBAAV,0035g00000CoNtBAAV,0015g00000AbCdGAAV,Call Albert,2027-01-05,Not Started,Normal,0055g00000UsErBAAV,\n",
    )
    exports.write(
        "OpportunityHistory.csv",
        "Id,OpportunityId,CreatedById,CreatedDate,StageName,Amount,CloseDate\n"
        "0085g1,0065g00000OpPoAAAV,0055g00000UsErAAAV,2024-01-15T10:00:00.000Z,Prospecting,100000.0,2024-06-30\n"
        "0085g2,0065g00000OpPoAAAV,0055g00000UsErAAAV,2024-06-28T10:00:00.000Z,Closed Won,120000.0,2024-06-30\n",
    )


def test_salesforce_files_become_their_entities(exports: Exports) -> None:
    write_salesforce(exports)
    report = exports.run()
    assert {item.file: item.entity for item in report.files} == {
        "Account.csv": "account",
        "Contact.csv": "contact",
        "Opportunity.csv": "deal",
        "User.csv": "user",
        "Task.csv": "task",
        "OpportunityHistory.csv": "stage_change",
    }
    assert not report.created
    assert report.rejected == 0


def test_salesforce_accounts_and_people(exports: Exports) -> None:
    write_salesforce(exports)
    exports.run()
    globex = exports.one(Account, name="Globex Corporation")
    labs = exports.one(Account, name="Globex Labs")
    assert (globex.external_id, globex.domain, globex.country) == ("0015g00000AbCdEAAV", "globex.com", "Germany")
    assert (globex.employees, globex.annual_revenue, globex.industry) == (1200, 5_000_000, "Energy")
    assert labs.parent_id == globex.id
    ada = exports.one(User, email="ada@us.example")
    grace = exports.one(User, name="Grace Hopper")
    assert (ada.name, ada.manager_id, ada.timezone, ada.team) == ("Ada Lovelace", grace.id, "Europe/Berlin", "Sales DE")
    assert grace.role == "manager"
    assert globex.owner_id == ada.id
    assert exports.one(User, name="Bob Babbage").active is False
    anna = exports.one(Contact, email="anna@globex.com")
    assert (anna.name, anna.title, anna.account_id, anna.owner_id) == ("Anna Meyer", "CFO", globex.id, ada.id)


def test_salesforce_deals_tasks_and_history(exports: Exports) -> None:
    write_salesforce(exports)
    exports.run()
    rollout = exports.one(Deal, name="Globex rollout")
    globex = exports.one(Account, name="Globex Corporation")
    assert (rollout.stage, rollout.outcome, rollout.amount, rollout.currency) == (
        "Closed Won",
        Outcome.WON,
        120_000,
        "EUR",
    )
    assert (rollout.opened_on, rollout.close_date) == (date(2024, 1, 15), date(2024, 6, 30))
    assert rollout.account_id == globex.id
    assert rollout.attributes["probability"] == 100
    assert exports.one(Deal, name="Umbrella renewal").outcome == Outcome.LOST
    assert exports.one(Deal, name="Umbrella pilot").outcome == Outcome.OPEN
    assert [stage.name for stage in exports.all(Stage)] == [
        "Prospecting",
        "Negotiation/Review",
        "Closed Won",
        "Closed Lost",
    ]
    done = exports.one(Task, what="Send contract")
    assert (done.due_on, done.deal_id, done.account_id) == (date(2024, 6, 1), rollout.id, globex.id)
    assert done.done_at is not None
    assert done.contact_id == exports.one(Contact, name="Anna Meyer").id
    waiting = exports.one(Task, what="Call Albert")
    assert waiting.done_at is None
    assert waiting.account_id == exports.one(Account, name="Umbrella").id
    steps = exports.all(StageChange)
    assert [(step.from_stage, step.to_stage) for step in steps] == [
        (None, "Prospecting"),
        ("Prospecting", "Closed Won"),
    ]
    assert steps[0].changed_at == datetime(2024, 1, 15, 10, tzinfo=UTC)


def test_hubspot(exports: Exports) -> None:
    exports.write(
        "hubspot-crm-exports-all-companies-2024-05-01.csv",
        "Record ID,Company name,Company owner,Create Date,Phone Number,City,Country/Region,Industry,Number of Employees\n"
        "9001,Initech,Peter Gibbons,2024-01-03 10:12,,Austin,United States,SOFTWARE,250\n"
        "9002,Hooli,Bill Lumbergh,2024-01-04 11:12,,Palo Alto,United States,INTERNET,9000\n",
    )
    exports.write(
        "hubspot-crm-exports-all-deals-2024-05-01.csv",
        "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Associated Company IDs,Associated Company\n"
        '71,Initech TPS,Contract sent (Sales Pipeline),2024-05-30 00:00,Peter Gibbons,"$12,000.50",9001,Initech\n'
        '72,Hooli search,Closed lost (Sales Pipeline),2024-04-01 00:00,Bill Lumbergh,"$1,500",9002,Hooli\n',
    )
    exports.write(
        "hubspot-crm-exports-all-contacts-2024-05-01.csv",
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Associated Company,Lead Status\n"
        "501,Milton,Waddams,milton@initech.com,555-123-4567,Peter Gibbons,Initech,Open\n"
        "502,Gavin,Belson,gavin@hooli.xyz,555-123-4568,Bill Lumbergh,Hooli,Open\n",
    )
    report = exports.run()
    assert sorted(item.entity for item in report.files) == ["account", "contact", "deal"]
    assert report.created == {"user": 2}
    deal = exports.one(Deal, external_id="71")
    assert (deal.name, deal.amount, deal.currency) == ("Initech TPS", 12_000.5, "USD")
    assert deal.account_id == exports.one(Account, name="Initech").id
    assert deal.owner_id == exports.one(User, name="Peter Gibbons").id
    assert exports.one(Deal, external_id="72").outcome == Outcome.LOST
    milton = exports.one(Contact, email="milton@initech.com")
    assert (milton.name, milton.phone) == ("Milton Waddams", "555-123-4567")
    assert milton.account_id == deal.account_id


def test_pipedrive(exports: Exports) -> None:
    exports.write(
        "deals-1234-1.csv",
        "Deal - ID,Deal - Title,Deal - Value,Deal - Currency of Value,Deal - Organization,Deal - Contact person,Deal - Owner,Deal - Stage,Deal - Status,Deal - Deal created,Deal - Expected close date\n"
        "1,Soylent deal,4000,EUR,Soylent Corp,Sol Roth,Ty Thorn,Proposal Made,Won,2024-01-10 09:00:00,2024-02-01\n"
        "2,Soylent second,900,EUR,Soylent Corp,Sol Roth,Ty Thorn,Qualified,Lost,2024-01-11 09:00:00,2024-03-01\n"
        "3,Tyrell,15000,USD,Tyrell Inc.,Rachael,Ty Thorn,Qualified,Open,2024-01-12 09:00:00,2027-03-01\n",
    )
    exports.write(
        "organizations-1234-2.csv",
        "Organization - ID,Organization - Name,Organization - Owner,Organization - Address\n"
        "10,Soylent Corp,Ty Thorn,New York\n11,Tyrell Inc.,Ty Thorn,Los Angeles\n",
    )
    exports.write(
        "people-1234-3.csv",
        "Person - ID,Person - Name,Person - Organization,Person - Email - Work,Person - Phone - Work\n"
        "20,Sol Roth,Soylent Corp,sol@soylent.com,+1 555 0100\n21,Rachael,Tyrell Inc.,rachael@tyrell.com,\n",
    )
    report = exports.run()
    assert {item.file: item.entity for item in report.files} == {
        "deals-1234-1.csv": "deal",
        "organizations-1234-2.csv": "account",
        "people-1234-3.csv": "contact",
    }
    won, lost, still = exports.all(Deal)
    assert (won.name, won.stage, won.outcome, won.amount, won.currency) == (
        "Soylent deal", "Proposal Made", Outcome.WON, 4000, "EUR",
    )  # fmt: skip
    assert (lost.outcome, still.outcome) == (Outcome.LOST, Outcome.OPEN)
    assert won.account_id == exports.one(Account, name="Soylent Corp").id
    sol = exports.one(Contact, name="Sol Roth")
    assert won.contact_id == sol.id
    assert (sol.email, sol.phone) == ("sol@soylent.com", "+1 555 0100")


def test_german(exports: Exports) -> None:
    exports.write(
        "Kunden.csv",
        "Kundennummer;Firma;Branche;Land;Mitarbeiter;Umsatz;Muttergesellschaft\n"
        "K-001;Müller GmbH;Maschinenbau;Deutschland;120;1.250.000,50 €;\n"
        "K-002;Müller Süd GmbH;Maschinenbau;Österreich;12;90.000,00 €;Müller GmbH\n",
        "cp1252",
    )
    exports.write(
        "Verkaufschancen.csv",
        "Verkaufschance;Kunde;Betrag;Phase;Erstellt am;Abschlussdatum;Verkäufer;Wahrscheinlichkeit\n"
        "Fräse Süd;Müller Süd GmbH;12.500,00;Angebot;05.01.2024;31.03.2024;Jörg Weiß;45 %\n"
        "Drehbank;Müller GmbH;8.000,00;Gewonnen;01.02.2024;02.03.2024;Jörg Weiß;100 %\n"
        "Presse;Müller GmbH;3.000,00;Verloren;01.02.2024;02.03.2024;Jörg Weiß;0 %\n",
        "cp1252",
    )
    report = exports.run()
    assert of(report, "Kunden.csv").entity == "account"
    assert of(report, "Verkaufschancen.csv").entity == "deal"
    parent = exports.one(Account, name="Müller GmbH")
    assert (parent.external_id, parent.annual_revenue, parent.industry) == ("K-001", 1_250_000.5, "Maschinenbau")
    assert exports.one(Account, name="Müller Süd GmbH").parent_id == parent.id
    deal = exports.one(Deal, name="Fräse Süd")
    assert (deal.amount, deal.stage, deal.opened_on, deal.close_date) == (
        12_500, "Angebot", date(2024, 1, 5), date(2024, 3, 31),
    )  # fmt: skip
    assert deal.attributes["wahrscheinlichkeit"] == 45
    assert exports.one(Deal, name="Drehbank").outcome == Outcome.WON
    assert exports.one(Deal, name="Presse").outcome == Outcome.LOST
    assert exports.one(User, name="Jörg Weiß").id == deal.owner_id
    assert exports.one(Field, entity="account", key="annual_revenue").unit == "EUR"


def test_french(exports: Exports) -> None:
    exports.write(
        "affaires.csv",
        "Affaire;Société;Montant;Étape;Date de clôture;Commercial;Produit\n"
        "Projet Lyon;Dupont SA;12 500,00 €;Négociation;15/04/2024;Élodie Petit;Licence Pro\n"
        "Projet Nice;Durand SARL;900,00 €;Gagné;03/02/2024;Élodie Petit;Licence Pro\n"
        "Projet Metz;Durand SARL;1 900,00 €;Perdu;04/02/2024;Luc Noir;Licence Base\n",
        "utf-16",
    )
    report = exports.run()
    assert of(report, "affaires.csv").entity == "deal"
    lyon = exports.one(Deal, name="Projet Lyon")
    assert (lyon.amount, lyon.currency, lyon.close_date) == (12_500, "EUR", date(2024, 4, 15))
    assert exports.one(Deal, name="Projet Nice").outcome == Outcome.WON
    assert exports.one(Deal, name="Projet Nice").close_date == date(2024, 2, 3)
    assert exports.one(Deal, name="Projet Metz").outcome == Outcome.LOST
    assert report.created == {"account": 2, "product": 2, "user": 2}
    assert exports.one(Product, name="Licence Pro").id == lyon.product_id


def test_zoho_and_dynamics_headers(exports: Exports) -> None:
    exports.write(
        "Deals.csv",
        "Record Id,Deal Owner,Deal Name,Account Name,Amount,Stage,Closing Date,Probability (%),Contact Name\n"
        "zcrm_111,Ann Lee,Zylker upgrade,Zylker,2500,Needs Analysis,2027-02-01,20,Jo Doe\n"
        "zcrm_112,Ann Lee,King renewal,King Ltd,3500,Closed Won,2024-02-01,100,Al Roe\n",
    )
    exports.write(
        "dynamics/opportunities.csv",
        "(Do Not Modify) Opportunity,(Do Not Modify) Row Checksum,Topic,Potential Customer,Est. close date,Est. revenue,Owner,Status\n"
        'a1b2c3d4-0000-4000-8000-000000000001,x9,10 trucks,Contoso,2/28/2027,"$50,000.00",Ann Lee,Open\n'
        'a1b2c3d4-0000-4000-8000-000000000002,x8,2 vans,Contoso,3/31/2024,"$9,000.00",Ann Lee,Won\n',
    )
    report = exports.run()
    assert [item.entity for item in report.files] == ["deal", "deal"]
    trucks = exports.one(Deal, name="10 trucks")
    assert (trucks.amount, trucks.currency, trucks.close_date) == (50_000, "USD", date(2027, 2, 28))
    assert exports.one(Deal, name="2 vans").outcome == Outcome.WON
    zylker = exports.one(Deal, external_id="zcrm_111")
    assert (zylker.stage, zylker.close_date) == ("Needs Analysis", date(2027, 2, 1))
    assert zylker.attributes["probability"] == 20
    assert exports.one(User, name="Ann Lee").id == zylker.owner_id == trucks.owner_id


def test_odd_words_of_a_home_grown_export(exports: Exports) -> None:
    exports.write(
        "tbl_firms.csv",
        "firm_ref|firm|trade|hq\nF1|North Wind|shipping|Norway\nF2|South Sea|shipping|Spain\nF3|East End|retail|Norway\nF4|West Co|retail|Spain\n",
    )
    exports.write(
        "tbl_offers.csv",
        "no|for_whom|worth|state_of_play|signed_or_due\n"
        "O-100|North Wind|12000|Won|2024-01-05\nO-101|South Sea|8000|Lost|2024-02-05\n"
        "O-102|East End|7000|Negotiation|2027-02-06\nO-103|West Co|6500|Proposal|2027-02-07\nO-104|West Co|65|Proposal|2027-02-07\n",
    )
    report = exports.run()
    assert of(report, "tbl_firms.csv").entity == "account"
    offers = of(report, "tbl_offers.csv")
    assert offers.entity == "deal"
    assert column(offers, "for_whom").field == "account_id"
    assert column(offers, "state_of_play").field == "stage"
    won = exports.one(Deal, external_id="O-100")
    assert (won.outcome, won.account_id) == (Outcome.WON, exports.one(Account, name="North Wind").id)


def test_activities_calls_and_notes(exports: Exports) -> None:
    exports.write("companies.csv", "id,company,website\n1,Initech,initech.com\n2,Hooli,hooli.xyz\n")
    exports.write(
        "contacts.csv", "id,name,email,company_id\n7,Milton W,milton@initech.com,1\n8,Gavin B,gavin@hooli.xyz,2\n"
    )
    exports.write("users.csv", "id,name,email\n1,Peter,peter@seller.example\n2,Sam,sam@seller.example\n")
    exports.write(
        "emails.csv",
        "message_id,from,to,sent_at,subject,body\n"
        'm1,milton@initech.com,peter@seller.example,2024-03-01 10:00,My stapler,"They took it.\nSECRET"\n'
        "m2,Sam <sam@seller.example>,gavin@hooli.xyz; new@hooli.xyz,2024-03-02T10:00:00Z,Offer,See attached\n",
    )
    exports.write(
        "activities.csv",
        "id,type,contact,date,owner,notes\n"
        "1,Phone call,Milton W,2024-03-03,Peter,Talked about red staplers\n"
        "2,Demo,Gavin B,2024-03-04,Sam,Showed the thing\n",
    )
    report = exports.run()
    assert {item.file: item.entity for item in report.files}["emails.csv"] == "interaction"
    assert {item.file: item.entity for item in report.files}["activities.csv"] == "interaction"
    with exports.store.read() as session:
        rows = {row.subject or row.text: row for row in session.query(Interaction).all()}
        letter = rows["My stapler"]
        assert (letter.kind, letter.direction, letter.text) == (Kind.EMAIL, "in", "They took it.\n<SECRET>")
        assert [contact.name for contact in letter.contacts] == ["Milton W"]
        assert letter.sender.name == "Milton W"
        assert letter.account.name == "Initech"
        assert letter.user.name == "Peter"
        assert letter.occurred_at == datetime(2024, 3, 1, 10, tzinfo=UTC)
        offer = rows["Offer"]
        assert (offer.direction, offer.user.name) == ("out", "Sam")
        assert sorted(contact.email for contact in offer.contacts) == ["gavin@hooli.xyz", "new@hooli.xyz"]
        assert offer.sender is None
        call = rows["Talked about red staplers"]
        assert (call.kind, call.user.name, call.account.name) == (Kind.CALL, "Peter", "Initech")
        assert rows["Showed the thing"].kind == Kind.MEETING
    assert report.created == {"contact": 1}


def test_more_of_salesforce(exports: Exports) -> None:
    write_salesforce(exports)
    exports.write(
        "Event.csv",
        "Id,WhoId,WhatId,Subject,StartDateTime,EndDateTime,Location,Description,OwnerId,DurationInMinutes\n"
        "00U5g1,0035g00000CoNtAAAV,0065g00000OpPoAAAV,Kickoff,2024-05-01T10:00:00.000Z,2024-05-01T11:00:00.000Z,Berlin,We met,0055g00000UsErAAAV,60\n"
        "00U5g2,0035g00000CoNtBAAV,,Lunch,2024-05-02T10:00:00.000Z,2024-05-02T11:00:00.000Z,Berlin,We ate,0055g00000UsErAAAV,60\n",
    )
    exports.write(
        "OpportunityLineItem.csv",
        "Id,OpportunityId,Product2Id,Quantity,UnitPrice\n00k1,0065g00000OpPoAAAV,01t5g00000PrOdAAAV,2,100.0\n"
        "00k2,0065g00000OpPoBAAV,01t5g00000PrOdAAAV,1,100.0\n00k3,0065g00000OpPoAAAV,01t5g00000PrOdBAAV,5,10.0\n",
    )
    exports.write(
        "Product2.csv",
        "Id,Name,ProductCode,IsActive,Family\n01t5g00000PrOdAAAV,Big Thing,BT-1,true,Hardware\n01t5g00000PrOdBAAV,Small Thing,ST-1,true,Hardware\n",
    )
    report = exports.run()
    assert of(report, "Product2.csv").entity == "product"
    items = of(report, "OpportunityLineItem.csv")
    assert items.kind == "opportunity_line_item"
    with exports.store.read() as session:
        kickoff = session.query(Interaction).filter_by(external_id="00U5g1").one()
        assert (kickoff.kind, kickoff.subject, kickoff.text) == (Kind.MEETING, "Kickoff", "We met")
        assert kickoff.deal.name == "Globex rollout"
        assert kickoff.account.name == "Globex Corporation"
        assert [contact.name for contact in kickoff.contacts] == ["Anna Meyer"]


def test_customers_with_first_names_are_people(exports: Exports) -> None:
    exports.write(
        "customers-100.csv",
        "Index,Customer Id,First Name,Last Name,Company,City,Country,Phone 1,Email,Subscription Date,Website\n"
        "1,DD37Cf93aecA6Dc,Sheryl,Baxter,Rasmussen Group,East Leonard,Chile,229.077.5154,z@smith.info,2020-08-24,http://www.stephenson.com/\n"
        "2,1Ef7b82A4CAAD10,Preston,Lozano,Vega-Gentry,East Jimmychester,Djibouti,5153435776,v@colon.com,2021-04-23,http://www.hobbs.com/\n"
        "3,6F94879bDAfE5a6,Roy,Berry,Murillo-Perry,Isabelborough,Antigua,+1-539-402-0259,b@hogan.com,2020-03-25,http://www.lawrence.com/\n",
    )
    report = exports.run()
    assert report.files[0].entity == "contact"
    sheryl = exports.one(Contact, name="Sheryl Baxter")
    assert sheryl.account_id == exports.one(Account, name="Rasmussen Group").id


def test_meetings_know_who_was_there(exports: Exports) -> None:
    exports.write(
        "contacts.csv", "full_name;e_mail;company;job\nAna Sol;ana@sol.es;Sol SA;CEO\nEva Luz;eva@sol.es;Sol SA;COO\n"
    )
    exports.write(
        "meetings.csv",
        "title;start;end;attendees;organizer;summary\n"
        "QBR;2024-03-01 10:00;2024-03-01 11:00;ana@sol.es, eva@sol.es;max@us.example;They were unhappy\n"
        "Intro;2024-03-02 10:00;2024-03-02 11:00;leo@mar.es;max@us.example;Nice talk\n",
    )
    exports.run()
    with exports.store.read() as session:
        review = session.query(Interaction).filter_by(subject="QBR").one()
        assert sorted(contact.name for contact in review.contacts) == ["Ana Sol", "Eva Luz"]
        assert (review.kind, review.user.email, review.account.name) == (Kind.MEETING, "max@us.example", "Sol SA")
    assert exports.one(Contact, name="Ana Sol").title == "CEO"


def test_the_only_sum_of_money_is_the_amount(exports: Exports) -> None:
    exports.write(
        "opportunities.csv",
        "opp_id,client,status,potential_value,since\n1,Acme,won,5.50,2024-01-02\n2,Beta,lost,7.25,2024-01-03\n",
    )
    exports.write(
        "pipeline.csv",
        "Deal;Company;Phase;ARR (k€);Close\nNord;Acme;Gewonnen;12,5;31.01.2024\nOst;Beta;Verloren;4,0;30.01.2024\n",
    )
    exports.run()
    assert exports.one(Deal, external_id="1").amount == 5.5
    thousands = exports.one(Deal, name="Nord")
    assert (thousands.amount, thousands.attributes["arr_k"]) == (None, 12.5)
