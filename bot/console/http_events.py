"""HTTP mode: signed requests to the app's request address."""

from __future__ import annotations

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from bot.console.delivery import Ack, Kind
from bot.console.signing import Forgery, signed_headers

Json = dict[str, Any]
ANSWER_TIMEOUT = 3.0  # seconds


class HttpTransport:
    """Delivers over HTTP as Slack does, signature and all.

    Args:
        request_url: where the app listens.
        signing_secret: what the app checks signatures with.
        timeout: seconds the app has to answer.
    """

    def __init__(self, request_url: str, signing_secret: str, timeout: float = ANSWER_TIMEOUT) -> None:
        self._request_url, self._secret, self._timeout = request_url, signing_secret, timeout
        self._opener = build_opener(ProxyHandler({}))

    def deliver(self, kind: Kind, payload: Json, attempt: int, reason: str) -> Ack:
        retry = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason} if attempt else {}
        return self._send(kind, payload, retry, None)

    def forge(self, kind: Kind, payload: Json, forgery: Forgery) -> Ack:
        """Send something that Slack did not sign, to see it refused."""
        return self._send(kind, payload, {}, forgery)

    def verify_url(self) -> bool:
        """Whether the app answers Slack's challenge, as when an address is first entered."""
        challenge = {
            "type": "url_verification",
            "token": "",
            "challenge": "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7",
        }
        ack = self._send("events_api", challenge, {}, None)
        answered = ack.body.get("challenge") if isinstance(ack.body, dict) else ack.body
        return ack.ok and answered == challenge["challenge"]

    def _send(self, kind: Kind, payload: Json, extra: dict[str, str], forgery: Forgery | None) -> Ack:
        body, content_type = _encoded(kind, payload)
        headers = {"Content-Type": content_type, **extra, **signed_headers(self._secret, body, forgery)}
        request = Request(self._request_url, body.encode(), headers, method="POST")  # noqa: S310 - the caller's own address
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                return Ack(ok=True, body=_decoded(response.read()))
        except HTTPError as error:
            with error:
                final = error.headers.get("X-Slack-No-Retry") == "1"
                return Ack(ok=False, body=error.code, reason="http_error", final=final)
        except (URLError, TimeoutError, OSError) as error:
            cause = getattr(error, "reason", error)
            return Ack(ok=False, reason="http_timeout" if isinstance(cause, TimeoutError) else "connection_failed")


def _encoded(kind: Kind, payload: Json) -> tuple[str, str]:
    if kind == "events_api":
        return json.dumps(payload), "application/json"
    form = {"payload": json.dumps(payload)} if kind == "interactive" else payload
    return urlencode(form), "application/x-www-form-urlencoded"


def _decoded(raw: bytes) -> Any:
    """The answer's JSON, its text when it is none, None when it is empty."""
    text = raw.decode("utf-8", "replace").strip()
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
