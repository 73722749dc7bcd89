"""Whoever was forgotten does not come back by a sync, a request or an import; everybody else still does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from erasure_search import scanned
from erasure_world import EMAIL, MAIL, NAME, PDF, PHONE, SUBJECT, WHEN, World
from sqlalchemy import select

from crm.errors import RejectedError
from crm.intake.event import Change, Event, Party
from crm.model import Account, Contact, InboxItem, Interaction, Kind


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A company that forgot her."""
    made = World(tmp_path / "home")
    at = {"tenant_id": made.tenant, "created_at": WHEN, "updated_at": WHEN}
    with made.app.store.write() as session:
        vexmoor = Account(name="Vexmoor", domain="vexmoor.example", external_id="a1", **at)
        session.add(vexmoor)
        session.flush()
        session.add(Contact(name=NAME, email=EMAIL, phone=PHONE, account_id=vexmoor.id, **at))
    made.app.erasure.run(made.tenant, made.app.erasure.request(made.tenant, EMAIL).id)
    yield made
    made.app.close()


def found(world: World) -> list[str]:
    return scanned(world, replace(SUBJECT, telling=("xanthopoulou",))).found  # another Quilla comes in, too


def names(world: World) -> list[str]:
    with world.app.store.read() as session:
        return list(session.scalars(select(Contact.name).order_by(Contact.name)))


def mail(key: str, *parties: Party, text: str = MAIL, **more: str) -> Event:
    return Event(key=key, kind=Kind.EMAIL, occurred_at=WHEN, text=text, subject="Pumps", parties=parties, **more)


def test_a_mail_of_hers_comes_in_without_her(world: World) -> None:
    omar = Party(role="cc", name="Omar Haddad", address="omar@vexmoor.example")
    world.app.objects.put(world.tenant, "documents/b2", PDF)
    her = Party(role="from", name=NAME, address=EMAIL)
    world.hear("vex", [mail("m1", her, omar, document="documents/b2", thread=f"t {EMAIL}")])
    with world.app.store.read() as session:
        row = session.scalars(select(Interaction)).one()
        assert "the pumps fail again, says" in row.text
        assert "Best,\n[forgotten]" in row.text
        assert row.document is None
        assert [each.name for each in row.contacts] == ["Omar Haddad"]
    assert names(world) == ["Omar Haddad"]
    assert found(world) == []
    with pytest.raises(RejectedError):
        world.app.objects.get(world.tenant, "documents/b2")


def test_a_row_of_hers_is_left_out_and_rows_that_name_her_lose_her(world: World) -> None:
    world.hear(
        "crm",
        [
            Change(key="c1", entity="contact", values={"name": "Q. X.", "email": EMAIL.upper()}),
            Change(key="c2", entity="contact", values={"name": "Xanthopoulou, Quilla", "phone": ""}),
            Change(key="c3", entity="contact", values={"name": "Quilla Jones", "email": "quilla@jones.example"}),
            Change(key="a1", entity="account", values={"name": "Vexmoor Two", "chief": f"{NAME}, {PHONE}"}),
        ],
    )
    with world.app.store.read() as session:
        assert session.scalars(select(InboxItem.key).order_by(InboxItem.key)).all() == ["c:a1", "c:c3"]
        chief = session.scalars(select(Account).where(Account.name == "Vexmoor Two")).one().attributes["chief"]
    assert chief == "[forgotten], [forgotten]"
    assert names(world) == ["Quilla Jones"]


def test_an_export_brings_nobody_back(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "accounts.csv").write_text("Account ID,Account Name\na1,Vexmoor\na2,Globex\n", "utf-8")
    (folder / "contacts.csv").write_text(
        "Contact ID,First Name,Last Name,Email,Phone,Account ID\n"
        f"c1,Quilla,Xanthopoulou,{EMAIL},{PHONE},a1\nc2,Omar,Haddad,omar@vexmoor.example,,a1\n"
        "c3,Quilla,Jones,quilla@jones.example,,a2\n",
        "utf-8",
    )
    (folder / "activities.csv").write_text(
        "Activity ID,Type,Date,Account ID,From,Subject,Body\n"
        f"e1,Email,2026-11-02,a1,{EMAIL},Pumps,They fail. Best {NAME}\n"
        "e2,Email,2026-11-03,a1,omar@vexmoor.example,Pumps,They fail again\n",
        "utf-8",
    )
    world.app.importer.run(world.tenant, folder, rejects=world.home / "rejects.csv")
    assert names(world) == ["Omar Haddad", "Quilla Jones"]
    assert found(world) == []
    with world.app.store.read() as session:
        assert session.scalars(select(Interaction.text).order_by(Interaction.text)).all() == [
            "They fail again",
            "They fail. Best [forgotten]",
        ]


def test_what_tells_of_nobody_is_not_touched(world: World) -> None:
    event = mail(
        "m2", Party(role="from", address="omar@vexmoor.example"), text="Call 020 7946 0999, says Quilla Jones."
    )
    assert world.app.guard.items(world.tenant, [event])[0] is event
    assert (
        world.app.guard.items(world.tenant + 1, [mail("m3", text=MAIL)])[0].text == MAIL
    )  # another tenant's own affair
