"""Whatever else shows rows: proposals, follow-ups, corrections, signals, files, searches, plans of others."""

from __future__ import annotations

import pytest
from hashing import HashingEmbedder, WordMoods
from probes import leaked, messages
from rights_company import PEOPLE, found, words
from sqlalchemy import func, select

from bot import csvfile
from crm.agenda import Agenda
from crm.ask.plan import QueryPlan
from crm.ask.record.dictionary import Dictionary
from crm.capture import Capture
from crm.display import display
from crm.errors import RejectedError
from crm.log.logbook import LogBook
from crm.model import Account, Interaction, Task
from crm.nudges.nudges import Nudges
from crm.reading.corrections import Corrections
from crm.rights import look, seeing
from crm.rights.office import RightsOffice
from indexing.indexer import Indexer
from indexing.searcher import HybridSearcher
from indexing.vectors import ChromaVectors
from privacy.redactor import PresidioRedactor
from privacy.vault import KeyFileVault


@pytest.fixture
def redactor(store):
    return PresidioRedactor(store)


@pytest.fixture
def office(store, clock):
    return RightsOffice(store, clock)


@pytest.fixture
def book(store, clock, redactor, tmp_path):
    vault = KeyFileVault(tmp_path)
    return LogBook(store, clock, Capture(clock, redactor, vault), vault, None)


@pytest.mark.parametrize("who", ["rep", "other", "south"])
def test_a_proposal_links_no_client_that_its_author_may_not_see(teams, book, office, clock, who):
    mine, theirs = teams
    user = mine.users[who]
    hidden = mine.forbidden(who) | theirs.forbidden(None)
    unseen = {each.id for each in mine.clients.values() if who not in each.seers}
    linked = 0
    for text in [*messages(mine), *messages(theirs)[:6]]:
        with office.seeing(mine.tenant_id, user):
            found_ = book.propose(mine.tenant_id, text, user=user, now=clock.now(), save=False)
        for each in found_.all:
            assert each.account_id not in unseen, text
            linked += each.account_id is not None
        assert not leaked(found_.model_dump(mode="json", exclude={"said"}), text, hidden), text
    assert linked > 5


def test_logging_with_an_unknown_client_makes_a_new_one(store, clock, book, office):
    team = found(store, clock, "Alpha", "owner", words())
    user, secret = team.users["rep"], team.clients["south-a"]
    with office.seeing(team.tenant_id, user):
        entry = book.propose(team.tenant_id, "had a call about pricing, follow up Friday", user=user, now=clock.now())
        book.confirm(team.tenant_id, entry.entry_id, user, entry.model_copy(update={"account": secret.name}))
    with store.read() as session:
        rows = session.execute(select(Account.id, Account.owner_id).where(Account.name == secret.name)).all()
        last = session.scalar(select(Interaction).order_by(Interaction.id.desc()).limit(1))
    assert len(rows) == 2
    assert last.account_id == max(row.id for row in rows)


def test_an_entry_about_a_client_restricted_since_is_not_touched_any_more(store, clock, book, office):
    team = found(store, clock, "Alpha", "everyone", words())
    user, client = team.users["rep"], team.clients["north-a"]
    with office.seeing(team.tenant_id, user):
        entry = book.propose(team.tenant_id, f"called {client.name}, call again Friday", user=user, now=clock.now())
        assert entry.account_id == client.id
    office.restrict(team.tenant_id, client.name, ["mate Alpha"], by=team.users["admin"])
    before = _rows(store)
    for what in (book.confirm, book.discard, book.get):
        with office.seeing(team.tenant_id, user), pytest.raises(RejectedError, match="no such entry"):
            what(team.tenant_id, entry.entry_id, user)
    assert _rows(store) == before


def test_a_colleague_cannot_open_anothers_proposal(store, clock, book):
    team = found(store, clock, "Alpha", "everyone", words())
    entry = book.propose(
        team.tenant_id, "called about pricing, follow up Friday", user=team.users["rep"], now=clock.now()
    )
    with pytest.raises(RejectedError, match="Only the person"):
        book.get(team.tenant_id, entry.entry_id, team.users["mate"])
    assert book.get(team.tenant_id, entry.entry_id, team.users["north"]).entry_id == entry.entry_id


