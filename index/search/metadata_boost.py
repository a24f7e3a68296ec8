"""What a question says of when, where and in which series a meeting was, against what is known about each report.

Known values count, whole or in part; nothing is guessed, and no report is left out for not fitting.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from corpus.types import ReportSummary
from index.lexical.expansion import NameForms
from index.lexical.keyword_index import Word
from index.lexical.stopwords import is_stopword
from index.search.periods import Period
from index.types import Vectors

WHEN, WHERE, SERIES = 0.25, 0.25, 0.5

Words = Callable[[str], Sequence[Word]]


class MetadataBoost:
    """The dates, places and series of a build's reports, ready to be compared with a question."""

    def __init__(self, reports: Sequence[ReportSummary], words: Words) -> None:
        """`reports` in the order of the build; `words` takes a text apart as the keyword index does."""
        self._words = words
        self._first = np.asarray([report.metadata.start_date or "" for report in reports], dtype="U10")
        self._last = np.asarray([report.metadata.end_date or "" for report in reports], dtype="U10")
        self._places: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for ordinal, report in enumerate(reports):
            for place in _places(report.metadata.location or ""):
                self._places[tuple(word.stem for word in words(place))].append(ordinal)
        self._longest = max(map(len, self._places), default=0)
        self._series = _Series([report.metadata.series or "" for report in reports], words)

    def boost(self, question: str, periods: Sequence[Period] = (), groups: Sequence[NameForms] = ()) -> Vectors | None:
        """For each report, in [0, 1], how well it fits the `periods` that a question names and what `question` says of
        places and series; None when it says nothing of them. `groups` are the names in the question; a series is known
        by any of their forms."""
        stems = [word.stem for word in self._words(question)]
        when, where = self._when(periods), self._where(stems)
        forms = {stem for group in groups for form in group.forms for stem in form}
        which = self._series.shares(forms.union(stems))
        if when is None and where is None and which is None:
            return None
        fit = np.zeros(len(self._first), dtype=np.float32)
        for weight, part in ((WHEN, when), (WHERE, where), (SERIES, which)):
            if part is not None:
                fit += weight * part
        return fit

    def _when(self, periods: Sequence[Period]) -> Vectors | None:
        """1 for each report whose days touch one of the periods."""
        if not periods:
            return None
        touched = np.zeros(len(self._first), dtype=np.bool_)
        for period in periods:
            touched |= (self._last >= period.first) & (self._first <= period.last)
        fit: Vectors = (touched & (self._first != "")).astype(np.float32)
        return fit

    def _where(self, stems: Sequence[str]) -> Vectors | None:
        """1 for each report from a place that the question names."""
        there: set[int] = set()
        for start in range(len(stems)):
            for end in range(start + 1, min(start + self._longest, len(stems)) + 1):
                there.update(self._places.get(tuple(stems[start:end]), ()))
        if not there:
            return None
        fit = np.zeros(len(self._first), dtype=np.float32)
        fit[sorted(there)] = 1.0
        return fit


class _Series:
    """The names of series. A word counts the more the fewer of them have it."""

    def __init__(self, names: Sequence[str], words: Words) -> None:
        """`names` has one for each report, empty where it is of no series."""
        distinct = list(dict.fromkeys(name for name in names if name))
        stems = [_content_words(name, words) for name in distinct]
        having = Counter(stem for one in stems for stem in one)
        self._weights = {
            stem: math.log(1 + (len(distinct) - count + 0.5) / (count + 0.5)) for stem, count in having.items()
        }
        self._having: defaultdict[str, list[int]] = defaultdict(list)
        for place, one in enumerate(stems):
            for stem in one:
                self._having[stem].append(place)
        totals = [sum(map(self._weights.__getitem__, one)) for one in stems]
        # The last one stands for no series.
        self._totals = np.asarray([*totals, 0.0], dtype=np.float32).clip(min=1e-9)
        places = {name: place for place, name in enumerate(distinct)}
        self._of_report = np.asarray([places.get(name, len(distinct)) for name in names], dtype=np.int64)

    def shares(self, stems: set[str]) -> Vectors | None:
        """For each report the share of its series' name that is among `stems`, squared: a word in common is little."""
        found = stems & self._having.keys()
        if not found:
            return None
        shares = np.zeros(len(self._totals), dtype=np.float32)
        for stem in found:
            shares[self._having[stem]] += self._weights[stem]
        fit: Vectors = (shares / self._totals)[self._of_report] ** 2
        return fit


def _places(location: str) -> list[str]:
    """The parts of a location; what has no capital is none ("online")."""
    parts = (part.strip() for part in location.split(","))
    return [part for part in parts if any(character.isupper() for character in part)]


def _content_words(text: str, words: Words) -> frozenset[str]:
    return frozenset(word.stem for word in words(text) if not is_stopword(text, word.start, word.end))
