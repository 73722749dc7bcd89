"""Amounts of money in running text, and which of them is the size of the deal."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from dataclasses import dataclass

from crm.log.clauses import corrected
from crm.log.shorthand import find_short

SYMBOLS = {
    "$": "USD",
    "\u20ac": "EUR",
    "\u00a3": "GBP",
    "\u00a5": "JPY",
    "\u20b9": "INR",
    "\u20a6": "NGN",
    "\u20b1": "PHP",
}
WORDS = {
    "usd": "USD", "dollar": "USD", "dollars": "USD", "bucks": "USD", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "gbp": "GBP", "pound": "GBP", "pounds": "GBP", "quid": "GBP", "sterling": "GBP", "chf": "CHF", "francs": "CHF",
    "cad": "CAD", "aud": "AUD", "nzd": "NZD", "sgd": "SGD", "hkd": "HKD", "jpy": "JPY", "yen": "JPY", "inr": "INR",
    "rupees": "INR", "rupee": "INR", "rs": "INR", "sek": "SEK", "kronor": "SEK", "kroner": "DKK", "naira": "NGN", "ngn": "NGN",
    "zloty": "PLN", "z\u0142oty": "PLN", "z\u0142otych": "PLN", "z\u0142": "PLN", "rand": "ZAR", "dirhams": "AED", "reais": "BRL", "nok": "NOK", "dkk": "DKK", "kr": "SEK", "pln": "PLN", "zar": "ZAR", "brl": "BRL",
    "mxn": "MXN", "aed": "AED", "cny": "CNY", "rmb": "CNY", "czk": "CZK", "huf": "HUF", "ils": "ILS", "try": "TRY",
}  # fmt: skip
DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"})
PREFIXED = {"us$": "USD", "c$": "CAD", "ca$": "CAD", "a$": "AUD", "au$": "AUD", "nz$": "NZD", "s$": "SGD", "hk$": "HKD"}
SCALES = {
    "k": 1e3, "t": 1e3, "grand": 1e3, "thousand": 1e3, "thou": 1e3, "m": 1e6, "mm": 1e6, "mil": 1e6, "mill": 1e6, "mio": 1e6, "mn": 1e6,
    "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9, "lakh": 1e5, "lakhs": 1e5, "lac": 1e5, "lacs": 1e5, "crore": 1e7, "crores": 1e7, "cr": 1e7, "crs": 1e7, "hundred": 1e2,
}  # fmt: skip
SPELT = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "half": 0.5, "quarter": 0.25, "quarters": 0.25,
}  # fmt: skip
_CODES = "|".join(sorted(WORDS, key=len, reverse=True))
_SCALE = r"grand|thousand|thou|million|mill?|mio|mn|mm|billion|bn|lakhs?|lacs?|crores?|crs?|hundred|[kmb]"
_SPELT = "|".join(sorted(SPELT, key=len, reverse=True))
_SPELT_SCALE = rf"hundred(?=\s(?:{_CODES})\b)|grand|thousand|k|million|mil|lakhs?|lacs?|crores?"
_BECOMES = re.compile(
    r"\b(?:becom\w+|now|turns? into|makes?|expect\w*|goes? (?:up|down)? ?to)\b|=|->|\u2192|\bto\b", re.IGNORECASE
)
_AMOUNT = re.compile(
    rf"(?<![\w.,/-])(?P<pre>(?:us|ca?|au?|nz|s|hk)?\$|[\u20ac\u00a3\u00a5\u20b9\u20a6\u20b1]|(?:{_CODES})(?=\.?\s?\d)\.?)?\s?"
    rf"(?P<number>\d{{1,2}}(?:,\d\d)+,\d{{3}}\b|\d+(?:[.,' \u2019\u00a0]\d{{3}})*(?:[.,]\d{{1,2}})?|\d+(?:[.,]\d+)?)"
    rf"(?:\s?(?P<scale>{_SCALE}|t(?=\s?\u20ac|\s?eur\b))(?=\b|(?:[\u20ac\u00a3$]|eur|usd|gbp)\b))?(?:\s?(?P<post>[\u20ac\u00a3$]|(?:{_CODES})\b))?(?P<percent>\s?%|\s?percent\b|\s?pct\b)?"
    rf"|\b(?P<spelt>(?:{_SPELT}|hundred)\b(?:[ -](?:(?:and|a|of) )*(?:{_SPELT}|hundred)\b)*(?: of)?(?: a)?)[ -](?P<spelt_scale>{_SPELT_SCALE})\b"
    rf"(?:,? (?:and )?(?P<spelt_tail>(?:{_SPELT})(?:[ -](?:{_SPELT}))? hundred))?(?P<spelt_half> and a half)?(?:\s(?P<spelt_post>{_CODES})\b)?",
    re.IGNORECASE,
)
_SIZE_AFTER = re.compile(
    r"^\s*(?:/\s?(?:yr|year)|a year|per year|p\.?a\.?\b|annual(?:ly)?|(?:in )?(?:arr|acv|tcv|mrr)\b|deal|opp|opportunity|contract|"
    r"order|po\b|renewal|expansion|upsell|upgrade|package|subscription|quote|project|total|initial|engagement|worth|license|over )",
    re.IGNORECASE,
)
_SIZE_BEFORE = re.compile(
    r"\b(?:deal|opp(?:ortunity)?|worth|value(?:d)?|for|at|to|size|amount|contract|arr|acv|tcv|total(?:ing|s)?|quote(?:d)?|proposal|"
    r"order|po|renewal|renew|expansion|price|pricing|it's|about|around|roughly|approx(?:imately)?|the|now|budget|closed|signed|"
    r"won|ask(?:ing)?|of|is|on|their|our)\b[\s:~=\u2248(]*(?:is|of|at|for|to|about|around|roughly|approx|the|now|a|an|them|us|~|up|down|came|in|would|be|will)*[\s:~=(]*$",
    re.IGNORECASE,
)
_NOT_SIZE_AFTER = re.compile(
    r"^\s*(?:-|\u2013)?\s*(?:off\b|discount|rebate|credits?\b|reduction|less\b|cheaper|(?:per|a|an|each|/)\s?"
    r"(?:seat|user|head|unit|month|mo\b|licen[cs]e|day|hour|hr|ton|tonne|kg|box|piece|device|agent|person|employee|site|mile|km|pallet)|"
    r"pm\b|p/m|(?:in |of )?(?:funding|revenue|turnover|sales|series|savings?|penalt|fees?\b|fines\b|fine (?=for|from)|round|raise|last year|"
    r"back then|people|users|seats|employees|units|staff|licen[cs]es|devices|agents|stores|sites|locations))",
    re.IGNORECASE,
)
_NOT_SIZE_BEFORE = re.compile(
    r"\b(?:discount|rebate|knock|knocked|(?<!signed )(?<!sign )off|save[sd]?|saving|raised?|raising|revenues?|turnover|funding|series \w|from|was|instead of|"
    r"vs\.?|versus|compared to|rather than|up from|down from|used to pay|currently pay(?:ing|s)?|paid|pay|fee|fine|penalty|salary|"
    r"competitor|they lost|costs? them|wasting|losing|cheaper|credit|refund|overdue|unpaid|outstanding|invoice|extra|another|"
    r"headcount|cap|wrong|short|deposit|floor|over|above|under|below|than|not|threshold|limit|undercut)\b(?:\s+(?:of|by|is|a|an|at|about|the|their|was|"
    r"around|roughly|like|some|maybe|nearly|them|us|for|to|no\.?|nr\.?|note|#?\w{0,4}\d+))*\s*\(?\s*[~$]?\s*$",
    re.IGNORECASE,
)
_COUNT_AFTER = re.compile(
    r"^\s*(?:%|x\b|-?\s?(?:people|users?|seats?|employees?|units?|staff|licen[cs]es?|devices?|agents?|stores?|sites?|locations?|"
    r"minutes?|mins?|hours?|hrs?|days?|weeks?|months?|years?|pallets?|beds?|trucks?|miles?|km|kg|tons?|tonnes?|pages?|questions?|"
    r"points?|items?|boxes|pieces|times|reps?|[ap]m\b|th\b|st\b|nd\b|rd\b|sq|acres?|rooms?|vehicles?|panels?|machines?|customers?|"
    r"base\b|salary|tickets?|emails?|calls?|attendees|participants))",
    re.IGNORECASE,
)
_CHANGED = re.compile(  # "cut it from 289,600 to 250,000"
    r"\b(?:cut|reduc\w+|rais\w+|lower\w*|drop\w*|increas\w+|went|goes?|gone|moved?|bring\w*|brought|up|down)\b[^.;]{0,40}\b(?:from|to)\s*$",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?:%|percent|pct)\s*(?:discount\s*)?(?:off|on|from)\s*(?:of\s)?(?:the|their|our|a|that|this)?\s*[~]?$",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,' ]\d{3})+")
_STANDS_ALONE = re.compile(
    r"\s*(?:$|[.,;!)\n\u2013-]|(?:all in|net|flat|plus|for|of|on|fine|ok|okay|yes|per year|a year|and|but|then|instead)\b)",
    re.IGNORECASE,
)
_DONE_DEAL = re.compile(r"\b(?:signed|sum|win|won|lost|gone|tally|expansion|upsell|package|stays?|stands?|agreed|accept\w*|approv\w+|contract|proposal|quote|offer|p\.?o\.?|is)\b[^.;!?\n]{0,70}$", re.IGNORECASE)  # fmt: skip
WIDE = 90  # characters before a number in which a deal may be spoken of
_BETWEEN = re.compile(r"\b(?:between|from)\s*\S{1,8}\s*(?:and|to)\s*[$\u20ac\u00a3]?$", re.IGNORECASE)
_RANGE = re.compile(r"^\s*(?:-|\u2013|to|or|and)\s*[$\u20ac\u00a3]?\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Money:
    """An amount where it stands in a text; `weight` says how likely it is the deal's size (below 0: it is not)."""

    value: float
    currency: str | None
    start: int
    end: int
    weight: int


