"""What is logged about HubSpot's clients stands in HubSpot too: once, and not when it is undone."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from connecting import context
from hubspot_world import HubSpotWorld
from servers.hubspot import NOTE_TYPES, TOKEN
from servers.vendor import Fault
from sqlalchemy import select

from connectors.hubspot.marker import key_in
from connectors.hubspot.notes import HubSpotWithNotes
from connectors.hubspot.place import millis
from connectors.registry import settings_of
from crm.capture import Capture
from crm.intake.outbox import PATIENCE, Outbox
from crm.intake.outlet import Outlet
from crm.intake.sync import Sync
from crm.log.logbook import LogBook
from crm.model import Interaction, Outgoing, OutgoingState, User
from crm.ports import Redacted
from privacy.vault import KeyFileVault

sys.path.append(str(Path(__file__).parents[1] / "intake"))
from intake_kit import House

POST = {"path": "/crm/v3/objects/notes$", "method": "POST"}


class KilledError(BaseException):
    """As a kill does, this passes every handler."""


class Dying(HubSpotWithNotes):
    """Dies when a note is written, before anybody here knows of it."""

    def write(self, note):
        super().write(note)
        raise KilledError


class Initials:
    """A redactor that knows Jo Bolt, whoever Jo's number is."""

    def redact(self, _tenant_id, texts, about=()):
        return [Redacted(text.replace("Jo Bolt", "[person:1]")) for text in texts]


class Office(House):
    """A team that logs what it does, and the HubSpot account its clients come from."""

    def __init__(self, store, tenant_id, clock, folder) -> None:
        super().__init__(store, tenant_id, clock, Initials())
        self.hub = HubSpotWorld(clock)
        self.made, self.writes = [], True
        self.sync = Sync(
            store,
            clock,
            sources=self.sources,
            connect=lambda _: self.connect(),
            wake=lambda _: None,
            outbox=Outbox(store, clock),
        )
        self.book = LogBook(store, clock, Capture(clock, Initials(), None), KeyFileVault(folder), None)
        self.dana = self._dana()
        self.firm = self.hub.server.add("companies", name="Initech", domain="initech.com")
        self.jo = self.hub.server.add("contacts", firstname="Jo", lastname="Bolt", email="jo@initech.com")
        self.hub.server.link("contacts", self.jo, "companies", self.firm)
        self.source_row = self.sources.add(tenant_id, "crm", "hubspot", {}, timedelta(seconds=60))
        self.look()

    def connect(self):
        self.made.append(self.hub.make(write_notes=self.writes))
        return self.made[-1]

    def look(self, minutes: float = 1):
        """A look, some minutes later."""
        self.clock.instant += timedelta(minutes=minutes)
        self.hub.server.now = millis(self.clock.now())
        told = self.sync.run(self.source_row.id)
        self.chain.run(self.tenant_id)
        return told

    def log(self, words: str = "Called Jo Bolt at Initech, <b>two</b> pumps & a hose") -> int:
        proposal = self.book.propose(self.tenant_id, words, user=self.dana, now=self.clock.now())
        self.book.confirm(self.tenant_id, proposal.entry_id, self.dana)
        return proposal.entry_id

    def undo(self, entry_id: int) -> None:
        self.book.undo(self.tenant_id, entry_id, self.dana, self.clock.now())

    @property
    def notes(self):
        """What stands in HubSpot."""
        return [each for each in self.hub.server.objects["notes"].values() if not each["archived"]]

    @property
    def states(self):
        with self.store.read() as session:
            return list(session.scalars(select(Outgoing.state).order_by(Outgoing.id)))

    @property
    def heard(self):
        """What the record heard from HubSpot."""
        with self.store.read() as session:
            return session.scalars(select(Interaction).where(Interaction.source == "crm")).all()

    def _dana(self) -> User:
        at = {"created_at": self.clock.now(), "updated_at": self.clock.now()}
        with self.store.write() as session:
            user = User(tenant_id=self.tenant_id, name="Dana Reyes", email="Dana@northwind.example", **at)
            session.add(user)
            session.flush()
            return user


@pytest.fixture
def office(store, tenant_id, clock, tmp_path):
    made = Office(store, tenant_id, clock, tmp_path / "home")
    yield made
    made.hub.close()


