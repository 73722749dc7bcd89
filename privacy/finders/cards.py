"""Payment cards of all issuers, by prefix, length and check digit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.checksums import luhn
from privacy.finders.finding import Finding

TYPE = "CREDIT_CARD"
CANDIDATE = re.compile(r"(?<![\w.-])(?:\d[ -]?){11,18}\d(?![\w]|-\d|\.\d)")
PREFIX = re.compile(
    r"4\d{12}(?:\d{3})?(?:\d{3})?|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|"
    r"3(?:0[0-5]|[689]\d)\d{11,13}|6(?:011|5\d\d|4[4-9]\d)\d{12}(?:\d{3})?|35(?:2[89]|[3-8]\d)\d{12}|62\d{14,17}|"
    r"(?:2131|1800)\d{11}|(?:5[0678]\d\d|6[37]\d\d|6390)\d{8,15}"
)
CUE = re.compile(r"(?i)\b(?:card|cc|visa|mastercard|master card|amex|american express|discover|maestro|debit|credit)\b")
REACH = 40


def find_cards(text: str) -> Iterator[Finding]:
    for match in CANDIDATE.finditer(text):
        digits = re.sub(r"[ -]", "", match[0])
        if not luhn(digits) or not digits.strip("0"):
            continue
        near = text[max(0, match.start() - REACH) : match.end() + 20]
        if CUE.search(near) or (len(digits) >= 14 and PREFIX.fullmatch(digits)):
            yield Finding(match.start(), match.end(), TYPE, 0.95)
