"""`/rapport rights`: an admin says who sees what."""

from __future__ import annotations

import re

from bot.slack.desk import Visit
from bot.slack.views import rights as rights_view
from crm.rights.office import require_admin

RESTRICT = re.compile(r"(.+?)\s+to\s+(.+)", re.IGNORECASE | re.DOTALL)


def command(visit: Visit, text: str) -> None:
    """`/rapport rights [accounts WHO | restrict ACCOUNT to WHO, WHO | release ACCOUNT | field FIELD WHO]`."""
    require_admin(visit.tenant_id, visit.user)
    office, tenant, user = visit.app.rights, visit.tenant_id, visit.user
    verb, _, rest = text.partition(" ")
    rest = rest.strip()
    match verb.lower():
        case "" | "list":
            blocks = rights_view.listed(office.policy(tenant), office.restricted(tenant, by=user))
        case "accounts" if rest:
            office.set_accounts(tenant, rest, by=user)
            blocks = rights_view.listed(office.policy(tenant), office.restricted(tenant, by=user))
        case "restrict" if found := RESTRICT.fullmatch(rest):
            blocks = rights_view.restricted(office.restrict(tenant, found[1], found[2].split(","), by=user))
        case "release" if rest:
            office.release(tenant, rest, by=user)
            blocks = rights_view.said(f"{rest} is restricted no more.")
        case "field" if len(rest.split()) == 2:
            office.set_field(tenant, *rest.split(), by=user)
            blocks = rights_view.listed(office.policy(tenant), office.restricted(tenant, by=user))
        case _:
            blocks = rights_view.usage()
    visit.post.send(visit.place, blocks)
