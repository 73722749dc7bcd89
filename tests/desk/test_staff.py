"""Users and roles: who is added, changed and switched off, by whom, and never the last admin."""

import threading

import pytest
from sqlalchemy import select

from crm.errors import RejectedError
from crm.model import AuditEntry, Role, User
from crm.staff import Staff


@pytest.fixture
def staff(store, clock):
    return Staff(store, clock)


@pytest.fixture
def boss(staff, tenant_id):
    return staff.add(tenant_id, "ari@northwind.example", name="Ari Voss", role="admin", by=None)


def audited(store):
    with store.read() as session:
        return [entry.action for entry in session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_somebody_is_added_by_address_and_changed(store, staff, tenant_id, boss):
    dana = staff.add(tenant_id, " Dana.Reyes@northwind.example ", team="North", by=boss)
    assert (dana.name, dana.role, dana.team, dana.email) == (
        "Dana Reyes", Role.REP, "North", "Dana.Reyes@northwind.example",
    )  # fmt: skip
    assert staff.set_role(tenant_id, "dana.reyes@NORTHWIND.example", "Manager", by=boss).role is Role.MANAGER
    assert staff.set_team(tenant_id, "Dana Reyes", " South  West ", by=boss).team == "South West"
    assert staff.set_team(tenant_id, f"#{dana.id}", "none", by=boss).team is None
    assert staff.set_manager(tenant_id, "dana reyes", "Ari Voss", by=boss).manager_id == boss.id
    assert staff.set_manager(tenant_id, "dana reyes", "none", by=boss).manager_id is None
    assert staff.deactivate(tenant_id, "Dana Reyes", by=boss).active is False
    assert [each.name for each in staff.all(tenant_id)] == ["Ari Voss", "Dana Reyes"]
    assert staff.activate(tenant_id, "Dana Reyes", by=boss).active is True
    assert audited(store) == [
        "staff.add", "staff.add", "staff.role", "staff.team", "staff.team", "staff.manager", "staff.manager",
        "staff.deactivate", "staff.activate",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s, t, b: s.add(t, "ARI@northwind.example", by=b), "has this address already"),
        (lambda s, t, b: s.add(t, "not an address", by=b), "no e-mail address"),
        (lambda s, t, b: s.add(t, "<https://x.example|a@b.example>", by=b), "no e-mail address"),
        (lambda s, t, b: s.add(t, "x@y.example", role="owner", by=b), "rep, manager, admin"),
        (lambda s, t, b: s.set_role(t, "nobody@x.example", "rep", by=b), "Nobody here"),
        (lambda s, t, b: s.set_role(t, "#99999999999999999999", "rep", by=b), "no number"),
        (lambda s, t, b: s.set_role(t, "Ari Voss", "rep", by=b), "only admin"),
        (lambda s, t, b: s.deactivate(t, "Ari Voss", by=b), "only admin"),
        (lambda s, t, b: s.set_manager(t, "Ari Voss", "Ari Voss", by=b), "above themselves"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(store, staff, boss, change, said):
    tenant_id = boss.tenant_id
    before = audited(store)
    with pytest.raises(RejectedError, match=said):
        change(staff, tenant_id, boss)
    assert audited(store) == before
    (only,) = staff.all(tenant_id)
    assert (only.role, only.active, only.manager_id) == (Role.ADMIN, True, None)


def test_nobody_stands_above_their_own_manager(staff, tenant_id, boss):
    dana = staff.add(tenant_id, "dana@northwind.example", by=boss)
    staff.set_manager(tenant_id, f"#{dana.id}", f"#{boss.id}", by=boss)
    with pytest.raises(RejectedError, match="above"):
        staff.set_manager(tenant_id, f"#{boss.id}", f"#{dana.id}", by=boss)


@pytest.mark.parametrize("role", ["rep", "manager"])
def test_only_admins_change_anybody(staff, tenant_id, boss, role):
    other = staff.add(tenant_id, "eve@northwind.example", role=role, by=boss)
    for change in (
        lambda: staff.add(tenant_id, "mine@northwind.example", role="admin", by=other),
        lambda: staff.set_role(tenant_id, f"#{other.id}", "admin", by=other),
        lambda: staff.deactivate(tenant_id, "Ari Voss", by=other),
    ):
        with pytest.raises(RejectedError):
            change()


def test_a_deactivated_admin_is_no_admin(staff, tenant_id, boss):
    other = staff.add(tenant_id, "second@northwind.example", role="admin", by=boss)
    staff.deactivate(tenant_id, f"#{other.id}", by=boss)
    with pytest.raises(RejectedError, match="only admin"):
        staff.set_role(tenant_id, "Ari Voss", "rep", by=boss)
    with pytest.raises(RejectedError):
        staff.activate(tenant_id, f"#{other.id}", by=staff.one(tenant_id, f"#{other.id}"))


def test_two_admins_who_demote_each_other_leave_one(store, staff, tenant_id, boss):
    other = staff.add(tenant_id, "second@northwind.example", role="admin", by=boss)
    refused = []

    def demote(who):
        try:
            staff.set_role(tenant_id, f"#{who}", "rep", by=None)
        except RejectedError as error:
            refused.append(error)

    both = [threading.Thread(target=demote, args=(each.id,)) for each in (boss, other)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    with store.read() as session:
        roles = sorted(session.scalars(select(User.role)))
    assert roles == [Role.ADMIN, Role.REP]
    assert len(refused) == 1


def test_another_tenants_people_are_nobody_here(staff, store, tenant_id, boss, clock):
    from crm.model import Tenant

    with store.write() as session:
        far = Tenant(name="elsewhere", created_at=clock.now())
        session.add(far)
        session.flush()
        number = far.id
    stranger = staff.add(number, "x@elsewhere.example", role="admin", by=None)
    for who in (f"#{stranger.id}", "x@elsewhere.example"):
        with pytest.raises(RejectedError, match="Nobody here"):
            staff.set_role(tenant_id, who, "rep", by=boss)
    with pytest.raises(RejectedError):
        staff.add(tenant_id, "y@northwind.example", by=stranger)
