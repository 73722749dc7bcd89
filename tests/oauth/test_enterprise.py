"""An app that is installed for a whole enterprise: one tenant, all its workspaces, and nobody from elsewhere."""

import json

from oauth_world import World, furnish

from crm.model import User


def said(messages):
    return json.dumps([each.blocks for each in messages])


def test_an_enterprise_is_one_tenant_with_all_its_workspaces(tmp_path):
    made = World(tmp_path, enterprise=("E42", "Northwind Group")).run()
    try:
        assert made.install(made.north, whole=True).status_code == 200
        tenant = made.tenant(made.north)
        assert made.app.tenants.team_of(tenant) == "E42"
        furnish(made.app, tenant, "northwind", "Zephyrine")
        sister = made.north.workspace.add_person("sam", "Sam Oduya", "sam@northwind.example")
        sister.team_id = made.south.workspace.team_id  # a colleague whose own workspace is another one
        lent = made.north.workspace.add_person("lena", "Lena Fischer", stranger=True)
        with made.app.store.write() as session:
            now = made.app.clock.now()
            for who in (sister, lent):
                session.add(
                    User(
                        tenant_id=tenant, name=who.real_name, email=who.email, slack_id=who.id, created_at=now,
                        updated_at=now,
                    )
                )  # fmt: skip
        for person in (sister, lent):
            made.north.workspace.dm(person)
        assert "Dana Reyes" in said(made.says(made.north, "sam", "who owns Zephyrine Works?"))
        ts = made.north.say("lena", "dm", "who owns Zephyrine Works?")
        assert "Dana Reyes" in said(made.says(made.north, "dana", "who owns Zephyrine Works?"))
        assert not [each for each in made.north.messages("dm", ts, person="lena") if each.bot]
    finally:
        made.close()
