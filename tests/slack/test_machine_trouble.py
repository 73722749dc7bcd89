"""What the machine lacks for a moment, such as room on its disk, costs nobody a call that was to be logged."""

import errno

import pytest
from pydantic import SecretStr

from bot.console.messages import Message
from bot.console.server import Console
from bot.console.workspace import Workspace
from bot.settings import Settings
from bot.slack.desk import SOURCE, Desk
from bot.wiring import Rapport
from crm.clock import SystemClock
from crm.errors import RetryableError
from crm.model import Account, InboxItem, InboxState, Role, User


@pytest.fixture
def office(tmp_path):
    """A console with one rep, and a Rapport without workers."""
    place = Workspace()
    rep = place.add_person("rae", "Rae Rep", "rae@northwind.example")
    with Console(place) as console:
        tokens = {"slack_bot_token": SecretStr(console.bot_token), "slack_api_url": f"{console.url}/api/"}
        app = Rapport(Settings(home=tmp_path, **tokens), SystemClock())
        tenant, now = app.tenants.home(), app.clock.now()
        stamp = {"tenant_id": tenant, "created_at": now, "updated_at": now}
        with app.store.write() as session:
            session.add(User(name=rep.real_name, email=rep.email, role=Role.REP, **stamp))
            session.add(Account(name="Acme", external_id="a", **stamp))
        yield app, console, rep
        app.close()


class Failing:
    """A part that fails once before it works."""

    def __init__(self, part, error):
        self._part, self._errors = part, [error]

    def __getattr__(self, name):
        def call(*args, **kwargs):
            if self._errors:
                raise self._errors.pop()
            return getattr(self._part, name)(*args, **kwargs)

        return call


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "no room"), OSError(errno.EMFILE, "files"), RetryableError("")]
)
def test_a_call_is_taken_once_the_trouble_is_over(office, error):
    app, console, rep = office
    tenant, text = app.tenants.home(), "called Acme about the renewal, follow up next week"
    direct = console.workspace.dm(rep).id
    said = Message(console.state.ticker.ts(), direct, rep.id, text)
    console.state.post(said)
    event = {"type": "message", "channel_type": "im", "channel": direct, "user": rep.id, "text": text, "ts": said.ts}
    team = console.workspace.team_id
    body = {"type": "event_callback", "team_id": team, "event_id": "Ev1", "event": event}
    item, _ = app.inbox.receive(tenant, SOURCE, "Ev1", body)
    vars(app)["logbook"] = Failing(app.logbook, error)
    desk = Desk(app)
    with pytest.raises(type(error)):
        desk.process(item)
    assert console.messages(direct, said.ts)[1:] == [], "nothing is said of what passes"
    with app.store.read() as session:
        assert session.get_one(InboxItem, item).state is InboxState.RECEIVED
    desk.process(item)
    [card] = console.messages(direct, said.ts)[1:]
    assert "log_confirm" in str(card.blocks)
