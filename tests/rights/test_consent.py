"""What a contact agreed to and took back: kept, shown, and held to where texts go to a model and colleagues are told."""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

from reading_kit import add, company, reading_of

from bot.cli import rapport
from bot.settings import Settings
from bot.wiring import Rapport
from crm.ask.asker import Asker
from crm.errors import RejectedError
from crm.governance.consent import ConsentBook
from crm.governance.person import AmbiguousError
from crm.governance.withheld import withheld
from crm.log.logbook import LogBook
from crm.model import AuditEntry, Consent, Contact, Kind, Tenant, User
from crm.nudges.nudges import Nudges
from crm.ports import Hit, Redacted, SearchResult
from crm.reactions.reactions import Reactions
from crm.reading.readings import Readings
from crm.rights import look, seeing
from privacy.redactor import PresidioRedactor

MAIL = (
    "We are unhappy about the onboarding delays. The training was moved twice. Our people wait for their seats and cannot begin to work with it. "
    "Our board asked about it last week, and nobody here could say when the migration ends. "
    "The finance team also wants the invoices of the spring corrected before anything else is signed. "
    "Please send us a new plan for the onboarding."
)
SAID = "They are unhappy about the onboarding delays."


class Model:
    """Says one sentence and keeps what it was shown."""

    name = "told"

    def __init__(self) -> None:
        self.seen: list[str] = []

    def stream(self, instructions: str, data: str) -> Iterator[str]:
        assert instructions
        self.seen.append(data)
        yield SAID

    def fill(self, instructions: str, data: str, schema: dict[str, Any]) -> dict[str, Any]:
        assert instructions
        assert schema
        self.seen.append(data)
        return {}


class Plain:
    def redact(self, tenant_id: int, texts: list[str], about=()) -> list[Redacted]:
        assert tenant_id
        return [Redacted(text) for text in texts]


class Finds:
    """Finds these interactions, whatever is asked."""

    def __init__(self, ids: list[int]) -> None:
        self.ids = ids

    def search(self, tenant_id: int, text: str, **limits: Any) -> SearchResult:
        assert tenant_id
        assert text
        assert "limit" in limits
        return SearchResult([Hit(each, "", 0.9, 0.8) for each in self.ids])


@pytest.fixture
def ids(store, tenant_id, clock):
    return company(store, tenant_id, clock)


@pytest.fixture
def book(store, clock):
    return ConsentBook(store, clock)


def mail(store, tenant_id, clock, ids, text=MAIL, **fields):
    sent = {"kind": Kind.EMAIL, "direction": "in", "account_id": ids["acme"], "user_id": ids["dana"]}
    return add(store, tenant_id, clock, text, **{"contacts": [ids["jane"]], **sent, **fields})


def stands(sheet):
    return {each.purpose: each.given for each in sheet.standings}


def test_the_newest_of_each_purpose_counts_and_all_stay(store, tenant_id, clock, ids, book):
    assert all(stands(book.sheet(tenant_id, "Jane Miller")).values())
    with store.read() as session:
        dana = session.get_one(User, ids["dana"])
    book.note(tenant_id, "jane miller", "models", given=False, by=dana, basis="her mail")
    found = book.note(tenant_id, str(ids["jane"]), "Models", given=True)
    assert stands(found)["models"]
    found = book.note(tenant_id, str(ids["jane"]), "nudges", given=False)
    assert stands(found) == {"contact": True, "nudges": False, "models": True, "marketing": True}
    history = next(each.history for each in found.standings if each.purpose == "models")
    assert [(each.given, each.by, each.basis) for each in history] == [
        (True, None, ""),
        (False, "Dana Reyes", "her mail"),
    ]
    with store.read() as session:
        entries = session.execute(
            select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.row_id, AuditEntry.detail).order_by(AuditEntry.id)
        ).all()
    assert [tuple(each) for each in entries] == [
        ("consent.withdraw", ids["dana"], ids["jane"], {"purpose": "models"}),
        ("consent.give", None, ids["jane"], {"purpose": "models"}),
        ("consent.withdraw", None, ids["jane"], {"purpose": "nudges"}),
    ]


