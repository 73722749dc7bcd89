"""What Slack accepts as interactive and other elements inside blocks."""

from __future__ import annotations

import re
from typing import Any

from bot.console.checking import Faultfinder, Json

SELECTS = {
    f"{prefix}{kind}_select"
    for prefix in ("", "multi_")
    for kind in ("static", "external", "users", "conversations", "channels")
}
_PICKERS = {"datepicker", "timepicker", "datetimepicker"}
_CHOICES = {"checkboxes", "radio_buttons"}
_TEXT_INPUTS = {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"}
IN_ACTIONS = SELECTS | _PICKERS | _CHOICES | {"button", "overflow", "workflow_button"}
IN_SECTION = IN_ACTIONS | {"image"}
IN_INPUT = SELECTS | _PICKERS | _CHOICES | _TEXT_INPUTS | {"file_input"}
IN_CONTEXT_ACTIONS = {"feedback_buttons", "icon_button"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_TIME = re.compile(r"\d{2}:\d{2}\Z")


def check_element(find: Faultfinder, element: Any, pointer: str, allowed: set[str]) -> None:
    """Check one element that stands where only the `allowed` types may."""
    if not isinstance(element, dict):
        find.say(pointer, "must provide an object")
        return
    kind = str(element.get("type"))
    if kind not in allowed:
        find.say(f"{pointer}/type", f"unsupported type: {kind}")
        return
    if kind == "image":
        check_image(find, element, pointer)
        return
    find.string(element, "action_id", pointer, most=255)
    _check_confirm(find, element, pointer)
    find.text(element, "placeholder", pointer, most=150, required=False, plain=True)
    if kind == "button":
        _check_button(find, element, pointer)
    elif kind in SELECTS:
        _check_select(find, element, pointer, kind)
    elif kind in _CHOICES | {"overflow"}:
        least, most = (1, 5) if kind == "overflow" else (1, 10)
        _check_options(find, element, pointer, least=least, most=most, choices=kind != "overflow")
    elif kind in _PICKERS:
        _check_picker(find, element, pointer, kind)
    elif kind in _TEXT_INPUTS:
        _check_text_input(find, element, pointer, kind)
    elif kind == "feedback_buttons":
        _check_feedback(find, element, pointer)
    elif kind == "icon_button":
        find.string(element, "icon", pointer, most=255, required=True)
        find.text(element, "text", pointer, most=75, plain=True)


def check_image(find: Faultfinder, image: Json, pointer: str) -> None:
    find.string(image, "alt_text", pointer, most=2000, required=True)
    find.string(image, "image_url", pointer, most=3000)
    if not image.get("image_url") and not image.get("slack_file"):
        find.say(pointer, "must provide either image_url or slack_file")
    if image.get("image_url") and image.get("slack_file"):
        find.say(pointer, "must provide only one of image_url and slack_file")


def _check_button(find: Faultfinder, button: Json, pointer: str) -> None:
    find.text(button, "text", pointer, most=75, plain=True)
    find.string(button, "value", pointer, most=2000)
    find.string(button, "url", pointer, most=3000)
    find.string(button, "accessibility_label", pointer, most=75)
    if "style" in button and button["style"] not in ("primary", "danger"):
        find.say(f"{pointer}/style", "must be a valid enum value")


def _check_confirm(find: Faultfinder, element: Json, pointer: str) -> None:
    confirm = element.get("confirm")
    if confirm is None:
        return
    if not isinstance(confirm, dict):
        find.say(f"{pointer}/confirm", "must provide an object")
        return
    for key, most, plain in (("title", 100, True), ("text", 300, False), ("confirm", 30, True), ("deny", 30, True)):
        find.text(confirm, key, f"{pointer}/confirm", most=most, required=key == "text", plain=plain)


def _check_select(find: Faultfinder, select: Json, pointer: str, kind: str) -> None:
    if not kind.endswith("static_select"):
        return
    if select.get("option_groups") is None:
        _check_options(find, select, pointer, least=1, most=100, choices=False)
        return
    for index, group in enumerate(find.listing(select, "option_groups", pointer, most=100)):
        where = f"{pointer}/option_groups/{index}"
        if not isinstance(group, dict):
            find.say(where, "must provide an object")
            continue
        find.text(group, "label", where, most=75, plain=True)
        _check_options(find, group, where, least=1, most=100, choices=False)


def _check_options(find: Faultfinder, holder: Json, pointer: str, *, least: int, most: int, choices: bool) -> None:
    options = find.listing(holder, "options", pointer, least=least, most=most)
    for index, option in enumerate(options):
        where = f"{pointer}/options/{index}"
        if not isinstance(option, dict):
            find.say(where, "must provide an object")
            continue
        find.text(option, "text", where, most=75, plain=not choices)
        find.text(option, "description", where, most=75, required=False, plain=not choices)
        find.string(option, "value", where, most=150, required=True)
    many, one = holder.get("initial_options"), holder.get("initial_option")
    initial = many if isinstance(many, list) else [one] if one else []
    values = [option.get("value") for option in options if isinstance(option, dict)]
    if any(not isinstance(each, dict) or each.get("value") not in values for each in initial):
        find.say(pointer, "initial_option must match one of the options")


def _check_picker(find: Faultfinder, picker: Json, pointer: str, kind: str) -> None:
    date, time = picker.get("initial_date"), picker.get("initial_time")
    if kind == "datepicker" and date is not None and not _DATE.match(str(date)):
        find.say(f"{pointer}/initial_date", "must be a valid date")
    if kind == "timepicker" and time is not None and not _TIME.match(str(time)):
        find.say(f"{pointer}/initial_time", "must be a valid time")


def _check_text_input(find: Faultfinder, element: Json, pointer: str, kind: str) -> None:
    if kind != "rich_text_input":
        find.string(element, "initial_value", pointer, most=3000)
    if kind == "number_input" and not isinstance(element.get("is_decimal_allowed"), bool):
        find.say(pointer, "missing required field: is_decimal_allowed")
    for key, top in (("min_length", 3000), ("max_length", 3000)):
        value = element.get(key)
        if value is not None and (not isinstance(value, int) or not 0 <= value <= top):
            find.say(f"{pointer}/{key}", f"must be between 0 and {top}")


def _check_feedback(find: Faultfinder, element: Json, pointer: str) -> None:
    for key in ("positive_button", "negative_button"):
        button, where = element.get(key), f"{pointer}/{key}"
        if not isinstance(button, dict):
            find.say(pointer, f"missing required field: {key}")
            continue
        find.text(button, "text", where, most=75, plain=True)
        find.string(button, "value", where, most=2000, required=True)
