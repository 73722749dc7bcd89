"""Somebody planted everywhere by the real ways in is in what is handed over, from every place; nobody else is."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from erasure_world import EMAIL, NAME, PHONE, SUBJECT, World
from sqlalchemy import select, text

from crm.model import Account, AuditEntry, Contact, Interaction, User, interaction_contacts
from privacy.access.access import Export
from privacy.erasure.place import Work
from privacy.erasure.registry import PLACES
from privacy.erasure.scan import Needles, Scanned, scan_tables
from privacy.erasure.subject import find

BRAM, ADDRESS, NUMBER = "Bram Oosterveld", "bram.oosterveld@vexmoor.example", "+31 6 41234567"
TELLS_BRAM = re.compile(r"bram|oosterveld|41234567", re.IGNORECASE)
UNREADABLE = {"vectors", "moods", "objects"}  # counted, or handed over as files


@pytest.fixture
def world(own_database: str, tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path / "home", own_database)
    yield made
    made.app.close()


def with_another(world: World) -> None:
    """Another person of the same company, in the same mails and in all that names the first one."""
    app, tenant = world.app, world.tenant
    with app.store.write() as session:
        vexmoor = session.scalars(select(Account).where(Account.name == "Vexmoor")).one()
        at = {"tenant_id": tenant, "created_at": app.clock.now(), "updated_at": app.clock.now()}
        bram = Contact(name=BRAM, email=ADDRESS, phone=NUMBER, account_id=vexmoor.id, **at)
        bram.attributes = {"assistant": NAME, "iban": "secret"}
        session.add(bram)
        session.flush()
        vexmoor.attributes = {"chief": NAME, "deputy": BRAM, "both": f"{NAME}, {BRAM} ({ADDRESS}, {NUMBER})"}
        mail = session.scalars(select(Interaction).where(Interaction.external_id == "mail1")).one()
        session.execute(interaction_contacts.insert().values(interaction_id=mail.id, contact_id=bram.id))
        mail.text += f"\n[person:{bram.id}] and Bram called {NUMBER}."
        mail.original = app.vault.seal(
            tenant, f"{NAME} with {BRAM} <{ADDRESS}>, tel. {NUMBER}. Bram says hi. Dana too."
        )
        docs = session.scalars(select(Interaction).where(Interaction.external_id == "docs1")).one()
        session.execute(text("UPDATE tasks SET what = :what"), {"what": f"Send {NAME} and {BRAM} the offer"})
        assert docs.document is not None
    (world.home / "rejects.csv").write_text(
        f"row,who\n1,{NAME} {EMAIL}\n2,{BRAM} {ADDRESS}\n3,{NAME} and {BRAM}\n", "utf-8"
    )


def everything(export: Export) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(export.content())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


class Page(HTMLParser):
    """What a browser would run or fetch, and what a reader reads."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"} or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_every_place_is_in_it_and_nobody_else(world: World) -> None:
    contact_id = world.fill()
    with_another(world)
    export = world.app.access.export(world.tenant, EMAIL)
    told, files = export.person, everything(export)
    with world.app.store.read() as session:
        subject = find(session, world.tenant, EMAIL)
    work = Work(world.app.house, world.tenant, subject)
    held = {place.name for place in PLACES if place.count(work)}
    assert len(held) >= 18, held
    assert held <= set(told["places"]), held - set(told["places"])
    for name in held - UNREADABLE:
        section = "contacts" if name == "other contacts" else name
        said = json.dumps(told["sections"][section], ensure_ascii=False)
        assert re.search(r"quilla|xanthopoulou|7911123456|7911 123456", said, re.IGNORECASE) or name in {
            "interaction_readings", "corrections", "outgoing", "row_versions", "audit", "answer_feedback", "inbox",
        }, (name, said)  # fmt: skip
    assert told["person"]["ids"] == [contact_id]
    for name, content in files.items():
        assert not TELLS_BRAM.search(content.decode("utf-8", "ignore")), (
            name,
            TELLS_BRAM.search(content.decode("utf-8", "ignore")),
        )
        assert b"omar@vexmoor" not in content, name
        assert b"haddad" not in content.lower(), name
    assert "B. O." in files["index.html"].decode()
    _tables(world, told)
    _originals(files)
    _page(files["index.html"].decode())