def test_written_once_and_taken_back_on_every_database(any_store, any_tenant_id, clock, tmp_path):
    office = Office(any_store, any_tenant_id, clock, tmp_path / "home")
    try:
        entry = office.log()
        assert [office.look().written for _ in range(2)] == [1, 0]
        office.undo(entry)
        assert office.look().withdrawn == 1
        assert (office.notes, office.states) == ([], [OutgoingState.WITHDRAWN])
    finally:
        office.hub.close()


def test_one_that_always_fails_holds_up_no_other(office):
    office.hub.server.faults.append(Fault(500, times=1, **POST))
    office.log()
    assert office.look().written == 0
    office.hub.server.faults.append(Fault(500, after=1, **POST))
    office.log("Met Jo Bolt at Initech about the roof")
    assert office.look(5).written == 1  # the new one first
    assert len(office.notes) == 1


def test_an_entry_becomes_a_note_about_its_client_once(office):
    office.log()
    told = office.look()
    assert (told.written, told.error, told.held_up) == (1, None, [])
    (note,) = office.notes
    body = note["properties"]["hs_note_body"]
    assert body.startswith("Call: Called Jo Bolt at Initech, &lt;b&gt;two&lt;/b&gt; pumps &amp; a hose<br><br>")
    assert key_in(body)
    assert note["properties"]["hubspot_owner_id"] == "501"
    ends = {kind: office.hub.server.links[("notes", note["id"], kind)] for kind in ("companies", "contacts")}
    assert ends == {"companies": [(office.firm, None)], "contacts": [(office.jo, None)]}
    assert [office.look().written for _ in range(3)] == [0, 0, 0]
    assert len(office.notes) == 1


def test_what_was_written_there_is_not_heard_here(office):
    office.log()
    for _ in range(3):
        office.look(5)
    office.hub.server.unindexed.clear()
    for _ in range(3):
        office.look(5)
    assert office.heard == []
    assert len(office.notes) == 1


def test_nothing_is_written_unless_it_is_wanted(office):
    office.writes = False
    office.log()
    assert office.look().written == 0
    assert not isinstance(office.made[-1], Outlet)
    assert office.notes == []


def test_entries_about_others_stay_here(office):
    office.log("Met Hooli about the roof")
    assert office.look().written == 0


def test_what_was_logged_before_the_source_was_set_up_stays_here(office):
    office.log()
    with office.store.write() as session:
        session.scalars(select(Interaction)).one().created_at = office.source_row.created_at - timedelta(seconds=1)
    assert office.look().written == 0


def test_an_answer_that_never_came_makes_no_second_note(office):
    office.hub.server.faults.append(Fault("cut", times=1, **POST))
    office.log()
    told = office.look()
    assert told.written == 0
    assert told.held_up
    assert office.states == [OutgoingState.SENDING]
    assert len(office.notes) == 1
    assert office.look(PATIENCE.total_seconds() / 60 / 2).written == 0  # it may be under way still
    assert office.look(PATIENCE.total_seconds() / 60).written == 1
    assert office.states == [OutgoingState.WRITTEN]
    assert len(office.notes) == 1


def test_a_note_that_never_got_there_is_written_again(office):
    office.hub.server.faults.append(Fault(500, times=1, **POST))
    office.log()
    assert office.look().held_up == ["HubSpot failed (500)."]
    assert office.look(5).written == 1
    assert len(office.notes) == 1


def test_a_process_that_dies_after_it_wrote_makes_no_second_note(office):
    office.log()

    settings = settings_of("hubspot", office.hub.settings(write_notes=True))
    alive, office.connect = office.connect, lambda: Dying(settings, context(office.clock, {"HUBSPOT_TOKEN": TOKEN}))
    with pytest.raises(KilledError):
        office.look()
    office.connect = alive
    office.sources.resume(office.tenant_id, "crm")
    assert (len(office.notes), office.states) == (1, [OutgoingState.SENDING])
    assert office.look(5).written == 1
    assert len(office.notes) == 1


def test_a_note_is_found_among_many(office):
    for number in range(350):
        old = office.hub.server.add("notes", hs_note_body=f"note {number}", hs_createdate="2026-01-01T00:00:00Z")
        office.hub.server.link("notes", old, "companies", office.firm)
    office.hub.server.faults.append(Fault("cut", times=1, **POST))
    office.log()
    office.look()
    asked = len(office.hub.server.asked)
    assert office.look(5).written == 1
    assert sum(bool(key_in(each["properties"]["hs_note_body"])) for each in office.notes) == 1
    reads = [path for _, path, _ in office.hub.server.asked[asked:] if path.endswith("notes/batch/read")]
    assert len(reads) == 1  # the newest first