def find_money(text: str, home: str = "USD") -> list[Money]:
    """The amounts that a text names, in order, without those taken back. `$` is the home currency's dollar."""
    found = [money for match in _AMOUNT.finditer(text) if (money := _read(match, text, home)) is not None]
    for short in find_short(text):
        if not any(short.start < money.end and money.start < short.end for money in found):
            around = text[max(0, short.start - 45) : short.start], text[short.end : short.end + 30]
            found.append(Money(short.value, None, short.start, short.end, _weight(*around)))
    found.sort(key=lambda money: money.start)
    return corrected(text, _without_ranges(text, found))


def deal_size(text: str, home: str = "USD") -> Money | None:
    """The amount that is the deal's size, if the text leaves no doubt which."""
    likely = [money for money in find_money(text, home) if money.weight >= 0]
    if not likely:
        return None
    best = max(money.weight for money in likely)
    chosen = [money for money in likely if money.weight == best]
    if len({money.value for money in chosen}) > 1:
        moved = _BECOMES.search(text[chosen[-2].end : chosen[-1].start])
        return chosen[-1] if moved else None
    return chosen[0]


def _read(match: re.Match[str], text: str, home: str) -> Money | None:
    before = text[max(0, match.start() - 45) : match.start()]
    after = text[match.end() : match.end() + 30].partition("\n")[0]
    marked = match["pre"] or match["post"] or match["spelt_post"]
    if match["percent"] or (
        match["spelt"] is None
        and match["scale"] is None
        and not marked
        and not _plain(match, before, after, text[max(0, match.start() - WIDE) : match.start()])
    ):
        return None
    if not marked and _COUNT_AFTER.match(after):
        return None
    if (match["spelt"] or "").lower() in {"a", "an"} and not (marked or match["spelt_half"]):
        return None  # "a thousand things"
    value = _value(match)
    if value <= 0:
        return None
    return Money(round(value, 2), _currency(marked, home), match.start(), match.end(), _weight(before, after))


