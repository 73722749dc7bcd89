"""Turns of phrase that say in several words what the record says in one."""

from __future__ import annotations

import re
from collections.abc import Callable

THEME = r"(?P<theme>(?:(?!and\b|but\b|where\b|with\b|in\b|whose\b)[\w'’-]+ ){0,4}?[\w'’-]+)"
VERBS = r"contains?|containing|mention(?:s|ed|ing)?|uses?|using|includes?|including|has|have|having|with|held|holds?"
DUE = (
    r"\b(?:must|should|ha(?:s|ve) to|needs? to|(?:is|are|was|were)(?: supposed| expected| meant)? to|supposed to"
    r"|shall|to) be (?:{})(?= (?:by|until|till|before)\b)"
)
CAME_UP = r"(?:has |have |had |ever )*(?:came|come|comes|cropped|popped) up"
RAISED = (
    r"(?:was|were|got|gets|is|are|has been|have been) "
    r"(?:mentioned|discussed|raised|brought up|talked about|touched on|a topic)"
)
IDIOMS = (
    # a theme that something else is the subject of: `where a penetration test came up`
    (rf"\b(?:where|in which|that|with whom|when) {THEME} (?:{CAME_UP}|{RAISED})\b", r"that mention \g<theme>"),
    (rf"\b(?:that |which )?(?:{VERBS}) the (?:words?|terms?|phrases?|keywords?|expression)\b", "mention"),
    # what is still to be done by a day
    (DUE.format("finished|done|completed|wrapped up|ready|handled|dealt with|paid"), "due"),
    (DUE.format("closed|signed|decided|won"), "expected to close"),
    (r"\b(?:falls?|falling|fell|comes?|coming) due\b", "due"),
    (r"\b(?:strictly|any time|anytime|sometime|some time|at the latest) (?=before|after|by|until|in|during)", ""),
    (r"\bhow (?:big|large|high|great) (?:is|are|was|were) (?=(?:the|our|their) )", "what is "),
    (
        r"\b(?:what|how much) (?:do|did|does|would|will) (?:we|they|one|you|it) (?:charge|ask|take|bill) for ",
        "what is the price of ",
    ),
    (
        r"(?<=price of )(?P<what>.+?),? (?:according to|as per|going by|from|in|off|on) (?:the|our) price ?list\b",
        r"\g<what>",
    ),
)
BECAME = re.compile(
    r"\b(?:has |have |had )?(?:became|become|becoming|turned into|signed (?:up|on) as|joined(?: us)? as|went to being) "
    r"(?:a |an |our )?(?:new )?(?P<what>customers?|clients?|members?|donors?|partners?|suppliers?|subscribers?)\b",
    re.IGNORECASE,
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), words) for pattern, words in IDIOMS)


def unfolded(text: str, known: Callable[[str], bool]) -> str:
    """The question with its turns of phrase put plainly."""
    for pattern, words in _PATTERNS:
        text = pattern.sub(words, text)
    return BECAME.sub(lambda match: _since(match, known), text)


def _since(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """`Became a customer in May` as `with customer since in May`, of a record that has such a column."""
    column = f"{match['what'].rstrip('s')} since"
    return f"with {column} date" if known(column) else match.group()
