"""Which columns hold the keys or names of another file's rows."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.export.assignment import TEAM, Overlap
from connectors.export.calling import called_by
from connectors.export.columns import Column
from connectors.export.names import natural_key, singular, squashed
from connectors.export.recognition import Recognised
from connectors.export.staff import names_people
from connectors.export.words import file_words, link_names

KEEPERS = frozenset({"owner_id", "user_id"})
DONE = frozenset({"deal", "interaction", "task", "related"})  # a client's own partner is not who did the work
FEWEST = 3  # persons, of whom nearly all have to be known
ALL = 0.95
SMALL = 4  # digits of numbers that rows of any table may have
OVERLAP_VALUES = 2_000  # distinct values of a column that are looked for


def overlaps(recognised: Sequence[Recognised]) -> dict[int, dict[int, list[Overlap]]]:
    """For each table (by its place) and column: in which other tables its values are keys or names."""
    masters = [
        (place, item, _keys(item))
        for place, item in enumerate(recognised)
        if item.entity in {"account", "contact", "deal", "product", "user", "related"}
    ]
    team = _team(recognised)
    found: dict[int, dict[int, list[Overlap]]] = {}
    for place, item in enumerate(recognised):
        for column in item.columns:
            if column.type not in {"text", "category", "id", "integer", "email"} or len(column.counts) < 1:
                continue
            sample = [natural_key(value) for value, _ in column.counts.most_common(OVERLAP_VALUES)]
            hits = _hits(place, column, sample, masters)
            if item.entity in DONE:
                hits += _colleagues(column, sample, team)
            if hits:
                found.setdefault(place, {})[column.index] = hits
    return found


def _team(recognised: Sequence[Recognised]) -> set[str]:
    """Everybody whom some column names as one of the team."""
    matches = [match for item in recognised for name, match in item.assignment.fields.items() if name in KEEPERS]
    return {natural_key(value) for match in matches if names_people(match.column) for value in match.column.counts}


def _colleagues(column: Column, sample: list[str], team: set[str]) -> list[Overlap]:
    """A column whose persons are all of the team, whatever its header says: "Taken by", "With"."""
    if len(sample) < FEWEST or column.is_key or not names_people(column):
        return []
    share = sum(value in team for value in sample) / len(sample)
    return [Overlap("user", share, TEAM)] if share >= ALL else []


def _hits(
    place: int, column: Column, sample: list[str], masters: Sequence[tuple[int, Recognised, tuple[set[str], set[str]]]]
) -> list[Overlap]:
    hits = []
    for other, master, (keys, names) in masters:
        own = {
            match.column.index for name, match in master.assignment.fields.items() if name in {"external_id", "name"}
        }
        if other == place and (column.index in own or master.entity == "related"):
            continue
        share = max(sum(value in group for value in sample) for group in (keys, names)) / len(sample)
        # small whole numbers are found in any table of numbered rows: there the header has to say it too
        weak = column.type == "integer" or len(sample) < FEWEST or _small_numbers(sample)
        if weak and not _speaks_of(column, master):
            continue
        if share >= 0.3:
            hits.append(Overlap(master.entity, share, master.table.file, master.kind))
    return hits


def _small_numbers(sample: list[str]) -> bool:
    """Whether the keys are numbers that any table may count to."""
    return all(value.isdigit() and len(value) <= SMALL for value in sample)


def _speaks_of(column: Column, master: Recognised) -> bool:
    target = master.entity
    if set(column.words) & {singular(word) for word in master.stem[-1:]}:
        return True
    if target == "related":
        return bool(set(column.words) & set((master.kind or "").split("_")))
    return " ".join(column.words) in link_names(target) or bool(set(column.words) & file_words(target))


def _keys(item: Recognised) -> tuple[set[str], set[str]]:
    def spoken(name: str) -> set[str]:
        column = item.assignment.column(name)
        return {natural_key(value) for value in column.counts} if column is not None else set()

    named = called_by(item.columns, item.stem, item.assignment) if item.entity == "related" else None
    names = {natural_key(value) for value in named.counts} if named is not None else spoken("name")
    return spoken("external_id"), names | {squashed(value) for value in names}