def _plain(match: re.Match[str], before: str, after: str, wide: str) -> bool:
    """A bare number is money only where a size is due: "deal is at 12500"."""
    number = match["number"]
    digits = re.sub(r"\D", "", number)
    if _COUNT_AFTER.match(after) or len(digits) < 4 or re.fullmatch(r"20[123]\d", number):
        return False
    cued = re.search(
        r"\b(?:deal|opp|worth|value|amount|contract|arr|acv|tcv|quote[d]?|price|budget|order|po|renew\w*|proposal|bid|tender|offer\w*|"
        r"option|fee|total|settled|agreed|proceed|go ahead)\b[^.;]{0,25}$",
        before,
        re.IGNORECASE,
    )
    cued = cued or (_GROUPED.fullmatch(number) and _STANDS_ALONE.match(after) and _DONE_DEAL.search(wide))
    cued = cued or _CUT.search(before) or (_CHANGED.search(before) if re.search(r"\d[.,]\d{3}$", number) else None)
    return cued is not None or _SIZE_AFTER.match(after) is not None


def _value(match: re.Match[str]) -> float:
    if match["spelt"]:
        count = _spelt(match["spelt"]) + (0.5 if match["spelt_half"] else 0)
        return count * SCALES[match["spelt_scale"].lower()] + _spelt(match["spelt_tail"] or "")
    number = re.sub(r"[ '\u2019\u00a0]", "", match["number"])
    scale = SCALES[match["scale"].lower()] if match["scale"] else 1
    return _decimal(number, scaled=scale > 1) * scale


