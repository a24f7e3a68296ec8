"""Real texts for the tests of verification, ways to quote from them, and ways to disturb and to falsify a quotation."""

from __future__ import annotations

import re
import shutil
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from conftest import SAMPLE, HashingEncoder
from hypothesis import strategies as st

from index.build.rebuild import rebuild
from index.build.types import BuildSettings, Model
from index.search.opening import open_live
from index.search.searcher import Searcher

# Two columns, footnotes, old typewriting, tables, annexes: different readings of PDF.
UN_DOCUMENTS = (
    "A_79_352.en.pdf",
    "E_CN.6_2025_5.en.pdf",
    "A_48_653.en.pdf",
    "JIU_REP_2025_2.en.pdf",
    "TPNW_MSP_2025_11.en.pdf",
    "TPNW_MSP_2025_11_Rev.1.en.pdf",
)
WORD = re.compile(r"[^\W_]+(?:(?<=\d)(?:[.,/'’\u00a0\u2009\u202f](?=\d)| (?=\d{3}(?!\d)))[^\W_]+)*")
NOWHERE = "zebrafish"


@dataclass(frozen=True)
class Cut:
    """A quotation as it was cut from a report."""

    report: str
    text: str
    start: int
    end: int


def opened_collection(folder: Path, model: Model, shared: Path) -> Searcher:
    """A build of the sample and of real documents of the United Nations, open."""
    corpus = folder / "corpus"
    shutil.copytree(SAMPLE, corpus)
    for name in UN_DOCUMENTS:
        shutil.copy(shared / "reports" / "un" / name, corpus)
    rebuild(corpus, folder / "home", model, BuildSettings())
    return open_live(folder / "home", HashingEncoder())


class Quoter:
    """Cuts quotations of whole words out of the bodies of all reports."""

    def __init__(self, searcher: Searcher) -> None:
        self._texts = {one.id: searcher.text(one.id) for one in searcher.summaries(10_000)}
        self._words: dict[str, list[tuple[int, int]]] = {}
        for report, text in self._texts.items():
            body = searcher.report(report).blocks[0].start
            self._words[report] = [match.span() for match in WORD.finditer(text, body)]

    def cuts(self, fewest: int, most: int) -> st.SearchStrategy[Cut]:
        """Quotations of `fewest` to `most` words."""
        long_enough = sorted(report for report, words in self._words.items() if len(words) > most)
        return st.builds(
            self._cut, st.sampled_from(long_enough), st.floats(0, 1, exclude_max=True), st.integers(fewest, most)
        )

    def _cut(self, report: str, where: float, words: int) -> Cut:
        spans = self._words[report]
        first = int(where * (len(spans) - words))
        start, end = spans[first][0], spans[first + words - 1][1]
        return Cut(report, self._texts[report][start:end], start, end)


def _sometimes(
    pattern: str, replacements: str | list[str]
) -> st.SearchStrategy[tuple[re.Pattern[str], list[str], int]]:
    return st.tuples(st.just(re.compile(pattern)), st.just(list(replacements)), st.integers(0, 2**32))


DISTURBANCES = st.lists(
    st.one_of(
        _sometimes(r"\s+", [" ", "\n", "\u00a0", "  ", "\t", "\u2009", " \u200b"]),
        _sometimes(r"[\"“”]", ['"', "“", "”", "„", "«", "»", "''"]),
        _sometimes(r"['’‘]", ["'", "’", "‘", "ʼ", "′"]),
        _sometimes(r"[-–—]", ["-", "‐", "‑", "–", "—", "−", " – "]),
        _sometimes(r"ffi", ["ﬃ"]),
        _sometimes(r"ff", ["ﬀ"]),
        _sometimes(r"fi", ["ﬁ"]),
        _sometimes(r"fl", ["ﬂ"]),
        # An apostrophe that is a letter to Unicode is none that a line ends behind.
        _sometimes(r"(?<=[^\W\d_ʼ])(?=[^\W\d_ʼ])", ["\u00ad", "-\n", "- ", "\u00ad\n"]),
        st.just((re.compile(r"\Z"), ["NFD"], 0)),
    ),
    min_size=1,
    max_size=4,
)


def disturbed(text: str, ways: list[tuple[re.Pattern[str], list[str], int]]) -> str:
    """The text with changes that a quotation may make, about one in three places of each way; words are broken last, as
    the hyphen at a line end is no dash."""
    for pattern, replacements, seed in sorted(ways, key=lambda way: "\u00ad" in way[1]):
        if replacements == ["NFD"]:
            text = unicodedata.normalize("NFD", text)
            continue
        count = 0

        def put(match: re.Match[str], replacements: list[str] = replacements, seed: int = seed) -> str:
            nonlocal count
            count += 1
            dice = (seed * 2_654_435_761 + count * 40_503) >> 7
            return replacements[dice // 3 % len(replacements)] if dice % 3 == 0 else match[0]

        text = pattern.sub(put, text)
    return text


def falsified(text: str, where: float, word: str = NOWHERE) -> str:
    """The text with one of its words exchanged."""
    words = [match.span() for match in WORD.finditer(text)]
    start, end = words[int(where * len(words))]
    return f"{text[:start]}{word}{text[end:]}"
