"""A place that a question names: a paragraph, an annex or a section of a document, or the document itself.

What stands there is quoted whole. A document that the collection does not hold is said to be missing, and a place that
a document does not have too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.structure.divisions import mentioned
from corpus.types import Passage, Report, ReportSummary
from index.lexical.stopwords import QUESTION_WORDS, STOP_WORDS
from index.search.question import ParagraphReference, Question, blank, named_paragraph, without_paragraph
from index.search.retrieval import spans_of_divisions, spans_of_paragraph
from index.search.searcher import Searcher
from service.answers.intent import Asked
from service.answers.scope import Names, words_of

_RANGE = re.compile(r"\b(?:paragraphs|paras?\.?)\s*(\d{1,4})\s*(?:[-–]|to|and)\s*(\d{1,4})\b", re.IGNORECASE)
# What is longer, in characters, is quoted passage by passage.
LONGEST = 4_000
# A range of more paragraphs than these is no place to be quoted whole.
LONGEST_RANGE = 20
# What is asked of a document beside its symbol when it is the document's own words that are wanted.
_OF_ITSELF = re.compile(
    r"says?|said|stat(?:e|es|ed)|reads?|contents?|contains?|para(?:graph)?s?|text|documents?|reports?|resolution|letter|note|"
    r"draft|recommend(?:s|ed|ations?)?|conclu(?:de|des|sions?)|summar(?:y|ize)|main|key|points?|about|decide[sd]?|according|"
    r"open|show|give|quote|cite|find|me|us|please|tell|annex|section|chapter|part|appendix|enclosure|whole|full|[ivx]+|[a-h]"
)
_SAYS = re.compile(
    r"\b(?:according to|recommendations? (?:in|of|from|made in)|paragraphs? .{1,12}(?:of|in)|what (?:does|did|do))\b",
    re.IGNORECASE,
)
_RECOMMENDATIONS = re.compile(
    r"\b(?:recommendations?|conclusions?)\s+(?:in|of|from|made\s+(?:in|by))\b|\bwhat\s+(?:does|did)\b.{1,60}\brecommend\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+")
# Words of a question that name no document in particular.
_OF_TEXTS = frozenset(
    {"say", "text", "what", "report", "document", "paper", "read", "give", "show", "quote"}
    | {"about", "st", "nd", "rd", "th"}
)
# Of a report that is named in words beside a paragraph: how many words there must be, the share of them that its
# title and opening must have, how many characters that opening has, and how many passages are looked through for it.
LEAST_WORDS, TITLED, OPENING, FOUND = 2, 0.7, 1_500, 20


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place: the report, and where in its text each of its parts stands, [start, end). None where it has no such
    place, and then `wanted` says which."""

    report: str
    wanted: str
    spans: tuple[tuple[int, int], ...]


def missing_document(asked: Asked, names: Names) -> str | None:
    """The symbol of a document whose own words are asked for and that is not held; None where none is."""
    question = asked.question
    if not question.symbols or names.cited(question.symbols):
        return None
    if question.paragraph or _asks_for_itself(question) or _SAYS.search(question.without_symbols):
        start, end = question.symbol_spans[0]
        return question.text[start:end]
    return None


def wants_recommendations(asked: Asked, names: Names) -> bool:
    """Whether the recommendations of a document that is held are asked for: then what comes nearest is quoted."""
    held = names.cited(asked.question.symbols)
    return bool(held and _RECOMMENDATIONS.search(asked.question.without_symbols))


def place_of(
    asked: Asked, names: Names, searcher: Searcher, is_searched: Callable[[ReportSummary], bool]
) -> list[FoundPlace]:
    """The place that the question names in each report, most often one, that `is_searched`; none where it names no
    place."""
    question = asked.question
    paragraph = named_paragraph(question.without_symbols)
    divisions = mentioned(question.without_symbols) if _asks_for_itself(question) else ()
    if not paragraph and not divisions:
        return []
    held = names.cited(question.symbols)
    if paragraph and not question.symbols:
        held = _named_in_words(question, paragraph, searcher)
    found = []
    for one in (named.report for named in names.reports if named.report.id in held and is_searched(named.report)):
        report = searcher.report(one.id)
        if paragraph:
            kind = "preambular paragraph" if paragraph.preambular else "paragraph"
            spans = tuple(_paragraphs(question, paragraph, report))
            found.append(FoundPlace(one.id, f"{kind} {paragraph.number}", spans))
        else:
            wanted = ", ".join(" ".join(filter(None, division)) for division in divisions)
            found.append(FoundPlace(one.id, wanted, tuple(spans_of_divisions(report, divisions))))
    return [one for one in found if one.spans] or found[:1]


def _asks_for_itself(question: Question) -> bool:
    """Whether the question names a document and no subject."""
    rest = {word.casefold() for word in _WORD.findall(question.without_symbols)} - STOP_WORDS - QUESTION_WORDS
    return bool(question.symbols) and all(word.isdigit() or _OF_ITSELF.fullmatch(word) for word in rest)


def _named_in_words(question: Question, wanted: ParagraphReference, searcher: Searcher) -> frozenset[str]:
    """The report that a question names in words, "para. 5 of the second report on firearms": of the reports that are
    found, one whose title and opening have nearly all of these words, and that prints such a paragraph."""
    text = without_paragraph(question.text)
    said = frozenset(words_of(text)) - STOP_WORDS - QUESTION_WORDS - _OF_TEXTS
    if len(said) < LEAST_WORDS:
        return frozenset()
    best, most = None, TITLED
    for id_ in dict.fromkeys(hit.report.id for hit in searcher.search(text, k=FOUND).hits):
        report = searcher.report(id_)
        opening = " ".join((*_named(report), report.text[:OPENING]))
        share = len(said & frozenset(words_of(opening))) / len(said)
        if share > most and _is_printed(wanted, report):
            best, most = id_, share
    return frozenset({best} if best else ())


def _named(report: Report) -> Iterator[str]:
    data = report.metadata
    yield from filter(None, (data.title, data.series, data.body, data.session, data.location, *(data.symbols or ())))


def _is_printed(wanted: ParagraphReference, report: Report) -> bool:
    inside = not wanted.divisions or bool(spans_of_divisions(report, wanted.divisions))
    return inside and bool(spans_of_paragraph(report, wanted))


def _paragraphs(question: Question, wanted: ParagraphReference, report: Report) -> Iterator[tuple[int, int]]:
    numbers: Sequence[str] = [wanted.number]
    if (match := _RANGE.search(blank(question.text, question.symbol_spans))) and match[1] == wanted.number:
        first, last = int(match[1]), int(match[2])
        numbers = [str(number) for number in range(first, min(last, first + LONGEST_RANGE) + 1)] or numbers
    for number in numbers:
        yield from spans_of_paragraph(report, replace(wanted, number=number))


def cut_by_passage(
    spans: Sequence[tuple[int, int]], passages: Sequence[Passage], text: str
) -> Iterator[tuple[Passage, int, int]]:
    """Each span of a report's `text` with the passage that holds it; where several do, with one that reaches from the
    first to the last of them, unless the span is very long: then in parts, each with its own."""
    for start, end in spans:
        parts = [
            (one, max(start, one.start), min(end, one.end))
            for one in passages
            if text[max(start, one.start) : min(end, one.end)].strip()
        ]
        if len(parts) > 1 and end - start <= LONGEST:
            (opening, begin, _), (closing, _, behind) = parts[0], parts[-1]
            whole = replace(opening, end=closing.end, text=text[opening.start : closing.end])
            parts = [(whole, begin, behind)]
        yield from parts
