"""Blocks, messages and views are refused where Slack would refuse them."""

from __future__ import annotations

from typing import Any

import pytest

from bot.console.blocks import find_faults, refuse_bad_blocks
from bot.console.errors import SlackRefusal
from bot.console.payloads import message_content, view_content

Json = dict[str, Any]


def section(text: str = "hello", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(**more: Any) -> Json:
    return {"type": "button", "action_id": "go", "text": plain("Go"), **more}


def option(value: str = "1", text: str = "One") -> Json:
    return {"text": plain(text), "value": value}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def table(rows: int = 2, columns: int = 2, text: str = "x") -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * columns for _ in range(rows)]}


GOOD: list[list[Json]] = [
    [section()],
    [section("x" * 3000)],
    [{"type": "section", "fields": [plain("a")] * 10}],
    [{"type": "header", "text": plain("x" * 150)}],
    [{"type": "divider"}] * 50,
    [{"type": "context", "elements": [{"type": "mrkdwn", "text": "x"}] * 10}],
    [{"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a chart"}],
    [actions(*[button(action_id=f"a{n}", text=plain("x" * 75)) for n in range(25)])],
    [section(accessory={"type": "static_select", "action_id": "s", "options": [option()]})],
    [section(accessory={"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(5)]})],
    [{"type": "markdown", "text": "x" * 12_000}],
    [table(100, 20)],
    [{"type": "table", "rows": [[{"type": "raw_number", "value": 4.5}]], "column_settings": [{"align": "right"}]}],
    [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]}],
    [
        {
            "type": "input",
            "label": plain("When"),
            "element": {"type": "datepicker", "action_id": "d", "initial_date": "2026-11-21"},
        }
    ],
    [
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "f",
                    "positive_button": {"text": plain("Good"), "value": "up"},
                    "negative_button": {"text": plain("Bad"), "value": "down"},
                }
            ],
        }
    ],
]

