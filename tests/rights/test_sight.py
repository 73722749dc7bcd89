"""A sight: what it is made of, how sights meet, and that nothing of the record goes round it."""

from __future__ import annotations

import pytest
from rights_company import OWNERS, PEOPLE, found, seers, words
from sqlalchemy import func, select, text
from sqlalchemy.orm import aliased

from crm.errors import RejectedError
from crm.model import Account, Base, Contact, Deal, Interaction, RelatedRecord, Role, Signal, Task, User
from crm.rights import Policy, Sight, current, look, refusal, seeing, unlimited
from crm.rights.narrowing import CRITERIA, _of
from crm.rights.office import RightsOffice
from crm.rights.rules import OPEN


@pytest.fixture
def any_team(any_store, clock, access):
    fresh = words()
    found(any_store, clock, "Beta", "everyone", fresh)
    return found(any_store, clock, "Alpha", access, fresh)


@pytest.mark.parametrize("shape", list(CRITERIA))
def test_every_table_has_its_rule_whichever_is_looked_at_first(shape):
    for each in Base.registry.mappers:
        assert _of(shape, each.class_)(each.class_) is not None, each.class_


def names(session, model=Account):
    return set(session.scalars(select(model.name)))


def test_each_person_sees_their_accounts_and_what_hangs_on_them(any_store, any_team, access):
    for who in PEOPLE:
        with any_store.read() as session:
            sight = look(session, any_team.tenant_id, [any_team.users[who].id])
        mine = [each for called, each in any_team.clients.items() if who in seers(access, called)]
        with seeing(sight), any_store.read() as session:
            expected = {each.name for each in mine}
            assert names(session) == expected or not sight.narrow
            row, account = aliased(Interaction), aliased(Account)
            joined = select(func.count(row.id), account.name).outerjoin(account, account.id == row.account_id)
            told = {name: count for count, name in session.execute(joined.group_by(account.name))}
            talks = len(mine) + (who in {"admin", "rep"})
            if sight.narrow:
                assert told == {**dict.fromkeys(expected, 1), None: len(mine)} | (
                    {any_team.clients["north-a"].name: 2} if talks > len(mine) else {}
                )
                for model, each in ((Contact, 1), (Deal, 2), (RelatedRecord, 1)):
                    assert session.scalar(select(func.count()).select_from(model)) == each * len(mine)
                for model in (Task, Signal):
                    assert session.scalar(select(func.count()).select_from(model)) == talks


def test_only_whom_nothing_is_kept_from_has_no_conditions(store, clock):
    team = found(store, clock, "Alpha", "everyone", words())
    office = RightsOffice(store, clock)
    assert not office.sight(team.tenant_id, [team.users["admin"].id]).narrow
    assert office.sight(team.tenant_id, [team.users["chief"].id]).shape == "but"
    office.release(team.tenant_id, team.clients["vault"].name, by=None)
    with store.write() as session:
        session.execute(text("DELETE FROM circle_members"))
        session.execute(text("DELETE FROM circles"))
    assert office.sight(team.tenant_id, [team.users["chief"].id]).key == ""


def test_an_audience_sees_what_all_of_it_see(store, clock):
    team = found(store, clock, "Alpha", "owner", words())
    ids = {who: user.id for who, user in team.users.items()}
    for some in (["rep", "mate"], ["north", "rep"], ["admin", "other"], ["chief", "south", "other"], list(ids)):
        with store.read() as session:
            sight = look(session, team.tenant_id, [ids[who] for who in some])
        with seeing(sight), store.read() as session:
            wanted = {team.clients[each].name for each in OWNERS if set(some) <= seers("owner", each)}
            assert names(session) == wanted
            assert ("account.annual_revenue" in sight.fields) == any(PEOPLE[who][0] is Role.REP for who in some)


@pytest.mark.parametrize("people", [[], [999_999]])
def test_nobody_sees_nothing(store, clock, people):
    team = found(store, clock, "Alpha", "everyone", words())
    with store.read() as session:
        sight = look(session, team.tenant_id, people)
    with seeing(sight), store.read() as session:
        for model in (Account, Contact, Deal, Interaction, Task, Signal, RelatedRecord):
            assert session.scalar(select(func.count()).select_from(model)) == 0


def test_a_user_of_another_tenant_sees_nothing_here(store, clock):
    fresh = words()
    mine = found(store, clock, "Alpha", "everyone", fresh)
    theirs = found(store, clock, "Beta", "everyone", fresh)
    with store.read() as session:
        assert look(session, mine.tenant_id, [theirs.users["admin"].id]).blind
    assert refusal(mine.tenant_id, theirs.users["admin"])


def test_a_deactivated_user_sees_nothing_from_that_moment(store, clock):
    team = found(store, clock, "Alpha", "everyone", words())
    user = team.users["admin"]
    office = RightsOffice(store, clock)
    assert not office.sight(team.tenant_id, [user.id]).blind
    with store.write() as session:
        session.get_one(User, user.id).active = False
    assert office.sight(team.tenant_id, [user.id]).blind
    with pytest.raises(RejectedError, match="not active"), office.seeing(team.tenant_id, user):
        pass


def test_sights_narrow_and_never_widen():
    outer = Sight(1, frozenset({1}), accounts=frozenset({1, 2}), circles=frozenset({5}))
    inner = Sight(1, frozenset({2}), accounts=frozenset({2, 3}), circles=frozenset({5, 6}), fields=frozenset({"a.b"}))
    with seeing(outer), seeing(inner) as held:
        assert held.accounts == {2}
        assert held.circles == {5}
        assert held.fields == {"a.b"}
        with unlimited():
            assert current() is None
        assert current() is held
    assert outer.meet(Sight(2, frozenset({3}))).blind
    assert Sight(1, frozenset()).meet(Sight(1, frozenset(), hidden=frozenset({4}))).hidden == {4}
    assert outer.meet(Sight(1, frozenset(), hidden=frozenset({1}))).accounts == {2}


def test_a_statement_that_is_not_the_mappers_is_refused(store, tenant_id):
    with seeing(Sight(tenant_id, frozenset({1}), accounts=frozenset())), store.read() as session:
        for statement in (text("SELECT name FROM accounts"), select(Account.__table__.c.name)):
            with pytest.raises(RejectedError):
                session.execute(statement)


def test_every_table_is_known_to_the_rules():
    every = {mapper.class_ for mapper in Base.registry.mappers}
    for rules in (CRITERIA["only"], CRITERIA["but"]):
        assert set(rules).isdisjoint(OPEN)
        assert every == set(rules) | set(OPEN)


def test_a_table_that_no_rule_knows_gives_nothing(store, clock, monkeypatch):
    team = found(store, clock, "Alpha", "owner", words())
    with store.read() as session:
        sight = look(session, team.tenant_id, [team.users["rep"].id])
    assert sight.shape == "only"
    from crm.rights import narrowing

    monkeypatch.setitem(CRITERIA, "only", {Account: CRITERIA["only"][Account]})
    narrowing._conditions.cache_clear()
    try:
        with seeing(sight), store.read() as session:
            assert names(session)
            assert names(session, Deal) == set()
    finally:
        narrowing._conditions.cache_clear()


@pytest.mark.parametrize(
    "kept", [{"accounts": "all"}, {"accounts": 7}, {"accounts": "team", "fields": {"a.b": "king"}}]
)
def test_a_policy_that_cannot_be_read_is_the_strictest(kept):
    policy = Policy.of({"rights": kept})
    assert policy.accounts.value in {"owner", "team"}
    assert all(role is Role.ADMIN for role in policy.fields.values())
