"""Days to come that no verb of a next step has claimed: "decision pack (7/20)", "Wed site visit", "they meet on 3 May"."""

# ruff: noqa: E501 - patterns read best unbroken

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from crm.log.clauses import Clause, breaths, settled
from crm.log.days import Day, find_days
from crm.log.stepcues import OFF, RESTATED

LONGEST_STRETCH = 6  # days; something in March is no next step yet
NEAR = 60  # characters before a day that say what it is the day of
_PLANNED = r"book|rebook|rearrang|slot|diari|schedul|reschedul|plan|expect|need|promis|agre|pencil|slat|propos|invit|commit|requir|suppos|target|confirm|arrang|want|ask|request|offer|fix|reserv"
_PAST = re.compile(
    r"\b(?:was|were|had|did|didn't|went|got|came|gave|made|took|sent|told|said|met|spoke|spoken|left|saw|held|ran|won|lost|wrote|rang|caught|"
    r"brought|bought|sat|paid|shown|showed|been|done|rcvd|recd|heard|found|kept|put|"
    rf"(?!(?:{_PLANNED})\w*)(?!\w*(?:speed|indeed|hundred|exceed|proceed|succeed)\b)\w{{2,}}[^e\W]ed)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:(?:bumped|moved|shifted|pushed|postponed|rescheduled|verschoben|neuer termin)(?: (?:back|out))?(?: (?:to|for|until|auf))?|will|'ll|ill|shall|rem(?:ember|ind) (?:me|us)|gonna|going to|i'?m (?:out|over|down|up|back|in|at|with|there|passing|seeing|on site|due)|dann|bis|n\u00e4chste\w?|new (?:date|slot|time|day)|rebooked|back (?:there|here|in|over|round|again)|to (?=see\b|meet|talk|sign|send|be\b|go\b|call|visit|do\b|come|get|review|swap|fix|collect|fit|pick|drop|ring|mail|email|check|look|follow|finish|start|deliver|ship|test|install|confirm|answer|reply|pay|order)|by|due|next|nxt|(?:ok(?:ay)?|fine|good|free|works) (?:for|with|on)|can do|(?:speak|talk|meet|try|call|check|see|chat|ring|connect) (?:\w+ )?again|then|scheduled|booked|set|planned|deadline|needs?|must|should|meets?|meeting is|is|are|be|"
    r"(?:start|kick|begin|go|present|deliver|ship|instal|visit|arrive|send|come(?! (?:by |to |over |past )?(?:our|the) (?:booth|stand|table|office))|do|happen|follow|report)s?|goes|leaves|flies|lands)\b",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"\b(?:until|till|til|thru|through|since|from|after|before|not before|as of|up to|wef|w\.e\.f\.?|effective|with effect (?:from|of))\s+(?:the\s+|about\s+)?$", re.IGNORECASE)  # fmt: skip
