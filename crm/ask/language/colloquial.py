"""Chat into plain words before a question is read: idioms, shorthand, what is left out, what is un-done."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from crm.ask.language.chasing import chased
from crm.ask.language.everyday import everyday
from crm.ask.language.idioms import unfolded
from crm.ask.words import COLLOQUIAL, SHORTHAND

HINT = re.compile(
    r"\(\s*(?:it'?s|its|all|figures?(?: are)?|numbers?(?: are)?)?\s*in (?:millions?|thousands?|k|usd|eur)\s*\)",
    re.IGNORECASE,
)
WHAT = r"(?P<what>[\w'-]+(?: [\w'-]+){0,3}?)"
LEFT_OUT = re.compile(
    rf"[,;(]?\s*(?:and |but |with )?(?:the |all )?{WHAT}(?: ones| deals)? "
    r"(?:left out|kept out|taken out|excluded|ignored|left aside|not count(?:ed|ing)|not included|omitted|disregarded|"
    r"(?:put )?aside|don'?t count)"
    r"\)?",
    re.IGNORECASE,
)
ASIDE = re.compile(
    rf"\b(?:leav(?:e|ing)|(?:sett|putt|keep|tak)ing) "
    rf"(?:(?:aside|out) {WHAT}|{WHAT.replace('what', 'that')} (?:aside|out))"
    r"(?: of it)?(?=[,;.?!)]|$)",
    re.IGNORECASE,
)
FIGURE = r"[$€£]?\d[\d.,]*\s?(?:k|m|mn|bn)?"
RANGE = re.compile(
    rf"(?<![\w.,-])(?P<low>{FIGURE})\s?(?:-|–|—|\.\.)\s?(?P<high>{FIGURE})(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
RUNG = re.compile(r"(?<!\w)(?:\+\d|\(\d{2,5}\))[\d ()./\-]{6,20}\d")  # a telephone number is no range
LONE = re.compile(r"(?P<head>[^\W\d_]+ ?)?(?P<sign>[$€£]{1,3})(?!\s?\d)")
PART_OF_YEAR = r"q[1-4]|h[12]|(?:jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)[a-z]*"
NOBODY = r"(?:we|i|that|which)\b"
TALKED = r"(?:calls|e-?mails|mails|meetings|visits|demos)"
SIGNS = (
    (
        re.compile(rf"\b(?P<part>{PART_OF_YEAR}) (?:a|the|one) year (?:before|earlier|prior|ago)\b", re.IGNORECASE),
        r"\g<part> last year",
    ),
    (
        re.compile(
            rf"^(?:the )?(?P<what>(?:[\w-]+ )?{TALKED}) (?P<who>(?!{NOBODY})[^\W\d]\w+(?: [^\W\d]\w+)?) "
            r"(?:made|did|had|held|logged|placed)\b",
            re.IGNORECASE,
        ),
        r"how many \g<what> \g<who> made",
    ),
    (re.compile(r"(?<=\w) ?#\s*(?=(?:for|of|to|at|from|on)\b|[?.!]*\s*$)", re.IGNORECASE), " number "),
    (re.compile(r"#\s*(?=[a-z])", re.IGNORECASE), "number of "),
    (re.compile(r"\b(win|won|close|closing|loss|lost) ?%"), r"\1 rate"),
    (re.compile(r"\b(?:how many|number of) (?:dollars|euros|pounds|bucks|quid)\b", re.IGNORECASE), "how much"),
    (re.compile(r"(?<=\d) ?quid\b", re.IGNORECASE), " pounds"),
    (re.compile(r"(?<=\d) ?bucks\b", re.IGNORECASE), " dollars"),
    (re.compile(r"^(?:on )?(?:what|which) (?:date|day) (?=(?:did|was|were|has|have)\b)", re.IGNORECASE), "when "),
    (re.compile(r"\bhow many [$€£](?!\s?\d)", re.IGNORECASE), "how much"),
    (
        re.compile(
            r"\b(?P<who>(?:do|does|did) (?:[\w'-]+ ){1,6}?)(?<!before )last\b"
            r"(?=$|[?.,!]| on average| for | from | per | by )",
            re.IGNORECASE,
        ),
        r"\g<who>take",
    ),
    (re.compile(r"\bin (?:dollars|euros|pounds|usd|eur|gbp|money)\b", re.IGNORECASE), " "),
    (re.compile(r"(?<=pipeline) in [$€£](?!\s?\d)", re.IGNORECASE), " "),
    (re.compile(r"(?<=[a-z]) / (?=[a-z])", re.IGNORECASE), " per "),
    (re.compile(r"\b([qh][1-4]) ?['’]?(\d\d)\b(?!\d)", re.IGNORECASE), r"\1 20\2"),
    (
        re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]* ?['’](\d\d)\b", re.IGNORECASE),
        r"\1 20\2",
    ),
)
IN_STAGE = re.compile(
    r"\b(?:(?:has|have|had|is|are|was|been|being|stuck|sitting|sat|stayed|standing|parked|idle|stagnant)\s+)*"
    r"in (?:its|the|their|this|one)?\s?(?:current|same|present)? ?stage\b",
    re.IGNORECASE,
)
STUCK = re.compile(
    r"\b(?:stuck|sitting|sat|parked|stalled|idling) (?=in [\w ]{3,40}? (?:for )?(?:more|longer|over|at least|\d))",
    re.IGNORECASE,
)
DATE = r"(?:[\w-]+ ){0,2}?(?:date|deadline|until|validity|expiry|expiration)"
GONE = (
    (
        re.compile(
            rf"(?P<date>\b{DATE}) ?(?:that|which|who)?(?:['’]s| is| are| has| have| was| were)?"
            r"(?: already| long| now)* "
            r"(?:passed|slipped past|slipped|gone by|lapsed|behind us|in the past|gone past|run out|over)\b",
            re.IGNORECASE,
        ),
        r"\g<date> before today",
    ),
    (
        re.compile(
            r"\b(?:already |now |long |that(?:['’]s| is) |which (?:is|are) |(?:is|are) )*"
            rf"past (?:its |their |the )?(?P<date>{DATE})",
            re.IGNORECASE,
        ),
        r"with \g<date> before today",
    ),
)
PARTS = {"first": "1", "second": "2", "third": "3", "fourth": "4", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4"}
PART = "|".join(PARTS)
HALVES = re.compile(
    rf"\b(?:the )?(?P<one>{PART})(?: quarter| half)? (?P<join>to|and|vs\.?|versus|against|or|than) "
    rf"(?:the )?(?P<two>{PART}) (?P<unit>quarter|half)(?: of)? (?P<year>(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
SWITCHED = re.compile(
    r"\b(?:with )?(?P<what>[\w-]+(?: [\w-]+)?) (?:switched|turned|set to) (?P<way>on|off)\b", re.IGNORECASE
)
YEAR = re.compile(r"(?:19|20)\d\d")
HELD = re.compile(
    r"\b(?:with|have|has|had|having|owns?|holds?)(?: (?:an?|any|some|more than \w+|\w+ or more))? $", re.IGNORECASE
)
UNDONE = re.compile(r"\b(?:un|non-?|in)(?P<base>[a-z]{3,})\b")
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def plainly(text: str, known: Callable[[str], bool]) -> str:
    """The question in plainer words; what the record itself calls so stays as it is."""
    text = HINT.sub(" ", text)
    for sign, words in SIGNS:
        text = sign.sub(words, text)
    text = LONE.sub(lambda match: _signed(match, known), text)
    text = unfolded(everyday(chased(text, known), known), known)
    for past, words in GONE:
        text = past.sub(words, text)
    text = SWITCHED.sub(lambda match: _switched(match, known), text)
    text = HALVES.sub(_parts, text)
    text = STUCK.sub("", IN_STAGE.sub("with days in stage", text))
    text = text if RUNG.search(text) else RANGE.sub(_ranged, text)
    text = _idioms().sub(lambda match: COLLOQUIAL[_key(match.group())], text)
    text = WORD.sub(lambda match: _short(match, known), text)
    text = ASIDE.sub(lambda match: f"excluding {match['what'] or match['that']}", text)
    text = LEFT_OUT.sub(lambda match: f", excluding {match['what']}", text)
    text = UNDONE.sub(lambda match: _undone(match, known), text)
    return " ".join(text.split())


@cache
def _idioms() -> re.Pattern[str]:
    longest = sorted(COLLOQUIAL, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(phrase) for phrase in longest)})(?![\w-])", re.IGNORECASE)


def _key(phrase: str) -> str:
    return " ".join(phrase.casefold().split())


def _signed(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """A currency's sign is a word for money, unless a header ends in it: Invoiced €."""
    head, sign = match["head"] or "", match["sign"]
    return match.group() if head and known(f"{head}{sign}") else f"{head} amount "


