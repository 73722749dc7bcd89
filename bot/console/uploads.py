"""Files: on their way in, kept, and shown again."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.console.errors import SlackRefusal

Json = dict[str, Any]
MOST_ALT = 1000  # characters
PNG_SIZE = slice(16, 24)  # where its header holds width and height
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


@dataclass
class Upload:
    """A file: announced, then received, then completed."""

    id: str
    name: str
    length: int
    alt: str = ""
    content: bytes | None = None
    title: str = ""
    completed: bool = False

    @property
    def mimetype(self) -> str:
        """What the content is by its first bytes; a picture is believed to be one only then."""
        content = self.content or b""
        found = next((kind for magic, kind in PICTURES.items() if content.startswith(magic)), None)
        return found or ("text/csv" if self.name.casefold().endswith(".csv") else "application/octet-stream")

    @property
    def is_picture(self) -> bool:
        return self.mimetype.startswith("image/")

    def as_api(self, url: str) -> Json:
        """The file object of messages and events."""
        address = f"{url}/files/{self.id}/{self.name}"
        shape = {
            "id": self.id,
            "name": self.name,
            "title": self.title,
            "mimetype": self.mimetype,
            "size": len(self.content or b""),
            "url_private": address,
            "permalink": address,
        }
        return shape | self._measures() | ({"alt_txt": self.alt} if self.alt else {})

    def _measures(self) -> Json:
        """A picture's width and height, out of its header."""
        content = self.content or b""
        if self.mimetype != "image/png" or len(content) < PNG_SIZE.stop:
            return {}
        width, height = struct.unpack(">II", content[PNG_SIZE])
        return {"original_w": width, "original_h": height}


def refuse_unknown_pictures(uploads: Mapping[str, Upload], blocks: list[Json], url: str) -> None:
    """Let blocks pass whose pictures are there.

    Raises:
        SlackRefusal: a picture names a file that is not one, or names it twice.
    """
    for image in _images(blocks):
        named = image["slack_file"]
        pointer = "[json-pointer:/blocks]"
        if not isinstance(named, dict) or (named.get("id") is None) == (named.get("url") is None):
            raise SlackRefusal("invalid_blocks", [f"must provide either id or url {pointer}"])
        held = [each for each in uploads.values() if each.completed and each.is_picture]
        if not any(named.get("id") == each.id or named.get("url") == each.as_api(url)["permalink"] for each in held):
            raise SlackRefusal("invalid_blocks", [f"invalid slack file {pointer}"])


def _images(value: Any) -> Iterator[Json]:
    if isinstance(value, dict):
        if value.get("type") == "image" and value.get("slack_file") is not None:
            yield value
        for inner in value.values():
            yield from _images(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _images(inner)
