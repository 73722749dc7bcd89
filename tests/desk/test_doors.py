"""Every admin command and every button of the desk, used by those who are no admins: they get nothing."""

import json

import pytest
from sqlalchemy import func, select

from bot.slack.commands import desk, registry
from bot.slack.commands.command import ADMINS, REFUSED
from bot.slack.post import Place, Post
from bot.slack.views import office as office_view
from bot.slack.views.kit import actions, button
from crm.model import (
    AuditEntry,
    ErasureRequest,
    InboxItem,
    InboxState,
    Role,
    Source,
    SourceDrift,
    Tenant,
    User,
    Word,
)

SECTIONS = desk.sections(Role.ADMIN)
TYPED = sorted({usage for each in registry.commands().values() if each.roles == ADMINS
                for usage in (each.name, *each.usage)})  # fmt: skip
DEEDS = [f"{section.name} {deed.usage}" for section in SECTIONS for deed in section.deeds]
FORMS = [f"{section.name} {form.name}" for section in SECTIONS for form in section.forms]
BUTTONS = [
    (office_view.OPEN, "desk"),
    (office_view.GO, ""),
    *((office_view.GO, section.name) for section in SECTIONS),
    *((office_view.DO, deed) for deed in DEEDS),
    *((office_view.FORM, form) for form in FORMS),
]
COLLEAGUES = ("dana", "morgan")
OUTSIDERS = ("tom", "nia")


def stands(office):
    """Everything that a deed of the desk could change."""
    counted = (AuditEntry, ErasureRequest, Source, SourceDrift, Word)
    with office.app.store.read() as session:
        people = session.execute(select(User.id, User.role, User.active, User.team, User.manager_id)).all()
        teams = session.execute(select(Tenant.settings, Tenant.timezone, Tenant.fiscal_year_start)).all()
        return [people, teams, *(session.scalar(select(func.count()).select_from(each)) for each in counted)]


def settled(office):
    """Waits until everything that came in is dealt with."""

    def done():
        with office.app.store.read() as session:
            waits = select(func.count()).where(InboxItem.state == InboxState.RECEIVED)
            return session.scalar(waits) == 0 or None

    assert office.console.wait_for(done, timeout=60)


def post(office):
    return Post(office.app.clients.of(office.app.tenants.home()))


def seen_by(office, person):
    """All that somebody was shown since: messages only they see, modals, the app's posts."""
    return [*office.console.ephemerals(person), *office.modals(person)]


@pytest.mark.parametrize("person", COLLEAGUES)
def test_colleagues_hear_a_refusal_that_names_nothing(office, person):
    before = stands(office)
    for text in TYPED:
        told = office.told(person, text)
        assert REFUSED.split("`")[0] in told, text
        assert "office_" not in told
    assert office.modals(person) == []
    assert stands(office) == before


@pytest.mark.parametrize("person", OUTSIDERS)
def test_outsiders_get_nothing_by_command(office, person):
    before, seen = stands(office), len(office.console.ephemerals(person))
    for text in TYPED:
        office.console.command(person, "/rapport", text)
    settled(office)
    told = [json.dumps(each.blocks) for each in office.console.ephemerals(person)[seen:]]
    assert all("I don't know you yet" in each for each in told)
    assert (told == []) == (person == "tom")
    assert office.modals(person) == []
    assert stands(office) == before


@pytest.mark.parametrize("person", [*COLLEAGUES, *OUTSIDERS])
def test_buttons_do_nothing_for_others(office, person):
    who = office.console.workspace.person(person)
    channel = office.console.workspace.dm(who).id
    drawn = [button("x", f"{action}:{place}", value) for place, (action, value) in enumerate(BUTTONS)]
    places = [
        post(office).send(Place(channel, who.id, None, private=True), [actions(*drawn[start : start + 20])])
        for start in range(0, len(drawn), 20)
    ]
    before, seen = stands(office), len(office.console.ephemerals(person))
    for place, each in enumerate(drawn):
        office.console.press(person, places[place // 20], each["action_id"], each["value"])
    settled(office)
    told = [json.dumps(each.blocks, ensure_ascii=False) for each in office.console.ephemerals(person)[seen:]]
    kept = [each for each in office.console.messages("dm", person=person) if each.ts in places]
    assert [each["value"] for message in kept for block in message.blocks for each in block["elements"]] == [
        each["value"] for each in drawn
    ]
    allowed = REFUSED.split("`")[0] if person in COLLEAGUES else "I don't know you yet"
    assert all(allowed in each for each in told)
    assert person != "tom" or told == []
    assert office.modals(person) == []
    assert stands(office) == before


@pytest.mark.parametrize("person", [*COLLEAGUES, *OUTSIDERS])
def test_a_form_that_somebody_else_sends_does_nothing(office, person):
    who = office.console.workspace.person(person)
    before = stands(office)
    for name in FORMS:
        section, form = name.split()
        inputs = [office_view.line("email", "E-mail", value="eve@northwind.example")]
        place = {"section": section, "form": form, "about": "timezone", "channel": ""}
        with office.console.state.lock:
            opened = office.console.state.views.open(who.id, office_view.sheet(place, "x", "Send", inputs))
        office.console.submit(person, opened.id, {"email": "eve@northwind.example"})
    settled(office)
    assert stands(office) == before


def test_an_admin_who_is_one_no_more_loses_the_open_desk(office):
    view = office.opens_desk()
    with office.app.store.write() as session:
        ari = session.scalars(select(User).where(User.email == "ari@northwind.example")).one()
        ari.role = Role.REP
    before = stands(office)
    try:
        office.uses(view, "office_go", "users")
        assert "Only an admin" in json.dumps(view.blocks)
        assert "Dana" not in json.dumps(view.blocks)
        assert stands(office) == before
    finally:
        with office.app.store.write() as session:
            session.get_one(User, ari.id).role = Role.ADMIN
        office.console.close_view("ari", view.id)
