"""The real app behind the real socket: a small record, a local Slack, and the bot in between."""

import pytest
from scene import Team, fill, settings_of, staffed

from bot.console.server import Console
from bot.process import Process
from bot.wiring import Rapport
from crm.clock import SystemClock


@pytest.fixture(scope="module")
def team(tmp_path_factory):
    with Console(staffed()) as console:
        app = Rapport(settings_of(tmp_path_factory.mktemp("home"), console), SystemClock())
        fill(app)
        while app.indexer.run_once():
            pass
        process = Process(app)
        process.start()
        assert console.wait_connected()
        yield Team(app, console, process)
        process.stop()