def test_what_is_no_purpose_nobody_or_too_long_is_refused_and_nothing_kept(store, tenant_id, ids, book):
    assert ids
    for who, purpose, basis in (
        ("Jane Miller", "spying", ""),
        ("Nobody Atall", "models", ""),
        ("9" * 30, "models", ""),
        ("", "models", ""),
        ("Jane Miller", "models", "x" * 4_001),
    ):
        with pytest.raises(RejectedError):
            book.note(tenant_id, who, purpose, given=False, basis=basis)
    with pytest.raises(RejectedError):
        book.set_default(tenant_id, "maybe", by=None)
    with store.read() as session:
        assert session.scalar(select(func.count(Consent.id))) == session.scalar(select(func.count(AuditEntry.id))) == 0


def test_who_is_meant_is_not_guessed(store, tenant_id, clock, ids, book):
    at = {"tenant_id": tenant_id, "created_at": clock.now(), "updated_at": clock.now()}
    with pytest.raises(AmbiguousError) as one:
        book.note(tenant_id, "Jane", "models", given=False)
    assert [each.id for each in one.value.candidates] == [ids["jane"]]
    with store.write() as session:
        session.add(Contact(name="Jane Miller", email="jane@globex.example", **at))
    with pytest.raises(AmbiguousError) as two:
        book.sheet(tenant_id, "Jane Miller")
    assert len(two.value.candidates) == 2
    assert book.sheet(tenant_id, "JANE@globex.example").email == "jane@globex.example"


def test_a_default_holds_where_nothing_was_said(store, tenant_id, ids, book):
    def kept():
        with store.read() as session:
            return withheld(session, tenant_id, "models", [ids["jane"]])

    assert (book.default(tenant_id), kept()) == ("given", frozenset())
    book.set_default(tenant_id, "required", by=None)
    assert (book.default(tenant_id), kept()) == ("required", {ids["jane"]})
    book.note(tenant_id, "Jane Miller", "models", given=True)
    assert kept() == frozenset()
    with store.read() as session:
        dana = session.get_one(User, ids["dana"])
    with pytest.raises(RejectedError, match="admin"):
        book.set_default(tenant_id, "given", by=dana)


def test_a_colleague_sees_and_notes_consents_of_contacts_they_may_see(store, tenant_id, ids, book):
    with store.write() as session:
        session.get_one(Tenant, tenant_id).settings = {"rights": {"accounts": "owner"}}
    book.note(tenant_id, "Jane Miller", "models", given=False)
    with store.read() as session:
        dana, priya = (look(session, tenant_id, [ids[each]]) for each in ("dana", "priya"))
    with seeing(dana):
        assert not stands(book.sheet(tenant_id, "Jane Miller"))["models"]
    with seeing(priya), pytest.raises(RejectedError, match="No contact"):
        book.sheet(tenant_id, "Jane Miller")
    with seeing(priya), store.read() as session:
        assert session.scalars(select(Consent)).all() == []
        assert withheld(session, tenant_id, "models", [ids["jane"]]) == {ids["jane"]}  # it holds whoever looks


@pytest.mark.parametrize("named", ["linked", "in the text", "in the subject"])
def test_no_summary_is_asked_of_a_model_without_consent(store, tenant_id, clock, ids, book, *, named):
    model = Model()
    readings = Readings(store, clock, model=model)
    other = mail(store, tenant_id, clock, ids, contacts=[])
    fields: dict[str, Any] = {"contacts": [ids["jane"]]} if named == "linked" else {"contacts": []}
    who = f"[person:{ids['jane']}]"
    text = f"{MAIL} {who} is upset." if named == "in the text" else f"{MAIL} More."
    row = mail(store, tenant_id, clock, ids, text, subject=who if named == "in the subject" else None, **fields)
    book.note(tenant_id, "Jane Miller", "models", given=False)
    readings.run_once(tenant_id)
    assert len(model.seen) == 1
    assert (reading_of(store, other).summary, reading_of(store, row).summary == SAID) == (SAID, False)
    assert reading_of(store, row).summary  # in the text's own words
    assert reading_of(store, row).reason is None


