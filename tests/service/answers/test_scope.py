"""Meetings that a question names by their number."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_sentences import asked_of, passage, summary

from index.dense.encoder import SentenceEncoder
from index.search.opening import open_live
from service.answers.answerer import Answerer
from service.answers.scope import Names, other_meetings, speaks_of
from service.citations.citer import Citer

ROOTS, LEAVES = "Dialogue on Roots", "Dialogue on Leaves"
REPORTS = (
    summary("roots-1", "2021-05-04", title="First Dialogue on Roots", series=ROOTS),
    summary("roots-2", "2022-05-04", title="Second Dialogue on Roots", series=ROOTS),
    summary("roots-3", "2023-05-04", title="2023 Dialogue on Roots", series=ROOTS),
    summary("leaves-1", "2021-05-04", title="First Dialogue on Leaves", series=LEAVES),
    summary("leaves-2", "2022-06-04", title="Second Dialogue on Leaves", series=LEAVES),
    summary("blog-2", "2022-05-04", title="The second dialogue, as seen by a visitor"),
    summary("session-5", "2022-07-04", title="5th session of the Committee on Roots"),
    summary("session-25", "2023-07-04", title="25th session of the Committee on Roots"),
    summary("paper", title="Roots and leaves"),
)
NAMES = Names(REPORTS)


def others(question: str) -> set[str]:
    return set(other_meetings(asked_of(question), NAMES))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who chaired the second dialogue on roots?", {"roots-1", "roots-3", "leaves-1", "leaves-2"}),
        ("who chaired the 2nd informal dialogue on leaves?", {"roots-1", "roots-2", "leaves-1", "blog-2"}),
        ("who chaired the first dialogue on leaves?", {"roots-1", "roots-2", "leaves-2", "blog-2"}),
        # None has that number: what has another is not meant, and no report is named.
        ("what did the third dialogue on roots want?", {"roots-1", "roots-2", "leaves-1", "leaves-2", "blog-2"}),
        ("who chaired the fifth session?", {"session-25"}),
        ("who chaired the sixth session?", {"session-5", "session-25"}),
        ("who chaired the twenty-fifth session?", {"session-5"}),
        ("who chaired the Thirty Fifth session?", {"session-5", "session-25"}),
        # The number of a panel is not that of its meeting.
        (
            "what did the first panel during the second dialogue on leaves want?",
            {"roots-1", "roots-2", "leaves-1", "blog-2"},
        ),
        ("when was the first time they joined a meeting or dialogue?", set()),
        # No meeting is counted here.
        ("who chaired the dialogue on roots?", set()),
        ("what was said in the second part of the dialogue on roots?", set()),
        ("what did 2 speakers say at the dialogue on roots?", set()),
        # Who compares may want the others too.
        ("how did the second dialogue on roots differ from the one before?", set()),
    ],
)
def test_the_reports_of_other_meetings_are_told(question: str, expected: set[str]) -> None:
    assert others(question) == expected


def test_a_passage_of_another_meeting_may_speak_of_the_one_that_is_meant() -> None:
    asked = asked_of("who chaired the second dialogue on roots?")
    first, second = REPORTS[0], REPORTS[4]
    assert speaks_of(passage("At the second dialogue Mona will chair.", first).hit, asked)
    assert not speaks_of(passage("At the second session Mona will chair.", first).hit, asked)
    # The second dialogue that this one speaks of is its own.
    assert not speaks_of(passage("At the second dialogue Mona will chair.", second).hit, asked)


@pytest.mark.model
@pytest.mark.parametrize(
    ("question", "reports"),
    [
        ("How many NGOs attended the Second Constructive Dialogue on Trafficking in Persons?", {"cd-tip-2023"}),
        ("Who chaired the second dialogue on the smuggling of migrants?", {"cd-som-2023"}),
        ("Who chaired the fifth dialogue on firearms?", set()),
    ],
)
def test_a_fact_about_a_numbered_meeting_is_not_told_of_another(
    question: str, reports: set[str], sample_home: Path, real_encoder: SentenceEncoder
) -> None:
    searcher = open_live(sample_home, real_encoder)
    try:
        answer = Answerer(searcher, Citer(searcher)).answer(question)
    finally:
        searcher.close()
    assert {quote.report.id for quote in answer.quotes} == reports
