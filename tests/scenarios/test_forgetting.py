"""An admin has somebody forgotten in Slack; nobody else can, and nobody is forgotten by guess."""

import json

from sqlalchemy import select
from test_teaching import button, command

from crm.model import Contact, ErasureRequest, ErasureState


def contacts(team):
    with team.app.store.read() as session:
        return session.scalars(select(Contact.email).order_by(Contact.id)).all()


def test_only_an_admin_may_and_nobody_is_guessed(team):
    before = contacts(team)
    assert "admin" in command(team, "dana", "forget jane@acme.example").lower()
    assert "/rapport forget #" in command(team, "ari", "forget Miller")
    assert "No contact is" in command(team, "ari", "forget nobody@nowhere.example")
    assert "Use it like this" in command(team, "ari", "forget")
    assert contacts(team) == before


def test_it_is_confirmed_done_and_told(team):
    now = team.app.clock.now()
    with team.app.store.write() as session:
        tenant = team.app.tenants.home()
        session.add(
            Contact(
                tenant_id=tenant, name="Quilla Xanthopoulou", email="quilla@x.example", created_at=now, updated_at=now
            )
        )
    seen = len(team.console.ephemerals("ari"))
    asked = command(team, "ari", "forget quilla@x.example")
    assert "Nothing has changed yet" in asked
    assert "quilla@x.example" in contacts(team)
    message = team.console.ephemerals("ari")[seen]
    pressed = button(message, "forget_confirm")
    team.console.press("ari", message.ts, pressed["action_id"], pressed["value"])

    def done():
        with team.app.store.read() as session:
            request = session.scalars(select(ErasureRequest).order_by(ErasureRequest.id.desc())).first()
            return request if request is not None and request.state is ErasureState.DONE else None

    request = team.console.wait_for(done, timeout=90)
    assert "quilla@x.example" not in contacts(team)
    told = command(team, "ari", f"forget request {request.id}")
    assert "nothing of the person was found" in told
    assert "done" in command(team, "ari", "forget list")
    assert "xanthopoulou" not in json.dumps(request.certificate).lower()
