"""Tokens that live twelve hours: exchanged in time, by one, and no workspace's trouble is another's."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from oauth_world import World
from sqlalchemy import update

from bot.console.faults import Fault
from bot.slack.oauth.installations import LEASE
from crm.errors import RejectedError, RetryableError
from crm.model import SlackInstallation


@pytest.fixture
def world(tmp_path, clock):
    made = World(tmp_path, clock, rotation=True).serve()
    for console in (made.north, made.south):
        assert made.install(console).status_code == 200
    yield made
    made.close()


def later(world, **span):
    world.clock.instant += timedelta(**span)


def token(world, console):
    return world.app.clients.of(world.tenant(console)).token


def works(world, console):
    return world.app.clients.of(world.tenant(console)).auth_test()["team_id"] == console.workspace.team_id


def exchanges(world):
    """How many refresh tokens were used."""
    return len(world.distribution._tokens) - 2


def test_a_young_token_is_left_alone(world):
    first = token(world, world.north)
    later(world, hours=9, minutes=59)
    assert token(world, world.north) == first
    assert exchanges(world) == 0


def test_it_is_exchanged_two_hours_before_its_end_and_works_on(world):
    first = token(world, world.north)
    later(world, hours=10, minutes=1)
    assert world.app.clients.renew_due() == 2
    assert token(world, world.north) != first
    later(world, hours=3)  # by now the first one has ended
    assert works(world, world.north)
    for _ in range(4):
        later(world, hours=11)
        assert works(world, world.north)
        assert works(world, world.south)


def test_whoever_uses_an_old_token_has_it_exchanged_first(world):
    later(world, hours=40)
    assert works(world, world.south)


@pytest.mark.parametrize("kind", ["server_error", "garbage", "rate_limited"])
def test_while_slack_gives_no_new_one_the_old_one_serves_to_its_end(world, kind):
    first = token(world, world.north)
    later(world, hours=11)
    world.north.faults.add(Fault(kind, "oauth.v2.access", times=-1, retry_after=0))
    assert token(world, world.north) == first
    later(world, hours=2)
    with pytest.raises(RetryableError, match="run out"):
        world.app.clients.of(world.tenant(world.north))
    world.north.faults.clear()
    assert works(world, world.north)


def test_a_refused_exchange_of_one_workspace_is_nothing_to_the_other(world):
    later(world, hours=11)
    for refresh, access in list(world.distribution._refresh.items()):
        if access in world.distribution.tokens(world.north.workspace):
            del world.distribution._refresh[refresh]
    assert world.app.clients.renew_due() == 1
    later(world, hours=2)
    assert works(world, world.south)
    with pytest.raises(RetryableError):
        world.app.clients.of(world.tenant(world.north))
    check = next(each for each in world.app.doctor.checks() if each.name == "slack")
    assert (check.state, "1 without a living token" in check.says) == ("warning", True)


def test_many_at_once_use_a_refresh_token_once(world):
    later(world, hours=11)
    tenant = world.tenant(world.north)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: world.app.clients.of(tenant).auth_test()["ok"], range(8)))
    assert found == [True] * 8
    assert exchanges(world) == 1


def test_an_exchange_whose_process_died_is_begun_again_by_another(world):
    later(world, hours=11)
    tenant = world.tenant(world.north)
    assert world.app.installations.lease(tenant) is not None
    first = token(world, world.north)
    assert exchanges(world) == 0
    later(world, seconds=LEASE.total_seconds() + 1)
    assert token(world, world.north) != first


def test_an_exchange_whose_answer_was_lost_ends_in_a_new_installation(world):
    """Slack has used the refresh token up and we never heard: only the workspace can mend that, and it does."""
    world.north.faults.add(Fault("lost_answer", "oauth.v2.access", times=4))
    later(world, hours=11)
    assert works(world, world.north)
    world.north.faults.clear()
    later(world, hours=2)
    with pytest.raises(RetryableError):
        world.app.clients.of(world.tenant(world.north))
    assert world.install(world.north).status_code == 200
    assert works(world, world.north)


def test_tokens_that_do_not_end_are_never_exchanged(tmp_path, clock):
    world = World(tmp_path, clock).serve()
    try:
        world.install(world.north)
        later(world, days=400)
        assert works(world, world.north)
        assert world.app.clients.renew_due() == 0
    finally:
        world.close()


def test_a_row_that_another_key_sealed_opens_nothing(world):
    from crm.errors import FatalError

    north, south = world.tenant(world.north), world.tenant(world.south)
    stolen = world.app.installations.row(south)
    with world.app.store.write() as session:
        session.execute(
            update(SlackInstallation).where(SlackInstallation.tenant_id == north).values(token=stolen.token)
        )
    with pytest.raises(FatalError):
        world.app.clients.of(north)
    assert works(world, world.south)


def test_who_never_installed_is_not_served(world):
    with pytest.raises(RejectedError):
        world.app.clients.of(world.app.tenants.home())
    with pytest.raises(RejectedError):
        world.app.clients.of(999)
