"""A workspace installs Rapport with a browser, and is served with its own token from then on."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from oauth_world import World, furnish
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.console.faults import Fault
from bot.slack.oauth.states import LIFE, States
from crm.model import Role, SlackInstallation, Tenant, User


@pytest.fixture
def world(tmp_path):
    made = World(tmp_path).serve()
    yield made
    made.close()


def count(world, table):
    with world.app.store.read() as session:
        return session.scalar(select(func.count()).select_from(table))


def people(world, tenant_id):
    with world.app.store.read() as session:
        return {user.email: user.role for user in session.scalars(select(User).where(User.tenant_id == tenant_id))}


def test_the_way_in_leads_to_slack_with_what_the_manifest_asks_for(world):
    page = httpx.get(f"{world.url}/slack/install")
    there, asked = page.headers["location"], parse_qs(urlsplit(page.headers["location"]).query)
    assert page.status_code == 302
    assert there.startswith(f"{world.north.url}/oauth/v2/authorize?")
    assert asked["client_id"] == ["1234.5678"]
    assert "chat:write" in asked["scope"][0].split(",")
    assert "Secure; HttpOnly" in page.headers["set-cookie"]


def test_each_workspace_has_a_record_of_its_own_and_whoever_installs_is_its_admin(world):
    world.web.stop()
    world.run()
    for console in (world.north, world.south):
        answer = world.install(console)
        assert (answer.status_code, "installed" in answer.text) == (200, True)
    north, south = world.tenant(world.north), world.tenant(world.south)
    assert len({north, south, world.app.tenants.home()}) == 3
    assert people(world, north) == {"morgan@northwind.example": Role.ADMIN}
    assert people(world, south) == {"morgan@contoso.example": Role.ADMIN}
    furnish(world.app, south, "contoso", "Quillfeather")
    told = world.says(world.south, "dana", "who owns Quillfeather Works?")
    assert "Dana Reyes" in json.dumps(told[0].blocks)
    assert not world.north.calls("chat.postMessage")


def test_the_record_of_this_machine_is_nobodys_by_installing(world):
    world.app.tenants.home()
    world.install(world.north)
    with world.app.store.read() as session:
        assert session.get_one(Tenant, world.app.tenants.home()).slack_team_id is None


def test_the_workspace_that_is_named_has_the_record_of_this_machine(tmp_path):
    world = World(tmp_path)
    world.app.settings.slack_home_team = world.north.workspace.team_id
    world.serve()
    try:
        world.install(world.south)
        world.install(world.north)
        assert world.tenant(world.north) == world.app.tenants.home() != world.tenant(world.south)
    finally:
        world.close()


def test_installing_again_takes_the_new_token_and_gives_nobody_rights(world):
    world.install(world.north)
    tenant = world.tenant(world.north)
    furnish(world.app, tenant, "northwind", "Zephyrine")
    before = world.app.clients.of(tenant).token
    assert world.install(world.north, "dana").status_code == 200
    assert world.tenant(world.north) == tenant
    assert count(world, SlackInstallation) == 1
    assert world.app.clients.of(tenant).token == world.distribution.tokens(world.north.workspace)[-1] != before
    assert people(world, tenant)["dana@northwind.example"] is Role.REP


def test_a_workspace_that_is_not_on_the_list_stays_outside(tmp_path):
    world = World(tmp_path)
    world.app.settings.slack_teams = [world.north.workspace.team_id]
    world.serve()
    try:
        assert world.install(world.north).status_code == 200
        refused = world.install(world.south)
        assert (refused.status_code, "may not install" in refused.text) == (403, True)
        assert world.tenant(world.south) is None
    finally:
        world.close()


@pytest.mark.parametrize("how", ["other browser", "no cookie", "used twice", "made up", "too late"])
def test_a_state_is_good_once_in_the_browser_it_was_given_to(world, how):
    there, cookie = world.begin()
    back = world.north.install("morgan", there)
    if how == "other browser":
        cookie = world.begin()[1]
    elif how == "no cookie":
        cookie = ""
    elif how == "made up":
        back, cookie = back.split("&state=")[0] + "&state=guess", "slack-app-oauth-state=guess"
    elif how == "used twice":
        assert world.end(back, cookie).status_code == 200
    elif how == "too late":
        with world.app.store.write() as session:
            from crm.model import SlackState

            for state in session.scalars(select(SlackState)):
                state.expires_at -= LIFE + timedelta(seconds=1)
    before = count(world, Tenant)
    answer = world.end(back, cookie)
    assert answer.status_code in {400, 401}
    assert "begin again" in answer.text
    assert count(world, Tenant) == before


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?error=access_denied", "did not agree"),
        ("?error=<script>alert(1)</script>", "could not be installed"),
        ("?code=x", "begin again"),
        ("", "begin again"),
        ("?state=%00&code=%ff", "begin again"),
    ],
)
def test_whatever_comes_back_is_answered_plainly(world, query, says):
    answer = world.end(query or "?", "slack-app-oauth-state=%00")
    assert says in answer.text
    assert "<" not in answer.text
    assert answer.headers["content-type"].startswith("text/plain")
    assert count(world, SlackInstallation) == 0


@pytest.mark.parametrize("kind", ["error", "server_error", "garbage", "lost_answer"])
@pytest.mark.parametrize("method", ["oauth.v2.access", "auth.test"])
def test_where_slack_stumbles_nothing_is_half_installed(world, kind, method):
    world.north.faults.add(Fault(kind, method, times=6))
    assert world.install(world.north).status_code == 401
    assert count(world, SlackInstallation) == 0
    world.north.faults.clear()
    assert world.install(world.north).status_code == 200


def test_where_the_installer_cannot_be_looked_up_it_is_installed_all_the_same(world):
    world.north.faults.add(Fault("error", "users.info", times=9, error="missing_scope"))
    assert world.install(world.north).status_code == 200
    assert people(world, world.tenant(world.north)) == {}


def test_a_code_of_slack_is_good_once(world):
    there, cookie = world.begin()
    back = world.north.install("morgan", there)
    assert world.end(back, cookie).status_code == 200
    code = parse_qs(urlsplit(back).query)["code"][0]
    _, cookie = world.begin()
    state = cookie.partition("=")[2]
    assert world.end(f"?code={code}&state={state}", cookie).status_code == 401


def test_tokens_lie_sealed_and_are_wrapped_anew_with_the_key(tmp_path):
    world = World(tmp_path, rotation=True).serve()
    try:
        world.install(world.north)
        tenant = world.tenant(world.north)
        token = world.distribution.tokens(world.north.workspace)[-1]
        row = world.app.installations.row(tenant)
        assert row.token.startswith("sealed:")
        assert row.refresh_token.startswith("sealed:")
        raw = b"".join(path.read_bytes() for path in tmp_path.glob("rapport.db*"))
        assert token.encode() not in raw
        assert b"xoxe-1-" not in raw
        world.app.rotation.rotate(tenant)
        now = world.app.installations.row(tenant)
        assert now.token != row.token
        assert world.app.clients.of(tenant).token == token
        found = world.app.installations.find_bot(enterprise_id=None, team_id=world.north.workspace.team_id)
        assert found.bot_token == token
    finally:
        world.close()


def test_a_state_is_taken_by_one_of_many_that_come_at_once(any_store, clock):
    states = States(any_store, clock)
    state = states.issue()
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(states.consume, [state] * 8))
    assert sorted(taken) == [False] * 7 + [True]
    assert not states.consume("")


def test_two_browsers_that_end_at_once_make_one_tenant(world):
    begun = [(world.begin()) for _ in range(4)]
    backs = [(world.north.install("morgan", there), cookie) for there, cookie in begun]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda pair: world.end(*pair).status_code, backs))
    assert answers.count(200) >= 1
    assert count(world, SlackInstallation) == 1
    assert world.app.clients.of(world.tenant(world.north)).auth_test()["ok"]


def test_a_token_of_the_settings_serves_this_machines_record_beside(tmp_path):
    world = World(tmp_path, slack_bot_token=SecretStr("xoxb-console")).run()
    try:
        home = world.app.tenants.home()
        assert world.tenant(world.north) == home
        world.install(world.south)
        assert world.app.clients.of(home).auth_test()["team_id"] == world.north.workspace.team_id
        south = world.app.clients.of(world.tenant(world.south))
        assert south.auth_test()["team_id"] == world.south.workspace.team_id
    finally:
        world.close()
