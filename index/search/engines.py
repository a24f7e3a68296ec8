"""The parts of an open build, opened together and held against the manifest."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from index.dense.late_interaction import WORDS, LateInteractionIndex
from index.dense.sentence_spans import WINDOWS, SentenceSpanIndex
from index.dense.vectors import VectorIndex
from index.errors import BuildDamagedError, BuildMismatchError
from index.lexical.country_names import country_names
from index.lexical.expansion import Expansions
from index.lexical.glossary import Glossary, read_glossary
from index.lexical.keyword_index import KeywordIndex
from index.lexical.postings import TERMS, Postings
from index.search.metadata_boost import MetadataBoost
from index.storage.arrivals import Arrival, read_arrivals
from index.storage.changes import Changes, read_changes
from index.storage.manifest import KEYWORDS, REMEDY, STORE, VECTORS, Manifest
from index.storage.store import Store


@dataclass(frozen=True, slots=True)
class Engines:
    """The parts of an open build."""

    store: Store
    vectors: VectorIndex
    windows: SentenceSpanIndex
    words: LateInteractionIndex
    keywords: KeywordIndex
    postings: Postings
    glossary: Glossary
    expansions: Expansions
    metadata_boost: MetadataBoost
    changes: Changes
    arrivals: Mapping[str, Arrival]

    def close(self) -> None:
        """Give the files back."""
        self.store.close()


def open_engines(manifest: Manifest, folder: Path) -> Engines:
    """Open the build in `folder`, whose files have been checked against `manifest`. Raises BuildDamagedError, also
    when the parts do not hold what the manifest counts, and BuildMismatchError."""
    with ExitStack() as opened:
        store = Store(folder / STORE)
        opened.callback(store.close)
        keywords = _open_keywords(manifest, folder)
        glossary = read_glossary(folder)
        engines = Engines(
            store,
            VectorIndex(folder / VECTORS),
            SentenceSpanIndex(folder),
            LateInteractionIndex(folder),
            keywords,
            Postings(folder, store.section_of_row, store.report_of_row),
            glossary,
            Expansions(glossary, keywords.words, country_names()),
            MetadataBoost(store.summaries, keywords.words),
            read_changes(folder),
            read_arrivals(folder),
        )
        _check_counts(manifest, engines)
        opened.pop_all()
    return engines


def _open_keywords(manifest: Manifest, folder: Path) -> KeywordIndex:
    """A keyword index that cannot be read although its files are whole was written by another tantivy."""
    try:
        return KeywordIndex(folder / KEYWORDS)
    except BuildDamagedError as error:
        written, running = manifest.libraries.get("tantivy"), version("tantivy")
        if written == running:
            raise
        raise BuildMismatchError(
            f"Build {manifest.build} was written by tantivy {written}, the installed one is {running}.",
            "Run a rebuild.",
        ) from error


def _check_counts(manifest: Manifest, engines: Engines) -> None:
    for part, what, found, expected in (
        (STORE, "reports", len(engines.store.summaries), manifest.reports),
        (STORE, "passages", len(engines.store.report_of_row), manifest.passages),
        (VECTORS, "passages", engines.vectors.size, manifest.passages),
        (KEYWORDS, "passages", engines.keywords.size, manifest.passages),
        (WINDOWS, "passages", engines.windows.size, manifest.passages),
        (WORDS, "passages", engines.words.size, manifest.passages),
        (TERMS, "passages", engines.postings.size, manifest.passages),
        (VECTORS, "numbers a vector", engines.vectors.dimension, manifest.dimension),
    ):
        if found != expected:
            raise BuildDamagedError(
                f"{manifest.build}/{part} holds {found} {what}, the manifest says {expected}.", REMEDY
            )