def test_with_consent_a_model_sums_up(store, tenant_id, clock, ids, book):
    model = Model()
    book.note(tenant_id, "Jane Miller", "models", given=False)
    book.note(tenant_id, "Jane Miller", "models", given=True)
    row = mail(store, tenant_id, clock, ids)
    Readings(store, clock, model=model).run_once(tenant_id)
    assert len(model.seen) == 1
    assert reading_of(store, row).summary == SAID


@pytest.mark.parametrize("narrow", [False, True])
def test_rules_say_what_a_model_may_not_read(store, tenant_id, clock, ids, book, *, narrow):
    row = mail(store, tenant_id, clock, ids)
    model = Model()
    if narrow:
        with store.write() as session:
            session.get_one(Tenant, tenant_id).settings = {"rights": {"accounts": "owner"}}
    with store.read() as session:
        user = session.get_one(User, ids["dana"]) if narrow else None
    asker = Asker(store, clock, Finds([row]), Plain(), model)
    first = asker.ask(tenant_id, "What did Acme say about onboarding?", user=user)
    assert (first.phrased, len(model.seen)) == (True, 1)
    book.note(tenant_id, "Jane Miller", "models", given=False)
    again = asker.ask(tenant_id, "What did Acme say about onboarding?", user=user)
    assert (again.phrased, len(model.seen)) == (False, 1)
    assert "onboarding" in again.citations[0].quote


def test_an_entry_that_names_them_is_filled_by_rules_alone(store, tenant_id, clock, ids, book):
    model = Model()
    logbook = LogBook(store, clock, None, None, None, model, PresidioRedactor(store))
    told = "Spoke with Jane Miller from Acme about seats, somebody has to get back to them"

    def propose():
        return logbook.propose(tenant_id, told, user=None, now=clock.now(), save=False)

    before = propose()
    assert len(model.seen) == 1
    assert "Jane" not in model.seen[0]
    book.note(tenant_id, "Jane Miller", "models", given=False)
    assert propose() == before
    assert len(model.seen) == 1
    logbook.propose(
        tenant_id, "Spoke with Globex, somebody has to get back to them", user=None, now=clock.now(), save=False
    )
    assert len(model.seen) == 2


def test_nobody_is_told_of_who_took_nudges_back(store, tenant_id, clock, ids, book):
    readings = Readings(store, clock, react=Reactions(store, clock).notice)
    nudges = Nudges(store, clock, PresidioRedactor(store))
    with store.read() as session:
        dana = session.get_one(User, ids["dana"])

    def due():
        while readings.run_once(tenant_id):
            pass
        nudges.gather(tenant_id)
        return sorted(each.kind for each in nudges.waiting(tenant_id, dana))

    mail(store, tenant_id, clock, ids, "We need 20 more seats.")
    assert due() == ["expansion"]
    book.note(tenant_id, "Jane Miller", "nudges", given=False)
    assert due() == []
    with store.write() as session:
        at = {"tenant_id": tenant_id, "created_at": clock.now(), "updated_at": clock.now()}
        other = Contact(name="Tom Stone", account_id=ids["acme"], **at)
        session.add(other)
        session.flush()
        tom = other.id
    mail(store, tenant_id, clock, ids, "Our contract is up for renewal in May.", contacts=[tom, ids["jane"]])
    assert due() == []  # it is about them too
    mail(store, tenant_id, clock, ids, "Please send me the contract.", contacts=[tom])
    assert due() == ["noted"]
    book.note(tenant_id, "Jane Miller", "nudges", given=True)
    assert len(due()) > 1


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home").mkdir()
    app = Rapport(Settings(home=tmp_path / "home"))
    tenant = app.tenants.home()
    at = {"tenant_id": tenant, "created_at": app.clock.now(), "updated_at": app.clock.now()}
    with app.store.write() as session:
        session.add_all([
            Contact(name="Jane Miller", email="jane@acme.example", **at),
            Contact(name="Jane Miller", email="jane@globex.example", **at),
            Contact(name="Petra Quill", email="petra@initech.example", **at),
        ])  # fmt: skip
    app.close()
    return tmp_path / "home"