def _short(match: re.Match[str], known: Callable[[str], bool]) -> str:
    word = match.group()
    full = SHORTHAND.get(word.casefold())
    return full if full and not known(word) and not (word.isupper() and len(word) < 3) else word


def _ranged(match: re.Match[str]) -> str:
    """`20-30k` as `20 to 30k`; years and dates stay."""
    low, high = match["low"].strip(), match["high"].strip()
    if YEAR.fullmatch(low) and YEAR.fullmatch(high):
        return match.group()
    return f"{low} to {high}"


def _switched(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """`with auto renew switched off` as `without auto renew`, of what the record knows."""
    if not known(match["what"]):
        return match.group()
    return f"{'with' if match['way'] == 'on' else 'without'} {match['what']}"


def _parts(match: re.Match[str]) -> str:
    """`the second to the third quarter of 2017` as `Q2 2017 to Q3 2017`."""
    letter = "Q" if match["unit"].casefold() == "quarter" else "H"
    one, two = (f"{letter}{PARTS[match[side].casefold()]} {match['year']}" for side in ("one", "two"))
    return f"{one} {match['join']} {two}"


def _undone(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """`unpaid` as `not paid`, where the record knows paid and not unpaid; clients with unpaid bills are told apart."""
    word, base = match.group(), match["base"]
    if HELD.search(match.string[: match.start()]):
        return word  # `no paid bill` is no `unpaid bill`
    return f"not {base}" if known(base) and not known(word) else word
