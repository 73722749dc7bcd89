"""Fields that are tagged `encrypt`: sealed wherever they lie, shown to those who may see them, found by nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sealed_kit import SECRETS, TAGGED, Sealed, cells, record
from sqlalchemy import select

from connectors.export.importer import Importer
from crm.ask.asker import Asker
from crm.capture import Capture
from crm.errors import RejectedError
from crm.governance.why import Provenance
from crm.intake.changes import Changes
from crm.intake.event import Change
from crm.model import Account, Contact, Field, Role, SourceRow, User
from crm.rights import Sight, seeing
from crm.sealed import UNREADABLE, whole
from privacy.erasure.subject import subject_of
from privacy.redactor import PresidioRedactor
from privacy.roster import Roster


@pytest.fixture
def sealed(any_store, clock, tmp_path) -> Sealed:
    made = record(any_store, clock, tmp_path)
    made.tag(*TAGGED)
    return made


def asked(sealed, question, user=None):
    asker = Asker(sealed.store, sealed.clock, None, PresidioRedactor(sealed.store))
    return asker.ask(sealed.tenant_id, question, user=user, now=sealed.clock.now())


def changed(sealed, **values):
    with sealed.store.write() as session:
        change = Change(key="a0", entity="account", values={"name": "Globex 0", **values})
        Changes(sealed.clock).apply(session, sealed.tenant_id, "hub", change)


def account(sealed):
    with sealed.store.read() as session:
        row = session.scalars(select(Account).order_by(Account.id)).first()
        return whole(session, row), row


def test_what_was_there_lies_bare_nowhere(any_store, clock, tmp_path):
    made = record(any_store, clock, tmp_path)
    assert made.bare() == set(SECRETS)
    made.tag(*TAGGED)
    assert made.bare() == set()
    assert made.rewrites
    assert made.rows()["accounts"][0]["attributes"] == {"seats": 0}


def test_untagged_it_is_as_it_was(any_store, clock, tmp_path):
    made = record(any_store, clock, tmp_path)
    before = made.rows()
    made.tag(*TAGGED)
    made.tag(*TAGGED, on=False)
    assert made.rows() == before
    assert made.settling.waits() == [made.tenant_id]
    assert "sealed:" in str(cells(any_store))
    clock.instant = clock.now() + timedelta(minutes=3)
    assert made.settling.settle(made.tenant_id).over
    assert made.settling.waits() == []
    assert "sealed:" not in str(cells(any_store))
    assert made.rows() == before
    with any_store.read() as session:
        values = session.scalars(select(Field.values).where(Field.key == "codename")).one()
    assert values == '["Ravenwing"]'


def test_what_is_lost_to_a_late_writer_comes_back(any_store, clock, tmp_path):
    made = record(any_store, clock, tmp_path)
    made.tag("account.codename")
    made.tag("account.codename", on=False)
    with any_store.write() as session:
        row = session.scalars(select(Account)).one()
        row.attributes = {"seats": 0}
    clock.instant = clock.now() + timedelta(minutes=3)
    made.settling.settle(made.tenant_id)
    assert account(made)[0]["attributes"] == {"codename": "Ravenwing", "seats": 0}


def test_what_is_written_later_is_sealed_too(sealed, tmp_path):
    changed(sealed, industry="Spyglass", codename="Nightjar", seats="9")
    assert account(sealed)[0] == {
        "industry": "Spyglass", "country": None, "attributes": {"codename": "Nightjar", "seats": "9"},
    }  # fmt: skip
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "accounts.csv").write_text("id,name,industry,codename\n77,Initech,Lanternry,Owlish\n78,Hooli,,\n")
    importer = Importer(sealed.store, sealed.clock, Capture(sealed.clock, PresidioRedactor(sealed.store), None))
    importer.run(sealed.tenant_id, folder, rejects=tmp_path / "rejects")
    (folder / "accounts.csv").write_text("id,name,industry,codename\n77,Initech,Mirrorry,Owlish\n78,Hooli,,\n")
    importer.run(sealed.tenant_id, folder, rejects=tmp_path / "rejects")
    said = str(cells(sealed.store))
    assert not [word for word in ("Spyglass", "Nightjar", "Lanternry", "Mirrorry", "Owlish") if word in said]
    with sealed.store.read() as session:
        row = session.scalars(select(Account).where(Account.name == "Initech")).one()
        found = whole(session, row)
    assert (found["industry"], found["attributes"]["codename"]) == ("Mirrorry", "Owlish")


def test_a_source_that_tells_the_same_again_changes_nothing(sealed):
    before = str(cells(sealed.store))
    changed(sealed, industry="Falconry", codename="Ravenwing")
    assert str(cells(sealed.store)) == before


def test_what_a_person_changed_stays_and_what_a_source_empties_goes(sealed):
    with sealed.store.write() as session:
        session.scalars(select(Account)).one().industry = "Smithing"
    changed(sealed, industry="Brewing", codename="")
    found, row = account(sealed)
    assert found["industry"] == "Smithing"
    assert found["attributes"] == {"seats": 0}
    assert set(row.sealed) == {"industry"}


def test_it_is_shown_and_nothing_is_found_counted_or_sorted_by_it(sealed):
    assert asked(sealed, "what is the codename of Globex 0").rows[0][-1] == "Ravenwing"
    assert "Falconry" in str(asked(sealed, "list accounts").rows)
    for question in ("number of accounts by industry", "accounts by codename", "accounts sorted by codename",
                     "accounts without industry", "average margin of deals"):  # fmt: skip
        told = asked(sealed, question)
        assert told.abstained, question
        assert "encrypted" in told.answer, question
    assert asked(sealed, "accounts in Falconry").abstained


def test_it_is_kept_from_those_who_may_not_see_the_field(sealed):
    with sealed.store.write() as session:
        now = sealed.clock.now()
        rep = User(tenant_id=sealed.tenant_id, name="Rita", role=Role.REP, email="rita@x.example", created_at=now,
                   updated_at=now)  # fmt: skip
        session.add(rep)
    sealed.office.set_field(sealed.tenant_id, "account.codename", "managers", by=None)
    assert "Ravenwing" not in str(asked(sealed, "what is the codename of Globex 0", rep).__dict__)
    sealed.office.set_field(sealed.tenant_id, "contact.title", "managers", by=None)
    sight = sealed.office.sight(sealed.tenant_id, [rep.id])
    with seeing(sight):
        told = Provenance(sealed.store).why(sealed.tenant_id, "Jane Miller 0")
    assert {value.field for value in told.values} == {"name", "phone", "account", "nickname"}
    assert "Grandmaster" not in str(told)
    with seeing(Sight(sealed.tenant_id, frozenset())):
        assert "Grandmaster" in str(Provenance(sealed.store).why(sealed.tenant_id, "Jane Miller 0"))


def test_redaction_and_forgetting_know_a_sealed_number(sealed):
    with sealed.store.read() as session:
        contact = session.scalars(select(Contact)).one()
        assert subject_of(session, sealed.tenant_id, [contact.id]).phones == ("+49 30 5550142",)
    found = Roster(sealed.store).directory(sealed.tenant_id).by_phone("+49 30 5550142")
    assert found is not None
    assert found.id == contact.id


def test_without_its_key_it_is_nothing(sealed):
    sealed.vault.destroy(sealed.tenant_id)
    assert asked(sealed, "what is the codename of Globex 0").rows[0][-1] == UNREADABLE


def test_a_value_opens_under_its_own_field_alone(sealed):
    with sealed.store.write() as session:
        row = session.scalars(select(Account)).one()
        row.sealed = {"codename": row.sealed["industry"], "industry": row.sealed["industry"]}
    assert asked(sealed, "what is the codename of Globex 0").rows[0][-1] == UNREADABLE


@pytest.mark.parametrize("ref", ["account.domain", "contact.email", "deal.amount", "account.name", "x.y"])
def test_what_rows_are_known_by_is_refused(any_store, clock, tmp_path, ref):
    made = record(any_store, clock, tmp_path)
    with pytest.raises(RejectedError):
        made.tag(ref)
    assert made.settling.waits() == []


def test_a_tag_noted_between_two_looks_is_not_lost(sealed):
    settling = sealed.settling
    noted = settling._noted(sealed.tenant_id)
    sealed.clock.instant = sealed.clock.now() + timedelta(minutes=3)
    sealed.office.tag(sealed.tenant_id, "account.country", "encrypt", on=True, by=None)
    settling._end(sealed.tenant_id, noted, over=True)
    assert settling.waits() == [sealed.tenant_id]


def test_what_sources_said_is_sealed_and_opened_for_comparison(sealed):
    with sealed.store.read() as session:
        told = session.scalars(select(SourceRow.told)).one()
    assert told["name"] == "Globex 0"
    assert told["industry"].startswith("sealed:")
