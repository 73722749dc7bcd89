"""What happened in a line or two, in the rep's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm.log.clauses import Clause
from crm.log.proposal import SUMMARY_LENGTH

_FILLER = re.compile(
    r"^(?:\W*(?:so|ok(?:ay)?|um+|uh+|well|yeah|hey|hi|just|basically|like|you know)\b)+[\s,]*", re.IGNORECASE
)
_QUOTED = re.compile(r"^[ \t]*(?:>|On .{5,80}wrote:|-{2,}\s*(?:Original|Forwarded) [Mm]essage)", re.MULTILINE)
_FORWARDED = re.compile(
    r"[ \t]*-{2,}\s*(?:Original|Forwarded) message[^\n]*\n(?:[ \t]*\n)*[ \t]*(?:from|von|de|da|van|date|sent)\s*:",
    re.IGNORECASE,
)
_GREETING = re.compile(r"\W*(?:dear|hi|hello|hey|good (?:morning|afternoon|evening)|hallo|liebe\w?)\b", re.IGNORECASE)
LONGEST_LINE = 25  # words that somebody writes above a mail that is sent on
_ATTRIBUTED = re.compile(r"(?:[^\n>]*\n){0,4}?[^\n]{3,100}\b(?:wrote|schrieb)\b[^\n]{0,50}:\s*\n[ \t]*>", re.IGNORECASE)
_QUOTED_MAIL = re.compile(r"(?:[^\n>]*\n){1,4}?[ \t]*>[ \t]*(?:from|von|subject|betreff|sent|date)\s*:", re.IGNORECASE)
_FROM = re.compile(r"^[ \t]*(?:from|von)\s*:", re.IGNORECASE | re.MULTILINE)
_HEADER = re.compile(r"^[ \t]*(?:from|to|cc|bcc|sent|date|reply-to)\s*:.*$\n?", re.IGNORECASE | re.MULTILINE)


def unquoted(text: str) -> str:
    """A mail that stands in quotes, headers and all, below a line or two of one's own: without the quotes' marks."""
    if _QUOTED_MAIL.match(text) is None:
        return text
    return re.sub(r"^[ \t]*>[ \t]?", "", text, flags=re.MULTILINE)


def without_quotes(text: str) -> str:
    """A pasted mail without the older mails that hang below it."""
    if text.lstrip().startswith(("On ", ">")):  # nothing but the quoted mail
        return re.sub(r"^[ \t]*>[ \t]?", "", text, flags=re.MULTILINE)
    if _ATTRIBUTED.match(text) and not _HEADER.search(text):  # a line of one's own, or who wrote, above it
        return re.sub(r"^[ \t]*>[ \t]?", "", text, flags=re.MULTILINE)
    senders = list(_FROM.finditer(text))
    if len(senders) > 1 and "\n\n" not in text[: senders[0].start()].strip():  # an older mail, pasted along
        return text[: senders[1].start()]
    match = _QUOTED.search(text)
    if match and _FORWARDED.match(text, match.start()) and _a_line(text[: match.start()]):
        return text[: match.start()] + text[text.find("\n", match.start()) :]  # sent on, with a word about it
    return text[: match.start()] if match and match.start() > 20 else text


def _a_line(text: str) -> bool:
    """Whether somebody wrote no letter above a mail, but a line or two about it."""
    return len(text.split()) <= LONGEST_LINE and not _HEADER.search(text) and not _GREETING.match(text)


def summarise(sentences: Sequence[Clause]) -> str:
    """The sentences in order, until the line is full."""
    line = ""
    for sentence in sentences:
        said = _FILLER.sub("", re.sub(r"\s+", " ", _HEADER.sub("", sentence.text))).strip(" -*\u2022,")
        if not said:
            continue
        said = said[0].upper() + said[1:]
        longer = f"{line}. {said}" if line else said
        if len(longer) > SUMMARY_LENGTH - 2:
            if not line:
                line = said[: SUMMARY_LENGTH - 2].rsplit(" ", 1)[0] + "\u2026"
            break
        line = longer
    return line
