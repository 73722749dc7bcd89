"""The admin's desk, typed and pressed: every section is shown, its deeds are done, asked about and audited."""

import json
from datetime import timedelta

import pytest
from desk_kit import button, elements, said
from sqlalchemy import select

from bot.console import tickets
from bot.slack.commands import desk, registry
from bot.slack.commands.wording import words_of
from crm.model import AuditEntry, Contact, Role, Source, Tenant, User

pytestmark = pytest.mark.timeout(900)
SECTIONS = [each.name for each in desk.sections(Role.ADMIN)]


def users(office):
    with office.app.store.read() as session:
        return {user.email: user for user in session.scalars(select(User))}


def actions_of(office):
    with office.app.store.read() as session:
        return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


@pytest.fixture
def modal(office):
    yield office.opens_desk()
    for view in office.modals("ari")[::-1]:
        office.console.close_view("ari", view.id)


def test_the_desk_has_every_section_and_each_opens(office, modal):
    offered = [each["value"] for each in elements(modal.blocks) if each["action_id"].startswith("office_go")]
    assert offered == SECTIONS
    view = modal
    for name in SECTIONS:
        view = office.uses(view, "office_go", name)
        section = desk.section_named(name)
        assert section.title in said(view)
        for each in elements(view.blocks):
            verb, _, rest = each["value"].partition(" ")[2].partition(" ")
            asks = each["action_id"].startswith("office_do") and section.deed(verb).asks(words_of(rest))
            assert bool(asks) == ("confirm" in each), each["value"]
        view = office.uses(view, "office_go", "")


def test_a_desk_that_slack_opens_no_more_is_a_message(office, monkeypatch):
    monkeypatch.setattr(tickets, "TRIGGER_LIFE", timedelta(0))
    message = office.types("ari", "admin")
    opened = button(message.blocks, "office_go", "features")
    office.console.press("ari", message.ts, opened["action_id"], opened["value"])
    office.console.wait_for(lambda: "features off nudges" in json.dumps(message.blocks), timeout=90)
    assert office.modals("ari") == []


def test_help_and_no_words_offer_the_desk_to_an_admin_alone(office):
    for text in ("", "help"):
        opener = [each for each in elements(office.types("ari", text).blocks) if each["action_id"] == "office_open"]
        assert len(opener) == 1
        assert "office_open" not in office.told("dana", text)


@pytest.mark.parametrize("name", [each.name for each in desk.sections(Role.ADMIN) if each.typed])
def test_every_section_is_shown_when_typed(office, name):
    told = office.told("ari", name)
    assert "Something went wrong" not in told
    assert "office_" in told or name in {"model", "columns"}  # there is no model, and nothing waits


def test_somebody_is_added_changed_and_deactivated_by_command(office):
    assert "is in the record now" in office.told("ari", 'users add kit@northwind.example name="Kit Lowe" team=North')
    assert "is a manager now" in office.told("ari", "users role kit@northwind.example manager")
    assert "is in team South West now" in office.told("ari", "users team kit@northwind.example “South West”")
    assert "has a new manager" in office.told("ari", "users manager kit@northwind.example morgan@northwind.example")
    asked = office.types("ari", "users deactivate kit@northwind.example")
    assert "Nothing has changed yet" in json.dumps(asked.blocks)
    assert users(office)["kit@northwind.example"].active
    sure = button(asked.blocks, "office_do", "users deactivate kit@northwind.example")
    office.console.press("ari", asked.ts, sure["action_id"], sure["value"])
    office.console.wait_for(lambda: not users(office)["kit@northwind.example"].active, timeout=60)
    assert "is back" in office.told("ari", "users activate Kit Lowe")
    assert {"staff.add", "staff.role", "staff.team", "staff.manager", "staff.deactivate", "staff.activate"} <= set(
        actions_of(office)
    )


def test_somebody_is_added_and_changed_in_the_desk(office, modal):
    view = office.uses(modal, "office_go", "users")
    view = office.fills(view, "users add", {"email": "mo@northwind.example", "name": 'Mo "Ace" Ray', "role": "rep"})
    assert "is in the record now" in said(view)
    user = users(office)["mo@northwind.example"]
    assert (user.name, user.team) == ("Mo 'Ace' Ray", None)
    about = f"#{user.id}/rep"
    view = office.fills(view, "users change", {"role": "manager", "team": "East", "manager": "none"}, about)
    assert "is changed" in said(view)
    assert users(office)["mo@northwind.example"].role is Role.MANAGER
    about = f"#{user.id}/manager"
    view = office.fills(view, "users change", {"role": "admin", "team": "East", "manager": "none"}, about)
    assert users(office)["mo@northwind.example"].role is Role.MANAGER
    assert "sees everything" in said(view)
    words = next(each["value"] for each in elements(view.blocks) if each["action_id"] == "office_do:sure")
    view = office.uses(view, "office_do", words)
    assert users(office)["mo@northwind.example"].role is Role.ADMIN
    drawn = button(view.blocks, "office_do", f"users deactivate #{user.id}")
    assert drawn["confirm"]["style"] == "danger"
    view = office.uses(view, "office_do", drawn["value"])
    assert not users(office)["mo@northwind.example"].active


