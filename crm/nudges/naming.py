"""Placeholders of a nudge's texts as names, for whoever reads them: nobody and nothing that is kept from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm.display import display_all
from crm.model import Account, Deal, Task

PLACE = re.compile(r"\[(account|deal|task):(\d{1,18})\]")
GREETED = re.compile(r"^(Hi|Hello|Dear) \[person:(\d{1,18})\]", re.MULTILINE)
MARK = "\x00"
MARKED = re.compile(f"{MARK}([^{MARK}]*){MARK}")
UNSEEN = {"account": "(a client)", "deal": "(a deal)", "task": "(a follow-up)"}
CALLED: dict[str, tuple[Any, Any]] = {
    "account": (Account, Account.name),
    "deal": (Deal, Deal.name),
    "task": (Task, Task.what),
}


def named(session: Session, tenant_id: int, texts: Sequence[str]) -> list[str]:
    """The texts with names, in order; read through the eyes that are set. Whoever is greeted is by their first name.

    A name that looks like a placeholder stays what it is: each text is cut at its placeholders before any is filled in.
    """
    split = [PLACE.split(text.replace(MARK, "")) for text in texts]
    pieces = [GREETED.sub(rf"\1 {MARK}[person:\2]{MARK}", piece) for each in split for piece in each[::3]]
    shown = (_first(piece) for piece in display_all(session, tenant_id, pieces))
    names = _names(session, tenant_id, texts)
    made = []
    for each in split:
        said = [next(shown)]
        for sort, number in zip(each[1::3], each[2::3], strict=True):
            said += [names.get((sort, int(number)), UNSEEN[sort]), next(shown)]
        made.append("".join(said))
    return made


def _names(session: Session, tenant_id: int, texts: Sequence[str]) -> dict[tuple[str, int], str]:
    found = {(sort, int(number)) for text in texts for sort, number in PLACE.findall(text)}
    names: dict[tuple[str, int], str] = {}
    for sort, (model, called) in CALLED.items():
        ids = sorted(number for each, number in found if each == sort)
        if ids:
            rows = select(model.id, called).where(model.tenant_id == tenant_id, model.id.in_(ids))
            names.update({(sort, row[0]): row[1].rstrip(" .") for row in session.execute(rows)})
    return names


def _first(shown: str) -> str:
    """A greeted name's first word, where it has one; titles stay with the whole name."""

    def cut(match: re.Match[str]) -> str:
        words = match[1].split()
        return match[1] if not words or match[1].startswith("(") or words[0].endswith(".") else words[0]

    return MARKED.sub(cut, shown)
