"""Every command and page of the admin's desk, by keyboard alone, in a real browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Error
from sqlalchemy import select

from bot.slack.commands import desk
from crm.model import Role, User

PICTURES = os.environ.get("RAPPORT_TEST_PICTURES")  # a folder: where screenshots go
pytestmark = pytest.mark.timeout(600)
MOST_TABS = 150
COUNTED = "told => document.body.innerText.split(told).length - 1"
PICTURED = {
    "users",
    "status",
    "source",
    "retention",
    "forget jane@acme.example",
    "users deactivate kit@northwind.example",
}
SECTIONS = desk.sections(Role.ADMIN)
TYPED = [  # what is typed, and what is seen then
    ("status", "free where the data folder is"),
    ("users", "reports to Morgan Hale"),
    ('users add kit@northwind.example name="Kit Lowe"', "Kit Lowe is in the record now"),
    ("users role kit@northwind.example manager", "Kit Lowe is a manager now"),
    ('users team kit@northwind.example "South West"', "Kit Lowe is in team South West now"),
    ("users manager kit@northwind.example morgan@northwind.example", "Kit Lowe has a new manager"),
    ("users change kit@northwind.example team=North", "Kit Lowe is changed"),
    ("users deactivate kit@northwind.example", "They get nothing from Rapport any more"),
    ("users activate kit@northwind.example", "Kit Lowe is back"),
    ("source", "Nothing is connected yet"),
    ("source add posts mail-folder path={folder}", "posts is a source now"),
    ("source pause posts", "posts is paused"),
    ("source resume posts", "posts is looked at again"),
    ("source sync posts", "Being looked at now: posts"),
    ("source retry posts", "0 items are tried again"),
    ("source skip #1", "Leave #1 out?"),
    ("source remove posts", "Remove posts?"),
    ("columns", "No change of a source's columns waits"),
    ("columns keep 1", "somebody decided on it"),
    ("columns ignore 1", "somebody decided on it"),
    ("columns again posts account tier", "is not ignored"),
    ("words", "taught me no words"),
    ("words add whale = deal over 50k", "now means"),
    ("words remove whale", "is forgotten"),
    ("reactions", "a client sounds angry"),
    ("reactions off anger", "is noticed no more"),
    ("reactions on anger", "is noticed again"),
    ("reactions quiet 19:00-8:00", "quiet of nudges is"),
    ("reactions days mon-fri", "days of nudges is"),
    ("reactions budget 4", "budget of nudges is"),
    ("digest", "digest"),
    ("set", "The zone of people"),
    ("set fiscal-year-start 1", "fiscal-year-start is 1 now"),
    ("set competitors Initech", "competitors is Initech now"),
    ("rights", "Everyone in the team sees every account"),
    ("rights accounts team", "An account is seen by its owner, the owner's team"),
    ("rights accounts everyone", "Let everyone see all accounts?"),
    ("rights restrict Globex to Dana Reyes", "is kept to Dana Reyes"),
    ("rights release Globex", "Open Globex again?"),
    ("rights field account.annual_revenue managers", "is now seen by managers"),
    ("rights tag account.annual_revenue never_exported", "never in a file"),
    ("rights untag account.annual_revenue never_exported", "no longer never_exported"),
    ("access jane@acme.example", "The file is in our direct messages"),
    ("forget jane@acme.example", "This is what tells of contact"),
    ("forget list", "There are no requests"),
    ("consent jane@acme.example", "nudges"),
    ("audit", "Verify the chain"),
    ("audit verify", "Nobody tampered with it"),
    ("audit by ari@northwind.example", "Ari Voss"),
    ("audit action staff", "staff.add"),
    ("retention", "Everything is kept for good"),
    ("retention set email 730d", "email is kept for 730 days"),
    ("retention hold Acme on", "Everything of Acme is kept"),
    ("retention apply", "Remove what is due now?"),
    ("model", "No chat model is set"),
    ("model warm", "No chat model is set"),
    ("features", "suggestions of a next step"),
    ("features off summaries", "summaries is off"),
    ("features on summaries", "summaries is on"),
]  # fmt: skip


@pytest.fixture(scope="module")
def page(office, browser):  # the office first: its queue cannot be opened while a browser runs in this thread
    opened = browser.new_page(viewport={"width": 1280, "height": 1000})
    opened.set_default_timeout(60_000)
    errors = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.goto(f"{office.console.url}/?as={office.console.workspace.person('ari').id}")
    opened.get_by_placeholder("Message Rapport").wait_for()
    yield opened
    opened.close()
    assert errors == []


def picture(page, name):
    """The page, or the dialog alone where one is open."""
    if PICTURES:
        page.wait_for_timeout(300)
        dialogs = page.get_by_role("dialog")
        alone = dialogs.last if dialogs.count() == 1 else page
        alone.screenshot(path=Path(PICTURES) / f"{name}.png")


def types(page, text):
    """Types a command into the composer, as it is focused, and sends it."""
    page.keyboard.type(f"/rapport {text}".rstrip())
    page.keyboard.press("Enter")


def focused(page):
    """The words of what has the focus, and of its section."""
    return page.evaluate(
        "() => (document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText ?? '').trim()"
    )


def tabs_to(page, words, beside=""):
    """Goes by Tab to the control of these words; `beside` stands in the same block."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        block = "() => (document.activeElement.closest('.section, .input, .actions')?.innerText ?? '')"
        if focused(page) == words and beside in page.evaluate(block):
            return
    pytest.fail(f"Tab never came to {words!r}")


