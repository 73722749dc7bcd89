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
