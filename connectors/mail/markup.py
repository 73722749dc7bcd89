"""The text of an HTML mail, with what its markup tells of each line: quoted, signed, or set off."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import islice
from typing import Any

from connectors.mail.kinds import Kind, Marks

LARGEST = 3_000_000  # characters of markup that are laid out; of more the text alone is read
DEEPEST = 200  # elements within elements that the converter walks
INVISIBLE = {
    "script",
    "style",
    "head",
    "title",
    "noscript",
    "template",
    "object",
    "svg",
    "select",
    "iframe",
    "audio",
    "video",
}
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(?:max-)?(?:height|width)\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)(?=.*overflow\s*:\s*hidden)|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$)|(?<!-)opacity\s*:\s*0(?:\.0*)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
PADDING = re.compile("[\u034f\u200b\u200c\u200d\u00ad\u2007\ufeff]+")  # what senders fill previews with
CLASSES = {
    Kind.QUOTE: {
        "gmail_quote",
        "yahoo_quoted",
        "moz-cite-prefix",
        "protonmail_quote",
        "tutanota_quote",
        "zmail_extra",
        "wisestamp_quote",
        "front-blockquote",
        "freebirdquote",
        "gmail_quote_container",
        "ymail_android_signature_quote",
    },
    Kind.SIGNATURE: {
        "gmail_signature",
        "moz-signature",
        "protonmail_signature_block",
        "gmail_signature_prefix",
        "yahoo-signature",
        "tutanota_signature",
        "elementtoproof_signature",
        "x_gmail_signature",
        "signature-block",
    },
}
IDS = {
    Kind.QUOTE: {
        "olk_src_body_section",
        "yahoo_quoted",
        "replaceoriginalmessage",
        "isforwardcontent",
        "ms-outlook-quoted",
        "oriMsgHtmlSeperator".casefold(),
    },
    Kind.SIGNATURE: {
        "signature",
        "ms-outlook-mobile-signature",
        "applemailsignature",
        "ms-outlook-mobile-body-separator-line",
        "x_signature",
    },
    Kind.REST: {
        "divrplyfwdmsg",
        "appendonsend",
        "stopspelling",
        "zwchr",
        "x_divrplyfwdmsg",
        "x_appendonsend",
        "mail-editor-reference-message-container",
        "skydriveplaceholder_rest",
    },
}
OUTLOOK_LINE = re.compile(
    r"border:\s*none;\s*border-top:\s*solid\s+#?(?:b5c4df|e1e1e1)|border-top-color:\s*rgb\(229, 229, 229\)",
    re.IGNORECASE,
)
OPEN = {Kind.QUOTE: "\ue000", Kind.SIGNATURE: "\ue002", Kind.WEAK: "\ue004", Kind.REST: "\ue006"}
CLOSE = {Kind.QUOTE: "\ue001", Kind.SIGNATURE: "\ue003", Kind.WEAK: "\ue005"}
MARKS = re.compile("[\ue000-\ue006]")
BLOCKS = {
    "address",
    "article",
    "blockquote",
    "br",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "td",
    "th",
    "tr",
    "ul",
}
LONGEST_EMOJI = 8  # characters; mail programs send feelings as pictures
RULE = "________________________________"


def read_markup(html: str) -> tuple[str, Marks]:
    """The readable text of an HTML body and a kind for each of its lines. Never raises for its content."""
    if len(html) > LARGEST:
        return _unmarked("".join(_Flat(html).texts))
    tree = _parsed(MARKS.sub("", html))
    if tree is None:
        return "", [Kind.SAID]
    _prune(tree)
    _mark(tree)
    return _unmarked(_text(tree, html))


def _parsed(html: str) -> Any:
    from lxml import etree  # noqa: PLC0415
    from lxml import html as lxml_html  # noqa: PLC0415

    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _prune(tree: Any) -> None:
    """Takes out what nobody sees: scripts, hidden previews, pictures that only count readers."""
    for element in list(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.casefold()
        gone = tag in INVISIBLE or (tag not in {"html", "body"} and _is_hidden(element))
        if gone and element.getparent() is not None:
            element.drop_tree()
        elif tag == "hr":
            element.tag, element.text = "div", RULE
        elif tag == "img" and 0 < len(alt := element.get("alt") or "") <= LONGEST_EMOJI and not alt.isascii():
            element.tag, element.text = "span", alt


def _is_hidden(element: Any) -> bool:
    if "hidden" in element.attrib:
        return True
    return bool(HIDDEN.search(element.get("style") or ""))


def _mark(tree: Any) -> None:
    for element in list(tree.iter()):
        kind = _kind_of(element)
        if kind is None or element.getparent() is None:
            continue
        element.insert(0, _sign(element, OPEN[kind]))
        if kind in CLOSE:
            element.append(_sign(element, CLOSE[kind]))


def _sign(element: Any, text: str) -> Any:
    """A line of its own for a mark; what the element began with follows it."""
    sign = element.makeelement("div", {})
    sign.text = text
    if text in OPEN.values():
        sign.tail, element.text = element.text, None
    return sign


def _kind_of(element: Any) -> Kind | None:
    if not isinstance(element.tag, str):
        return None
    classes = {name.removeprefix("x_") for name in (element.get("class") or "").casefold().split()}
    named = (element.get("id") or "").casefold()
    if element.tag == "blockquote":
        cited = (element.get("type") or "").casefold() == "cite" or (classes - {"gmail_quote"}) & CLASSES[Kind.QUOTE]
        return Kind.QUOTE if cited else Kind.WEAK
    for kind in (Kind.QUOTE, Kind.SIGNATURE):
        if classes & CLASSES[kind] or named in IDS[kind]:
            return kind
    if element.get("data-signatureblock") == "true":
        return Kind.SIGNATURE
    if named in IDS[Kind.REST] or OUTLOOK_LINE.search(element.get("style") or ""):
        return Kind.REST if _heads(element) else None
    return None


def _heads(element: Any) -> bool:
    """Whether another message follows: Outlook draws the same line above other things too."""
    text = "".join(islice(element.itertext(), 100))[:2000]
    return text.count(":") >= 3 or not text.strip() or text == RULE


def _text(tree: Any, html: str) -> str:
    from inscriptis.html_engine import Inscriptis  # noqa: PLC0415
    from inscriptis.model.config import ParserConfig  # noqa: PLC0415

    if _depth(tree) <= DEEPEST:
        text: str = Inscriptis(tree, ParserConfig(table_cell_separator="  ")).get_text()
        if len(text.split()) * 2 >= sum(len(part.split()) for part in tree.itertext()):
            return text
    return "".join(_Flat(html).texts)


def _depth(tree: Any) -> int:
    from lxml import etree  # noqa: PLC0415

    deepest = depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


class _Flat(HTMLParser):
    """All text in order, without layout, for markup that no other reader takes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._unseen = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._unseen += tag in {"script", "style"}
        self.texts.append("\n" if tag in BLOCKS else "")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in {"script", "style"} and self._unseen > 0
        self.texts.append("\n" if tag in BLOCKS else "")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.texts.append(data)


