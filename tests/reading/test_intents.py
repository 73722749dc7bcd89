"""What clients mean to do, as they put it.

`SECOND` and `THIRD` were written after the cues: 33 of 45 and 23 of 35 were right at the first try, and every mistake was an
intent that was not seen. `MISSED` still are.
"""

from __future__ import annotations

import pytest

from crm.reading.intents import find_intents, titles

RIVALS = ("HubSpot", "Pipedrive")
WRITTEN_WITH_THE_CUES = [
    ("Could we add ten more seats before the quarter ends?", "expansion"),
    ("Our Berlin office would like to use it as well.", "expansion"),
    ("We'd need 15 additional licences from March on.", "expansion"),
    ("We are thinking about upgrading to the enterprise plan.", "expansion"),
    ("We will not need any more seats this year.", ""),
    ("We don't plan to expand to other sites.", ""),
    ("Can't wait to roll this out across all our stores!", "expansion"),
    ("[person:4] wants another 40 pumps for the new plant.", "expansion"),
    ("Not only do we want to renew, we want to add 20 users.", "expansion renewal"),
    ("We've run out of licences again.", "expansion"),
    ("Honestly it's too expensive for a team our size.", "price"),
    ("Is there any discount if we pay annually?", "price"),
    ("The quote came in above what we had planned.", "price"),
    ("How much would the premium support cost?", "price"),
    ("Money is no issue.", ""),
    ("It's not expensive at all, honestly.", ""),
    ("We would like to cancel our subscription at the end of the month.", "churn"),
    ("I have to cancel our meeting tomorrow.", ""),
    ("We have decided not to renew.", "churn"),
    ("We won't be renewing in January.", "churn"),
    ("They are not going to extend the contract.", "churn"),
    ("We are not cancelling our contract, don't worry.", ""),
    ("We're looking at alternatives right now.", "churn"),
    ("I don't see us continuing with you after this year.", "churn"),
    ("He said they'd take their business elsewhere if this happens again.", "churn"),
    ("We have no intention of leaving you.", ""),
    ("We are switching to another provider in May.", "churn competitor"),
    ("We stopped using the reporting module weeks ago.", "churn"),
    ("We also got a proposal from another vendor.", "competitor"),
    ("How do you compare to HubSpot?", "competitor"),
    ("Pipedrive is offering it for half the price.", "competitor price"),
    ("You made the shortlist.", "competitor"),
    ("I want to speak to your manager.", "escalation"),
    ("Our lawyers will be in touch.", "escalation"),
    ("This is unacceptable.", "escalation"),
    ("I expect a full refund by Friday.", "escalation"),
    ("Please escalate this to whoever is responsible.", "escalation"),
    ("No need to escalate, it works now.", ""),
    ("When does our contract come up for renewal?", "renewal"),
    ("Happy to sign for another two years.", "renewal"),
    ("Our licence expires in February.", "renewal"),
    ("We renewed our focus on quality.", ""),
    ("The SSL certificate expires on Monday.", ""),
    ("Please send the invoice again.", ""),
    ("Thanks for the call, see you Tuesday.", ""),
    ("The training went well and everybody liked it.", ""),
    ("Please close the ticket.", ""),
    ("We need a new password.", ""),
    ("We would love to see the new features in the demo.", ""),
    ("We need to order lunch for 20 people.", ""),
]
SECOND = [
    ("We're opening a second clinic in spring and will want the same setup there.", "expansion"),
    ("Our finance colleagues have been asking for access too.", "expansion"),
    ("Let's go for the bigger package.", "expansion"),
    ("I'd like to increase our monthly order by a third.", "expansion"),
    ("We don't need the extra storage any longer.", ""),
    ("No, we are not looking for more modules.", ""),
    ("Please add 5 users to our account.", "expansion"),
    ("Is there a chance to get a better rate if we commit for longer?", "price"),
    ("Your prices went up again and nobody told us.", "price"),
    ("It does not fit our budget.", "price"),
    ("Frankly you cost twice what we pay today.", "price"),
    ("Can you do something about the price?", "price"),
    ("We'd like to terminate the agreement effective 31 March.", "churn"),
    ("Consider this our notice of cancellation.", "churn"),
    ("I'm giving notice on our membership.", "churn"),
    ("We have started talks with other providers.", "competitor"),
    ("This will be our last order with you.", "churn"),
    ("We've moved to Zendesk.", "competitor"),
    ("We might not stay with you next year.", "churn"),
    ("Unless this is fixed we will have to look elsewhere.", "churn"),
    ("She said they are not leaving, they just want a fix.", ""),
    ("Please do not cancel our account, it was a mistake.", ""),
    ("Nobody here wants to switch to another tool.", ""),
    ("Our board meets on Monday.", ""),
    ("Get me somebody in charge, please.", "escalation"),
    ("I'll be raising this with your head of service.", "escalation"),
    ("Put your director on the phone.", "escalation"),
    ("This is the third time we have had to ask.", "escalation"),
    ("We demand our money back.", "escalation"),
    ("I see no reason to involve legal.", ""),
    ("We'd be glad to continue for another season.", "renewal"),
    ("The maintenance contract runs out at the end of May.", "renewal"),
    ("We are in, put us down for another year.", "renewal"),
    ("What are the renewal terms?", "renewal"),
    ("We are unlikely to renew.", "churn"),
    ("The parking permit needs to be picked up.", ""),
    ("The team enjoyed the workshop, thank you!", ""),
    ("Attached are the signed documents.", ""),
    ("Can you resend the password link?", ""),
    ("My colleague will take over from me in June.", ""),
    ("The export button does nothing when I press it.", ""),
    ("We close the books on Friday.", ""),
    ("I cancelled the order of the printer at the other shop.", ""),
]
THIRD = [
    ("Two of our subsidiaries want to come on board as well.", "expansion"),
    ("We'd take another three pallets a week.", "expansion"),
    ("I need some additional information before Thursday.", ""),
    ("The bigger plan makes sense for us now.", "expansion"),
    ("We have hired a lot, so we'll need more logins.", "expansion"),
    ("For now we are fine with the seats we have.", ""),
    ("That's more than we wanted to spend.", "price"),
    ("We don't have the budget for this.", "price"),
    ("Could you knock ten percent off?", "price"),
    ("What would you charge for on-site training?", "price"),
    ("Please tell me how to close my account.", "churn"),
    ("We are done with you.", "churn"),
    ("Management wants to bring this in-house.", "churn"),
    ("It works, so there's no reason to switch to another provider.", ""),
    ("We never said we would cancel the contract.", ""),
    ("We are testing a rival product at the moment.", "competitor"),
    ("Your competitor offers this for free.", "competitor"),
    ("They're also talking to two other suppliers.", "competitor"),
    ("Who is your boss?", "escalation"),
    ("I want this looked at by someone senior today.", "escalation"),
    ("We'll have to get our lawyers involved.", "escalation"),
    ("This is a formal complaint.", "escalation"),
    ("We want to prolong the agreement by a year.", "renewal"),
    ("Please send the renewal paperwork.", "renewal"),
    ("Count us in for next season.", "renewal"),
    ("The boss liked the demo.", ""),
    ("Our director is on holiday until Monday.", ""),
    ("Where do I change my password?", ""),
    ("The delivery came on time.", ""),
    ("We stopped the machine for cleaning.", ""),
    ("I will leave the keys at the desk.", ""),
    ("Can we move the call to Friday?", ""),
]
MISSED = [
    ("Could you quote us for two further forklifts?", "expansion price"),
    ("If I don't hear back by noon I'm calling our solicitor.", "escalation"),
    ("Do you also do payroll? We might want that as well.", "expansion"),
    ("Our contract ends in June and we will not extend it.", "churn renewal"),
    ("Nobody has answered me in two weeks, this is a disgrace.", "escalation"),
]


