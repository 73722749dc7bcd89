"""Payment cards of all issuers, by prefix, length and check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.checksums import luhn
from privacy.finders.finding import Finding
from privacy.recognisers import BUSINESS_NUMBER

TYPE = "CREDIT_CARD"
CANDIDATE = re.compile(r"(?<![\w.-])(?:(?:\d[ –-]?){11,18}\d|(?:\d{4}\.){3}\d{4})(?![\w]|-\d|\.\d)")
PREFIX = re.compile(
    r"4\d{12}(?:\d{3})?(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|"
    r"3(?:0[0-5]|[689]\d)\d{11,13}|6(?:011|5\d\d|4[4-9]\d)\d{12}(?:\d{3})?|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}|"
    r"(?:2131|1800)\d{11}"
)
CUE = re.compile(
    r"(?i)\b(?:card|cc|visa|mastercard|master card|amex|american express|discover|maestro|debit|credit|kreditkarte|"
    r"karte|carte|tarjeta|carta di credito)\b"
)
REACH = 40
ORDERED = re.compile(BUSINESS_NUMBER, re.IGNORECASE)


def find_cards(text: str) -> Iterator[Finding]:
    for match in CANDIDATE.finditer(text):
        digits = re.sub(r"[ .–-]", "", match[0])
        if not luhn(digits) or not digits.strip("0"):
            continue
        near = text[max(0, match.start() - REACH) : match.end() + 20]
        known = (
            len(digits) >= 14
            and PREFIX.fullmatch(digits)
            and not ORDERED.search(text[max(0, match.start() - REACH) : match.start()])
        )
        if CUE.search(near) or known:
            yield Finding(match.start(), match.end(), TYPE, 0.95)
