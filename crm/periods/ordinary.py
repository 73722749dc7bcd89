"""Words of time that are ordinary words too: may I, the sun, 2016 units, with April."""

from __future__ import annotations

from typing import Final

from crm.periods.holidays import STARTERS as HOLIDAY_WORDS
from crm.periods.reader import Reader
from crm.periods.words import COUNTED, DAY_PARTS, LEADS, MONTHS, NUMBERED, WEEKDAYS, YEARLY, bag

NAMES: Final = bag("jan april june may august jun summer autumn easter")  # people's, too
WEAK: Final = bag("may march mar sun sat wed mon lent sept dec summer spring fall winter autumn")
_VERBS: Final = bag(
    "said says say is was has had wants wanted asked asks called calls thinks thought told will would can "
    "could mentioned replied wrote sent joined left confirmed agreed and"
)
_WITH: Final = bag("with call email met told ask asked cc hi hello dear thanks hey and contact mr ms mrs dr")
_FITS: Final = bag("is was works suits sounds looks would should will could might please instead ok okay fine too")
_DRESSED: Final = bag("list card cards party tree costume gift gifts song songs wishes dinner edition")
_STOPS: Final = frozenset({"", ".", ",", "!", "?", ";", ":", ")", "(", "-", "/", '"', "\n"})
_JOINTS: Final = bag(
    "and or vs versus to by for with at but so then - – we i they he she because if when "
    "re abt about regarding w concerning that same him her them latest itself"
)
_FRACTION_OF: Final = bag("of done complete full inch inches stars way majority hour hours cups cup pm am")

_AFTER_A_DAY: Final = _STOPS | _JOINTS | LEADS | _FITS | frozenset(DAY_PARTS)


def ordinary(reader: Reader, i: int, end: int) -> bool:
    """True if what was read from `i` to `end` is rather an ordinary word, a count or a number of something."""
    token = reader.token(i)
    if token.kind == "date":
        return _fraction(reader, i, end)
    if _idiom(reader, i, end) or (reader.low(end - 1) in HOLIDAY_WORDS and reader.low(end) in _DRESSED):
        return True
    last = reader.token(end - 1)
    if token.kind == "number" and end == i + 1:
        return _not_a_year(reader, i)
    if end != i + 1:
        return _loose_pair(reader, i, end)
    if token.kind == "ordinal":
        return _ranked(reader, i)
    if last.low in WEEKDAYS and token.low in WEAK:
        return _weak_weekday(reader, i)
    if token.low in MONTHS or token.low in WEAK or token.low in NAMES:
        return _weak_month(reader, i)
    return False


def _idiom(reader: Reader, i: int, end: int) -> bool:
    """At the end of the day, it is about trust."""
    said = "at" in {reader.low(i - 1), reader.low(i - 2)} and reader.low(end - 1) == "day" and end > i + 1
    return said and reader.low(end) in {",", "it", "we", "they", "i", "you", "he", "she", "what", "all"}


def _alone(reader: Reader, i: int, end: int) -> bool:
    before = reader.token(i - 1).kind == "none"
    return before and all(reader.low(j) in _STOPS for j in range(end, min(end + 2, len(reader.tokens))))


def _led(reader: Reader, i: int) -> bool:
    return reader.low(i - 1) in LEADS


def _opens_sentence(reader: Reader, i: int) -> bool:
    return reader.token(i - 1).kind == "none" or reader.low(i - 1) in {".", "!", "?", ":", '"', "•", "*"}


def _weak_weekday(reader: Reader, i: int) -> bool:
    token, after = reader.token(i), reader.token(i + 1)
    if _alone(reader, i, i + 1) or _led(reader, i) or after.kind == "clock":
        return False
    if not token.raw[0].isupper() or (token.raw.isupper() and len(token.raw) > 2):
        return True
    if reader.low(i - 1) == "the" or after.raw[:1].isupper():
        return True
    return _opens_sentence(reader, i) and after.low not in _STOPS


