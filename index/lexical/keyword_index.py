"""BM25 over passages with stemming, exact phrases and whole document symbols. The one module that imports tantivy."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import tantivy
from tantivy import Filter, Occur, Query, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from corpus.text.superscripts import without_note_signs
from index.errors import BuildDamagedError
from index.lexical.bm25 import K1, idf
from index.lexical.stopwords import QUESTION_WORDS, is_stopword
from index.lexical.variants import one_spelling, respell, typed, words_in
from index.types import Rows, Vectors

LONGEST_WORD = 60
TEXTS_REMEMBERED = 1024


@dataclass(frozen=True, slots=True)
class KeywordDocument:
    """What the keyword index holds of one passage: its `text` for exact phrases, the words `said` in it for all else.
    `report` is the report's ordinal in the build."""

    row: int
    report: int
    text: str
    said: str
    context: str
    symbols: tuple[str, ...]

    @property
    def searched(self) -> str:
        """What is looked up word by word: the passage with what stands over it."""
        return f"{self.context}\n{self.said}"


class Word(NamedTuple):
    """A word of a text, stemmed, with its place."""

    stem: str
    start: int
    end: int


def _words_analyzer() -> TextAnalyzerBuilder:
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST_WORD))
    return builder.filter(Filter.lowercase()).filter(Filter.ascii_fold())


@cache
def _exact() -> TextAnalyzer:
    return _words_analyzer().build()


