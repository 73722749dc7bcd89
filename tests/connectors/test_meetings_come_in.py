"""From a folder and a calendar to the record: one meeting, whoever told of it, and documents with their originals."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from calendar_world import calendar, stamp
from papers import pdf
from sqlalchemy import select

from bot.settings import Settings
from bot.wiring import Rapport
from crm.clock import FixedClock
from crm.model import Interaction, Kind
from tests.intake.intake_kit import people

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
BEGAN = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


@pytest.fixture
def app(tmp_path):
    made = Rapport(Settings(home=tmp_path / "home"), FixedClock(NOW))
    made.settings.home.mkdir()
    people(made.store, made.tenants.home())
    yield made
    made.close()


def take(app, name, kind, **values):
    tenant = app.tenants.home()
    known = {each.name: each for each in app.sources.all(tenant)}
    source = known.get(name) or app.sources.add(tenant, name, kind, values, timedelta(seconds=60))
    look = app.sync.run(source.id)
    assert look.error is None, look
    app.chain.run(tenant)
    return look


def interactions(app, kind):
    with app.store.read() as session:
        rows = session.scalars(select(Interaction).where(Interaction.kind == kind).order_by(Interaction.occurred_at))
        return [
            (row, sorted(contact.name for contact in row.contacts), row.account and row.account.name) for row in rows
        ]


def write(file, content, at=BEGAN):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    os.utime(file, (at.timestamp(), at.timestamp()))


def meeting(at, *more):
    lines = [
        f"UID:{stamp(at)}@calendar.example",
        "SUMMARY:Acme renewal",
        f"DTSTART:{stamp(at)}",
        "DURATION:PT45M",
        "ORGANIZER;CN=Dana Reyes:mailto:dana@northwind.example",
        "ATTENDEE;CN=Jane Miller:mailto:jane@acme.com",
        *more,
    ]
    return "\r\n".join(lines)


def test_a_meeting_in_the_calendar_and_its_transcript_are_one(app, tmp_path):
    spoken = b"WEBVTT\n\n00:01.000 --> 00:09.000\n<v Jane Miller>The rollout is late.\n\n00:09.000 --> 00:20.000\n<v Dana Reyes>We will fix it."
    write(tmp_path / "team.ics", calendar(meeting(BEGAN), meeting(NOW + timedelta(days=3))).encode())
    write(tmp_path / "talks/GMT20261118-093200_Recording.vtt", spoken)
    assert take(app, "team", "calendar", address=str(tmp_path / "team.ics")).new == 2
    assert take(app, "talks", "transcripts", folder=str(tmp_path / "talks")).new == 1
    (held, contacts, account), (to_come, _, _) = interactions(app, Kind.MEETING)
    assert (contacts, account) == (["Jane Miller"], "Acme")
    assert "The rollout is late." in held.text
    assert to_come.occurred_at == NOW + timedelta(days=3)
    assert take(app, "talks", "transcripts").new == 0


def test_a_meeting_that_is_called_off_says_so(app, tmp_path):
    at = NOW + timedelta(days=3)
    write(tmp_path / "team.ics", calendar(meeting(at), meeting(at + timedelta(days=1))).encode())
    take(app, "team", "calendar", address=str(tmp_path / "team.ics"))
    write(tmp_path / "team.ics", calendar(meeting(at, "STATUS:CANCELLED", "SEQUENCE:1")).encode(), NOW)
    assert take(app, "team", "calendar").new == 2
    statuses = [row.attributes.get("status") for row, _, _ in interactions(app, Kind.MEETING)]
    assert statuses == ["cancelled", "cancelled"]


def test_a_document_is_its_clients_and_its_original_is_kept(app, tmp_path):
    offer = pdf("The price is 12,000", title="Offer")
    write(tmp_path / "papers/Acme/offer.pdf", offer)
    take(app, "papers", "documents", folder=str(tmp_path / "papers"), account="{account}")
    ((note, _, account),) = interactions(app, Kind.NOTE)
    assert (note.subject, account) == ("Offer", "Acme")
    assert "12,000" in note.text
    tenant = app.tenants.home()
    assert app.objects.get(tenant, note.document) == offer
    kept = [file for file in (app.settings.home / "objects").rglob("*") if file.is_file()]
    assert [b"12,000" in file.read_bytes() for file in kept] == [False]
