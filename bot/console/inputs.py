"""Finding the element that somebody uses, and the value that it then has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from crm.errors import RejectedError

Json = dict[str, Any]
_TYPED = {"plain_text_input", "email_text_input", "url_text_input", "number_input"}
_PLACES = {
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
}
_MANY = {
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
}
_ONE_OPTION = {"static_select", "external_select", "radio_buttons", "overflow"}
_MANY_OPTIONS = {"multi_static_select", "multi_external_select", "checkboxes"}


def elements_of(blocks: list[Json]) -> Iterator[tuple[str, Json]]:
    """Every element that can be used, with the block_id of its block."""
    for block in blocks:
        block_id = str(block.get("block_id", ""))
        candidates = [*block.get("elements", []), block.get("accessory"), block.get("element")]
        for key in ("actions", "child_blocks"):
            inner = block.get(key) or []
            if key == "child_blocks":
                yield from elements_of(inner)
            else:
                candidates += inner
        for element in candidates:
            if isinstance(element, dict) and element.get("action_id"):
                yield block_id, element


def find_element(
    blocks: list[Json], action_id: str, block_id: str | None = None, value: Any = None
) -> tuple[str, Json]:
    """The element with this action_id; among several, the one in the named block or with the given value.

    Raises:
        RejectedError: there is none.
    """
    found = [
        (block, element)
        for block, element in elements_of(blocks)
        if element["action_id"] == action_id and block_id in (None, block)
    ]
    if not found:
        raise RejectedError("There is nothing with this action_id.")
    return next((each for each in found if value is not None and each[1].get("value") == value), found[0])


def action_of(block_id: str, element: Json, value: Any, ts: str) -> Json:
    """The entry of `actions` for one use of an element."""
    kind = element["type"]
    action = {"type": kind, "action_id": element["action_id"], "block_id": block_id, "action_ts": ts}
    if kind in ("button", "workflow_button", "icon_button"):
        action |= {key: element[key] for key in ("text", "value", "style", "url") if key in element}
    elif kind == "feedback_buttons":
        sides = [element["positive_button"], element["negative_button"]]
        chosen = next((side for side in sides if side["value"] == value), sides[0])
        action |= {"value": chosen["value"], "text": chosen["text"]}
    else:
        action |= value_of(element, value)
        action.setdefault("placeholder", element.get("placeholder"))
        action = {key: each for key, each in action.items() if key != "placeholder" or each}
    return action


def value_of(element: Json, value: Any) -> Json:
    """The state of an element given what a person chose or typed: plain values, or the whole state as it is.

    Raises:
        RejectedError: the element has no such option.
    """
    kind = str(element["type"])
    if isinstance(value, dict) and value.get("type") == kind:
        return value
    if kind in _TYPED:
        return {"type": kind, "value": None if value in (None, "") else str(value)}
    if kind in _PLACES:
        return {"type": kind, _PLACES[kind]: value or None}
    if kind in _MANY:
        return {"type": kind, _MANY[kind]: list(value or [])}
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": None if value in (None, "") else _option(element, value)}
    if kind in _MANY_OPTIONS:
        return {"type": kind, "selected_options": [_option(element, each) for each in value or []]}
    if kind == "rich_text_input":
        return {"type": kind, "rich_text_value": value}
    return {"type": kind, "value": value}


def initial_value(element: Json) -> Json:
    """The state of an element that nobody has touched."""
    kind = str(element["type"])
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in _MANY_OPTIONS:
        return {"type": kind, "selected_options": element.get("initial_options") or []}
    if kind in _PLACES:
        return {"type": kind, _PLACES[kind]: element.get(_PLACES[kind].replace("selected", "initial"))}
    if kind in _MANY:
        return {"type": kind, _MANY[kind]: element.get(_MANY[kind].replace("selected", "initial")) or []}
    return {"type": kind, "value": element.get("initial_value")}


def is_empty(state: Json) -> bool:
    """Whether a required input with this state would keep the modal from being sent."""
    return not any(value for key, value in state.items() if key != "type")


def state_values(blocks: list[Json], given: Json, known: dict[str, dict[str, Json]]) -> dict[str, dict[str, Json]]:
    """`view.state.values`: what was given by block_id or action_id, else what was there, else the initial value.

    Args:
        blocks: of the view.
        given: `{block_id or action_id: value}`, or Slack's own nesting of both.
        known: the state so far.

    Raises:
        RejectedError: something was given for an input that is not there.
    """
    values: dict[str, dict[str, Json]] = {}
    used: set[str] = set()
    for block_id, element in elements_of(blocks):
        action_id = element["action_id"]
        if element["type"] in ("button", "overflow", "image"):
            continue
        nested = given.get(block_id)
        if isinstance(nested, dict) and action_id in nested:
            state, key = value_of(element, nested[action_id]), block_id
        elif action_id in given or block_id in given:
            key = action_id if action_id in given else block_id
            state = value_of(element, given[key])
        else:
            state, key = known.get(block_id, {}).get(action_id) or initial_value(element), ""
        used.add(key)
        values.setdefault(block_id, {})[action_id] = state
    if set(given) - used:
        raise RejectedError("The view has no such input.")
    return values


def _option(element: Json, value: Any) -> Json:
    """An option of the element by its value, or by the text that people read."""
    if isinstance(value, dict) and "value" in value:
        return value
    groups = [group["options"] for group in element.get("option_groups") or []]
    for option in [*(element.get("options") or []), *(each for group in groups for each in group)]:
        if value in (option.get("value"), option["text"]["text"]):
            return dict(option)
    if "external" in str(element["type"]):
        return {"text": {"type": "plain_text", "text": str(value), "emoji": True}, "value": str(value)}
    raise RejectedError("There is no such option.")