@cache
def _stemmed() -> TextAnalyzer:
    return _words_analyzer().filter(Filter.stemmer("english")).build()


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of one word as the index has it; the word in lower case where it is too long to be one."""
    return "".join(_stemmed().analyze(one_spelling(word))) or word.lower()


def plain(word: str) -> str:
    """One word as the index has it for exact phrases: in small letters without accents."""
    return "".join(_exact().analyze(word))


@lru_cache(maxsize=TEXTS_REMEMBERED)
def stemmed_words(text: str) -> tuple[Word, ...]:
    """The words of `text` with stems and offsets. They are remembered: one question looks at the same passages several
    times, and so does the next one."""
    # Word(...) itself would take as long again as all the rest.
    new = tuple.__new__
    return tuple(
        [new(Word, (stem(typed(found)), found.start(), found.end())) for found in words_in(without_note_signs(text))]
    )


def content_words(text: str) -> list[Word]:
    """The words of `text`, without those that say nothing of a subject, unless there is nothing else."""
    words = stemmed_words(text)
    large = [word for word in words if not is_stopword(text, word.start, word.end)]
    said = [word for word in large if QUESTION_WORDS.isdisjoint(_exact().analyze(text[word.start : word.end]))]
    return said or large or list(words)


def stems_of(texts: Iterable[str]) -> Iterator[list[str]]:
    """All stems of each text, in order, as the index has them."""
    analyzer = _stemmed()
    for text in texts:
        yield list(analyzer.analyze(respell(without_note_signs(text))))


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", fast=True, indexed=True)
    builder.add_unsigned_field("report", indexed=True)
    builder.add_text_field("text", tokenizer_name="stemmed", index_option="freq")
    builder.add_text_field("exact", tokenizer_name="exact", index_option="position")
    builder.add_text_field("symbol", tokenizer_name="raw", index_option="basic")
    return builder.build()


def _open(folder: Path) -> tantivy.Index:
    index = tantivy.Index(_schema(), path=str(folder))
    index.register_tokenizer("stemmed", _stemmed())
    index.register_tokenizer("exact", _exact())
    return index


def write_keywords(documents: Iterable[KeywordDocument], folder: Path) -> None:
    """Write a keyword index of `documents` into the new `folder`, in one segment. Raises OSError when the disk
    refuses."""
    folder.mkdir()
    try:
        _write(documents, folder)
    except ValueError as error:  # tantivy's one exception for everything
        refused = re.search(r"os error (\d+)", str(error))
        raise OSError(int(refused[1]) if refused else errno.EIO, f"the keyword index: {error}") from error
    for lock in folder.glob(".tantivy-*.lock"):
        lock.unlink()


def _write(documents: Iterable[KeywordDocument], folder: Path) -> None:
    index = _open(folder)
    # One thread keeps the order of documents, so that two builds of one corpus rank ties alike.
    writer = index.writer(heap_size=256_000_000, num_threads=1)
    for document in documents:
        writer.add_document(_entry(document))
    writer.commit()
    writer.wait_merging_threads()


def _entry(document: KeywordDocument) -> tantivy.Document:
    entry = tantivy.Document()
    entry.add_unsigned("row", document.row)
    entry.add_unsigned("report", document.report)
    entry.add_text("text", respell(without_note_signs(document.searched)))
    entry.add_text("exact", without_note_signs(document.text))
    for symbol in document.symbols:
        entry.add_text("symbol", symbol)
    return entry


class KeywordIndex:
    """An open keyword index."""

    def __init__(self, folder: Path) -> None:
        try:
            # Tantivy leaves a lock where it opens; builds are immutable and may stand on a disk that is read-only.
            # Its watching thread may put the lock back while the folder is being removed, which is no damage.
            with TemporaryDirectory(ignore_cleanup_errors=True) as links:
                for file in folder.iterdir():
                    (Path(links) / file.name).symlink_to(file.absolute())
                self._index = _open(Path(links))
                self._index.config_reader("manual")
                self._searcher = self._index.searcher()
        except (ValueError, OSError) as error:
            raise BuildDamagedError(
                f"{folder.name}/ cannot be read as a keyword index: {error}.", "Run a rebuild."
            ) from error
        self.size = int(self._searcher.num_docs)

    def words(self, text: str) -> Sequence[Word]:
        """The words of `text` with stems and offsets in code points."""
        return stemmed_words(text)

    def stems(self, text: str) -> list[str]:
        """The distinct stems of the content words of `text`, in order."""
        return list(dict.fromkeys(word.stem for word in content_words(text)))

    def weight(self, stem: str) -> float:
        """The idf of a stem; that of one which the collection does not have is the greatest."""
        return idf(self._searcher.doc_freq("text", stem), self.size)

    def most(self, stems: Sequence[str]) -> float:
        """More than any passage can score for `stems`: the sum of their greatest BM25 values. A word that the
        collection does not have counts in full, so that a question of unknown words trusts its few known ones less."""
        return (K1 + 1) * sum(map(self.weight, stems))

    def search(
        self,
        stems: Sequence[str],
        k: int,
        phrases: Sequence[str] = (),
        reports: Sequence[int] | None = None,
        rows: Rows | None = None,
    ) -> tuple[Rows, Vectors]:
        """The `k` best rows by BM25 that hold any of `stems`, all of `phrases`, and are among `rows` and in one of
        `reports` (None: any), best first, with their scores. With phrases and no stems, rows are ranked by their
        phrases."""
        schema = self._index.schema
        should = [(Occur.Should, Query.term_query(schema, "text", stem)) for stem in stems]
        must = [(Occur.Must, Query.const_score_query(self._phrase(phrase), 0.0)) for phrase in phrases]
        if should:
            must.append((Occur.Must, Query.boolean_query(should)))
        if not must:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        if rows is not None:
            inside = Query.term_set_query(schema, "row", rows.tolist())
            must.append((Occur.Must, Query.const_score_query(inside, 0.0)))
        return self._rows(Query.boolean_query(self._within(must, reports)), k)

    def rows_with_phrases(self, phrases: Sequence[str], reports: Sequence[int] | None = None) -> Rows:
        """Every row that holds all of `phrases`, word for word (case and accents aside)."""
        must = [(Occur.Must, self._phrase(phrase)) for phrase in phrases]
        return self._rows(Query.boolean_query(self._within(must, reports)), self.size)[0]

    def rows_with_symbol(self, symbols: Sequence[str]) -> Rows:
        """Every row that mentions one of `symbols`, each in its normal form."""
        return self._rows(Query.term_set_query(self._index.schema, "symbol", list(symbols)), self.size)[0]

    def symbols(self) -> list[str]:
        """Every symbol that some passage mentions, in its normal form."""
        return [symbol for symbol, _ in self._searcher.terms_with_prefix("symbol", "")]

    def exact_words(self) -> list[tuple[str, int]]:
        """Every word of the passages in small letters without accents, with the number of passages that have it."""
        return [(word, int(count)) for word, count in self._searcher.terms_with_prefix("exact", "")]

    def terms(self) -> Iterator[str]:
        """Everything that is written in the index, stems, words and symbols; its files hold them compressed."""
        for name in ("text", "exact", "symbol"):
            yield from (term for term, _ in self._searcher.terms_with_prefix(name, ""))

    def _phrase(self, phrase: str) -> Query:
        words = _exact().analyze(without_note_signs(phrase))
        if not words:
            return Query.empty_query()
        if len(words) == 1:
            return Query.term_query(self._index.schema, "exact", words[0])
        return Query.phrase_query(self._index.schema, "exact", list(words))

    def _within(self, must: list[tuple[Occur, Query]], reports: Sequence[int] | None) -> list[tuple[Occur, Query]]:
        if reports is None:
            return must
        inside = Query.term_set_query(self._index.schema, "report", list(reports))
        # The filter must not add to the score.
        return [*must, (Occur.Must, Query.const_score_query(inside, 0.0))]

    def _rows(self, query: Query, k: int) -> tuple[Rows, Vectors]:
        hits = self._searcher.search(query, limit=max(k, 1), count=False).hits
        addresses = [address for _, address in hits]
        rows = self._searcher.fast_field_values("row", addresses) if addresses else []
        scores = [score for score, _ in hits]
        return np.asarray(rows, dtype=np.int64), np.asarray(scores, dtype=np.float32)
