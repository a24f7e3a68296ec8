"""Where sentences start and end."""

from __future__ import annotations

import pytest

from corpus.text.sentences import sentence_spans


@pytest.mark.parametrize(
    "sentences",
    [
        ["It was agreed.¹² ", "The Chair left at once."],
        ["It was agreed.¹²,¹³ ", "“It was.”⁴\n", "The Chair left at once.⁵"],
        ["It was agreed.\n", "¹ See the annex."],
        ["¹ See the annex. ", "It was agreed."],
    ],
)
def test_a_note_sign_stays_with_the_sentence_that_it_touches(sentences: list[str]) -> None:
    text = "".join(sentences)
    assert [text[start:end] for start, end in sentence_spans(text)] == [one.strip() for one in sentences]
