"""From a question to a ranking: candidates from the engines, weighed together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from corpus.structure.divisions import Division
from corpus.structure.paragraph_numbers import governing_number, split_number
from corpus.structure.places import places
from corpus.symbols import normalise_symbol
from corpus.types import BODY_KINDS, Report
from index.lexical.expansion import NameForms
from index.lexical.keyword_index import content_words
from index.lexical.postings import Term, with_neighbours
from index.search.engines import Engines
from index.search.filters import allowed_reports
from index.search.question import ParagraphReference, Question
from index.search.ranking import WEIGHTS, RankingWeights, own_evidence, sharp_evidence, weigh
from index.storage.store import Store
from index.types import Encoder, Filters, Mask, Mode, QuestionVectors, Rows, Vectors

# Candidates taken from each engine.
DEPTH = 75
# Candidates whose words are compared one by one.
WORDS_DEPTH = 75
# What stands between two paragraphs of a list: white space, a number, a letter, a dash.
_MARKS = re.compile(r"\s*(?:(?:\(?\w{1,4}[.)]|[-*+•–>#]+)\s*)?")


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the engines take it: analysed, and its vectors. `weights` has the idf of each of its content words;
    `terms` are what is looked up word by word, a name with all its forms as one; `groups` are these names. `fit` says
    for each report, in [0, 1], how well it fits the dates, places and series that the question names; None when it
    names none.
    """

    question: Question
    vectors: QuestionVectors
    weights: Vectors
    terms: tuple[Term, ...] = ()
    groups: tuple[NameForms, ...] = ()
    fit: Vectors | None = None

    @property
    def stems(self) -> tuple[str, ...]:
        """The stems of all forms of all terms."""
        return tuple(dict.fromkeys(stem for term in self.terms for form in term for stem in form))


