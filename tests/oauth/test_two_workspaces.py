"""Two companies in one Rapport: whatever happens, nothing of one is ever said in the other's workspace."""

import json
from datetime import timedelta

import pytest
from oauth_world import World, furnish
from sqlalchemy import select

from crm.model import InboxItem, InboxState, Nudge, Tenant, User

CANARIES = {"north": "Zephyrine", "south": "Quillfeather"}
DOMAINS = {"north": "northwind", "south": "contoso"}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    made = World(tmp_path_factory.mktemp("two"), rotation=True).run()
    for name, domain in DOMAINS.items():
        console = getattr(made, name)
        assert made.install(console).status_code == 200
        furnish(made.app, made.tenant(console), domain, CANARIES[name])
        while made.app.indexer.run_once(made.tenant(console)):
            pass
    yield made
    made.close()


@pytest.fixture(autouse=True)
def nothing_crosses(world):
    """After every test: no call into a workspace ever carried the other's canary, and none its token."""
    yield
    for name, other in (("north", "south"), ("south", "north")):
        calls = getattr(world, name).calls()
        told = json.dumps(calls)
        for secret in (f"{CANARIES[other]} renewal", f"{CANARIES[other]} invoice", f"{DOMAINS[other]}.example"):
            assert secret not in told, name


def said(messages):
    return json.dumps([each.blocks for each in messages])


def leave(world, south):
    """South uninstalls, unless it has: the tests after may run in a process of their own."""
    if not world.app.tenants.has_left(south):
        world.south.uninstall()
    assert world.south.wait_for(lambda: world.app.tenants.has_left(south), timeout=30)


@pytest.mark.parametrize(("name", "other"), [("north", "south"), ("south", "north")])
def test_each_is_answered_from_its_own_record(world, name, other):
    console = getattr(world, name)
    assert "Dana Reyes" in said(world.says(console, "dana", f"who owns {CANARIES[name]} Works?"))
    assert "Dana Reyes" not in said(world.says(console, "dana", f"who owns {CANARIES[other]} Works?"))
    assert CANARIES[name] in said(world.says(console, "dana", "open deals over 10k"))
    assert CANARIES[name] in said(world.says(console, "dana", "unhappy clients this year"))


@pytest.mark.parametrize("name", ["north", "south"])
def test_home_and_commands_are_each_ones_own(world, name):
    console = getattr(world, name)
    console.open_home("dana")
    assert console.wait_for(lambda: console.home("dana"), timeout=20)
    before = len(console.ephemerals("dana"))
    assert console.command("dana", "/rapport", "ask open deals").ok
    assert console.wait_for(lambda: len(console.ephemerals("dana")) > before, timeout=20)
    assert CANARIES[name] in said(console.ephemerals("dana"))


@pytest.mark.parametrize("name", ["north", "south"])
def test_a_question_in_a_channel_is_answered_there(world, name):
    console = getattr(world, name)
    before = len(console.ephemerals("dana"))
    console.say("dana", "sales", "@rapport open deals over 10k")
    assert console.wait_for(lambda: len(console.ephemerals("dana")) > before, timeout=20)
    assert CANARIES[name] in said(console.ephemerals("dana")[before:])


def test_what_is_logged_in_one_is_in_that_one(world):
    (card,) = world.says(world.north, "dana", "called Zephyrine Works about the invoice, follow up tomorrow")
    world.north.press("dana", card.ts, "log_confirm")
    north = world.tenant(world.north)
    from crm.model import Interaction

    def kept():
        with world.app.store.read() as session:
            return session.scalars(select(Interaction.tenant_id).where(Interaction.source == "log")).all()

    assert world.north.wait_for(kept, timeout=20) == [north]


def test_what_is_noticed_is_told_in_its_own_workspace(world):
    for name in ("north", "south"):
        console, tenant, now = getattr(world, name), world.tenant(getattr(world, name)), world.app.clock.now()
        with world.app.store.write() as session:
            dana = session.scalar(select(User).where(User.tenant_id == tenant, User.name == "Dana Reyes"))
            session.get_one(Tenant, tenant).settings = {
                "nudges": {"quiet": ["00:00", "00:00"], "days": list(range(7)), "brief": False}
            }
            session.add(
                Nudge(
                    tenant_id=tenant, user_id=dana.id, key="k1", kind="unhappy", severity=3, says=f"{CANARIES[name]} is furious",
                    value=1, urgency=1, moment=now, made_at=now, due_at=now, until=now + timedelta(days=1),
                )
            )  # fmt: skip
    assert {world.tenant(world.north), world.tenant(world.south)} <= set(world.app.nudge_rounds.tenants())
    for name in ("north", "south"):
        console = getattr(world, name)
        world.app.nudge_rounds.run(world.tenant(console))
        assert console.wait_for(
            lambda at=console, word=CANARIES[name]: word in said(at.messages("dm", person="dana")), timeout=20
        )


def test_an_event_of_a_workspace_that_never_installed_is_nobodys(world):
    from oauth_world import company

    from bot.console.server import Console

    with Console(company("Initech", "initech"), beside=world.north) as stranger:
        before = len(world.north.calls()) + len(world.south.calls())
        with world.app.store.read() as session:
            items = session.scalars(select(InboxItem.id)).all()
        stranger.say("dana", "dm", "who owns Zephyrine Works?")
        assert stranger.wait_for(stranger.delivery.idle, timeout=20)
        with world.app.store.read() as session:
            assert session.scalars(select(InboxItem.id)).all() == items
        assert not stranger.calls()
        assert len(world.north.calls()) + len(world.south.calls()) == before
        assert stranger.delivery.failed == []


def test_the_one_whose_token_is_taken_away_disturbs_the_other_in_nothing(world):
    south = world.tenant(world.south)
    world.distribution.revoke(world.south.workspace)
    ts = world.south.say("dana", "dm", "open deals")  # an event that was under way
    assert "Dana Reyes" in said(world.says(world.north, "dana", "who owns Zephyrine Works?"))
    assert not [each for each in world.south.messages("dm", ts, person="dana") if each.bot]
    leave(world, south)
    assert "Dana Reyes" in said(world.says(world.north, "dana", "who owns Zephyrine Works?"))
    request = max(world.app.erasure.requests(south), key=lambda each: each.id)  # an earlier stay may have had its own
    assert request.due_at - request.requested_at == timedelta(days=30)


def test_one_that_left_is_answered_nothing_and_finds_everything_when_it_returns(world):
    south = world.tenant(world.south)
    leave(world, south)

    def done():
        with world.app.store.read() as session:
            states = session.scalars(select(InboxItem.state).where(InboxItem.tenant_id == south)).all()
        return set(states) <= {InboxState.DONE, InboxState.PARKED}

    assert world.south.wait_for(done, timeout=30)  # what was said before it left has had its refusals
    calls = len(world.south.calls())
    for text in ("open deals", "called Quillfeather Works, all is well"):
        world.south.say("dana", "dm", text)
    assert world.south.wait_for(world.south.delivery.idle, timeout=30)
    assert world.south.wait_for(done, timeout=30)
    assert world.app.jobs.enqueue_nudges(south)
    assert world.south.calls()[calls:] == []
    assert world.install(world.south).status_code == 200
    assert CANARIES["south"] in said(world.says(world.south, "dana", "open deals over 10k"))
