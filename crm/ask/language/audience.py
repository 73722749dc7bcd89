"""For whom a figure is and who asks for it: it says nothing of the rows, unless they are a colleague's own."""

from __future__ import annotations

import re
from collections.abc import Callable

from crm.ask.words import AUDIENCES

FOR = "|".join(AUDIENCES)
ASKED_FOR = re.compile(
    r"^(?P<who>(?:(?:the|our|my) )?[\w'’-]+(?: [\w'’-]+)?) (?:just |also |keeps |has |is |was |would |now |again )*"
    r"(?:asks?|asked|asking|wants?|wanted|needs?|needed|likes?|wonders?|wondering|wondered)"
    r"(?: (?:me|us|again|about|to know|to see|to hear|to find out|to be told|if|whether))*[,:]? "
    r"(?=(?:which|what|who|whose|how|when|where|in which|for which|by how|on which|at which)\b)",
    re.IGNORECASE,
)
WANTED = re.compile(
    rf"^(?:the |our |my )?(?P<whom>{FOR})(?:['’]s)? (?:wants?|wanted|needs?|needed|asks? for|asked for|would like|"
    r"expects?|(?:is|are) (?:after|asking for|waiting for))(?: (?:to (?:see|have|know|get)|a look at))? (?=\S)",
    re.IGNORECASE,
)
FOR_WHOM = re.compile(rf",? for (?:the |our |my )(?P<whom>{FOR})(?:['’]s)?(?=\s*(?:[,.?!;:]|$))", re.IGNORECASE)
THEIRS = re.compile(r"\b(?:his|her|their)\b(?= \w)", re.IGNORECASE)
QUESTION = re.compile(
    r"^(?:i|we|you|who|which|what|whose|they|it|she|he|there|nobody|somebody|does|do|did)\b", re.IGNORECASE
)


def asked_alone(text: str, known: Callable[[str], bool], teammate: Callable[[str], str | None]) -> str:
    """`The investors want our ARR`, `… by country for the tax adviser`: what is wanted alone.

    Args:
        text: a question.
        known: whether the record itself uses a word; such a one is no mere audience.
        teammate: the whole name of the one of the team who goes by a name.
    """

    def without(match: re.Match[str]) -> str:
        return match.group() if known(match["whom"]) else ""

    return FOR_WHOM.sub(without, WANTED.sub(without, _reported(text, teammate)))


def _reported(text: str, teammate: Callable[[str], str | None]) -> str:
    """`Daniel asks how many tasks his people have`: who asks is the one whose people they are."""
    match = ASKED_FOR.match(text)
    if match is None or QUESTION.match(match["who"]):
        return text
    rest, whole = text[match.end() :], teammate(match["who"])
    return THEIRS.sub(f"{whole}'s", rest, count=1) if whole else rest
