"""`/rapport consent`: the same book as at the command line, held to what the asker sees."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from front import closed, opened
from sqlalchemy import select

from crm.clock import FixedClock
from crm.model import AuditEntry, Consent, Contact

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture
def front(tmp_path):
    made = opened(tmp_path, "everyone", FixedClock(NOW))
    yield made
    closed(made)


def said(front, who, text):
    return json.dumps([call for _, call in front.commands(who, f"consent {text}".strip()).said])


def mail(front, client="north-a"):
    return f"jo@{front.mine.clients[client].name.lower()}.example"


def entries(front):
    with front.app.store.read() as session:
        return session.scalars(select(Consent).order_by(Consent.id)).all()


def test_it_is_noted_shown_and_audited(front):
    told = said(front, "rep", f"withdraw {mail(front)} for models: her mail of *12 November* <@U1>")
    assert "withheld" in told
    assert "November" in told
    assert "<@U1>" not in told
    told = said(front, "rep", f"give {mail(front)} for models")
    assert "given, noted by Rep Alpha, Slack" in told
    assert "withdrawn, noted by Rep Alpha, Slack" in told
    kept = entries(front)
    assert [(each.purpose, each.given, each.source) for each in kept] == [
        ("models", False, "Slack"),
        ("models", True, "Slack"),
    ]
    assert kept[0].user_id == front.mine.users["rep"].id
    with front.app.store.read() as session:
        noted = session.scalars(select(AuditEntry).where(AuditEntry.action.like("consent.%"))).all()
    assert [each.action for each in noted] == ["consent.withdraw", "consent.give"]
    assert "November" not in str([each.detail for each in noted])
    sheet = front.app.consents.sheet(front.mine.tenant_id, mail(front))
    assert len(next(each for each in sheet.standings if each.purpose == "models").history) == 2


@pytest.mark.parametrize("who", ["rep", "other"])
def test_whom_somebody_may_not_see_is_nobody(front, who):
    for text in (mail(front, "vault"), f"withdraw {mail(front, 'vault')} for models"):
        told = said(front, who, text)
        assert "No contact" in told
        assert front.mine.clients["vault"].words[1] not in told
    assert entries(front) == []


@pytest.mark.parametrize("text", ["", "give", "withdraw", "give Jo", "withdraw Jo models"])
def test_half_a_command_says_how(front, text):
    assert "Use it like this" in said(front, "rep", text)
    assert entries(front) == []


def test_a_purpose_that_there_is_not_is_refused(front):
    assert "marketing" in said(front, "rep", f"give {mail(front)} for world domination: x".replace(" domination", ""))
    assert entries(front) == []


def test_where_several_may_be_meant_it_asks(front):
    with front.app.store.write() as session:
        name = session.scalars(select(Contact.name).where(Contact.email == mail(front))).one()
        session.add(Contact(tenant_id=front.mine.tenant_id, name=name, created_at=NOW, updated_at=NOW))
    told = said(front, "rep", f"withdraw {name} for nudges: `code` *said*")
    assert "/rapport consent withdraw #" in told
    assert "for nudges: 'code'" in told
    assert entries(front) == []


def test_a_stranger_gets_nothing(front):
    for who in ("guest", "stranger", "fired"):
        assert mail(front) not in said(front, who, mail(front))
