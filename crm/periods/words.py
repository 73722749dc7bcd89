"""The words of time, as data."""

from __future__ import annotations

from typing import Final


def bag(text: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(text.split())


MONTHS: Final = {
    **dict.fromkeys(("january", "jan"), 1),
    **dict.fromkeys(("february", "feb", "febr"), 2),
    **dict.fromkeys(("march", "mar"), 3),
    **dict.fromkeys(("april", "apr"), 4),
    "may": 5,
    **dict.fromkeys(("june", "jun"), 6),
    **dict.fromkeys(("july", "jul"), 7),
    **dict.fromkeys(("august", "aug"), 8),
    **dict.fromkeys(("september", "sep", "sept"), 9),
    **dict.fromkeys(("october", "oct"), 10),
    **dict.fromkeys(("november", "nov"), 11),
    **dict.fromkeys(("december", "dec"), 12),
}

WEEKDAYS: Final = {
    **dict.fromkeys(("monday", "mondays", "mon"), 0),
    **dict.fromkeys(("tuesday", "tuesdays", "tues", "tue"), 1),
    **dict.fromkeys(("wednesday", "wednesdays", "weds", "wed"), 2),
    **dict.fromkeys(("thursday", "thursdays", "thurs", "thur", "thu"), 3),
    **dict.fromkeys(("friday", "fridays", "fri"), 4),
    **dict.fromkeys(("saturday", "saturdays", "sat"), 5),
    **dict.fromkeys(("sunday", "sundays", "sun"), 6),
}

UNITS: Final = {
    **dict.fromkeys(("second", "seconds", "sec", "secs"), ("second", 1)),
    **dict.fromkeys(("minute", "minutes", "min", "mins"), ("minute", 1)),
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "h"), ("hour", 1)),
    **dict.fromkeys(("day", "days", "dy"), ("day", 1)),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), ("week", 1)),
    **dict.fromkeys(("fortnight", "fortnights"), ("week", 2)),
    **dict.fromkeys(("month", "months", "mo", "mos", "mth", "mths"), ("month", 1)),
    **dict.fromkeys(("quarter", "quarters", "qtr", "qtrs"), ("quarter", 1)),
    **dict.fromkeys(("year", "years", "yr", "yrs"), ("year", 1)),
    **dict.fromkeys(("decade", "decades"), ("year", 10)),
}

NUMBERS: Final = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "hundred": 100,
    "dozen": 12,
}
VAGUE_NUMBERS: Final = {"couple": 2, "pair": 2, "few": 3, "several": 3}

ORDINALS: Final = {
    word: value
    for value, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
        ],
        start=1,
    )
} | {"thirtieth": 30}

LAST: Final = bag("last past previous prior prev preceding lst trailing rolling")
THIS: Final = frozenset({"this", "current", "ths"})
NEXT: Final = frozenset({"next", "nxt", "following", "nex"})
COMING: Final = frozenset({"coming", "upcoming"})
MODIFIERS: Final = {
    **dict.fromkeys(LAST, -1),
    **dict.fromkeys(THIS, 0),
    **dict.fromkeys(NEXT | COMING, 1),
}

TODAY: Final = {
    **dict.fromkeys(("today", "tday", "2day"), 0),
    **dict.fromkeys(("yesterday", "yday", "yest", "ystrday", "ytd_"), -1),
    **dict.fromkeys(
        ("tomorrow", "tomorrows", "tmrw", "tmr", "tmw", "tomo", "tmrrw", "2moro", "2morrow", "tommorow"), 1
    ),
    **dict.fromkeys(("tommorrow", "tomorow", "tomorro", "tommorrows", "tomorrrow", "tomoro"), 1),
    **dict.fromkeys(("overmorrow",), 2),
}

TO_DATE: Final = {"ytd": "year", "qtd": "quarter", "mtd": "month", "wtd": "week"}
END_OF: Final = {
    "eod": "day",
    "cob": "day",
    "eob": "day",
    "eow": "week",
    "eom": "month",
    "eoq": "quarter",
    "eoy": "year",
}
START_OF: Final = {"bow": "week", "bom": "month", "boq": "quarter", "boy": "year"}
EDGES: Final = {
    **dict.fromkeys(("beginning", "start", "begin", "early", "opening", "begining"), "start"),
    **dict.fromkeys(("middle", "mid", "midway"), "middle"),
    **dict.fromkeys(("end", "late", "close", "tail"), "end"),
}

SEASONS: Final = {"spring": (3, 20), "summer": (6, 21), "fall": (9, 23), "autumn": (9, 23), "winter": (12, 21)}
SEASON_ENDS: Final = {"spring": (6, 21), "summer": (9, 24), "fall": (12, 21), "autumn": (12, 21), "winter": (3, 21)}

# hours of a day, end exclusive
DAY_PARTS: Final = {
    "morning": (0, 12),
    "mornings": (0, 12),
    "lunch": (12, 14),
    "lunchtime": (12, 14),
    "afternoon": (12, 19),
    "arvo": (12, 19),
    "evening": (18, 24),
    "eve": (18, 24),
    "night": (18, 24),
}

# Words that show that the word after them is meant as a time.
LEADS: Final = bag(
    "in on since by until till til untill before after during through thru throughout last next this of for "
    "early late mid around about over past every each come due from prior previous following between upcoming "
    "coming nxt"
)
NEGATIONS: Final = bag(
    "no not never without nothing nobody none neither haven't hasn't hadn't didn't isn't wasn't don't havent "
    "hasnt didnt untouched silent quiet stale dark inactive ghosted idle"
)

# Plurals and measures: a number before one of them is a count, not a year or a day.
COUNTED: Final = bag(
    "units users seats people employees licenses licences customers clients accounts contacts emails calls "
    "items boxes pieces devices tickets pages words points times hours minutes seconds days weeks months years "
    "dollars euros pounds bucks usd eur gbp percent k kg km miles mb gb tb lbs staff folks agents nodes "
    "servers records rows leads meetings sites stores branches locations orders copies lines stars of x"
)
YEARLY: Final = bag(
    "deals sales numbers results renewals wins losses bookings targets goals invoices contracts opportunities "
    "earnings figures prices rates plans budgets"
)
# Words that give the number after them another meaning.
NUMBERED: Final = bag(
    "room order ticket no nr number num invoice po version v ver model ext extension suite building case "
    "contract page section article chapter step item line port id code ref reference sku part serial release "
    "build office server windows phone tel fax mobile call# unit flat apt box gate flight route highway class "
    "level phase option"
)
