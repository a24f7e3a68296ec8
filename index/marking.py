"""Finds what matches a question in a text: its words, and its names in any of their forms, where they are whole."""

from __future__ import annotations

from collections.abc import Callable

from index.highlights import highlight
from index.lexical.keyword_index import KeywordIndex
from index.retrieval import Query
from index.types import Spans


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
