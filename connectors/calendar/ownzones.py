"""Zones that a calendar defines for itself, under names that mean something else in another calendar."""

from __future__ import annotations

import re

from connectors.zones import zone_of
from crm.intake.event import revision_of

NAMED = re.compile(r"^TZID(?:;[^:\n]*)?:[ \t]*(.+?)[ \t]*$", re.IGNORECASE)


def own_names(zones: list[list[str]]) -> dict[str, str]:
    """New names for zones by their old ones; names that everybody knows stay.

    Outlook calls any zone that was changed by hand "Customized Time Zone", and the reader behind remembers the first
    zone of a name for all calendars.
    """
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON  # noqa: PLC0415 - heavy

    found: dict[str, str] = {}
    for lines in zones:
        name = next((named[1] for line in lines if (named := NAMED.match(line))), "")
        if name and name not in WINDOWS_TO_OLSON and not _is_known(name):
            found[name] = f"{re.sub('[^A-Za-z0-9 ]', ' ', name).strip()} {revision_of(*lines)}"
    return found


def renamed(lines: list[str], names: dict[str, str]) -> list[str]:
    """The lines of an event or a zone, with the zones' new names."""
    if not names:
        return lines
    told = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    used = re.compile(rf'((?:^|;)TZID=)"?({told})"?(?=[;:])', re.IGNORECASE)
    mine = re.compile(rf"^(TZID(?:;[^:\n]*)?:)[ \t]*({told})[ \t]*$", re.IGNORECASE)
    by_fold = {name.casefold(): new for name, new in names.items()}

    def new(found: re.Match[str]) -> str:
        return found[1] + by_fold[found[2].casefold()]

    return [mine.sub(new, used.sub(new, line)) for line in lines]


def _is_known(name: str) -> bool:
    try:
        return bool(zone_of(name))
    except ValueError:
        return False
