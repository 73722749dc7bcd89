"""Amounts of money in running text, and which of them is the size of the deal."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from crm.log.clauses import corrected
from crm.log.currencies import Currencies, currencies, dollars, sharing, written_codes
from crm.log.money import Money, joined, without_ranges
from crm.log.money_words import AMBIGUOUS, PREFIXED, ROMANCE, RUPEES, SCALES, SHOUTED, SYMBOLS, WORDS
from crm.log.shorthand import find_short
from crm.log.sizecues import (
    AGREED_AFTER,
    AGREED_BEFORE,
    ALONE,
    CHANGED,
    COUNT_AFTER,
    COUNTED_OUT,
    CUT,
    DONE_DEAL,
    GROUPED,
    LENGTH_AFTER,
    LENGTH_BEFORE,
    NUMBER_OF,
    OPENING,
    SETTLED_BEFORE,
    SHARE,
    SIZE_AFTER,
    STANDS_ALONE,
    THING_AFTER,
    THINGS_AFTER,
    WIDE,
    WITH_TAX,
    weight,
)
from crm.log.sums import priced, summed
from crm.naming import common_words

SPELT = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half": 0.5, "quarter": 0.25, "quarters": 0.25,
}  # fmt: skip
_SIGNS = "".join(sign for sign in SYMBOLS if sign != "$")
_SURE = "|".join(sorted(SCALES.keys() - AMBIGUOUS - {"t"}, key=len, reverse=True))
_SPELT = "|".join(sorted(SPELT, key=len, reverse=True))
_UNITS = "one|two|three|four|five|six|seven|eight|nine"
_UNDER_HUNDRED = rf"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:{_UNITS}))?|ten|eleven|twelve|\w{{3,5}}teen|{_UNITS})\b"
KEPT = 32  # patterns of countries that are remembered
_US = r"(?-i:US)(?=\s*(?:$|[.,;!)\n]))"  # 16,200 US
_BECOMES = re.compile(
    r"\b(?:becom\w+|now|turns? into|makes?|expect\w*|goes? (?:up|down)? ?to)\b|=|->|\u2192|\bto\b", re.IGNORECASE
)


@lru_cache(maxsize=KEPT)
def _amount(local: tuple[str, ...]) -> re.Pattern[str]:
    """What an amount looks like, with the signs of a writer's country beside those known everywhere."""
    own = [rf"(?-i:{re.escape(sign)})(?![^\W\d_])" for sign in local]
    words = sorted({*WORDS, *sharing()}, key=len, reverse=True)
    codes = "|".join([*own, *map(re.escape, words), f"(?-i:{'|'.join(written_codes())})"])
    prefixes = "|".join(re.escape(s) for s in sorted({*PREFIXED, *dollars()} - {"r", "n"}, key=len, reverse=True))
    signs = "".join(sign for sign in SYMBOLS if sign != "$")
    sure = "|".join(sorted(SCALES.keys() - AMBIGUOUS - {"t"}, key=len, reverse=True))
    scale = rf"(?:{sure})(?:\.(?=\s?(?:{codes})))?|(?:{'|'.join(sorted(AMBIGUOUS))})(?:\.?)(?=\s(?:{codes})\b)"
    spelt_scale = (
        rf"hundred(?=(?: (?:and )?{_UNDER_HUNDRED})?\s(?:{codes})\b)|grand|thousand|k|million|mil|lakhs?|lacs?|crores?"
    )
    return re.compile(
        rf"(?<![\w.,/-])(?P<pre>{prefixes}|\$|[{signs}]|(?-i:[RN])(?=\s?\d)|(?:{codes})(?=\.?\s?\d)\.?)?\s?"
        rf"(?P<number>\d{{1,2}}(?:,\d\d)+,\d{{3}}\b|\d+(?:[.,' \u2019\u00a0]\d{{3}})*(?:[.,]\d{{1,2}})?|\d+(?:[.,]\d+)?)"
        rf"(?P<half> and a half(?= (?:{sure})\b))?(?:\s?(?P<scale>{scale}|(?-i:L)(?=\b)|t(?=\s?\u20ac|\s?(?:eur|euro|sek|nok|dkk|chf)\b)|t\.?(?=kr\b))(?=\b|\s|kr\b|[$\u20ac\u00a3]\b|(?:euros?|usd|gbp|eur|sek|nok|dkk|isk|chf|pln|czk|huf|ft|zar|inr)\b))?(?:\s?(?:de\s)?(?P<post>[$\u20ac\u00a3{signs}]|{_US}|(?:{codes})(?!\w)))?(?:[/,.]-)?(?: (?:and )?(?P<more>\d{{1,2}}) (?P<more_scale>lakhs?|lacs?|thousand|hundred)\b)?(?P<percent>\s?%|\s?percent\b|\s?pct\b)?"
        rf"|\b(?P<spelt>(?:{_SPELT}|hundred)\b(?:[ -](?:(?:and|a|of|point) )*(?:{_SPELT}|hundred)\b)*(?: of)?(?: a)?)[ -](?P<spelt_scale>{spelt_scale})\b"
        rf"(?:,? (?:and )?(?P<spelt_tail>(?:{_SPELT})(?:[ -](?:{_SPELT}))? hundred(?:[ -](?:and )?{_UNDER_HUNDRED})?|(?<=and ){_UNDER_HUNDRED})(?:[, ]+(?:(?:sorry|no|nope|actually|rather|i mean|make that|oops|correction)[, ]+)+(?P<spelt_again>(?:{_SPELT})(?:[ -](?:{_SPELT}))? hundred)\b)?)?(?P<spelt_half> and a half)?(?:\s(?P<spelt_post>{codes})\b)?",
        re.IGNORECASE,
    )


