"""Words that mean nearly the same are near."""

from indexing.embedder import MiniLmEmbedder
from indexing.nearness import WordNearness

KNOWN = ("employees", "industry", "country", "price", "manager", "Banking")


def test_the_nearest_word_comes_first():
    nearness = WordNearness(MiniLmEmbedder(threads=1))
    found = {word: nearness.nearest(word, KNOWN, 2) for word in ("personnel", "nation", "cost", "supervisor", "banks")}
    assert [hits[0][0] for hits in found.values()] == ["employees", "country", "price", "manager", "Banking"]
    assert all(len(hits) == 2 and hits[0][1] >= hits[1][1] for hits in found.values())


def test_nothing_is_near_where_nothing_is_known():
    assert WordNearness(MiniLmEmbedder(threads=1)).nearest("personnel", (), 3) == []
