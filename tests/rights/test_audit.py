"""The audit: a chain that shows what anybody did to it, whatever they do."""

from __future__ import annotations

import random
import threading
from datetime import timedelta

import pytest
from rights_company import found, words
from sqlalchemy import delete, select, text, update

from crm import audit
from crm.answers import AnswerBook
from crm.ask.asker import Asker
from crm.audit import append
from crm.model import AuditEntry, AuditHead, Base, Tenant
from crm.store import Store
from crm.trail import AuditTrail, Filters, HeadFile
from privacy.redactor import PresidioRedactor

MANY = 12


@pytest.fixture
def heads(tmp_path):
    return HeadFile(tmp_path / "audit")


@pytest.fixture
def trail(any_store, clock, heads, monkeypatch):
    monkeypatch.setattr(any_store, "_told", heads.keep)
    return AuditTrail(any_store, clock, heads)


def add_tenant(store, clock, name):
    with store.write() as session:
        tenant = Tenant(name=name, created_at=clock.now())
        session.add(tenant)
        session.flush()
        return tenant.id


def write(store, tenant, clock, count=MANY):
    for number in range(count):
        with store.write() as session:
            detail = {"tasks": number, "ids": [3, 1, 2], "column": "annual_revenue", "ok": True, "none": None}
            append(session, tenant, at=clock.now() + timedelta(microseconds=number), actor_id=None, action="log.confirm",
                   entity="account", row_id=number, detail=detail)  # fmt: skip


def tampered(store, *statements):
    with store.write() as session:
        for statement in statements:
            session.execute(statement)


def test_an_untouched_chain_is_whole(any_store, any_tenant_id, clock, trail):
    write(any_store, any_tenant_id, clock)
    verified = trail.verify(any_tenant_id)
    assert verified.whole, verified.problems
    assert verified.entries == MANY


AUDIT = AuditEntry.__table__
TAMPERING = {
    "changed action": ([update(AUDIT).where(AUDIT.c.seq == 5).values(action="log.undo")], "entry 5 was changed"),
    "changed row": ([update(AUDIT).where(AUDIT.c.seq == 5).values(row_id=77)], "entry 5 was changed"),
    "changed actor": ([update(AUDIT).where(AUDIT.c.seq == 5).values(actor_id=1)], "entry 5 was changed"),
    "changed detail": ([update(AUDIT).where(AUDIT.c.seq == 5).values(detail={"tasks": 1})], "entry 5 was changed"),
    "changed digest": ([update(AUDIT).where(AUDIT.c.seq == 5).values(digest="f" * 64)], "entry 5 was changed"),
    "deleted": ([delete(AUDIT).where(AUDIT.c.seq == 5)], "entry 5 is missing"),
    "deleted some": ([delete(AUDIT).where(AUDIT.c.seq.between(5, 7))], "entry 5 to 7 is missing"),
    "deleted and closed": (
        [delete(AUDIT).where(AUDIT.c.seq == 5)]
        + [update(AUDIT).where(AUDIT.c.seq == each).values(seq=each - 1) for each in range(6, MANY + 1)],
        "entry 5 was changed or moved",
    ),
    "reordered": (
        [update(AUDIT).where(AUDIT.c.seq == a).values(seq=b) for a, b in ((5, 99), (6, 5), (99, 6))],
        "entry 5 was changed or moved",
    ),
    "taken out of the chain": ([update(AUDIT).where(AUDIT.c.seq == 5).values(seq=None)], "entry 5 is missing"),
    "truncated": ([delete(AUDIT).where(AUDIT.c.seq > 8)], "entries after 8 were cut off"),
    "emptied": ([delete(AUDIT), delete(AuditHead.__table__)], "the chain's head is gone"),
}


@pytest.mark.parametrize("way", list(TAMPERING))
def test_tampering_is_found(any_store, any_tenant_id, clock, trail, way):
    write(any_store, any_tenant_id, clock)
    statements, said = TAMPERING[way]
    tampered(any_store, *statements)
    problems = trail.verify(any_tenant_id).problems
    assert any(said in each for each in problems), problems


def test_a_chain_that_was_cut_off_with_its_head_is_found_by_what_was_noted_outside(
    any_store, any_tenant_id, clock, trail, tmp_path
):
    write(any_store, any_tenant_id, clock)
    head = AuditHead.__table__
    with any_store.read() as session:
        eighth = session.scalar(select(AuditEntry.digest).where(AuditEntry.seq == 8))
    tampered(any_store, delete(AUDIT).where(AUDIT.c.seq > 8), update(head).values(seq=8, digest=eighth))
    assert "entries after 8 were cut off: 12 was noted outside of the database" in trail.verify(any_tenant_id).problems
    assert AuditTrail(any_store, clock, HeadFile(tmp_path / "elsewhere")).verify(any_tenant_id).whole  # alone it agrees


def test_a_chain_that_was_written_anew_is_found_by_what_was_noted_outside(any_store, any_tenant_id, clock, trail):
    write(any_store, any_tenant_id, clock)
    with any_store.write() as session:
        entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
        entries[4].action, before = "log.undo", audit.BEGINNING
        for each in entries:
            each.digest = before = audit.digest_of(each, before)
        session.scalars(select(AuditHead)).one().digest = before
    problems = trail.verify(any_tenant_id).problems
    assert problems[0] == "entry 5 is not the one that was noted outside of the database"


