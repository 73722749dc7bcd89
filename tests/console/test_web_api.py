"""The Web API as slack_sdk calls it."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.console.faults import Fault, RateMeter
from bot.console.server import Console
from bot.console.workspace import sample_workspace
from crm.clock import FixedClock
from crm.errors import FatalError


def error_of(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


@pytest.fixture
def sales(console: Console) -> str:
    return console.workspace.channel("sales").id


def test_tokens_are_checked(console: Console) -> None:
    def with_token(token: str | None) -> WebClient:
        return WebClient(token=token, base_url=console.url + "/api/")

    assert error_of(with_token(None).auth_test) == "not_authed"
    assert error_of(with_token("xoxb-other").auth_test) == "invalid_auth"
    assert error_of(with_token(console.app_token).auth_test) == "not_allowed_token_type"
    opener = with_token(None)
    assert error_of(lambda: opener.apps_connections_open(app_token=console.bot_token)) == "not_allowed_token_type"
    assert opener.apps_connections_open(app_token=console.app_token)["url"].startswith("ws://127.0.0.1:")


def test_other_methods_are_unknown(client: WebClient) -> None:
    assert error_of(lambda: client.admin_users_list(team_id="T1")) == "unknown_method"
    assert error_of(lambda: client.api_call("no.such.method")) == "unknown_method"


def test_forms_and_json_say_the_same(console: Console, client: WebClient, sales: str) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "by form"}}]
    client.api_call("chat.postMessage", data={"channel": sales, "text": "x", "blocks": json.dumps(blocks)})
    client.api_call("chat.postMessage", json={"channel": sales, "text": "x", "blocks": blocks})
    first, second = console.messages("sales")
    assert first.blocks[0]["text"] == second.blocks[0]["text"]
    assert (
        error_of(lambda: client.api_call("chat.postMessage", data={"channel": sales, "blocks": "[{"}))
        == "invalid_blocks_format"
    )


@pytest.mark.parametrize(
    "arguments",
    [{"channel": 7}, {"text": ["x"]}, {"markdown_text": 1}, {"thread_ts": {}}, {"blocks": 5}, {"attachments": "[]]"}],
)
def test_malformed_arguments_are_refused(client: WebClient, sales: str, arguments: dict[str, Any]) -> None:
    whole = {"channel": sales, "text": "x", **arguments}
    assert error_of(lambda: client.api_call("chat.postMessage", json=whole)).startswith("invalid_")


def test_message_life(console: Console, client: WebClient, sales: str) -> None:
    ts = client.chat_postMessage(channel=sales, text="first")["ts"]
    reply = client.chat_postMessage(channel=sales, text="reply", thread_ts=ts)["ts"]
    assert [each["text"] for each in client.conversations_replies(channel=sales, ts=ts)["messages"]] == [
        "first",
        "reply",
    ]
    assert [each["text"] for each in client.conversations_history(channel=sales)["messages"]] == ["first"]
    assert client.chat_update(channel=sales, ts=ts, text="second")["text"] == "second"
    link = client.chat_getPermalink(channel=sales, message_ts=reply)["permalink"]
    assert f"p{reply.replace('.', '')}" in link
    assert f"thread_ts={ts}" in link
    client.reactions_add(channel=sales, timestamp=ts, name="eyes")
    assert error_of(lambda: client.reactions_add(channel=sales, timestamp=ts, name="eyes")) == "already_reacted"
    client.chat_delete(channel=sales, ts=reply)
    assert error_of(lambda: client.chat_delete(channel=sales, ts=reply)) == "message_not_found"


def test_update_keeps_what_it_does_not_name(console: Console, client: WebClient, sales: str) -> None:
    blocks = [{"type": "divider", "block_id": "line"}]
    ts = client.chat_postMessage(channel=sales, text="a", blocks=blocks, attachments=[{"text": "b"}])["ts"]
    (message,) = console.messages("sales")
    client.api_call("chat.update", json={"channel": sales, "ts": ts, "metadata": {"event_type": "x"}})
    assert (message.text, message.blocks, message.metadata) == ("a", blocks, {"event_type": "x"})
    client.chat_update(channel=sales, ts=ts, text="c")
    assert (message.text, message.blocks, message.attachments) == ("c", [], [{"text": "b"}])


def test_refusals(console: Console, client: WebClient, sales: str) -> None:
    theirs = console.say("maya", "sales", "mine")
    private = console.workspace.add_channel("board", [], private=True, with_bot=False).id
    outside = console.workspace.add_channel("lunch", [], with_bot=False).id
    tom = console.workspace.person("tom").id
    general = console.workspace.channel("general").id
    cases: list[tuple[Callable[[], Any], str]] = [
        (lambda: client.chat_postMessage(channel="C404", text="x"), "channel_not_found"),
        (lambda: client.chat_postMessage(channel=private, text="x"), "channel_not_found"),
        (lambda: client.chat_postMessage(channel=outside, text="x"), "not_in_channel"),
        (lambda: client.chat_postMessage(channel=sales, text="x", thread_ts="1.000001"), "thread_not_found"),
        (lambda: client.chat_postMessage(channel=sales, text="x", blocks=[{"type": "nope"}]), "invalid_blocks"),
        (lambda: client.chat_update(channel=sales, ts=theirs, text="x"), "cant_update_message"),
        (lambda: client.chat_delete(channel=sales, ts=theirs), "cant_delete_message"),
        (lambda: client.chat_postEphemeral(channel=general, user=tom, text="x"), "user_not_in_channel"),
        (lambda: client.users_info(user="U404"), "user_not_found"),
        (lambda: client.users_lookupByEmail(email="nobody@example.com"), "users_not_found"),
        (lambda: client.views_publish(user_id=tom, view={"type": "modal", "blocks": []}), "invalid_arguments"),
        (lambda: client.views_update(view_id="V404", view={"type": "home", "blocks": []}), "not_found"),
        (lambda: client.conversations_history(channel=outside), "not_in_channel"),
    ]
    for call, error in cases:
        assert error_of(call) == error


def test_people_and_channels(console: Console, client: WebClient, sales: str) -> None:
    maya = console.workspace.person("maya")
    assert client.users_lookupByEmail(email=maya.email.upper())["user"]["id"] == maya.id
    assert client.conversations_open(users=maya.id)["channel"]["id"] == console.workspace.dm(maya).id
    assert maya.id in client.conversations_members(channel=sales)["members"]
    shared = console.workspace.channel("acme-northwind").id
    assert client.conversations_info(channel=shared)["channel"]["is_ext_shared"] is True
    sizes = [len(page["members"]) for page in client.users_list(limit=2)]
    assert sizes == [2, 2, 1]


def test_history_is_paged_and_bounded(console: Console, client: WebClient, sales: str) -> None:
    sent = [console.say("maya", "sales", f"n{n}") for n in range(5)]
    pages = [
        [each["text"] for each in page["messages"]] for page in client.conversations_history(channel=sales, limit=2)
    ]
    assert pages == [["n4", "n3"], ["n2", "n1"], ["n0"]]
    late = client.conversations_history(channel=sales, oldest=sent[2])["messages"]
    assert [each["text"] for each in late] == ["n4", "n3"]
    both = client.conversations_history(channel=sales, oldest=sent[2], latest=sent[3], inclusive=True)["messages"]
    assert [each["text"] for each in both] == ["n3", "n2"]


def test_streaming_grows_and_ends(console: Console, client: WebClient) -> None:
    maya = console.workspace.person("maya")
    dm, root = console.workspace.dm(maya).id, console.say("maya", "dm", "go")
    client.assistant_threads_setStatus(channel_id=dm, thread_ts=root, status="is thinking…")
    assert console.status(dm, root) == "is thinking…"
    stream = client.chat_stream(channel=dm, thread_ts=root, buffer_size=1)
    stream.append(markdown_text="**Hel")
    assert console.status(dm, root) == ""
    stream.append(markdown_text="lo**")
    stream.append(chunks=[{"type": "task_update", "id": "1", "title": "Looking", "status": "complete"}])
    message = console.messages("dm", root, person="maya")[1]
    assert message.stream is not None
    assert message.stream.in_progress
    assert message.text == "**Hello**"
    stream.stop(blocks=[{"type": "divider"}])
    assert not message.stream.in_progress
    assert [block["type"] for block in message.blocks] == ["divider"]
    assert (
        error_of(lambda: client.chat_appendStream(channel=dm, ts=message.ts, markdown_text="x"))
        == "message_not_in_streaming_state"
    )
    assert client.chat_update(channel=dm, ts=message.ts, text="fallback")["ok"]


def test_stream_in_a_channel_names_its_reader(console: Console, client: WebClient, sales: str) -> None:
    root = console.say("maya", "sales", "go")
    assert error_of(lambda: client.chat_startStream(channel=sales, thread_ts=root)) == "missing_recipient_team_id"
    maya = console.workspace.person("maya")
    answer = client.chat_startStream(
        channel=sales, thread_ts=root, recipient_team_id=maya.team_id, recipient_user_id=maya.id, markdown_text="x"
    )
    assert answer["ok"]


def test_idle_stream_dies() -> None:
    clock = FixedClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    with Console(sample_workspace(), clock=clock) as console:
        client = WebClient(token=console.bot_token, base_url=console.url + "/api/")
        dm, root = console.workspace.dm(console.workspace.person("maya")).id, console.say("maya", "dm", "go")
        ts = client.chat_startStream(channel=dm, thread_ts=root, markdown_text="a")["ts"]
        clock.instant += timedelta(minutes=6)
        assert (
            error_of(lambda: client.chat_appendStream(channel=dm, ts=ts, markdown_text="b"))
            == "message_not_in_streaming_state"
        )


def test_suggested_prompts(console: Console, client: WebClient) -> None:
    dm = console.workspace.dm(console.workspace.person("maya")).id
    prompts = [{"title": "Acme", "message": "How is Acme doing?"}]
    assert client.assistant_threads_setSuggestedPrompts(channel_id=dm, prompts=prompts)["ok"]
    assert console.state.prompts[dm]["prompts"] == prompts
    assert (
        error_of(lambda: client.assistant_threads_setSuggestedPrompts(channel_id=dm, prompts=prompts * 5))
        == "invalid_arguments"
    )


def test_file_in_three_steps(console: Console, client: WebClient, sales: str) -> None:
    answer = client.files_upload_v2(channel=sales, content="a,b\n1,2\n", filename="deals.csv", title="Deals")
    assert answer["file"]["title"] == "Deals"
    (message,) = console.messages("sales")
    with urllib.request.urlopen(message.files[0]["url_private"]) as response:
        assert response.read() == b"a,b\n1,2\n"


def test_modals_stack_and_hashes(console: Console, client: WebClient) -> None:
    maya = console.workspace.person("maya").id
    view = {"type": "modal", "title": {"type": "plain_text", "text": "One"}, "blocks": [], "external_id": "one"}

    def trigger() -> str:
        return console.state.tickets.trigger(maya)

    opened = client.views_open(trigger_id=trigger(), view=view)["view"]
    assert error_of(lambda: client.views_push(trigger_id=trigger(), view=view)) == "duplicate_external_id"
    other = {**view, "external_id": ""}
    pushed = client.views_push(trigger_id=trigger(), view=other)["view"]
    assert pushed["previous_view_id"] == opened["id"]
    client.views_push(trigger_id=trigger(), view=other)
    assert error_of(lambda: client.views_push(trigger_id=trigger(), view=other)) == "push_limit_reached"
    assert error_of(lambda: client.views_update(view_id=opened["id"], hash="old", view=view)) == "hash_conflict"
    updated = client.views_update(external_id="one", hash=opened["hash"], view=view)["view"]
    assert updated["hash"] != opened["hash"]
    assert len(console.views("maya")) == 3


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (Fault("rate_limited", "chat.postMessage", retry_after=7), 429),
        (Fault("server_error", "chat.postMessage"), 500),
        (Fault("garbage", "chat.postMessage"), 200),
        (Fault("lost_answer", "chat.postMessage"), 502),
    ],
)
def test_bad_weather(console: Console, client: WebClient, sales: str, fault: Fault, status: int) -> None:
    console.faults.add(fault)
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=sales, text="x")
    assert caught.value.response.status_code == status
    if status == 429:
        assert caught.value.response.headers["Retry-After"] == "7"
    assert len(console.messages("sales")) == (1 if fault.kind == "lost_answer" else 0)
    assert client.chat_postMessage(channel=sales, text="again")["ok"]


def test_nth_call_fails_with_a_named_error(console: Console, client: WebClient, sales: str) -> None:
    console.faults.add(Fault("error", "chat.postMessage", after=1, error="fatal_error"))
    assert client.chat_postMessage(channel=sales, text="1")["ok"]
    assert error_of(lambda: client.chat_postMessage(channel=sales, text="2")) == "fatal_error"
    assert client.chat_postMessage(channel=sales, text="3")["ok"]


def test_hanging_call_times_out(console: Console, sales: str) -> None:
    console.faults.add(Fault("hang", "chat.postMessage", seconds=1.5))
    hasty = WebClient(token=console.bot_token, base_url=console.url + "/api/", timeout=1, retry_handlers=[])
    with pytest.raises(TimeoutError):
        hasty.chat_postMessage(channel=sales, text="x")


def test_retry_handler_gets_through_a_rate_limit(console: Console, client: WebClient, sales: str) -> None:
    client.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    console.faults.add(Fault("rate_limited", "chat.postMessage", retry_after=1))
    assert client.chat_postMessage(channel=sales, text="x")["ok"]


def test_pace_is_kept_when_asked() -> None:
    clock = FixedClock(datetime(2026, 11, 21, 9, 0, tzinfo=UTC))
    with Console(sample_workspace(), clock=clock, keep_pace=True) as console:
        client = WebClient(token=console.bot_token, base_url=console.url + "/api/")
        sales = console.workspace.channel("sales").id
        for _ in range(RateMeter.BURST):
            client.chat_postMessage(channel=sales, text="x")
        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel=sales, text="x")
        assert caught.value.response.status_code == 429
        assert int(caught.value.response.headers["Retry-After"]) >= 1
        assert client.chat_postMessage(channel=console.workspace.channel("general").id, text="x")["ok"]
        clock.instant += timedelta(seconds=6)
        assert client.chat_postMessage(channel=sales, text="x")["ok"]


@pytest.fixture
def opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
def test_strangers_are_kept_out(
    console: Console, opener: urllib.request.OpenerDirector, headers: dict[str, str]
) -> None:
    request = urllib.request.Request(console.url + "/console/api/state", headers=headers)
    with pytest.raises(urllib.error.HTTPError) as caught:
        opener.open(request)
    with caught.value:
        assert caught.value.code == 403


def test_taken_port_is_said_plainly(console: Console, capsys: pytest.CaptureFixture[str]) -> None:
    port = int(console.url.rsplit(":", 1)[1])
    with pytest.raises(FatalError, match="taken"):
        Console(sample_workspace(), port=port).start()
