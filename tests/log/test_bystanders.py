"""Messages that name a client only beside what they tell of, and steps that are given to colleagues in passing."""

from datetime import UTC, datetime

import pytest

from benchmarks.logging_calls import gold_context, wording
from crm.log.reader import Reader

NOW = datetime(2029, 3, 6, 17, 25, tzinfo=UTC)


def _read(text):
    return Reader(gold_context(NOW, "Nina Rossi", "record_twentieth.json"), wording()).read(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "If Donal ever asks, our vans were always called Bertha",
        "If Shiromi Fonseka ever visits, hide the plant in the kitchen",
        "Our printer is now named Gregor because it never answers",
        "IT named the new server Karoo Lamb, they say it never bleats",
        "Tugela Paper Mill people dress better than us at work, I saw the pictures on facebook",
    ],
)
def test_who_is_named_beside_is_nothing_to_log(text):
    assert _read(text).kind == "none"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Was called by Tammy Ochoa about the hose program", "call"),
        ("We were called by Elsabe Marais this morning, alarm again", "call"),
        ("Hennie called, Tugela takes the sprinklers for 400k", "call"),
        ("Had lunch with Hennie from Tugela, he eats better than us. Wants two more pumps", "meeting"),
        ("Went round the kitchens with Donal from Carrigmore Meats, they need 40 more", "meeting"),
    ],
)
def test_who_called_did_call(text, kind):
    assert _read(text).kind == kind


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Lofotfisk call with Arne. Class approval: Anders by 12/3.", "Anders Fiske"),
        ("Called Lonnie at Permian, I gotta get Theo to price that by Friday", "Theo Garland"),
        ("Called Lonnie at Permian. I have to have Theo look at it by Friday", "Theo Garland"),
        ("Called Lonnie at Permian. He wants a test at latest Friday, it's Milo who does it", "Milo Stancik"),
        ("Called Lonnie at Permian. He wants a test by Friday. It is Milo who takes care of it", "Milo Stancik"),
        ("Yanis Benali called. Padma, you can prepare the references for Friday ?", "Padma Krishnan"),
        ("Kahu from Tasman rang. 285k is what they'll wear. Drawings to him by the 13th", "Nina Rossi"),
        ("Lothian. Eilidh rang. Quote to procurement \u2013 Gregor Tait \u2013 by close tomorrow", "Nina Rossi"),
    ],
)
def test_a_step_is_whose_it_is_given_to(text, owner):
    assert {step.owner for step in _read(text).next_steps if step.due} == {owner}


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Tugela: exco must sign off above 5m, so we sit in Negotiation till mid May", "Negotiation"),
        ("Silje from Lofotfisk signed the test protocol and asks the price of a second line", None),
        ("Hennie signed the acceptance sheet for the trial, Tugela", None),
    ],
)
def test_a_stage_is_what_the_deal_is_in(text, stage):
    deal = _read(text).deal
    assert (deal.stage if deal else None) == stage