def run(home, *args):
    done = CliRunner().invoke(rapport, ["--home", str(home), *args])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


def test_the_command(home):
    done = run(home, "consent", "withdraw", "jane@acme.example", "--purpose", "models", "--basis", "a mail", "--json")
    assert done.exit_code == 0, done.output
    found = {each["purpose"]: each for each in json.loads(done.stdout)["purposes"]}
    assert [each for each in found if not found[each]["given"]] == ["models"]
    assert found["models"]["history"][0]["basis"] == "a mail"
    told = run(home, "consent", "jane@acme.example").stdout
    assert "withdrawn, noted by the administrator, command line: a mail" in told
    assert json.loads(run(home, "consent", "Jane Miller", "--json").stdout)["error"]["type"] == "ambiguous"
    assert run(home, "consent", "Jane Miller").exit_code == 1
    assert "jane@globex.example" in run(home, "consent", "Jane Miller").stdout
    assert run(home, "consent", "nobody@acme.example", "--json").exit_code == 1
    assert run(home, "consent", "give", "jane@acme.example", "--purpose", "spying").exit_code == 1
    for misused in (
        ("consent",),
        ("consent", "give", "jane@acme.example"),
        ("consent", "a", "b", "--purpose", "models"),
    ):
        assert run(home, *misused).exit_code == 2
    assert json.loads(run(home, "set", "consent.default", "required", "--json").stdout)["consent.default"] == "required"
    assert run(home, "set", "consent.default", "maybe").exit_code == 1
    assert "withheld" in run(home, "consent", "jane@globex.example").stdout


def test_consents_are_handed_over_and_forgotten(home, tmp_path):
    run(home, "consent", "withdraw", "Petra Quill", "--purpose", "models", "--basis", "Petra's mail of May")
    run(home, "consent", "withdraw", "jane@globex.example", "--purpose", "nudges")
    done = run(home, "access", "Petra Quill", "--to", str(tmp_path / "petra.zip"), "--json")
    assert json.loads(done.stdout)["sections"]["consents"] == 1
    with zipfile.ZipFile(tmp_path / "petra.zip") as archive:
        (told,) = json.loads(archive.read("person.json"))["sections"]["consents"]
        assert "What you agreed to" in archive.read("index.html").decode()
    assert (told["purpose"], told["given"], told["basis"]) == ("models", False, "Petra's mail of May")
    app = Rapport(Settings(home=home))
    tenant = app.tenants.home()
    certificate = app.erasure.run(tenant, app.erasure.request(tenant, "Petra Quill").id)
    assert certificate["scan"]["found"] == []
    with app.store.read() as session:
        assert list(session.scalars(select(Consent.purpose))) == ["nudges"]
    app.close()


def test_entries_stay_on_every_database(any_store, any_tenant_id, clock):
    ids = company(any_store, any_tenant_id, clock)
    book = ConsentBook(any_store, clock)
    for given in (False, True, False):
        book.note(any_tenant_id, "Jane Miller", "nudges", given=given, basis="Ünïcode ✓")
    with any_store.read() as session:
        assert withheld(session, any_tenant_id, "nudges", [ids["jane"], 987654]) == {ids["jane"]}
        assert withheld(session, any_tenant_id, "models", [ids["jane"]]) == frozenset()
    sheet = book.sheet(any_tenant_id, "Jane Miller")
    assert [len(each.history) for each in sheet.standings if each.purpose == "nudges"] == [3]
