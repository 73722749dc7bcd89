"""What a source says of who may see its events holds in the record, and only ever narrows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from crm.model import Interaction
from crm.rights import look, seeing

sys.path.insert(0, str(Path(__file__).parents[1] / "intake"))
from intake_kit import Handed, House, mail, people

DANA, PRIYA = "dana@northwind.example", "priya@northwind.example"


@pytest.fixture
def house(any_store, any_tenant_id, clock):
    made = House(any_store, any_tenant_id, clock)
    made.ids = people(any_store, any_tenant_id)
    return made


def seen_by(house, name):
    with house.store.read() as session:
        sight = look(session, house.tenant_id, [house.ids[name]])
    with seeing(sight), house.store.read() as session:
        return sorted(session.scalars(select(Interaction.external_id)))


def test_an_event_is_seen_by_those_it_is_for(house):
    to = ("jane@acme.com", DANA)
    house.take(mail("open", *to), mail("private", *to, visible_to=(DANA,)), mail("none", *to, visible_to=()))
    assert seen_by(house, "Dana Reyes") == ["open", "private"]
    assert seen_by(house, "Priya Nair") == ["open"]


def test_a_source_that_is_somebodys_own_narrows_all_it_brings(house):
    events = [mail("1", "jane@acme.com", DANA), mail("2", "jane@acme.com", DANA, visible_to=(DANA, PRIYA))]
    source = house.source("box", Handed(events))
    with house.store.write() as session:
        session.merge(source).settings = {"visible_to": f" {PRIYA.upper()} ,nobody@else.example"}
    assert house.sync.run(source.id).error is None
    house.chain.run(house.tenant_id)
    assert seen_by(house, "Priya Nair") == ["1", "2"]
    assert seen_by(house, "Dana Reyes") == []


def test_the_same_thing_told_by_another_source_is_never_seen_by_more(house):
    house.take(mail("1", "jane@acme.com", DANA, identity="<m1>", visible_to=(DANA,)))
    house.take(mail("x", "jane@acme.com", DANA, identity="<m1>"), source="shared")
    assert seen_by(house, "Priya Nair") == []
    house.take(mail("y", "jane@acme.com", DANA, identity="<m1>", visible_to=(PRIYA,)), source="other")
    assert seen_by(house, "Dana Reyes") == []
    house.take(mail("2", "jane@acme.com", DANA, identity="<m2>"), source="open")
    assert seen_by(house, "Priya Nair") == ["2"]
    house.take(mail("z", "jane@acme.com", DANA, identity="<m2>", visible_to=(DANA,)), source="later")
    assert seen_by(house, "Priya Nair") == []


def test_messages_of_the_same_people_share_a_circle(house):
    house.take(*(mail(str(each), "jane@acme.com", DANA, visible_to=(DANA, PRIYA)) for each in range(5)))
    with house.store.read() as session:
        assert len(set(session.scalars(select(Interaction.circle_id)))) == 1
