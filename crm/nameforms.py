"""Further ways to say a company's name: with a word cut short, its first word last, its last word in the plural."""

from __future__ import annotations

from collections.abc import Iterator

from crm.naming import word_set

_SHORT = {
    "street": "st", "saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft", "road": "rd", "avenue": "ave",
    "square": "sq", "brothers": "bros", "association": "assn", "cooperative": "coop", "centre": "ctr", "center": "ctr",
    "university": "uni", "international": "intl", "manufacturing": "mfg", "department": "dept", "junction": "jct",
    "services": "svcs", "government": "govt", "management": "mgmt", "national": "natl", "building": "bldg",
}  # fmt: skip
_LONG = {short: long for long, short in _SHORT.items() if short not in {"st", "ctr"}} | {"st": "saint"}
SMALL = word_set("the and of for at in on de du des del di da van von der den e y et und")


def cut_short(parts: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The name with one word as it is commonly abbreviated, or in full: Larnach St, Saint Mary's."""
    for place, part in enumerate(parts):
        for other in (_SHORT.get(part), _LONG.get(part)):
            if other and len(parts) > 1:
                yield (*parts[:place], other, *parts[place + 1 :])


def turned(core: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The name with its first word last or its last one first, as a place may stand: Lakeside Camp Naivasha."""
    if len(core) > 2 and not SMALL & {core[0], core[1], core[-1], core[-2]}:
        yield (*core[1:], core[0])
        yield (core[-1], *core[:-1])


def in_number(parts: tuple[str, ...]) -> tuple[str, ...]:
    """A part of a name, its last word in the plural: Subukia Roses, for Subukia Rose Growers."""
    last = parts[-1]
    return (*parts[:-1], last[:-1] if last.endswith("s") else f"{last}s")
