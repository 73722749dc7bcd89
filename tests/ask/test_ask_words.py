"""Words that a team teaches, and those learnt from a chosen reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select
from synthetic_company import NOW, found

from crm.ask.asker import Asker
from crm.ask.record.dictionary import Dictionary
from crm.clock import FixedClock
from crm.errors import RejectedError
from crm.model import Account, AuditEntry, Field, Tenant, User, Word, WordOrigin
from crm.ports import Redacted
from crm.store import Store
from indexing.embedder import MiniLmEmbedder
from indexing.nearness import WordNearness


class Unredacted:
    def redact(self, tenant_id: int, texts: Sequence[str], about=()) -> list[Redacted]:
        return [Redacted(text) for text in texts]


@pytest.fixture(scope="module")
def nearness() -> WordNearness:
    return WordNearness(MiniLmEmbedder(threads=1))


@pytest.fixture
def asker(store: Store, tenant_id: int, nearness: WordNearness) -> Asker:
    found(store, tenant_id)
    with store.write() as session:
        for place, account in enumerate(session.scalars(select(Account).order_by(Account.id))):
            account.annual_revenue = [5e6, 2e5, 8e6, 4e5][place]
        session.add(
            Account(name="Blue Whale Foods", industry="Retail", annual_revenue=1e5, tenant_id=tenant_id, created_at=NOW, updated_at=NOW)
        )  # fmt: skip
        people = {user.name: user for user in session.scalars(select(User))}
        people["Tom Berg"].team = "North"
        people["Jane Doe"].team = "South"
    return Asker(store, FixedClock(NOW), None, Unredacted(), nearness=nearness)


@pytest.fixture
def dictionary(store: Store, asker: Asker) -> Dictionary:
    return Dictionary(store, FixedClock(NOW), asker.reads, asker.vocabulary)


def user(store: Store, name: str) -> User:
    with store.read() as session:
        return session.scalars(select(User).where(User.name == name)).one()


TAUGHT = {
    "whale": "account with annual revenue over 1m",
    "dino": "account",
    "the north team": "team North",
    "SQL'd": "stage Negotiation",
    "takings": "won revenue",
}


@pytest.fixture
def taught(dictionary: Dictionary, tenant_id: int) -> Dictionary:
    for phrase, meaning in TAUGHT.items():
        dictionary.add(tenant_id, phrase, meaning, user=None)
    return dictionary


@pytest.mark.usefixtures("taught")
@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("how many whales do we have", "how many accounts with annual revenue over 1m do we have"),
        ("list whales", "list accounts with annual revenue over 1m"),
        ("whales in the US", "accounts with annual revenue over 1m in the US"),
        ("how many dinos", "how many accounts"),
        ("DINOS by industry", "accounts by industry"),
        ("deals of the north team", "deals of team North"),
        ("open deals that are SQL'd", "open deals that are stage Negotiation"),
        ("takings by rep", "won revenue by rep"),
        ("total takings this year", "total won revenue this year"),
    ],
)
def test_a_taught_word_is_read_as_its_meaning(asker: Asker, tenant_id: int, text: str, plain: str) -> None:
    mine, theirs = (asker.ask(tenant_id, each, user=None, now=NOW) for each in (text, plain))
    assert not mine.abstained, mine.reason
    assert (mine.plan, mine.rows) == (theirs.plan, theirs.rows)


@pytest.mark.usefixtures("taught")
@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("how many whales", [[2]]),
        ("whales by country", [["UK", 1], ["US", 1]]),
        ("whales without open deals", ["Umbrella Health"]),
        ("won revenue of whales", [[20000]]),
        ("which rep has the most whales", [["Tom Berg", 2]]),
    ],
)
def test_the_conditions_of_a_word_hold_whatever_else_is_asked(
    asker: Asker, tenant_id: int, text: str, rows: list[Any]
) -> None:
    answer = asker.ask(tenant_id, text, user=None, now=NOW)
    assert not answer.abstained, answer.reason
    found = answer.rows if isinstance(rows[0], list) else [row[0] for row in answer.rows]
    assert found == rows


@pytest.mark.usefixtures("taught")
def test_the_answer_says_which_meaning_was_used(asker: Asker, tenant_id: int) -> None:
    assert (
        "“whale” means account with annual revenue over 1m"
        in asker.ask(tenant_id, "how many whales", user=None).understood
    )


@pytest.mark.usefixtures("taught")
def test_a_name_of_the_record_is_left_alone(asker: Asker, tenant_id: int) -> None:
    answer = asker.ask(tenant_id, "what industry is Blue Whale Foods in", user=None, now=NOW)
    assert "Retail" in str(answer.rows) + answer.answer
    assert "means" not in answer.understood


def test_a_word_may_be_explained_by_another(taught: Dictionary, asker: Asker, tenant_id: int) -> None:
    taught.add(tenant_id, "yankee", "whale in the US", user=None)
    answer = asker.ask(tenant_id, "list yankees", user=None, now=NOW)
    assert [row[0] for row in answer.rows] == ["Globex"]
    assert "“whale” means" in answer.understood


@pytest.mark.parametrize(
    ("phrase", "meaning", "says"),
    [
        ("whale", "banana smoothie", "do not understand"),
        ("whale", "the", "do not understand"),
        ("whale", "", "few words"),
        ("whale", "whale account", "by itself"),
        ("the", "account", "too common"),
        ("42", "account", "too common"),
        ("", "account", "one to"),
        ("a b c d e f g h i j", "account", "one to"),
        ("Globex", "account", "in your record already"),
        ("software", "account", "in your record already"),
        ("industry", "account", "already"),
        ("win rate", "account", "I know"),
    ],
)
def test_what_cannot_be_taught_is_told(
    dictionary: Dictionary, tenant_id: int, phrase: str, meaning: str, says: str
) -> None:
    with pytest.raises(RejectedError, match=says):
        dictionary.add(tenant_id, phrase, meaning, user=None)


def test_words_explain_each_other_in_one_direction(dictionary: Dictionary, tenant_id: int) -> None:
    dictionary.add(tenant_id, "dino", "account", user=None)
    dictionary.add(tenant_id, "big fish", "dino", user=None)
    with pytest.raises(RejectedError, match="stand alone"):
        dictionary.add(tenant_id, "dino", "big fish", user=None)


def test_a_word_may_be_overridden_when_that_is_said(dictionary: Dictionary, asker: Asker, tenant_id: int) -> None:
    dictionary.add(tenant_id, "win rate", "number of won deals", user=None, over=True)
    assert asker.ask(tenant_id, "win rate", user=None, now=NOW).rows == asker.ask(
        tenant_id, "number of won deals", user=None, now=NOW
    ).rows  # fmt: skip


def test_a_word_is_changed_listed_and_removed(store: Store, asker: Asker, tenant_id: int) -> None:
    clock = FixedClock(NOW)
    dictionary = Dictionary(store, clock, asker.reads, asker.vocabulary)
    dictionary.add(tenant_id, "Kahuna", "account", user=None)
    dictionary.add(tenant_id, "kahuna", "deal", user=None)
    assert [(each.phrase, each.meaning) for each in dictionary.entries(tenant_id)] == [("kahuna", "deal")]
    assert dictionary.remove(tenant_id, "the Kahunas", user=None) == "kahuna"
    assert asker.ask(tenant_id, "list kahunas", user=None, now=NOW).abstained
    with pytest.raises(RejectedError, match="Nobody taught"):
        dictionary.remove(tenant_id, "kahuna", user=None)
    with store.read() as session:
        assert list(session.scalars(select(AuditEntry.action))) == ["words.add", "words.add", "words.remove"]


def test_only_admins_teach(dictionary: Dictionary, store: Store, tenant_id: int) -> None:
    for name in ("Tom Berg", "Maria Lopez"):
        with pytest.raises(RejectedError, match="Only an admin"):
            dictionary.add(tenant_id, "dino", "account", user=user(store, name))


def test_words_stay_with_their_team(taught: Dictionary, store: Store, asker: Asker) -> None:
    with store.write() as session:
        tenant = Tenant(name="Other Sales", created_at=NOW)
        session.add(tenant)
        session.flush()
        other = tenant.id
    assert taught.entries(other) == []
    assert "means" not in asker.ask(other, "how many dinos", user=None, now=NOW).understood


# --- learnt from a chosen reading -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "phrase", "meaning"),
    [
        ("average personnel by industry", "personnel", "employees"),
        ("average manpower by country", "manpower", "employees"),
        ("how many flopped deals", "flopped", "lost"),
        ("how many chores are open", "chores", "task"),
    ],
)
def test_an_unknown_word_offers_known_ones(asker: Asker, tenant_id: int, text: str, phrase: str, meaning: str) -> None:
    answer = asker.ask(tenant_id, text, user=None, now=NOW)
    assert (phrase, meaning) in [(each.phrase, each.meaning) for each in answer.lessons]
    assert all(each.reading in answer.readings for each in answer.lessons)


def test_a_chosen_reading_is_learnt(dictionary: Dictionary, store: Store, asker: Asker, tenant_id: int) -> None:
    maria = user(store, "Maria Lopez")
    entry = dictionary.learn(tenant_id, "Sectoid", "industry", user=maria)
    assert entry is not None
    assert (entry.phrase, entry.origin) == ("sectoid", WordOrigin.CLARIFICATION)
    assert asker.ask(tenant_id, "accounts by sectoid", user=maria, now=NOW).rows
    assert dictionary.learn(tenant_id, "sectoid", "country", user=maria) is None
    assert dictionary.forget(tenant_id, entry.id, user=maria) == "sectoid"


def test_a_rep_teaches_nobody(dictionary: Dictionary, store: Store, tenant_id: int) -> None:
    assert dictionary.learn(tenant_id, "sectoid", "industry", user=user(store, "Tom Berg")) is None
    with store.read() as session:
        assert session.scalar(select(Word.id)) is None


def test_nobody_forgets_what_another_taught(taught: Dictionary, store: Store, tenant_id: int) -> None:
    entry = taught.entries(tenant_id)[0]
    with pytest.raises(RejectedError, match="Only an admin"):
        taught.forget(tenant_id, entry.id, user=user(store, "Tom Berg"))


@pytest.mark.parametrize("text", ["kahuna of Globex", "deals of Kahuna", "flurb of Peter Gibbons"])
def test_nothing_is_learnt_where_somebody_is_named(asker: Asker, tenant_id: int, text: str) -> None:
    assert asker.ask(tenant_id, text, user=None, now=NOW).lessons == []


def test_a_figure_of_two_kinds_is_offered_both_ways(asker: Asker, store: Store, tenant_id: int) -> None:
    with store.write() as session:
        session.add(
            Field(tenant_id=tenant_id, entity="account", key="annual_revenue", label="revenue", type="money", core=True)
        )
    answer = asker.ask(tenant_id, "total revenue of Umbrella Health", user=None, now=NOW)
    readings = [asker.ask(tenant_id, each, user=None, now=NOW).rows for each in answer.readings]
    assert sorted([answer.rows, *readings]) == [[[20000.0]], [[8e6]]]


def test_the_second_reading_is_offered_beside_the_answer(asker: Asker, store: Store, tenant_id: int) -> None:
    with store.write() as session:
        owner: Any = session.scalars(select(User).where(User.name == "Tom Berg")).one()
        owner.team = "Software"
    answer = asker.ask(tenant_id, "won revenue in Software", user=None, now=NOW)
    assert not answer.abstained
    assert answer.readings
    assert any("team" in each for each in answer.readings) or any("industry" in each for each in answer.readings)


def test_of_many_unknown_words_none_is_guessed_at(asker: Asker, tenant_id: int) -> None:
    answer = asker.ask(tenant_id, "accounts whose plumber juggles turquoise bagpipes", user=None, now=NOW)
    assert answer.abstained
    assert answer.readings
    assert not [each for each in answer.readings if {"plumber", "juggles", "turquoise", "bagpipes"} & {*each.split()}]
    assert answer.lessons == []