_IN_RUPEES = re.compile(r"\u20b9|\b(?:rs|inr|gst|lakhs?|lacs?|crores?|crs?)\b", re.IGNORECASE)
_DAY = re.compile(r"(?:3[01]|[12]\d|0?[1-9])\.(?:1[0-2]|0?[1-9])")  # "my offer 28.11."
_COMES_OF = re.compile(r"^[^.;!?\n]{0,45}(?:=|->|\u2192|\b(?:so|therefore|thus|we (?:say|said)|i (?:say|said)|now|to|i\.e\.)\s*:?)\s*$|^[^;!?\n]{0,30}\b(?:that|this|which|it all) (?:makes|gives|comes to|adds up to)\s*$", re.IGNORECASE)  # fmt: skip
_HALF_K = re.compile(r"\b(\d{1,3})k(\d)\b")  # 29k5


def find_money(text: str, home: str = "USD", country: str | None = None) -> list[Money]:
    """The amounts that a text names, in order, without those taken back. `$` is the home currency's dollar."""
    marks = currencies(home, country)
    matches = _amount(tuple(marks.signs)).finditer(text)
    found = [money for match in matches if (money := _read(match, text, marks)) is not None]
    for short in find_short(text):
        if not any(short.start < money.end and money.start < short.end for money in found):
            around = text[max(0, short.start - 45) : short.start], text[short.end : short.end + 30]
            found.append(Money(short.value, None, short.start, short.end, weight(*around)))
    found.sort(key=lambda money: money.start)
    found = joined(text, found)
    return corrected(text, without_ranges(text, found))


def deal_size(text: str, home: str = "USD", country: str | None = None) -> Money | None:
    """The amount that is the deal's size, if the text leaves no doubt which."""
    text = _HALF_K.sub(r"\1.\2k", text)
    named = [_multiplied(money, text) for money in find_money(text, home, country)]
    if total := summed(text):
        mark = total.mark and currencies(home, country).of(total.mark)
        return _marked(Money(total.value, mark or None, total.start, total.end, 0), text, named)
    named = _without_tax(named, text)
    likely = [money for money in named if money.weight >= 0]
    if not likely:
        return None
    best = max(money.weight for money in likely)
    chosen = [money for money in likely if money.weight == best]
    if len({money.value for money in chosen}) > 1:
        moved = _BECOMES.search(text[chosen[-2].end : chosen[-1].start])
        return _marked(chosen[-1], text, named) if moved else None
    return _marked(reduced(chosen[0], text), text, named)


