"""What a team's corrections teach."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hashing import HashingEmbedder, WordMoods
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))

from reading_kit import add

from crm.model import Correction, Interaction, MoodSource, Tenant
from indexing.indexer import Indexer
from indexing.learnt import FEWEST
from indexing.own_moods import OwnMoods
from indexing.vectors import ChromaVectors

TOPICS = ["the quay", "our crane", "a lorry", "the yard", "some crates", "the depot", "a barge", "the ramp", "our forklift", "the gate",
          "the silo", "a trailer", "our dock", "the winch"]  # fmt: skip


@pytest.fixture
def embedder():
    return HashingEmbedder(dimensions=256)


@pytest.fixture
def own(store, clock, embedder, tmp_path):
    return OwnMoods(store, clock, WordMoods(), embedder, tmp_path / "moods")


def corrected(store, tenant_id, clock, text, after):
    row = add(store, tenant_id, clock, text, mood=after, mood_source=MoodSource.HUMAN)
    with store.write() as session:
        session.add(
            Correction(
                tenant_id=tenant_id,
                interaction_id=row,
                field="mood",
                before="neutral",
                after=after,
                made_at=clock.now(),
            )
        )
    return row


def taught(store, tenant_id, clock, count=12):
    """In this trade “demurrage” is bad and “laytime” is good, which the shipped reader does not know."""
    for topic in TOPICS[:count]:
        corrected(store, tenant_id, clock, f"There is demurrage on {topic}", "negative")
        corrected(store, tenant_id, clock, f"We have laytime for {topic}", "positive")
    for topic in TOPICS:
        for words in ("Please see {}", "They asked about {}", "angry about {}", "glad about {}"):
            mood = "negative" if "angry" in words else "positive" if "glad" in words else "neutral"
            add(store, tenant_id, clock, words.format(topic), mood=mood, mood_source=MoodSource.MODEL)


def read(own, tenant_id, *texts):
    moods = WordMoods().moods(texts)
    return [each.label for each in own.adjusted(tenant_id, [[text] for text in texts], moods)]


NEW = ("Demurrage on the lock", "Laytime for the lock", "Please see the lock", "angry about the lock")


def test_a_teams_own_words_are_learnt_and_all_else_stays(store, tenant_id, clock, own):
    taught(store, tenant_id, clock)
    assert read(own, tenant_id, *NEW) == ["neutral", "neutral", "neutral", "negative"]
    learnt = own.learn(tenant_id)
    assert (learnt.kept, learnt.version, learnt.corrections, learnt.shipped) == (True, 1, 24, 0.0)
    assert learnt.own > 0.8
    assert learnt.unchanged >= 0.95
    assert read(own, tenant_id, *NEW) == ["negative", "positive", "neutral", "negative"]
    assert "learnt from 24 corrections (version 1)" in own.status(tenant_id).told()


def test_another_process_and_only_this_tenant_have_it(store, tenant_id, clock, own, tmp_path):
    taught(store, tenant_id, clock)
    own.learn(tenant_id)
    embedder = HashingEmbedder(dimensions=256)
    other = OwnMoods(store, clock, WordMoods(), embedder, tmp_path / "moods")
    assert read(other, tenant_id, *NEW)[0] == "negative"
    assert read(other, tenant_id + 1, *NEW)[0] == "neutral"
    renamed = OwnMoods(store, clock, WordMoods(), HashingEmbedder("another", 256), tmp_path / "moods")
    assert read(renamed, tenant_id, *NEW)[0] == "neutral"


def test_too_few_corrections_teach_nothing(store, tenant_id, clock, own):
    taught(store, tenant_id, clock, count=FEWEST // 2 - 1)
    assert not own.learn(tenant_id).kept
    assert "18 of 20" in own.status(tenant_id).told()


def test_one_kind_of_correction_teaches_nothing(store, tenant_id, clock, own):
    for n in range(30):
        corrected(store, tenant_id, clock, f"demurrage {n}", "negative")
    learnt = own.learn(tenant_id)
    assert (learnt.kept, learnt.corrections) == (False, 30)


def test_what_follows_no_rule_is_not_learnt(store, tenant_id, clock, own):
    moods = ("negative", "positive", "neutral")
    for n in range(45):
        corrected(store, tenant_id, clock, f"{TOPICS[n * 5 % 14]} {TOPICS[n * 3 % 11]} number{n}", moods[n % 3])
    taught(store, tenant_id, clock, count=0)
    learnt = own.learn(tenant_id)
    assert (learnt.kept, learnt.corrections) == (False, 45)
    assert read(own, tenant_id, *NEW) == ["neutral", "neutral", "neutral", "negative"]


def test_a_head_that_is_no_longer_better_goes(store, tenant_id, clock, own):
    taught(store, tenant_id, clock)
    assert own.learn(tenant_id).kept
    for topic in TOPICS:  # people have changed their minds
        corrected(store, tenant_id, clock, f"There is demurrage on {topic}", "neutral")
        corrected(store, tenant_id, clock, f"We have laytime for {topic}", "neutral")
    learnt = own.learn(tenant_id)
    assert (learnt.kept, learnt.version) == (False, 2)
    assert read(own, tenant_id, *NEW)[0] == "neutral"


def test_it_learns_when_there_is_something_new(store, tenant_id, clock, own):
    own.learn_all()
    assert own.status(tenant_id).version == 0
    taught(store, tenant_id, clock)
    own.learn_all()
    own.learn_all()
    assert own.status(tenant_id).version == 1
    corrected(store, tenant_id, clock, "laytime, laytime", "positive")
    own.learn_all()
    assert (own.status(tenant_id).version, own.status(tenant_id).corrections) == (2, 25)


def test_the_newest_word_of_a_person_counts(store, tenant_id, clock, own):
    taught(store, tenant_id, clock)
    row = corrected(store, tenant_id, clock, "demurrage", "positive")
    with store.write() as session:
        session.add(
            Correction(
                tenant_id=tenant_id,
                interaction_id=row,
                field="mood",
                before="positive",
                after="negative",
                made_at=clock.now(),
            )
        )
    assert own.learn(tenant_id).corrections == 25


def test_the_index_reads_moods_as_the_team_taught(store, tenant_id, clock, own, tmp_path):
    taught(store, tenant_id, clock)
    own.learn(tenant_id)
    vectors = ChromaVectors(tmp_path / "vectors")
    row = add(store, tenant_id, clock, NEW[0], indexed_version=0)
    talk = add(
        store,
        tenant_id,
        clock,
        "[user:1]: laytime, laytime\n[person:2]: demurrage on it\n[user:1]: oh",
        indexed_version=0,
    )
    indexer = Indexer(store, clock, HashingEmbedder(dimensions=256), WordMoods(), vectors, own_moods=own)
    while indexer.run_once(tenant_id):
        pass
    vectors.close()
    with store.read() as session:
        found = session.scalars(
            select(Interaction).where(Interaction.id.in_([row, talk])).order_by(Interaction.id)
        ).all()
        assert [(each.mood, each.mood_source) for each in found] == [("negative", MoodSource.MODEL)] * 2
        assert session.scalars(select(Tenant.id)).all() == [tenant_id]