def _tables(world: World, told: dict[str, Any]) -> None:
    """Every table in which the bytes are found is a section, found without the registry."""
    scanned = Scanned()
    scan_tables(world.app.store, Needles.of(SUBJECT), scanned)
    tables = {name.partition(".")[0] for name in scanned.found} - {"workflow_input"}
    assert {name for name in tables if not name.startswith("interaction_words")} <= set(told["sections"])
    assert [each["value"] for each in told["sections"]["queue"] if each["table"] == "workflow_input"] == [[NAME]]
    (row,) = told["sections"]["contacts"][:1]
    assert (row["name"], row["email"], row["phone"]) == (NAME, EMAIL, PHONE)
    named = [each["attributes"] for each in told["sections"]["contacts"][1:]]
    assert named == [
        {"assistant of": NAME},
        {"assistant": NAME},
    ]  # what others' entries say of them, and nothing more of them
    assert "secret" not in json.dumps(told)
    lines = next(each for each in told["sections"]["files"] if each["file"] == "rejects.csv")["lines"]
    assert lines == [f"1,{NAME} {EMAIL}", f"3,{NAME} and B. O."]
    origins = {each["value"]: each["from"] for each in told["origins"]}
    assert origins["attributes.hobby"] == "source vex"
    assert origins["title"].startswith("changed by")
    company = told["sections"]["accounts"][0]["attributes"]
    assert company == {"both": f"{NAME}, B. O. ((somebody else's e-mail), (somebody else's number))", "chief": NAME}


def _originals(files: dict[str, bytes]) -> None:
    originals = {name: content for name, content in files.items() if name.startswith("originals/")}
    assert all(re.fullmatch(r"originals/\d{4}-\d\d-\d\d-[a-z]+-\d+(-document)?\.(txt|pdf)", name) for name in originals)
    said = b"\n".join(originals.values()).decode("utf-8", "replace")
    assert f"{NAME} with B. O. <(somebody else's e-mail)>" in said
    assert "Dana too." in said  # colleagues stay
    assert any(content.startswith(b"%PDF") for content in originals.values())


def _page(content: str) -> None:
    page = Page(content)
    assert page.tags.isdisjoint({"script", "img", "link", "iframe", "object", "form"})
    assert all(each.startswith(("#", "originals/")) for each in page.links), page.links
    assert "http" not in re.sub(r"https?://x\.example\S*", "", content.replace('http-equiv="', ""))
    words = "".join(page.words)
    assert NAME in words
    assert "Where it came from" in words


def test_it_is_noted_and_the_same_twice(tmp_path: Path) -> None:
    world = World(tmp_path / "home")
    world.fill()
    first = world.app.access.export(world.tenant, NAME)
    with world.app.store.read() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "access.export")).one()
        dana = session.scalars(select(User)).one()
    assert (entry.entity, entry.row_id, entry.actor_id) == ("contact", first.person["person"]["ids"][0], None)
    assert "Quilla" not in json.dumps(entry.detail)
    assert first.content() == first.content()
    second = world.app.access.export(world.tenant, NAME, by=dana.id)
    third = world.app.access.export(world.tenant, NAME, by=dana.id)
    assert [each["action"] for each in third.person["sections"]["audit"]].count("access.export") == 2
    fresh = [each for each in third.person["sections"]["audit"] if each.get("actor") == "Dana Reyes"]
    assert [each["action"] for each in fresh] == ["access.export"]
    for each in (second, third):
        each.person["sections"].pop("audit")
        each.person["places"].pop("audit")
    assert second.content() == third.content()
    world.app.close()
