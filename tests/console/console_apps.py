"""Small apps that a console can talk to."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.socket_mode import SocketModeClient

from bot.console.server import Console

HELP_BLOCKS = [
    {"type": "header", "text": {"type": "plain_text", "text": "What I can do"}},
    {"type": "section", "text": {"type": "mrkdwn", "text": "Ask me about *accounts* and _deals_."}},
]


def build_app(console: Console) -> App:
    """A small app that uses every kind of conversation that the console offers."""
    app = bare_app(console)

    @app.event("message")
    def on_message(event: dict[str, Any], say: Any, client: Any) -> None:
        if event.get("channel_type") == "im" and not event.get("subtype"):
            say(text=f"You said: {event['text']}", thread_ts=event.get("thread_ts"))

    @app.event("app_mention")
    def on_mention(event: dict[str, Any], say: Any) -> None:
        say(text="Here I am", thread_ts=event.get("thread_ts") or event["ts"])

    @app.event("app_home_opened")
    def on_home(event: dict[str, Any], client: Any) -> None:
        if event["tab"] == "home":
            client.views_publish(user_id=event["user"], view={"type": "home", "blocks": HELP_BLOCKS})

    @app.command("/rapport")
    def on_command(ack: Any, command: dict[str, Any], respond: Any, client: Any) -> None:
        if command["text"] == "open":
            ack()
            client.views_open(trigger_id=command["trigger_id"], view=MODAL)
        elif command["text"] == "later":
            ack()
            respond(text="A late answer")
        else:
            ack(blocks=HELP_BLOCKS, text="What I can do")

    @app.action("approve")
    def on_approve(ack: Any, body: dict[str, Any], respond: Any) -> None:
        ack()
        respond(text=f"Approved by <@{body['user']['id']}>: {body['actions'][0].get('value')}", replace_original=True)

    @app.action("pick")
    def on_pick(ack: Any, body: dict[str, Any], say: Any) -> None:
        ack()
        say(text=f"Picked {body['actions'][0]['selected_option']['value']}")

    @app.options("who")
    def on_options(ack: Any, payload: dict[str, Any]) -> None:
        ack(options=[{"text": {"type": "plain_text", "text": f"{payload['value']} Ltd"}, "value": payload["value"]}])

    @app.view("log_call")
    def on_submit(ack: Any, view: dict[str, Any], body: dict[str, Any], client: Any) -> None:
        values = view["state"]["values"]
        if values["what"]["what"]["value"] == "bad":
            ack(response_action="errors", errors={"what": "Say something better"})
            return
        ack()
        client.chat_postMessage(
            channel=body["user"]["id"],
            text=f"Logged: {values['what']['what']['value']} {values['stage']['stage']['selected_option']['value']}",
        )

    return app


def close_clients(console: Console, clients: list[SocketModeClient]) -> None:
    """Close Socket Mode clients without waiting for their receive and queue timeouts."""
    for client in clients:
        client.auto_reconnect_enabled = client.default_auto_reconnect_enabled = False
        client.closed = True
        client.message_queue.put(None)
    console.socket.cut()
    for client in clients:
        client.close()


def bare_app(console: Console) -> App:
    """An app that listens to nothing yet."""
    web = WebClient(token=console.bot_token, base_url=console.url + "/api/")
    return App(client=web, signing_secret=console.signing_secret)


def option(value: str, text: str) -> dict[str, Any]:
    return {"text": {"type": "plain_text", "text": text}, "value": value}


MODAL = {
    "type": "modal",
    "callback_id": "log_call",
    "title": {"type": "plain_text", "text": "Log a call"},
    "submit": {"type": "plain_text", "text": "Log"},
    "close": {"type": "plain_text", "text": "Cancel"},
    "blocks": [
        {
            "type": "input",
            "block_id": "what",
            "label": {"type": "plain_text", "text": "What happened"},
            "element": {"type": "plain_text_input", "action_id": "what", "multiline": True},
        },
        {
            "type": "input",
            "block_id": "stage",
            "label": {"type": "plain_text", "text": "Stage"},
            "element": {
                "type": "static_select",
                "action_id": "stage",
                "options": [option("won", "Won"), option("lost", "Lost")],
            },
        },
        {
            "type": "input",
            "block_id": "when",
            "optional": True,
            "label": {"type": "plain_text", "text": "When"},
            "element": {"type": "datepicker", "action_id": "when"},
        },
        {
            "type": "input",
            "block_id": "tags",
            "optional": True,
            "label": {"type": "plain_text", "text": "Tags"},
            "element": {
                "type": "checkboxes",
                "action_id": "tags",
                "options": [option("hot", "Hot"), option("risk", "At risk")],
            },
        },
    ],
}
