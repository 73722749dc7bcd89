"""What is older than the team keeps goes, with all that hangs on it; what is held, younger or open stays."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from erasure_world import NOW
from retention_world import DOCUMENT, OLD, WORD, AgedWorld, aged, events
from sqlalchemy import delete, func, select

from crm import audit
from crm.errors import RejectedError
from crm.model import (
    AnsweredQuestion,
    AnswerFeedback,
    AuditEntry,
    Correction,
    InboxItem,
    InboxState,
    Interaction,
    ProposedEntry,
    RetentionRun,
    RowVersion,
    Signal,
    Tenant,
)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with things of all ages; made once, copied for each test."""
    made = aged(tmp_path_factory.mktemp("aged") / "home")
    made.app.close()
    return made.home


@pytest.fixture
def world(filled: Path, tmp_path: Path) -> Iterator[AgedWorld]:
    made = AgedWorld(Path(shutil.copytree(filled, tmp_path / "home")))
    yield made
    made.app.close()


def count(world: AgedWorld, model: type[object], *which: object) -> int:
    with world.app.store.read() as session:
        return session.scalar(select(func.count()).select_from(model).where(*which)) or 0  # type: ignore[arg-type]


def test_nothing_goes_where_nothing_is_said(world: AgedWorld) -> None:
    assert world.app.retention.shown(world.tenant).lines == []
    assert world.app.retention.apply(world.tenant) == {}
    assert world.keys() == ["call", "new1", "old1", "old2"]
    assert count(world, RetentionRun) == 0


def test_the_preview_counts_and_changes_nothing(world: AgedWorld) -> None:
    retention = world.app.retention
    for kind in ("email", "questions", "originals", "audit"):
        retention.set(world.tenant, kind, "400d")
    told = {line.kind: line for line in retention.shown(world.tenant).lines}
    assert (told["email"].due, told["email"].held, told["email"].oldest) == (2, 0, OLD)
    assert (told["originals"].due, told["questions"].due, told["audit"].due) == (3, 1, 4)
    assert retention.hold(world.tenant, "globex", on=True) == "Globex"
    told = {line.kind: line for line in retention.shown(world.tenant).lines}
    assert (told["email"].due, told["email"].held) == (1, 1)
    assert (told["questions"].due, told["questions"].held) == (0, 1)
    assert world.keys() == ["call", "new1", "old1", "old2"]


def test_a_hold_is_lifted_again(world: AgedWorld) -> None:
    retention = world.app.retention
    retention.set(world.tenant, "email", "365")
    retention.hold(world.tenant, "Globex", on=True)
    assert retention.apply(world.tenant)["email"] == 1
    assert world.keys() == ["call", "new1", "old2"]
    retention.hold(world.tenant, "Globex", on=False)
    assert retention.shown(world.tenant).held == []
    assert retention.apply(world.tenant)["email"] == 1
    assert world.keys() == ["call", "new1"]


def test_a_hold_set_in_the_midst_of_a_run_holds(world: AgedWorld) -> None:
    retention = world.app.retention
    retention.set(world.tenant, "email", "365")
    retention._step = lambda step: retention.hold(world.tenant, "Globex", on=True) if step == "email" else None
    retention.apply(world.tenant)
    assert world.keys() == ["call", "new1", "old2"]


def test_originals_go_alone(world: AgedWorld) -> None:
    world.app.retention.set(world.tenant, "originals", "365d")
    world.app.retention.apply(world.tenant)
    row, young = world.row("old1"), world.row("new1")
    assert row.original is None
    assert row.document is None
    assert WORD in row.text
    assert young.original is not None
    with pytest.raises(RejectedError):
        world.app.objects.get(world.tenant, DOCUMENT)


