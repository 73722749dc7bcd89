"""An answer is said once, over a real socket, whatever becomes of the call or of the process that made it."""

import pytest
from slack_sdk import WebClient

from bot.console.faults import Fault
from bot.slack.oauth.clients import Clients
from bot.slack.post import Place
from bot.slack.reply import Reply
from bot.slack.views.kit import section
from crm.errors import RetryableError

FIRST, SECOND = [section("*Globex*: owned by Dana")], [section("and its chart")]


@pytest.fixture
def place(console):
    maya = console.workspace.person("maya")
    root = console.say("maya", "dm", "who owns Globex?")
    return Place(console.workspace.dm(maya).id, maya.id, root, private=True)


@pytest.fixture
def client(console):
    return Clients.with_token(_App(console), console.bot_token)


class _App:
    """What `Clients` needs of the application to make a client."""

    def __init__(self, console):
        self._app = self
        self.settings = type("Settings", (), {"slack_api_url": f"{console.url}/api/"})
        self.weather = _Deaf()


class _Deaf:
    def note(self, _sort): ...

    def told_time(self, _date): ...


def answers(console):
    return [each for each in console.messages("dm", person="maya") if each.bot]


def test_a_call_that_worked_though_its_answer_was_lost_is_not_repeated(console, client, place):
    console.faults.add(Fault("lost_answer", "chat.postMessage"))
    with pytest.raises(RetryableError):
        Reply(client, "Ev1", again=False).send(place, FIRST)
    assert len(answers(console)) == 1
    again = Reply(client, "Ev1", again=True)
    assert again.send(place, FIRST) == answers(console)[0].ts
    again.send(place, SECOND)
    assert [each.blocks[0]["text"]["text"] for each in answers(console)] == [
        FIRST[0]["text"]["text"],
        SECOND[0]["text"]["text"],
    ]


def test_a_server_that_stumbles_is_asked_again_by_the_next_attempt(console, client, place):
    console.faults.add(Fault("server_error", "chat.postMessage"))
    with pytest.raises(RetryableError):
        Reply(client, "Ev1", again=False).send(place, FIRST)
    assert answers(console) == []
    Reply(client, "Ev1", again=True).send(place, FIRST)
    Reply(client, "Ev1", again=True).send(place, FIRST)
    assert len(answers(console)) == 1


def test_answers_to_other_events_of_the_thread_are_others(console, client, place):
    Reply(client, "Ev1", again=False).send(place, FIRST)
    Reply(client, "Ev10", again=True).send(place, FIRST)
    assert len(answers(console)) == 2


def test_what_only_one_person_sees_goes_out_as_ever(console, client):
    sales, maya = console.workspace.channel("sales"), console.workspace.person("maya")
    place = Place(sales.id, maya.id, None, private=False)
    assert Reply(client, "Ev1", again=True).send(place, FIRST) is None
    assert len(console.ephemerals("maya")) == 1
    assert isinstance(client, WebClient)
