"""How people talk of deals that come, go and wait: other words, the same answer."""

from __future__ import annotations

from typing import Any

import pytest
from asking_gold import asker_over
from sample_frames import sample

SAME = [
    ("how many new business deals did we get over the line in 2026", "how many new business deals did we win in 2026"),
    ("how many deals have we brought home this year", "how many deals have we won this year"),
    ("which opps went south this year", "which deals did we lose this year"),
    ("which deals died in Q3", "which deals were lost in Q3"),
    ("what did Maya let slip in Q2", "which deals did Maya lose in Q2"),
    ("how many deals did rivals snatch from us this year", "how many deals were lost to competitor this year"),
    ("clients who turned us down at least twice", "clients with 2 or more lost deals"),
    ("how fat is the Tally pipeline", "what is the Tally pipeline"),
    ("the juiciest deal still hanging around", "the biggest open deal"),
    ("rarest reason for lost deals", "least common reason for lost deals"),
    ("how much is pencilled in for January", "total amount of open deals expected to close in January"),
    ("which ones are slated for the 4th of December", "which deals are expected to close on 4 December"),
    ("what slice of the open pipeline is Lena's", "what share of the open pipeline is Lena's"),
    ("by how much does Lena's pipeline exceed Jonas's", "how much bigger is Lena's pipeline than Jonas's"),
    ("was more lost than won in June", "In June, was the amount we lost higher than the amount we won?"),
    ("our smallest open deal - who owns it? ", "who owns our smallest open deal"),
    (
        "Which open deal has been gathering dust in Proposal for longest?",
        "which open deal has been in Proposal the longest",
    ),
    ("which reps won over 100k this year", "which reps sold over 100k this year"),
]
DECLINED = [
    "how many tasks died last week",
    "which meetings are pencilled in for the moon",
    "how fat are our reps",
]


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Any:
    asker, tenant_id = asker_over(sample().folder, tmp_path_factory.mktemp("home"))
    return lambda text: asker.ask(tenant_id, text, user=None)


@pytest.mark.parametrize(("text", "plain"), SAME)
def test_talk_of_deals_is_what_it_means(asked: Any, text: str, plain: str) -> None:
    told, meant = asked(text), asked(plain)
    assert not told.abstained, told.answer
    assert told.rows == meant.rows


@pytest.mark.parametrize("text", DECLINED)
def test_the_same_words_of_other_things_are_declined(asked: Any, text: str) -> None:
    assert asked(text).abstained