def _multiplied(money: Money, text: str) -> Money:
    """A price times how many are bought: "20 bikes at 1,200 each"; any other amount as it is."""
    count = priced(text, money.start, money.end)
    return replace(money, value=round(money.value * count, 2), weight=1) if count else money


def _without_tax(named: list[Money], text: str) -> list[Money]:
    """Of two amounts one of which is said to hold the tax, the other."""
    net = [money for money in named if not WITH_TAX.match(text[money.end :])]
    return net if any(money.weight >= 0 for money in net) else named


def reduced(money: Money, text: str) -> Money:
    """An amount less the share that was agreed to be taken off it: "10% off the 77k and I agreed"."""
    share = SHARE.search(text[: money.start])
    if share is None or not (AGREED_BEFORE.search(text[: share.start()]) or AGREED_AFTER.match(text[money.end :])):
        return money
    off = float(share["share"].replace(",", "."))
    return replace(money, value=round(money.value * (100 - off) / 100, 2)) if 0 < off < 100 else money


def _marked(money: Money, text: str, named: Sequence[Money]) -> Money:
    """An amount; one without a mark that is said to come of a marked one is in its currency: "HKD 540k less 3% = 523k"."""
    marked = [each for each in named if each.currency and each.end <= money.start]
    if money.currency is None and marked and _COMES_OF.search(text[marked[-1].end : money.start]):
        return replace(money, currency=marked[-1].currency)
    return money


def _read(match: re.Match[str], text: str, marks: Currencies) -> Money | None:
    before = text[max(0, match.start() - 45) : match.start()].rpartition("\n")[2]
    after = text[match.end() : match.end() + 30].partition("\n")[0]
    marked = match["pre"] or match["post"] or match["spelt_post"]
    if match["percent"] or (
        match["spelt"] is None
        and match["scale"] is None
        and not marked
        and not _plain(match, before, after, text[max(0, match.start() - WIDE) : match.start()])
    ):
        return None
    if not marked and (
        COUNT_AFTER.match(after) or THINGS_AFTER.match(after) or (match["scale"] is None and NUMBER_OF.search(before))
    ):
        return None
    if not marked and (match["scale"] or "") == "m" and _measured(before, after):
        return None  # "water at 62m"
    if not _meant(match) or (match["scale"] == "L" and not _lakhs(match, text, {marks.home, *marks.local})):
        return None
    if (match["spelt"] or "").lower() in {"a", "an"} and not (marked or match["spelt_half"]):
        return None  # "a thousand things"
    value = _value(match)
    if value <= 0:
        return None
    other = value / 1000 if (match["scale"] or "").lower() == "mil" else None  # a thousand, to half the world
    if other is not None and ("," in match["number"] or (marked or "").lower() in ROMANCE):
        value, other = other, None
    weighed = weight(before, after)
    metres = not marked and match["scale"] in {"m", "M"}
    return Money(round(value, 2), _currency(marked, marks), match.start(), match.end(), weighed, other, metres)


def _measured(before: str, after: str) -> bool:
    """Whether what stands before an "m" counts metres: "water at 62m", "the 5m mast"."""
    if LENGTH_BEFORE.search(before) or LENGTH_AFTER.match(after):
        return True
    return COUNTED_OUT.search(before) is not None and THING_AFTER.match(after) is not None


def _meant(match: re.Match[str]) -> bool:
    """Whether a code that is a word, too, stands for money: R4.2m, but not R2; 5 TL, but not "try 3"."""
    sign = (match["pre"] or match["post"] or "").rstrip(".")
    if (len(sign) == 1 and sign.isalpha()) or (
        sign.isupper() and sign.lower() in common_words() and sign.lower() not in WORDS
    ):
        return match["scale"] is not None or len(re.sub(r"\D", "", match["number"])) > 3
    return sign.lower() not in SHOUTED or sign.isupper()