def _spelt(said: str) -> float:
    """Twelve and a half, a hundred and eighty, three quarters of a, fifty-five."""
    value, joined = 0.0, False
    for word in re.findall(r"[a-z]+", said.lower()):
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


def _currency(marked: str | None, home: str) -> str | None:
    if marked is None:
        return None
    mark = marked.lower().rstrip(".")
    if mark == "$" or (WORDS.get(mark) == "USD" and mark != "usd"):
        return home if home in DOLLARS else "USD"
    return SYMBOLS.get(mark) or PREFIXED.get(mark) or WORDS.get(mark)


def _weight(before: str, after: str) -> int:
    if _CUT.search(before):
        return 2  # "15% off the 80k": the amount is what the discount is taken from
    if _NOT_SIZE_AFTER.match(after) or _NOT_SIZE_BEFORE.search(before):
        return -1
    return 2 * bool(_SIZE_AFTER.match(after)) + bool(_SIZE_BEFORE.search(before))


def _without_ranges(text: str, found: list[Money]) -> list[Money]:
    """Of "40-50k" neither end is the size."""
    kept: list[Money] = []
    for money in found:
        if re.search(r"\bbetween\b", text[max(0, money.start - 24) : money.start], re.IGNORECASE) and _BETWEEN.search(
            text[max(0, money.start - 24) : money.start]
        ):
            kept = [other for other in kept if money.start - other.end > 8]
            continue
        if re.search(r"\d\s?(?:-|\u2013|to)\s?$", text[max(0, money.start - 6) : money.start]):
            if kept and money.start - kept[-1].end < 6 and not re.search(r"\bfrom\b", text[: kept[-1].start][-8:]):
                kept.pop()
            if not re.search(r"\bfrom\b", text[max(0, money.start - 16) : money.start]):
                continue
        kept.append(money)
    return kept
