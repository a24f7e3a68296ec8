"""The sentences of the best passages, each with what speaks for it as an answer."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from corpus.symbols import find_symbols, normalise_symbol
from corpus.text.sentences import sentence_spans
from corpus.text.spoken import words_said
from index.lexical.keyword_index import stem, stemmed_words
from index.lexical.postings import Term
from index.search.evidence import Evidence, PassageEvidence, met
from index.types import Vectors
from service.answers.intent import Asked, expected
from service.answers.scope import Names, tells_of
from service.answers.speakers import turn_at, turns

# What introduces a list item or a numbered paragraph is no part of what was said.
_MARKER = re.compile(r"(?:[-*+•–·>]\s+|\(?\d{1,3}(?:\.\d{1,3})*[.)](?:\s+|(?=[^\W\d_a-z]))|\([a-z]{1,4}\)\s+)+")
_ENDED = tuple(".!?;:”\"’')")
# A year; what a text does that recommends or decides; a footnote, whose number or letter no stop follows; what parts
# the cells of a row.
_YEAR = re.compile(r"(?<![\w/])(?:19|20)\d\d(?![\w/])")
_ACTING = re.compile(
    r"\b(?:recommend(?:s|ed|ation)?|urge[sd]?|requests?|requested|calls? (?:up)?on|called (?:up)?on|decide[sd]?|"
    r"invites?|invited|encourage[sd]?|should|must|need(?:s|ed)? to|propose[sd]?|appeals? to|reiterates?)\b",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:\d{1,3}|[a-z*†‡]{1,3}) (?=[A-Z“\"(])")
BAR = " | "
_WORD = re.compile(r"[^\W_]+")
LEAST_WORDS = 3
LONG = 4
# Passages whose sentences are remembered: the best ones of different questions are often the same.
PASSAGES_REMEMBERED = 512


SIGNALS = (
    "cosine",
    "in_context",
    "left_open",
    "nearest",
    "near_context",
    "rank",
    "expected",
    "exact",
    "ended",
    "new",
    "meant",
    "of_time",
    "of_other_time",
    "of_sources",
    "of_agenda",
    "names",
    "numbers",
    "acting",
    "row",
    "note",
    "stem",
    "fragment",
    "length",
)
"""What is known of a sentence before it is read beside the question, in the order of `Candidate.signals`.

