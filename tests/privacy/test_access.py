"""Access requests: who is meant, what cannot be read, hostile words, and a file that only its owner reads."""

from __future__ import annotations

import io
import json
import shutil
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from erasure_world import EMAIL, NAME, World
from sqlalchemy import select, update

from bot.cli import rapport
from crm.errors import RejectedError
from crm.governance.person import AmbiguousError
from crm.model import AuditEntry, Contact, Interaction
from privacy.access.access import keep
from privacy.access.others import initials

HOSTILE = '</dd><script>alert(1)</script><img src="http://evil.example/x.png" onerror=alert(1)>&amp; \x00\x1b[31m'


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the person everywhere; made once, copied for each test."""
    world = World(tmp_path_factory.mktemp("planted") / "home")
    world.fill()
    world.app.close()
    return world.home


@pytest.fixture
def world(planted: Path, tmp_path: Path) -> Iterator[World]:
    made = World(Path(shutil.copytree(planted, tmp_path / "home")))
    yield made
    made.app.close()


def test_who_is_meant_is_never_guessed(world: World) -> None:
    access = world.app.access
    with world.app.store.write() as session:
        at = {"tenant_id": world.tenant, "created_at": world.app.clock.now(), "updated_at": world.app.clock.now()}
        session.add(Contact(name=NAME, email="q@globex.example", **at))
    for said in (NAME, "Xanthopoulou", "Haddad"):
        with pytest.raises(AmbiguousError):
            access.export(world.tenant, said)
    for said in ("Nobody Atall", "99999", "", "nobody@nowhere.example"):
        with pytest.raises(RejectedError, match="No contact"):
            access.export(world.tenant, said)
    with world.app.store.read() as session:
        assert session.scalars(select(AuditEntry).where(AuditEntry.action == "access.export")).all() == []
    other = access.export(world.tenant, "q@globex.example").person
    assert other["person"]["emails"] == ["q@globex.example"]
    said = json.dumps(other)
    assert EMAIL not in said  # a namesake's rows are not theirs
    assert "falconry" not in said
    assert "Pump" not in said  # where only the name is said, nobody can tell whose it is
    assert any("same name" in each["why"] for each in other["not_included"])
    assert "products" not in access.export(world.tenant, EMAIL).person["sections"]


def test_what_cannot_be_read_is_listed(world: World) -> None:
    app, tenant = world.app, world.tenant
    app.objects.delete(tenant, "documents/a1")
    with app.store.write() as session:
        for key in ("mail1", "other"):
            row = session.scalars(select(Interaction).where(Interaction.external_id == key)).one()
            assert row.original is not None
            row.original = row.original[:-3] + b"xyz"
    made = app.access.export(tenant, EMAIL)
    left = {each["what"]: each["why"] for each in made.left}
    mail = next(each for each in made.person["sections"]["interactions"] if each.get("external_id") == "mail1")
    assert "none of the keys" in left[f"interactions {mail['id']}: the sealed words"]
    assert any("no original of this any more" in why for why in left.values())
    assert "files" not in mail
    assert "pumps fail" in mail["text"]  # what can be read is there
    with zipfile.ZipFile(io.BytesIO(made.content())) as archive:
        page = archive.read("index.html").decode()
    assert "What is not included" in page
    shutil.rmtree(world.home / "keys")
    without = app.access.export(tenant, EMAIL)
    assert without.person["sections"]["interactions"]
    assert not [name for name in without.originals if name.endswith(".txt")]


def test_hostile_words_stay_words(world: World) -> None:
    with world.app.store.write() as session:
        row = session.scalars(select(Interaction).where(Interaction.external_id == "mail1")).one()
        row.text, row.subject = f"{row.text}\n{HOSTILE}", HOSTILE
        row.attributes = {HOSTILE: [HOSTILE]}
        row.original = world.app.vault.seal(world.tenant, HOSTILE)
        session.scalars(select(Contact).where(Contact.email == EMAIL)).one().title = HOSTILE
    made = world.app.access.export(world.tenant, EMAIL, held_by=HOSTILE)
    with zipfile.ZipFile(io.BytesIO(made.content())) as archive:
        page = archive.read("index.html").decode()
        names = archive.namelist()
    assert "&lt;script&gt;alert(1)" in page
    for tag in ("<script", "<img", "\x00", "\x1b", 'src="'):
        assert tag not in page
    assert all(".." not in name and not name.startswith("/") for name in names)
    assert len(names) == len(set(names))


def test_names_of_files_are_ours(world: World) -> None:
    with world.app.store.write() as session:
        session.execute(update(Interaction).values(source="../../etc", thread="../x"))
    made = world.app.access.export(world.tenant, EMAIL)
    assert made.originals
    assert all("/" not in name and ".." not in name for name in made.originals)
    assert made.filename == "access-1-20261120.zip"


def test_a_document_that_names_others_needs_a_person(world: World) -> None:
    with world.app.store.write() as session:
        row = session.scalars(select(Interaction).where(Interaction.external_id == "docs1")).one()
        omar = session.scalars(select(Contact).where(Contact.email == "omar@vexmoor.example")).one()
        row.text += f" With [person:{omar.id}]."
    made = world.app.access.export(world.tenant, EMAIL)
    assert not [name for name in made.originals if "document" in name]
    assert any("only a person can black them out" in each["why"] for each in made.left)
    world.app.objects.put(world.tenant, "documents/a1", f"Minutes of {NAME} and Omar Haddad".encode())
    made = world.app.access.export(world.tenant, EMAIL)
    (paper,) = [content for name, content in made.originals.items() if "document" in name]
    assert paper.decode() == f"Minutes of {NAME} and O. H."


def test_the_file_is_its_owner_s(world: World, tmp_path: Path) -> None:
    made = world.app.access.export(world.tenant, EMAIL)
    path = keep(made, tmp_path / "q.zip")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    with pytest.raises(RejectedError, match="there already"):
        keep(made, path)
    with pytest.raises(RejectedError, match="cannot be written"):
        keep(made, tmp_path / "nowhere" / "q.zip")
    assert path.read_bytes() == before
    with zipfile.ZipFile(path) as archive:
        assert {each.external_attr >> 16 for each in archive.infolist()} == {0o600}


def test_the_command(world: World, tmp_path: Path) -> None:
    world.app.close()
    home, target = str(world.home), str(tmp_path / "out.zip")

    def run(*said: str) -> tuple[int, str]:
        done = CliRunner().invoke(rapport, ["--home", home, "access", *said])
        assert "Traceback" not in done.output
        return done.exit_code, done.output

    code, said = run(EMAIL, "--to", target, "--from", "Northwind Ltd, 1 Quay St", "--json")
    assert code == 0
    assert json.loads(said)["file"] == target
    with zipfile.ZipFile(target) as archive:
        assert json.loads(archive.read("person.json"))["held_by"] == "Northwind Ltd, 1 Quay St"
    assert run(EMAIL, "--to", target)[0] == 1
    code, said = run("Xanthopoulou", "--json")
    assert code == 1
    assert json.loads(said)["error"]["candidates"][0]["name"] == NAME
    assert run("nobody@nowhere.example")[0] == 1
    assert run()[0] == 2


@pytest.mark.parametrize(
    ("name", "said"),
    [("Omar Haddad", "O. H."), ("李 小龙", "李. 小."), ("o’neil", "O. N."), ("1234", "(somebody else)")],
)
def test_initials(name: str, said: str) -> None:
    assert initials(name) == said
