"""The demo: the sample company behind a local Slack, with the ordinary bot in between."""

from __future__ import annotations

import secrets
import shutil
from typing import TYPE_CHECKING

from pydantic import SecretStr
from sqlalchemy import select

from bot.process import Process
from bot.wiring import Rapport
from crm.model import Role, User

if TYPE_CHECKING:
    from bot.console.server import Console
    from bot.console.workspace import Person, Workspace

FOLDER = "demo"
SHOWN_REPS = 3  # of the sample company's ten, so that every role fits on the page


class Demo:
    """A Rapport of its own, in a folder of its own: what is tried here never touches the team's record."""

    def __init__(self, app: Rapport, *, port: int, fresh: bool = False) -> None:
        home = app.settings.home / FOLDER
        if fresh:
            shutil.rmtree(home, ignore_errors=True)
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
        own = {
            "home": home,
            "database_url": "",
            "http_port": 0,
            "slack_bot_token": SecretStr(f"xoxb-{secrets.token_hex(12)}"),
            "slack_app_token": SecretStr(f"xapp-{secrets.token_hex(12)}"),
            "slack_signing_secret": SecretStr(secrets.token_hex(16)),
        }
        self._port = port
        self.app = Rapport(app.settings.model_copy(update=own), app.clock)
        self._console: Console | None = None
        self._process: Process | None = None

    def start(self) -> Console:
        """Starts the console and the bot; the sample company has been imported."""
        from bot.console.server import Console  # noqa: PLC0415
        from bot.sample import SUGGESTIONS  # noqa: PLC0415

        settings = self.app.settings
        self._console = Console(
            workspace(self.app),
            port=self._port,
            signing_secret=settings.slack_signing_secret.get_secret_value(),
            bot_token=settings.slack_bot_token.get_secret_value(),
            app_token=settings.slack_app_token.get_secret_value(),
            clock=self.app.clock,
            suggestions=SUGGESTIONS,
            shortcuts={"log_message": "Log this message", "log_thread": "Log this thread"},
            commands={"/rapport": "ask … · log … · status · help"},
        )
        self._console.start()
        settings.slack_api_url = f"{self._console.url}/api/"
        self._process = Process(self.app)
        self._process.start()
        self.app.warm_up()
        return self._console

    def stop(self) -> None:
        if self._process is not None:
            self._process.stop()
        if self._console is not None:
            self._console.stop()


def workspace(app: Rapport) -> Workspace:
    """A local workspace with the record's own people in it, a guest, and somebody from another company."""
    from bot.console.workspace import Workspace  # noqa: PLC0415
    from bot.sample.identity import COMPANY, DOMAIN  # noqa: PLC0415

    tenant = app.tenants.home()
    team = _team_id(app, tenant)
    made = Workspace(COMPANY, DOMAIN.partition(".")[0], team_id=team)
    with app.store.read() as session:
        users = list(session.scalars(select(User).where(User.tenant_id == tenant, User.active).order_by(User.id)))
    people = [
        _person(made, user)
        for role, most in ((Role.REP, SHOWN_REPS), (Role.MANAGER, 2), (Role.ADMIN, 1))
        for user in [user for user in users if user.role == role][:most]
    ]
    guest = made.add_person("tom", "Tom Becker", "tom@agency.example", role="guest", title="Agency guest")
    stranger = made.add_person("lena", "Lena Fischer", "lena@acme.example", stranger=True, title="Buyer at Acme")
    made.add_channel("general", people, topic="Everything that concerns everyone")
    made.add_channel("sales", [*people, guest], topic="Deals, calls and next steps")
    made.add_channel("shared-with-acme", [*people[:2], stranger], ext_shared=True, topic="Shared with Acme")
    for person in [*people, guest]:
        made.dm(person)
    return made


def _person(made: Workspace, user: User) -> Person:
    """The member behind a user; keeps the Slack id the record knows from an earlier run."""
    handle = user.name.lower().replace(" ", ".")
    return made.add_person(
        handle,
        user.name,
        user.email or "",
        role=user.role.value,
        title=user.title or user.role.value,
        tz=user.timezone or "Europe/London",
        id=user.slack_id,
    )


def _team_id(app: Rapport, tenant: int) -> str | None:
    from crm.model import Tenant  # noqa: PLC0415

    with app.store.read() as session:
        return session.get_one(Tenant, tenant).slack_team_id
