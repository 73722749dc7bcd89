"""A cue's payload as words: voices told apart, markup taken away, nothing that was said lost with it."""

from __future__ import annotations

import html
import re

# Tags of WebVTT, and of HTML and SubRip as recorders mix them in
KNOWN = r"v|c|b|i|u|ruby|rt|lang|font|span|em|strong|s|p|br|div"
TAG = re.compile(r"<(?P<close>/?)(?P<name>[^\s<>/.]*)(?P<classes>\.[^\s<>]*)?(?:\s(?P<rest>[^<>]*))?/?>")
TIME_TAG = re.compile(r"<\s*\d[\d:.,]*\s*>?")
UNCLOSED = re.compile(rf"</?(?:{KNOWN})(?:\.[^\s<>]*)?(?=\s|<|$)", re.IGNORECASE)
IS_KNOWN = re.compile(rf"^(?:{KNOWN}|)$", re.IGNORECASE)
REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
PLACEMENT = re.compile(r"\{\\[^{}]*\}")  # of SubRip: {\an8}
MARKS = re.compile("[\u200e\u200f]")


def passages_of(payload: str) -> list[tuple[str, str]]:
    """Stretches of (voice, words) in order; the voice is "" where none is given. Lines stay lines."""
    text = TIME_TAG.sub("", PLACEMENT.sub("", payload))
    closed = {tag["name"].casefold() for tag in TAG.finditer(text) if tag["close"]}
    found: list[tuple[str, list[str]]] = [("", [])]
    at = 0
    for tag in TAG.finditer(text):
        found[-1][1].append(_words(text[at : tag.start()]))
        at = tag.end()
        if tag["name"].casefold() == "v":
            voice = "" if tag["close"] else " ".join(_resolved(tag["rest"] or "").split())
            found.append((voice, []))
        elif not IS_KNOWN.match(tag["name"]) and tag["name"].casefold() not in closed:
            found[-1][1].append(_as_said(tag))
    found[-1][1].append(_words(text[at:]))
    return [(voice, "".join(parts)) for voice, parts in found if "".join(parts).strip()]


def _as_said(tag: re.Match[str]) -> str:
    """What a recogniser puts in angle brackets is a remark: <inaudible>."""
    return f"[{' '.join(part for part in (tag['name'] + (tag['classes'] or ''), (tag['rest'] or '').strip()) if part)}]"


def _words(stretch: str) -> str:
    return _resolved(UNCLOSED.sub("", stretch))


def _resolved(stretch: str) -> str:
    return MARKS.sub("", REFERENCE.sub(lambda found: html.unescape(found[0]), stretch))
