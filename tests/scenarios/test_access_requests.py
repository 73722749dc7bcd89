"""An admin asks in Slack what is kept of somebody, and gets it as a file in direct messages; nobody else does."""

import io
import json
import zipfile

from test_teaching import command

from crm.model import Contact


def sent(team):
    return [each for each in team.console.state.uploads.values() if each.completed and each.name.startswith("access-")]


def test_an_admin_gets_it_in_direct_messages(team):
    now = team.app.clock.now()
    with team.app.store.write() as session:
        tenant = team.app.tenants.home()
        session.add(
            Contact(tenant_id=tenant, name="Ylva Brandt", email="ylva@x.example", created_at=now, updated_at=now)
        )
    assert "Only an admin" in command(team, "dana", "access ylva@x.example")
    assert "Use it like this" in command(team, "ari", "access")
    assert "No contact is" in command(team, "ari", "access nobody@nowhere.example")
    assert "/rapport access #" in command(team, "ari", "access Miller")
    assert sent(team) == []
    assert "you alone see it" in command(team, "ari", "access ylva@x.example")
    (upload,) = sent(team)
    with zipfile.ZipFile(io.BytesIO(upload.content)) as archive:
        assert json.loads(archive.read("person.json"))["person"]["names"] == ["Ylva Brandt"]
    held = [message for message in team.console.messages("dm", person="ari") if message.files]
    assert [each["name"] for message in held for each in message.files] == [upload.name]
