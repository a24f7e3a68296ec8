"""What a rebuild works with and works on: its settings, the model with its parts on demand, the content of a build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.types import ChunkSettings, EmbeddingText, Passage, Rejection, Report, SourceFile, Tokenizer

if TYPE_CHECKING:
    from corpus.sandbox.pool import Workers
    from index.lexical.glossary import Glossary
    from index.model import ModelFiles
    from index.storage.store import StoredReport
    from index.types import Duplicate, Encoder

OCR_PATIENCE = 20  # text recognition takes seconds a page


@dataclass(frozen=True, slots=True)
class BuildSettings:
    """How builds are made and kept. `keep` is the number of builds that stay in the home; `max_bytes` the size of the
    largest file that is read. `read_seconds` and `read_megabytes` are what reading and cutting one file may take; `ocr`
    has pictures of pages read by text recognition, and gives a file OCR_PATIENCE times as long."""

    chunking: ChunkSettings = field(default_factory=ChunkSettings)
    keep: int = 3
    max_bytes: int = 50_000_000
    read_seconds: float = 60.0
    read_megabytes: int = 2048
    ocr: bool = False

    @property
    def patience(self) -> float:
        """How many seconds one file may take."""
        return self.read_seconds * (OCR_PATIENCE if self.ocr else 1)


Wanted = tuple[SourceFile, str]
"""A file to read, and the id that its report gets."""

CutTask = tuple[Path, BuildSettings, Wanted]
"""A file to read and to cut, with the corpus folder it is in."""


@dataclass(frozen=True, slots=True)
class CutReport:
    """A file that was read, cut into passages, each with the text that is embedded of it, and sketched."""

    report: Report
    passages: tuple[Passage, ...]
    texts: tuple[EmbeddingText, ...]
    sketch: bytes


@dataclass(frozen=True, slots=True)
class Model:
    """The embedding model with its parts loaded on demand: the weights take seconds, and often are not needed. Where
    the tokenizer is from can be pickled, since files are cut by other processes: by `workers`, where some are kept for
    several rebuilds, within the limits that these were made with."""

    files: ModelFiles
    tokenizer: Callable[[], Tokenizer]
    encoder: Callable[[], Encoder]
    workers: Workers[CutTask, CutReport] | None = None


Progress = Callable[[str, int, int], None]
"""Called with a stage ("reading", "embedding"), how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a build will hold: reports with passages, what became of every other input with its fingerprint, and the
    short forms that people gave.

    `texts` are the embedding texts of reports that were read anew, by cache key; `unchanged` counts the others.
    """

    reports: tuple[StoredReport, ...]
    texts: dict[bytes, EmbeddingText]
    unchanged: int
    duplicates: tuple[tuple[Duplicate, str], ...]
    rejected: tuple[tuple[Rejection, str], ...]
    glossary: Glossary
