"""What a model writes becomes the same sentences however it arrives, and citations are read in all their spellings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.phrasing.replies import ModelFailedError
from service.phrasing.sentences import CUT_OFF, LONGEST_SENTENCE, Claim, claims, sentences, tidy

PIECES = st.lists(
    st.sampled_from(["The chair spoke", " of it", ".", " ", "\n", "[1]", " [2, 3]", "?", "- ", "(para. 4)"])
)


def cut(pieces: Sequence[str], *, fails: bool = False) -> list[str]:
    """The sentences of a stream; with `fails` it breaks off at the end."""

    async def written() -> AsyncIterator[str]:
        for piece in pieces:
            yield piece
        if fails:
            raise ModelFailedError("broken off", "It broke off.")

    async def collect() -> list[str]:
        found = []
        try:
            async for sentence in sentences(written()):
                found.append(sentence)  # noqa: PERF401  # what came before a failure is kept
        except ModelFailedError:
            assert fails
        return found

    return asyncio.run(collect())


@given(PIECES)
def test_sentences_do_not_depend_on_how_the_stream_is_cut(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert cut(list(text)) == cut([text])


@given(PIECES)
def test_no_letter_is_lost_or_doubled(pieces: list[str]) -> None:
    text = "".join(pieces)
    if len(text) < LONGEST_SENTENCE:
        letters = [character for character in text if character.isalpha()]
        assert [character for character in "".join(cut([text])) if character.isalpha()] == letters


def test_of_a_sentence_without_an_end_only_the_beginning_is_given() -> None:
    long = "and so on " * 500
    found = cut([long, "The end. ", "Another [1]."])
    assert [len(found[0]) <= LONGEST_SENTENCE, *found[1:]] == [True, "Another [1]."]


def test_what_was_being_written_at_a_failure_is_marked() -> None:
    assert cut(["The chair spoke [1]. The pan"], fails=True) == ["The chair spoke [1].", f"The pan{CUT_OFF}"]
    assert cut(["The chair spoke [1]. "], fails=True)[-1].endswith(CUT_OFF)
    assert cut([], fails=True) == []


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("- The chair spoke [1].", "The chair spoke [1]."),
        ("2) The chair spoke [Quote 1].", "The chair spoke [1]."),
        ("The chair  spoke [ 1 ,2 ]", "The chair spoke [1, 2]"),
        ("The chair spoke [2–4].", "The chair spoke [2, 3, 4]."),
        ("The chair spoke [9-2].", "The chair spoke [9, 2]."),
        ("The chair spoke [1-9999].", "The chair spoke [1, 9999]."),
        ("The chair spoke [one].", "The chair spoke [one]."),
    ],
)
def test_citations_are_written_in_one_way(written: str, shown: str) -> None:
    assert tidy(written) == shown


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("The chair spoke.", ()),
        ("The chair spoke [1].", (Claim("The chair spoke .", (1,)),)),
        ("The chair spoke [1] [2].", (Claim("The chair spoke .", (1, 2)),)),
        ("The chair spoke [1] and [1, 2].", (Claim("The chair spoke .", (1, 2)),)),
        (
            "The chair spoke [1], and nobody left [2].",
            (Claim("The chair spoke", (1,)), Claim(", and nobody left .", (2,))),
        ),
        ("As [1] says, the chair spoke.", (Claim("As  says, the chair spoke.", (1,)),)),
    ],
)
def test_each_part_of_a_sentence_rests_on_its_own_citations(sentence: str, found: tuple[Claim, ...]) -> None:
    assert claims(sentence) == found
