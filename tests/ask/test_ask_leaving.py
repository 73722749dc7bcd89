"""What is left out, what is only talk and whose a condition is: the same rows as by the plain question."""

import asking_gold
import pytest
from asking_sets import folder_of

SAME = [
    # all but these
    ("sample", "number of deals per tier, all deals but the lost ones", "number of not lost deals per tier"),
    ("maventech", "how many deals per product, every deal but the lost ones?", "number of not lost deals per product"),
    ("sample", "how many tickets per rep in October, skip whoever has none", "how many tickets per rep in October"),
    ("sample", "meetings per rep in September 2026 (only those with at least one)", "meetings per rep in September 2026"),
    ("sample", "open tasks by owner. Leave out anyone with zero", "open tasks by owner"),
    # what is not ticked is one of the rows spoken of
    (
        "sample",
        "Which accounts have an active subscription renewing in December 2026 without auto renew?",
        "accounts of active subscriptions with auto renew no renewing in December 2026",
    ),
    # talk
    ("sample", "how many open deals does Lena have, out of curiosity?", "how many open deals does Lena have"),
    ("sample", "Total won in September 2026, for the minutes.", "Total won in September 2026"),
    ("sample", "Fingers crossed... how many deals did we win in October 2026?", "how many deals did we win in October 2026?"),
    ("sample", "did Globex raise a ticket this month or am I imagining it", "did Globex raise a ticket this month"),
    ("maventech", "Maureen sounded worried. How many deals are open?", "How many deals are open?"),
    ("sample", "Which product brings in the most mrr? Marcus bets it's Foresight", "Which product brings in the most mrr?"),
    ("sample", "October bothers me. How many deals did we lose that month?", "How many deals did we lose in October?"),
    ("sample", "I hate to embarrass anybody, but: which open tasks are overdue?", "which open tasks are overdue?"),
    # money of days to come
    ("sample", "How much money is there with a close date in January 2027?", "open amount closing in January 2027"),
    # of several that are named
    ("sample", "average seats for Team and Business subscriptions", "average seats by plan for Team or Business subscriptions"),
    ("maventech", "win rate of Cara Losch's people and of Melvin Marxen's people, for each", "win rate for Cara Losch and Melvin Marxen by manager"),
    # the other turns
    ("sample", "lena's wins in q3 in dollars", "how much did Lena win in q3"),
    ("sample", "did Lena beat Marcus on won revenue in Q3 2026?", "did Lena have more won revenue than Marcus in Q3 2026?"),
    ("sample", "what share of mrr hangs on our 5 biggest customers?", "share of mrr by customers, top 5"),
    ("sample", "what is the total of all open invoices as things stand today?", "what is the total of all open invoices?"),
]  # fmt: skip

DECLINED = [
    ("sample", "Which customer has most frequently paid late by the most days?"),
    ("sample", "which of the open ones in Negotiation, how much?"),
]


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    home, askers = tmp_path_factory.mktemp("left"), {}

    def asked(data, text):
        if data not in askers:
            askers[data] = asking_gold.asker_over(folder_of(data), home)
        asker, tenant = askers[data]
        return asker.ask(tenant, text, user=None, now=asking_gold.NOW)

    return asked


@pytest.mark.parametrize(("data", "text", "plain"), SAME)
def test_the_same_as_the_plain_question(ask, data, text, plain):
    one, other = ask(data, text), ask(data, plain)
    assert not one.abstained, one.answer
    assert one.rows == other.rows, (one.understood, other.understood)


def test_what_is_said_of_clients_is_no_condition_on_what_they_lack(ask):
    told = ask("sample", "UK accounts we have not won anything at this year (customers, not prospects)")
    plain = ask("sample", "accounts with status Customer in the United Kingdom without a won deal this year")
    assert {row[0] for row in told.rows} == {row[0] for row in plain.rows} != set()


@pytest.mark.parametrize(("data", "text"), DECLINED)
def test_what_the_plan_would_not_answer_is_declined(ask, data, text):
    answer = ask(data, text)
    assert answer.abstained, answer.understood