def test_what_has_an_age_of_its_own(world: AgedWorld) -> None:
    retention, tenant = world.app.retention, world.tenant
    with world.app.store.write() as session:
        session.add(
            InboxItem(tenant_id=tenant, source="vex", key="e:waits", payload='{"a": 1}', received_at=OLD, attempts=1)
        )
    for kind in ("questions", "inbox", "signals", "audit"):
        retention.set(tenant, kind, "365d")
    removed = retention.apply(tenant)
    assert {kind: removed[kind] for kind in ("questions", "signals", "audit")} == {
        "questions": 1, "signals": 1, "audit": 4,
    }  # fmt: skip
    assert removed["inbox"] == 2  # what was parked, and an entry that nobody confirmed
    with world.app.store.read() as session:
        assert session.scalars(select(AnsweredQuestion.key)).all() == ["q1"]
        assert len(session.scalars(select(AnswerFeedback)).all()) == 1
        parked = session.scalars(select(InboxItem).where(InboxItem.key == "e:parked0")).one()
        assert (parked.payload, parked.state) == ("{}", InboxState.SKIPPED)
        assert session.scalars(select(InboxItem.payload).where(InboxItem.key == "e:parked1")).one() != "{}"
        assert session.scalars(select(InboxItem.payload).where(InboxItem.key == "e:waits")).one() == '{"a": 1}'
        assert set(session.scalars(select(ProposedEntry.key))) == {"e1", "d1"}
        assert "risk:0" not in session.scalars(select(Signal.key)).all()
        assert "retention.apply" in session.scalars(select(AuditEntry.action)).all()
    assert world.keys() == ["call", "new1", "old1", "old2"]


def test_another_look_does_not_bring_it_back(world: AgedWorld) -> None:
    retention, tenant = world.app.retention, world.tenant
    retention.set(tenant, "email", "365d")
    retention.apply(tenant)
    left = ["call", "new1"]
    world.hear("vex", [*events()])  # the same again
    assert world.keys() == left
    world.hear("vex", [*events(revision="2")])  # touched there since
    assert world.keys() == left
    world.hear("second-mailbox", [*events()][:2])  # the same mail, elsewhere
    assert world.keys() == left
    retention.set(tenant, "email", "off")
    world.hear("vex", [*events()])  # its key stays known
    assert world.keys() == left


def test_the_document_of_what_is_refused_is_taken_away(world: AgedWorld) -> None:
    app, tenant = world.app, world.tenant
    app.retention.set(tenant, "email", "365d")
    first = events()[0]
    app.objects.put(tenant, "documents/again", b"%PDF-1.4 a paper")
    again = {"key": "again", "identity": "", "document": "documents/again"}
    world.hear("second", [first.model_copy(update=again), first.model_copy(update={"key": "same", "identity": ""})])
    with pytest.raises(RejectedError):
        app.objects.get(tenant, "documents/again")
    assert app.objects.get(tenant, DOCUMENT)  # that of an interaction which is there still
    app.retention.apply(tenant)
    with pytest.raises(RejectedError):
        app.objects.get(tenant, DOCUMENT)


def test_of_a_held_account_old_mail_comes_in(world: AgedWorld) -> None:
    world.app.retention.set(world.tenant, "email", "365d")
    world.app.retention.hold(world.tenant, "Globex", on=True)
    world.hear("second", [each.model_copy(update={"key": f"{each.key}-b", "identity": ""}) for each in events()][:2])
    assert world.keys() == ["call", "new1", "old1", "old2", "old2-b"]


