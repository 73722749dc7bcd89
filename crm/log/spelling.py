"""Days as people in a hurry write them, put into the words that the house's grammar of time knows."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from crm.log.far_words import FAR_WORDS
from crm.log.foreign import days_said

MONTH_NAMES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")  # fmt: skip
_TODAY = "tday|2day|tdy"
_GERMAN = {
    "heute": "today", "gestern": "yesterday", "vorgestern": "day before yesterday",
    "übermorgen": "day after tomorrow",
    "januar": "January", "februar": "February", "märz": "March", "mai": "May", "juni": "June", "juli": "July",
    "jahresende": "end of the year",
    "monatsende": "end of the month", "wochenende": "weekend", "quartalsende": "end of the quarter", "wochen": "weeks", "monat": "month",
}  # fmt: skip
_ORDINALS = {
    "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th", "sixth": "6th", "seventh": "7th", "eighth": "8th",
    "ninth": "9th", "tenth": "10th", "eleventh": "11th", "twelfth": "12th", "thirteenth": "13th", "fourteenth": "14th", "fifteenth": "15th",
    "sixteenth": "16th", "seventeenth": "17th", "eighteenth": "18th", "nineteenth": "19th", "twentieth": "20th",
    "twenty first": "21st", "twenty second": "22nd", "twenty third": "23rd", "twenty fourth": "24th", "twenty fifth": "25th",
    "twenty sixth": "26th", "twenty seventh": "27th", "twenty eighth": "28th", "twenty ninth": "29th", "thirtieth": "30th", "thirty first": "31st",
}  # fmt: skip
_WEEKDAYS = {
    "mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
}  # fmt: skip

_WEEKDAYS_SHORT = {"mo": "Monday", "di": "Tuesday", "mi": "Wednesday", "do": "Thursday", "fr": "Friday"}
_BEFORE_DATE = r"(?:(?<=\bby )|(?<=\bon )|(?<=\bam )|(?<=\bbis )|(?<=\bdue )|(?<=\btil )|(?<=\btill )|(?<=\buntil )|(?<=\bbefore )|(?<=\bper )|(?<=\bvom )|(?<=\bzum )|(?<=\bsince )|(?<=\blatest ))"
_DAY_WORD = r"(?:today|tonight|tomorrow|tmr|tmw|tomo|2moro|mon|tue|wed|thu|fri|on\b|sat|sun|\d|the\b|of\b|next)"


@dataclass(frozen=True)
class Plain:
    """A text in plain words, and where each of them stood in the one that was written."""

    text: str
    _starts: tuple[int, ...]
    _sources: tuple[int, ...]
    _fixed: tuple[bool, ...]  # whether the stretch was replaced as a whole

    def start(self, at: int) -> int:
        place = bisect_right(self._starts, at) - 1
        return self._sources[place] + (0 if self._fixed[place] else at - self._starts[place])

    def end(self, at: int) -> int:
        place = bisect_right(self._starts, at - 1) - 1
        if self._fixed[place]:
            return self._sources[place + 1]
        return self._sources[place] + at - self._starts[place]


def plain(text: str, *, day_first: bool = False) -> Plain:
    """The text with its abbreviated, misspelt and foreign days in plain English."""
    pieces: list[str] = []
    starts, sources, fixed = [0], [0], [False]
    done = length = 0

    def add(said: str, source: int, *, whole: bool) -> None:
        nonlocal length
        starts.append(length)
        sources.append(source)
        fixed.append(whole)
        pieces.append(said)
        length += len(said)

    for start, end, said in _meanings(text, day_first=day_first):
        add(text[done:start], done, whole=False)
        add(said, start, whole=True)
        done = end
    add(text[done:], done, whole=False)
    starts.append(length + 1)
    sources.append(len(text))
    fixed.append(False)
    return Plain("".join(pieces), tuple(starts), tuple(sources), tuple(fixed))


def _meanings(text: str, *, day_first: bool) -> list[tuple[int, int, str]]:
    """What stands where in the text, and the plain English for it."""
    found = [(each.start, each.end, each.meaning) for each in days_said(text)]
    abroad = list(found)
    for match in _ODD.finditer(text):
        said = _said(match, day_first=day_first)
        if said is not None and not any(start < match.end() and match.start() < end for start, end, _ in abroad):
            found.append((match.start(), match.end(), said))
    return sorted(found)


def _said(match: re.Match[str], *, day_first: bool) -> str | None:
    kind = match.lastgroup or ""
    word = match.group()
    low = " ".join(word.lower().replace("-", " ").split())
    if kind == "tomorrow":
        return "tomorrow"
    if kind == "leap":
        return "29 February"
    if kind == "today":
        return "today"
    if kind == "part":
        return "tonight" if low == "tonite" else "afternoon"
    if kind == "day_close":
        return "by" if match["day_close_of"] else "by end of day"
    if kind == "listed":  # "permit, 23.06"
        return _numbers(word + ".", swap=False)
    if kind == "number_date":
        return _numbers(word + ".", swap=False) if "." in word else _numbers(word.replace("-", "/"), swap=False)
    if kind == "dashed":  # "Monday 14-3", which are no hours
        return _numbers(word.replace("-", "/"), swap=False, sure=True)
    if kind == "sure_slashed":
        return _numbers(word, swap=not day_first, sure=True) or word
    if kind == "half":
        return "morning" if low == "am" else "afternoon"
    if kind in {"on_number", "weekday_number"}:
        return ("the " if kind == "weekday_number" else "on the ") + _ordinal(int(word.split()[-1]))
    if kind == "short_german":
        return _WEEKDAYS_SHORT[low]
    if kind == "yesterday":
        return "yesterday"
    if kind == "with":
        return "with"
    if kind == "day_number":
        return f"the {_ordinal(int(word.split()[-1]))}"
    if kind == "before_yesterday":
        return "day before yesterday"
    if kind == "morgen":
        return "tomorrow"
    if kind == "end_of":
        return "end of"
    if kind == "week":
        return "week of "
    if kind == "week_of_day":
        return f"week of the {_ordinal(int(match['week_day']))}"
    if kind == "calendar_week":
        return "calendar week "
    if kind == "clock":
        return word.replace(".", ":")
    if kind == "bare":
        return f"the {low}"
    if kind == "weekday":
        return _WEEKDAYS[low[:3]]
    if kind == "later":
        return "in " + re.sub(r"^after |^leave it |^give \w+ |\s+(?:out|later)$", "", low)
    if kind in {"ordinal", "voiced"}:
        return _ORDINALS.get(low)
    if kind == "zum":
        return f"on the {int(word.split()[-1].rstrip('.'))}th"
    if kind == "nearest":
        return "next"
    if kind == "german":
        return _GERMAN.get(low)
    if kind == "far":
        return "tomorrow" if low in {"mañana", "kal"} else FAR_WORDS.get(" ".join(word.lower().split()))
    if kind == "week_tomorrow":
        return f"a {low}"
    if kind == "a_day":
        return f"the {_ordinal(int(word.split()[-1]))}"
    if kind == "coming":
        return "next week" if low.startswith(("nä", "nae", "kom")) else "this week"
    if kind == "full":
        return _full(word, day_first=day_first)
    if kind in {"dotted", "slashed"}:
        return _numbers(word, swap=kind == "slashed" and not day_first)
    if kind == "dot":
        return word.rstrip(".") + " "
    return "by" if kind == "bis" else None


def _numbers(word: str, *, swap: bool, sure: bool = False) -> str | None:
    """A day in two numbers, spelt out; None where the order is the one that the grammar reads anyway.

    `sure` says that the words around show it to be a day, be it written like a share.
    """
    if not sure and word in {"24/7", "50/50", "1/2", "1/4", "3/4", "1/3", "2/3"}:
        return "-" * len(word)
    one, two, *_ = (int(part) for part in re.findall(r"\d+", word))
    day, month = (two, one) if swap and two > 0 and one <= 12 else (one, two)
    if swap or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return f"{day} {MONTH_NAMES[month - 1]} "


def _full(word: str, *, day_first: bool) -> str | None:
    """A day with its year in numbers, spelt out; None where the grammar reads it rightly as it is."""
    day, month, year = (int(part) for part in re.findall(r"\d+", word))
    if not (day_first or "." in word) or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return f"{day} {MONTH_NAMES[month - 1]} {year if year > 99 else 2000 + year}"


def _ordinal(number: int) -> str:
    end = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{end}"


_ODD = re.compile(
    r"\b(?:(?P<tomorrow>2mrw|2moro|2morrow|tommorr?ow|tomorow|tmrrw|tmrw|tmr|tmw|tomo|tmoro|tomoz)"
    r"|(?P<leap>leap day)"
    rf"|(?P<today>{_TODAY})"
    r"|(?P<yesterday>yday|ystd|last nite|last night|lst ni(?:te|ght)|ysterday|yesteday|yesturday|yest)"
    r"|(?P<with>w/(?=\s))"
    r"|(?P<clock>(?:(?<=\bat )|(?<=\dth )|(?<=\dst )|(?<=\dnd )|(?<=\drd )|(?<=day )|(?<=\bmon )|(?<=\btues )|(?<=\btue )|(?<=\bwed )|(?<=\bweds )|(?<=\bthu )|(?<=\bthurs )|(?<=\bfri ))(?:[01]?\d|2[0-3])\.[0-5]\d(?![\d%]|[.,]\d|\s?(?:[km]\b|mio|million|%)))"
    r"|(?P<part>tonite|arvo)"
    rf"|(?P<day_close>(?:before|b4|by|till?|until)\s+(?:the\s+)?(?:close of (?:play|business|day)|end of (?:play|business)|cop|knock[- ]?off(?: time)?|smoko|tea ?time|home time|the end of (?:play|business))\b(?P<day_close_of>(?=\s+{_DAY_WORD}))?)"
    rf"|(?P<number_date>{_BEFORE_DATE}(?:3[01]|[12]\d|0?[1-9])[.-](?:1[0-2]|0[1-9])(?![\d-]|[.,:]\d|\s?(?:[km]\b|mio|million|%|kg|uhr|eur|usd|gbp|€|h\b)))"
    r"|(?P<dashed>(?:(?<=day )|(?<=\bmon )|(?<=\btue )|(?<=\btues )|(?<=\bwed )|(?<=\bweds )|(?<=\bthu )|(?<=\bthurs )|(?<=\bfri ))(?:3[01]|2\d|1[3-9])-(?:1[0-2]|0?[1-9])(?![\d-]|[.,:]\d|\s?(?:[ap]m\b|uhr|h\b)))"
    r"|(?P<sure_slashed>(?:(?<=\bby )|(?<=\bon )|(?<=\bdue )|(?<=\btil )|(?<=\btill )|(?<=\bw/c )|(?<=\bwc )|(?<=until )|(?<=before )|(?<=booked )|(?<=set for )|(?<=\bmon )|(?<=\btue )|(?<=\bwed )|(?<=\bthu )|(?<=\bfri )|(?<=day ))(?:[123]/[1234])(?![\d/%]|\s+(?:of|the)\b)|(?<![\d/])(?:[13]/[234]|2/3)(?=\s+(?:at\s|@\s?)?\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]m\b|(?<=:\d\d))))"
    r"|(?P<listed>(?:(?<=, )|(?<=\u2013 )|(?<= - ))(?:3[01]|[12]\d|0[1-9])\.(?:1[0-2]|0[1-9])(?=\s*(?:$|[;\n)])))"
    r"|(?P<half>(?:(?<=/\d )|(?<=/\d\d ))[ap]m\b)"
    r"|(?P<on_number>on\s+(?:3[01]|2\d|1[3-9])(?=\s*(?:$|[,;!)\n]|\.(?:\s|$))))"
    r"|(?P<weekday_number>(?:(?<=day )|(?<=\bmon )|(?<=\btue )|(?<=\btues )|(?<=\bwed )|(?<=\bweds )|(?<=\bthu )|(?<=\bthurs )|(?<=\bfri ))(?:3[01]|2[4-9]|1[3-9]|2[0-3])(?=\s*(?:$|[,;!)\n]|\.(?:\s|$)|at\b|of\s|for\b|with\b)))"
    r"|(?P<short_german>(?-i:Mo|Di|Mi|Do|Fr)(?=\.?,?\s+\d{1,2}(?:[.:]\d\d)?\s*(?:Uhr|h\b)))"
    r"|(?P<day_number>the day (?:3[01]|[12]\d|[1-9])(?=\s*(?:$|[.,;!)\n]|(?:at|of|or|for|with|and)\b)))"
    r"|(?P<before_yesterday>(?<!day )before yesterday)"
    r"|(?P<morgen>(?<!guten )(?<!heute )(?<!gestern )(?<!mr )(?<!herr )(?<!frau )(?-i:morgen)(?! stanley))"
    r"|(?P<end_of>ende?(?=\s(?:jan|feb|march|märz|april|may|mai|june?|juni|july?|juli|aug|sept?|oct|okt|nov|dec|dez)(?:[a-z]{3,7})?\b))"
    r"|(?P<week_of_day>(?:w/c|wc|w/b|wb|wk of|wk commencing|week commencing|week beginning|wk beginning|week of)\s+(?:the\s+)?(?P<week_day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d/.-]*\d|\s+(?:of\s+)?(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])))"
    r"|(?P<full>(?<![\d./-])\d{1,2}(?P<sign>[./-])\d{1,2}(?P=sign)(?:20)?\d\d(?![\d/-]|\.\d))"
    r"|(?P<bare>(?<![\d/.,-])(?<!\bthe )(?<!\bon )(?<!\bby )(?<!\bmy )(?<!\bour )(?<!\btheir )(?<!\bhis )(?<!\bher )(?<!\ba )(?<!\bcame )(?<!\bevery )(?<!\bin )(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th)(?=\s*(?:$|[.,;!)\n]|(?:at|@|or|then|for|with|if|latest|please|pls)\b|\d{1,2}\s?[ap]m|\d{1,2}[:.]\d\d)))"
    r"|(?P<week>(?:w/c|wc|w/o|w/b|wb|wk of|wk commencing|week commencing|week beginning|wk beginning)\s+(?=\d|[A-Za-z]{3,9}\.?\s+\d))"
    r"|(?P<ordinal>(?:(?<=by the )|(?<=on the )|(?<=til the )|(?<=till the )|(?<=until the )|(?<=before the )|(?<=uary )|(?<=arch )|(?<=pril )|(?<=may )|(?<=june )|(?<=july )|(?<=ust )|(?<=mber )|(?<=ober ))"
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)\b(?! (?:week|half|quarter|time|one|call|meeting)))"
    r"|(?P<voiced>(?<=\bthe )(?:(?:(?:twenty|thirty)[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|eighth|ninth|tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|thirtieth)(?! (?:week|half|quarter|time|one|call|meeting|floor|user|seat|site|licen[cs]e)\b)|(?:(?<=day the )|(?<=day, the ))(?:first|second|third|fourth|fifth|sixth|seventh)(?! (?:week|half|quarter|time|one|call|meeting|floor|of)\b)|(?:first|second|third|fourth|fifth|sixth|seventh)(?= of (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))))"
    r"|(?P<weekday>(?:mon|tues?|weds?|thu(?:rs?)?|fri)|(?<!we )(?<!he )(?<!they )(?<!i )(?<!she )(?:sat|sun)(?=\s*(?:$|[.,;)!\n]|\d|[ap]m\b|morning|afternoon)))(?=\b)"
    r"|(?P<later>(?:(?:leave|give)\s+(?:it|him|her|them)\s+(?=\S+\s+(?:days?|weeks?|wks?|months?)\b)(?:\d{1,2}|an?|one|two|three|four)\s+(?:days?|weeks?|wks?|months?))|(?:\d{1,2}|an?|one|two|three|four|five|six)\s+(?:days?|weeks?|wks?|months?)\s+(?:out|later)|after\s+(?:\d{1,2}|one|two|three|four|five|six)\s+(?:days?|weeks?|wks?|months?)(?!\s+(?:of|without)\b))"
    r"|(?P<nearest>(?:nächste[nrms]?|naechste[nrms]?|kommende[nrms]?)(?=\s+(?:mon|die|mit|don|fre|sam|son)\w*tag|\s+mittwoch|\s+monat))"
    r"|(?P<coming>(?:nächste[rn]?|naechste[rn]?|kommende[rn]?|diese[rn]?)\s+woche)"
    r"|(?P<dotted>(?<![\d.])\d{1,2}\.(?:1[0-2]|0?[1-9])\.(?!\d))"
    r"|(?P<dot>(?<![\d.])\d{1,2}\.(?=\s*(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])))"
    r"|(?P<slashed>(?<![\d/.$€£-])\d{1,2}/\d{1,2}(?![\d/%]))"
    r"|(?P<german>" + "|".join(sorted(_GERMAN, key=len, reverse=True)) + r")"
    r"|(?P<far>(?<!la )(?-i:mañana)|(?-i:kal)(?=\s+[a-z])|"
    + "|".join(re.escape(said) for said in sorted(FAR_WORDS, key=len, reverse=True))
    + r")"
    r"|(?P<week_tomorrow>(?<!\ba )(?<!\bone )(?<!\bper )(?<!\bnext )(?<!\bthis )(?:week|wk) tomorrow)"
    r"|(?P<a_day>(?:(?<=\bat )|(?<=\bon )|(?<=\btill )|(?<=\buntil )|(?<=\bby )|(?<=\bfor ))day (?:3[01]|[12]\d|[1-9])(?=\s*(?:$|[.,;!)\n]|(?:at|or|for|with|and)\b)))"
    r"|(?P<zum>(?:am|zum|vom)\s+(?:3[01]|[12]\d|0?[1-9])\.?(?=\s*(?:$|[,;)!\n]|und\b|mit\b|bei\b|um\b)))"
    r"|(?P<bis>bis)(?=\s+(?:\d|zum|mon|die|mit|don|fre|sam|son|ende)))(?![\w])"
    r"|\b(?P<calendar_week>(?:kw|cw)\s?(?=\d{1,2}\b)|wk(?=[1-5]\d\b))",
    re.IGNORECASE,
)