@dataclass(frozen=True, slots=True)
class Ranking:
    """Rows, best first, and along them: the final score; the cosine of the best window; the BM25 score of the passage;
    the cosine of the question's words; BM25 over the stretch and of the passage alone as shares of the most possible;
    the evidence of the passage's own, of those around it and of its report; and how well its report fits. The last
    seven are 0 where nothing was weighed."""

    rows: Rows
    scores: Vectors
    semantic: Vectors
    keyword: Vectors
    words: Vectors
    stretch: Vectors
    alone: Vectors
    own: Vectors
    around: Vectors
    report: Vectors
    fit: Vectors

    def sorted_by(self, order: Rows) -> Ranking:
        """The same rows in another order."""
        return Ranking(*(getattr(self, part.name)[order] for part in fields(Ranking)))


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where to look: the reports for the keyword index, the rows for the vectors (None: everywhere); `rows` says the
    latter to the keyword index too, where reports are too coarse."""

    reports: Sequence[int] | None
    allowed: Mask | None
    rows: Rows | None = None


def to_query(engines: Engines, encoder: Encoder, question: Question) -> Query:
    """Turn an analysed question into vectors and terms."""
    words = question.content_words
    vectors = encoder.encode_question(question.meaning, tuple((word.start, word.end) for word in words))
    weights = np.asarray([engines.keywords.weight(word.stem) for word in words], dtype=np.float32)
    groups = engines.expansions.groups(question.words)
    terms = _terms(question.words, groups)
    fit = engines.metadata_boost.boost(question.words, [named.period for named in question.periods], groups)
    return Query(question, vectors, weights, terms, groups, fit)


def _terms(words: str, groups: Sequence[NameForms]) -> tuple[Term, ...]:
    """The content words of a question, each for itself, and its names with all their forms."""
    alone = (
        word.stem for word in content_words(words) if not any(group.start <= word.start < group.end for group in groups)
    )
    plain: list[Term] = [((stem,),) for stem in dict.fromkeys(alone)]
    return (*plain, *(group.forms for group in groups))


def retrieve(
    engines: Engines, asked: Query, mode: Mode, filters: Filters, weights: RankingWeights = WEIGHTS
) -> Ranking:
    """The passages that answer a question, best first.

    Hybrid mode weighs both engines together with what stands around a passage; the others rank by one engine alone.
    """
    question = asked.question
    reports = allowed_reports(engines.store.summaries, filters)
    allowed = None if reports is None else _rows_of(engines.store, reports)
    if question.phrases:
        exact = np.zeros(engines.vectors.size, dtype=np.bool_)
        exact[engines.keywords.rows_with_phrases(question.phrases, reports)] = True
        allowed = exact if allowed is None else exact & allowed
    if question.symbols:
        return _by_symbol(engines, asked, mode, allowed, weights)
    return _by_question(engines, asked, mode, _Scope(reports, allowed), weights)


def like_passage(engines: Engines, row: int, filters: Filters) -> tuple[Query, Ranking]:
    """What is asked when passages like that at `row` are wanted, and those passages, nearest in meaning first: without
    it and those of nearly the same text."""
    store, vector = engines.store, engines.vectors.vector(row)
    reports = allowed_reports(store.summaries, filters)
    allowed = store.alike != store.alike[row]
    if reports is not None:
        allowed &= _rows_of(store, reports)
    near, cosines = engines.vectors.search(vector, DEPTH, allowed)
    text = store.passages_at([row])[row].text
    asked = Query(
        Question(typed=text, text=text, meaning=text, words=""),
        QuestionVectors(vector, np.zeros((0, 0), np.float32)),
        np.zeros(0, np.float32),
    )
    return asked, _alone(near, cosines, cosines, np.zeros_like(cosines))


def _rows_of(store: Store, reports: Sequence[int]) -> Mask:
    permitted = np.zeros(len(store.summaries), dtype=np.bool_)
    permitted[list(reports)] = True
    mask: Mask = permitted[store.report_of_row]
    return mask


def _by_question(engines: Engines, asked: Query, mode: Mode, scope: _Scope, weights: RankingWeights) -> Ranking:
    keywords, store, vector = engines.keywords, engines.store, asked.vectors.whole
    found, bm25 = keywords.search(asked.stems, DEPTH, asked.question.phrases, scope.reports, scope.rows)
    if mode == "keyword":
        return _alone(found, bm25, engines.windows.best(vector, found), bm25)
    near, _ = engines.vectors.search(vector, DEPTH, scope.allowed)
    if mode == "semantic":
        cosines = engines.windows.best(vector, near)
        return _alone(near, cosines, cosines, np.zeros_like(cosines))
    rows = with_neighbours(np.union1d(near, found), store.section_of_row, weights.reach)
    if scope.allowed is not None:
        rows = rows[scope.allowed[rows]]
    keyword = np.zeros(len(rows), dtype=np.float32)
    keyword[np.searchsorted(rows, found)] = bm25
    semantic = engines.windows.best(vector, rows)
    shares = engines.postings.shares(asked.terms, rows, weights.neighbour_decay)
    places = store.section_of_row[rows], store.report_of_row[rows]
    bare = own_evidence(semantic, shares.neighbour_decayed, weights=weights)
    words = _words(engines, asked, rows, weigh(bare, bare, shares.alone**2, rows, *places, weights).score)
    own = own_evidence(semantic, shares.neighbour_decayed, words, weights)
    broad = own_evidence(semantic, shares.broad, words, weights)
    fit = np.zeros(len(rows), dtype=np.float32) if asked.fit is None else asked.fit[store.report_of_row[rows]]
    sharp = sharp_evidence(words, shares.alone, weights) + weights.fit * fit
    evidence = weigh(own, broad, sharp, rows, *places, weights)
    parts = (
        semantic,
        keyword,
        words,
        shares.neighbour_decayed,
        shares.alone,
        own,
        evidence.around,
        evidence.report,
        fit,
    )
    return Ranking(rows, evidence.score, *parts).sorted_by(_best_first(rows, evidence.score))


def _words(engines: Engines, asked: Query, rows: Rows, promise: Vectors) -> Vectors:
    """The cosine of the question's words for the most promising rows. It is the dearest part of the evidence; the rest
    count as the least of those, which changes next to nothing (eval/TRIED.md)."""
    best = np.argsort(-promise, kind="stable")[:WORDS_DEPTH]
    compared = engines.words.maxsim(asked.vectors.words, asked.weights, rows[best])
    words = np.full(len(rows), compared.min(initial=1.0), dtype=np.float32)
    words[best] = compared
    return words


def _alone(rows: Rows, scores: Vectors, semantic: Vectors, keyword: Vectors) -> Ranking:
    return Ranking(rows, scores, semantic, keyword, *_nothing(len(rows))).sorted_by(_best_first(rows, scores))


def _nothing(size: int) -> tuple[Vectors, ...]:
    """The parts of a ranking that only hybrid mode has."""
    return (np.zeros(size, dtype=np.float32),) * 7


def _best_first(rows: Rows, scores: Vectors) -> Rows:
    order: Rows = np.lexsort((rows, -scores))
    return order


def _by_symbol(engines: Engines, asked: Query, mode: Mode, allowed: Mask | None, weights: RankingWeights) -> Ranking:
    """Passages of the report that bears the symbol first, then those that mention it; nothing else. The paragraph that
    was asked for leads them."""
    store, question, vector = engines.store, asked.question, asked.vectors.whole
    wanted = set(question.symbols)
    bears = np.asarray([not wanted.isdisjoint(map(normalise_symbol, r.metadata.symbols)) for r in store.summaries])
    own: Mask = bears[store.report_of_row]
    either = own.copy()
    either[engines.keywords.rows_with_symbol(question.symbols)] = True
    if allowed is not None:
        either &= allowed
    rows = np.flatnonzero(either)
    if question.words:
        reports = sorted(set(store.report_of_row[rows].tolist()))
        ranking = _by_question(engines, asked, mode, _Scope(reports, either, rows), weights)
    else:
        ranking = _all_equal(rows, engines.windows.best(vector, rows), 1.0)
    ranking = ranking.sorted_by(np.argsort(~own[ranking.rows], kind="stable"))
    if question.paragraph:
        place = rows_of_paragraph(store, np.flatnonzero(bears).tolist(), question.paragraph)
        place = place[either[place]]
        top = max(1.0, float(ranking.scores.max(initial=0.0)))
        ranking = _led_by(_all_equal(place, engines.windows.best(vector, place), top), ranking)
    return ranking


def _all_equal(rows: Rows, cosines: Vectors, score: float) -> Ranking:
    scores = np.full(len(rows), score, dtype=np.float32)
    return Ranking(rows, scores, cosines, np.zeros_like(scores), *_nothing(len(rows)))


def _led_by(lead: Ranking, ranking: Ranking) -> Ranking:
    """The passages of a place in their order, then what else was ranked."""
    rest = ranking.sorted_by(np.flatnonzero(~np.isin(ranking.rows, lead.rows)))
    return Ranking(*(np.concatenate([getattr(lead, part.name), getattr(rest, part.name)]) for part in fields(Ranking)))


def rows_of_paragraph(store: Store, ordinals: Iterable[int], wanted: ParagraphReference) -> Rows:
    """The rows of the passages of these reports that hold the paragraph, in order; none where it is not printed.

    A paragraph has its subparagraphs with it. A subparagraph that is not printed leads to its paragraph, and a division
    that is not there to the paragraph of this number elsewhere.
    """
    found: list[int] = []
    for ordinal in ordinals:
        first = int(np.searchsorted(store.report_of_row, ordinal))
        spans = _spans(store.report(store.summaries[ordinal].id), wanted)
        passages = enumerate(store.passages(ordinal), start=first)
        found += [row for row, one in passages if any(one.start < end and start < one.end for start, end in spans)]
    return np.asarray(found, dtype=np.int64)


def spans_of_paragraph(report: Report, wanted: ParagraphReference) -> list[tuple[int, int]]:
    """Where a paragraph stands in a report's text, one [start, end) for each run of blocks that it has, its
    subparagraphs among them; none where it is not printed."""
    return _joined(report, _spans(report, wanted))


def spans_of_divisions(report: Report, wanted: Sequence[tuple[str, str | None]]) -> list[tuple[int, int]]:
    """Where that stands in a report's text which is in all of these divisions, each by word and number, one
    [start, end) for each run of blocks; none where the report has no such division."""
    stands = places(report.text, report.blocks)
    own = (
        (block.start, block.end)
        for block, place in zip(report.blocks, stands, strict=True)
        if all(any(one.is_meant_by(*name) for one in place.path) for name in wanted)
    )
    return _joined(report, own)


def _joined(report: Report, spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same places, those as one that only white space parts, or the marks of a list."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and _MARKS.fullmatch(report.text, joined[-1][1], start):
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _spans(report: Report, wanted: ParagraphReference) -> list[tuple[int, int]]:
    stands = places(report.text, report.blocks)
    body = [i for i, block in enumerate(report.blocks) if block.kind in BODY_KINDS]
    inside = [i for i in body if _is_in(stands[i].path, wanted.divisions)]
    if wanted.preambular:
        blocks, others = ([i for i in among if str(stands[i].preambular) == wanted.number] for among in (inside, body))
    else:
        blocks, others = (_numbered(report, among, wanted.number) for among in (inside, body))
    return [(report.blocks[i].start, report.blocks[i].end) for i in blocks or others]


def _numbered(report: Report, body: Iterable[int], number: str) -> list[int]:
    """Those of these blocks that stand under a printed number, or are parts of its paragraph."""
    governing = [(i, name) for i in body if (name := governing_number(report.blocks, i))]
    stem, part = split_number(number)
    exact = [i for i, name in governing if part and _squashed(name).startswith(_squashed(number))]
    return exact or [i for i, name in governing if split_number(name)[0] == stem]


def _is_in(path: Sequence[Division], asked: Sequence[tuple[str, str | None]]) -> bool:
    """Whether a place is in all the divisions asked for, and in no annex or resolution within them."""
    innermost = [one for one in path if one.kind != "frame"][-1:]
    within = all(any(one.is_meant_by(*name) for name in asked) for one in innermost)
    return within and all(any(one.is_meant_by(*name) for one in path) for name in asked)


def _squashed(number: str) -> str:
    return "".join(number.split()).lower()
