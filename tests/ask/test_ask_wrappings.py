"""What is said around a question is left out; what the question holds to never is."""

import asking_gold
import pytest
from asking_sets import folder_of

from crm.ask.language.timing import periods_of
from crm.ask.planning.wrapping import unwrapped


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    asker, tenant = asking_gold.asker_over(folder_of("sample"), tmp_path_factory.mktemp("wrapped"))
    vocabulary = asker.vocabulary(tenant)
    return lambda text: unwrapped(text, vocabulary, periods_of(text, asking_gold.NOW, 1))


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("My boss keeps asking me this and I never know: how many open deals are there?", "how many open deals are there?"),
        ("Sorry to bug you again lol. which reps lost a deal in May", "which reps lost a deal in May"),
        ("which deals are in Negotiation? I have to fill in the sheet before five", "which deals are in Negotiation?"),
        ("Running late for the stand-up, help! what did Lena win in Q3", "what did Lena win in Q3"),
        ("We're having lunch with Globex tomorrow. What do they owe us?", "What do Globex owe us?"),
        ("Off to see Acme on Monday and I know nobody. Who are their contacts?", "Who are Acme's contacts?"),
        ("deals won in October: how many?", "how many deals won in October"),
        ("which customers have two subscriptions, thanks a lot, have a nice evening", "which customers have two subscriptions"),
    ],
)  # fmt: skip
def test_the_question_alone(bare, message, question):
    assert bare(message).strip() == question


@pytest.mark.parametrize(
    "message",
    [
        "Enterprise only: how many open deals?",
        "Last quarter was rough. How many deals did we lose?",  # the quarter may be meant
        "We met Zorblax Ltd on Tuesday. How much is open?",  # whoever that is, it is not everybody
        "Acme - Tally Renewal: what stage is it in?",
        "which deals are late, i.e. still open though their close date has passed?",
        "For the won deals, show me their number by product",
        "how many renewals are open? only those over 20k",
        "I am only after Globex. What is open?",
    ],
)
def test_what_a_question_holds_to_stays(bare, message):
    assert bare(message) == message


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    asker, tenant = asking_gold.asker_over(folder_of("sample"), tmp_path_factory.mktemp("hearts"))
    return lambda text: asker.ask(tenant, text, user=None, now=asking_gold.NOW)


@pytest.mark.parametrize(
    ("message", "question"),
    [
        ("random q while my coffee brews, reps w/ a win rate of more than 50%", "reps with a win rate of more than 50%"),
        ("I'm driving so this is dictated um which three reps have the most open deals", "which three reps have the most open deals"),
        ("boss is in a mood and wants names, clients who have never paid us late", "clients who have never paid us late"),
    ],
)  # fmt: skip
def test_a_question_inside_of_talk_is_found_and_what_is_left_out_is_said(ask, message, question):
    found, plain = ask(message), ask(question)
    assert not found.abstained
    assert (found.rows, found.plan.get("filters", [])) == (plain.rows, plain.plan.get("filters", []))
    assert "was left out" in found.understood


@pytest.mark.parametrize(
    "message",
    [
        "Clients in the purple segment: how many have an open deal?",
        "What is the bank account number of Acme, please?",
        "Which open deals does she own?",
        "IBAN of Dunmore Dairy",
    ],
)
def test_what_is_not_understood_is_no_talk(ask, message):
    assert ask(message).abstained


def test_who_she_is_is_told_before_the_question(ask):
    assert {row[2] for row in ask("Lena is off sick today. which open deals does she own?").rows} == {"Lena Brandt"}


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("who has an active subscription but no open deal", "account"),
        ("who runs Tally", "account"),
        ("who won a deal for Tally", "user"),
        ("which prospects have an open deal", "account"),
        ("any prospects with whom we lost a deal", "account"),
    ],
)
def test_whom_who_asks_for(ask, question, subject):
    assert ask(question).plan["subject"] == subject


def test_us_is_no_country_beside_a_small_word(ask):
    filters = ask("which clients gave us a deal in 2026").plan.get("filters", [])
    assert not [each for each in filters if each["field"] == "account.country"]
