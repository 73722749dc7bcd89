"""Characters out of bytes, whatever a mail says of its charset; encoded words of headers."""

from __future__ import annotations

import base64
import binascii
import codecs
import quopri
import re
from itertools import groupby

WIDER = {  # what is said, and what is meant by it: supersets that mail programs really write
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "tis-620": "cp874",
}
UNFIT = {"unicode_escape", "raw_unicode_escape", "idna", "punycode", "undefined", "mbcs", "oem"}
FAR_EAST = {"gb18030", "big5", "big5hkscs", "cp932", "cp949", "cp950", "euc_jp", "johab"}
WIDE = ("utf-16", "utf-32", "utf-7", "iso2022", "hz")
MOST_GUESSED = 64 * 1024  # bytes that are looked at where nothing fits
FEWEST_GUESSED = 64  # fewer tell nothing of a charset
SURE = 16  # more letters than this that read as UTF-8 are UTF-8, whatever the label
WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bq])\?([^?]*)\?=", re.IGNORECASE)
BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?[^?\s]+\?[bqBQ]\?)")
WORDS = re.compile(rf"(?:{WORD.pattern.replace('(', '(?:').replace('(?:?:', '(?:')})+", re.IGNORECASE)
FOLDS = re.compile(r"[\r\n]+[ \t]*")


def decoded(content: bytes, charset: str | None = None) -> str:
    """The characters of a text part. Never raises: what fits no charset is guessed, then replaced."""
    codec = _codec(charset)
    if codec and codec.startswith(WIDE):
        return content.decode(codec, "replace")
    if content.isascii():
        return content.decode("ascii")
    # Western text that happens to be valid UTF-8 is all but unheard of, mislabelled UTF-8 is not.
    for name in (codec or "utf-8", "utf-8-sig") if codec in FAR_EAST else ("utf-8-sig", codec or "utf-8"):
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return _guessed(content, codec)


def _codec(charset: str | None) -> str | None:
    """Python's name of a charset of texts, or None where there is no such."""
    try:
        found = codecs.lookup((charset or "").strip(" \t'\"").casefold())
    except (LookupError, ValueError):
        return WIDER.get((charset or "").strip(" \t'\"").casefold())
    name = found.name.casefold()
    if name in UNFIT or not getattr(found, "_is_text_encoding", True):
        return None
    return WIDER.get(name, name)


def _guessed(content: bytes, codec: str | None) -> str:
    if _mostly_utf8(content):
        return content.decode("utf-8", "replace")
    if codec and codec != "utf-8":
        return content.decode(codec, "replace")
    if len(content) < FEWEST_GUESSED:
        return content.decode("cp1252", "replace")
    from charset_normalizer import from_bytes  # noqa: PLC0415  # slow to load, seldom needed

    best = from_bytes(content[:MOST_GUESSED]).best()
    return content.decode(best.encoding if best else "cp1252", "replace")


def _mostly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    letters = sum(not character.isascii() for character in text[:MOST_GUESSED]) - wrong
    return letters > SURE and wrong * 20 < letters


def header_text(value: str) -> str:
    """A header as people read it: unfolded, its encoded words decoded, its raw bytes (as surrogates) too."""
    text = decoded(value.encode("utf-8", "surrogateescape")) if not value.isascii() else value
    text = BETWEEN.sub("", FOLDS.sub(" ", text))
    return WORDS.sub(_words, text).strip()


def _words(found: re.Match[str]) -> str:
    """Neighbouring words of one charset are joined before they are decoded: they may part a character."""
    words = [(charset, _unwrapped(how, text)) for charset, how, text in WORD.findall(found[0])]
    if any(content is None for _, content in words):
        return found[0]
    joined = groupby(words, key=lambda word: word[0].casefold())
    return "".join(decoded(b"".join(content or b"" for _, content in each), charset) for charset, each in joined)


def _unwrapped(how: str, text: str) -> bytes | None:
    raw = text.encode("utf-8", "surrogateescape")
    if how in "qQ":
        return quopri.decodestring(raw.replace(b" ", b"_"), header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except (binascii.Error, ValueError):
        return None
