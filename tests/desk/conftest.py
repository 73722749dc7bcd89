"""The admin's desk behind the real socket: the small company of the scenarios, and somebody to use it."""

from datetime import timedelta

import pytest
from desk_kit import Office
from scene import at_work, staffed

from bot.console import tickets
from bot.console.server import Console

PATIENT = timedelta(minutes=5)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Slack takes a trigger for three seconds only; here, where a machine may be busy, for minutes."""
    with pytest.MonkeyPatch.context() as patch, Console(staffed()) as console:
        patch.setattr(tickets, "TRIGGER_LIFE", PATIENT)
        with at_work(tmp_path_factory.mktemp("home"), console) as (app, process):
            yield Office(app, console, process)