_DONE_UNTIL = re.compile(  # "arrives until Thursday", as Germans say by
    r"\b(?:think\w*|consider\w*|arriv\w+|sends?|delivers?|answers?|replies|reply|repl\w+|confirms?|responds?|submits?|finish\w*|ready|comes?|due|(?:she|he|they) (?:has|have|got|gets?)|i(?:'ve| have)? got|we(?:'ve| have)? got|(?:i|we) have|(?:gave|gives|given|giving) (?:me|us)|(?:i|we) (?:read|check|look|send|write|review|answer|do|finish|prepare|make|test|price|decide|study) (?:it|this|that|them|at it|(?:the|our|his|her|their) \w+))\s+(?:(?!(?:from|since|between)\b)\w+\s+){0,4}?(?:until|till|til)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_CLOSING = re.compile(
    r"\b(?:clos(?:e|es|ing|ed|ure)|sig|sign(?:s|ed|ing|ature)?|entscheid\w+|unterschr\w+|decision|decid\w+|tak(?:e|es|ing) (?:it|this|that) up|award\w*|p\.?o\.?|purchase order|renew\w*|expir\w*|"
    r"verdict|winners?|announc\w+|results?|lease|fiscal|financial|contract|paperwork|warranty)\b",
    re.IGNORECASE,
)
_MEETS = re.compile(
    r"\b(?:demo|meet\w*|mtg|call|visit\w*|session|workshop|review|qbr|lunch|dinner|coffee|breakfast|training|kick\w*|appointment|instal\w*|chat|catch.?up|"
    r"present\w*|board|committee|hearing|interview\w*|readout|steerco|trial|pilot|poc|webinar|audit|inspection|survey|fat|sat|go.?live|onboarding|see(?:ing)?|talk\w*|speak\w*)\b",
    re.IGNORECASE,
)
_OWED = re.compile(r"\b(?:sends?|gets?|over|deliver|draft|revised|invoice|answers?|docs?|to (?:her|him|them|me|us)|(?:contract|quote|proposal|paperwork|offer|copy|sow|msa|nda|agreement) (?:goes )?(?:out|back)|back (?:to us|from))\b", re.IGNORECASE)  # fmt: skip
_SLIPPED = re.compile(
    r"\b(?:moved|pushed|slipped|delayed|postponed|brought forward|extended|put back)\b", re.IGNORECASE
)
_OTHERWISE = re.compile(
    r"\b(?:won't|wont|isn't|not|never|no|unless|(?:can(?:'|\u2019)?t|cannot) (?:do|make)|not (?:free|available)|(?:asked|asking|wonder\w*|not sure|unclear) (?:if|whether)|could|might|maybe|hopefully|probably|on (?:vacation|leave|holiday|pto)|ooo|out of office|away|off sick|"
    r"wants? delivery|(?:wants?|wanted|like) (?:\w+ ){0,3}?to (?:start|begin|run|go live|be live|kick in|take effect)|leav(?:es|ing)|retir\w+|freez\w+|frozen)\b",
    re.IGNORECASE,
)


_DEADLINE = re.compile(r"\b(?:by|bis|due|no later than|deadline)\W*(?:on\s|the\s|eod\s|cob\s)*$", re.IGNORECASE)
_NOW_DUE = re.compile(  # what is to be done on this very day
    _DEADLINE.pattern
    + r"|\b(?:will|'ll|\u2019ll|shall|to be|i'?m (?:to|going to)|gonna|must|has to|have to|needs? to)\b(?! be (?:out|off|away|in|back|late|busy)\b)(?! (?:know|see|find|hear|think)\b)[^.;!?\n]{2,60}\s$"
    + r"|\b(?:goes|going|go) (?:out|off|over|up|down|across)(?: \w+){0,2}\s+$|\b(?:ships?|leaves|shipping|being (?:shipped|sent|picked up|collected))\s+$",
    re.IGNORECASE,
)
_WAS_DUE = re.compile(r"\b(?:was|were|been|fell)\s+(?:already\s+)?due\W*(?:on\s|by\s|the\s)*$", re.IGNORECASE)
_PROMISED = re.compile(  # "promised him the list for Tuesday", "told her engineer Tuesday"; not "told him about it on Tuesday"
    r"\b(?:told|promised|assured|quoted|offered)\s+(?:him|her|them|\w+)\s+(?:(?!(?:about|that|this|it|we|i|they|to|so|again|yes|no|off|how|why|what)\b)[\w'\u2019]+\s+){0,3}?(?:for\s+|on\s+)?$",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"\b(?:start|begin|commenc|run|effective)\w*\b", re.IGNORECASE)
_TICKET = re.compile(  # what is closed there is no deal
    r"\b(?:ticket|issue|case|bug|complaint|claim|incident)\b[^.;!?\n]{0,30}\b(?:closed?|closes|closing|decided)\b",
    re.IGNORECASE,
)
_PAYS = re.compile(r"\b(?:pay\w*|paid|invoice terms|terms|zahl\w*|bezahl\w*|überweis\w*)\b", re.IGNORECASE)
_TERMS = re.compile(r"(?:in |within )?\d{2,} (?:days|tagen)", re.IGNORECASE)
_HEADER = re.compile(
    r"\s*(?:(?:from|to|cc|sent|date|subject|gesendet|betreff|enviado|fecha|asunto|inviato|oggetto|envoy\u00e9|objet|verzonden|onderwerp|skickat|\u00e4mne|sendt|emne|wys\u0142ano|temat|on [^\n]{5,80}wrote)|(?:datum|data|dato)(?=\s*:\s*(?:\w+,|\d)))\s*:",
    re.IGNORECASE,
)


