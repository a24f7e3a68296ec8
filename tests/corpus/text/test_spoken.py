"""What of a text is embedded and looked up."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.text.spoken import words_said


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Yeah {vocalsound} , the {disfmarker} remote", "Yeah , the remote"),
        ("We heard [inaudible] and (Laughter) from <pause> there", "We heard and from there"),
        ("**Recommendation:** act *now*, __please__", "Recommendation: act now , please"),
        ("see [the report](https://example.org/a_b) for it", "see [the report] for it"),
        ("Um, it was, uh, hmm, late. Mm-hmm.", ", it was, , , late. ."),
        ("the snake_case and 3 * 4", "the snake_case and 3 4"),
        ("the UM and the ER met in Uhm-stadt", "the UM and the ER met in Uhm-stadt"),
        ("{a set of n+1} and [brackets] (stay)", "{a set of n+1} and [brackets] (stay)"),
    ],
)
def test_only_what_is_no_word_of_the_text_is_left_out(written: str, said: str) -> None:
    assert words_said(written).split() == said.split()


def test_the_name_that_opens_a_turn_is_left_out_and_only_there() -> None:
    written = "**The  Chair:** Thank you.\n\nThe Chair: And the Chair: you said.\n\n**Ana:** Ana is here."
    assert words_said(written, "en", ["The Chair", "Ana"]).split() == (
        ["Thank", "you.", "And", "the", "Chair:", "you", "said.", "Ana", "is", "here."]
    )
    assert "Chair" in words_said(written, "en")


def test_hesitations_are_words_in_other_languages() -> None:
    assert words_said("Er kam um acht.", "de") == "Er kam um acht."
    assert words_said("er, um, {pause} acht", "de").split() == ["er,", "um,", "acht"]


def test_nothing_may_have_been_said() -> None:
    assert not words_said("**Ana:** {laugh}", "en", ["Ana"]).strip()


@given(st.text(alphabet="aU mh*_[]()<>{}:\n1é", max_size=60), st.sampled_from([None, "en", "fr"]))
def test_offsets_hold(text: str, language: str | None) -> None:
    said = words_said(text, language, ["am", "a h"])
    assert len(said) == len(text)
    assert all(kept in (old, " ") or old.isspace() for kept, old in zip(said, text, strict=True))
    assert not any(old.isspace() != kept.isspace() and old.isspace() for kept, old in zip(said, text, strict=True))


def test_a_long_line_to_write_on_takes_time_by_its_length_alone() -> None:
    line = "name" + "_" * 20_000 + "date"
    started = time.process_time()
    assert words_said(line) == line
    assert time.process_time() - started < 2