def test_the_last_admin_stays(office, modal):
    ari = users(office)["ari@northwind.example"]
    view = office.uses(modal, "office_go", "users")
    view = office.uses(view, "office_do", f"users deactivate #{ari.id}")
    assert "only admin" in said(view)
    assert users(office)["ari@northwind.example"].active


def test_a_source_is_connected_paused_and_removed_in_the_desk(office, modal, tmp_path):
    (tmp_path / "mails").mkdir()
    view = office.uses(modal, "office_go", "source")
    view = office.fills(view, "source add", {"name": "old-mail", "set_path": str(tmp_path / "mails")}, "mail-folder")
    assert "is a source now" in said(view)
    view = office.uses(view, "office_do", "source sync old-mail")
    assert "Being looked at now" in said(view)
    view = office.uses(view, "office_do", "source pause old-mail")
    assert "is paused" in said(view)
    view = office.uses(view, "office_do", "source resume old-mail")
    assert button(view.blocks, "office_do", "source remove old-mail")["confirm"]
    view = office.uses(view, "office_do", "source remove old-mail")
    assert "no source any more" in said(view)
    assert {"source.add", "source.sync", "source.pause", "source.resume", "source.remove"} <= set(actions_of(office))


@pytest.mark.parametrize("typed", ["hunter2", "xoxb-1234-abc", "whsec_c2VjcmV0"])
def test_a_secret_is_never_taken_from_slack(office, typed):
    told = office.told("ari", f"source add mail imap host=mail.example user=me password={typed}")
    assert "name of a secret" in told
    assert typed not in told
    with office.app.store.read() as session:
        assert session.scalars(select(Source)).all() == []
    assert "secret is missing" in office.told(
        "ari", "source add mail imap host=127.0.0.1 user=me password=MAIL_PASSWORD"
    )
    office.app.sources.remove(office.app.tenants.home(), "mail")


def test_words_are_taught_and_forgotten_in_the_desk(office, modal):
    view = office.uses(modal, "office_go", "words")
    view = office.fills(view, "words add", {"phrase": "whale", "meaning": "deal over 50k", "over": "no"})
    assert "now means" in said(view)
    view = office.uses(view, "office_do", "words remove whale")
    assert "is forgotten" in said(view)


def test_policies_are_set_and_what_cannot_be_is_said(office, modal):
    view = office.uses(modal, "office_go", "set")
    view = office.fills(view, "set set", {"value": "Europe/Berlin"}, "timezone")
    assert "timezone is Europe/Berlin now" in said(view)
    view = office.fills(view, "set set", {"value": "Middle/Earth"}, "timezone")
    assert "no such time zone" in said(view)
    assert "competitors is Initech, Hooli now" in office.told("ari", "set competitors Initech, Hooli")
    assert "consent.default is given now" in office.told("ari", "set consent.default given")
    with office.app.store.read() as session:
        tenant = session.scalars(select(Tenant)).one()
        assert (tenant.timezone, tenant.settings["competitors"]) == ("Europe/Berlin", ["Initech", "Hooli"])
    office.app.tenants.set(tenant.id, "timezone", "UTC")


def test_rights_are_decided_in_the_desk(office, modal):
    view = office.uses(modal, "office_go", "rights")
    view = office.fills(view, "rights restrict", {"account": "Globex", "to": "Dana Reyes"})
    assert "is kept to Dana Reyes" in said(view)
    view = office.fills(view, "rights tag", {"field": "account.annual_revenue", "tag": "never_exported"})
    assert "never in a file" in said(view)
    view = office.uses(view, "office_do", "rights untag account.annual_revenue never_exported")
    view = office.uses(view, "office_do", "rights release Globex")
    assert "restricted no more" in said(view)
    assert "Nothing has changed yet" in office.told("ari", "rights accounts everyone")


def test_retention_is_set_held_and_applied(office, modal):
    view = office.uses(modal, "office_go", "retention")
    view = office.fills(view, "retention set", {"kind": "email", "days": "3 lightyears"})
    assert "neither" in said(view)
    view = office.fills(view, "retention hold", {"account": "Acme"})
    assert "however old" in said(view)
    view = office.fills(view, "retention set", {"kind": "note", "days": "36d"})
    assert "is kept for 36 days" in said(view)
    asked = office.told("ari", "retention apply")
    assert "Nothing has changed yet" in asked
    view = office.uses(view, "office_do", "retention set note off")
    assert "retention.set" in actions_of(office)
    office.told("ari", "retention hold Acme off")


