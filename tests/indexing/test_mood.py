from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from crm.errors import FatalError
from indexing.cues import Cues
from indexing.embedder import MiniLmEmbedder
from indexing.feeling import HEARD, Feeling
from indexing.mood import BUCKETS, MoodHead, MoodReader, features

DATA = Path(__file__).parents[3] / "shared" / "data" / "mood"


@pytest.fixture(scope="module")
def reader() -> MoodReader:
    return MoodReader(Feeling())


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("I am furious, the whole thing is broken and your people hang up on me.", "negative"),
        ("Frustrated! This is the third time I ask for it.", "negative"),
        ("They churned.", "negative"),
        ("Not happy.", "negative"),
        ("Fantastic work, everybody here is thrilled with it!", "positive"),
        ("She was very pleased with the pilot and will recommend us.", "positive"),
        ("Please send the report by Monday.", "neutral"),
        ("Emailed Sarah the contract, awaiting signature.", "neutral"),
        ("The interface is gorgeous and our users adore it, but your invoicing is a catastrophe.", "mixed"),
        ("I love the dashboard. I hate the mobile app.", "mixed"),
    ],
)
def test_labels(reader, text, label):
    mood = reader.moods([text])[0]
    assert mood.label == label
    assert mood.score < 0 if label == "negative" else True
    assert mood.score > 0 if label == "positive" else True
    assert abs(mood.score) <= 0.6 if label in {"neutral", "mixed"} else True


def test_bad_news_in_kind_words_is_bad_news(reader):
    text = "Thank you for all your help, but we have opted to go on with another vendor. All the best, Kim"
    assert reader.moods([text])[0].label == "negative"


@pytest.mark.parametrize(
    "text",
    [
        "We've decided to explore other options, thanks for everything!",
        "It was lovely to meet you all, we're going with another supplier. Best wishes, Jo",
        "Wonderful people, but they have chosen a different agency for next year.",
        "Thank you so much! We will not be renewing in the autumn.",
        "Please cancel our subscription, and thanks for the great support.",
        "Thanks for the kind offer, the board decided against renewing.",
        "Great, another outage. Just what we needed.",
        "Thanks for nothing.",
    ],
)
def test_polite_goodbyes_and_irony_are_bad_news(reader, text):
    mood = reader.moods([text])[0]
    assert mood.label == "negative"
    assert mood.score < -0.2


@pytest.mark.parametrize(
    "text",
    [
        "They left a great review.",
        "We left Globex and came to you.",
        "We're not going anywhere.",
        "We cancelled the other vendor.",
        "Can we explore other options for the colour?",
        "We would never switch to another provider.",
        "Are they going with another supplier?",
        "I'm not unhappy.",
        "It was not late and nothing was broken.",
        "We have never had a problem with it.",
    ],
)
def test_those_who_stay_and_bad_words_turned_are_not_bad_news(reader, text):
    assert reader.moods([text])[0].label != "negative"


def test_what_is_left_beside_a_bad_word_turned_counts(reader):
    moods = reader.moods(["It was not late. Nothing was broken.", "It was not late. But I am furious about the bill."])
    assert [mood.label == "negative" for mood in moods] == [False, True]


def test_an_opening_although_is_a_contrast(reader):
    mood = reader.moods(["Although the reps love it, leadership is very frustrated."])[0]
    assert mood.label in {"mixed", "negative"}


def test_missing_cues_are_said_plainly(tmp_path):
    with pytest.raises(FatalError, match="install"):
        Cues(tmp_path / "none.tsv").bad_news("a text")


def test_patterns_take_no_time_on_a_hostile_text():
    for text in ("we go " * 9000, "not " * 9000, "a " * 20_000 + "another", "great, " * 9000, "no more " * 5000):
        start = time.perf_counter()
        Cues().bad_news(text)
        Cues().relief(text)
        assert time.perf_counter() - start < 2


def test_thanks_alone_are_good(reader):
    assert reader.moods(["Thank you so much, your team is wonderful!"])[0].label == "positive"


def test_stronger_words_score_further_out(reader):
    mild, strong = reader.moods(["Slightly annoyed about the delay.", "I am absolutely furious, this is horrible!!"])
    assert strong.score < mild.score < 0


def test_one_pass_gives_the_same_moods(reader):
    embedder = Feeling()
    texts = ["Great call!", "The server is down again.", "Meeting at ten.", "Good people, but awful tools.", ""]
    assert reader.moods_of(texts, embedder.embed(texts)) == reader.moods(texts)


