"""The real app behind the real socket: a small record, a local Slack, and the bot in between."""

import pytest
from scene import Team, at_work, staffed

from bot.console.server import Console


@pytest.fixture(scope="module")
def team(tmp_path_factory):
    with Console(staffed()) as console, at_work(tmp_path_factory.mktemp("home"), console) as (app, process):
        yield Team(app, console, process)