def test_forgetting_shows_what_goes_and_asks(office, modal):
    now = office.app.clock.now()
    with office.app.store.write() as session:
        person = Contact(tenant_id=office.app.tenants.home(), name="Ottoline Quist", email="oq@x.example",
                         created_at=now, updated_at=now)  # fmt: skip
        session.add(person)
    view = office.uses(modal, "office_go", "people")
    view = office.fills(view, "people forget", {"who": "oq@x.example"})
    assert "This is what tells of" in said(view)
    assert button(view.blocks, "office_do", f"people sure {person.id}")["confirm"]
    view = office.uses(view, "office_do", f"people sure {person.id}")
    assert "is being done" in said(view)

    def gone():
        with office.app.store.read() as session:
            return session.get(Contact, person.id) is None

    assert office.console.wait_for(gone, timeout=90)


def test_the_audit_is_listed_and_verified(office, modal):
    view = office.uses(modal, "office_go", "audit")
    view = office.uses(view, "office_do", "audit verify")
    assert "Nobody tampered with it" in said(view)
    assert "Ari Voss" in office.told("ari", "audit by ari@northwind.example")
    assert "staff" in office.told("ari", "audit action staff") or "no such entries" in office.told(
        "ari", "audit action x"
    )


def test_nudges_have_quiet_hours_for_all_and_digests_are_paused(office, modal):
    view = office.uses(modal, "office_go", "reactions")
    view = office.fills(view, "reactions habits", {"name": "quiet", "value": "20:00-7:30"})
    assert "quiet 20:00–07:30" in said(view)
    view = office.fills(view, "reactions habits", {"name": "budget", "value": "many"})
    assert "how many messages a day" in said(view)
    assert "nudges.set" in actions_of(office)
    view = office.uses(view, "office_go", "")
    view = office.uses(view, "office_go", "digests")
    assert "weekly" in said(view)
    assert button(view.blocks, "office_do", "digests delete weekly")["confirm"]
    view = office.uses(view, "office_do", "digests delete weekly")
    assert "is there for every team" in said(view)  # a ready-made one: told plainly


def test_features_and_rules_are_switched(office, modal):
    view = office.uses(modal, "office_go", "features")
    view = office.uses(view, "office_do", "features off phrasing")
    assert not office.app.features.on(office.app.tenants.home(), "phrasing")
    view = office.uses(view, "office_do", "features on phrasing")
    view = office.uses(view, "office_go", "")
    view = office.uses(view, "office_go", "reactions")
    off = next(each["value"] for each in elements(view.blocks) if each["value"].startswith("reactions off"))
    view = office.uses(view, "office_do", off)
    assert "noticed no more" in said(view)
    office.uses(view, "office_do", off.replace("off", "on", 1))
    assert "There is no feature" in office.told("ari", "features off everything")


@pytest.mark.parametrize("words", [words for each in registry.commands().values() for words in each.dangerous])
def test_what_is_dangerous_is_asked_first(office, words):
    words = words.replace("dana@acme.example", "dana@northwind.example")
    before = actions_of(office)
    told = office.told("ari", words)
    assert "Nothing has changed yet" in told or "No contact is" in told or "There is no" in told
    new = [each for each in actions_of(office) if each not in before]
    assert [each for each in new if not each.endswith(".done")] == []  # an earlier test's job may end now


def test_a_large_team_fits_into_a_message_and_a_page(office, modal):
    staff, tenant = office.app.staff, office.app.tenants.home()
    for number in range(40):
        staff.add(tenant, f"extra{number}@northwind.example", by=None)
    message = office.types("ari", "users")
    assert len(message.blocks) <= 50
    assert "There is more in the desk" in json.dumps(message.blocks)
    view = office.uses(modal, "office_go", "users")
    assert len(view.blocks) <= 100
    with office.app.store.write() as session:
        for user in session.scalars(select(User).where(User.email.like("extra%"))):
            session.delete(user)


def test_what_cannot_be_read_is_said_plainly(office):
    for text, told in (
        ('users add "kit@x.example', "quotation mark"),
        ("users role", "Use it like this"),
        ("users manager dana@northwind.example", "quotation marks"),
        ("source pause nowhere", "no source"),
        ("source retry #0", "not held up any more"),
        ("columns keep one", "Give the number"),
        ("columns again x", "source, kind and column"),
        ("retention hold on", "Write it like this"),
    ):
        assert told in office.told("ari", text), text
