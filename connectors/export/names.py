"""Names of files, columns, companies and people, made comparable."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from connectors.export.lexicon import lexicon

LEGAL = lexicon("legal_forms")
COMPOUNDS = lexicon("compounds")
SHORTEST_LEAD = 3  # letters before the head of a compound
ABBREVIATIONS = {"ind": "industries", "intl": "international", "mfg": "manufacturing", "tech": "technologies"}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_APART = re.compile(r"[\W_]+")
_CUSTOM = re.compile(r"__(?:c|r|pc)$", re.IGNORECASE)  # how Salesforce marks what a customer added
_NUMBER = re.compile(r"(?<=\w)\s*#\s*$")  # "Order #" is the order's number


def _unaccented(text: str) -> str:
    body = text.replace("ß", "ss").replace("ø", "o").replace("Ø", "O").replace("ł", "l").replace("Ł", "L")
    return "".join(
        character for character in unicodedata.normalize("NFKD", body) if not unicodedata.combining(character)
    )


@lru_cache(maxsize=65_536)
def words(text: str) -> tuple[str, ...]:
    """The words of a header or file name: "AccountId", "account_id" and "Account ID" are alike."""
    apart = _APART.sub(" ", _CAMEL.sub(" ", _unaccented(_NUMBER.sub(" no", _CUSTOM.sub("", text)))))
    return tuple(apart.casefold().split())


@lru_cache(maxsize=16_384)
def compound_head(word: str) -> str | None:
    """What a German or Dutch compound is one of: an Auftragssumme is a Summe."""
    heads = (head for head in COMPOUNDS if word.endswith(head) and len(word) - len(head) >= SHORTEST_LEAD)
    return max(heads, key=len, default=None)


def key(text: str, taken: set[str] | None = None) -> str:
    """A snake_case key for a header, unlike those that are `taken`."""
    base = "_".join(words(text))[:180] or "column"
    if base[0].isdigit():
        base = f"n_{base}"
    name, number = base, 2
    while taken is not None and name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def natural_key(name: str) -> str:
    """What makes two spellings of a name the same row: case and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())[:191]


def squashed(name: str) -> str:
    """Letters and digits alone: "GTX Pro", "GTX-Pro" and "GTXPro" are alike."""
    return re.sub(r"[\W_]+", "", _unaccented(name).casefold())


def bare(name: str) -> str:
    """A company's name without what the law adds to it."""
    parts = [part for part in re.sub(r"(?<=\b\w)\.(?=\w\b|$|\s)", "", _unaccented(name).casefold()).split() if part]
    plain = [_APART.sub("", part) for part in parts]
    kept = [ABBREVIATIONS.get(part, part) for part in plain if part and part not in LEGAL]
    return "".join(kept) or squashed(name)


def digits(name: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+", name))


def singular(text: str) -> str:
    """The last word in the singular: "feature_usages" is "feature_usage"."""
    head, _, last = text.rpartition("_")
    if last.endswith("ies") and len(last) > 4:
        last = last[:-3] + "y"
    elif last.endswith(("sses", "xes", "ches", "shes", "zes")):
        last = last[:-2]
    elif last.endswith("s") and not last.endswith(("ss", "us", "is", "news", "ess")) and len(last) > 3:
        last = last[:-1]
    return f"{head}_{last}" if head else last


def looks_like_id(text: str) -> bool:
    """Whether a reference reads like a key rather than a name: "A-712f1c", "0015g00000XyZ", "4711"."""
    body = text.strip()
    if not body or " " in body or "@" in body:
        return False
    if re.fullmatch(r"\d+|[0-9a-fA-F]{8}-[0-9a-fA-F-]{27}|[A-Za-z0-9]{15}|[A-Za-z0-9]{18}", body):
        return any(character.isdigit() for character in body)
    return bool(re.fullmatch(r"[A-Za-z]{0,6}[-_:#/]?[0-9a-fA-F]*\d[0-9A-Za-z]*", body)) and len(body) >= 3
