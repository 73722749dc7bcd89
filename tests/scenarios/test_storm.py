"""Many people at once, deliveries doubled: everybody is answered, once."""

from sqlalchemy import select

from crm.model import InboxItem, InboxState

PEOPLE = ("dana", "morgan", "ari")
EACH = 12


def test_everybody_is_answered_once(team):
    turns = [(person, i) for i in range(EACH) for person in PEOPLE]
    asked = [(person, team.console.say(person, "dm", f"who owns Acme? ({i})")) for person, i in turns]
    assert team.console.wait_for(lambda: all(team.answers(person, ts) for person, ts in asked), timeout=90)
    assert [len(team.answers(person, ts)) for person, ts in asked] == [1] * len(asked)
    assert team.console.wait_for(lambda: states(team) == {InboxState.DONE}, timeout=30)


def states(team):
    with team.app.store.read() as session:
        return set(session.scalars(select(InboxItem.state).distinct()))
