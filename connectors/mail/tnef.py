"""What Outlook packs into winmail.dat (TNEF, MS-OXTNEF): a plain text and the names of what is attached."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from connectors.mail.charset import decoded

SIGNATURE = 0x223E9F78
BODY = 0x0002800C
ATTACHMENT_TITLE = 0x00018010
HEADER = struct.Struct("<BII")  # level, attribute, length; after the content a checksum of two bytes


def read_tnef(content: bytes) -> tuple[str, list[str]]:
    """The plain text ("" where it is only in another form) and the names of attachments."""
    text, names = "", []
    for attribute, value in _attributes(content):
        if attribute == BODY:
            text = text or decoded(value.rstrip(b"\0"))
        elif attribute == ATTACHMENT_TITLE:
            names.append(decoded(value.rstrip(b"\0"))[:120])
    return text, [name for name in names if name.strip()]


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    if len(content) < 6 or struct.unpack_from("<I", content)[0] != SIGNATURE:
        return
    at = 6  # after signature and key
    while at + HEADER.size <= len(content):
        _, attribute, length = HEADER.unpack_from(content, at)
        at += HEADER.size
        if at + length > len(content):
            return
        yield attribute, content[at : at + length]
        at += length + 2
