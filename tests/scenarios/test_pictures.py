"""In a real browser: a trend with its picture, a list that is saved as a file, a sentence that grows."""

import csv
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.slack.post import Place, Post
from bot.slack.streaming import Stream
from bot.slack.views.kit import context, section
from crm.model import Account, Deal, Outcome, User

PICTURES = os.environ.get("RAPPORT_TEST_PICTURES")  # a folder: where screenshots go
AMOUNTS = (41, 18, 63, 52, 77, 35, 88, 96, 71, 120, 64)  # thousands, month by month


@pytest.fixture(scope="module", autouse=True)
def sales(team):
    """Two won deals a month over most of a year."""
    now, tenant = team.app.clock.now(), team.app.tenants.home()
    stamp = {"tenant_id": tenant, "created_at": now, "updated_at": now}
    with team.app.store.write() as session:
        owner = session.query(User).filter_by(name="Dana Reyes").one()
        account = session.query(Account).filter_by(name="Acme").one()
        for number, thousands in enumerate(AMOUNTS * 2):
            month = now.year * 12 + now.month - 2 - number % len(AMOUNTS)
            closed = date(month // 12, month % 12 + 1, 15)
            deal = Deal(name=f"Order {number}", account_id=account.id, owner_id=owner.id, stage="Won", **stamp)
            deal.outcome, deal.amount, deal.external_id = Outcome.WON, 500 * thousands, f"w{number}"
            deal.opened_on, deal.close_date = closed - timedelta(days=30), closed
            session.add(deal)


@pytest.fixture
def page(team, browser):  # the team first: its queue cannot be opened while a browser runs in this thread
    opened = browser.new_page(viewport={"width": 1280, "height": 1000})
    opened.set_default_timeout(20_000)
    errors = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(f"{team.console.url}/?as={team.console.workspace.person('dana').id}")
    opened.get_by_placeholder("Message Rapport").wait_for()
    yield opened
    opened.close()
    assert errors == []


def write(page, text):
    box = page.get_by_placeholder("Message Rapport")
    box.fill(text)
    box.press("Enter")


def picture(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def test_a_trend_is_seen_and_told(page):
    write(page, "won revenue by month")
    image = page.get_by_role("img", name="Line chart: Won revenue by month")
    image.wait_for()
    assert "Highest" in image.get_attribute("alt")
    image.evaluate("image => image.decode()")
    assert abs(image.evaluate("image => image.naturalWidth") - 1200) <= 2
    page.wait_for_timeout(300)
    picture(page, "chart")


def test_a_long_list_is_saved_whole(page, tmp_path):
    write(page, "won deals")
    page.get_by_text("The first 15 of 23 rows are shown.").wait_for()
    assert page.get_by_role("table").last.get_by_role("row").count() == 16
    page.get_by_role("button", name="As CSV").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="deals.csv").click()
    saved = tmp_path / coming.value.suggested_filename
    coming.value.save_as(saved)
    assert saved.name == "deals.csv"
    with saved.open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.reader(file))) == 24
    picture(page, "file")


def test_a_sentence_is_seen_while_it_grows(page, team):
    console, dana = team.console, team.console.workspace.person("dana")
    root = console.say("dana", "dm", "thanks")
    assert console.wait_for(lambda: team.answers("dana", root), timeout=20)  # the bot's own answer ends a status
    place = Place(console.workspace.dm(dana).id, dana.id, root, private=True)
    with Stream(Post(team.app.clients.of(team.app.tenants.home())), place) as stream:
        stream.status("Reading 6 notes…")
        page.get_by_role("status").get_by_text("Reading 6 notes…").wait_for()
        stream.said("Acme asked for a lower price.")
        page.locator("[aria-busy=true]", has_text="Acme asked for a lower price.").wait_for(timeout=60_000)
        stream.finish("Acme asked for a lower price.", [section("x"), context("From a mail of Monday")])
    page.get_by_text("From a mail of Monday").wait_for()
    assert page.locator("[aria-busy=true]").count() == 0
    assert page.get_by_text("Acme asked for a lower price.").count() == 1
