"""The words of the marked-up text that HubSpot keeps notes, calls and meetings in."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser

BLOCKS = {"br", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "pre", "table", "tr", "ul", "blockquote"}
UNSAID = {"script", "style", "head", "template"}
GAPS = re.compile(r"\n{3,}")
EDGES = re.compile(r"[ \t\xa0]*\n[ \t\xa0]*")
BLANKS = re.compile(r"[ \t\xa0]+")


def plain(markup: str) -> str:
    """The words alone, a line for each block."""
    words = _Words()
    words.feed(markup)
    words.close()
    return GAPS.sub("\n\n", EDGES.sub("\n", BLANKS.sub(" ", "".join(words.parts)))).strip()


def marked_up(text: str) -> str:
    """A text as HubSpot takes it: nothing in it is markup but the line breaks."""
    return html.escape(text, quote=False).replace("\n", "<br>")


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unsaid = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unsaid += tag in UNSAID
        if tag in BLOCKS:
            self.parts.append("\n- " if tag == "li" else "\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unsaid = max(0, self._unsaid - (tag in UNSAID))
        if tag in BLOCKS:
            self.parts.append("\n\n" if tag == "p" else "\n")

    def handle_data(self, data: str) -> None:
        if not self._unsaid:
            self.parts.append(re.sub(r"\s+", " ", data))
