"""A build on disk, from its content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.chunking.context import context_of
from corpus.chunking.sentence_spans import windows
from corpus.symbols import find_symbols, normalise_symbol
from corpus.text.spoken import said_in, words_said
from index.build.near_duplicates import alike_passages
from index.build.types import Content
from index.dense.late_interaction import write_words
from index.dense.sentence_spans import Embeddings, write_windows
from index.dense.vectors import write_vectors
from index.lexical.glossary import with_learnt, write_glossary
from index.lexical.keyword_index import KeywordDocument, stems_of, write_keywords
from index.lexical.postings import write_postings
from index.storage.arrivals import Arrival, write_arrivals
from index.storage.changes import Changes, write_changes
from index.storage.disk import home_errors
from index.storage.home import discard, publish, start_build
from index.storage.manifest import KEYWORDS, STORE, VECTORS, Manifest, write_manifest
from index.storage.store import StoredReport, write_store
from index.types import Spans


def write_build(
    home: Path,
    manifest: Manifest,
    content: Content,
    embeddings: Embeddings,
    changes: Changes,
    arrivals: Mapping[str, Arrival],
) -> None:
    """Write a build and publish it. What was written goes again when that fails, since a full disk is one reason.
    Raises HomeUnusableError."""
    with home_errors(home):
        folder = start_build(home, manifest.build)
        try:
            write_changes(changes, folder)
            write_arrivals(arrivals, folder)
            _write(folder, manifest, content, embeddings)
            publish(home, manifest.build)
        except BaseException:
            discard(home, manifest.build)
            raise


def _write(folder: Path, manifest: Manifest, content: Content, embeddings: Embeddings) -> None:
    write_store(content.reports, content.rejected, content.duplicates, folder / STORE, alike_passages(content.reports))
    write_vectors(embeddings.passages, folder / VECTORS)
    write_windows(embeddings, _spans(content.reports), folder)
    write_words(embeddings.words, folder)
    documents = _keyword_documents(content.reports)
    write_keywords(documents, folder / KEYWORDS)
    write_postings(stems_of(document.searched for document in documents), folder)
    write_glossary(with_learnt(content.glossary, (stored.report.text for stored in content.reports)), folder)
    write_manifest(manifest, folder)


def _spans(reports: Sequence[StoredReport]) -> list[Spans]:
    """Where the windows of each passage stand in its text."""
    languages = ((passage, stored.report.metadata.language) for stored in reports for passage in stored.passages)
    return [windows(said_in(passage, language), language) for passage, language in languages]


def _keyword_documents(reports: Sequence[StoredReport]) -> list[KeywordDocument]:
    documents: list[KeywordDocument] = []
    for ordinal, stored in enumerate(reports):
        for passage in stored.passages:
            symbols = dict.fromkeys(normalise_symbol(symbol) for _, _, symbol in find_symbols(passage.text))
            context = context_of(stored.report.metadata, passage)
            # The names of those who speak stay: they are asked for.
            said = words_said(passage.text, stored.report.metadata.language)
            documents.append(KeywordDocument(len(documents), ordinal, passage.text, said, context, tuple(symbols)))
    return documents