`cosine` is that of its window. `in_context`: the share of the question's words that the sentence has, with what stands
around its passage; `left_open`: the share in the sentence of those words that its context leaves open. `nearest`: how
near, on average, the question's words come to words of the sentence, each counting the less the nearer its context has
come already; `near_context`: the same with the context. `rank`: the logarithm of the passage's rank. `expected`: it
holds the kind of thing that is asked for; `exact`: a symbol or phrase that is; `ended`: it is a whole sentence. `new`:
the share of its words that do not merely repeat what is known of the report, 0 for questions that want a date or a
place. `meant`: its report is one that the question names. `of_time`: it names a year that is asked for, or else its
report is of that time; `of_other_time`: its report is of another time than that of the reports which are asked for, or
it names other years than those that are. `of_sources`: it speaks of the texts that its report was made from;
`of_agenda`: it tells what stood on an agenda; both 0 where that is asked for. `names` and `numbers`: the share of the
question's names and numbers that stand in it or around it. `acting`: it recommends or decides where recommendations are
asked for. `row`: a row of a table; `note`: a footnote; `stem`: it opens a list, and says little without it;
`fragment`: it begins with a small letter, as what was cut does; `length`: the logarithm of its words.
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence of a passage: `start` and `end` are offsets into the passage's text, `nth` counts the sentences of
    its passage. `cosine` is that of its window. `nearest` has for each of the question's words the cosine of the
    nearest word of the sentence. `signals` are those of SIGNALS; `score` orders the sentences of one question."""

    passage: PassageEvidence
    start: int
    end: int
    nth: int
    stems: frozenset[str]
    cosine: float
    nearest: Vectors
    score: float
    signals: tuple[float, ...] = ()

    @property
    def text(self) -> str:
        """The words of the sentence."""
        return self.passage.hit.passage.text[self.start : self.end]

    @property
    def report_id(self) -> str:
        """The report it stands in."""
        return self.passage.hit.report.id


@dataclass(frozen=True, slots=True)
class Scope:
    """The reports that a question names, and those of the dates that it wants reports of; None where it names none."""

    meant: frozenset[str] = frozenset()
    within: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class _Cut:
    """A sentence of a passage's text, the `nth`, with what does not depend on a question: `long` are the stems that are
    not short."""

    nth: int
    start: int
    end: int
    said: str
    stems: frozenset[str]
    long: frozenset[str]
    ended: bool
    of_sources: bool
    of_agenda: bool
    dated: bool
    acting: bool
    form: tuple[float, ...]


def sentences_of(
    evidence: Evidence, asked: Asked, scope: Scope | None = None, names: Names | None = None
) -> list[Candidate]:
    """All sentences of the evidence that could be quoted, in the order of passages and of the text, without a score."""
    scope = scope or Scope()
    return [one for passage in evidence.passages for one in _sentences(passage, evidence, asked, scope, names)]


def weight_met(weights: Mapping[Term, float], stems: frozenset[str]) -> float:
    """The weight of those terms that a text with these stems has."""
    return sum(weight for term, weight in weights.items() if met(term, stems))


def _sentences(
    passage: PassageEvidence, evidence: Evidence, asked: Asked, scope: Scope, names: Names | None
) -> Iterator[Candidate]:
    report, metadata = passage.hit.report.id, passage.hit.report.metadata
    whole = sum(evidence.weights.values()) or 1.0
    left_open = {term: weight for term, weight in evidence.weights.items() if not met(term, passage.context)}
    wanting = sum(left_open.values())
    not_near = evidence.idf * (1 - np.clip(passage.around, 0, 1))
    cuts = _cut(passage.hit.passage.text, metadata.language, passage.hit.passage.speakers)
    rows = _nearest(passage, cuts)
    alone = _means(rows, not_near)
    near_context = _means(np.maximum(rows, passage.around), evidence.idf)
    wants_sources, wants_agenda = asks_of_sources(asked.text), asks_of_agenda(asked.text)
    rank, meant = math.log(passage.hit.rank), float(report in scope.meant)
    told_apart = asked.wanted not in ("date", "place")
    named = [frozenset(stem(word) for word in _WORD.findall(name)) for name in asked.question.names]
    in_time = names is not None and any(report in names.within(period) for period in asked.years)
    misdated = scope.within is not None and report not in scope.within
    for i, cut in enumerate(cuts):
        start, end, stems = cut.start, cut.end, cut.stems
        around = stems | passage.context
        cosine = max((w.cosine for w in passage.windows if w.start < end and start < w.end), default=0.0)
        # The share of all terms with the context, and the share of those that the context leaves open; where it leaves
        # none, of all.
        in_context = weight_met(evidence.weights, around) / whole
        alone_met = weight_met(left_open, stems) / wanting if wanting else weight_met(evidence.weights, stems) / whole
        of_years = bool(asked.years) and tells_of(cut.said, asked.years)
        signals = (
            cosine,
            in_context,
            alone_met,
            alone[i],
            near_context[i],
            rank,
            float(expected(asked.wanted, cut.said, metadata)),
            float(_exact(cut.said, evidence)),
            float(cut.ended),
            _share_new(cut.long, passage.context) if told_apart else 0.0,
            meant,
            1.0 if of_years else 0.5 * (in_time and not cut.dated),
            float(misdated or (bool(asked.years) and cut.dated and not of_years)),
            float(cut.of_sources and not wants_sources),
            float(cut.of_agenda and not wants_agenda),
            _share(named, around),
            _share_said(asked.numbers, cut.said),
            float(asked.wants_action and cut.acting),
            *cut.form,
        )
        yield Candidate(passage, start, end, cut.nth, stems, cosine, rows[i], 0.0, signals)


def _share(named: Sequence[frozenset[str]], stems: frozenset[str]) -> float:
    return sum(one <= stems for one in named) / len(named) if named else 0.0


def _share_said(numbers: Sequence[str], said: str) -> float:
    return sum(number in said for number in numbers) / len(numbers) if numbers else 0.0


@lru_cache(PASSAGES_REMEMBERED)
def _cut(text: str, language: str | None, speakers: tuple[str, ...]) -> tuple[_Cut, ...]:
    """The sentences of a passage's text that could be quoted."""
    found = []
    words = stemmed_words(words_said(text, language, speakers))
    starts = [word.start for word in words]
    for nth, (begin, end) in enumerate(_spans(text, language, speakers)):
        start = _begin(text, begin, end, speakers)
        said = text[start:end]
        if len(said.split()) >= LEAST_WORDS:
            stems = frozenset(word.stem for word in words[bisect_left(starts, start) : bisect_left(starts, end)])
            long = frozenset(stem for stem in stems if len(stem) >= LONG)
            framing = of_sources(said), of_agenda(said), bool(_YEAR.search(said)), bool(_ACTING.search(said))
            found.append(
                _Cut(nth, start, end, said, stems, long, said.endswith(_ENDED), *framing, _form(text, start, end))
            )
    return tuple(found)


def _form(text: str, start: int, end: int) -> tuple[float, ...]:
    """`row`, `note`, `stem`, `fragment` and `length` of the sentence from `start` to `end`."""
    said = text[start:end]
    paragraph = text[text.rfind("\n\n", 0, start) + 2 if "\n\n" in text[:start] else 0 :]
    return (
        float(BAR in said),
        float(bool(_NOTE.match(paragraph))),
        float(said.endswith(":")),
        float(said[:1].islower()),
        math.log(len(said.split())),
    )


