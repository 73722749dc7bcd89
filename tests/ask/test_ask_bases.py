"""Families of questions over a made-up base of tables with names of their own: choirs, rehearsals, rented scores."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from asking_gold import asker_over, right

from crm.ask.asker import Asker

FILES = {
    "Choirs-Grid view": """Name,Town,Country,Kept by,Rooms on loan
Bell Voices,Turku,Finland,Aune,x
Cantus Nord,Turku,Finland,Aune,
Dove Choir,Bergen,Norway,Eskil,x
Elm Singers,Bergen,Norway,Eskil,
Fjord Chorus,Oslo,Norway,Saga,x""",
    "Scores-Grid view": """Score,Voices,Mood,Fee €/week
Winter Hymn,SATB,Quiet,12.50
Long Monday,SSA,Bright,9.00
Harvest Round,TTBB,Bright,7.25""",
    "Rentals-Grid view": """Rental,Choir,Score,Start Date,Ended on,Why ended,Est. Weight (kg),Annual Fee (€),Condition,Picked up
R1,Bell Voices,Winter Hymn,2026-01-10,2026-02-09,Too hard,10,120.00,fair,x
R2,Bell Voices,Long Monday,2026-02-01,2026-02-21,Season over,20,90.00,fair,x
R3,Cantus Nord,Winter Hymn,2026-03-01,,,30,130.00,good,
R4,Dove Choir,Harvest Round,2026-03-05,,,5,70.00,good,x
R5,Dove Choir,Long Monday,2026-09-11,2026-10-01,Season over,25,95.00,good,x
R6,Elm Singers,Long Monday,2026-10-12,,,15,99.00,fair,""",
    "Standing bookings-Grid view": """Standing booking,Choir,State,Since
SB-01,Bell Voices,running,2026-01-01
SB-02,Dove Choir,paused,2026-02-01
SB-03,Fjord Chorus,ended,2026-03-01""",
    "Auditions-Grid view": """Audition,Choir,Host,Held,Reply time (min),Upset,Result
Audition 1,Bell Voices,Aune,2026-05-04,30,Yes,Booked
Audition 2,Cantus Nord,Aune,2026-05-08,95,No,No fit
Audition 3,Dove Choir,Eskil,2026-06-02,120,Yes,Booked
Audition 4,Elm Singers,Eskil,2026-06-09,45,No,Waiting
Audition 5,Elm Singers,Eskil,2026-07-09,20,No,No fit
Audition 6,Fjord Chorus,Saga,2026-07-14,75,No,Booked
Audition 7,Fjord Chorus,Aune,2026-07-16,15,No,No fit
Audition 8,Bell Voices,Saga,2026-08-03,10,No,No fit
Audition 9,Bell Voices,Eskil,2026-08-04,10,Yes,No fit
Audition 10,Dove Choir,Saga,2026-08-05,10,No,No fit
Audition 11,Cantus Nord,Saga,2026-08-06,10,No,No fit
Audition 12,Dove Choir,Aune,2026-08-07,10,No,No fit
Audition 13,Dove Choir,Saga,2026-08-08,10,No,No fit
Audition 14,Fjord Chorus,Aune,2026-08-09,10,No,No fit
Audition 15,Fjord Chorus,Eskil,2026-08-10,10,No,No fit""",
}
QUESTIONS: list[tuple[str, Any]] = [
    # clients under a name of their own, and what they have none of
    ("how many choirs are in Norway?", 3),
    ("which choirs never had a rental?", {"Fjord Chorus"}),
    ("choirs that were never rented anything", {"Fjord Chorus"}),
    # boxes that are not ticked
    ("which rentals were not picked up?", {"R3", "R6"}),
    ("choirs without rooms on loan", {"Cantus Nord", "Elm Singers"}),
    # what rows are called, though a day is part of it
    ("what mood is Winter Hymn?", "Quiet"),
    ("which voices is Long Monday for?", "SSA"),
    # headers with units and shortened words
    ("total annual fee of rentals", 604),
    ("estimated weight of all rentals of Long Monday", 60),
    ("average weight of rentals per score", {"Winter Hymn": 20, "Long Monday": 20, "Harvest Round": 5}),
    # how much of something each comes to
    ("which choirs took more than 25 kg?", {"Bell Voices", "Cantus Nord", "Dove Choir"}),
    ("rentals over 25 kg", {"R3"}),
    # times
    ("how many days do rentals last on average?", 70 / 3),
    ("how long did the rentals of Bell Voices last on average?", 25),
    ("share of auditions that took longer than 90 minutes to reply", 2 / 15),
    # reasons, flags, results
    ("most common reason a rental ended?", {"Season over"}),
    ("number of upsets in May 2026?", 1),
    ("share of auditions that ended in a booking", 3 / 15),
    ("auditions that resulted in a booking: how many?", 3),
]  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> tuple[Asker, int]:
    folder, home = tmp_path_factory.mktemp("base"), tmp_path_factory.mktemp("home")
    for name, text in FILES.items():
        Path(folder / f"{name}.csv").write_text(text + "\n", encoding="utf-8")
    return asker_over(folder, home)


@pytest.mark.parametrize(("question", "gold"), QUESTIONS, ids=[question for question, _ in QUESTIONS])
def test_answers(base: tuple[Asker, int], question: str, gold: Any) -> None:
    asker, tenant_id = base
    answer = asker.ask(tenant_id, question, user=None)
    assert right(gold, answer), f"{answer.answer} ({answer.understood})"
