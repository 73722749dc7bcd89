"""The words that say how an answer is to be shown are taken from the question, and no others."""

import pytest

from crm.ask.language.showing import read_show


@pytest.mark.parametrize(
    ("said", "rest", "show"),
    [
        ("revenue by month as a chart", "revenue by month", "chart"),
        ("give me revenue by rep as a pie chart, please", "give me revenue by rep", "chart"),
        ("show me a chart of revenue by month", "revenue by month", "chart"),
        ("can you draw a bar chart of win rate by sector?", "win rate by sector?", "chart"),
        ("plot won deals by quarter", "won deals by quarter", "chart"),
        ("visualise revenue by quarter", "revenue by quarter", "chart"),
        ("won revenue per month (chart)", "won revenue per month", "chart"),
        ("deals over 50k, as CSV", "deals over 50k", "csv"),
        ("export all deals to csv", "all deals", "csv"),
        ("list all deals into excel", "list all deals", "csv"),
        ("download the open deals", "the open deals", "csv"),
        ("show me a spreadsheet of all open deals", "all open deals", "csv"),
        ("deals by stage in a table", "deals by stage", "table"),
        ("as a chart", "", "chart"),
        ("make it a chart", "", "chart"),
        ("plot it", "", "chart"),
        ("export it as a spreadsheet", "", "csv"),
        ("as csv please", "", "csv"),
    ],
)
def test_the_form_is_read_and_the_question_is_left(said, rest, show):
    assert read_show(said, lambda _: False) == (rest, show)


@pytest.mark.parametrize(
    "said",
    [
        "what did Acme say about the chart?",
        "which accounts asked for a chart?",
        "emails about the csv export",
        "what did they say about export to excel?",
        "who complained about reports in excel",
        "revenue by month",
        "tables with orders",
    ],
)
def test_what_was_said_about_charts_is_a_question(said):
    assert read_show(said, lambda _: False) == (said, "auto")


def test_a_word_of_the_record_keeps_its_meaning():
    assert read_show("plot orders by month", lambda word: word == "plot") == ("plot orders by month", "auto")
    assert read_show("table with orders", lambda word: word == "table") == ("table with orders", "auto")
