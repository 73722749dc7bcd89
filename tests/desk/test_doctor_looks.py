"""What the doctor finds at the intake and in the house, and that each fault comes with what to do."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.house_checks import HouseChecks
from bot.intake_checks import IntakeChecks
from bot.settings import Settings
from bot.wiring import Rapport
from crm import audit
from crm.clock import SystemClock
from crm.model import AuditEntry, InboxItem, InboxState, Source, SourceDrift, SourceState


@pytest.fixture
def app(tmp_path, clock):
    made = Rapport(Settings(home=tmp_path), clock)
    made.tenants.home()
    yield made
    made.close()


def add(app, *rows):
    with app.store.write() as session:
        session.add_all(rows)


def item(app, key, **values):
    made = {"source": "desk", "payload": "{}", "received_at": app.clock.now(), "state": InboxState.RECEIVED}
    return InboxItem(tenant_id=app.tenants.home(), key=key, **{**made, **values})


def look(app, name):
    tenant = app.tenants.home()
    quick = {check.name: check for check in app.doctor.quick(tenant)}
    if name in quick:
        return quick[name]
    return IntakeChecks(app, tenant).chain() if name == "chain" else HouseChecks(app).audit(tenant)


def test_a_house_in_order_has_nothing_to_do(app):
    for name in ("chain", "queue", "lag", "held up", "columns", "audit", "disk"):
        check = look(app, name)
        assert (check.state, check.remedy) == ("ok", ""), check


def test_what_could_not_be_read_is_not_said_to_have_failed_five_times(app):
    add(app, item(app, "a", state=InboxState.PARKED, attempts=1), item(app, "b", state=InboxState.PARKED, attempts=5))
    check = look(app, "held up")
    assert check.state == "warning"
    assert check.says == "2 items: 1 failed 5 times and 1 could not be read"
    assert "rapport source retry" in check.remedy


def test_a_queue_that_nobody_works_on_is_told(app):
    add(app, item(app, "a"))
    assert look(app, "queue").state == "ok"
    add(app, item(app, "b", received_at=app.clock.now() - timedelta(hours=3)))
    check = look(app, "queue")
    assert (check.state, "oldest for 3 h" in check.says) == ("warning", True)
    assert "rapport run" in check.remedy


def test_sources_that_fail_or_are_forgotten_are_told(app):
    tenant, now = app.tenants.home(), app.clock.now()
    source = app.sources.add(tenant, "desk", "webhook", {}, timedelta(hours=1))
    assert "not looked at yet" in look(app, "sources").says
    with app.store.write() as session:
        session.get_one(Source, source.id).next_at = now - timedelta(hours=2)
    check = look(app, "sources")
    assert (check.state, check.remedy) == ("warning", "rapport run looks by itself; by hand: rapport sync desk")
    app.sources.refused(source.id, "The password is wrong.")
    check = look(app, "sources")
    assert "The password is wrong" in check.says
    assert "rapport source resume desk" in check.remedy
    app.sources.pause(tenant, "desk")
    assert look(app, "sources").says == f"desk ({SourceState.PAUSED.value})"
    add(app, SourceDrift(tenant_id=tenant, source_id=source.id, row_kind="account", column="tier", after="text",
                         noticed_at=now))  # fmt: skip
    assert "1 changes" in look(app, "columns").says


def test_a_changed_audit_is_down(app):
    with app.store.write() as session:
        for number in range(3):
            audit.append(session, app.tenants.home(), at=app.clock.now(), actor_id=None, action="x", row_id=number)
    assert look(app, "audit").state == "ok"
    with app.store.write() as session:
        session.scalars(select(AuditEntry).order_by(AuditEntry.id)).first().action = "y"
    check = look(app, "audit")
    assert (check.state, "entry 1 was changed" in check.says) == ("down", True)


def test_a_broken_part_hides_no_other(tmp_path):
    app = Rapport(Settings(home=tmp_path, database_url="postgresql://nobody@127.0.0.1:9/none"), SystemClock())
    checks = {check.name: check for check in app.doctor.checks()}
    app.close()
    assert checks["record"].state == checks["queue"].state == "down"
    assert checks["disk"].state in {"ok", "warning"}
    assert all(check.remedy for check in checks.values() if check.state in {"down", "warning"})
