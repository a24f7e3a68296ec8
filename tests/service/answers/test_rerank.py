"""Which sentences are read beside a question, as what, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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
from service.answers.abstention import AbstentionClassifier, LogisticModel, load_abstention_classifier
from service.answers.answerer import Answerer
from service.answers.candidates import Candidate
from service.answers.rerank import (
    DEEP_DEPTH,
    DEPTH,
    DIALOGUES,
    EXIT_ABOVE,
    EXIT_BELOW,
    FIRST_DEPTH,
    OF_EACH,
    RERANK_WEIGHTS,
    TITLE,
    best_places,
    deeper_places,
    exits_early,
    first_places,
    reranked,
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


def test_the_best_are_read_and_the_others_stay() -> None:
    found = some("abcdefgh")
    assert first_places(found, "fact") == ([7, 6], [5, 4])
    reader = Reader("Candidate f")
    numbers = score_places(reader, "?", found, best_places(found))
    assert len(reader.given) == DEPTH
    assert numbers == {7: -3.0, 6: 3.0, 5: 3.0, 4: -3.0}  # g is read with the end of f before it
    for kind, counting in RERANK_WEIGHTS.items():
        again = reranked(found, numbers, kind)
        assert again[:4] == tuple(found[:4])
        assert again[5].score == pytest.approx(0.5 + counting.weight * (3.0 - counting.unread))
        assert again[7].score == pytest.approx(0.7 + counting.weight * (-3.0 - counting.unread))


@pytest.mark.parametrize(
    ("numbers", "enough"),
    [
        ([EXIT_ABOVE, EXIT_BELOW - 1], True),
        ([EXIT_ABOVE - 0.1, EXIT_BELOW - 1], False),
        ([EXIT_BELOW, EXIT_BELOW - 1], True),
        ([EXIT_BELOW + 0.1, EXIT_BELOW - 1], False),
    ],
)
def test_the_best_number_settles_it_when_it_is_very_high_or_very_low(numbers: list[float], enough: bool) -> None:
    assert exits_early(dict(enumerate(numbers))) is enough


def test_of_a_comparison_the_best_of_each_dialogue_are_read_too() -> None:
    found = [*some("abcdef", "a", least=5.0), *some("ghij", "b"), *some("k", "c", least=-1.0)]
    places, more = first_places(found, "comparison")
    assert more == []
    assert places[:DEPTH] == best_places(found)
    assert sorted(places[DEPTH:]) == [7, 8, 9, 10]
    many = [one for i in range(DIALOGUES + 2) for one in some("abcde", str(i), least=float(-i))]
    places, _ = first_places(many, "comparison")
    assert {many[i].report_id for i in places} == {str(i) for i in range(DIALOGUES)}
    assert sum(many[i].report_id == "3" for i in places) == OF_EACH
    last, _ = first_places(many, "comparison", {"12", "13"})
    assert last[:DEPTH] == best_places(many)
    assert {many[i].report_id for i in last[DEPTH:]} == {"12", "13"}


def test_what_is_read_besides_is_the_best_that_was_not() -> None:
    found = [one for i in range(9) for one in some("abcd", str(i))]
    first = dict.fromkeys(best_places(found), 0.0)
    assert [*first, *deeper_places(found, first)] == best_places(found, DEEP_DEPTH)


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


ALWAYS, NEVER = LogisticModel({}, {}, {}, bias=9.0), LogisticModel({}, {}, {}, bias=-9.0)


def deciding(
    first: LogisticModel = ALWAYS, deep: LogisticModel = ALWAYS, without_reranking: LogisticModel = ALWAYS
) -> AbstentionClassifier:
    return AbstentionClassifier(first, deep, 0.5, (0.2, 0.8), without_reranking, 0.5)


def test_what_was_read_is_decided_by_its_own_weights(home: Path, encoder: Encoder) -> None:
    question = "victim-centred approaches"
    assert answerer(home, ReadingEncoder(), deciding(without_reranking=NEVER)).answer(question).verdict == "answered"
    assert answerer(home, encoder, deciding(without_reranking=NEVER)).answer(question).verdict == "not_found"


@pytest.mark.parametrize(("read_on", "verdict"), [(ALWAYS, "answered"), (NEVER, "not_found")])
def test_more_is_read_where_the_first_leave_it_open(home: Path, read_on: LogisticModel, verdict: str) -> None:
    even, question = LogisticModel({}, {}, {}, bias=0.0), "channels that organizations seldom use"
    reading = ReadingEncoder()
    assert answerer(home, reading, deciding(first=even, deep=read_on)).answer(question).verdict == verdict
    assert len(reading.asked) == 2
    sure = ReadingEncoder()
    assert answerer(home, sure, deciding(deep=read_on)).answer(question).verdict == "answered"
    assert len(sure.asked) == 1


@dataclass(frozen=True)
class LateEncoder(ReadingEncoder):
    """Finds the answer in what is read after the first few."""

    def score_pairs(self, question: str, texts: Sequence[str]) -> Vectors:
        self.asked.append(question)
        late = len(texts) > DEPTH
        return np.asarray([20.0 if late and i == 2 else -1.0 for i in range(len(texts))], dtype=np.float32)


def test_the_signals_of_reading_are_the_best_numbers_at_first_and_in_all(home: Path, encoder: Encoder) -> None:
    question = "channels that organizations seldom use"
    weighed = answerer(home, LateEncoder(), load_abstention_classifier()).weigh(question, Filters())
    assert weighed is not None
    assert (weighed.rerank_score, weighed.deep_rerank_score) == (-1.0, 20.0)
    silent = answerer(home, encoder, load_abstention_classifier()).weigh(question, Filters())
    assert silent is not None
    assert (silent.rerank_score, silent.deep_rerank_score, silent.date_mismatch, silent.deep_date_mismatch) == (
        0.0,
        0.0,
        0.0,
        0.0,
    )


def test_what_is_read_later_goes_before_what_was_score_first(home: Path) -> None:
    question = "channels that organizations seldom use"
    even = LogisticModel({}, {}, {}, bias=0.0)
    own = answerer(home, LateEncoder(), deciding(first=even))
    late = own.candidates(question)[best_places(own.candidates(question), DEEP_DEPTH)[DEPTH + 2]]
    assert own.answer(question).quotes[0].text == late.text


@pytest.mark.parametrize(("number", "count"), [(-1.0, DEPTH), (EXIT_ABOVE, FIRST_DEPTH), (EXIT_BELOW, FIRST_DEPTH)])
def test_two_more_are_read_unless_the_first_two_settle_it(home: Path, number: float, count: int) -> None:
    @dataclass(frozen=True)
    class Constant(HashingEncoder):
        def score_pairs(self, question: str, texts: Sequence[str]) -> Vectors:
            return np.full(len(texts), number, dtype=np.float32)

    reading = answerer(home, Constant(), deciding())
    material = reading._score_first(reading._material("channels that organizations seldom use", Filters()))
    assert list(material.scores) == best_places(material.candidates)[:count]


def test_of_a_comparison_many_are_read_at_once(home: Path) -> None:
    question = "how were the channels that organizations seldom use discussed?"
    reading = answerer(home, ReadingEncoder(), deciding())
    assert reading._understood(question).kind == "comparison"
    material = reading._score_first(reading._material(question, Filters()))
    assert list(material.scores) == first_places(material.candidates, "comparison")[0]
    assert len(material.scores) > DEPTH


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
    assert (weighed.date_mismatch, weighed.deep_date_mismatch) == (astray, astray)


def test_a_misspelt_question_is_read_as_it_was_searched(home: Path) -> None:
    reading = ReadingEncoder()
    found = answerer(home, reading, load_abstention_classifier()).answer("chanels of organizations")
    assert found.correction is not None
    assert set(reading.asked) == {found.correction}


def test_without_a_reader_all_stays_as_it_was() -> None:
    found = [sentence(passage("Onions won."), "Onions won.")]
    assert score_places(lambda question, texts: None, "?", found, [0]) == {}
    assert reranked(found, {}, "fact") == tuple(found)
    assert score_places(Reader("x"), "?", [], []) == {}
