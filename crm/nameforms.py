"""Further ways to say a company's name: with a word cut short, its first word last, its last word in the plural."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crm.naming import word_set

_SHORT = {
    "street": "st", "saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "road": "rd", "avenue": "ave",
    "square": "sq", "brothers": "bros", "association": "assn", "cooperative": "coop", "centre": "ctr", "center": "ctr",
    "university": "uni", "international": "intl", "manufacturing": "mfg", "department": "dept", "junction": "jct",
    "services": "svcs", "government": "govt", "management": "mgmt", "national": "natl", "building": "bldg",
}  # fmt: skip
_LONG = {short: long for long, short in _SHORT.items() if short not in {"st", "ctr"}} | {"st": "saint"}
SHORTEST_PLURAL = 4  # letters of a word whose number is not minded
SMALL = word_set("the and of for at in on de du des del di da van von der den e y et und")


def said_otherwise(core: tuple[str, ...], ends: Iterable[tuple[str, ...]]) -> set[tuple[str, ...]]:
    """How a company's name, and what of it stands for the whole, is said in other words or another order.

    `ends` are the ends of the name by which the company goes.
    """
    parts = [core[:end] for end in range(2, len(core) + 1)] + [end for end in ends if len(end) > 1]
    said = {other for part in parts for other in _cut_short(part)}
    said |= {_in_number(part) for part in parts if part != core and len(part[-1]) >= SHORTEST_PLURAL}
    return said | set(_turned(core))


def _cut_short(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The name with one word as it is commonly abbreviated, or in full: Larnach St, Saint Mary's."""
    for place, part in enumerate(parts):
        for other in (_SHORT.get(part), _LONG.get(part)):
            if other and len(parts) > 1:
                yield (*parts[:place], other, *parts[place + 1 :])


def _turned(core: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The name with its first word last or its last one first, as a place may stand: Lakeside Camp Naivasha."""
    if len(core) > 2 and not SMALL & {core[0], core[1], core[-1], core[-2]}:
        yield (*core[1:], core[0])
        yield (core[-1], *core[:-1])


def _in_number(parts: tuple[str, ...]) -> tuple[str, ...]:
    """A part of a name, its last word in the plural: Subukia Roses, for Subukia Rose Growers."""
    last = parts[-1]
    return (*parts[:-1], last[:-1] if last.endswith("s") else f"{last}s")