def test_writers_at_once_make_one_chain(any_store, any_tenant_id, clock, trail):
    failures = []

    def writer(number):
        try:
            for count in range(10):
                with any_store.write() as session:
                    append(session, any_tenant_id, at=clock.now(), actor_id=number, action="x", row_id=count)
                    if count % 5 == 4:
                        append(session, any_tenant_id, at=clock.now(), actor_id=number, action="y", row_id=count)
        except Exception as error:  # noqa: BLE001 - told below
            failures.append(error)

    threads = [threading.Thread(target=writer, args=(number,)) for number in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert failures == []
    verified = trail.verify(any_tenant_id)
    assert verified.whole, verified.problems
    assert verified.entries == 6 * 12


def test_what_is_rolled_back_leaves_no_entry_and_no_head(any_store, any_tenant_id, clock, trail, heads):
    write(any_store, any_tenant_id, clock, 2)
    with pytest.raises(ZeroDivisionError), any_store.write() as session:
        append(session, any_tenant_id, at=clock.now(), actor_id=None, action="x")
        raise ZeroDivisionError
    assert max(heads.of(any_tenant_id)) == 2
    write(any_store, any_tenant_id, clock, 1)
    assert trail.verify(any_tenant_id).whole


def test_chains_of_tenants_are_apart(store, clock, heads):
    trail = AuditTrail(store, clock, heads)
    one, other = add_tenant(store, clock, "One"), add_tenant(store, clock, "Other")
    write(store, one, clock, 3)
    write(store, other, clock, 4)
    tampered(store, update(AUDIT).where(AUDIT.c.tenant_id == other, AUDIT.c.seq == 2).values(action="z"))
    assert trail.verify(one).whole
    assert not trail.verify(other).whole


def test_entries_from_before_the_chain_are_counted_and_may_not_grow(store, tenant_id, clock, heads):
    entry = {"tenant_id": tenant_id, "at": clock.now(), "action": "old", "detail": {}}
    tampered(store, AUDIT.insert().values(entry))
    trail = AuditTrail(store, clock, heads)
    write(store, tenant_id, clock, 2)
    assert trail.verify(tenant_id).whole
    assert trail.verify(tenant_id).unchained == 1
    tampered(store, AUDIT.insert().values(entry))
    assert "2 entries are outside of the chain, there were 1" in trail.verify(tenant_id).problems


def test_no_text_gets_in(store, tenant_id, clock, heads):
    said = "Jane is furious about the invoice"
    with store.write() as session:
        append(session, tenant_id, at=clock.now(), actor_id=None, action="x",
               detail={"note": said, "list": [said, 3], "mail": "jane@acme.example", "column": "close_date"})  # fmt: skip
    (entry,) = AuditTrail(store, clock, heads).entries(tenant_id, Filters())
    assert entry.detail == {"note": "(text)", "list": ["(text)", 3], "mail": "(text)", "column": "close_date"}


def test_who_saw_what_is_kept_by_ids_alone(store, clock, heads):
    team = found(store, clock, "Alpha", "owner", words())
    user = team.users["rep"]
    redactor = PresidioRedactor(store)
    asker, book = Asker(store, clock, None, redactor), AnswerBook(store, clock, redactor)
    question = "list accounts"
    answer = asker.ask(team.tenant_id, question, user=user, now=clock.now())
    book.remember(team.tenant_id, "k1", None, user, question=question, answer=answer)
    trail = AuditTrail(store, clock, heads)
    (entry,) = trail.entries(team.tenant_id, Filters(user_id=user.id, action="ask"))
    assert entry.detail["accounts"] == [team.clients["north-a"].id]
    assert not any(word in str(entry) for word in team.secrets)
    assert trail.entries(team.tenant_id, Filters(user_id=team.users["mate"].id)) == []


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(), 12), (Filters(action="log"), 12), (Filters(action="lo%"), 0), (Filters(row_id=3), 1),
        (Filters(entity="deal"), 0), (Filters(entity="account"), 12),
    ],
)  # fmt: skip
def test_entries_are_filtered(store, tenant_id, clock, heads, *, filters, count):
    write(store, tenant_id, clock)
    assert len(AuditTrail(store, clock, heads).entries(tenant_id, filters)) == count


def test_a_file_of_heads_stays_small_and_knows_the_newest(tmp_path, monkeypatch):
    from crm import trail
    from crm.audit import Head

    monkeypatch.setattr(trail, "LARGE", 4_000)
    monkeypatch.setattr(trail, "KEPT", 10)
    heads = HeadFile(tmp_path)
    chance = random.Random(1)
    for seq in range(1, 200):
        heads.keep([Head(7, seq, f"{chance.getrandbits(256):064x}")])
    assert max(heads.of(7)) == 199
    assert len(heads.of(7)) < 80


def test_a_folder_that_cannot_be_written_holds_nobody_up(tmp_path, clock):
    (tmp_path / "audit").write_text("in the way")
    store = Store(f"sqlite:///{tmp_path / 'r.db'}", HeadFile(tmp_path / "audit").keep)
    Base.metadata.create_all(store.engine)
    tenant = add_tenant(store, clock, "One")
    write(store, tenant, clock, 2)
    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM audit")).scalar() == 2
    store.close()