@pytest.mark.parametrize(("said", "intents"), [*WRITTEN_WITH_THE_CUES, *SECOND, *THIRD])
def test_what_a_client_means_to_do(said, intents):
    assert sorted(each.name for each in find_intents(said, RIVALS)) == intents.split()


def test_what_is_missed_is_taken_for_nothing_else():
    for said, intents in MISSED:
        assert {each.name for each in find_intents(said, RIVALS)} < set(intents.split()), said


@pytest.mark.parametrize(
    "said", ["", " ", "\x00", "not " * 2_000, "renew " * 500, "(" * 3_000, "cancel .. add (more) seats?"]
)
def test_any_text_is_read(said):
    assert {each.name for each in find_intents(said)} <= set(titles())


def test_a_rival_is_named_as_it_is_written_and_only_as_a_whole_word():
    assert [each.about for each in find_intents("We tried hubspot before.", RIVALS)] == ["hubspot"]
    assert find_intents("HubSpotting is fun.", RIVALS) == []
    assert find_intents("We tried HubSpot before.") == []


def test_each_intent_comes_once_with_the_sentence_that_says_it():
    found = find_intents("Good morning. We want to cancel our contract. Yes, cancel the contract!")
    assert [(each.name, each.text) for each in found] == [("churn", "We want to cancel our contract.")]
