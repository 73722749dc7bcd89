"""A workspace leaves: parked at once, gone after the hold; whoever comes back in time finds everything."""

from datetime import timedelta

import pytest
from oauth_world import World, furnish, rows_of
from pydantic import SecretStr
from sqlalchemy import func, select

from bot.console.faults import Fault
from bot.slack.envelope import read
from crm.errors import RejectedError, RetryableError
from crm.model import Base, ErasureState, Tenant, User


@pytest.fixture
def world(tmp_path, clock):
    made = World(tmp_path, clock).serve()
    for console, domain, canary in ((made.north, "northwind", "Zephyrine"), (made.south, "contoso", "Quillfeather")):
        assert made.install(console).status_code == 200
        furnish(made.app, made.tenant(console), domain, canary)
    yield made
    made.close()


def farewell(world, console, kind="app_uninstalled", *, at=None, **event):
    """What Slack tells of it, as the desk reads it."""
    moment = at or world.clock.now()
    body = {
        "type": "event_callback",
        "team_id": console.workspace.team_id,
        "event_id": f"Ev{kind}",
        "event_time": int(moment.timestamp()),
        "event": {"type": kind, **event},
    }
    return world.app.departures.told(world.tenant(console), read(body))


def waiting(world, tenant):
    return [each for each in world.app.erasure.requests(tenant) if each.state is ErasureState.WAITING]


def test_one_that_leaves_is_left_alone_and_the_other_is_not(world):
    north, south = world.tenant(world.north), world.tenant(world.south)
    source = world.app.sources.add(north, "files", "folder", {"path": "/nowhere"}, timedelta(minutes=5))
    world.app.sources.add(south, "files", "folder", {"path": "/nowhere"}, timedelta(minutes=5))
    world.north.uninstall(telling=())
    assert farewell(world, world.north)
    with pytest.raises(RejectedError, match="uninstalled"):
        world.app.clients.of(north)
    assert world.app.installations.row(north) is None
    assert (north, source.id) not in world.app.sources.due()
    assert {each.tenant_id for each in world.app.sources.on()} == {south}
    assert {each.tenant_id for each in world.app.sources.told_by_requests("files")} == {south}
    assert world.app.nudge_rounds.tenants() == [south]
    assert world.app.tenants.has_left(north)
    assert not world.app.tenants.has_left(south)
    assert world.app.clients.of(south).auth_test()["ok"]
    assert rows_of(world.app, north) == 1


def test_after_the_hold_its_record_goes_and_the_others_stays(world):
    north, south = world.tenant(world.north), world.tenant(world.south)
    world.north.uninstall(telling=())
    farewell(world, world.north)
    (request,) = waiting(world, north)
    assert request.due_at - world.clock.now() == timedelta(days=30)
    assert world.app.erasure.due() == []
    world.clock.instant += timedelta(days=30)
    assert world.app.erasure.due() == [(north, request.id)]
    certificate = world.app.erasure.run(north, request.id)
    assert certificate["scan"]["found"] == []
    assert world.tenant(world.north) is None
    with world.app.store.read() as session:
        for table in Base.metadata.sorted_tables:
            if "tenant_id" in table.columns:
                query = select(func.count()).select_from(table).where(table.c.tenant_id == north)
                assert session.scalar(query) == 0, table.name
    assert rows_of(world.app, south) == 1
    assert world.install(world.north).status_code == 200
    assert world.tenant(world.north) not in {None, north, south}


def test_whoever_comes_back_in_time_finds_everything(world):
    north = world.tenant(world.north)
    world.north.uninstall(telling=())
    farewell(world, world.north)
    world.clock.instant += timedelta(days=29)
    assert world.install(world.north).status_code == 200
    assert world.tenant(world.north) == north
    assert waiting(world, north) == []
    world.clock.instant += timedelta(days=400)
    assert world.app.erasure.due() == []
    assert rows_of(world.app, north) == 1
    assert world.app.clients.of(north).auth_test()["ok"]