def test_an_import_does_not_bring_it_back(world: AgedWorld, tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    lines = [
        "id,account,date,subject,body",
        f"1,Vexmoor,{OLD:%Y-%m-%d},Old,Old words",
        "2,Vexmoor,2026-11-01,New,New words",
    ]
    (folder / "emails.csv").write_text("\n".join(lines), "utf-8")
    world.app.retention.set(world.tenant, "email", "365d")
    world.app.importer.run(world.tenant, folder)
    with world.app.store.read() as session:
        assert session.scalars(select(Interaction.subject).where(Interaction.source.like("import%"))).all() == ["New"]


def test_the_audit_s_chain_begins_later_and_is_whole(world: AgedWorld) -> None:
    app = world.app
    with app.store.write() as session:
        team = Tenant(name="A team of long ago", created_at=OLD)
        session.add(team)
        session.flush()
        tenant = team.id
        for day in range(450):  # more than a batch goes
            audit.append(session, tenant, at=OLD + timedelta(days=day), actor_id=None, action="x.old", row_id=day)
            session.flush()
        for when in (NOW, OLD, NOW):  # an old one between young ones stays: the chain would break
            audit.append(session, tenant, at=when, actor_id=None, action="x.mixed")
            session.flush()
    before = count(world, AuditEntry, AuditEntry.seq.is_not(None), AuditEntry.tenant_id == tenant)
    app.retention.set(tenant, "audit", "500d")
    removed = app.retention.apply(tenant)
    assert removed["audit"] > 390
    assert count(world, AuditEntry, AuditEntry.seq.is_not(None), AuditEntry.tenant_id == tenant) < before - 380
    assert count(world, AuditEntry, AuditEntry.action == "x.mixed") == 3
    assert [each for each in app.trail.verify(tenant).problems if "outside of the chain" not in each] == []
    assert app.retention.apply(tenant) == {}
    with app.store.write() as session:  # somebody cuts off more than was due
        first = session.scalar(select(func.min(AuditEntry.seq)).where(AuditEntry.tenant_id == tenant))
        session.execute(delete(AuditEntry).where(AuditEntry.seq == first, AuditEntry.tenant_id == tenant))
    assert any("missing" in each for each in app.trail.verify(tenant).problems)


@pytest.mark.parametrize(
    ("kind", "said", "told"),
    [
        ("mail", "10", "email"),
        ("email", "0", "1 to 36500 days"),
        ("email", "-5", "such as 730d"),
        ("email", "ten", "off"),
        ("email", "1e3", "such as 730d"),
        ("email", "٣٠", "such as 730d"),
        ("email", "9" * 5_000, "36500"),
        ("audit", "30d", "365 to"),
        ("signals", "30", "180 to"),
        ("inbox", "1", "7 to"),
        ("", "30", "call, email"),
    ],
)
def test_what_cannot_be_is_refused(world: AgedWorld, kind: str, said: str, told: str) -> None:
    with pytest.raises(RejectedError, match=told):
        world.app.retention.set(world.tenant, kind, said)
    with world.app.store.read() as session:
        assert "retention" not in session.get_one(Tenant, world.tenant).settings


@pytest.mark.parametrize("said", ["Nobody", "", "9999", "#", "%"])
def test_a_hold_needs_an_account(world: AgedWorld, said: str) -> None:
    with pytest.raises(RejectedError, match="No account is called"):
        world.app.retention.hold(world.tenant, said, on=True)


def test_who_decided_is_written_down(world: AgedWorld) -> None:
    retention = world.app.retention
    retention.set(world.tenant, "email", "365 days", by=None)
    retention.hold(world.tenant, "Vexmoor", on=True)
    retention.hold(world.tenant, "Vexmoor", on=False)
    retention.apply(world.tenant)
    with world.app.store.read() as session:
        told = session.scalars(select(AuditEntry).where(AuditEntry.action.like("retention%")).order_by(AuditEntry.id))
        entries = [(each.action, each.detail) for each in told]
        assert session.scalars(select(RetentionRun.objects)).all() == [[]]
    assert [action for action, _ in entries] == [
        "retention.set", "retention.hold", "retention.release", "retention.apply",
    ]  # fmt: skip
    assert entries[0][1] == {"kind": "email", "days": 365}
    assert entries[-1][1]["email"] == 2
    assert count(world, Correction) == 0
    assert count(world, RowVersion, RowVersion.entity == "interaction") == 0


def test_the_day_is_the_team_s_own(world: AgedWorld) -> None:
    retention, clock = world.app.retention, world.app.clock
    world.app.tenants.set(world.tenant, "timezone", "Pacific/Auckland")  # 04:00 of the 21st there
    assert retention.due() == []
    retention.set(world.tenant, "email", "365d")
    assert [(each.day.isoformat(), each.unfinished) for each in retention.due()] == [("2026-11-21", False)]
    clock.instant = NOW - timedelta(hours=2)  # type: ignore[attr-defined]
    assert retention.due() == []  # 02:00: the night is not that far
