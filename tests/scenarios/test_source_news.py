"""A source that changes its shape or is refused: admins hear of it, once, and nobody else."""

from __future__ import annotations

import json
from datetime import timedelta

from crm.intake.event import Page


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
    app.sources.refused(source.id, "The password is no longer taken.")
    for _ in range(2):
        app.jobs.enqueue_nudges(tenant)
        (message,) = team.console.wait_for(lambda: told(team, "ari", "Source desk"), timeout=30)
    drawn = json.dumps(message.blocks, ensure_ascii=False)
    assert "The password is no longer taken." in drawn
    assert "was text and is number now" in drawn
    assert "<!channel>" not in drawn
    assert "rapport source resume desk" in drawn
    assert told(team, "dana", "Source desk") == []
    app.sources.remove(tenant, "desk")
