"""Sums without tax: what a record keeps so anyway needs no word for it, and a column of that name is meant by it."""

from __future__ import annotations

import re

from crm.ask.language.text import tokens
from crm.ask.record.labels import spoken
from crm.ask.record.money import main_money
from crm.ask.record.schema import FieldInfo
from crm.ask.record.vocabulary import Vocabulary

TAX = r"(?:vat|sales tax|tax(?:es)?|gst|hst|mwst|btw|iva|tva)"
LEAVING = r"(?:without(?: the)?|excluding|excl?\.?|ex\.?|before|net of|less|minus|no|w/o|not (?:including|counting))"
LEFT = r"(?:excluded|left out|excl|not included|free)"
WITHOUT = re.compile(rf",?\s*(?:\(\s*)?\b(?:{LEAVING}[ -]{TAX}|{TAX}[ -]{LEFT})\b(?:\s*\))?", re.IGNORECASE)
NET = frozenset({"untaxed", "net", "netto", "excl", "excluding", "ex", "without", "before"})
OF_TAX = frozenset({"untaxed", "vat", "tax", "taxes", "gst", "hst", "mwst", "btw", "iva", "tva"})


def untaxed(text: str, vocabulary: Vocabulary) -> str:
    """The question without its words for tax, where the sums it would be given are those without."""
    if WITHOUT.search(text) is None:
        return text
    sums = [money for name in vocabulary.entities if (money := main_money(vocabulary, name)) is not None]
    return WITHOUT.sub(" ", text) if any(map(_is_net, sums)) else text


def _is_net(info: FieldInfo) -> bool:
    words = {token.fold for token in tokens(spoken(info.label))}
    return "untaxed" in words or bool(words & NET and words & OF_TAX)