BAD: list[tuple[list[Any], str]] = [
    ([section("x" * 3001)], "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    ([section("")], "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    ([{"type": "section"}], "must provide either text or fields"),
    (
        [{"type": "section", "fields": [plain("a")] * 11}],
        "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
    ),
    ([{"type": "section", "text": "bare"}], "must provide an object [json-pointer:/blocks/0/text]"),
    ([{"type": "header", "text": plain("x" * 151)}], "must be less than 151 characters"),
    ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "unsupported type: mrkdwn"),
    ([{"type": "divider"}] * 51, "no more than 50 items allowed [json-pointer:/blocks]"),
    ([{"type": "context", "elements": [plain("x")] * 11}], "no more than 10 items allowed"),
    ([{"type": "context", "elements": []}], "no less than 1 items allowed"),
    ([{"type": "image", "image_url": "https://example.com/a.png"}], "missing required field: alt_text"),
    ([{"type": "image", "alt_text": "a"}], "must provide either image_url or slack_file"),
    ([actions(*[button(action_id=str(n)) for n in range(26)])], "no more than 25 items allowed"),
    ([actions(button(), button())], "action_id must be unique"),
    ([actions(button(text=plain("x" * 76)))], "must be less than 76 characters"),
    ([actions(button(text={"type": "mrkdwn", "text": "x"}))], "unsupported type: mrkdwn"),
    ([actions(button(action_id="x" * 256))], "must be less than 256 characters"),
    ([actions(button(value="x" * 2001))], "must be less than 2001 characters"),
    ([actions(button(style="loud"))], "must be a valid enum value"),
    ([actions(button(confirm={"title": plain("Sure?")}))], "missing required field: text"),
    ([actions({"type": "plain_text_input", "action_id": "p"})], "unsupported type: plain_text_input"),
    ([actions({"type": "static_select", "action_id": "s", "options": []})], "no less than 1 items allowed"),
    (
        [actions({"type": "static_select", "action_id": "s", "options": [option(text="x" * 76)]})],
        "must be less than 76",
    ),
    (
        [actions({"type": "static_select", "action_id": "s", "options": [option()], "initial_option": option("2")})],
        "initial_option must match",
    ),
    (
        [actions({"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(6)]})],
        "no more than 5",
    ),
    ([actions({"type": "datepicker", "action_id": "d", "initial_date": "21/11/2026"})], "must be a valid date"),
    ([{"type": "input", "element": {"type": "plain_text_input", "action_id": "p"}}], "missing required field: label"),
    ([{"type": "input", "label": plain("L")}], "missing required field: element"),
    (
        [{"type": "input", "label": plain("L"), "element": {"type": "number_input", "action_id": "n"}}],
        "is_decimal_allowed",
    ),
    ([{"type": "markdown", "text": "x" * 12_001}], "must be less than 12001 characters"),
    ([table(101, 1)], "no more than 100 items allowed"),
    ([table(1, 21)], "no more than 20 items allowed"),
    ([table(), table()], "only_one_table_allowed"),
    ([{"type": "table", "rows": [[{"type": "raw_text", "text": "a"}], []]}], "no less than 1 items allowed"),
    ([{"type": "table", "rows": [[{"type": "emoji"}]]}], "unsupported type: emoji"),
    ([section(block_id="same"), section(block_id="same")], "block_id must be unique"),
    ([section(block_id="x" * 256)], "must be less than 256 characters"),
    ([{"type": "paragraph"}], "unsupported type: paragraph [json-pointer:/blocks/0/type]"),
    (["text"], "must provide an object"),
    ([section(text="x", accessory={"type": "input"})], "unsupported type: input"),
    (
        [{"type": "section", "text": {"type": "mrkdwn", "text": "x", "emoji": True}}],
        "invalid additional property: emoji",
    ),
]


@pytest.mark.parametrize("blocks", GOOD)
def test_good_blocks_pass(blocks: list[Json]) -> None:
    refuse_bad_blocks(blocks)


@pytest.mark.parametrize(("blocks", "complaint"), BAD, ids=[complaint[:40] for _, complaint in BAD])
def test_bad_blocks_are_refused(blocks: list[Any], complaint: str) -> None:
    with pytest.raises(SlackRefusal) as caught:
        refuse_bad_blocks(blocks)
    assert caught.value.error == "invalid_blocks"
    assert any(complaint in message for message in caught.value.messages)
    assert caught.value.as_answer()["response_metadata"]["messages"][0].startswith("[ERROR] ")


@pytest.mark.parametrize("blocks", ["[]", {"type": "section"}, 7])
def test_blocks_must_be_a_list(blocks: Any) -> None:
    with pytest.raises(SlackRefusal, match="invalid_blocks_format"):
        refuse_bad_blocks(blocks)


def test_text_of_all_blocks_together_is_limited() -> None:
    refuse_bad_blocks([section("x" * 3000)] * 3)
    with pytest.raises(SlackRefusal, match="msg_blocks_too_long"):
        refuse_bad_blocks([section("x" * 2999)] * 4)
    with pytest.raises(SlackRefusal, match="msg_blocks_too_long"):
        refuse_bad_blocks([{"type": "markdown", "text": "x" * 7000}] * 2)


@pytest.mark.parametrize("kind", ["table", "markdown", "context_actions"])
def test_some_blocks_are_for_messages_only(kind: str) -> None:
    assert find_faults([{"type": kind, "text": "x", "rows": [], "elements": []}], "modal")
    assert len(find_faults([{"type": "divider"}] * 100, "home")) == 0


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "no_text"),
        ({"text": "   "}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"markdown_text": "x", "text": "y"}, "markdown_text_conflict"),
        ({"text": "x", "attachments": [{"blocks": [{"type": "?"}]}]}, "invalid_blocks"),
    ],
)
def test_bad_messages_are_refused(arguments: Json, error: str) -> None:
    with pytest.raises(SlackRefusal) as caught:
        message_content(arguments)
    assert caught.value.error == error


def test_missing_ids_are_filled_in() -> None:
    blocks = message_content({"text": "x", "blocks": [actions({"type": "button", "text": plain("Go")})]})["blocks"]
    assert blocks[0]["block_id"]
    assert blocks[0]["elements"][0]["action_id"]


MODAL: Json = {"type": "modal", "title": plain("Title"), "blocks": [section()]}
INPUT: Json = {"type": "input", "label": plain("L"), "element": {"type": "plain_text_input", "action_id": "p"}}


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"title": plain("x" * 25)}, "must be less than 25 characters [json-pointer:/view/title/text]"),
        ({"title": None}, "missing required field: title"),
        ({"submit": plain("x" * 25)}, "json-pointer:/view/submit/text"),
        ({"private_metadata": "x" * 3001}, "must be less than 3001"),
        ({"callback_id": "x" * 256}, "must be less than 256"),
        ({"blocks": [INPUT]}, "missing required field: submit"),
        ({"blocks": [{"type": "divider"}] * 101}, "no more than 100 items allowed [json-pointer:/view/blocks]"),
        ({"blocks": None}, "missing required field: blocks"),
        ({"type": "popup"}, "unsupported type: popup"),
    ],
)
def test_bad_views_are_refused(change: Json, complaint: str) -> None:
    with pytest.raises(SlackRefusal) as caught:
        view_content({**MODAL, **change}, "modal")
    assert caught.value.error == "invalid_arguments"
    assert any(complaint in message for message in caught.value.messages)


def test_huge_view_is_refused() -> None:
    with pytest.raises(SlackRefusal, match="view_too_large"):
        view_content({**MODAL, "blocks": [section("x" * 3000)] * 99}, "modal")