def days_ahead(
    sentence: Clause, today: date, taken: list[tuple[int, int]], *, day_first: bool = False, told: bool = False
) -> Iterator[tuple[Clause, Day]]:
    """What is set for a day to come, where no next step covers the day: the clause that says it, and the day in it."""
    if _HEADER.match(sentence.text):
        return
    before = ""
    for breath in breaths(sentence):
        for day in find_days(breath.text, today, "future", day_first=day_first):
            at = breath.start + day.start
            if (again := RESTATED.match(sentence.text, breath.start + day.end - sentence.start)) and find_days(
                again.group(), today, "future", day_first=day_first
            ):
                continue  # "a week later, so on the 4th"
            if settled(sentence.text, at - sentence.start):
                continue
            if any(start <= at < end for start, end in taken) or not _ahead(breath, day, before, sentence, today):
                continue
            if _sure(day, today, day_first=day_first) or _coming(
                sentence, at, breath.text[: day.start], told=told, by=day.by
            ):
                yield breath, day
        before = breath.text


def is_term(said: str, day: Day) -> bool:
    """Whether a day is a term of payment: "they pay in 60 days"."""
    return _TERMS.match(day.text) is not None and _PAYS.search(said) is not None


def _called_off(said: str) -> bool:
    """Whether a meeting is off, and no new day named."""
    off = list(OFF.finditer(said))
    return bool(off) and not re.search(r"\b(?:to|for|until|auf|new)\b", said[off[-1].end() :], re.IGNORECASE)


def _ahead(breath: Clause, day: Day, before: str, sentence: Clause, today: date) -> bool:
    """Whether the day lies ahead and something is to be done or held on it, not merely true by then."""
    if day.first < today or (day.first == today and not _NOW_DUE.search(breath.text[: day.start])):
        return False
    if (day.last - day.first).days > LONGEST_STRETCH:
        return False
    lead, rest = breath.text[: day.start], breath.text[day.end :]
    if _called_off(breath.text) or (_PAYS.search(about_to := f"{before} {breath.text}") and not day.single):
        return False
    if is_term(about_to, day):
        return False
    if not lead.strip() and sentence.text[day.end + breath.start - sentence.start :].lstrip().startswith(":"):
        return False  # a heading: "Monday: ..."
    bare = not re.search(r"[^\W\d_]{3,}", f"{lead} {rest}")
    about = f"{before} {breath.text}" if bare else breath.text
    if (
        day.until
        or (_UNTIL.search(lead) and not _DONE_UNTIL.search(lead))
        or _OTHERWISE.search(f"{lead[-NEAR:]} {rest}")
    ):
        return False
    if _MEETS.search(about):
        return True
    closes = _CLOSING.search(sentence.text if _BEGINS.search(about) else _TICKET.sub("", about)) and not _OWED.search(
        about
    )
    return not closes and not _SLIPPED.search(about)


def _sure(day: Day, today: date, *, day_first: bool) -> bool:
    """Whether the words can only mean a day to come; "Tuesday" and "the 4th" may name one that is past."""
    past = find_days(day.text, today, "past", day_first=day_first)
    return not past or past[0].first > today or (today - past[0].first).days > 31


def _coming(sentence: Clause, at: int, lead: str, *, told: bool, by: bool) -> bool:
    """Whether the words before an open day look forward: the last verb decides."""
    if _WAS_DUE.search(lead):
        return False
    if by or _DEADLINE.search(lead) or _PROMISED.search(lead):
        return True
    said = sentence.text[: at - sentence.start]
    past = max((match.end() for match in _PAST.finditer(said)), default=-1)
    opens = told and not sentence.sentence  # "Visit at Globex on Tuesday", with what came of it
    coming = max((match.end() for match in _TO_COME.finditer(said) if match.start() or not opens), default=-1)
    return coming > past or (past < 0 and sentence.sentence > 0 and not told)
