from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indexing.passages import LONGEST, STRAY, passages, sentences, spoken


def words(text: str) -> list[str]:
    return text.split()


def test_a_short_text_is_one_passage_with_its_subject() -> None:
    assert passages("Renewal", "They will renew. In May.") == ["Renewal\nThey will renew. In May."]


def test_nothing_to_say_has_no_passage() -> None:
    assert passages(None, "") == passages("", " \n\t ") == passages(None, "--- *** ---") == []


def test_a_transcript_is_cut_between_lines_and_keeps_its_speakers() -> None:
    lines = [f"Ann: we went through point {n} of the plan and the price of it. It was long." for n in range(100)]
    found = passages("Call", "\n".join(lines))
    assert len(found) > 5
    assert "\n".join(found).splitlines() == ["Call", *lines]
    assert all(STRAY <= len(words(passage)) <= LONGEST + STRAY for passage in found)


def test_a_wall_of_text_is_cut_between_sentences() -> None:
    found = passages(None, "The pump failed again on Tuesday. " * 200)
    assert all(passage.endswith("Tuesday.") for passage in found)


def test_text_without_a_full_stop_is_cut_between_words() -> None:
    found = passages(None, "word " * 1000)
    assert all(len(words(passage)) <= LONGEST + STRAY for passage in found)
    assert sum(len(words(passage)) for passage in found) == 1000


@given(
    st.text(max_size=3000) | st.lists(st.sampled_from(["a", "B.", "c!", "\n", "ü?", "1.5"]), max_size=900).map(" ".join)
)
@settings(max_examples=60, deadline=None)
def test_no_word_is_lost_and_none_made_up(text: str) -> None:
    found = passages(None, text)
    assert found == passages(None, text)
    kept = [word for line in text.splitlines() if any(c.isalnum() for c in line) for word in line.split()]
    assert "".join("".join(found).split()) == "".join(kept)


def test_sentences_of_a_passage() -> None:
    assert sentences("Dr. Who came. He left! Then 1.5 days passed.\nAnn: fine") == [
        "Dr.", "Who came.", "He left!", "Then 1.5 days passed.", "Ann: fine",
    ]  # fmt: skip


def test_placeholders_are_spoken_as_a_plain_word() -> None:
    assert spoken("[person:17] wrote to [user:3] at <EMAIL_ADDRESS>, not [17]") == (
        "someone wrote to someone at someone, not [17]"
    )
