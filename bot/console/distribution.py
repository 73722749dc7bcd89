"""An app that several local workspaces install: codes, tokens that end, and their exchange, as in Slack's OAuth."""

from __future__ import annotations

import base64
import binascii
import hmac
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from bot.console.errors import SlackRefusal
from bot.console.ids import new_secret
from bot.console.workspace import Person, Workspace
from crm.clock import Clock

Json = dict[str, Any]
CODE_LIFE = timedelta(minutes=10)
TOKEN_LIFE = timedelta(hours=12)


@dataclass
class Approval:
    """Somebody agreed: what the code stands for."""

    workspace: Workspace
    person: Person
    redirect_uri: str
    scope: str
    whole: bool  # the enterprise, not one workspace
    at: datetime


@dataclass
class Issued:
    """A bot token; `ends_at` is None where tokens are not rotated."""

    approval: Approval
    ends_at: datetime | None
    revoked: bool = False


class Distribution:
    """What Slack keeps of the app.

    Args:
        client_id: see Slack's **Basic Information**.
        client_secret: see there.
        clock: ends tokens and codes.
        rotation: whether tokens live twelve hours and are exchanged.
        enterprise: id and name of what all the workspaces belong to, None where each is on its own.
    """

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        clock: Clock,
        *,
        rotation: bool = False,
        enterprise: tuple[str, str] | None = None,
    ) -> None:
        self.client_id, self.client_secret, self.rotation = client_id, client_secret, rotation
        self.enterprise = enterprise
        self._clock = clock
        self._codes: dict[str, Approval] = {}
        self._tokens: dict[str, Issued] = {}
        self._refresh: dict[str, str] = {}  # refresh token: the access token it came with
        self._lock = threading.Lock()

    def approve(self, workspace: Workspace, person: Person, asked: Json, *, whole: bool = False) -> str:
        """The address Slack sends the browser back to once somebody has agreed.

        Raises:
            SlackRefusal: the app is another one, or asks for nothing.
        """
        if asked.get("client_id") != self.client_id:
            raise SlackRefusal("invalid_client_id")
        if not asked.get("scope"):
            raise SlackRefusal("invalid_scope")
        code = new_secret(24)
        uri = str(asked.get("redirect_uri") or "")
        approval = Approval(workspace, person, uri, str(asked["scope"]), whole, self._clock.now())
        with self._lock:
            self._codes[code] = approval
        return f"{uri}?{urlencode({'code': code, 'state': asked.get('state', '')})}"

    def access(self, arguments: Json, authorization: str) -> Json:
        """`oauth.v2.access`: tokens for a code, or new ones for a refresh token; each can be used once.

        Raises:
            SlackRefusal: the client, the code or the refresh token is not good.
        """
        self._check_client(arguments, authorization)
        with self._lock:
            if arguments.get("grant_type") == "refresh_token":
                return self._renewed(str(arguments.get("refresh_token") or ""))
            approval = self._codes.pop(str(arguments.get("code") or ""), None)
            if approval is None or self._clock.now() - approval.at > CODE_LIFE:
                raise SlackRefusal("invalid_code")
            if approval.redirect_uri != str(arguments.get("redirect_uri") or ""):
                raise SlackRefusal("bad_redirect_uri")
            return self._issue(approval)

    def owner(self, token: str) -> Workspace:
        """The workspace that a token speaks for.

        Raises:
            SlackRefusal: it is nobody's, has ended, or was taken away.
        """
        issued = self._tokens.get(token)
        if issued is None:
            raise SlackRefusal("invalid_auth")
        if issued.revoked:
            raise SlackRefusal("token_revoked")
        if issued.ends_at is not None and self._clock.now() >= issued.ends_at:
            raise SlackRefusal("token_expired")
        return issued.approval.workspace

    def revoke(self, workspace: Workspace) -> list[str]:
        """Takes every token of a workspace away; returns them."""
        gone = [token for token, issued in self._tokens.items() if issued.approval.workspace is workspace]
        for token in gone:
            self._tokens[token].revoked = True
        return gone

    def tokens(self, workspace: Workspace) -> list[str]:
        """A workspace's tokens that were not taken away, the newest last."""
        return [
            token
            for token, issued in self._tokens.items()
            if issued.approval.workspace is workspace and not issued.revoked
        ]

    def _check_client(self, arguments: Json, authorization: str) -> None:
        sent = (str(arguments.get("client_id") or ""), str(arguments.get("client_secret") or ""))
        if authorization.startswith("Basic "):
            try:
                name, _, secret = base64.b64decode(authorization[6:]).decode().partition(":")
            except (binascii.Error, UnicodeDecodeError):
                raise SlackRefusal("invalid_client_id") from None
            sent = (name, secret)
        if sent[0] != self.client_id:
            raise SlackRefusal("invalid_client_id")
        if not hmac.compare_digest(sent[1].encode(), self.client_secret.encode()):
            raise SlackRefusal("bad_client_secret")

    def _renewed(self, refresh_token: str) -> Json:
        """The former token lives to its own end, as Slack lets it."""
        former = self._refresh.pop(refresh_token, None)
        if former is None or self._tokens[former].revoked:
            raise SlackRefusal("invalid_refresh_token")
        return self._issue(self._tokens[former].approval)

    def _issue(self, approval: Approval) -> Json:
        token = f"xoxe.xoxb-{new_secret(40)}" if self.rotation else f"xoxb-{new_secret(40)}"
        self._tokens[token] = Issued(approval, self._clock.now() + TOKEN_LIFE if self.rotation else None)
        team = {"id": approval.workspace.team_id, "name": approval.workspace.name}
        named = {"id": self.enterprise[0], "name": self.enterprise[1]} if self.enterprise else None
        answer: Json = {
            "access_token": token,
            "token_type": "bot",
            "scope": approval.scope,
            "bot_user_id": approval.workspace.bot.id,
            "app_id": approval.workspace.app_id,
            "team": None if approval.whole else team,
            "enterprise": named,
            "is_enterprise_install": approval.whole,
            "authed_user": {"id": approval.person.id},
        }
        if self.rotation:
            refresh = f"xoxe-1-{new_secret(40)}"
            self._refresh[refresh] = token
            answer |= {"expires_in": int(TOKEN_LIFE.total_seconds()), "refresh_token": refresh}
        return answer
