"""What Slack accepts as blocks, in messages, modals and the Home tab."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Literal

from bot.console.checking import Faultfinder, Json
from bot.console.elements import IN_ACTIONS, IN_CONTEXT_ACTIONS, IN_INPUT, IN_SECTION, check_element, check_image
from bot.console.errors import SlackRefusal

Surface = Literal["message", "modal", "home"]
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
MOST_MARKDOWN = 12_000  # characters, over all markdown blocks of a message together
MOST_TABLE_TEXT = 10_000  # characters, over all cells of a message together
MOST_BLOCK_TEXT = 9_600  # characters over all other blocks: 9,597 were seen to pass, 11,341 to be refused
_ONLY_MESSAGES = {"table", "markdown", "context_actions", "plan", "task_card"}
_UNCHECKED = {"file", "video", "call", "card", "carousel", "container", "alert", "data_visualization", "data_table"}


def refuse_bad_blocks(blocks: Any, surface: Surface = "message") -> None:
    """Let good blocks pass.

    Raises:
        SlackRefusal: they are not as Slack wants them, `invalid_blocks` or `msg_blocks_too_long`.
    """
    if not isinstance(blocks, list):
        raise SlackRefusal("invalid_blocks_format")
    complaints = find_faults(blocks, surface)
    if complaints:
        raise SlackRefusal("invalid_blocks", complaints)
    if surface == "message":
        _refuse_long(blocks)


def find_faults(blocks: list[Any], surface: Surface, pointer: str = "") -> list[str]:
    """All complaints about these blocks, in Slack's wording."""
    find = Faultfinder()
    base = f"{pointer}/blocks"
    if len(blocks) > MOST_BLOCKS[surface]:
        find.say(base, f"no more than {MOST_BLOCKS[surface]} items allowed")
    for index, block in enumerate(blocks):
        _check_block(find, block, f"{base}/{index}", surface)
    named = [(str(block["block_id"]), f"{base}/{index}/block_id") for index, block in enumerate(blocks) if _id(block)]
    find.unique(named, "block_id")
    if sum(1 for block in blocks if isinstance(block, dict) and block.get("type") == "table") > 1:
        find.say(base, "only_one_table_allowed")
    return find.complaints


def _id(block: Any) -> Any:
    return block.get("block_id") if isinstance(block, dict) else None


def _check_block(find: Faultfinder, block: Any, pointer: str, surface: Surface) -> None:
    if not isinstance(block, dict):
        find.say(pointer, "must provide an object")
        return
    kind = str(block.get("type"))
    find.string(block, "block_id", pointer, most=255)
    if kind in _ONLY_MESSAGES and surface != "message":
        find.say(f"{pointer}/type", f"unsupported type: {kind}")
    elif kind in _CHECKS:
        _CHECKS[kind](find, block, pointer)
    elif kind not in _UNCHECKED:
        find.say(f"{pointer}/type", f"unsupported type: {kind}")


def _section(find: Faultfinder, block: Json, pointer: str) -> None:
    if block.get("text") is None and not block.get("fields"):
        find.say(pointer, "must provide either text or fields")
    find.text(block, "text", pointer, most=3000, required=False)
    if block.get("fields") is not None:
        for index, each in enumerate(find.listing(block, "fields", pointer, most=10)):
            find.text_object(each, f"{pointer}/fields/{index}", most=2000)
    if block.get("accessory") is not None:
        check_element(find, block["accessory"], f"{pointer}/accessory", IN_SECTION)


def _header(find: Faultfinder, block: Json, pointer: str) -> None:
    find.text(block, "text", pointer, most=150, plain=True)


def _divider(_find: Faultfinder, _block: Json, _pointer: str) -> None:
    return


def _image(find: Faultfinder, block: Json, pointer: str) -> None:
    check_image(find, block, pointer)
    find.text(block, "title", pointer, most=2000, required=False, plain=True)


def _context(find: Faultfinder, block: Json, pointer: str) -> None:
    for index, element in enumerate(find.listing(block, "elements", pointer, most=10)):
        where = f"{pointer}/elements/{index}"
        if isinstance(element, dict) and element.get("type") == "image":
            check_image(find, element, where)
        else:
            find.text_object(element, where, most=3000)


