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
from index.build import Model
from index.evidence import PassageEvidence
from index.opening import open_live
from index.types import Encoder, Filters, Hit, Scores, Vectors
from service.answers import Answerer
from service.answers_reading import READ, UNREAD, WEIGHT, best_places, read_best, text_to_read, texts_to_read
from service.answers_sentences import Sentence
from service.answers_verdict import Decisions, Verdicts, load_decisions
from service.citations import Citer

NOTHING = np.zeros(0, dtype=np.float32)


def passage(text: str, title: str = "Meeting on roots") -> PassageEvidence:
    report = ReportSummary("a", "a.md", "0" * 64, Metadata(title=title), 10)
    hit = Hit(1, 1.0, Scores(1.0, None), Passage("p", "a", 0, len(text), text), report, (0, len(text)))
    return PassageEvidence(hit, (), frozenset(), (), np.zeros((0, 0), dtype=np.float32), NOTHING)


def sentence(own: PassageEvidence, text: str, score: float = 1.0) -> Sentence:
    start = own.hit.passage.text.index(text)
    return Sentence(own, start, start + len(text), 0, frozenset(), 0.0, NOTHING, score)


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
    assert text_to_read(first, None) == "Meeting on roots | Two bodies met."
    assert text_to_read(second, first) == "Meeting on roots | Two bodies met. | They praised onions."


def test_a_sentence_of_another_passage_leads_up_to_nothing() -> None:
    before = sentence(passage("Two bodies met."), "Two bodies met.")
    assert text_to_read(sentence(passage("Onions won."), "Onions won."), before) == "Meeting on roots | Onions won."


def test_only_so_much_is_read() -> None:
    long = " ".join(f"w{i}" for i in range(100))
    read = text_to_read(sentence(passage(long, "t " * 50), long), None).split()
    assert read[:9] == ["t"] * 9
    assert read[-1] == "w39"


def test_the_best_are_read_and_the_others_stay() -> None:
    own = passage(" ".join(f"Sentence {letter} stands here." for letter in "abcdefgh"))
    found = [sentence(own, f"Sentence {letter} stands here.", i / 10) for i, letter in enumerate("abcdefgh")]
    assert best_places(found) == [7, 6, 5, 4]
    reader = Reader("Sentence f")
    read = read_best(reader, "?", found)
    assert len(reader.given) == READ
    assert [one.read for one in read] == [None] * 4 + [-3.0, 3.0, 3.0, -3.0]  # g is read with the end of f before it
    assert [one.score for one in read[:4]] == [one.score for one in found[:4]]
    assert read[5].score == pytest.approx(0.5 + WEIGHT * (3.0 - UNREAD))
    assert read[7].score == pytest.approx(0.7 + WEIGHT * (-3.0 - UNREAD))


@dataclass(frozen=True)
class ReadingEncoder(HashingEncoder):
    """Takes a text for the likelier an answer, the more words of the question it has; keeps what it was asked."""

    asked: list[str] = field(default_factory=list)

    def read_beside(self, question: str, texts: Sequence[str]) -> Vectors:
        self.asked.append(question)
        return np.asarray([sum(word in text for word in question.split()) for text in texts], dtype=np.float32)


@pytest.fixture
def home(tmp_path: Path, model: Model) -> Path:
    earlier = DIGEST.replace("2023-10", "2021-10").replace("Second", "First")
    return build(tmp_path, model, {"digest.md": DIGEST, "earlier.md": earlier})


def answerer(home: Path, encoder: Encoder, decisions: Decisions) -> Answerer:
    searcher = open_live(home, encoder)
    return Answerer(searcher, Citer(searcher), decisions)


def test_what_was_read_is_decided_by_its_own_weights(home: Path, encoder: Encoder) -> None:
    always, never = Verdicts({}, {}, {}, bias=0.0, threshold=0.0), Verdicts({}, {}, {}, bias=0.0, threshold=2.0)
    question = "victim-centred approaches"
    reading = answerer(home, ReadingEncoder(), Decisions(read=always, unread=never))
    assert reading.answer(question).verdict == "answered"
    without = answerer(home, encoder, Decisions(read=always, unread=never))
    assert without.answer(question).verdict == "not_found"


def test_the_signal_of_reading_is_the_best_number(home: Path, encoder: Encoder) -> None:
    own = answerer(home, ReadingEncoder(), load_decisions())
    question = "channels that organizations seldom use"
    unread = own.unread(question)
    texts = texts_to_read(unread, best_places(unread))
    best = ReadingEncoder().read_beside(question, texts).max()
    weighed = own.weigh(question, Filters())
    assert weighed is not None
    assert weighed.read == best > 0
    silent = answerer(home, encoder, load_decisions()).weigh(question, Filters())
    assert silent is not None
    assert silent.read == 0.0


def test_a_misspelt_question_is_read_as_it_was_searched(home: Path) -> None:
    reading = ReadingEncoder()
    found = answerer(home, reading, load_decisions()).answer("chanels of organizations")
    assert found.correction is not None
    assert reading.asked == [found.correction]


def test_without_a_reader_all_stays_as_it_was() -> None:
    found = [sentence(passage("Onions won."), "Onions won.")]
    assert read_best(lambda question, texts: None, "?", found) == tuple(found)
    assert read_best(Reader("x"), "?", []) == ()
