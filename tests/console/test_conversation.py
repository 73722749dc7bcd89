"""A real Bolt app over a real socket: what people do reaches it, what it does shows."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from console_apps import bare_app
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.console.server import Console
from crm.errors import RejectedError

Connect = Callable[..., App]
APPROVE = [
    {
        "type": "actions",
        "elements": [
            {"type": "button", "action_id": "approve", "value": "17", "text": {"type": "plain_text", "text": "Log it"}},
            {
                "type": "static_select",
                "action_id": "pick",
                "options": [{"text": {"type": "plain_text", "text": "One"}, "value": "1"}],
            },
            {"type": "external_select", "action_id": "who", "min_query_length": 1},
        ],
    }
]


def test_direct_message_is_answered(console: Console, connect: Connect) -> None:
    connect()
    ts = console.say("maya", "dm", "How is Acme & Co <doing>?")
    (answer,) = console.wait_for(lambda: console.replies_of_app("maya", since=ts))
    assert answer.text == "You said: How is Acme &amp; Co &lt;doing&gt;?"


def test_mention_in_a_channel_roots_a_thread(console: Console, connect: Connect) -> None:
    connect()
    ts = console.say("daniel", "#sales", "@rapport who is on Acme?")
    assert console.wait_for(lambda: len(console.messages("sales", ts)) == 2)
    reply = console.messages("sales", ts)[1]
    assert (reply.text, reply.thread_ts, reply.bot) == ("Here I am", ts, True)


def test_home_tab_is_published(console: Console, connect: Connect) -> None:
    connect()
    console.open_home("priya")
    home = console.wait_for(lambda: console.home("priya"))
    assert home.blocks[0]["text"]["text"] == "What I can do"


def test_slash_command_answers_only_its_caller(console: Console, connect: Connect) -> None:
    connect()
    assert console.command("maya", "/rapport", "help", "sales").ok
    assert [each.text for each in console.ephemerals("maya")] == ["What I can do"]
    assert console.ephemerals("daniel") == []
    console.command("maya", "/rapport", "later", "sales")
    assert console.wait_for(lambda: [each for each in console.ephemerals("maya") if each.text == "A late answer"])


def test_unknown_command_is_refused(console: Console) -> None:
    with pytest.raises(RejectedError):
        console.command("maya", "/salute", "", "sales")


def test_button_replaces_its_message(console: Console, connect: Connect, client: WebClient) -> None:
    connect()
    dm = console.workspace.dm(console.workspace.person("maya")).id
    ts = client.chat_postMessage(channel=dm, text="Log this?", blocks=APPROVE)["ts"]
    assert console.press("maya", ts, "approve").ok
    assert console.wait_for(lambda: console.messages("dm", person="maya")[0].text.endswith(": 17"))
    assert console.messages("dm", person="maya")[0].blocks == []


def test_select_and_external_options(console: Console, connect: Connect, client: WebClient) -> None:
    connect()
    ts = client.chat_postMessage(channel=console.workspace.person("maya").id, text="Pick", blocks=APPROVE)["ts"]
    console.press("maya", ts, "pick", "1")
    assert console.wait_for(lambda: console.replies_of_app("maya", since=ts))[0].text == "Picked 1"
    (offered,) = console.options("maya", ts, "who", "Acme")
    assert offered["text"]["text"] == "Acme Ltd"
    with pytest.raises(RejectedError):
        console.press("maya", ts, "pick", "7")
    with pytest.raises(RejectedError):
        console.press("daniel", ts, "approve")


def test_modal_with_errors_then_success(console: Console, connect: Connect) -> None:
    connect()
    console.command("maya", "/rapport", "open")
    (view,) = console.wait_for(lambda: console.views("maya"))
    assert not console.submit("maya", view.id, {}).ok
    assert set(view.errors) == {"what", "stage"}
    console.submit("maya", view.id, {"what": "bad", "stage": "Won"})
    assert view.errors == {"what": "Say something better"}
    assert console.submit("maya", view.id, {"what": "Spoke to Lena", "tags": ["hot"]}).ok
    assert console.views("maya") == []
    assert console.wait_for(lambda: console.replies_of_app("maya"))[0].text == "Logged: Spoke to Lena won"


def test_trigger_works_once_and_not_for_long(console: Console, client: WebClient) -> None:
    view = {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": []}
    maya = console.workspace.person("maya").id
    trigger = console.state.tickets.trigger(maya)
    assert client.views_open(trigger_id=trigger, view=view)["ok"]
    assert _error(lambda: client.views_open(trigger_id=trigger, view=view)) == "exchanged_trigger_id"
    late = console.state.tickets.trigger(maya)
    console.state.tickets._triggers[late].issued_at = console.state.clock.now().replace(year=2020)
    assert _error(lambda: client.views_open(trigger_id=late, view=view)) == "expired_trigger_id"
    assert _error(lambda: client.views_open(trigger_id="nonsense", view=view)) == "invalid_trigger_id"


def test_answer_address_is_used_up(console: Console) -> None:
    token = console.state.tickets.new_response(
        console.workspace.person("maya").id, console.workspace.channel("sales").id
    )
    hook = WebhookClient(f"{console.url}/commands/{console.workspace.team_id}/{token}")
    assert [hook.send(text=f"answer {n}").status_code for n in range(6)] == [200] * 5 + [404]
    assert len(console.ephemerals("maya")) == 5
    assert hook.send(text="x" * 10).status_code == 404


def test_guests_and_strangers_are_told_apart(console: Console, client: WebClient) -> None:
    def info(name: str) -> Any:
        return client.users_info(user=console.workspace.person(name).id)["user"]

    assert info("tom")["is_restricted"] is True
    stranger = info("lena")
    assert stranger["is_stranger"] is True
    assert stranger["team_id"] != console.workspace.team_id
    assert "email" not in stranger["profile"]
    assert info("priya")["is_admin"] is True


def test_app_hears_itself_but_does_not_answer_itself(console: Console, connect: Connect) -> None:
    connect()
    console.say("maya", "dm", "hello")
    assert console.wait_for(lambda: console.replies_of_app("maya"))
    assert console.wait_for(console.delivery.idle)
    time.sleep(0.1)
    assert len(console.messages("dm", person="maya")) == 2


def test_edits_deletions_reactions_and_shortcuts(console: Console, connect: Connect) -> None:
    app = bare_app(console)
    heard: list[str] = []

    @app.event("message")
    def on_message(event: dict[str, Any]) -> None:
        heard.extend([event["subtype"]] if "subtype" in event else [])

    @app.event("reaction_added")
    def on_reaction(event: dict[str, Any]) -> None:
        heard.append(event["reaction"])

    @app.event("member_joined_channel")
    def on_joined(event: dict[str, Any]) -> None:
        heard.append(event["type"])

    @app.shortcut("log_this")
    def on_shortcut(ack: Any, shortcut: dict[str, Any]) -> None:
        ack()
        heard.append(shortcut["message"]["text"])

    connect(app)
    ts = console.say("maya", "sales", "tpyo")
    console.edit("maya", ts, "typo")
    console.react("daniel", ts, "eyes")
    assert console.shortcut("daniel", "log_this", ts).ok
    console.remove("maya", ts)
    console.send_event({"type": "member_joined_channel", "user": console.workspace.person("tom").id}, "sales")
    assert console.wait_for(lambda: len(heard) == 5)
    assert set(heard) == {"message_changed", "eyes", "typo", "message_deleted", "member_joined_channel"}
    with pytest.raises(RejectedError):
        console.edit("daniel", console.say("maya", "sales", "mine"), "not mine")


def _error(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])
