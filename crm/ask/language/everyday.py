"""Turns of everyday talk, put as the rest of a question is put."""

from __future__ import annotations

import re
from collections.abc import Callable

from crm.ask.language.late import days_late
from crm.ask.language.turns import turned

HAVING = r"with|have|has|having|had|got"
ONLY = r"only|just|exactly|merely"
COUNTS = "one|two|three|four|five|six|seven|eight|nine|ten|[1-9]\\d?"
FEW = re.compile(
    rf"(?P<no>\b(?:not|never|without|(?:do|does|did|have|has|had)n['’]?t) )?\b(?P<has>{HAVING})"
    rf"(?: (?:{ONLY}))? (?:an?|one) (?:single|lone|sole)(?: one of)?\b",
    re.IGNORECASE,
)
JUST = re.compile(rf"\b(?P<has>{HAVING}) (?:{ONLY}) (?:the )?(?P<count>{COUNTS})\b", re.IGNORECASE)
AGAIN = re.compile(
    r"\b(?P<this>this|the current) (?P<unit>week|month|quarter|year) "
    r"(?P<joint>vs\.?|versus|against|compared (?:to|with)|and|than|over|to) "
    r"(?:the )?(?:last|previous|prior|one before)(?: one)?\b(?! (?:week|month|quarter|year|\d|two|three|few))",
    re.IGNORECASE,
)
WAYS = r"sen[td](?: out)?|receive[d]?|outbound|inbound|incoming|outgoing|we received|we sent"
BOTH_WAYS = re.compile(
    rf"\b(?:that |which |did |do |have )?(?:we )?(?:{WAYS}) ?(?:vs\.?|versus|and|against|compared (?:to|with)|/|&) ?"
    rf"(?:we |ones |those )?(?:{WAYS})\b",
    re.IGNORECASE,
)
TALKS = re.compile(r"\b(?:e-?mails?|mails?|messages?|calls?|interactions?)\b", re.IGNORECASE)
FROM_LEAD = re.compile(
    r"\b(?P<time>time|days|how long|length)(?P<rest>[\w ]{0,24}?) from (?:an? |the )?"
    r"(?:first |new )?(?P<start>lead|enquiry|inquiry|creation) (?:until|till|to) (?:an? |the )?"
    r"(?P<end>won|win|winning|close|closing|closed|signature|sale|a closed deal)\b",
    re.IGNORECASE,
)
ENDS = {"signature": "closed", "sale": "won", "win": "won", "winning": "won", "close": "closed", "closing": "closed"}
OPEN_ACCOUNTS = re.compile(
    r"\b(?P<each>(?:each|every|all|per|our|the|by) )?open[- ](?:deal|opportunity) "
    r"(?P<who>accounts?|clients?|customers?)\b",
    re.IGNORECASE,
)
LATE_PAYERS = re.compile(r"\b(?:late|overdue|tardy) (?:payers?|paying (?:clients|customers|accounts))\b", re.IGNORECASE)
FROM_TOP = re.compile(
    r"\b(?P<share>share|percentage|percent|proportion|part|fraction|how much|%) of (?:our |the |all |total )*"
    r"(?P<what>[\w-]+(?: [\w-]+)?)(?P<when> (?:this|last) (?:year|quarter|month)| in (?:19|20)\d\d)? "
    r"(?P<verb>(?:that )?(?:comes?|came|is|was|are) )?(?:from|with|by|due to|do|does|did) "
    r"(?:our |the )*(?P<top>top|biggest|largest|best) (?P<count>\d{1,3}|two|three|four|five|six|ten|twenty) "
    r"(?P<who>[\w-]+)(?: (?:make up|account for|bring in|bring|contribute|represent|generate|hold))?",
    re.IGNORECASE,
)
PAST_DATE = re.compile(
    r"(?<!open )(?<!won )(?<!lost )(?<!closed )\b(?P<rows>deals|opportunities|opps) "
    r"(?P<which>(?:with|whose|that have|having) (?:an? |the |their )?(?:expected )?clos(?:e|ing) dates?) "
    r"(?:is |are |has |have |was |already |long )*(?:in the past|passed|gone by|behind us|lapsed|slipped|gone)\b",
    re.IGNORECASE,
)
WEEKDAY = re.compile(r"\b(?P<day>days?) of (?:the|a) week\b", re.IGNORECASE)
OWNED_BY = re.compile(
    r"\b(?i:(?P<owned>owned|handled|managed|run|covered|looked after) by (?:the )?"
    r"(?:people|persons?|someone|somebody|anyone|anybody|those|folks) (?:who are |who is )?(?:in|on|from|of) )"
    r"(?:the )?(?P<team>[A-Z][\w-]*(?: [A-Z][\w-]*)?)(?: team)?"
)
UNPAID = re.compile(
    r"^(?P<much>how much|what|(?:what(?:'s| is) )?(?:our |the )?total)(?P<is> (?:is|are|remains?|was))? ?"
    r"(?:still |yet |left )*(?:unpaid|not (?:yet )?paid|to be paid|owing)(?= by\b| per\b| for\b|\s*[?.!]?\s*$)",
    re.IGNORECASE,
)
LATELY = re.compile(r"\b(?:lately|of late|these days)\b", re.IGNORECASE)
MOODY = re.compile(
    r"\b(?:un)?happy|mood|angry|upset|satisf|complain|frustrat|spoken|spoke|contact|talk|heard|activity\b",
    re.IGNORECASE,
)


def everyday(text: str, known: Callable[[str], bool]) -> str:
    """The question with its everyday turns put plainly; what the record itself calls so stays."""
    text = turned(days_late(text, known), known)
    text = FEW.sub(lambda match: match.group() if match["no"] else f"{match['has']} exactly 1", text)
    text = JUST.sub(lambda match: f"{match['has']} exactly {match['count']}", text)
    text = AGAIN.sub(lambda match: f"{match['this']} {match['unit']} {_set(match['joint'])} last {match['unit']}", text)
    text = BOTH_WAYS.sub("by direction", text) if TALKS.search(text) and known("direction") else text
    text = FROM_LEAD.sub(lambda match: match.group() if known(match["start"]) else _from_creation(match), text)
    text = OPEN_ACCOUNTS.sub(lambda match: f"{match['each'] or ''}{match['who']} with an open deal", text)
    text = FROM_TOP.sub(_first_few, text)
    text = PAST_DATE.sub(r"open \g<rows> with close date before today", text)
    text = WEEKDAY.sub("weekday", text)
    text = OWNED_BY.sub(r"\g<owned> by \g<team> reps", text)
    text = UNPAID.sub(lambda match: f"{match['much']}{match['is'] or ''} outstanding", text)
    text = LATE_PAYERS.sub("clients who paid late", text)
    return LATELY.sub("in the last 90 days", text) if MOODY.search(text) else text


def _first_few(match: re.Match[str]) -> str:
    return f"share of {match['what']}{match['when'] or ''} by {match['who']}, top {match['count']}"


def _set(joint: str) -> str:
    """Side by side, however that is said."""
    return "than" if joint.casefold() == "than" else "vs"


def _from_creation(match: re.Match[str]) -> str:
    end = match["end"].casefold().split(" ")[-1]
    end = "closed" if end == "deal" else ENDS.get(end, end)
    return f"{match['time']}{match['rest']} from created to {end}"