def _actions(find: Faultfinder, block: Json, pointer: str) -> None:
    _interactive(find, block, pointer, IN_ACTIONS, 25)


def _context_actions(find: Faultfinder, block: Json, pointer: str) -> None:
    _interactive(find, block, pointer, IN_CONTEXT_ACTIONS, 5)


def _interactive(find: Faultfinder, block: Json, pointer: str, allowed: set[str], most: int) -> None:
    elements = find.listing(block, "elements", pointer, most=most)
    for index, element in enumerate(elements):
        check_element(find, element, f"{pointer}/elements/{index}", allowed)
    named = [
        (str(element["action_id"]), f"{pointer}/elements/{index}/action_id")
        for index, element in enumerate(elements)
        if isinstance(element, dict) and element.get("action_id")
    ]
    find.unique(named, "action_id")


def _input(find: Faultfinder, block: Json, pointer: str) -> None:
    find.text(block, "label", pointer, most=2000, plain=True)
    find.text(block, "hint", pointer, most=2000, required=False, plain=True)
    if block.get("element") is None:
        find.say(pointer, "missing required field: element")
    else:
        check_element(find, block["element"], f"{pointer}/element", IN_INPUT)


def _markdown(find: Faultfinder, block: Json, pointer: str) -> None:
    find.string(block, "text", pointer, most=MOST_MARKDOWN, required=True)


def _rich_text(find: Faultfinder, block: Json, pointer: str) -> None:
    kinds = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
    for index, element in enumerate(find.listing(block, "elements", pointer, most=1000, least=0)):
        kind = str(element.get("type") if isinstance(element, dict) else element)
        if kind not in kinds:
            find.say(f"{pointer}/elements/{index}/type", f"unsupported type: {kind}")


def _table(find: Faultfinder, block: Json, pointer: str) -> None:
    rows = find.listing(block, "rows", pointer, most=100)
    for index, row in enumerate(rows):
        where = f"{pointer}/rows/{index}"
        if not isinstance(row, list):
            find.say(where, "must be an array")
            continue
        if not 1 <= len(row) <= 20:
            find.say(where, "no more than 20 items allowed" if row else "no less than 1 items allowed")
        for column, cell in enumerate(row):
            _cell(find, cell, f"{where}/{column}")
    if len({len(row) for row in rows if isinstance(row, list)}) > 1:
        find.say(f"{pointer}/rows", "all rows must have the same number of cells")
    if block.get("column_settings") is not None:
        find.listing(block, "column_settings", pointer, most=20, least=0)


def _cell(find: Faultfinder, cell: Any, pointer: str) -> None:
    kind = cell.get("type") if isinstance(cell, dict) else None
    if kind == "raw_text":
        find.string(cell, "text", pointer, most=MOST_TABLE_TEXT, required=True)
    elif kind == "rich_text":
        _rich_text(find, cell, pointer)
    elif kind == "raw_number":
        if not isinstance(cell.get("value"), (int, float)):
            find.say(f"{pointer}/value", "must be a number")
    else:
        find.say(f"{pointer}/type", f"unsupported type: {kind}")


def _task_card(find: Faultfinder, block: Json, pointer: str) -> None:
    find.string(block, "title", pointer, most=256, required=True)


def _plan(find: Faultfinder, block: Json, pointer: str) -> None:
    if not block.get("title"):
        find.say(pointer, "missing required field: title")


_CHECKS: dict[str, Callable[[Faultfinder, Json, str], None]] = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "image": _image,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "table": _table,
    "task_card": _task_card,
    "plan": _plan,
}


def _refuse_long(blocks: list[Json]) -> None:
    groups = {"markdown": 0, "table": 0, "other": 0}
    for block in blocks:
        kind = block["type"] if block["type"] in groups else "other"
        groups[kind] += sum(len(text) for text in _texts(block))
    if groups["table"] > MOST_TABLE_TEXT:
        raise SlackRefusal("invalid_blocks", ["table text must be less than 10001 characters [json-pointer:/blocks]"])
    if groups["markdown"] > MOST_MARKDOWN or groups["other"] > MOST_BLOCK_TEXT:
        raise SlackRefusal("msg_blocks_too_long")


def _texts(value: Any) -> Iterator[str]:
    """Every string under a key `text`, however deep."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == "text" and isinstance(inner, str):
                yield inner
            else:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
