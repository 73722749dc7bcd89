"""From the header of an export to the words people use for that column."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from crm.ask.language.lexicon import function_words, phrases
from crm.ask.language.text import stem, tokens
from crm.ask.words import FIELD_SYNONYMS, GENERIC_LABEL_WORDS, LABEL_SYNONYMS, MEASURED_IN, SHORTENED, UNIT_WORDS
from crm.naming import word_set

NUMBERED = {"ref": "reference", "no": "number", "nr": "number", "num": "number", "id": "number", "#": "number"}
AUXILIARY = frozenset({"is", "has", "had", "was", "did", "does", "can", "are"})  # "Has opted out of email"
SUMS = word_set("price amount value figure")  # what people say behind the name of a sum of money
MONEY = SUMS | word_set("sum cost fee rate total revenue income price budget salary balance")
SUMMED = frozenset({"total", "avg", "average", "sum", "mean", "max", "min"})
CAMEL = re.compile(r"(?<=[A-Za-z0-9][a-z0-9])(?=[A-Z])")  # closeDate, but no kWh
ZONED = re.compile(r"[\s_]*\((?:utc|gmt|local|[a-z]{2,3}t)\)\s*$", re.IGNORECASE)  # "Paid At (UTC)"
ASIDE = re.compile(r"\s*[(\[][^)\]]{1,12}[)\]]|\s*[€$£%#](?:/\w+)?(?=\s|$)")  # "(£)", "[km]", "€/kg"
ADDED = re.compile(r"^(?:custom|cf|udf|x_studio)[._](?=\w)", re.IGNORECASE)  # how others do: "custom.building"
UNIT = re.compile(r"[(\[](\w{2,8})[)\]]")
BRACKETED = re.compile(r"[(\[]([^)\]]{1,8})[)\]]")
PATH = re.compile(r"^(?P<whose>[\w ]{3,}?)/(?=(?P=whose)\b)", re.IGNORECASE)  # "Product/Product Category"
CUSTOM = re.compile(r"__(?:c|r|pc)$", re.IGNORECASE)  # how Salesforce marks what a customer added


def machines(label: str) -> bool:
    """Whether only the tool itself reads the column: Dynamics' numbers of rows."""
    return label.casefold().startswith("(do not modify)")


def plain(label: str) -> str:
    """The header without what only its CRM reads."""
    return ZONED.sub("", CUSTOM.sub("", PATH.sub("", ADDED.sub("", label))))


def spoken(label: str) -> str:
    """`closeDate` and `close_date` as a person would say it."""
    return " ".join(CAMEL.sub(" ", plain(label)).replace("_", " ").replace("-", " ").split())


@lru_cache(maxsize=4_096)
def said_in(label: str) -> frozenset[str]:
    """The words of a header; of a record's few hundred headers they are asked for again in each reading."""
    return frozenset(token.fold for token in tokens(spoken(label)))


def numbers(label: str) -> tuple[str, ...]:
    """What people may call the number of a row: claim ref, claim reference."""
    said = spoken(label).casefold()
    lead, _, last = said.rpartition(" ")
    return tuple(dict.fromkeys((said, f"{lead} {NUMBERED.get(last, last)}")))


def unit_of(label: str) -> str | None:
    """The unit a header names at its end, as in `resolution_time_hours`."""
    words = [token.fold for token in tokens(spoken(label))]
    return UNIT_WORDS.get(words[-1]) if len(words) > 1 else None


def measured_in(label: str) -> set[str]:
    """The units a header names anywhere, spelt out; single letters in brackets only."""
    said = spoken(label).casefold()
    bracketed = {found.strip() for found in BRACKETED.findall(said)}
    whole = {token.fold for token in tokens(said) if len(token.fold) > 1}
    return {MEASURED_IN[word] for word in bracketed | whole if word in MEASURED_IN}


