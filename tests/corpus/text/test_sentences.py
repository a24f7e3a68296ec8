"""Where sentences start and end."""

from __future__ import annotations

import time

import pytest
import sentencex

from corpus.text.sentences import AT_ONCE, sentence_spans


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


@pytest.mark.parametrize(
    "sentence",
    [
        "Ms. Larsen and Lt. Col. Aho asked for it.",
        "It is told in paras. 4 and 5, para. (c), vol. II, sect. A and sect. II.A of the paper.",
    ],
)
def test_a_short_form_ends_no_sentence(sentence: str) -> None:
    text = f"{sentence} The Chair left at once."
    assert [text[start:end] for start, end in sentence_spans(text)] == [sentence, "The Chair left at once."]


@pytest.mark.parametrize(
    ("sentence", "following"),
    [
        ("It stands in the doc.", "I left it there."),
        ("They are listed in the vol.", "The Chair left at once."),
        ("It was told by the Govt.", "Two came."),
    ],
)
def test_a_short_form_may_end_one(sentence: str, following: str) -> None:
    text = f"{sentence} {following}"
    assert [text[start:end] for start, end in sentence_spans(text)] == [sentence, following]


def test_no_sentence_runs_over_the_end_of_a_paragraph() -> None:
    text = "See paras.\n\n4. The Chair left at once."
    assert text[: sentence_spans(text)[0][1]] == "See paras."


def test_a_sentence_may_end_where_a_blank_was_lost() -> None:
    text = "The meeting was closed.The Chair left at once."
    assert [text[start:end] for start, end in sentence_spans(text)] == [
        "The meeting was closed.",
        "The Chair left at once.",
    ]


SENTENCE = "It was agreed by all who came. "


@pytest.mark.parametrize("filling", [SENTENCE, "“Yes.” ", "A word (or two) and no stop\n", "`a` ", "1. "])
def test_a_long_text_has_the_sentences_that_its_library_finds_in_the_whole(filling: str) -> None:
    text = SENTENCE * 40 + filling * (2 * AT_ONCE // len(filling)) + SENTENCE * 40
    whole = [boundary["start_index"] for boundary in sentencex.get_sentence_boundaries("en", text)]
    assert [start for start, _ in sentence_spans(text)] == whole


def test_quotation_marks_take_time_by_their_number_alone() -> None:
    started = time.process_time()
    assert sentence_spans("`" * 200_000) == [(0, 200_000)]
    assert time.process_time() - started < 6  # as one text it takes 12 s
