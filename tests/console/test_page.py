"""The page in a real browser, with a real app behind it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from console_apps import option
from playwright.sync_api import Browser, Page, expect
from slack_bolt import App
from slack_sdk import WebClient

from bot.console.routes import STATIC
from bot.console.server import Console

Connect = Callable[..., App]


class Visit:
    """One person in front of the page; complains of errors and of anything fetched from elsewhere."""

    def __init__(self, browser: Browser, console: Console, person: str, **context: Any) -> None:
        self.trouble: list[str] = []
        self._context = browser.new_context(**{"viewport": {"width": 1280, "height": 860}, **context})
        self.page = self._context.new_page()
        self.page.set_default_timeout(6_000)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.page.on(
            "request", lambda each: None if each.url.startswith(console.url) else self.trouble.append(each.url)
        )
        self.page.on("console", self._note)
        self.page.goto(f"{console.url}/?as={console.workspace.person(person).id}")
        expect(self.page.get_by_title("Live")).to_have_count(1)

    def _note(self, message: Any) -> None:
        if message.type == "error" and "409" not in message.text:
            self.trouble.append(message.text)

    def close(self) -> None:
        self._context.close()


@pytest.fixture
def visit(browser: Browser, console: Console) -> Iterator[Callable[..., Page]]:
    visits: list[Visit] = []

    def go(person: str = "maya", **context: Any) -> Page:
        visits.append(Visit(browser, console, person, **context))
        return visits[-1].page

    yield go
    for each in visits:
        each.close()
    assert [trouble for each in visits for trouble in each.trouble] == []


def channel(page: Page, name: str) -> None:
    page.get_by_label("Conversations").get_by_role("button", name=name).click()


def test_suggestion_is_asked_and_answered(console: Console, connect: Connect, visit: Callable[..., Page]) -> None:
    connect()
    page = visit()
    expect(page).to_have_title("Rapport console")
    page.get_by_role("button", name="How is Acme doing?").click()
    expect(page.get_by_text("You said: How is Acme doing?")).to_be_visible()


def test_enter_sends_and_shift_enter_does_not(console: Console, visit: Callable[..., Page]) -> None:
    page = visit()
    field = page.get_by_label("Message Rapport")
    field.fill("one")
    field.press("Shift+Enter")
    field.type("two")
    assert console.messages("dm", person="maya") == []
    field.press("Enter")
    expect(page.get_by_role("article")).to_contain_text("one")
    assert console.messages("dm", person="maya")[0].text == "one\ntwo"


def test_mention_and_thread(console: Console, connect: Connect, visit: Callable[..., Page]) -> None:
    connect()
    page = visit()
    channel(page, "sales")
    field = page.get_by_label("Message #sales")
    field.type("hey @rap")
    page.get_by_role("option", name="@rapport").click()
    field.type("who owns Acme?")
    field.press("Enter")
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_label("Thread", exact=True)
    expect(thread.get_by_text("Here I am")).to_be_visible()
    thread.get_by_label("Reply…").fill("thanks")
    page.keyboard.press("Enter")
    expect(thread.get_by_text("thanks")).to_be_visible()
    page.keyboard.press("Escape")
    expect(thread).to_have_count(0)
    expect(page.get_by_role("button", name="2 replies")).to_be_visible()


def test_slash_command_is_offered_and_answers_in_private(
    console: Console, connect: Connect, visit: Callable[..., Page]
) -> None:
    connect()
    page, other = visit("maya"), visit("daniel")
    for each in (page, other):
        channel(each, "sales")
    field = page.get_by_label("Message #sales")
    field.type("/rap")
    expect(page.get_by_role("option")).to_contain_text("Ask, log and steer")
    field.press("Tab")
    field.type("help")
    field.press("Enter")
    expect(page.get_by_text("Only visible to you")).to_be_visible()
    expect(page.get_by_text("What I can do")).to_be_visible()
    expect(other.get_by_text("What I can do")).to_have_count(0)


def test_modal_is_filled_in(console: Console, connect: Connect, visit: Callable[..., Page]) -> None:
    connect()
    page = visit()
    page.get_by_label("Message Rapport").fill("/rapport open")
    page.keyboard.press("Enter")
    modal = page.get_by_role("dialog", name="Log a call")
    modal.get_by_role("button", name="Log", exact=True).click()
    expect(modal.get_by_role("alert")).to_have_count(2)
    modal.get_by_label("What happened").fill("bad")
    modal.get_by_label("Stage").select_option("won")
    modal.get_by_label("When").fill("2026-11-20")
    modal.get_by_label("At risk").check()
    modal.get_by_role("button", name="Log", exact=True).click()
    expect(modal.get_by_text("Say something better")).to_be_visible()
    (view,) = console.views("maya")
    assert view.values["when"]["when"]["selected_date"] == "2026-11-20"
    assert view.values["tags"]["tags"]["selected_options"][0]["value"] == "risk"
    modal.get_by_label("What happened").fill("Spoke to Lena")
    modal.get_by_role("button", name="Log", exact=True).click()
    expect(modal).to_have_count(0)
    expect(page.get_by_text("Logged: Spoke to Lena won")).to_be_visible()


def test_escape_closes_a_modal(console: Console, connect: Connect, visit: Callable[..., Page]) -> None:
    connect()
    page = visit()
    console.command("maya", "/rapport", "open")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert console.views("maya") == []


def test_elements_of_a_message(
    console: Console, connect: Connect, client: WebClient, visit: Callable[..., Page]
) -> None:
    app = connect()
    pressed: list[dict[str, Any]] = []

    @app.action(re.compile("^x_"))
    def on_any(ack: Any, action: dict[str, Any]) -> None:
        ack()
        pressed.append(action)

    plain = {"type": "plain_text", "text": "Sure?"}
    elements = [
        {"type": "button", "action_id": "x_go", "value": "7", "text": {"type": "plain_text", "text": "Go"}},
        {
            "type": "button",
            "action_id": "x_drop",
            "style": "danger",
            "text": {"type": "plain_text", "text": "Drop"},
            "confirm": {
                "title": plain,
                "text": plain,
                "confirm": {"type": "plain_text", "text": "Yes, drop"},
                "deny": plain,
            },
        },
        {"type": "static_select", "action_id": "x_snooze", "options": [option("1", "A day"), option("7", "A week")]},
        {"type": "datepicker", "action_id": "x_date"},
        {"type": "overflow", "action_id": "x_more", "options": [option("wrong", "Mark as wrong")]},
    ]
    feedback = {
        "type": "feedback_buttons",
        "action_id": "x_rate",
        "positive_button": {"text": {"type": "plain_text", "text": "Good answer"}, "value": "up"},
        "negative_button": {"text": {"type": "plain_text", "text": "Wrong answer"}, "value": "down"},
    }
    dm = console.workspace.dm(console.workspace.person("maya")).id
    blocks = [{"type": "actions", "elements": elements}, {"type": "context_actions", "elements": [feedback]}]
    client.chat_postMessage(channel=dm, text="Use me", blocks=blocks)
    page = visit()
    message = page.get_by_role("article")
    message.get_by_role("button", name="Go", exact=True).click()
    message.get_by_role("button", name="Drop").click()
    page.get_by_role("dialog").get_by_role("button", name="Yes, drop").click()
    message.get_by_label("x_snooze").select_option("7")
    message.get_by_label("x_date").fill("2026-12-24")
    message.get_by_role("button", name="More actions").click()
    page.get_by_role("menuitem", name="Mark as wrong").click()
    message.get_by_role("button", name="Wrong answer").click()
    assert console.wait_for(lambda: len(pressed) == 6)
    seen = {action["action_id"]: action for action in pressed}
    assert seen["x_go"]["value"] == "7"
    assert seen["x_snooze"]["selected_option"]["value"] == "7"
    assert seen["x_date"]["selected_date"] == "2026-12-24"
    assert seen["x_more"]["selected_option"]["value"] == "wrong"
    assert seen["x_rate"]["value"] == "down"
    assert "x_drop" in seen


def test_blocks_are_drawn(console: Console, client: WebClient, visit: Callable[..., Page]) -> None:
    maya = console.workspace.person("maya")
    cell = lambda text: {"type": "raw_text", "text": text}  # noqa: E731
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "Renewal :tada:"}},
        {
            "type": "section",
            "text": {"type": "mrkdwn", "text": f"*bold* <@{maya.id}> &lt;b&gt;raw&lt;/b&gt; <https://x.example|link>"},
        },
        {
            "type": "table",
            "rows": [[cell("Account"), cell("Amount")], [cell("Acme"), {"type": "raw_number", "value": 48000}]],
        },
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "confidence 0.86"}]},
        {"type": "image", "image_url": "https://elsewhere.example/a.png", "alt_text": "A chart of moods"},
        {"type": "section", "text": {"type": "mrkdwn", "text": "<script>alert(1)</script>"}},
        {
            "type": "section",
            "text": {
                "type": "mrkdwn",
                "text": "*firm* as told at https://elsewhere.example <https://own.example|source>",
                "verbatim": True,
            },
        },
    ]
    client.chat_postMessage(channel=maya.id, text="x", blocks=blocks)
    client.chat_postMessage(channel=maya.id, markdown_text="## Title\n\n- **one**\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    page = visit()
    first, second = page.get_by_role("article").all()
    expect(first.get_by_text("Renewal 🎉")).to_be_visible()
    expect(first.get_by_text("@Maya Lindqvist")).to_be_visible()
    expect(first.get_by_text("<b>raw</b>")).to_be_visible()
    expect(first.get_by_role("link", name="link")).to_have_attribute("href", "https://x.example")
    expect(first.get_by_role("link")).to_have_text(["link", "source"])  # none of the address in verbatim words
    expect(first.locator("strong, b").filter(has_text="firm")).to_be_visible()
    expect(first.get_by_role("columnheader")).to_have_text(["Account", "Amount"])
    expect(first.get_by_role("cell", name="48,000")).to_be_visible()
    expect(first.get_by_text("A chart of moods")).to_be_visible()
    expect(second.get_by_role("cell")).to_have_text(["1", "2"])
    expect(second.locator("strong")).to_have_text("one")
    assert page.locator("script:not([src])").count() == 0


def test_streaming_grows_before_the_eyes(console: Console, client: WebClient, visit: Callable[..., Page]) -> None:
    page = visit()
    root, dm = console.say("maya", "dm", "go"), console.workspace.dm(console.workspace.person("maya")).id
    client.assistant_threads_setStatus(channel_id=dm, thread_ts=root, status="is thinking…")
    expect(page.get_by_role("status")).to_contain_text("is thinking…")
    stream = client.chat_stream(channel=dm, thread_ts=root, buffer_size=1)
    stream.append(markdown_text="Acme is ")
    expect(page.get_by_text("Acme is")).to_be_visible()
    expect(page.get_by_role("status")).to_have_count(0)
    stream.append(markdown_text="**happy**")
    expect(page.locator(".streaming strong")).to_have_text("happy")
    stream.stop()
    expect(page.locator(".streaming")).to_have_count(0)


def test_long_answer_is_shown_from_its_beginning(
    console: Console, client: WebClient, visit: Callable[..., Page]
) -> None:
    for number in range(30):
        console.say("maya", "dm", f"earlier {number}")
    page = visit()
    expect(page.get_by_text("earlier 29")).to_be_in_viewport()
    page.get_by_label("Message Rapport").fill("tell me all")
    page.keyboard.press("Enter")
    question = page.get_by_text("tell me all")
    expect(question).to_be_in_viewport()
    root = console.messages("dm", person="maya")[-1]
    client.chat_postMessage(channel=root.channel, thread_ts=root.ts, text="line\n" * 80 + "the end")
    expect(page.get_by_text("the end")).to_be_attached()
    expect(question).to_be_in_viewport()


def test_home_tab(console: Console, connect: Connect, visit: Callable[..., Page]) -> None:
    connect()
    page = visit("priya")
    page.get_by_role("tab", name="Home").click()
    expect(page.get_by_text("What I can do")).to_be_visible()
    page.get_by_role("tab", name="Messages").click()
    expect(page.get_by_label("Message Rapport")).to_be_visible()


def test_people_are_switched(console: Console, visit: Callable[..., Page]) -> None:
    console.say("maya", "dm", "only mine")
    page = visit("maya")
    expect(page.get_by_text("only mine")).to_be_visible()
    page.get_by_role("radio", name="Tom Becker").click()
    expect(page.get_by_role("radio", name="Tom Becker")).to_be_checked()
    expect(page.get_by_text("only mine")).to_have_count(0)
    expect(page.get_by_label("Conversations").get_by_role("button", name="general")).to_have_count(0)
    page.get_by_role("radio", name="Lena Fischer").click()
    expect(page.get_by_label("Conversations").get_by_role("button", name="acme-northwind")).to_be_visible()


def test_failures_are_told(console: Console, visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_label("Message Rapport").fill("/salute now")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("/salute is not a valid command")
    expect(page.get_by_label("Message Rapport")).to_have_value("/salute now")
    page.get_by_label("Message Rapport").fill("/rapport help")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="dispatch_failed")).to_be_visible()


def test_phone_and_dark(console: Console, visit: Callable[..., Page]) -> None:
    page = visit(viewport={"width": 390, "height": 800}, color_scheme="dark")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.get_by_role("radio", name="Priya Raman")).not_to_be_visible()
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("radio", name="Priya Raman").click()
    expect(page.get_by_label("Message Rapport")).to_be_visible()
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert max(int(part) for part in re.findall(r"\d+", background)) < 60


def test_app_may_be_made_to_reconnect(console: Console, connect: Connect, visit: Callable[..., Page]) -> None:
    connect()
    page = visit()
    page.get_by_text("Bad weather").click()
    page.get_by_role("button", name="Deliver the next event twice").click()
    expect(page.get_by_role("alert")).to_contain_text("goes wrong")
    page.get_by_label("Message Rapport").fill("hello")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You said: hello")).to_have_count(2)


def test_permalink_opens_its_thread(console: Console, client: WebClient, visit: Callable[..., Page]) -> None:
    sales = console.workspace.channel("sales").id
    root = console.say("maya", "sales", "the beginning")
    reply = console.say("daniel", "sales", "the answer", root)
    page = visit()
    page.goto(client.chat_getPermalink(channel=sales, message_ts=reply)["permalink"])
    thread = page.get_by_label("Thread", exact=True)
    expect(thread.get_by_text("the answer")).to_be_visible()


def test_built_page_is_whole_and_small() -> None:
    assert {each.name for each in STATIC.iterdir()} == {"index.html", "page.js", "page.css", "icon.svg", "licenses.txt"}
    assert (STATIC / "page.js").stat().st_size < 1_000_000