def _spans(text: str, language: str | None, speakers: Sequence[str]) -> list[tuple[int, int]]:
    """Where sentences start and end, none of them within the name of who speaks ("Mr. Ek")."""
    names = [turn.span() for turn in turns(text, speakers)]
    spans: list[tuple[int, int]] = []
    for begin, end in sentence_spans(text, language):
        if any(start < begin < behind for start, behind in names):
            spans[-1] = spans[-1][0], end
        else:
            spans.append((begin, end))
    return spans


def _begin(text: str, begin: int, end: int, speakers: Sequence[str]) -> int:
    """Where the words of a sentence begin, behind the name of who speaks and behind what introduces a list item."""
    if turn := turn_at(text, speakers, begin, end):
        begin = turn.end()
    marker = _MARKER.match(text, begin, end)
    return marker.end() if marker else begin


def _nearest(passage: PassageEvidence, cuts: Sequence[_Cut]) -> Vectors:
    """For each sentence and each of the question's words the highest cosine with some word of the sentence, shape
    (sentences, question's words); 0 for a sentence without any."""
    cosines = passage.nearness
    begins = np.asarray([start for start, _ in passage.spans])
    ranges = np.searchsorted(begins, [(cut.start, cut.end) for cut in cuts]).reshape(-1, 2)
    highest: Vectors = np.zeros((len(cuts), cosines.shape[1]), dtype=np.float32)
    for row, (first, last) in zip(highest, ranges.tolist(), strict=True):
        if first < last:
            cosines[first:last].max(axis=0, out=row)
    return highest


def _means(nearest: Vectors, weights: Vectors) -> list[float]:
    """The weighted mean of each row; 0 where nothing has weight."""
    whole = float(weights.sum())
    means: list[float] = (nearest @ weights / whole).tolist() if whole else [0.0] * len(nearest)
    return means


def _share_new(long: frozenset[str], context: frozenset[str]) -> float:
    return len(long - context) / len(long) if long else 0.0


def _exact(text: str, evidence: Evidence) -> bool:
    """Whether the sentence has a symbol or a phrase that was asked for as a whole."""
    question = evidence.question
    if question.symbols and any(normalise_symbol(symbol) in question.symbols for _, _, symbol in find_symbols(text)):
        return True
    return any(phrase.casefold() in " ".join(text.casefold().split()) for phrase in question.phrases)


# What a digest says of itself and of the texts it was made from is seldom what was asked for.
_OF_SOURCES = re.compile(
    r"[*_]*(?:the|this|that)\s+(?:only\s+)?(?:"
    r"sources?\s+(?:used|seen|here|is|are|says?|does|do|gives?|names?|speaks?|states?)|digest(?!\s+of)|text seen|"
    r"account (?:is|as a whole)|minutes (?:do|does|did|give|name))\b|"
    r".*\b(?:with (?:high|medium|low) confidence|confidence (?:in .* )?is (?:high|medium|low)|"
    r"(?:is|are) (?:considered )?well supported)\b|"
    r"(?:no (?:chair|attendance|contradiction)\b.{0,60} (?:was|were) found|.{1,40} is an inference|"
    r"it does not state|attendance is not stated)\b",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_OF_SOURCES = re.compile(
    r"\b(?:sources?|digests?|confiden\w+|certainty|uncertain\w*|reliab\w+|contradict\w*)\b", re.IGNORECASE
)
# What stood on an agenda tells that a subject came up, not what was said of it.
_OF_AGENDA = re.compile(
    r"(?:the\s+)?(?:main\s+)?(?:agenda|topics?|themes?)\b.{0,30}?\b"
    r"(?:covered|were|was|dealt|concerned|included|comprised|consisted|took)\b|.*\bmade up the agenda\b",
    re.IGNORECASE | re.DOTALL,
)
_ASKS_OF_AGENDA = re.compile(r"\b(?:agendas?|topics?|themes?|programmes?|items?|subjects?)\b", re.IGNORECASE)


def of_sources(text: str) -> bool:
    """Whether a sentence speaks of the texts that its report was made from, or of how sure it is."""
    return bool(_OF_SOURCES.match(text))


def asks_of_sources(question: str) -> bool:
    """Whether such a sentence may answer `question`."""
    return bool(_ASKS_OF_SOURCES.search(question))


def of_agenda(text: str) -> bool:
    """Whether a sentence tells what stood on an agenda."""
    return bool(_OF_AGENDA.match(text))


def asks_of_agenda(question: str) -> bool:
    """Whether such a sentence may answer `question`."""
    return bool(_ASKS_OF_AGENDA.search(question))
