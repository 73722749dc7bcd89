"""A link of the record that no row of a team fills leads nowhere, whatever other teams' rows fill."""

from __future__ import annotations

from conftest import add_tenant

from crm.ask.record.catalogue import Catalogue
from crm.model import Account, Deal, User

OWNER, CONTACT = ("deal", "owner_id"), ("deal", "contact_id")


def filled(store, tenant_id, clock, **links):
    now = clock.now()
    shared = {"tenant_id": tenant_id, "created_at": now, "updated_at": now}
    with store.write() as session:
        account, owner = Account(name="Acme", **shared), User(name="Jo Park", **shared)
        session.add_all([account, owner])
        session.flush()
        named = {"owner_id": owner.id} if links.get("owner") else {}
        session.add(Deal(name="Acme seats", account_id=account.id, **named, **shared))


def test_each_team_has_links_of_its_own(any_store, any_tenant_id, clock):
    other = add_tenant(any_store, clock, "Umbra Sales")
    filled(any_store, any_tenant_id, clock)
    filled(any_store, other, clock, owner=True)
    catalogue = Catalogue(any_store)
    assert OWNER in catalogue.of(any_tenant_id).empty_links
    assert OWNER not in catalogue.of(other).empty_links
    assert all(CONTACT in catalogue.of(each).empty_links for each in (any_tenant_id, other))
    assert ("deal", "account_id") not in catalogue.of(any_tenant_id).empty_links