def aliases(ref: str, label: str, entity_words: str, type_: str) -> tuple[str, ...]:
    """What people may call the column, nearest first."""
    said = spoken(label)
    words = [token.fold for token in tokens(said)]
    found = [said, *_fuller(said), *phrases(FIELD_SYNONYMS.get(ref, ""))]
    without_unit = [word for word in words if word not in UNIT_WORDS]
    content = [word for word in words if word not in GENERIC_LABEL_WORDS]
    own = set(entity_words.split())
    bare = content[1:] if content[:1] and content[0] in SUMMED else []
    spellings = (bare, without_unit, content, [word for word in content if word not in own])
    found += [" ".join(chosen) for chosen in spellings if chosen and chosen not in (["name"], ["time"])]
    if type_ in {"date", "datetime"} and len(words) > 1 and words[-1] not in {"date", "on"}:
        found.append(f"{said} date")
    if type_ in {"date", "datetime"} and content:
        found.append(f"{' '.join(content)} date")
        found += [f"{synonym} date" for word in content for synonym in _short(word)]
    found += _as_said(content, words, type_)
    if type_ != "id":
        found += [synonym for word in dict.fromkeys([*content, *words]) for synonym in _synonyms(word)]
    if len(content) > 1:
        found += [" ".join(_swapped(word, synonym, content)) for word in content for synonym in _short(word)]
    found += [" ".join(content[start:]) for start in range(1, len(content) - 1)]  # "ad budget" of a monthly ad budget
    found += _turned(label)
    found += [" ".join(content[:-1])] if len(content) > 2 and content[-1] in {"time", "duration"} else []
    found += [" ".join(words[1:])] if words[:1] and words[0] in AUXILIARY and len(words) > 2 else []
    short = {token.fold for token in tokens(said) if token.raw.isupper() and len(token.raw) > 1}  # NDA, VAT
    found += [
        word
        for word in content
        if len(content) > 1 and (len(word) > 3 or word in short) and word not in own and word not in function_words()
    ]  # a part of a header, last of all
    content = content or without_unit
    if entity_words and content and type_ not in {"date", "datetime"}:  # `tasks due` is tasks, not a column
        found.append(f"{entity_words} {' '.join(content)}")
    return tuple(dict.fromkeys(found))


def _as_said(content: list[str], words: list[str], type_: str) -> list[str]:
    """`Final £` is a final price, `Mobile` a mobile number."""
    said = " ".join(word for word in content if word.isalnum())
    if type_ == "money" and len(words) > 1 and words[-1] == "signed":
        return [" ".join(words[:-1])]  # a sum of which credit notes are less than nothing
    if type_ == "money" and said and not MONEY & set(words):
        return [f"{said} {noun}" for noun in sorted(SUMS)]
    if type_ == "phone" and content:
        return [f"{said} number"]
    return []


def agents(label: str) -> list[str]:
    """Who stands under `Surveyed by`: the surveyor."""
    words = [token.fold for token in tokens(spoken(label))]
    done = words[-2] if len(words) > 1 and words[-1] == "by" else ""
    return [f"{done.removesuffix('ed')}{ending}" for ending in ("or", "er")] if done.endswith("ed") else []


def _turned(label: str) -> list[str]:
    """`Email - Work` is a work email."""
    first, apart, second = label.partition(" - ")
    return [f"{second} {first}"] if apart and " - " not in second else []


def _fuller(said: str) -> list[str]:
    """The header without its unit, and with what it shortens spelt out: "Est. Revenue (£)" is estimated revenue."""
    bare = ASIDE.sub("", said).strip()
    units = [unit for unit in UNIT.findall(said) if unit.isalpha()]
    full = " ".join(SHORTENED.get(word.casefold().rstrip("."), word) for word in bare.split())
    return [each for each in dict.fromkeys((bare, full, *units)) if each and each != said]


@cache
def _by_stem() -> dict[str, str]:
    return {stem(word): line for word, line in LABEL_SYNONYMS.items()}


def _synonyms(word: str) -> list[str]:
    return phrases(LABEL_SYNONYMS.get(word) or _by_stem().get(stem(word), ""))


def _short(word: str) -> list[str]:
    return [synonym for synonym in _synonyms(word) if " " not in synonym]


def _swapped(word: str, synonym: str, words: list[str]) -> list[str]:
    return [synonym if each == word else each for each in words]
