"""One suggestion where several sources speak of the same thing: the weightiest speaks, the others are its evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from crm.nudges.kind import kinds
from crm.nudges.nudge import Candidate, Evidence

MOST_LINES = 12
Weight = Callable[[Candidate], float]
Place = tuple[int, str, int | None, int | None]  # reader, family, account, circle


def place_of(candidate: Candidate) -> Place | None:
    """What it shares with all that is one suggestion with it; None where it is about no client."""
    if candidate.account_id is None:
        return None
    family = kinds()[candidate.kind].family
    return candidate.user_id, family, candidate.account_id, candidate.circle_id


def joined(found: Iterable[Candidate], weight: Weight) -> list[tuple[Candidate, tuple[str, ...]]]:
    """Each suggestion with the keys of all that it speaks of, its own first; the weightiest first."""
    ordered = sorted({(each.user_id, each.key): each for each in found}.values(), key=lambda each: -weight(each))
    groups: list[list[Candidate]] = []
    places: dict[object, list[Candidate]] = {}
    for each in ordered:
        names = _names(each)
        group = next((places[name] for name in names if name in places), None)
        if group is None:
            groups.append(group := [])
        group.append(each)
        for name in names:
            places.setdefault(name, group)
    return [(_one(group), tuple(each.key for each in group)) for group in groups]


def _names(candidate: Candidate) -> list[object]:
    """A client's kinds of one family are one thing, and so are whatever speaks of one task."""
    names: list[object] = [place] if (place := place_of(candidate)) else []
    if candidate.task_id is not None:
        names.append((candidate.user_id, "task", candidate.task_id))
    return names or [(candidate.user_id, candidate.key)]


def _one(group: list[Candidate]) -> Candidate:
    lead, *rest = group
    kind = kinds()[lead.kind]
    severity = max(each.severity or kinds()[each.kind].severity for each in group)
    return replace(
        lead,
        evidence=tuple(added(lead.evidence, (line for each in rest for line in each.evidence))),
        signals=tuple(dict.fromkeys(signal for each in group for signal in each.signals)),
        severity=max(severity, kind.severity),
        people=lead.people.union(*(each.people for each in rest)),
    )


def added(lines: Iterable[Evidence], more: Iterable[Evidence]) -> list[Evidence]:
    """The lines, and those of others that say something new; the others may fall without the suggestion."""
    kept = list(lines)
    for line in more:
        same = [each for each in kept if each.ref == line.ref and each.says]
        told = any(line.says == each.says or line.shows.items() <= each.shows.items() for each in same)
        if line.says and not told and len(kept) < MOST_LINES:
            kept.append(replace(line, must=False))
    return kept
