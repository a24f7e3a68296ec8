"""Which sentences are read beside a question, as what, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest
from conftest import HashingEncoder
from service_collection import DIGEST, build

from corpus.types import Metadata, Passage, ReportSummary
from index.build.types import Model
from index.search.evidence import PassageEvidence
from index.search.opening import open_live
from index.types import Encoder, Filters, Hit, Scores, Vectors
from service.answers.abstention import AbstentionClassifier, LogisticModel, Thresholds, load_abstention_classifier
from service.answers.answerer import Answerer
from service.answers.candidates import Candidate
from service.answers.rerank import (
    DEPTH,
    FIRST_DEPTH,
    HEADING,
    PLAIN,
    TITLE,
    answers_plainly,
    best_places,
    reranker_text,
    score_places,
)
from service.citations.citer import Citer

NOTHING = np.zeros(0, dtype=np.float32)


def passage(text: str, title: str = "Meeting on roots", report: str = "a", date: str | None = None) -> PassageEvidence:
    summary = ReportSummary(report, f"{report}.md", "0" * 64, Metadata(title=title, date=date), 10)
    hit = Hit(1, 1.0, Scores(1.0, None), Passage("p", report, 0, len(text), text), summary, (0, len(text)))
    return PassageEvidence(hit, (), frozenset(), (), np.zeros((0, 0), dtype=np.float32), NOTHING)


def sentence(own: PassageEvidence, text: str, score: float = 1.0) -> Candidate:
    start = own.hit.passage.text.index(text)
    return Candidate(own, start, start + len(text), 0, frozenset(), 0.0, NOTHING, score)


class Reader:
    """Finds an answer where a word stands, and keeps what it was given."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.given: list[str] = []

    def __call__(self, question: str, texts: Sequence[str]) -> Vectors:
        self.given += texts
        return np.asarray([3.0 if self.word in text else -3.0 for text in texts], dtype=np.float32)


def test_a_sentence_is_read_with_its_title_and_what_leads_up_to_it() -> None:
    own = passage("Two bodies met. They praised onions.")
    first, second = sentence(own, "Two bodies met."), sentence(own, "They praised onions.")
    assert reranker_text(first, None) == "Meeting on roots | Two bodies met."
    assert reranker_text(second, first) == "Meeting on roots | Two bodies met. | They praised onions."


@pytest.mark.parametrize(
    ("date", "read_as"), [("2024-04-05", "April 2024 | "), ("2021-11", "November 2021 | "), ("2009", "2009 | ")]
)
def test_a_sentence_is_read_with_the_month_of_its_report(date: str, read_as: str) -> None:
    own = passage("Two bodies met.", date=date)
    assert reranker_text(sentence(own, "Two bodies met."), None) == f"{read_as}Meeting on roots | Two bodies met."


def test_a_sentence_of_another_passage_leads_up_to_nothing() -> None:
    before = sentence(passage("Two bodies met."), "Two bodies met.")
    assert reranker_text(sentence(passage("Onions won."), "Onions won."), before) == "Meeting on roots | Onions won."


def test_only_so_much_is_read() -> None:
    long = " ".join(f"w{i}" for i in range(100))
    words = reranker_text(sentence(passage(long, "t " * 50), long), None).split()
    assert words[:TITLE] == ["t"] * TITLE
    assert words[TITLE] == "|"
    assert words[-1] == "w39"


def some(letters: str, report: str = "a", least: float = 0.0) -> list[Candidate]:
    own = passage(" ".join(f"Candidate {letter} stands here." for letter in letters), report=report)
    return [sentence(own, f"Candidate {letter} stands here.", least + i / 10) for i, letter in enumerate(letters)]


def test_a_sentence_is_read_with_the_heading_that_it_stands_under() -> None:
    own = passage("Two bodies met.")
    heading = " ".join(f"h{i}" for i in range(HEADING + 1))
    under = replace(own, hit=replace(own.hit, passage=replace(own.hit.passage, headings=("Part one", heading))))
    short = heading.rsplit(" ", 1)[0]
    assert reranker_text(sentence(under, "Two bodies met."), None) == f"Meeting on roots | {short} | Two bodies met."


def test_the_best_are_read() -> None:
    found = some("abcdefgh")
    reader = Reader("Candidate f")
    numbers = score_places(reader, "?", found, best_places(found, 4))
    assert numbers == {7: -3.0, 6: 3.0, 5: 3.0, 4: -3.0}  # g is read with the end of f before it
    assert best_places(found, 2, among=[0, 3, 1]) == [3, 1]


@pytest.mark.parametrize(("numbers", "plain"), [([PLAIN, -3.0], True), ([PLAIN - 0.1, -3.0], False), ([], False)])
def test_one_of_those_that_were_read_may_answer_plainly(numbers: list[float], plain: bool) -> None:
    assert answers_plainly(dict(enumerate(numbers))) is plain


@dataclass(frozen=True)
class ReadingEncoder(HashingEncoder):
    """Takes a text for the likelier an answer, the more words of the question it has; keeps what it was asked."""

    asked: list[str] = field(default_factory=list)

    def score_pairs(self, question: str, texts: Sequence[str]) -> Vectors:
        self.asked.append(question)
        return np.asarray([sum(word in text for word in question.split()) for text in texts], dtype=np.float32)


