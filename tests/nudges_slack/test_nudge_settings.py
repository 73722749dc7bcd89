"""What holds of the whole team is set at the command line, in the words people use."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bot.cli import rapport


@pytest.fixture
def run(tmp_path):
    def called(*arguments, code=0):
        result = CliRunner().invoke(rapport, ["--home", str(tmp_path), *arguments])
        assert result.exit_code == code, result.output
        return result.output

    return called


def test_the_teams_habits_are_shown_and_set(run):
    before = json.loads(run("set", "--json"))
    assert {name: value for name, value in before.items() if name.startswith("nudges.")} == {
        "nudges.quiet": "18:00-08:30", "nudges.days": "mon,tue,wed,thu,fri", "nudges.budget": 3, "nudges.brief": "on",
    }  # fmt: skip
    run("set", "nudges.quiet", "20:00-7:00")
    run("set", "nudges.budget", "5")
    after = json.loads(run("set", "nudges.brief", "off", "--json"))
    assert (after["nudges.quiet"], after["nudges.budget"], after["nudges.brief"]) == ("20:00-07:00", 5, "off")


def test_what_cannot_be_is_refused(run):
    assert "quiet 19:00-8:00" in run("set", "nudges.quiet", "at night", code=1)