@pytest.mark.parametrize("who", list(PEOPLE))
def test_follow_ups_and_corrections_go_by_what_is_seen(teams, store, clock, redactor, *, office, who):
    mine, theirs = teams
    user = mine.users[who]
    hidden = mine.forbidden(who) | theirs.forbidden(None)
    agenda, corrections = Agenda(store, clock), Corrections(store, clock, redactor)
    with office.seeing(mine.tenant_id, user):
        said = [[task.what, task.account.name if task.account else None] for task in agenda.follow_ups(user)]
        assert not leaked(said, "", hidden)
        for client in [*mine.clients.values(), *theirs.clients.values()]:
            if who in client.seers and client in mine.clients.values():
                continue
            with pytest.raises(RejectedError, match=r"not there|no such|belongs"):
                agenda.finish(user, client.task, clock.now())
            for row in client.interactions:
                with pytest.raises(RejectedError):
                    corrections.correct(mine.tenant_id, row, "mood", "positive", user)
    with store.read() as session:
        assert session.scalar(select(func.count()).select_from(Task).where(Task.done_at.is_not(None))) == 0


def test_signals_are_told_to_those_alone_who_may_see_what_they_were_noticed_in(teams, store, clock, redactor):
    mine, _ = teams
    nudges = Nudges(store, clock, redactor)
    assert nudges.gather(mine.tenant_id)
    for who in PEOPLE:
        waiting = nudges.waiting(mine.tenant_id, mine.users[who])
        said = str([vars(each) for each in waiting])
        assert not leaked(said, "", mine.forbidden(who))
        seen = [client for client in mine.clients.values() if who in client.seers]
        assert {client.words[8] for client in seen} <= {word for word in mine.secrets if word in said}


def test_anothers_plan_gives_what_the_one_who_runs_it_may_see(teams, store, clock, asker):
    mine, _ = teams
    admin = mine.users["admin"]
    plan = QueryPlan.model_validate(asker.ask(mine.tenant_id, "list accounts", user=admin, now=clock.now()).plan)
    by_revenue = QueryPlan.model_validate(
        {"subject": "account", "shape": "list", "order": [{"field": "account.annual_revenue", "descending": True}]}
    )
    assert asker.repeat(mine.tenant_id, by_revenue, user=admin, now=clock.now()).rows
    with pytest.raises(RejectedError, match="has no column"):
        asker.repeat(mine.tenant_id, by_revenue, user=mine.users["rep"], now=clock.now())
    for who in ("rep", "other", "south"):
        hidden = mine.forbidden(who)
        found_ = asker.repeat(mine.tenant_id, plan, user=mine.users[who], now=clock.now())
        sheet = csvfile.content(found_.columns, found_.rows).decode("utf-8-sig")
        assert not leaked([sheet, found_.model_dump(mode="json")], "", hidden)


def test_words_of_the_team_that_name_a_client_are_for_those_who_may_see_it(teams, store, clock, asker, office):
    mine, _ = teams
    client = mine.clients["south-a"]
    dictionary = Dictionary(store, clock, asker.reads, asker.vocabulary)
    dictionary.add(mine.tenant_id, "whale", f"deals of {client.name}", user=None)
    for who in PEOPLE:
        with office.seeing(mine.tenant_id, mine.users[who]):
            listed = dictionary.entries(mine.tenant_id)
        assert bool(listed) == (who in client.seers), who
        answer = asker.ask(mine.tenant_id, "whale", user=mine.users[who], now=clock.now())
        assert not leaked(answer.model_dump(mode="json"), "", mine.forbidden(who))


def test_people_who_may_not_be_seen_are_someone(store, clock, office):
    team = found(store, clock, "Alpha", "owner", words())
    with store.read() as session:
        talk = session.get_one(Interaction, team.clients["south-a"].interactions[0])
        sight = look(session, team.tenant_id, [team.users["rep"].id])
        assert "Jo " in display(session, team.tenant_id, talk.text)
    with seeing(sight), store.read() as session:
        assert "(someone)" in display(session, team.tenant_id, talk.text)


def test_a_search_finds_what_may_be_seen(teams, store, clock, office, tmp_path):
    mine, theirs = teams
    embedder, vectors = HashingEmbedder(), ChromaVectors(tmp_path / "vectors")
    indexer = Indexer(store, clock, embedder, WordMoods(), vectors)
    while indexer.run_once():
        pass
    searcher = HybridSearcher(store, clock, embedder, vectors)
    try:
        for who in PEOPLE:
            hidden = mine.forbidden(who) | theirs.forbidden(None)
            with office.seeing(mine.tenant_id, mine.users[who]):
                result = searcher.search(mine.tenant_id, "upset about the invoice, will cancel", limit=50)
            quotes = [hit.quote for hit in result.hits]
            assert not leaked(quotes, "", hidden)
            assert len(quotes) >= sum(2 for each in mine.clients.values() if who in each.seers)
    finally:
        vectors.close()


def _rows(store):
    with store.read() as session:
        return [session.scalar(select(func.count()).select_from(each)) for each in (Interaction, Task, Account)]
