"""Two companies whose workspaces install the same app, and a browser to do it with."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from urllib.parse import urlsplit

import httpx
from pydantic import SecretStr
from sqlalchemy import select

from bot.console.distribution import Distribution
from bot.console.server import Console
from bot.console.workspace import Workspace
from bot.settings import Settings
from bot.wiring import Rapport
from crm.capture import Captured
from crm.clock import SystemClock
from crm.model import Account, Deal, Interaction, Kind, Role, Tenant, User

CLIENT = ("1234.5678", "client-secret-of-the-app")
RETURN = "https://rapport.example/slack/oauth_redirect"


def company(name, domain, **options):
    """A workspace with an admin, a rep and a guest; both companies have a Dana."""
    place = Workspace(name, domain, **options)
    boss = place.add_person("morgan", f"Morgan of {name}", f"morgan@{domain}.example", role="admin")
    dana = place.add_person("dana", "Dana Reyes", f"dana@{domain}.example")
    guest = place.add_person("tom", "Tom Becker", "tom@agency.example", role="guest")
    place.add_channel("sales", [boss, dana])
    for person in (boss, dana, guest):
        place.dm(person)
    return place


class World:
    """Both consoles, and a Rapport that either can install."""

    def __init__(self, home, clock=None, *, rotation=False, enterprise=None, **settings):
        self.clock = clock or SystemClock()
        self.distribution = Distribution(*CLIENT, self.clock, rotation=rotation, enterprise=enterprise)
        belongs = {"enterprise_id": enterprise[0]} if enterprise else {}
        self._stack = ExitStack()
        first = Console(company("Northwind", "northwind", **belongs), clock=self.clock, distribution=self.distribution)
        self.north = self._stack.enter_context(first)
        second = Console(company("Contoso", "contoso", **belongs), clock=self.clock, beside=first)
        self.south = self._stack.enter_context(second)
        chosen = {
            "slack_app_token": SecretStr(first.app_token),
            "slack_client_id": CLIENT[0],
            "slack_client_secret": SecretStr(CLIENT[1]),
            "slack_redirect_url": RETURN,
            "slack_api_url": f"{first.url}/api/",
            "http_port": 0,
        }
        self.app = Rapport(Settings(home=home, **{**chosen, **settings}), self.clock)
        self.process = self.web = None

    def serve(self):
        """The way in alone: no workers, no socket."""
        from bot.slack.oauth.flow import flow_of
        from bot.web import WebFace

        self.web = WebFace(self.app)
        self.web.start(None, flow_of(self.app, self.app.installations, self.app.clients.with_token(None)))
        return self

    def run(self):
        from bot.process import Process

        self.process = Process(self.app)
        self.process.start()
        self.web = self.process.web
        assert self.north.wait_connected()
        return self

    def close(self):
        if self.process is not None:
            self.process.stop()
        else:
            if self.web is not None:
                self.web.stop()
            self.app.close()
        self._stack.close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.web.port}"

    def begin(self):
        """What the browser has after the first page: where to go, and its cookie."""
        page = httpx.get(f"{self.url}/slack/install")
        return page.headers["location"], page.headers["set-cookie"].split(";")[0]

    def end(self, back, cookie):
        query = back if back.startswith("?") else f"?{urlsplit(back).query}"
        return httpx.get(f"{self.url}/slack/oauth_redirect{query}", headers={"cookie": cookie} if cookie else {})

    def install(self, console, person="morgan", *, whole=False):
        there, cookie = self.begin()
        return self.end(console.install(person, there, whole=whole), cookie)

    def tenant(self, console):
        """The tenant of a console's workspace; None where it has none."""
        owners = (console.workspace.team_id, console.workspace.enterprise_id)
        with self.app.store.read() as session:
            return session.scalar(select(Tenant.id).where(Tenant.slack_team_id.in_([each for each in owners if each])))

    def says(self, console, person, text, timeout=20):
        """A message in the direct messages, and the app's answers to it."""
        ts = console.say(person, "dm", text)

        def answers():
            return [each for each in console.messages("dm", ts, person=person) if each.bot]

        return console.wait_for(answers, timeout=timeout)


def grant(app, tenant_id, installation):
    """A workspace as Slack told of it, without a browser."""
    from bot.slack.oauth.arrival import Arrivals

    return Arrivals(app, app.installations).welcome(installation)


def furnish(app, tenant_id, domain, canary):
    """A small record: a rep, a client named after the canary, a deal and a mail."""
    now = app.clock.now()
    stamp = {"tenant_id": tenant_id, "created_at": now, "updated_at": now}
    with app.store.write() as session:
        dana = User(name="Dana Reyes", email=f"dana@{domain}.example", role=Role.REP, external_id="u-dana", **stamp)
        session.add(dana)
        session.flush()
        client = Account(name=f"{canary} Works", external_id="a1", owner_id=dana.id, **stamp)
        session.add(client)
        session.flush()
        session.add(
            Deal(
                name=f"{canary} renewal",
                account_id=client.id,
                owner_id=dana.id,
                stage="Negotiation",
                amount=40_000,
                external_id="d1",
                opened_on=now.date() - timedelta(days=30),
                **stamp,
            )
        )
        session.flush()
        text = f"We are furious: the {canary} invoice is wrong again and nobody answers."
        mail = Captured("mail", "m1", Kind.EMAIL, now, text=text, direction="in", account_id=client.id)
        app.capture.add(session, tenant_id, [mail])


def rows_of(app, tenant_id):
    with app.store.read() as session:
        return len(session.scalars(select(Interaction.id).where(Interaction.tenant_id == tenant_id)).all())
