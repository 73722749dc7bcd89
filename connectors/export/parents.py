"""The account of a row that points at one only through something else."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from connectors.export.drafts import Draft
from connectors.export.links import Links, sql_table
from crm.store import Store

WAYS = (("parent_id", "related"), ("deal_id", "deal"), ("contact_id", "contact"))


class Parents:
    """Fills `account_id` through a row's parent, deal or contact."""

    def __init__(self, store: Store, tenant_id: int, links: Links) -> None:
        self._store = store
        self._tenant_id = tenant_id
        self._links = links

    def fill(self, rows: Sequence[Draft]) -> None:
        self._relate(rows)
        for name, entity in WAYS:
            orphans = [draft for draft in rows if draft.values.get("account_id") is None and draft.values.get(name)]
            if orphans:
                accounts = self._accounts(entity)
                for draft in orphans:
                    draft.values["account_id"] = accounts.get(draft.values[name])

    def _relate(self, rows: Sequence[Draft]) -> None:
        """A reference that may be to an account or a deal."""
        for draft in rows:
            text = draft.raw.get("related")
            if not text:
                continue
            account, deal = self._links.index("account").exact(text), self._links.index("deal").exact(text)
            draft.values["account_id"] = draft.values.get("account_id") or account
            draft.values["deal_id"] = draft.values.get("deal_id") or deal
            if account is None and deal is None:
                draft.attributes["related_to"] = text

    def _accounts(self, entity: str) -> dict[int, int]:
        table = sql_table(entity)
        query = select(table.c.id, table.c.account_id).where(
            table.c.tenant_id == self._tenant_id, table.c.account_id.is_not(None)
        )
        with self._store.read() as session:
            return {row.id: row.account_id for row in session.execute(query)}
