"""How somebody came to be known: by whom, which source, import, entry or interaction; and who may hear it."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from front import closed, leaks, opened
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

from reading_kit import add, company

from bot.cli import rapport
from bot.settings import Settings
from bot.wiring import Rapport
from crm import history
from crm.capture import Capture
from crm.clock import FixedClock
from crm.errors import RejectedError
from crm.governance.asked import asked
from crm.governance.person import AmbiguousError
from crm.governance.why import Provenance, said
from crm.intake.changes import Changes
from crm.intake.event import Change
from crm.log.logbook import LogBook
from crm.model import Contact, Deal, Kind, Source, Tenant, User
from crm.ports import Mood
from crm.rights import look, seeing
from privacy.redactor import PresidioRedactor
from privacy.vault import KeyFileVault


class Calm:
    def moods(self, texts):
        return [Mood("neutral", 0.0) for _ in texts]


@pytest.fixture
def ids(store, tenant_id, clock):
    return company(store, tenant_id, clock)


@pytest.fixture
def book(store):
    return Provenance(store)


def told(why):
    return {each.field: said(each) for each in why.values}


def test_a_source_a_colleague_and_a_first_interaction(store, tenant_id, clock, ids, book):
    change = Change(
        entity="contact",
        key="77",
        values={"name": "Raj Patel", "email": "raj@acme.example", "title": "CFO", "tier": "gold", "size": "S"},
    )
    with store.write() as session:
        session.add(Source(tenant_id=tenant_id, name="hub", kind="hubspot", created_at=clock.now()))
        session.flush()
        Changes(clock).apply(session, tenant_id, "hub", change)
    with store.write() as session:
        raj = session.scalars(select(Contact).where(Contact.name == "Raj Patel")).one()
        history.change(session, raj, {"title": "COO"}, by=ids["dana"], at=clock.now())
        history.change(session, raj, {"attributes": {**raj.attributes, "tier": "iron"}}, by=None, at=clock.now())
        session.add(
            Deal(tenant_id=tenant_id, name="Seats", contact_id=raj.id, created_at=clock.now(), updated_at=clock.now())
        )
        raj_id = raj.id
    early = clock.now() - timedelta(days=9)
    add(
        store,
        tenant_id,
        clock,
        "hello",
        contacts=[ids["jane"]],
        kind=Kind.EMAIL,
        source="mailbox",
        occurred_at=early,
        url="https://mail.example/1",
    )
    add(store, tenant_id, clock, "again", contacts=[ids["jane"], raj_id], kind=Kind.CALL)
    why = book.why(tenant_id, "raj@acme.example")
    assert told(why) == {
        "name": "told by the source hub",
        "email": "told by the source hub",
        "title": "changed by Dana Reyes on 2026-11-20",
        "tier": "changed by the administrator on 2026-11-20",
        "size": "told by the source hub",
    }
    assert why.kept == {"call": 1, "deals": 1}
    jane = book.why(tenant_id, "jane")
    assert told(jane) == dict.fromkeys(("name", "account"), "first met in an email on 2026-11-11, mailbox")
    assert [each.value for each in jane.values] == ["Jane Miller", "Acme"]
    assert jane.values[0].origin.met.url == "https://mail.example/1"
    assert jane.kept == {"call": 1, "email": 1}


def test_on_every_database(any_store, any_tenant_id, clock):
    ids = company(any_store, any_tenant_id, clock)
    add(any_store, any_tenant_id, clock, "hello", contacts=[ids["jane"]], kind=Kind.CALL, source="phone")
    with any_store.write() as session:
        jane = session.get_one(Contact, ids["jane"])
        history.change(session, jane, {"attributes": {"tier": "iron"}}, by=ids["dana"], at=clock.now())
    why = Provenance(any_store).why(any_tenant_id, "jane miller")
    assert told(why)["name"] == "first met in a call on 2026-11-20, phone"
    assert told(why)["tier"] == "changed by Dana Reyes on 2026-11-20"
    assert why.kept == {"call": 1}


def test_a_contact_of_whom_nothing_tells(store, tenant_id, ids, book):
    assert ids
    assert told(book.why(tenant_id, "Jane Miller"))["name"].endswith("nothing kept tells from where")
    for nobody in ("Nobody Atall", "", "j", "987654321"):
        with pytest.raises(RejectedError, match="No contact"):
            book.why(tenant_id, nobody)


def test_who_is_meant_is_not_guessed_among_several(store, tenant_id, clock, ids, book):
    with store.write() as session:
        at = {"tenant_id": tenant_id, "created_at": clock.now(), "updated_at": clock.now()}
        session.add(Contact(name="Jane Stone", account_id=ids["globex"], **at))
    with pytest.raises(AmbiguousError) as found:
        book.why(tenant_id, "Jane")
    assert [each.name for each in found.value.candidates] == ["Jane Miller", "Jane Stone"]
    assert book.why(tenant_id, "stone").name == "Jane Stone"


def test_what_the_asker_may_not_see_is_left_out(store, tenant_id, clock, ids, book):
    with store.write() as session:
        rights = {"accounts": "owner", "fields": {"contact.email": "admin"}}
        session.get_one(Tenant, tenant_id).settings = {"rights": rights}
        session.get_one(Contact, ids["jane"]).email = "jane@acme.example"
    add(store, tenant_id, clock, "private", contacts=[ids["jane"]], account_id=ids["globex"], source="secret")
    with store.read() as session:
        dana, priya = (look(session, tenant_id, [ids[each]]) for each in ("dana", "priya"))
    with seeing(dana):
        why = book.why(tenant_id, "Jane Miller")
        assert [each.field for each in why.values] == ["name", "account"]
        assert why.kept == {}
        assert "secret" not in str(why)
    with seeing(priya), pytest.raises(RejectedError, match="No contact"):
        book.why(tenant_id, "Jane Miller")
    assert [each.field for each in book.why(tenant_id, "Jane Miller").values] == ["name", "email", "account"]


def test_an_entry_that_a_colleague_logged(store, tenant_id, clock, ids, book, *, tmp_path):
    vault, redactor = KeyFileVault(tmp_path), PresidioRedactor(store)

    logbook = LogBook(store, clock, Capture(clock, redactor, vault), vault, Calm())
    with store.read() as session:
        dana = session.get_one(User, ids["dana"])
    entry = logbook.propose(tenant_id, "Called Petra Quill from Acme about seats", user=dana, now=clock.now())
    logbook.confirm(tenant_id, entry.entry_id, dana, entry)
    assert told(book.why(tenant_id, "Petra Quill"))["name"] == "logged by Dana Reyes on 2026-11-20"


def test_the_command_of_an_imported_contact(tmp_path):
    folder, home = tmp_path / "export", tmp_path / "home"
    for each in (folder, home):
        each.mkdir()
    (folder / "accounts.csv").write_text("Account Name,Industry\nAcme,Retail\nGlobex,Energy\n")
    (folder / "contacts.csv").write_text(
        "Name,Email,Account\nJane Miller,jane@acme.example,Acme\nRaj Patel,raj@g.example,Globex\n"
    )
    app = Rapport(Settings(home=home))
    app.importer.run(app.tenants.home(), folder)
    app.close()
    done = CliRunner().invoke(rapport, ["--home", str(home), "why", "jane@acme.example", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert {each["field"]: (each["value"], each["how"]) for each in found["values"]} == {
        "name": ("Jane Miller", "import"),
        "email": ("jane@acme.example", "import"),
        "account": ("Acme", "import"),
    }
    plain = CliRunner().invoke(rapport, ["--home", str(home), "why", "Miller"])
    assert "email      jane@acme.example: brought by an import on" in plain.stdout
    assert CliRunner().invoke(rapport, ["--home", str(home), "why", "Nobody", "--json"]).exit_code == 1
    assert CliRunner().invoke(rapport, ["--home", str(home), "why"]).exit_code == 2


@pytest.mark.parametrize(
    ("text", "who", "field"),
    [
        ("why do you know Jane's email?", "Jane", "email"),
        ("Where did you get Jane Miller\u2019s number", "Jane Miller", "phone"),
        ("how do we know Jane Miller?", "Jane Miller", ""),
        ("How did we come by Jane's job title", "Jane", "title"),
        ("where do you have Jane Miller's details from?", "Jane Miller", ""),
        ("why do we have James' phone number?", "James", "phone"),
    ],
)
def test_how_it_is_asked(text, who, field):
    found = asked(text)
    assert (found.who, found.field) == (who, field)


@pytest.mark.parametrize(
    "text", ["why did Globex leave?", "how many deals do we have", "where is Jane?", "", "how do we know?"]
)
def test_other_questions_are_not_it(text):
    assert asked(text) is None


@pytest.fixture(scope="module")
def front(tmp_path_factory):
    made = opened(tmp_path_factory.mktemp("front"), "owner", FixedClock(datetime(2026, 11, 20, 15, tzinfo=UTC)))
    yield made
    closed(made)


def test_in_slack_those_who_may_see_somebody_hear_it(front):
    client = front.mine.clients["north-a"]
    name = f"Jo {client.words[1]}"
    for ask in (
        lambda who: front.says(who, f"why do you know {name}'s email?"),
        lambda who: front.commands(who, f"why {name}"),
        lambda who: front.mentions(who, "everybody", f"how do we know {name}?"),
    ):
        heard = ask("rep")
        assert "first met in an email on 2026-10-31, mail" in str(heard.said)
        assert not leaks(front, "rep", heard, name)
        for who in ("other", "guest", "stranger", "fired"):
            unheard = ask(who)
            assert "first met" not in str(unheard.said)
            assert not leaks(front, who, unheard, name)


def test_in_slack_the_value_that_is_asked_about_is_told_alone(front):
    name = f"Jo {front.mine.clients['north-a'].words[1]}"
    heard = str(front.says("rep", f"why do you know {name}'s email?").said)
    assert "• email jo@" in heard
    assert "• account" not in heard
    heard = str(front.says("rep", f"why do you know {name}'s number?").said)
    assert "no phone of theirs that I can show" in heard
    assert "• account" in heard


def test_in_slack_an_unseen_person_is_an_unknown_one(front):
    name, nobody = f"Jo {front.mine.clients['north-a'].words[1]}", "Jo Blorbnitz"
    texts = []
    for who in (name, nobody):
        calls = front.says("other", f"how do we know {who}?").calls
        said = [text for call in calls if (text := call[1].get("text"))]  # a first answer may take a status before it
        texts.append(str(said).replace(who, "X"))
    assert texts[0] == texts[1] != "[]"


def test_in_slack_other_whys_are_still_questions(front):
    assert "first met" not in str(front.commands("rep", "why did Globex leave?").said)
    assert "/rapport why jane@acme.example" in str(front.commands("rep", "why").said)
