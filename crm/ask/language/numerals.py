"""Numbers as people write them: 50k, two hundred, $1.2m, a dozen."""

from __future__ import annotations

from crm.ask.language.text import Token
from crm.ask.words import NUMBER_WORDS
from crm.naming import word_set

SCALE = {
    "k": 1e3,
    "m": 1e6,
    "mn": 1e6,
    "mio": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "grand": 1e3,
    "hundred": 1e2,
    "dozen": 12,
}
BEFORE_ONE = word_set("a an the this that which lost won open single last first next")  # `a lost one` is no number
CURRENCY = frozenset({"$", "€", "£", "usd", "eur", "gbp", "dollar", "euro", "pound", "buck"})


def figure(words: list[Token], position: int) -> tuple[float, int, bool] | None:
    """The number that starts at a word, where it ends, and whether it is money."""
    first = position
    money = words[position].fold in {"$", "€", "£"}
    position += money
    if position >= len(words):
        return None
    number = digits(words[position].fold)
    if number is None or (words[position].fold == "one" and first and words[first - 1].fold in BEFORE_ONE):
        return None
    position += 1
    while position < len(words) and words[position].fold in SCALE:
        number *= SCALE[words[position].fold]
        position += 1
    if position < len(words) and words[position].base in CURRENCY:
        return number, position + 1, True
    return number, position, money


def digits(word: str) -> float | None:
    if word in NUMBER_WORDS:
        return NUMBER_WORDS[word]
    try:
        return float(word) if word.lstrip("-")[:1].isdigit() else None
    except ValueError:
        return None
