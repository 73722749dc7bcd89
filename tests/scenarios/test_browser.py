"""A rep's day in a real browser: ask, see the evidence, log a call, confirm, undo; and what a guest sees."""

import os
from pathlib import Path

import pytest
from scene import rows

from crm.model import Interaction

PICTURES = os.environ.get("RAPPORT_TEST_PICTURES")  # a folder: where screenshots go


@pytest.fixture
def page(team, browser):  # the team first: its queue cannot be opened while a browser runs in this thread
    opened = browser.new_page(viewport={"width": 1280, "height": 900})
    opened.set_default_timeout(20_000)
    errors = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(team.console.url)
    become(opened, "Dana Reyes")
    yield opened
    opened.close()
    assert errors == []


def become(page, name):
    """Sits down as somebody else, in front of their direct messages with the bot."""
    page.get_by_role("radio", name=name).click()
    page.locator("[role=radio][aria-checked=true]", has_text=name).wait_for()
    page.get_by_role("navigation", name="Conversations").get_by_role("button", name="Rapport").click()
    page.get_by_placeholder("Message Rapport").wait_for()


def write(page, text):
    box = page.get_by_placeholder("Message Rapport")
    box.fill(text)
    box.press("Enter")
    page.get_by_text(text).last.wait_for()


def picture(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def test_a_question_shows_its_evidence(page):
    write(page, "unhappy clients last quarter")
    page.get_by_text("invoice is wrong again").first.wait_for()
    picture(page, "question")


def test_a_call_is_logged_confirmed_and_undone(page, team):
    before = rows(team, Interaction)
    write(page, "called Jane at Acme, she's worried about pricing, follow up Friday")
    page.get_by_role("button", name="Log it").last.click()
    page.get_by_role("button", name="Undo").last.wait_for()
    assert rows(team, Interaction) == before + 1
    page.get_by_role("button", name="Undo").last.click()
    page.get_by_text("Undone").last.wait_for()
    assert rows(team, Interaction) == before


def test_an_entry_is_edited_in_a_modal(page, team):
    said = "met Jane from Acme on site, she wants training for the night shift"
    write(page, said)
    page.locator(".root", has_text=said).get_by_role(
        "button", name="Edit"
    ).click()  # suggestions come in, and have one too
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Summary").fill("Night shift needs training")
    picture(page, "modal")
    dialog.get_by_role("button", name="Log it").click()
    page.get_by_role("button", name="Undo").last.wait_for()


def test_the_home_tab_greets(page):
    page.get_by_text("Home", exact=True).first.click()
    page.get_by_text("Good to see you, Dana").wait_for()
    picture(page, "home")


def test_a_guest_gets_nothing(page, team):
    become(page, "Tom Becker")
    write(page, "who owns Acme?")
    page.get_by_text("who owns Acme?").first.wait_for()
    page.wait_for_timeout(1500)
    assert page.get_by_text("Dana Reyes owns").count() == 0
    assert not [m for m in team.console.messages("dm", person="tom") if m.bot]
