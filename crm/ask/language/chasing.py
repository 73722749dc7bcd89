"""What is behind its day, what is left out, and numbers of things, as people in a hurry write them."""

from __future__ import annotations

import re
from collections.abc import Callable

DONE = r"(?:been |be )?(?:back|here|in|gone|\w+(?:ed|en|id|ne|lt|de|nt|me))(?: back| in| out| up)?"
BY_NOW = re.compile(
    rf"(?:\b(?:that|which|who) )?\b(?:should|ought to|were supposed to|was supposed to|were meant to|was meant to)"
    rf"(?: have|['’]ve)? {DONE} (?:by now|already|by today)"
    r"(?P<still>,? (?:but|and) (?:\w+ )?(?:has|have|is|are|was|were|did)(?: not|n['’]?t)(?: yet)?"
    r"(?: (?:been|come|came))?(?: \w+)?(?: yet)?)?",
    re.IGNORECASE,
)
OVERDUE = re.compile(r"\boverdue\b(?:\s*[-,:–—]\s*| and | )overdue\b", re.IGNORECASE)
NUMBER = re.compile(
    r"\b(?P<what>phone|telephone|mobile|order|invoice|account|customer|hire|job|quote|ticket|serial|\w+) no\.?"
    r"(?P<of> (?:of|for) )(?=\S)",
    re.IGNORECASE,
)
ONLY = re.compile(
    r"[,;.?!]?\s*\b(?P<kept>[\w-]+) only,? (?:and |but )?(?:no|not|without)(?: any| the)? (?P<left>[\w-]+)"
    r"(?=\s*(?:[?.!,;]|$))",
    re.IGNORECASE,
)
WHY = re.compile(
    r"^why (?:do|did|are|were|have|has|is|was) (?P<what>[^?.!]+)[?.!,;:–-]+\s*(?:and )?(?:how many|number|count|"
    r"totals?)[^?]*?\b(?:for|per|by|of|with) (?:each|every|the|reason)(?: reason| cause)?\s*[?.!]*$",
    re.IGNORECASE,
)
APART = re.compile(r"\b(?P<verb>\w+) (?P<what>(?:our |the |their )?\w+) (?P<way>down|back|off|out|up)\b", re.IGNORECASE)

MONTHS = re.compile(r"(?<!by )\b(?P<grain>day|week|month|quarter|year)[ -]by[ -](?P=grain)\b", re.IGNORECASE)
NO_SHOWS = re.compile(r"\bno[- ]shows?\b(?P<at>(?: at| for| of| in)?(?: the| our)? (?P<rows>\w+s)\b)?", re.IGNORECASE)
ATTENDED = ("turned up", "showed up", "attended", "came")


def chased(text: str, known: Callable[[str], bool]) -> str:
    """The question with such turns put plainly."""
    text = OVERDUE.sub("overdue", BY_NOW.sub("overdue", text))
    text = NUMBER.sub(lambda match: _numbered(match, known), text)
    text = ONLY.sub(lambda match: _kept(match, known), text)
    text = MONTHS.sub(r"by \g<grain>", text)
    text = NO_SHOWS.sub(lambda match: _missed(match, known), text)
    return WHY.sub(lambda match: _by_reason(match, known), text)


def _numbered(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """`Phone no of Globex`; of a noun of the record `no` is short for number, never a denial."""
    header = f"{match['what']} no"
    return match.group() if known(header) or not known(match["what"]) else f"{match['what']} number{match['of']}"


def _kept(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """`Visits only, no calls`: what is said to be counted before is all that counts."""
    before = match.string[: match.start()].casefold()
    if not known(match["left"]) or not known(match["kept"]):
        return match.group()
    return "" if match["kept"].casefold().removesuffix("s") in before else f" {match['kept']}"


def _by_reason(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """`Why do people turn quotes down? How many for each reason`: rows by the column that says why."""
    reason = next((word for word in ("reason", "why not", "why", "cause") if known(word)), None)
    parted = APART.search(match["what"])
    if reason is None or parted is None:
        return match.group()
    verb = parted["verb"].casefold()
    done = next((f"{verb}{end} {parted['way']}" for end in ("ed", "d") if known(f"{verb}{end} {parted['way']}")), None)
    return f"number of {parted['what']} {done} by {reason}" if done else match.group()


def _missed(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """`No shows at fittings`: those to which nobody came, of a record that says so by yes or no."""
    came = next((word for word in ATTENDED if known(word)), None)
    if came is None or match["rows"] is None or known("no show") or not known(match["rows"]):
        return match.group()
    return f"number of {match['rows']} not {came}"
