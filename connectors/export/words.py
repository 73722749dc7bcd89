"""The synonyms of exports, read once from `words.toml`."""

from __future__ import annotations

from functools import cache

from connectors.export.lexicon import data
from connectors.export.names import words

ENTITIES = ("account", "contact", "deal", "product", "user", "interaction", "task", "stage_change")
TARGETS = frozenset({"account", "contact", "deal", "product", "user"})
LINKS: dict[str, dict[str, str]] = {  # entity -> its field -> the entity that it points at
    "account": {"owner_id": "user", "parent_id": "account"},
    "contact": {"account_id": "account", "owner_id": "user"},
    "deal": {"account_id": "account", "contact_id": "contact", "product_id": "product", "owner_id": "user"},
    "product": {},
    "user": {"manager_id": "user"},
    "interaction": {
        "account_id": "account",
        "deal_id": "deal",
        "user_id": "user",
        "contact_id": "contact",
        "related": "any",
    },
    "task": {
        "owner_id": "user",
        "account_id": "account",
        "contact_id": "contact",
        "deal_id": "deal",
        "related": "any",
    },
    "stage_change": {"deal_id": "deal", "changed_by": "user"},
    "related": {
        "account_id": "account",
        "contact_id": "contact",
        "deal_id": "deal",
        "user_id": "user",
        "product_id": "product",
        "parent_id": "related",
    },
}
_OWN = {"parent_id": "parent", "manager_id": "manager", "changed_by": "changed_by"}  # links with synonyms of their own
_RENAMED = {"id": "external_id"}
_LINK_SECTION = {"any": "related"}
_KEYS = ("id", "ref", "no", "nr", "number", "code", "key", "uuid")
_CALLED = frozenset({"account", "contact", "product"})  # entities whose column is called what their file is


@cache
def synonyms(entity: str) -> dict[str, tuple[str, ...]]:
    """What the columns of an entity are called: our field -> the headers, the likeliest first."""
    own = data().get(entity, {})
    links = LINKS.get(entity, {})
    taken = set(_OWN.values())
    found = {_RENAMED.get(field, field): _plain(names) for field, names in own.items() if field not in taken}
    if "external_id" in found:
        found["external_id"] += _numbered(entity)
    if entity in _CALLED:
        found["name"] += tuple(sorted(file_words(entity)))
    for field, target in links.items():
        section = own.get(_OWN.get(field, ""))
        if section is None and target != "related":
            section = data()["links"][_LINK_SECTION.get(target, target)]
        found[field] = _plain(section or [])
        if section is not None and field not in _OWN and target in TARGETS:
            found[field] += _numbered(target) + (tuple(sorted(file_words(target))) if target in _CALLED else ())
    return found


@cache
def file_words(entity: str) -> frozenset[str]:
    return frozenset(_plain(data()["files"].get(entity, [])))


@cache
def link_names(entity: str) -> frozenset[str]:
    return frozenset(_plain(data()["links"].get(entity, [])))


def _numbered(entity: str) -> tuple[str, ...]:
    return tuple(f"{word} {suffix}" for word in sorted(file_words(entity)) for suffix in _KEYS)


def _plain(names: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(" ".join(words(name)) for name in names))
