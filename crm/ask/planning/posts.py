"""The posts of clients' people: whether somebody holds one, and who holds it at the clients that are told."""

from __future__ import annotations

import re

from crm.ask.language.text import tokens
from crm.ask.record.vocabulary import Vocabulary

HOLDING = re.compile(
    r"^(?:is|was|do we have|have we got|have we) (?P<name>[^\W\d_][\w'’.-]+ [^\W\d_][\w'’.-]+)"
    r"(?: (?:really|still|currently|now|down|listed|recorded|registered|on record|as|indeed))*"
    r" (?:the |an? )?(?P<post>[^?,.!]{2,40}?) (?:of|at|for|with|in) (?P<client>[A-Z][^?,.!]{1,40}?)\s*\?*$",
    re.IGNORECASE,
)
HOLDERS = re.compile(
    r"^(?P<lead>(?:(?:can|could|would|will|please|you|someone|somebody|anyone|list|name|show|give|me|us|all) )*)"
    r"(?:the )?(?P<post>[^?,.!:]{2,40}?) (?P<at>at|of|from) "
    r"(?=(?:the |our |all )*(?:[\w-]+['’]s? )?(?:accounts|clients|customers|companies)\b)",
    re.IGNORECASE,
)
SURE = 0.9  # weight from which on words name a person or a post


def posted(text: str, vocabulary: Vocabulary) -> str:
    """`Is Mei Lim the office manager of Dunmore Dairy`, `the heads of IT at Noah's accounts`: contacts of a title."""
    if "contact.title" not in vocabulary.fields:
        return text
    one = HOLDING.match(text)
    if one and _is(one["name"], "contact.name", vocabulary) and _is(one["post"], "contact.title", vocabulary):
        return f"is there a contact named {one['name']} with job title {one['post']} at {one['client']}?"
    many = HOLDERS.match(text)
    if many and not _is(many["post"], "user.title", vocabulary) and _is(many["post"], "contact.title", vocabulary):
        return f"{many['lead']}contacts who are {many['post']} {many['at']} {text[many.end() :]}"
    return text


def _is(words: str, ref: str, vocabulary: Vocabulary) -> bool:
    senses = vocabulary.senses.get("".join(word.base for word in tokens(words)), ())
    return any(each.value == ref and each.weight >= SURE for each in senses)