def _unmarked(text: str) -> tuple[str, Marks]:
    """Takes the marks out of the text; lines that held only marks go with them."""
    lines: list[str] = []
    kinds: Marks = []
    open_: dict[Kind, int] = dict.fromkeys(OPEN, 0)
    for line in text.split("\n"):
        found = MARKS.findall(line)
        _count(found, open_, opening=True)
        bare = PADDING.sub("", MARKS.sub("", line)).rstrip() if found else PADDING.sub("", line).rstrip()
        if bare.strip() or not found:
            lines.append(_outdented(bare))
            kinds.append(
                next((kind for kind in (Kind.REST, Kind.QUOTE, Kind.SIGNATURE, Kind.WEAK) if open_[kind]), Kind.SAID)
            )
        _count(found, open_, opening=False)
    return "\n".join(lines) or "", kinds or [Kind.SAID]


def _count(found: list[str], open_: dict[Kind, int], *, opening: bool) -> None:
    signs, step = (OPEN, 1) if opening else (CLOSE, -1)
    for kind, sign in signs.items():
        open_[kind] = max(0, open_[kind] + step * found.count(sign))


def _outdented(line: str) -> str:
    """Indents of markup are layout: four spaces stay of them at most."""
    bare = line.lstrip(" ")
    return " " * min(len(line) - len(bare), 4) + bare if bare.startswith(("*", "-")) or bare[:1].isdigit() else bare