def role_of(office, email):
    with office.app.store.read() as session:
        return session.scalars(select(User).where(User.email == email)).one()


def test_every_command_is_typed_and_answered(page, tmp_path):
    named = {text.split()[0] for text, _ in TYPED}
    assert {each.name for each in SECTIONS if each.typed} <= named
    deeds = {
        f"{each.name} {deed.verb}" for each in SECTIONS if each.typed and each.name != "set" for deed in each.deeds
    }
    assert deeds <= {" ".join(text.split()[:2]) for text, _ in TYPED}
    page.get_by_placeholder("Message Rapport").focus()
    for text, told in TYPED:
        before = page.evaluate(COUNTED, told)
        types(page, text.replace("{folder}", str(tmp_path)))
        try:
            page.wait_for_function(
                f"([told, before]) => ({COUNTED})(told) > before",
                arg=[told, before],
                polling=100,  # ms: reading the whole page at each frame is what the test would take its time for
            )
        except Error:
            pytest.fail(f"{text!r} was not answered with {told!r}")
        if text in PICTURED:
            picture(page, f"command-{text.split()[0]}")


def test_the_desk_is_gone_through(page):
    page.get_by_placeholder("Message Rapport").focus()
    types(page, "admin")
    dialog = page.get_by_role("dialog", name="Rapport's desk")
    dialog.get_by_text("Users and roles").wait_for()
    picture(page, "desk")
    for section in SECTIONS:
        tabs_to(page, "Open", section.title)
        page.keyboard.press("Enter")
        dialog.get_by_role("button", name="All sections").wait_for()
        dialog.get_by_text(section.title).first.wait_for()
        picture(page, f"desk-{section.name}")
        tabs_to(page, "All sections")
        page.keyboard.press("Enter")
        dialog.get_by_text("who is in the team").wait_for()
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")


def test_somebody_is_added_and_deactivated_in_the_desk(page, office):
    page.get_by_placeholder("Message Rapport").focus()
    types(page, "admin")
    desk_ = page.get_by_role("dialog", name="Rapport's desk")
    desk_.get_by_text("Users and roles").wait_for()
    tabs_to(page, "Open", "Users and roles")
    page.keyboard.press("Enter")
    desk_.get_by_role("button", name="Add somebody").wait_for()
    tabs_to(page, "Add somebody")
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Add somebody")
    sheet.get_by_label("E-mail address").wait_for()
    page.keyboard.type("noor@northwind.example")
    page.keyboard.press("Tab")
    page.keyboard.type("Noor Aziz")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    picture(page, "desk-form")
    tabs_to(page, "Add")
    page.keyboard.press("Enter")
    desk_.get_by_text("Noor Aziz is in the record now").wait_for()
    noor = role_of(office, "noor@northwind.example")
    assert (noor.role, noor.active) == (Role.MANAGER, True)
    number = desk_.get_by_text("Noor Aziz", exact=True)
    number.first.wait_for()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if focused(page) == "Deactivate" and page.evaluate(
            "() => document.activeElement.closest('.actions').previousElementSibling?.innerText ?? ''"
        ).startswith("Noor"):
            break
    page.keyboard.press("Enter")
    asked = page.get_by_role("dialog", name="Deactivate?")
    asked.wait_for()
    picture(page, "desk-confirm")
    tabs_to(page, "Cancel")
    page.keyboard.press("Enter")
    asked.wait_for(state="hidden")
    assert role_of(office, "noor@northwind.example").active
    page.keyboard.press("Escape")


@pytest.mark.parametrize(("person", "sees"), [("morgan", "Your team's week"), ("ari", "How Rapport is")])
def test_home_is_opened_and_used_by_keyboard(office, browser, person, sees):
    page = browser.new_page(viewport={"width": 1000, "height": 900})
    page.set_default_timeout(60_000)
    page.goto(f"{office.console.url}/?as={office.console.workspace.person(person).id}")
    page.get_by_placeholder("Message Rapport").wait_for()
    page.get_by_role("tab", name="Home").focus()
    page.keyboard.press("Enter")
    page.get_by_text(sees).first.wait_for()
    picture(page, f"home-{person}")
    page.close()
