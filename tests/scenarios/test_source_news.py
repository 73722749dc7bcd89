"""A source that changes its shape or is refused: admins hear of it, once, and nobody else."""

from __future__ import annotations

import json
from datetime import timedelta

from crm.intake.event import Page
from crm.model import SourceState


def told(team, person, *words):
    found = [m for m in team.console.messages("dm", person=person) if m.bot]
    return [m for m in found if all(word in json.dumps(m.blocks, ensure_ascii=False) for word in words)]


def test_admins_hear_of_new_fields_and_of_a_refusal_once(team):
    app = team.app
    tenant = app.tenants.home()
    team.says("ari", "who owns Globex?")  # the admin, and the workspace, are known in Slack
    source = app.sources.add(tenant, "desk", "webhook", {}, timedelta(days=1))
    app.sync.hear(source, Page.of([], {}, {"ticket": {"status": "text"}}))
    app.sync.hear(source, Page.of([], {}, {"ticket": {"status": "number", "<!channel>": "text"}}))
    app.sync.run(source.id)  # or the bot's own look, whichever comes first: its secret is missing
    team.console.wait_for(lambda: app.sources.get(tenant, "desk").state is SourceState.REFUSED, timeout=20)
    for _ in range(2):
        app.jobs.enqueue_nudges(tenant)
        (message,) = team.console.wait_for(lambda: told(team, "ari", "Source desk"), timeout=30)
    drawn = json.dumps(message.blocks, ensure_ascii=False)
    assert "Set RAPPORT_SECRET__EVENTS_SECRET" in drawn
    assert "was text and is number now" in drawn
    assert "<!channel>" not in drawn
    assert "rapport source resume desk" in drawn
    assert told(team, "dana", "Source desk") == []
    app.sources.remove(tenant, "desk")
