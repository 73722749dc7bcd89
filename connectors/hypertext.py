"""The words of a web page or of marked-up text. Nothing that it refers to is fetched, nothing in it is run."""

from __future__ import annotations

import re
from typing import Any

UNSAID = {
    "script",
    "style",
    "noscript",
    "template",
    "object",
    "svg",
    "math",
    "iframe",
    "audio",
    "video",
    "canvas",
    "select",
}
BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "title", "tr", "ul",
}  # fmt: skip
CELLS = {"td", "th"}
BLANKS = re.compile(r"[ \t\r\f\v\xa0\u200b]+")
EDGES = re.compile(r" ?\n ?")
GAPS = re.compile(r"\n{3,}")
CHUNK = 65_536  # characters fed at a time


class _Words:
    """Takes in what a parser meets, without building a tree: however deep the markup, it costs its length."""

    def __init__(self) -> None:
        self.title: list[str] = []
        self._parts: list[str] = []
        self._unsaid = 0
        self._in_title = False
        self._kept = 0

    def start(self, tag: str, _attributes: Any) -> None:
        self._in_title = tag == "title"
        self._unsaid += tag in UNSAID
        if tag in BLOCKS or tag == "br":
            self._parts.append("\n")
        elif tag in CELLS:
            self._parts.append(" ")
        if tag == "li":
            self._parts.append("- ")
        self._kept += tag == "pre"

    def end(self, tag: str) -> None:
        self._in_title = False
        self._unsaid = max(0, self._unsaid - (tag in UNSAID))
        self._kept = max(0, self._kept - (tag == "pre"))
        if tag in BLOCKS:
            self._parts.append("\n\n" if tag == "p" else "\n")

    def data(self, text: str) -> None:
        if self._in_title:
            self.title.append(text)
        elif not self._unsaid:
            self._parts.append(text if self._kept else re.sub(r"\s+", " ", text))

    def comment(self, _text: str) -> None:
        """Remarks are not said."""

    def pi(self, _target: str, _data: str | None = None) -> None:
        """Neither are instructions."""

    def close(self) -> str:
        return GAPS.sub("\n\n", EDGES.sub("\n", BLANKS.sub(" ", "".join(self._parts)))).strip()


def read_page(markup: str) -> tuple[str, str]:
    """Text and title of a page, however broken its markup is."""
    from lxml import etree  # noqa: PLC0415 - heavy

    words = _Words()
    parser: Any = etree.HTMLParser(target=words, no_network=True, huge_tree=True, encoding="utf-8")
    content = markup.encode("utf-8", "replace")
    try:
        for at in range(0, len(content), CHUNK):
            parser.feed(content[at : at + CHUNK])
        text: str = parser.close() if content.strip() else ""
    except etree.LxmlError:  # what was met before it is what there is
        text = words.close()
    return text, " ".join("".join(words.title).split())


def plain(markup: str) -> str:
    """The words of marked-up text."""
    return read_page(markup)[0]
