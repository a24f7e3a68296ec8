"""A place that a question names: a paragraph, an annex or a section of a document, or the document itself.

What stands there is quoted whole. A document that the collection does not hold is said to be missing, and a place that
a document does not have too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.types import Passage, Report
from index.lexical.stopwords import QUESTION_WORDS, STOP_WORDS
from index.search.question import Question, blank
from index.search.retrieval import spans_of_paragraph
from index.search.searcher import Searcher
from service.answers.intent import Asked
from service.answers.scope import Names, words_of

# Quotes of one place, and the passages of a section that are quoted.
MOST_QUOTES = 8
_SECTION = re.compile(
    r"\b(?P<word>annex(?:es)?|appendix|enclosure|section|sect\.|chapter|chap\.|part)\s+"
    r"(?P<number>(?:[IVXLC]+|[A-Z]|\d{1,2})(?:\.[A-Z\d])?)(?![\w/])",
    re.IGNORECASE,
)
_ANNEX_ALONE = re.compile(r"\b(?:the|its)\s+(?P<word>annex|appendix|enclosure)\b", re.IGNORECASE)
_RANGE = re.compile(r"\b(?:paragraphs|paras?\.?)\s*(\d{1,4})\s*(?:[-–]|to|and)\s*(\d{1,4})\b", re.IGNORECASE)
# What is asked of a document beside its symbol when it is the document's own words that are wanted.
_OF_ITSELF = re.compile(
    r"says?|said|stat(?:e|es|ed)|reads?|contents?|contains?|para(?:graph)?s?|text|documents?|reports?|resolution|letter|note|"
    r"draft|recommend(?:s|ed|ations?)?|conclu(?:de|des|sions?)|summar(?:y|ize)|main|key|points?|about|decide[sd]?|according|"
    r"open|show|give|quote|cite|find|me|us|please|tell|annex|section|chapter"
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
# The share of a title's words that must stand in a question which names a paragraph of it in words.
TITLED = 0.6


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
    rest = {word.casefold() for word in _WORD.findall(question.without_symbols)} - STOP_WORDS - QUESTION_WORDS
    rest = {word for word in rest if not word.isdigit()}
    if question.paragraph or all(map(_OF_ITSELF.fullmatch, rest)) or _SAYS.search(question.without_symbols):
        start, end = question.symbol_spans[0]
        return question.text[start:end]
    return None


def wants_recommendations(asked: Asked, names: Names) -> bool:
    """Whether the recommendations of a document that is held are asked for: then what comes nearest is quoted."""
    held = names.cited(asked.question.symbols)
    return bool(held and _RECOMMENDATIONS.search(asked.question.without_symbols))


def place_of(asked: Asked, names: Names, searcher: Searcher) -> list[FoundPlace]:
    """The place in each report that the question names, most often one; none where it names no place."""
    question = asked.question
    reports = sorted(names.cited(question.symbols)) or _named_in_words(question, names)
    found = []
    for id_ in reports:
        report = searcher.report(id_)
        if question.paragraph:
            kind = "preambular paragraph" if question.paragraph.preambular else "paragraph"
            wanted = f"{kind} {question.paragraph.number}"
            found.append(FoundPlace(id_, wanted, tuple(_paragraphs(question, report))))
        elif section := _section(question):
            found.append(FoundPlace(id_, " ".join(section), tuple(_passages_under(section, searcher.passages(id_)))))
    return [one for one in found if one.spans] or found[:1]


def _named_in_words(question: Question, names: Names) -> list[str]:
    """The one report whose title a question gives beside a paragraph; none where there are several."""
    if question.paragraph is None or question.symbols:
        return []
    said = frozenset(words_of(question.text))
    shares = {
        one.report.id: len(own & said) / len(own)
        for one in names.reports
        if (own := frozenset(words_of(one.report.metadata.title)))
    }
    best = max(shares, key=lambda id_: shares[id_], default=None)
    if best is None or shares[best] < TITLED:
        return []
    return [best] if sum(share == shares[best] for share in shares.values()) == 1 else []


def _paragraphs(question: Question, report: Report) -> Iterator[tuple[int, int]]:
    wanted = question.paragraph
    if wanted is None:
        return
    first, last = wanted.number, wanted.number
    if (match := _RANGE.search(blank(question.text, question.symbol_spans))) and match[1] == wanted.number:
        first, last = match[1], match[2]
    numbers = map(str, range(int(first), int(last) + 1)) if first != last else [wanted.number]
    for number in numbers:
        yield from spans_of_paragraph(report, replace(wanted, number=number))


def _section(question: Question) -> tuple[str, str] | None:
    """The word and the number of the annex or section that is named."""
    text = blank(question.text, question.symbol_spans)
    if match := _SECTION.search(text):
        return match["word"].casefold().rstrip("."), match["number"].upper()
    if match := _ANNEX_ALONE.search(text):
        return match["word"].casefold(), ""
    return None


def _passages_under(section: tuple[str, str], passages: Sequence[Passage]) -> Iterator[tuple[int, int]]:
    word, number = section
    opening = re.compile(
        rf"(?:{word}\w*\.?\s+)?{re.escape(number)}(?=[\s.:–-]|$)" if number else rf"{word}\b", re.IGNORECASE
    )
    if word.startswith(("annex", "append", "enclos")):
        opening = re.compile(rf"{word[:6]}\w*\s*{re.escape(number)}(?=[\s.:–-]|$)", re.IGNORECASE)
    held = [one for one in passages if any(opening.match(heading.strip("#* ")) for heading in one.headings)]
    yield from ((one.start, one.end) for one in held[:MOST_QUOTES])


def cut_by_passage(spans: Sequence[tuple[int, int]], passages: Sequence[Passage]) -> Iterator[tuple[Passage, int, int]]:
    """Each span with the passage that holds it, in parts where several do; offsets are those of the text."""
    for start, end in spans:
        for one in passages:
            first, last = max(start, one.start), min(end, one.end)
            if first < last and one.text[first - one.start : last - one.start].strip():
                yield one, first, last
