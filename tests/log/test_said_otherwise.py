"""Clients called by an abbreviated, turned or plural name, and new ones in all their words, in trades of no set."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crm.log.context import Context
from crm.log.reader import Reader
from crm.mentions import Mentions
from crm.nameindex import Known

NOW = datetime(2033, 5, 10, 10, tzinfo=UTC)
NAMES = {
    1: "Tarbert Street Pottery",
    2: "Ullapool Harbour Chandlery",
    3: "Fallow Plum Orchards",
    4: "Fallow Kiln Cooperative",
    5: "Ash Lane Printers",
    6: "Ash Tor Quarry",
}
PEOPLE = {1: "Morag Innes", 2: "Dougal Rae", 3: "Ishbel Lowe", 4: "Fergus Mair"}
ROWS = [
    *(Known("account", id_, name, id_) for id_, name in NAMES.items()),
    *(Known("contact", id_, name, id_) for id_, name in PEOPLE.items()),
    Known("user", 1, "Pia Holm"),
]


def _read(text: str) -> list[str | None]:
    context = Context(
        now=NOW,
        mentions=Mentions.of(ROWS),
        stages=(),
        deals_of=lambda _: (),
        account_name=NAMES.get,
        author="Pia Holm",
        day_first=True,
    )
    return [each.account for each in Reader(context).read(text)]


@pytest.mark.parametrize(
    ("text", "clients"),
    [
        ("Called Tarbert St about the new kiln, they want a quote by Friday", [NAMES[1]]),
        ("Visited Harbour Chandlery Ullapool today, Dougal is happy with the ropes", [NAMES[2]]),
        ("Rang Fallow Plums, Ishbel wants crates by Friday", [NAMES[3]]),
        ("Calls of today\n- Morag, Tarbert St: wants blue glaze\n- Fergus, kiln coop: I answer him Friday", [NAMES[1], NAMES[4]]),
        ("Met Petra at Mt. Ruadh Sailing Club, she wants two dinghies by June", ["Mt. Ruadh Sailing Club"]),
        ("Today I had a call with company Vextor from Riga, they want brushes, I send samples Friday", ["Vextor"]),
        ("new lead Corrie Glen Heather, farm manager Tam Boyd, wants two hives. Visit on Friday", ["Corrie Glen Heather"]),
    ],
)  # fmt: skip
def test_the_client_that_is_meant(text: str, clients: list[str]) -> None:
    assert _read(text) == clients


@pytest.mark.parametrize("text", ["Someone from Ash left a voicemail about paper", "A lady from Ash rang about stone"])
def test_a_short_word_that_begins_several_names_is_asked_about(text: str) -> None:
    assert _read(text) == [None]


def test_a_part_of_several_names_is_the_one_of_whom_its_line_speaks() -> None:
    assert _read("Calls\n- Fergus at Fallow Kiln: paid\n- Ishbel, Fallow: wants nets") == [NAMES[4], NAMES[3]]


@pytest.mark.parametrize(
    "text",
    [
        "Called the street pottery people in Leith, they want a quote by Friday",
        "Met Josie from Chandlery Works, she wants ropes by Friday",
    ],
)
def test_no_client_of_the_record_is_meant(text: str) -> None:
    assert not {*_read(text)} & {*NAMES.values()}