def _lakhs(match: re.Match[str], text: str, around: set[str]) -> bool:
    """Whether a capital L counts lakhs, as where money is rupees, and no litres."""
    sign = (match["pre"] or match["post"] or "").lower().rstrip(".")
    return (
        not around.isdisjoint(RUPEES)
        or (SYMBOLS.get(sign) or WORDS.get(sign)) in RUPEES
        or _IN_RUPEES.search(text) is not None
    )


def _plain(match: re.Match[str], before: str, after: str, wide: str) -> bool:
    """A bare number is money only where a size is due: "deal is at 12500"."""
    number = match["number"]
    digits = re.sub(r"\D", "", number)
    if COUNT_AFTER.match(after) or len(digits) < 4 or re.fullmatch(r"20[123]\d", number) or _DAY.fullmatch(number):
        return False
    cued: object = re.search(
        r"\b(?:deal|opp|worth|value|amount|contract|arr|acv|tcv|quote[d]?|price|budget|order|po|renew\w*|proposal|bid|tender|offer\w*|"
        r"option|fee|total|settled|agreed|proceed|go ahead)\b[^.;]{0,25}$",
        before,
        re.IGNORECASE,
    )
    cued = cued or (GROUPED.fullmatch(number) and STANDS_ALONE.match(after) and DONE_DEAL.search(wide))
    cued = (
        cued
        or SETTLED_BEFORE.search(before)
        or (GROUPED.fullmatch(number) and ALONE.match(after) and not OPENING.search(before))
    )
    cued = cued or CUT.search(before) or (CHANGED.search(before) if re.search(r"\d[.,]\d{3}$", number) else None)
    return bool(cued) or SIZE_AFTER.match(after) is not None


def _value(match: re.Match[str]) -> float:
    if match["spelt"]:
        count = _spelt(match["spelt"]) + (0.5 if match["spelt_half"] else 0)
        return count * SCALES[match["spelt_scale"].lower()] + _spelt(match["spelt_again"] or match["spelt_tail"] or "")
    number = re.sub(r"[ '\u2019\u00a0]", "", match["number"])
    scale = _scale(match["scale"])
    more = int(match["more"]) * SCALES[match["more_scale"].lower()] if match["more"] else 0  # 1 crore 20 lakhs
    half = 0.5 if match["half"] else 0
    return (_decimal(number, scaled=scale > 1) + half) * scale + more


def _scale(said: str | None) -> float:
    return 1 if not said else SCALES["lakh"] if said == "L" else SCALES[said.lower().rstrip(".")]


def _spelt(said: str) -> float:
    """Twelve and a half, a hundred and eighty, three quarters of a, fifty-five, one point two."""
    value, joined = 0.0, False
    said, _, decimals = said.lower().partition(" point ")
    if decimals:
        digits = "".join(str(SPELT.get(word, "")) for word in re.findall(r"[a-z]+", decimals))
        return _spelt(said) + float(f"0.{digits}")
    for word in re.findall(r"[a-z]+", said):
        amount = SPELT.get(word, 0)
        if word == "hundred":
            value = max(value, 1) * 100
        elif 0 < amount < 1:  # half a million, but two and a half
            value = value + amount if joined else max(value, 1) * amount
        elif word not in {"a", "an"} or not value:
            value += amount
        joined = joined or word == "and"
    return value


def _decimal(number: str, *, scaled: bool) -> float:
    """Reads 1,234.50 and 1.234,50 alike; with a scale (1.250k) a lone separator is a decimal point."""
    last = max(number.rfind("."), number.rfind(","))
    if last < 0:
        return float(number)
    whole, part = re.sub(r"[.,]", "", number[:last]), number[last + 1 :]
    if len(part) == 3 and not (scaled and number.count(".") + number.count(",") == 1):
        return float(whole + part)
    return float(f"{whole}.{part}")


def _currency(marked: str | None, marks: Currencies) -> str | None:
    return None if marked is None else "USD" if marked == "US" else marks.of(marked)
