"""Secrets people paste: passwords, keys, tokens, and links that let their bearer in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from privacy.finders.finding import Finding

KEY = re.compile(
    r"(?<![\w-])(?:sk[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{16,}|[rp]k_(?:live|test)_[A-Za-z0-9]{16,}|"
    r"gh[pousr]_[A-Za-z0-9]{30,}|"
    r"github_pat_\w{30,}|glpat-[\w-]{18,}|xox[abeoprs]-[\w-]{10,}|xapp-[\w-]{10,}|A(?:KIA|SIA)[A-Z0-9]{16}|"
    r"AIza[\w-]{35}|ya29\.[\w-]{20,}|"
    r"SG\.[\w-]{16,}\.[\w-]{16,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|npm_\w{30,}|pypi-[\w-]{30,}|hf_\w{30,}|"
    r"key-[0-9a-f]{32}|"
    r"AC[0-9a-f]{32}|shp(?:at|ss)_[0-9a-f]{32}|dop_v1_[0-9a-f]{64})"
)
BLOCK = re.compile(
    r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----.{0,8000}?(?:-----END [A-Z ]{0,20}PRIVATE KEY-----|\Z)", re.DOTALL
)
LABELLED = re.compile(
    r"(?i)(?<![^\W_])(?P<label>pass\s?word|kennwort|senha|pw|psk|wpa2? key|wi-?fi key|hasło|wachtwoord|lösenord|"
    r"pass(?=\s?[:=])|passwort|"
    r"passwd|pwd|pass\s?code|passphrase|contrase[ñn]a|mot de passe|"
    r"pin(?: code| number)?|cvv2?|cvc|"
    r"(?:api|access|secret|private|auth|client|license|signing)[ _-]?(?:access[ _-]?)?(?:key|token|secret)|"
    r"api[ _-]?token|bearer|secret|token)\b"
    r"(?P<link>\s*(?:[:=]+>?|\bis\b:?|\bwas\b:?|→)\s*|\s+(?=[\"'`])|"
    r"\s+(?=(?=\S*\d)(?=\S*[a-z])(?=\S*[^\w\s.,:;)])\S{6}))(?P<quote>[\"'`“]?)(?P<value>[^\s\"'`”]{3,200})"
)
BEARER = re.compile(r"(?:\b[Bb]earer|[Aa]uthorization:\s*[Bb]asic)\s+(?P<value>[\w.~+/-]{16,}=*)")
CODE = re.compile(
    r"(?i)\b(?:otp|one[ -]?time[ -](?:code|pin|pass(?:word|code))|(?:verification|security|2fa|mfa|login|sign-?in|"
    r"authentication) code|"
    r"cvv2?|cvc2?|tan)\b(?:\s+(?:is|was|ist))?\s*[:=]?\s*(?P<value>\d{3}[ -]\d{3}|\d{3,8})(?![\w]|[.,-]\d)"
)
WEBHOOK = re.compile(
    r"(?i)^https://(?:hooks\.slack\.com/(?:services|workflows|triggers)/|discord(?:app)?\.com/api/webhooks/|"
    r"[\w.-]*webhook\.office\.com/|"
    r"chat\.googleapis\.com/v1/spaces/)\S{8}"
)
URL = re.compile(r"(?i)\b(?:https?|ftp|postgres(?:ql)?|mysql|mongodb(?:\+srv)?|redis|amqps?)://[^\s<>\"'|)\]]{4,2000}")
USERINFO = re.compile(r"^\w[\w+.-]*://[^\s/@:]*:[^\s/@]+@")
SECRET_PARAMETER = re.compile(
    r"(?i)[?&#;](?:[\w-]*(?:token|secret|password|passwd|pwd|signature|apikey|api_key|api-key|auth|credential|"
    r"session)[\w-]*|"
    r"key|sig|code|sid|jwt|invite|otp|hash|k)=[^&\s]{6,}"
)
PERSONAL_PAGE = re.compile(r"(?i)^https?://(?:[\w-]+\.)*(?:linkedin\.com/in|facebook\.com/profile|xing\.com/profile)/")
SECRET_SEGMENT = re.compile(r"/(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{24,}(?=[/?#]|$)")


def find_credentials(text: str) -> Iterator[Finding]:
    if "://" in text:
        yield from _links(text)
    for match in KEY.finditer(text):
        yield Finding(match.start(), match.end(), "API_KEY", 0.95)
    if "-----BEGIN" in text:
        for match in BLOCK.finditer(text):
            yield Finding(match.start(), match.end(), "API_KEY", 0.95)
    for match in BEARER.finditer(text):
        yield Finding(match.start("value"), match.end("value"), "API_KEY", 0.9)
    for match in CODE.finditer(text):
        yield Finding(match.start("value"), match.end("value"), "PASSWORD", 0.9)
    for match in LABELLED.finditer(text):
        value = match["value"].rstrip(".,;:)")
        value = value if ":" in match["link"] or "=" in match["link"] else value.rstrip("!?")
        if _is_secret(match["label"], match["link"], match["quote"], value):
            kind = "API_KEY" if re.search(r"(?i)key|token|bearer|secret", match["label"]) else "PASSWORD"
            yield Finding(match.start("value"), match.start("value") + len(value), kind, 0.9)


def _links(text: str) -> Iterator[Finding]:
    for match in URL.finditer(text):
        link = match[0].rstrip(".,;:!?")
        secret = (USERINFO, SECRET_PARAMETER, PERSONAL_PAGE, SECRET_SEGMENT, WEBHOOK)
        if any(sign.search(link) for sign in secret):
            yield Finding(match.start(), match.start() + len(link), "URL", 0.95)


def _is_secret(label: str, link: str, quote: str, value: str) -> bool:
    """Whether a value gives something away: "password is wrong" says nothing secret; "password is Tr0ub4dor" does."""
    if value.startswith(("<", "[")):
        return False
    short = label.lower()
    digits = any(map(str.isdigit, value))
    if short.startswith(("passcode", "pass code")) and value.isdigit():
        return len(value) >= 4
    if short.startswith(("pin", "cvv", "cvc")):
        return value.isdigit() and len(value) <= 8
    if quote:
        return True
    symbols = any(not letter.isalnum() for letter in value)
    mixed = digits and any(map(str.isalpha, value))
    if re.search(r"key|token|bearer|secret", short):
        return len(value) >= 8 and (mixed or (digits and symbols))
    assigned = ":" in link or "=" in link
    return len(value) >= 4 and (mixed or (symbols and digits) or (digits and len(value) >= 6) or (assigned and symbols))
