"""Thoughts are left out of a stream, however it is cut into pieces."""

from __future__ import annotations

import pytest

from indexing.ollama_prose import without_thoughts


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("They pay.", "They pay."),
        ("<think>a < b </thin</think>They pay.", "They pay."),
        ("They <think>hm</think>pay<think></think>.", "They pay."),
        ("1 < 2 and <thin air", "1 < 2 and <thin air"),
        ("They pay.<think>for ever", "They pay."),
        ("", ""),
    ],
)
def test_thoughts_are_left_out(text: str, said: str, size: int) -> None:
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert "".join(without_thoughts(pieces)) == said
