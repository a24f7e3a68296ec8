"""Blocks too long for a passage are cut at sentences; the only importer of langchain_text_splitters."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from langchain_text_splitters import RecursiveCharacterTextSplitter, TextSplitter

from corpus.text.sentences import sentence_spans
from corpus.text.spoken import words_said
from corpus.types import Tokenizer


class SentenceSplitter(TextSplitter):
    """Cuts text into sentences, and a sentence longer than `chunk_size` into pieces at weaker and weaker marks.

    The pieces joined give the text back: nothing is stripped, so that offsets can be counted along.
    """

    def __init__(self, chunk_size: int, length_function: Callable[[str], int], language: str | None) -> None:
        super().__init__(chunk_size, 0, length_function, strip_whitespace=False)
        self._language = language
        self._finer = RecursiveCharacterTextSplitter(
            separators=["\n", "; ", ": ", ", ", " ", ""],
            keep_separator="end",
            chunk_size=chunk_size,
            chunk_overlap=0,
            length_function=length_function,
            strip_whitespace=False,
        )

    def split_text(self, text: str) -> list[str]:
        pieces: list[str] = []
        starts = [start for start, _ in sentence_spans(text, self._language)]
        for start, end in zip([0, *starts[1:]], [*starts[1:], len(text)], strict=True):
            sentence = text[start:end]
            short = self._length_function(sentence) <= self._chunk_size
            pieces += [sentence] if short else self._finer.split_text(sentence)
        return pieces


def sentence_pieces(text: str, tokens: int, tokenizer: Tokenizer, language: str | None) -> list[tuple[int, int]]:
    """Spans of `text`, in order, without white space around them, of at most `tokens` tokens each."""

    # Cached because a long run without white space is taken apart into single characters, each of them measured.
    @lru_cache(4096)
    def length(piece: str) -> int:
        return tokenizer.count([words_said(piece, language)])[0]

    splitter = SentenceSplitter(tokens, length, language)
    spans: list[tuple[int, int]] = []
    position = 0
    for piece in splitter.split_text(text):
        start, position = position, position + len(piece)
        if piece.strip():
            spans.append((position - len(piece.lstrip()), start + len(piece.rstrip())))
    return spans
