"""The sections of the admin's desk, in the order of its index. A new one is a file with a `SECTIONS`, named here."""

from __future__ import annotations

import importlib
from functools import cache

from bot.slack.commands.section import Section
from crm.model import Role

FILES = (
    "office_house", "office_users", "office_sources", "office_columns", "office_words", "office_digests",
    "office_noticing", "office_policies", "office_rights", "office_people", "office_retention", "office_features",
)  # fmt: skip


@cache
def _sections() -> dict[str, Section]:
    files = (importlib.import_module(f"bot.slack.commands.{file}").SECTIONS for file in FILES)
    return {section.name: section for file in files for section in file}


def sections(role: Role) -> list[Section]:
    """The sections that somebody of this role has."""
    return [each for each in _sections().values() if role in each.roles]


def section_named(name: str) -> Section | None:
    return _sections().get(name)