def _weak_month(reader: Reader, i: int) -> bool:
    token, after = reader.token(i), reader.token(i + 1)
    if _alone(reader, i, i + 1):
        return False
    if token.low in NAMES and (
        (after.raw[:1].isupper() and after.low not in MONTHS) or (after.low in _VERBS and not _led(reader, i))
    ):
        return not (_led(reader, i) and reader.low(i - 1) in {"in", "since", "by", "until", "during"})
    if token.low in {"summer", "spring", "fall", "winter", "autumn"}:
        return not (_led(reader, i) or (reader.low(i - 1) == "the" and reader.low(i - 2) in LEADS))
    if _led(reader, i):
        return False
    if token.low in NAMES and reader.low(i - 1) in _WITH:
        return True
    if token.low not in WEAK:
        return False
    if not token.raw[0].isupper() or _opens_sentence(reader, i) or reader.low(i - 1) == "the":
        return after.low not in YEARLY and reader.low(i - 1) not in {"-", "vs", "versus", "or"}
    return False


def _not_a_year(reader: Reader, i: int) -> bool:
    before, after = reader.token(i - 1), reader.token(i + 1)
    if _alone(reader, i, i + 1):
        return False
    if (
        before.low in NUMBERED
        or before.kind in {"number", "opaque"}
        or before.low in {"$", "€", "£", "#", "@", "/", "+", "=", "x", ":"}
    ):
        return True
    if after.low in COUNTED or after.kind in {"number", "opaque", "ordinal"} or after.raw[:1] in {"%", "+", "x", "/"}:
        return True
    if _led(reader, i) and before.low not in {"of", "for", "about", "around", "over", "to", "past", "on"}:
        return False
    if before.kind == "word" and before.raw[:1].isupper() and not _opens_sentence(reader, i - 1):
        return True
    if after.low in _STOPS or after.low in _JOINTS or after.low in YEARLY or after.low in LEADS:
        return before.low in {
            "about",
            "around",
            "over",
            "past",
            "than",
            "nearly",
            "almost",
            "only",
            "is",
            "was",
            "=",
            "code",
        }
    return after.low.endswith("s") or before.low in {"about", "around", "over", "than", "a", "the", "some"}


def _fraction(reader: Reader, i: int, end: int) -> bool:
    token = reader.token(i)
    if end != i + 1 or token.low.count("/") != 1 or len(token.low) > 5:
        return False
    if reader.low(i - 1) in {
        "rated",
        "score",
        "scored",
        "nps",
        "gave",
        "rating",
        "about",
        "over",
        "a",
        "is",
        "got",
        "scores",
    }:
        return True
    after = reader.low(i + 1)
    return after in _FRACTION_OF or after in COUNTED


def _ranked(reader: Reader, i: int) -> bool:
    """The 3rd call, 2nd place: a rank; the 15th, on 15th: a day."""
    if _goes_on(reader, i + 1):
        return not (_led(reader, i) or _alone(reader, i, i + 1) or reader.low(i - 1) in {"the", "-", "to", "and"})
    return True


def _goes_on(reader: Reader, i: int) -> bool:
    """True if the sentence goes on as it would after a day."""
    after = reader.token(i)
    return after.kind in {"clock", "none"} or after.low in _AFTER_A_DAY


def _loose_pair(reader: Reader, i: int, end: int) -> bool:
    """Two-word readings that depend on what follows: "the 15th floor", "first of the"."""
    if reader.low(i) == "the" and end == i + 2 and reader.token(i + 1).kind in {"ordinal", "number"}:
        return not _goes_on(reader, end)
    if (
        reader.low(i) == "the"
        and end == i + 2
        and reader.low(i + 1) in {"fall", "spring", "summer", "winter", "autumn"}
    ):
        return not (_led(reader, i) or _alone(reader, i, end))
    return False