def test_word_of_the_installation_before_ends_no_later_one(world):
    """Slack repeats an event for minutes: by then the workspace may be back."""
    left = world.clock.now()
    world.north.uninstall(telling=())
    assert farewell(world, world.north)
    world.clock.instant += timedelta(minutes=3)
    world.install(world.north)
    assert not farewell(world, world.north, at=left)
    assert not farewell(world, world.north, "tokens_revoked", at=left, tokens={"bot": ["U1"]})
    assert not world.app.tenants.has_left(world.tenant(world.north))


def test_slack_tells_it_twice_in_any_order(world):
    north = world.tenant(world.north)
    world.north.uninstall(telling=())
    for kind in ("tokens_revoked", "app_uninstalled", "tokens_revoked", "app_uninstalled"):
        farewell(world, world.north, kind, tokens={"bot": ["U1"], "oauth": []})
    assert world.app.tenants.has_left(north)
    assert len(waiting(world, north)) == 1


@pytest.mark.parametrize("tokens", [{"oauth": ["U1"]}, {"oauth": ["U1"], "bot": []}, {"bot": ["U1"]}])
def test_a_token_that_still_lives_is_no_farewell(world, tokens):
    """People's own tokens end too, and a bot's former one at each renewal."""
    assert not farewell(world, world.north, "tokens_revoked", tokens=tokens)
    assert not world.app.tenants.has_left(world.tenant(world.north))


def test_where_slack_does_not_say_it_is_asked_again(world):
    world.north.faults.add(Fault("error", "auth.test", times=1, error="internal_error"))
    with pytest.raises(RetryableError):
        farewell(world, world.north, "tokens_revoked", tokens={"bot": ["U1"]})
    assert not farewell(world, world.north, "tokens_revoked", tokens={"bot": ["U1"]})


def test_a_parting_that_was_cut_off_is_ended_by_the_sweep(world):
    north = world.tenant(world.north)
    with world.app.store.write() as session:
        session.get_one(Tenant, north).parked_at = world.clock.now()
    world.app.departures.sweep()
    world.app.departures.sweep()
    assert len(waiting(world, north)) == 1


def test_one_that_is_being_removed_cannot_come_back_yet(world):
    from sqlalchemy import update

    from crm.model import ErasureRequest

    world.north.uninstall(telling=())
    farewell(world, world.north)
    with world.app.store.write() as session:
        session.execute(update(ErasureRequest).values(state=ErasureState.RUNNING))
    answer = world.install(world.north)
    assert (answer.status_code, "being removed" in answer.text) == (403, True)


def test_the_record_of_this_machine_is_parked_but_removed_by_nobody(tmp_path, clock):
    world = World(tmp_path, clock)
    world.app.settings.slack_home_team = world.north.workspace.team_id
    world.serve()
    try:
        world.install(world.north)
        world.north.uninstall(telling=())
        assert farewell(world, world.north)
        world.app.departures.sweep()
        assert world.app.tenants.has_left(world.app.tenants.home())
        assert waiting(world, world.app.tenants.home()) == []
    finally:
        world.close()


def test_a_workspace_that_is_served_by_the_settings_is_only_noted(tmp_path, clock):
    world = World(tmp_path, clock, slack_bot_token=SecretStr("xoxb-console"))
    try:
        home = world.app.tenants.of_slack(world.north.workspace.team_id)
        body = {"type": "event_callback", "team_id": "T", "event": {"type": "app_uninstalled"}}
        assert not world.app.departures.told(home, read(body))
        assert not world.app.tenants.has_left(home)
    finally:
        world.close()


def test_a_tenant_of_its_own_never_becomes_this_machines(world):
    """Where the machine's own record is gone, the command line makes a new one: it never takes a guest's."""
    home = world.app.tenants.home()
    with world.app.store.write() as session:
        session.delete(session.get_one(Tenant, home))
    assert world.app.tenants.home() not in {world.tenant(world.north), world.tenant(world.south)}


def test_an_admin_of_the_workspace_keeps_the_role_over_a_return(world):
    north = world.tenant(world.north)
    world.north.uninstall(telling=())
    farewell(world, world.north)
    world.install(world.north, "dana")
    with world.app.store.read() as session:
        roles = {user.email: user.role for user in session.scalars(select(User).where(User.tenant_id == north))}
    assert {str(role) for role in roles.values()} == {"admin", "rep"}
    assert roles["dana@northwind.example"] == "rep"
