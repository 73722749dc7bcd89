"""What the page's own API answers to good and bad calls; and that no payload whatever upsets the checks."""

from __future__ import annotations

import contextlib
import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.console.blocks import find_faults
from bot.console.errors import SlackRefusal
from bot.console.payloads import message_content, view_content
from bot.console.server import Console

OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def call(console: Console, name: str, body: Any = None) -> tuple[int, Any]:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{console.url}/console/api/{name}", data, headers)
    try:
        with OPENER.open(request) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def test_state_is_what_one_person_sees(console: Console) -> None:
    console.say("maya", "dm", "private")
    console.say("daniel", "general", "public")
    tom = console.workspace.person("tom").id
    status, state = call(console, f"state?person={tom}")
    assert status == 200
    assert state["me"] == tom
    assert {each["name"] for each in state["channels"]} == {"sales", "directmessage"}
    assert "private" not in json.dumps(state)
    assert "public" not in json.dumps(state)
    assert {each["role"] for each in state["people"]} == {"rep", "manager", "admin", "guest", "external", "app"}


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("state?person=nobody", None, 409),
        ("say", {"person": "nobody", "channel": "sales", "text": "x"}, 409),
        ("say", {"person": "maya", "channel": "nowhere", "text": "x"}, 409),
        ("say", {"person": "tom", "channel": "general", "text": "x"}, 409),
        ("say", {"person": "maya", "channel": "sales", "text": "  "}, 409),
        ("say", {"person": "maya", "channel": "sales"}, 400),
        ("say", ["not", "an", "object"], 400),
        ("press", {"person": "maya", "where": "1.0", "action_id": "x"}, 409),
        ("submit", {"person": "maya", "view_id": "V1"}, 409),
        ("close", {"person": "maya", "view_id": "V1"}, 409),
        ("weather", {"person": "maya", "kind": "locusts"}, 409),
        ("say", {"person": "maya", "channel": "sales", "text": "fine"}, 200),
    ],
)
def test_bad_calls_are_answered_in_words(console: Console, name: str, body: Any, status: int) -> None:
    answered, content = call(console, name, body)
    assert answered == status
    assert status == 200 or content["error"].endswith(".")


def test_feed_tells_only_what_one_may_see(console: Console) -> None:
    tom = console.workspace.person("tom").id
    with OPENER.open(f"{console.url}/console/api/feed?person={tom}") as feed:
        assert heard_on(feed)["kind"] == "whole"
        console.say("daniel", "general", "not for guests")
        console.say("maya", "dm", "nor this")
        console.say("daniel", "sales", "for all")
        heard = heard_on(feed)
    assert heard["message"]["text"] == "for all"


def test_feed_begins_with_all_that_was_there_and_repeats_it_for_who_fell_behind(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.console.feed._BACKLOG", 1)
    tom = console.workspace.person("tom").id
    console.say("daniel", "sales", "before")
    with OPENER.open(f"{console.url}/console/api/feed?person={tom}") as feed:
        whole = heard_on(feed)["whole"]
        assert [each["text"] for each in whole["messages"][console.workspace.channel("sales").id]] == ["before"]
        with console.state.lock:  # the watcher cannot be answered while more than it holds goes by
            for number in range(50):
                console.state.feed.publish("toast", text=str(number), only_for=tom)
        while (heard := heard_on(feed))["kind"] != "whole":
            assert heard["seq"] > whole["seq"]
        assert heard["whole"]["seq"] == whole["seq"] + 50


def heard_on(feed: Any) -> Any:
    line = feed.readline()
    assert feed.readline() == b"\n"
    return json.loads(line.removeprefix(b"data: "))


KEYS = [
    "type",
    "text",
    "elements",
    "element",
    "accessory",
    "fields",
    "rows",
    "label",
    "options",
    "block_id",
    "action_id",
]
KEYS += ["alt_text", "confirm", "option_groups", "initial_option", "placeholder", "positive_button", "title", "blocks"]
WORDS = ["section", "actions", "button", "static_select", "table", "context", "input", "image", "mrkdwn", "plain_text"]
WORDS += [
    "overflow",
    "raw_text",
    "rich_text",
    "feedback_buttons",
    "context_actions",
    "header",
    "checkboxes",
    "modal",
    "x",
]
LEAVES = st.one_of(st.none(), st.booleans(), st.integers(), st.sampled_from(WORDS))
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=5)),
    max_leaves=20,
)
ELEMENTS = [
    "button",
    "static_select",
    "overflow",
    "checkboxes",
    "datepicker",
    "image",
    "feedback_buttons",
    "mrkdwn",
    "number_input",
]
BLOCKS = [
    "section",
    "actions",
    "context",
    "context_actions",
    "input",
    "table",
    "rich_text",
    "header",
    "image",
    "markdown",
]
PLAIN = st.fixed_dictionaries({"type": st.sampled_from(["plain_text", "mrkdwn"]), "text": st.text(max_size=5)})
OPTIONS = st.lists(st.one_of(ANYTHING, st.fixed_dictionaries({"text": PLAIN, "value": ANYTHING})), max_size=3)
ELEMENT = st.fixed_dictionaries(
    {"type": st.one_of(st.sampled_from(ELEMENTS), ANYTHING)},
    optional={
        "text": st.one_of(PLAIN, ANYTHING),
        "action_id": st.one_of(st.just("same"), ANYTHING),
        "options": st.one_of(OPTIONS, ANYTHING),
        "option_groups": st.lists(st.fixed_dictionaries({"label": PLAIN, "options": OPTIONS}), max_size=2),
        "initial_option": ANYTHING,
        "initial_options": ANYTHING,
        "confirm": ANYTHING,
        "style": ANYTHING,
        "initial_date": ANYTHING,
        "min_length": ANYTHING,
        "positive_button": ANYTHING,
    },
)
BLOCK = st.fixed_dictionaries(
    {"type": st.one_of(st.sampled_from(BLOCKS), ANYTHING)},
    optional={
        "text": st.one_of(PLAIN, ANYTHING),
        "elements": st.one_of(st.lists(ELEMENT, max_size=3), ANYTHING),
        "element": st.one_of(ELEMENT, ANYTHING),
        "accessory": st.one_of(ELEMENT, ANYTHING),
        "fields": ANYTHING,
        "label": PLAIN,
        "rows": st.lists(st.one_of(ANYTHING, st.lists(ANYTHING, max_size=2)), max_size=2),
        "block_id": ANYTHING,
    },
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(BLOCK, ANYTHING), max_size=3), st.sampled_from(["message", "modal", "home"]))
def test_no_blocks_upset_the_checks(blocks: list[Any], surface: Any) -> None:
    assert isinstance(find_faults(blocks, surface), list)


@settings(max_examples=300, deadline=None)
@given(st.one_of(PLAIN, ANYTHING), st.one_of(st.lists(BLOCK, max_size=2), ANYTHING), st.one_of(BLOCK, ANYTHING))
def test_no_message_or_view_upsets_the_checks(text: Any, blocks: Any, view: Any) -> None:
    with contextlib.suppress(SlackRefusal):
        assert message_content({"text": text, "blocks": blocks})
    with contextlib.suppress(SlackRefusal):
        assert view_content({"type": "modal", "title": text, "blocks": blocks, "submit": view}, "modal")
