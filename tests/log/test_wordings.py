"""How people word what happened and what follows: each a cause of a mistake once, in other words than those that showed it."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm.log import slips
from crm.log.amounts import find_money
from crm.log.context import Context
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
        ("my cat is called Jane", "none"),
        ("Raj dropped me a WhatsApp, all fine", "message"),
        ('txt from Wendy Byrne: "ok for Monday?". replied yes', "message"),
        ("Jane at Globex asked in Teams chat about the licence", "message"),
        ("Raj Patel was calling, he is not happy", "call"),
        ("Reached nobody at Initech, I try again", "call"),
        ("Had 15 min with Raj, he likes it", "call"),
        ("Robert's phone is switched off, Oakline is closed", "call"),
        ("Jane at Globex has us informed by mail", "email"),
        ("Just walked out of Globex, Jane is on board", "meeting"),
        ("Globex: 14:30 call w Jane. All on track", "call"),
        ("this bot asked me again who Globex is", "none"),
        ("Jane from Globex text me, demo is fine", "message"),
        ("Raj flicked me an email, all well", "email"),
        ("Caught Jane from Globex for a quick chinwag", "call"),
        ("Brekkie with Jane from Globex, all fine", "meeting"),
        ("Jane from Globex come our booth on Monday, ask about it", "meeting"),
        ("Lunch w/ Jane from Globex on the 25th", "note"),
        ("Globex: signed! docusign pinged 10:28", "note"),
        ("I plan to be more in Utrecht, maybe visit Globex more often", "none"),
        ("Automatic reply: Renewal\nThank you for your email. I am out of the office.\nJane Whitfield", "none"),
        ("pls help me remember the hamper for Jane at Globex by 4 Feb", "note"),
        ("Raj was on to me about the printers", "call"),
        ("jst off ph w Raj Patel, v keen", "call"),
        ("We were over with Jane at Globex, all fine", "meeting"),
        ("I have just finish a meeting with Jane from Globex", "meeting"),
        ("Sat next to Jane from Globex on the plane", "meeting"),
        ("The fair of Utrecht was ok. I talked with Raj Patel", "meeting"),
        ("Jane from Globex prefers to be contacted by mail only", "note"),
        ("Globex just signed. Somebody ring the gong", "note"),
        ("In general I believe we should treat Globex as two customers", "none"),
        ("My daughter drew the Globex logo", "none"),
        ("I should really call Globex at some point", "none"),
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
        ("Raj: quote by tuesday and then scratch that by wednesday", ["2026-11-25"]),
        ("Raj wrote, the invoice is double. I clear this until Tuesday.", ["2026-11-24"]),
        ("Raj wants it in writing that the price is held till March", []),
        ("Jane wants it to start on 1 February", []),
        ("ping Raj on the 4th abt the limits", ["2026-12-04"]),
        ("Rang Raj: ticket will be closed by us today", ["2026-11-20"]),
        ("Raj asks to prepone the renewal talk to 2nd December", ["2026-12-02"]),
        ("Initech will not sign before Christmas, says Raj", []),
        ("Raj says prices change wef 1st Jan", []),
        ("Raj can't make Monday, pushed us to Wednesday", ["2026-11-25"]),
        ("Raj will read it over Christmas", []),
        ("Rang Raj, no answer, must ring him again Monday", ["2026-11-23"]),
        ("Raj asks for papers. Certificate: Nina, today. References: Nina, by Thursday.", ["2026-11-20", "2026-11-26"]),
        (
            "Demo for Globex went well. next: access (me, mon), size of the file (jane, weds)",
            ["2026-11-23", "2026-11-25"],
        ),
        ("Raj text me, cancel the demo tomorrow. Shift to 28th same time.", ["2026-11-28"]),
        ("Raj has my price. He has until Wednesday.", ["2026-11-25"]),
        ("remember me on the twelfth that i must thank Raj Patel", ["2026-12-12"]),
        ("raj wants a plan, snd it 2morrow", ["2026-11-21"]),
        ("Raj: best talk we've had in a year", []),
        ("Met Jane at Globex. Contract to go out tomorrow", ["2026-11-21"]),
        ("Had to cancel on Raj, moved to next Wed", ["2026-11-25"]),
        ("Termin mit Raj Patel war gut. Ich schicke es morgen.", ["2026-11-21"]),
        ("Visit at Globex on Tuesday, with Jane. The team is happy. Next one 10 December", ["2026-12-10"]),
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


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("16.2 is fine for them", 16_200), ("signed the fourteen four expansion", 14_400), ("agreed to thirty five flat", 35_000),
        ("grand with the thirty six six but", 36_600), ("signed thirteen one lovely stuff", 13_100), ("Contract is sent to Rosa today by mail, 33.200.", 33_200),
        ("fine with forty five five for the renewal", 45_500), ("The renewal is signed, 57.200.", 57_200), ("settled at 62.5", 62_500),
    ],
)  # fmt: skip
def test_amounts_in_thousands_that_nobody_says(text, value):
    assert [money.value for money in find_money(text)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "version 2.1 is fine",
        "twenty two pickers",
        "8.5 hours",
        "rang at twelve forty five",
        "twenty four seven",
        "at 9.30",
    ],
)
def test_other_numbers_are_no_amounts(text):
    assert find_money(text) == []


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
        ("Renewal by Initech is signed", "Closed Won"),
        ("Raj at Initech has gone and bought from Sage", "Closed Lost"),
        ("Initech > neg now", "Negotiation"),
        ("Raj at Initech: budget is signed off", None),
        ("Initech is off the list, we close it like lost", "Closed Lost"),
        ("She needs the contract signed, says Jane at Globex", None),
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


def _own(*names: str) -> Context:
    """The record as somebody sees it whose accounts these are."""
    context = gold_context(NOW, "Nina Rossi", "record_demo.json")
    numbers = {context.account_name(number): number for number in range(1, 41)}
    return replace(context, own=frozenset(numbers[name] for name in names))


def test_a_first_name_that_several_have_is_the_one_at_an_account_of_the_authors():
    text = "had breakfast with walt, he is happy"
    assert Reader(_own()).read(text)[0].account is None
    assert Reader(_own("Cobalt Harbor Shipping")).read(text)[0].contacts == ["Walt Kilbride"]


def test_a_first_name_is_the_one_at_the_client_that_is_named():
    (proposal,) = Reader(_own("Orrin Robotics")).read("Eleanor (globex not orrin) called")
    assert (proposal.account, proposal.contacts) == ("Globex", ["Eleanor Crandall"])


def test_who_is_asked_to_do_it_does_it():
    context = gold_context(NOW, "Priya Raman", "record_demo.json")
    (proposal,) = Reader(context).read("Kwame from Galloway Seeds was calling. Elin please call him back Monday.")
    assert [(step.due and step.due.isoformat(), step.owner) for step in proposal.next_steps] == [
        ("2026-11-23", "Elin Sandberg")
    ]


def test_what_a_letter_to_a_client_asks_for_is_theirs_to_do():
    text = (
        "From: Priya Raman\nTo: Dwayne\n\nDear Dwayne Kessler,\nrequest you to confirm by 4 December.\nRegards\nPriya"
    )
    (proposal,) = Reader(gold_context(NOW, "Priya Raman", "record_demo.json")).read(text)
    assert [step.owner for step in proposal.next_steps] == ["Dwayne Kessler"]


def test_what_a_letter_asks_of_somebody_here_is_a_step():
    text = "From: jane@globex.example\nTo: Nina\n\nHi Nina, could you have someone look at it by Thursday?\nJane"
    assert [str(step.due) for step in read(text).next_steps] == ["2026-11-26"]


def test_a_company_that_several_share_is_the_one_where_somebody_named_works():
    (proposal,) = Reader(gold_context(NOW, "Lena Brandt", "record_demo.json")).read("Spoke with Gijs at Tessaly")
    assert proposal.account == "Tessaly Group"


def test_of_whom_something_is_wanted_has_to_do_it():
    context = gold_context(NOW, "Marcus Ferreira", "record_demo.json")
    (proposal,) = Reader(context).read("Call with Hank at Globex. Need Priya to model that by Wednesday.")
    assert [step.owner for step in proposal.next_steps] == ["Priya Raman"]


@pytest.mark.parametrize(
    "text",
    [
        "Globex moves to Munich, says Jane",
        "Jane at Globex: the SKU file is large",
        "The airport of Bologna, met Jane from Globex",
    ],
)
def test_towns_and_short_words_are_nobody(text):
    proposal = read(text)
    assert (proposal.account, set(proposal.contacts) - {"Jane Whitfield"}) == ("Globex Corporation", set())


def test_hurried_words_are_mended():
    assert slips.mended("tom 2 call him, pushd 2 jan, askd 4 feedbk b4 fri", []) == (
        "tom to call him, pushed to jan, asked for feedback before fri"
    )
    assert slips.mended("signe rang", [], lambda word: word == "signe") == "signe rang"


def test_names_written_small_do_what_they_are_to_do():
    context = gold_context(NOW, "Noah Adeyemi", "record_demo.json")
    (proposal,) = Reader(context).read("met rhys chaudhry from ironbridge, aoife sends the new paper on thursday")
    assert [(str(step.due), step.owner) for step in proposal.next_steps] == [("2026-11-26", "Aoife Brannigan")]


def test_a_question_to_a_colleague_is_their_task():
    context = gold_context(NOW, "Noah Adeyemi", "record_demo.json")
    (proposal,) = Reader(context).read("Frank at Acme rang, he is angry. Priya can you sort who's free by Tuesday?")
    assert [(str(step.due), step.owner) for step in proposal.next_steps] == [("2026-11-24", "Priya Raman")]


def test_a_letter_in_quotes_below_a_line_of_ones_own_is_read():
    text = "Adding this one:\n\n> From: Jana Novakova\n> Sent: 17 November 2026 08:52\n> Subject: PO\n>\n> Dear Tom, please confirm."
    (proposal,) = Reader(gold_context(NOW, "Tom Hargreave", "record_demo.json")).read(text)
    assert (proposal.kind, proposal.contacts) == ("email", ["Jana Novakova"])
