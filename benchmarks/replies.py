"""What of a mail its sender wrote: `python -m benchmarks.replies [--data FOLDER] [--show]`.

Fixtures of three reply parsers (`../shared/data/email_replies`), each held to what that project's own tests say of it.
Lines are compared without blank ones and without spaces around them; a fixture counts where every line is right.

- `github`, `zapier` (`email_reply_parser`): their tests say which fragments of a mail are quoted, signed or hidden, or give
  the reply word for word. KEPT holds, for each file, the lines that are in none of those fragments, by number. The lines in
  OPEN are left out of the comparison, for no test says anything of them. Of `pathological` the tests only say that it must be read
  within a second: its line is what their rules give.
- `talon/standard_replies`: the test expects "Hello", or the file's `_reply_text`. `talon/html_replies`: "Hi. I am fine. Thanks, Alex".
  Of the three other files the test's own expectation is written below. These tests look at quotes alone, so a line that we call a
  signature is judged neither way.
- `talon/signature`: the `_signature` file is the end of the `_body` file that has to be cut (an empty one: nothing); of the
  annotated mail the lines marked `#sig#` and `#reply#`, without the marks. The sender is the `_sender` file.

Beside it, where they are installed (they are no dependencies): `email-reply-parser`, `mail-parser-reply` and `talon`, by the
calls that their own documentation shows. Where a library has no such call (HTML, signatures) there is a dash.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import importlib.util
import json
import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.mail.cutting import Piece, cut
from connectors.mail.kinds import Kind
from connectors.mail.markup import read_markup
from connectors.mail.message import words_of
from connectors.mail.parties import parties_of
from connectors.mail.parts import parsed, parts_of

DATA = Path(__file__).parents[2] / "shared" / "data" / "email_replies"
KEPT: dict[str, tuple[tuple[int, int], ...]] = {
    "correct_sig": ((1, 1),),
    "email_1_1": ((1, 5),),
    "email_1_2": ((1, 1), (9, 34)),
    "email_1_3": ((1, 3),),
    "email_1_4": ((1, 1),),
    "email_1_5": ((1, 15),),
    "email_1_6": ((1, 1),),
    "email_1_7": ((1, 1),),
    "email_1_8": ((13, 13), (19, 19)),
    "email_2_1": ((1, 1),),
    "email_2_2": ((1, 1),),
    "email_2_3": ((1, 1),),
    "email_BlackBerry": ((1, 1),),
    "email_bullets": ((1, 9),),
    "email_gmail": ((1, 1),),
    "email_headers_no_delimiter": ((1, 1),),
    "email_iPhone": ((1, 1),),
    "email_multi_word_sent_from_my_mobile_device": ((1, 1),),
    "email_one_is_not_on": ((1, 5),),
    "email_partial_quote_header": ((1, 6),),
    "email_sent_from_my_not_signature": ((1, 3),),
    "email_sig_delimiter_in_middle_of_line": ((1, 7),),
    "greedy_on": ((1, 6),),
    "pathological": ((1, 2),),
}
OPEN = {"email_1_6": {3}}
FINE = "Hi. I am fine.\nThanks,\nAlex"
HTML = {"OLK_SRC_BODY_SECTION": "Reply", "reply-separated-by-hr": "Hi\nthere"}
MARKED = re.compile(r"^#(sig|reply)# ?", re.MULTILINE)


@dataclass(frozen=True)
class Case:
    """A fixture. `either` are lines that count neither way; `quotes_only`: signatures are not judged."""

    group: str
    name: str
    body: str
    kept: list[str]
    sender: str = ""
    html: bool = False
    quotes_only: bool = False
    either: frozenset[str] = frozenset()


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\xa0", " ").splitlines() if line.strip()]


def cases(data: Path) -> Iterator[Case]:
    for project in ("github", "zapier"):
        yield from _by_line(project, data / project)
    yield from _standard(data / "talon" / "standard_replies")
    for path in sorted((data / "talon" / "html_replies").glob("*.html")):
        yield Case("talon html", path.stem, path.read_text("utf-8"), lines_of(FINE), html=True, quotes_only=True)
    for name, kept in HTML.items():
        body = (data / "talon" / f"{name}.html").read_text("utf-8")
        yield Case("talon html", name, body, lines_of(kept), html=True, quotes_only=True)
    yield _shared(data / "talon" / "reply-quotations-share-block.eml")
    yield from _signed(data / "talon" / "signature" / "emails")


def _by_line(project: str, folder: Path) -> Iterator[Case]:
    for path in sorted(folder.glob("*.txt")):
        body = path.read_text("utf-8")
        lines = body.splitlines()
        kept = [line for first, last in KEPT[path.stem] for line in lines[first - 1 : last]]
        either = frozenset(lines[number - 1].strip() for number in OPEN.get(path.stem, ()))
        yield Case(project, path.stem, body, lines_of("\n".join(kept)), either=either)


def _standard(folder: Path) -> Iterator[Case]:
    for path in sorted(folder.glob("*.eml")):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        part = next(part for part in message.walk() if part.get_content_type() == "text/plain")
        said = path.with_name(f"{path.stem}_reply_text")
        kept = said.read_text("utf-8") if said.exists() else "Hello"
        yield Case("talon replies", path.stem, part.get_content(), lines_of(kept), quotes_only=True)


def _shared(path: Path) -> Case:
    """Its test wants something left, and nothing of the block of headers."""
    text = parts_of(parsed(path.read_bytes())).text
    return Case("talon replies", path.stem, text, lines_of(text.partition("--- On Wed")[0]), quotes_only=True)


def _signed(folder: Path) -> Iterator[Case]:
    for path in sorted((folder / "stripped").glob("*_body")):
        body, name = MARKED.sub("", path.read_text("utf-8")).strip(), path.name.removesuffix("_body")
        signature = MARKED.sub("", path.with_name(f"{name}_signature").read_text("utf-8")).strip()
        assert body.endswith(signature), name
        kept = body.removesuffix(signature)
        yield Case(
            "talon signatures", name, body, lines_of(kept), path.with_name(f"{name}_sender").read_text("utf-8").strip()
        )
    raw = (folder / "P" / "102682_R_S").read_bytes()
    marked = raw.decode().partition("\n\n")[2]
    kept = "\n".join(line for line in marked.splitlines() if not MARKED.match(line))
    yield Case(
        "talon signatures",
        "102682_R_S",
        MARKED.sub("", marked),
        lines_of(kept),
        str(email.message_from_bytes(raw)["From"]),
    )


def right(case: Case, kept: list[str], signed: list[str] | None = None) -> bool:
    """Whether exactly the expected lines were kept."""
    left_open = case.either | frozenset(signed or ()) if case.quotes_only else case.either
    return [line for line in kept if line not in left_open] == [line for line in case.kept if line not in left_open]


def ours(case: Case) -> bool:
    text, marks = read_markup(case.body) if case.html else (case.body, [])
    sender = words_of(parties_of(parsed(f"From: {case.sender}\n\n".encode())))
    pieces = cut(text, subject="Re: test", sender=sender, marks=marks)
    assert "".join(piece.text for piece in pieces) == text
    return right(case, _of(pieces, Kind.SAID), _of(pieces, Kind.SIGNATURE))


def _of(pieces: list[Piece], kind: Kind) -> list[str]:
    return [line for piece in pieces if piece.kind == kind for line in lines_of(piece.text)]


def email_reply_parser(case: Case) -> bool | None:
    from email_reply_parser import EmailReplyParser  # type: ignore[import-not-found]  # noqa: PLC0415

    if case.html:
        return None
    fragments = EmailReplyParser.read(case.body).fragments
    own = [part.content for part in fragments if not (part.quoted or part.hidden or part.signature)]
    signed = [part.content for part in fragments if part.signature]
    return right(case, lines_of("\n".join(own)), lines_of("\n".join(signed)))


def mail_parser_reply(case: Case) -> bool | None:
    from mailparser_reply import EmailReplyParser  # type: ignore[import-not-found]  # noqa: PLC0415

    if case.html:
        return None
    languages = ["en", "de", "fr", "es", "it", "nl", "pl", "sv", "da", "cs", "ja", "ko", "zh"]
    reply = EmailReplyParser(languages=languages).read(case.body).replies
    first = reply[0] if reply else None
    return right(case, lines_of(first.body if first else ""), lines_of(first.signatures or "" if first else ""))


def talon(case: Case) -> bool | None:
    from talon import quotations  # type: ignore[import-not-found]  # noqa: PLC0415
    from talon.signature.bruteforce import extract_signature  # type: ignore[import-not-found]  # noqa: PLC0415
    from talon.utils import html_to_text  # type: ignore[import-not-found]  # noqa: PLC0415

    if case.html:
        text = html_to_text(quotations.extract_from_html(case.body))
        return right(case, lines_of(text.decode() if isinstance(text, bytes) else text or ""))
    text = quotations.extract_from_plain(case.body)
    kept, signature = (text, "") if case.quotes_only else extract_signature(text)
    return right(case, lines_of(kept), lines_of(signature or ""))


PARSERS: dict[str, tuple[str, Callable[[Case], bool | None]]] = {
    "rapport": ("connectors", ours),
    "email-reply-parser": ("email_reply_parser", email_reply_parser),
    "mail-parser-reply": ("mailparser_reply", mail_parser_reply),
    "talon": ("talon", talon),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--show", action="store_true", help="names what was not cut as expected")
    chosen = parser.parse_args()
    logging.disable(logging.CRITICAL)
    print(json.dumps(measure(chosen.data, show=chosen.show), indent=1))


def measure(data: Path, *, show: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, (module, run) in PARSERS.items():
        if importlib.util.find_spec(module) is None:
            found[name] = "not installed"
            continue
        results: dict[str, list[tuple[str, bool]]] = defaultdict(list)
        for case in cases(data):
            try:
                result = run(case)
            except Exception:  # noqa: BLE001  # a parser that raises has not cut the mail
                result = False
            if result is not None:
                results[case.group].append((case.name, result))
        found[name] = {group: _share(group_results, show=show) for group, group_results in results.items()}
    return found


def _share(results: list[tuple[str, bool]], *, show: bool) -> str | dict[str, Any]:
    text = f"{sum(result for _, result in results)} of {len(results)}"
    return {"right": text, "wrong": [name for name, result in results if not result]} if show else text


if __name__ == "__main__":
    main()
