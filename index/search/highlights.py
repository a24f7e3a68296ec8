"""Which words of a passage to mark: those that the question asks for, in any inflection."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from corpus.symbols import find_symbols, normalise_symbol
from index.lexical.keyword_index import KeywordIndex, Word
from index.search.retrieval import Query
from index.types import Spans


def highlight(
    text: str,
    words: Sequence[Word],
    stems: Collection[str],
    phrases: Sequence[Sequence[str]],
    symbols: Collection[str],
) -> tuple[tuple[int, int], ...]:
    """Spans of `text` to mark, in order, merged where they touch.

    `words` are those of the text; `stems` those of the question; each of `phrases` is the stems of an exact phrase,
    marked as a whole; `symbols` are in their normal form.
    """
    spans = [(word.start, word.end) for word in words if word.stem in stems]
    for phrase in phrases:
        for first in range(len(words) - len(phrase) + 1):
            run = words[first : first + len(phrase)]
            if phrase and [word.stem for word in run] == list(phrase):
                spans.append((run[0].start, run[-1].end))
    if symbols:
        spans += [(start, end) for start, end, found in find_symbols(text) if normalise_symbol(found) in symbols]
    return _merged(sorted(spans))


def _merged(spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def marker(keywords: KeywordIndex, asked: Query) -> Callable[[str], Spans]:
    """A function from a text to the spans of it that match the question, in order."""
    question = asked.question
    stems = {form[0] for term in asked.terms for form in term if len(term) == 1}
    phrases = [[word.stem for word in keywords.words(phrase)] for phrase in question.phrases]

    def marked(text: str) -> Spans:
        words = keywords.words(text)
        there = {word.stem for word in words} if asked.groups else set()
        named = (group.found_in(there) for group in asked.groups)
        return highlight(text, words, stems.union(*named), phrases, question.symbols)

    return marked
