"""Of what a sum is a part, and into what it is parted."""

from __future__ import annotations

import re

from crm.ask.plan import Condition
from crm.ask.planning.reading import Noun

ITS_PART = re.compile(
    r"\b(?:do|does|did|is|are|has|have) (?:it|they|this|that|these|those|she|he) (?:make up|account for|represent|"
    r"contribute|constitute|bring|stand for|come to|hold|cover|made up|have)\b",
    re.IGNORECASE,
)


def of_sum(
    nouns: list[Noun], base: list[Condition], counted: list[Condition]
) -> tuple[list[Noun], list[Condition], list[Condition]]:
    """`Share of active MRR by plan` parts that sum; `Enterprise plan: what share of it` is of one plan."""
    refs = {noun.name for noun in nouns}
    own = [each for each in [*base, *counted] if each.field in refs]
    if own:
        rest = [each for each in [*base, *counted] if each not in own]
        return [noun for noun in nouns if noun.name not in {each.field for each in own}], rest, own
    return nouns, [*base, *counted], []
