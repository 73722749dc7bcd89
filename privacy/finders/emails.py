"""E-mail addresses, as written and as spelled out to hide them: "jane dot doe at acme dot com"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.finders.finding import Finding
from privacy.words import fold, is_common

TYPE = "EMAIL_ADDRESS"
PLAIN = re.compile(
    r"(?<![\w.+%'-])[\w!#$%&'*+/=?^`{|}~-][\w.!#$%&'*+/=?^`{|}~-]{0,63}(?<![.])@"
    r"(?:\[\d{1,3}(?:\.\d{1,3}){3}\]|[^\W_](?:[\w-]{0,62}\w)?(?:\.[^\W_](?:[\w-]{0,62}\w)?){1,5})"
)
SPACED = re.compile(
    r"\b[\w.+-]{1,64} ?@ ?(?:[\w-]{1,63} ?\. ?){1,4}(?:com|net|org|io|co|edu|gov|de|fr|uk|eu|ai)\b", re.IGNORECASE
)
AT = r"(?:\s*[\[({<]\s*(?:at|@|ät|arroba|chiocciola)\s*[\])}>]\s*|\s+(?:at|AT|ät|arroba|chiocciola)\s+|\s+@\s+|_at_)"
DOT = r"(?:\s*[\[({<]\s*(?:dot|\.|punkt|point|punto|ponto)\s*[\])}>]\s*|\s+(?:dot|DOT|punkt|punto|ponto)\s+|_dot_|\.)"
OWN_AT = "arobase|arrobase|małpa|malpa|apenstaartje|apestaart|klammeraffe|snabel-a|zavináč|arroba|chiocciola"
OWN_DOT = "point|punt|kropka|punktum|prikk|punkt|punto|ponto|tečka|dot"
LINK = rf"(?:{DOT}|\s+(?:underscore|dash|hyphen|minus|plus)\s+)"
WORD = r"[^\W_](?:[\w+-]{0,40}[^\W_])?"
SPELLED = re.compile(
    rf"(?<![\w@.])(?P<local>{WORD}(?:{LINK}{WORD}){{0,3}})(?P<at>{AT})(?P<domain>{WORD}(?:{DOT}{WORD}){{0,3}}{DOT}[a-"
    rf"zA-Z]{{2,10}})\b"
)
OWN_GAP = rf"(?:\s*[\[({{<]\s*(?:{OWN_DOT})\s*[\])}}>]\s*|\s+(?:{OWN_DOT})\s+|\.)"
OWN = re.compile(  # its word for "@" tells an address, so any word for a dot will do
    rf"(?i)(?<![\w@.]){WORD}(?:{OWN_GAP}{WORD}){{0,3}}(?:\s*[\[({{<]\s*(?:{OWN_AT})\s*[\])}}>]\s*|\s+(?:{OWN_AT})\s+)"
    rf"{WORD}(?:{OWN_GAP}{WORD}){{0,3}}?{OWN_GAP}[a-z]{{2,10}}\b"
)
OWN_HINT = re.compile(rf"(?i)\b(?:{OWN_AT})\b")
SPELLED_HINT = re.compile(
    r"(?i)[\[({<]\s*(?:at|@|dot|ät|arroba)\s*[\])}>]|\b(?:dot|arroba|chiocciola|punkt)\b|_at_|\sat\s+[\w-]+\.\w|"
    r"\s@\s|@ | @"
)
LEADING_PUNCTUATION = "'`*|=/{"


def find_emails(text: str) -> Iterator[Finding]:
    if "@" in text:
        for match in PLAIN.finditer(text):
            start = match.start() + len(match[0]) - len(match[0].lstrip(LEADING_PUNCTUATION))
            yield Finding(start, match.end(), TYPE, 1.0)
    if OWN_HINT.search(text):
        for match in OWN.finditer(text):
            yield Finding(match.start(), match.end(), TYPE, 0.9)
    if SPELLED_HINT.search(text):
        yield from _spelled(text)
        for match in SPACED.finditer(text):
            yield Finding(match.start(), match.end(), TYPE, 0.8)


def _spelled(text: str) -> Iterator[Finding]:
    position = 0
    while match := SPELLED.search(text, position):
        position = match.end()
        if _is_address(match):
            yield Finding(match.start(), match.end(), TYPE, 0.9)
        else:  # "mail me at jane (at) acme (dot) com": the address may begin behind a preposition
            position = match.start("domain")


def _is_address(match: re.Match[str]) -> bool:
    """Whether the "at" is no preposition, as in "look at acme dot com"."""
    local, at, domain = match["local"], match["at"], match["domain"]
    if not at.strip().isalpha() or at.strip().lower() != "at":
        return True
    if not re.search(r"(?i)\bdot\b|[\[({<]", domain) and "." not in local:
        return any(map(str.isdigit, local))
    return len(re.findall(r"[^\W_]+", local)) > 1 or not is_common(fold(local))
