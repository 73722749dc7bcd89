"""Telephone numbers of many countries, told from order numbers, amounts and dates."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from privacy.finders.finding import Finding

TYPE = "PHONE_NUMBER"
REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "NL", "IN", "AU", "BR", "CH", "SE", "PL", "IE", "MX")
CANDIDATE = re.compile(
    r"(?<![\w$€£¥₹#+/.=_-])(?<!\d[,:])(?<![$€£¥₹] )(?P<number>(?:\+|"
    r"00(?=[1-9]))?[ ]?(?:\(?\+?\d{1,5}\)?(?:[ ]/[ ]|[ .\-/·‑–\u00a0]{0,2})){1,7}\d)"
    r"(?P<extension>\s*(?:x|ext\.?|extension|#)\s*\d{1,6}\b)?(?![\w%$€£]|[.,:/]\d|-\d)"
)
DATE = re.compile(
    r"\d{4}[-/. ](?:0?[1-9]|1[0-2])[-/. ](?:0?[1-9]|[12]\d|3[01])(?!\d)(?:[ T].*)?|"
    r"(?:0?[1-9]|[12]\d|3[01])[-/. ](?:0?[1-9]|[12]\d|3[01])[-/. ](?:19|20)\d\d(?:\D.*)?|"
    r"(?:19|20)\d\d\s*[-–/]\s*(?:19|20)?\d\d"
)
IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
SSN = re.compile(r"\d{3}-\d{2}-\d{4}")
CUE = re.compile(
    r"(?i)\b(?:phones?|tel|telephone|telefon|tél|mobile|mobil|cell|cellphone|fax|call(?:ed|ing)?|ring|dial(?:ed|"
    r"led|ling)?|"
    r"text(?:ed)?|sms|whats ?app|signal|reach(?:ed|able)?|direct|landline|hotline|voicemail|answering|"
    r"contact|kontakt|office|desk|tfno|tlf|teléfono|telefono|téléphone|llám\w+|appel\w*|portable|chiama\w*|bel|"
    r"ruf\w*|natel|gsm|kom|"
    r"celular|cel|cellulare|zap|ligue|ph|handynummer|durchwahl|puh|numer|"
    r"handy|móvil|messages to|registered|number(?=:? (?:is|to|for)))\b[^\n]{0,25}$|\b[tmfp][:.]\s*$|☎|📞|📱"
)
LABEL_AFTER = re.compile(
    r"(?i)^[\s,;–-]*\(?(?:office|fax|mobile|cell|home|work|direct|desk|phone|tel)\b|^\s+ext|"
    r"^\s+is\s+(?:my|his|her|their|our|the|your)\s+(?:\w+\s+){0,2}(?:number|line|hotline|cell|mobile|phone|desk)\b"
)
OTHER_NUMBER = re.compile(
    r"(?i)\b(?:tags?|bags?|baggage|luggage|booking|reservation|confirmation|flight|order|invoice|inv|ticket|case|"
    r"po|sku|id|ref|reference|account|acct|card|part|model|serial|quote|"
    r"tracking|"
    r"policy|claim|version|contract|item|upc|isbn|batch|lot|iban|ssn|nhs|tfn|abn|acn|aadhaar|bsn|tax|pan|routing|"
    r"aba|dni|"
    r"passport|licen[cs]e|medicare|budget|revenue|arr|mrr|seats?|users?|units?|pieces|zip|cvv|siret|siren|vat|"
    r"personnummer|"
    r"pesel|sin|npi|nir|kontonummer|fødselsnummer|fodselsnummer|cpf|cnp|fnr|ahv|svnr|utr|nif|imei|upc|ean|"
    r"isin)\b[^\n\d]{0,18}(?:\d[\d ]{4,14},\s*){0,3}$"
)
NORTH_AMERICAN = re.compile(r"(?:\+?1[ .-]?)?(?:\([2-9]\d\d\)[ ]?|[2-9]\d\d[ .-])[2-9]\d\d[ .-]\d{4}")
MEASURE_AFTER = re.compile(
    r"(?i)^\s*(?:usd|eur|gbp|dollars|euros|users|units|seats|licen[cs]es|kg|km|gb|mb|tb|rows|records|k\b)"
)


SINGLE = re.compile(r"(?<![\w.,:-])\d(?:[ .-]\d){6,14}(?![\w]|[ .,-]\d)")
SPOKEN_WORDS = "hundred|zero|nought|oh|one|two|three|four|five|six|seven|eight|nine"
SPOKEN = re.compile(rf"(?i)\b(?:(?:plus|double|triple|treble|{SPOKEN_WORDS})[ ,-]{{1,2}}){{6,14}}(?:{SPOKEN_WORDS})\b")
SPOKEN_DIGITS = frozenset(
    {"zero", "nought", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
)


def find_phones(text: str) -> Iterator[Finding]:
    for pattern in (SINGLE, SPOKEN):
        for match in pattern.finditer(text):
            if CUE.search(text[max(0, match.start() - 45) : match.start()]):
                yield Finding(match.start(), match.end(), TYPE, 0.75)
    for match in CANDIDATE.finditer(text):
        number = match["number"].strip()
        start = match.start("number") + match["number"].index(number[0])
        if _is_phone(text, number, start, match.end("number"), match["extension"]):
            yield Finding(start, match.end(), TYPE, 0.7)


def _is_phone(text: str, number: str, start: int, end: int, extension: str | None) -> bool:
    digits = "".join(letter for letter in number if letter.isdigit())
    if not 7 <= len(digits) <= 15 or DATE.fullmatch(number) or IP.fullmatch(number) or SSN.fullmatch(number):
        return False
    if number.count("(") != number.count(")") or MEASURE_AFTER.match(text[end : end + 12]):
        return False
    if number.startswith("+"):
        return _is_international(digits)
    before = text[max(0, start - 45) : start]
    if OTHER_NUMBER.search(before):
        return False
    if number.startswith("00") and len(digits) > 9:
        return _is_international(digits.removeprefix("00"))
    if CUE.search(before) or extension or LABEL_AFTER.match(text[end : end + 40]):
        return True
    return _looks_national(number, digits)


def _is_international(digits: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False


def _looks_national(number: str, digits: str) -> bool:
    """Without a word that announces a phone, the way it is written must."""
    if NORTH_AMERICAN.fullmatch(number):
        return True
    grouped = number != digits
    trunk = digits.startswith("0") and (len(digits) in {10, 11} or (grouped and 9 <= len(digits) <= 12))
    bracketed = number.startswith("(") and len(digits) >= 8
    return (trunk or bracketed) and any(_is_valid(number, region) for region in REGIONS)


def _is_valid(number: str, region: str) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False