def test_order_and_company_do_not_matter(reader):
    texts = ["Great call!", "The server is down again.", "", "Meeting at ten."]
    together = reader.moods(texts)
    assert reader.moods(texts[::-1]) == together[::-1]
    assert [reader.moods([text])[0] for text in texts] == together


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_no_text_is_neutral(reader, text):
    mood = reader.moods([text])[0]
    assert (mood.label, mood.score) == ("neutral", 0.0)


def test_no_texts(reader):
    assert reader.moods([]) == []


@pytest.mark.parametrize(
    "text", ["\ud83d", "?" * 5000, "1 2 3", "but but but but", ". . .\n\n", "日本語", "x" * 50_000]
)
def test_odd_texts_do_no_harm(reader, text):
    mood = reader.moods([text])[0]
    assert -1 <= mood.score <= 1


def test_a_long_text_is_read_to_its_end(reader):
    calm = "The workshop covers import, roles, rights and reports in that order. " * 30
    bad = "We are furious about the outages, the support is horrible and we want our money back. " * 8
    assert len(calm) > 1500
    moods = reader.moods([calm, calm + bad])
    assert moods[0].label == "neutral"
    assert moods[1].label == "negative"


def test_a_long_text_with_both_is_mixed(reader):
    good = "The new dashboard is wonderful and the whole team is delighted with the quick support. " * 7
    bad = "The invoices are wrong every month, we are angry about it and nobody ever answers. " * 7
    assert reader.moods([good + bad])[0].label == "mixed"


def test_vectors_of_another_space_are_refused():
    class Other(MiniLmEmbedder):
        name = "other"

    with pytest.raises(FatalError, match="does not fit"):
        MoodReader(Feeling(Other())).moods(["a text"])


def test_vectors_alone_are_refused():
    with pytest.raises(FatalError, match="does not fit"):
        MoodReader(MiniLmEmbedder()).moods(["a text"])


def test_missing_layers_are_said_plainly(tmp_path):
    with pytest.raises(FatalError, match="install"):
        Feeling(path=tmp_path / "none.onnx").embed(["a text"])


def test_only_the_wanted_texts_are_listened_to():
    texts = [
        "Great call!",
        "The server is down again, and nobody told us so before the meeting.",
        "",
        "Meeting at ten.",
    ]
    whole, some = Feeling().embed(texts), Feeling().embed_hearing(texts, {1, 2})
    assert (some[:, :-HEARD] == whole[:, :-HEARD]).all()
    assert np.allclose(some[1, -HEARD:], whole[1, -HEARD:], atol=1e-4)
    assert not some[[0, 2, 3], -HEARD:].any()


def test_a_row_begins_with_the_vector():
    texts = ["Great call!", "", "The server is down again, and nobody told us so before the meeting."]
    rows = Feeling().embed(texts)
    assert rows.shape == (3, 384 + HEARD)
    assert np.array_equal(rows[:, :384], MiniLmEmbedder().embed(texts))
    assert not rows[1].any()


def test_what_is_heard_does_not_depend_on_the_company():
    texts = ["Great call!", "The server is down again, and nobody told us so before the meeting. " * 9]
    together, alone = Feeling().embed(texts), np.vstack([Feeling().embed([text]) for text in texts])
    assert np.allclose(together, alone, atol=1e-3)


def test_a_missing_head_is_said_plainly(tmp_path):
    with pytest.raises(FatalError, match="install"):
        MoodHead(tmp_path / "none.npz").moods_of(["a"], np.zeros((1, 384 + HEARD), np.float32))


def test_head_alone_reads_rows():
    texts = ["Great call!", "The server is down again."]
    moods = MoodHead().moods_of(texts, Feeling().embed(texts))
    assert [mood.label for mood in moods] == ["positive", "negative"]


def test_a_negated_word_is_another_word():
    assert set(features("good")) & set(features("so good"))
    assert not set(features("good")) & set(features("not good"))
    assert all(0 <= bucket < BUCKETS for bucket in features("It's 5 pm :) won't wait!!"))


def test_reads_customers_it_was_not_fitted_on():
    if not DATA.is_dir():
        pytest.skip("outside data are not here: ../shared/data/mood")
    command = [sys.executable, "-m", "benchmarks.mood", "--sample", "600", "--data", str(DATA)]
    run = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True)
    found = json.loads(run.stdout)
    assert found["rapport"]["macro_recall"] > 0.66
    assert found["rapport"]["negative_f1"] > 0.78
    assert found["rapport"]["macro_recall"] > found["vader"]["macro_recall"] + 0.08
    assert found["mixed_share"] < 0.02
