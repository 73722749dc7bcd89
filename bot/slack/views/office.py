"""The admin's desk as blocks: its pages, its buttons, its forms, and what it asks before something dangerous."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.views.kit import Block, actions, button, context, cut, divider, escape, section

OPEN = "office_open"  # action id: opens the desk
GO = "office_go"  # goes to a section; its value is the section's name
DO = "office_do"  # does what its value says, in the words of a command
FORM = "office_form"  # opens a form; its value is section, form and what it is about
CALLBACK = "office_form"  # of a form that is sent
DESK = "office_desk"  # callback of the desk itself
TITLE = "Rapport's desk"
MOST_BLOCKS = 98  # of a modal: Slack takes 100
MOST_IN_MESSAGE = 48  # Slack takes 50
LONGEST_LINE = 3_000  # characters of an input
ID_LENGTH = 255
LABEL_LENGTH = 24  # of a modal's title


def do(text: str, words: str, asks: str = "", style: str | None = None) -> Block:
    """A button that does something. Args: asks: what is asked first, where that must be."""
    drawn = button(text, f"{DO}:{words}"[:ID_LENGTH], words, "danger" if asks else style)
    return drawn | ({"confirm": _confirm(text, asks)} if asks else {})


def go(text: str, section_name: str) -> Block:
    return button(text, f"{GO}:{section_name}", section_name)


def form(text: str, section_name: str, form_name: str, about: str = "") -> Block:
    value = f"{section_name} {form_name} {about}".strip()
    return button(text, f"{FORM}:{value}"[:ID_LENGTH], value)


def opener(text: str = "Open the desk") -> Block:
    return button(text, OPEN, "desk")


def index(sections: Sequence[tuple[str, str, str]]) -> list[Block]:
    """All sections: name, title and what each is for."""
    return [section(f"*{escape(title)}*\n{escape(does)}", go("Open", name)) for name, title, does in sections]


def page(blocks: Sequence[Block], title: str = "", note: Sequence[Block] = ()) -> Block:
    """The desk as a modal. Args: title: of the section that is shown, "" for the index."""
    back = [divider(), actions(go("All sections", ""))] if title else []
    head = [section(f"*{escape(title)}*")] if title else []
    kept = _fitting(blocks, MOST_BLOCKS - len(back) - len(head) - len(note), "There is more at the command line.")
    return {
        "type": "modal",
        "callback_id": DESK,
        "title": {"type": "plain_text", "text": TITLE},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": [*note, *head, *kept, *back] or [section(" ")],
    }


def message(blocks: Sequence[Block], note: Sequence[Block] = ()) -> list[Block]:
    """The same as a message, which has room for fewer blocks."""
    return [*note, *_fitting(blocks, MOST_IN_MESSAGE - len(note), "There is more in the desk: `/rapport admin`")]


def _fitting(blocks: Sequence[Block], room: int, hint: str) -> list[Block]:
    return list(blocks) if len(blocks) <= room else [*list(blocks)[: room - 1], context(hint)]


def sheet(place: Mapping[str, Any], title: str, submit: str, inputs: Sequence[Block]) -> Block:
    """A form as a modal. Args: place: what leads back here (travels as private metadata)."""
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps(place),
        "title": {"type": "plain_text", "text": cut(title, LABEL_LENGTH)},
        "submit": {"type": "plain_text", "text": cut(submit, LABEL_LENGTH)},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": list(inputs),
    }


def asked(question: str, words: str) -> list[Block]:
    """What is asked before something that was typed is done."""
    yes = button("Yes, do it", f"{DO}:sure", words, "danger")
    return [section(escape(question)), actions(yes), context("Nothing has changed yet.")]


def done(told: str) -> list[Block]:
    return [section(f"✓ {escape(told)}")]


def failed(told: str) -> list[Block]:
    return [section(f"⚠ {escape(told)}")]


def line(name: str, label: str, *, hint: str = "", value: str = "", optional: bool = False) -> Block:
    """An input of one line."""
    element: Block = {"type": "plain_text_input", "action_id": name, "max_length": LONGEST_LINE}
    drawn = _input(
        name, label, element | ({"initial_value": cut(value, LONGEST_LINE)} if value else {}), optional=optional
    )
    return drawn | ({"hint": {"type": "plain_text", "text": cut(hint, 300)}} if hint else {})


def choice(name: str, label: str, options: Sequence[tuple[str, str]], value: str = "") -> Block:
    """An input with choices, each its value and its words."""
    drawn = [{"text": {"type": "plain_text", "text": cut(text, 75)}, "value": key} for key, text in options[:100]]
    element: Block = {"type": "static_select", "action_id": name, "options": drawn}
    first = next((each for each in drawn if each["value"] == value), None)
    return _input(name, label, element | ({"initial_option": first} if first else {}), optional=False)


def values_of(view: Mapping[str, Any]) -> dict[str, str]:
    """What stands in a form that was sent, by block."""
    found: dict[str, str] = {}
    for block, elements in ((view.get("state") or {}).get("values") or {}).items():
        element: Block = next(iter(elements.values()), {})
        chosen = element.get("selected_option") or {}
        value = element.get("value") or chosen.get("value")
        if isinstance(value, str) and value.strip():
            found[str(block)] = value.strip()
    return found


def _input(name: str, label: str, element: Block, *, optional: bool) -> Block:
    words = {"type": "plain_text", "text": cut(label, 150)}
    return {"type": "input", "block_id": name, "optional": optional, "label": words, "element": element}


def _confirm(title: str, text: str) -> Block:
    return {
        "title": {"type": "plain_text", "text": cut(f"{title}?", 100)},
        "text": {"type": "plain_text", "text": cut(text, 300)},
        "confirm": {"type": "plain_text", "text": "Yes, do it"},
        "deny": {"type": "plain_text", "text": "Cancel"},
        "style": "danger",
    }
