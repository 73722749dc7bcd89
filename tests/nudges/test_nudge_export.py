"""What leaves as rows to train on: all that became of a nudge, redacted, without what never leaves."""

from __future__ import annotations

import json
from datetime import timedelta

import pyarrow.parquet as pq
import pytest

from crm.errors import RejectedError
from crm.model import Account, Contact, Tenant


@pytest.fixture
def taught(desk):
    """Nudges with every kind of end."""
    desk.changes(Account, desk.ids["acme"], name="Vexmoor Holdings")
    desk.deal("Vexmoor pilot", close=-2, contact_id=desk.ids["jane"], amount=99_000.0)
    desk.task("Call Jane Miller at Vexmoor")
    desk.hears("I want to speak to your manager, says Vexmoor.", days=1)
    desk.field("subscription", "renewal_date")
    desk.related("subscription", attributes={"renewal_date": "2026-12-05"}, account_id=desk.ids["globex"])
    desk.changes(Account, desk.ids["globex"], owner_id=desk.ids["dana"])
    desk.gathers()
    for place, found in enumerate(desk.waiting()):
        desk.sends(found, f"{place}.0")
        desk.passes(minutes=10)
        what = {"promise_due": "edited", "deal_slipping": "not_useful", "unhappy": "accepted"}.get(found.kind)
        if what:
            desk.nudges.answer(found.id, desk.user(), what, {"text": "Dear Jane Miller, here it is"})
    desk.writes("Dear all")
    desk.passes(days=4)
    desk.nudges.outcomes(desk.tenant_id)
    return desk


def lines(desk, tmp_path):
    path = tmp_path / "out.jsonl"
    path.unlink(missing_ok=True)
    desk.nudges.export(desk.tenant_id, path, "jsonl")
    return {each["kind"]: each for each in map(json.loads, path.read_text("utf-8").splitlines())}


def test_both_forms_hold_the_same(taught, tmp_path):
    rows = lines(taught, tmp_path)
    assert taught.nudges.export(taught.tenant_id, tmp_path / "out.parquet", "parquet") == len(rows) == 4
    table = pq.read_table(tmp_path / "out.parquet")
    assert table.schema.metadata[b"format"] == b"rapport-nudges-1"
    for row in table.to_pylist():
        told = rows[row["kind"]]
        assert set(row) == set(told)
        for name, value in row.items():
            if name not in {"made_at", "sent_at", "events"}:
                assert value == told[name], name
        assert [each["what"] for each in row["events"]] == [each["what"] for each in told["events"]]


def test_what_became_of_each_is_told(taught, tmp_path):
    rows = lines(taught, tmp_path)
    assert {kind: (row["answer"], row["reward"]) for kind, row in rows.items()} == {
        "promise_due": ("edited", 1.0), "deal_slipping": ("not_useful", 0.0), "unhappy": ("accepted", 1.0),
        "renewal_near": ("ignored", 0.0),
    }  # fmt: skip
    edited = rows["promise_due"]
    assert 0 < edited["edit_likeness"] < 1
    assert edited["answered_after_s"] == 600.0
    assert edited["outcomes"] == ["contact"]
    assert (edited["local_hour"], edited["local_weekday"], edited["taste"]) == (15, 4, 0.5)


def test_no_clients_words_beyond_redacted_ones(taught, tmp_path):
    lines(taught, tmp_path)
    taught.nudges.export(taught.tenant_id, tmp_path / "out.parquet", "parquet")
    text = (tmp_path / "out.jsonl").read_text("utf-8")
    for word in ("Jane", "Miller", "Vexmoor Holdings", "pilot", "99000", "Dana"):
        assert word not in text, word
    assert f"[person:{taught.ids['jane']}]" in text
    values = str(pq.read_table(tmp_path / "out.parquet").to_pylist())
    assert "Jane" not in values


def test_tagged_columns_never_leave(taught, tmp_path):
    tags = {ref: ["never_exported"] for ref in ("subscription.renewal_date", "deal.amount", "interaction.text")}
    taught.changes(Tenant, taught.tenant_id, settings={"rights": {"tags": tags}})
    rows = lines(taught, tmp_path)
    assert "5 Dec" not in json.dumps(rows["renewal_near"])
    assert rows["renewal_near"]["says"] is None
    assert all(row["size"] is None and row["value"] is None for row in rows.values())
    assert "manager" not in json.dumps(rows["unhappy"]["evidence"])
    assert rows["unhappy"]["answer"] == "accepted"


@pytest.mark.parametrize("purpose", ["nudges", "models"])
def test_who_does_not_agree_is_in_no_text(taught, tmp_path, purpose):
    taught.forbids(purpose=purpose)
    rows = lines(taught, tmp_path)
    for kind in ("promise_due", "deal_slipping", "unhappy"):
        assert rows[kind]["says"] is rows[kind]["draft_text"] is rows[kind]["edit_text"] is None
        assert rows[kind]["evidence"] == []
    assert rows["renewal_near"]["says"]


def test_an_export_is_audited_and_written_whole_or_not_at_all(taught, tmp_path, monkeypatch):
    from crm.nudges import exporting

    def broken(*_args: object, **_more: object) -> None:
        raise RuntimeError("cut off")

    monkeypatch.setattr(exporting, "_answer", broken)
    with pytest.raises(RuntimeError):
        taught.nudges.export(taught.tenant_id, tmp_path / "a.jsonl", "jsonl")
    assert list(tmp_path.glob("*.jsonl")) == list(tmp_path.glob(".*.part")) == []
    monkeypatch.undo()
    with pytest.raises(RejectedError, match="jsonl, parquet"):
        taught.nudges.export(taught.tenant_id, tmp_path / "a.csv", "csv")
    taught.nudges.export(taught.tenant_id, tmp_path / "a.jsonl", "jsonl", by=taught.ids["ari"])
    from crm.model import AuditEntry

    with taught.store.read() as session:
        (entry,) = session.query(AuditEntry).filter_by(action="nudges.export").all()
    assert (entry.actor_id, entry.detail) == (taught.ids["ari"], {"rows": 4, "form": "jsonl"})


def test_a_forgotten_contacts_rows_are_gone(taught, tmp_path):
    with taught.store.write() as session:
        session.delete(session.get_one(Contact, taught.ids["jane"]))
    taught.clock.instant += timedelta(minutes=1)
    assert "deal_slipping" not in lines(taught, tmp_path)