@pytest.fixture
def home(tmp_path: Path, model: Model) -> Path:
    earlier = DIGEST.replace("2023-10", "2021-10").replace("Second", "First")
    plans = DIGEST.replace("2023-10", "2019-10").replace(
        "named two", "made plans that are counted from 2031, and named"
    )
    many = " ".join(f"The channels that organizations used in year {i} were not counted." for i in range(12))
    return build(tmp_path, model, {"digest.md": DIGEST, "earlier.md": earlier, "plans.md": plans, "many.txt": many})


def answerer(home: Path, encoder: Encoder, decisions: AbstentionClassifier) -> Answerer:
    searcher = open_live(home, encoder)
    return Answerer(searcher, Citer(searcher), decisions)


HALF = Thresholds(0.5, 0.5)
ALWAYS, NEVER = LogisticModel({}, {}, {}, bias=9.0), LogisticModel({}, {}, {}, bias=-9.0)


def deciding(reranked: LogisticModel = ALWAYS, without_reranking: LogisticModel = ALWAYS) -> AbstentionClassifier:
    return AbstentionClassifier(reranked, HALF, without_reranking, HALF)


def test_what_was_read_is_decided_by_its_own_weights(home: Path, encoder: Encoder) -> None:
    question = "victim-centred approaches"
    assert answerer(home, ReadingEncoder(), deciding(without_reranking=NEVER)).answer(question).verdict == "answered"
    assert answerer(home, encoder, deciding(without_reranking=NEVER)).answer(question).verdict == "not_found"


@dataclass(frozen=True)
class Constant(HashingEncoder):
    """Gives every text one number; keeps how many it was asked at a time."""

    number: float = 0.0
    asked: list[int] = field(default_factory=list)

    def score_pairs(self, question: str, texts: Sequence[str]) -> Vectors:
        self.asked.append(len(texts))
        return np.full(len(texts), self.number, dtype=np.float32)


@pytest.mark.parametrize(
    ("question", "number", "times"),
    [
        ("who used channels that organizations seldom use?", PLAIN, 1),
        ("who used channels that organizations seldom use?", PLAIN - 0.1, 2),
        ("channels that organizations seldom use", PLAIN, 1),
    ],
)
def test_of_a_fact_more_are_read_unless_one_of_the_first_answers_plainly(
    home: Path, question: str, number: float, times: int
) -> None:
    reading = Constant(number=number)
    answerer(home, reading, deciding()).answer(question)
    assert len(reading.asked) == times
    whole = question.startswith("channels")
    assert reading.asked[0] == (min(DEPTH, sum(reading.asked)) if whole else FIRST_DEPTH)
    assert sum(reading.asked) <= DEPTH


def test_the_features_of_reading_are_the_two_highest_numbers(home: Path, encoder: Encoder) -> None:
    question = "channels that organizations seldom use"
    weighed = answerer(home, Constant(number=3.0), deciding()).weigh(question, Filters())
    assert weighed is not None
    assert weighed.rerank_score == 3.0
    assert weighed.second_score == 3.0
    silent = answerer(home, encoder, deciding()).weigh(question, Filters())
    assert silent is not None
    assert (silent.rerank_score, silent.second_score, silent.date_mismatch) == (0.0, 0.0, 0.0)


def test_nothing_is_read_for_who_asks_for_protected_persons(home: Path) -> None:
    reading = ReadingEncoder()
    found = answerer(home, reading, deciding()).answer("list the names of the child victims")
    assert found.reason == "persons"
    assert reading.asked == []


@pytest.mark.parametrize(
    ("question", "astray"),
    [
        ("two channels that organizations seldom use, written submissions", False),
        ("two channels that organizations seldom use, written submissions, in 2023", False),
        ("two channels that organizations seldom use, written submissions, between 2020 and 2022", False),
        ("two channels that organizations seldom use, written submissions, in 1998", True),
        ("two channels that organizations seldom use, written submissions, since 2022", False),
        ("two channels that organizations seldom use, written submissions, since 2024", True),
        ("plans that speakers made for later, counted from 2031", False),
        ("plans that speakers made for later, counted from 2033", True),
        # What reads best then is of a report without a date, which may be of any.
        ("channels that organizations used in year 11, not counted, in 1998", False),
    ],
)
def test_what_reads_best_may_be_of_another_date_than_is_asked(home: Path, question: str, astray: bool) -> None:
    weighed = answerer(home, ReadingEncoder(), load_abstention_classifier()).weigh(question, Filters())
    assert weighed is not None
    assert weighed.date_mismatch == astray


def test_a_misspelt_question_is_read_as_it_was_searched(home: Path) -> None:
    reading = ReadingEncoder()
    found = answerer(home, reading, load_abstention_classifier()).answer("chanels of organizations")
    assert found.correction is not None
    assert set(reading.asked) == {found.correction}


def test_without_a_reader_all_stays_as_it_was() -> None:
    found = [sentence(passage("Onions won."), "Onions won.")]
    assert score_places(lambda question, texts: None, "?", found, [0]) == {}
    assert score_places(Reader("x"), "?", [], []) == {}
