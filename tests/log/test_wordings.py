"""How people word what happened and what follows: each a cause of a mistake once, in other words than those that showed it."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm.log.amounts import find_money
from crm.log.days import find_days
from crm.log.due import due_day
from crm.log.proposal import Proposal
from crm.log.reader import Reader

sys.path.insert(0, str(Path(__file__).parents[2]))  # the benchmark holds the record that the messages speak of

from benchmarks.logging_calls import gold_context

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
TODAY = NOW.date()  # a Friday


def read(text: str) -> Proposal:
    return Reader(gold_context(NOW)).read(text)[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Buzzed Jane at Globex about the renewal", "call"),
        ("Just off the blower with Grace Lin, pilot kit ships soon", "call"),
        ("Owen Fitch on the phone: line 3 is down", "call"),
        ("Will Carver called, he likes the till", "call"),
        ("FaceTimed with Yuki, she liked the arm", "meeting"),
        ("Had a cuppa with Mike Dunn, all well", "meeting"),
        ("Called in at Oakline, Robert was in a good mood", "meeting"),
        ("Caught up with Sarah Klein down at their yard", "meeting"),
        ("Hopped on a Zoom with Elaine from Vandelay", "meeting"),
        ("Luis Delgado is their DM: budget is his", "note"),
        ("Got a call booked with Raj for Wednesday", "note"),
        ("Call Raj back about the licence", "note"),
        ("Can you log that I met Jane at Globex today?", "meeting"),
        ("Called out to Mike Dunn's yard this morning, he liked it", "meeting"),
        ("Been over to Oakline to see Robert, all fine", "meeting"),
        ("Had a feed with Owen Fitch last nite", "meeting"),
        ("Telephonic talk with Raj Patel done", "call"),
        ("Raj conveyed the same on call just now", "call"),
        ("Elaine Cho made me a call, she is angry", "call"),
        ("Elaine from Vandelay gave me a tinkle", "call"),
        ("Swung past Copperfield, Owen was out", "meeting"),
        ("just seen mike dunn at the quarry", "meeting"),
        ("Beers with Luis Delgado, all fine", "meeting"),
        ("Grace Lin pinged me on Teams", "message"),
        ("Owen Fitch slid into my DMs, wants cans", "message"),
        ("Jane at Globex replied to my InMail", "message"),
        ("Raj emailed: can we start in May?", "email"),
        ("Raj sended mail, is the price final?", "email"),
        ("Sarah Klein is on holiday. Parked, I phone her later", "note"),
        ("Will Carver bumped our demo again", "note"),
        ("Termin mit Klaus Kessler steht: 26. Januar", "note"),
        ("Besuch bei Klaus Kessler heute", "meeting"),
        ("Saw on LinkedIn that Dana Wu moved", "note"),
        ("Yesterday's Zoom with Tanaka: they want a price by Wednesday", "meeting"),
        ("Conference call with Raj, minutes to follow tomorrow", "call"),
        ("Got a call from the planner, they need 2 extra trucks on Thursday", "call"),
        ("my cat is called Jane", "note"),
        ("Did Raj call, do you know?", "none"),
        ("Will Jane at Globex be there on Tuesday?", "none"),
        ("not sure what to do about Initech", "none"),
    ],
)
def test_the_medium(text, kind):
    assert read(text).kind == kind


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Met Raj. I'm to draft the plan on 29th", ["2026-11-29"]),
        ("Initech / Raj / waiting for the PO / I am to nudge him on 25th", ["2026-11-25"]),
        ("Rang Maria Santos, she's sending the fleet list over tonight", ["2026-11-20"]),
        ("Met Raj, sending him the deck tonite", ["2026-11-20"]),
        ("Mike Dunn moved the site visit from Wednesday to Friday", ["2026-11-27"]),
        ("Audit at Atlas preponed from 9 December to 2 December", ["2026-12-02"]),
        ("Text from Mike Dunn, site visit now Thursday instead of Wednesday", ["2026-11-26"]),
        ("Demo for Elaine Cho is not on the 1st but on the 3rd of December", ["2026-12-03"]),
        ("Raj wants the visit one week later, so the 2nd of December", ["2026-12-02"]),
        ("Sarah Klein is away until the 9th, will ring her when she's back", ["2026-12-09"]),
        ("Raj: legal have it till the 2nd, then I call him the day after", ["2026-12-03"]),
        ("Met Susan Ames. Proposal back to her within ten days", ["2026-11-30"]),
        ("Emailed Robert Oakley, no reply. Give it a week", ["2026-11-27"]),
        ("Priya Nair needs the report no later than Wed", ["2026-11-25"]),
        ("Rang Mike Dunn's mobile, no answer. Again this day week.", ["2026-11-27"]),
        ("Owen Fitch: motor burnt out, new one goes out today", ["2026-11-20"]),
        ("Raj asks for the plan. I owe it to him since Monday, so: today!", ["2026-11-20"]),
        ("Atlas: Mike wants the pump looked at. I'm out at Newman Monday for that", ["2026-11-23"]),
        ("Demo at Initech moved again, first Tues, then Thurs, now Friday", ["2026-11-27"]),
        ("Klaus: Angebot bis Freitag, dann Telefonat am Montag", ["2026-11-27", "2026-11-30"]),
        ("Met Raj. Quote by Thursday, then he sends the PO by Tuesday", ["2026-11-26", "2026-12-01"]),
        ("St Brigid's has its review on 9 December, I send the numbers two days before", ["2026-12-09", "2026-12-07"]),
        ("Told Maria I'd confirm Monday", ["2026-11-23"]),
        ("Maria asked if we can deliver on the 14th", []),
        ("Luis Delgado's invoice was due on the 13th, chase him Monday", ["2026-11-23"]),
        ("Atlas: Mike says hold off till 11 Jan, then call", ["2027-01-11"]),
        ("Priya is sick. New slot 26th 9.30", ["2026-11-26"]),
        ("owen texted, line down. told him engineer tues am", ["2026-11-24"]),
        (
            "SOW call with Raj done: 1) SOW to Raj Tues 2) Raj confirms headcount by 30 Nov",
            ["2026-11-24", "2026-11-30"],
        ),
        ("Target's buyer said no. Revisit in June.", ["2027-06-01"]),
        ("Raj: no budget till April. Parking it.", []),
        ("jane h. of globex has it on her desk till the 2nd. poke her that day", ["2026-12-02"]),
        ("Elaine Cho will think about it until Friday", ["2026-11-27"]),
        ("Signal msg from Ingrid, can't do Tuesday, Thursday instead", ["2026-11-26"]),
        ("Owen Fitch wants to move the canning demo from Tuesday to Thursday", ["2026-11-26"]),
        ("Grace's PA called to push tomorrow's call to Monday", ["2026-11-23"]),
        ("Pencilled in lunch w Sam Ortega for the 2nd", ["2026-12-02"]),
        ("Renewal talk with Ingrid by mid December", ["2026-12-15"]),
        ("Sent Carla the year-end letter", []),
        ("Spoke to Dana. Nothing for now, no rush", []),
    ],
)
def test_due(text, due):
    assert [step.due.isoformat() for step in read(text).next_steps if step.due] == due


def test_a_weekday_of_a_step_is_not_when_it_happened():
    proposal = read("been over to oakline to see robert so i'm to send two plans by tuesday no wednesday yes wednesday")
    assert proposal.occurred_at is not None
    assert proposal.occurred_at.date() == TODAY


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("by the end of the week after next", "2026-12-04"), ("a week on Tuesday", "2026-12-01"), ("Weds week", "2026-12-02"), ("Friday fortnight", "2026-12-11"), ("4 weeks today", "2026-12-18"),
        ("a week tomorrow", "2026-11-28"), ("tomorrow week", "2026-11-28"), ("no later than Wed", "2026-11-25"), ("ahead of 4 December", "2026-12-04"),
        ("by month end", "2026-11-30"), ("quarter end", "2026-12-31"), ("this arvo", "2026-11-20"), ("29th", "2026-11-29"),
        ("w/c 30th", "2026-11-30"), ("KW49", "2026-11-30"), ("week 49", "2026-11-30"), ("01.12.26", "2026-12-01"),
        ("last working day of the month", "2026-11-30"), ("the middle of December", "2026-12-15"), ("inside a week", "2026-11-27"),
    ],
)  # fmt: skip
def test_days_to_come(said, due):
    days = find_days(f"Send it {said}", TODAY, "future")
    assert str(due_day(f"Send it {said}", days, TODAY)) == due


def test_a_day_in_numbers_with_its_year_follows_the_writer():
    assert [str(day.first) for day in find_days("on 01/12/26", TODAY, "future", day_first=True)] == ["2026-12-01"]
    assert [str(day.first) for day in find_days("on 01/12/27", TODAY, "future")] == ["2027-01-12"]


@pytest.mark.parametrize(
    "text", ["the 3rd visit", "their 2nd choice", "week 3 of the trial", "came 2nd", "in week 12 of it"]
)
def test_ranks_and_weeks_of_a_project_are_no_days(text):
    assert find_days(text, TODAY, "future") == []


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("Rs 4.5 lakh", 450_000, "INR"), ("2 Cr package", 2e7, None), ("INR 4,50,000", 450_000, "INR"), ("40 000 zł", 4e4, "PLN"),
        ("a hundred and eighty thousand", 180_000, None), ("twelve and a half thousand pounds", 12_500, "GBP"), ("half a million", 5e5, None),
        ("three quarters of a million", 750_000, None), ("a million and a half", 1.5e6, None), ("fifty five k", 55_000, None), ("eighteen hundred pounds", 1_800, "GBP"),
        ("eleven thousand five hundred", 11_500, None), ("85 kEUR", 85_000, "EUR"), ("about 9 grand. Sites are ready", 9_000, None),
    ],
)  # fmt: skip
def test_amounts(text, value, currency):
    assert [(money.value, money.currency) for money in find_money(text, "GBP")] == [(value, currency)]


def test_a_thousand_things_cost_nothing():
    assert find_money("a thousand things to do") == []


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Initech → Negotiation", "Negotiation"),
        ("Globex -> Demo", "Demo"),
        ("Redwood order won", "Closed Won"),
        ("Dana Wu rang, they order. Won!", "Closed Won"),
        ("Redwood went quiet, call it lost", "Closed Lost"),
        ("Lost the Redwood job, Dana says too dear", "Closed Lost"),
        ("lost redwood to some outfit in ohio", "Closed Lost"),
        ("Copperfield canning line is now Qualified!!", "Qualified"),
        ("email from Owen Fitch, the deal is ours", "Closed Won"),
        ("Liked the demo. Will tell us soon, Initech.", None),
    ],
)
def test_stages(text, stage):
    deal = read(text).deal
    assert (deal.stage if deal else None) == stage


def test_the_last_word_of_a_name_may_stand_for_it():
    context = gold_context(NOW, "Giulia Ferrante", "record_trades.json")
    (proposal,) = Reader(context).read("Lucia from Rondine called, wants the plan")
    assert (proposal.account, proposal.contacts) == ("Pastificio Rondine", ["Lucia Gallo"])


def test_a_rival_to_whom_they_go_is_nobody_of_theirs():
    proposal = read("Dana Wu at Redwood: they're off to Dentiva. Mark it lost.")
    assert (proposal.account, proposal.contacts) == ("Redwood Dental Group", ["Dana Wu"])


def test_an_announced_name_is_taken_whole():
    proposal = read("new one: Larkspur Station. Ran into Col Weatherby at the Roma saleyards")
    assert (proposal.account, proposal.contacts) == ("Larkspur Station", ["Col Weatherby"])