def test_an_entry_that_is_undone_is_taken_back_there(office):
    entry = office.log()
    office.look()
    office.undo(entry)
    told = office.look()
    assert (told.withdrawn, told.error) == (1, None)
    assert office.notes == []
    assert office.states == [OutgoingState.WITHDRAWN]
    office.hub.server.unindexed.clear()
    for _ in range(3):
        office.look(45)
    assert office.heard == []  # nor is it heard that it was archived


def test_an_entry_that_is_undone_before_it_was_written_never_is(office):
    office.hub.server.faults.append(Fault(403, times=1, **POST))
    entry = office.log()
    office.look()
    office.undo(entry)
    assert office.look().withdrawn == 0
    assert (office.notes, office.states) == ([], [OutgoingState.WITHDRAWN])


def test_an_entry_that_is_undone_while_nobody_knew_whether_it_got_there(office):
    office.hub.server.faults.append(Fault("cut", times=1, **POST))
    entry = office.log()
    office.look()
    office.undo(entry)
    assert office.look(5).withdrawn == 1
    assert office.notes == []


def test_a_note_that_somebody_deleted_there_is_as_good_as_taken_back(office):
    entry = office.log()
    office.look()
    office.hub.server.archive("notes", office.notes[0]["id"], office.hub.server.now)
    office.undo(entry)
    assert office.look().error is None
    assert office.states == [OutgoingState.WITHDRAWN]


def test_an_entry_that_is_undone_and_logged_again(office):
    entry = office.log()
    office.look()
    office.undo(entry)
    office.clock.instant += timedelta(minutes=1)
    assert office.log() == entry
    told = office.look()
    assert (told.written, told.withdrawn) == (1, 1)
    assert len(office.notes) == 1
    assert Counter(office.states) == {OutgoingState.WITHDRAWN: 1, OutgoingState.WRITTEN: 1}


def test_what_is_forgotten_here_but_not_undone_stays_there(office):
    office.log()
    office.look()
    with office.store.write() as session:
        session.delete(session.scalars(select(Interaction)).one())
    assert office.look().withdrawn == 0
    assert (len(office.notes), office.states) == (1, [OutgoingState.RELEASED])


def test_a_token_that_may_not_write_keeps_nobody_from_reading(office):
    office.hub.server.faults.append(Fault(403, times=2, **POST))
    office.log()
    office.log("Met Jo Bolt at Initech about the roof")
    office.hub.server.add("notes", at=millis(office.clock.now()), hs_note_body="From HubSpot")
    told = office.look()
    assert (told.written, told.error, told.new) == (0, None, 1)
    assert "Notes: HubSpot does not let this token" in told.held_up[0]
    office.look()
    assert office.look().written == 2
    assert len([each for each in office.notes if key_in(each["properties"]["hs_note_body"])]) == 2


def test_a_note_that_is_refused_is_parked_and_can_be_tried_again(office):
    office.log()
    office.log("Met Jo Bolt at Initech about the roof")
    office.hub.server.faults.append(Fault(400, times=1, **POST))
    told = office.look()
    assert told.written == 1
    assert told.held_up == ["HubSpot does not take a note. What it is about may be gone there."]
    assert office.look().written == 0
    assert Outbox(office.store, office.clock).retry(office.source_row) == 1
    assert office.look(5).written == 1
    assert len(office.notes) == 2


def test_a_vendor_that_asks_for_patience_gets_it(office):
    office.hub.server.faults.append(Fault(429, times=1, headers={"Retry-After": "90"}, **POST))
    office.log()
    assert office.look().error == "HubSpot asks for patience."
    assert office.states == [OutgoingState.WAITING]
    assert office.sources.get(office.tenant_id, "crm").next_at == office.clock.now() + timedelta(seconds=90)
    assert office.look(2).written == 1
    assert len(office.notes) == 1


def test_a_note_about_a_deal_alone(office):
    assert set(NOTE_TYPES) == {202, 190, 214}
    deal = office.hub.server.add("deals", at=millis(office.clock.now()), dealname="Boilers", dealstage="qualifiedtobuy")
    office.hub.server.link("deals", deal, "companies", office.firm)
    office.look()
    office.log("Initech Boilers deal moved to Qualified to buy")
    assert office.look().written == 1
    (note,) = office.notes
    assert office.hub.server.links[("notes", note["id"], "companies")] == [(office.firm, None)]
