"""What a question says of when, where and in which series weighs on the reports that it is true of."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.glossary import Abbreviation
from corpus.types import Metadata, ReportSummary
from index.lexical.expansion import Expansions
from index.lexical.glossary import Glossary
from index.lexical.keyword_index import Word
from index.search.metadata_boost import SERIES, WHEN, WHERE, MetadataBoost
from index.search.periods import Period, named_periods


def words(text: str) -> list[Word]:
    """Small letters without a plural's s stand in for the stemmer."""
    return [Word(m[0].lower().removesuffix("s"), m.start(), m.end()) for m in re.finditer(r"[^\W_]+", text)]


def report(name: str, start: str | None, end: str | None, series: str | None, location: str | None) -> ReportSummary:
    known = Metadata(title=name, start_date=start, end_date=end, series=series, location=location)
    return ReportSummary(name, f"{name}.md", "", known, 0)


REPORTS = (
    report("guns", "2023-05-30", "2023-06-02", "Dialogue on Firearms", "Vienna International Centre, Vienna"),
    report("people", "2023-10-04", "2023-10-04", "Dialogue on Smuggling of Migrants", "Port Louis, Mauritius"),
    report("guns-2025", "2025-06-09", "2025-06-09", "Dialogue on Firearms", "online"),
    report("minutes", None, None, None, None),
)
BOOST = MetadataBoost(REPORTS, words)


def periods_of(question: str) -> list[Period]:
    return [named.period for named in named_periods(question)]


def fit(question: str) -> Sequence[float] | None:
    found = BOOST.boost(question, periods_of(question))
    return None if found is None else [round(float(value), 3) for value in found]


@pytest.mark.parametrize(
    ("question", "when"),
    [
        ("who spoke in June 2023?", [1, 0, 0, 0]),
        ("who spoke in 2023?", [1, 1, 0, 0]),
        ("who spoke on 4 October 2023?", [0, 1, 0, 0]),
        ("what changed since 2024?", [0, 0, 1, 0]),
        ("what changed between 2023 and 2025?", [1, 1, 1, 0]),
        ("in May 2023 and in 2025?", [1, 0, 1, 0]),
        ("in 2010?", [0, 0, 0, 0]),
    ],
)
def test_a_report_fits_when_its_days_touch_the_period(question: str, when: list[int]) -> None:
    assert fit(question) == [WHEN * value for value in when]


@pytest.mark.parametrize(
    ("question", "where"),
    [("who spoke in Vienna?", [1, 0, 0, 0]), ("at port louis", [0, 1, 0, 0]), ("Mauritius", [0, 1, 0, 0])],
)
def test_a_report_fits_when_its_place_is_named(question: str, where: list[int]) -> None:
    assert fit(question) == [WHERE * value for value in where]


@pytest.mark.parametrize(
    "question", ["online scams", "an international centre", "Louis said so", "what is a victim?", ""]
)
def test_words_that_are_no_place_date_or_series_say_nothing(question: str) -> None:
    assert fit(question) is None


def test_a_series_fits_the_more_of_its_name_is_there() -> None:
    guns, people, guns_2025, minutes = fit("the dialogue on firearms") or ()
    assert guns == guns_2025 == SERIES
    assert 0 < people < SERIES / 4
    assert minutes == 0
    assert (fit("smuggling of arms") or [0, 0])[1] < SERIES / 2


def test_a_series_is_known_by_its_short_form() -> None:
    question = "the SOM dialogue"
    expansions = Expansions(Glossary((Abbreviation("SOM", "smuggling of migrants"),)), words)
    found = BOOST.boost(question, groups=expansions.groups(question))
    assert found is not None
    assert found[1] == pytest.approx(SERIES)


def test_what_is_said_adds_up() -> None:
    assert fit("the dialogue on firearms in Vienna 2023") == [1, *(fit("dialogue on firearms 2023") or ())[1:]]


@given(
    st.lists(
        st.sampled_from(
            [
                "the",
                "dialogue",
                "on",
                "firearms",
                "Vienna",
                "2023",
                "since",
                "smuggling",
                "of",
                "migrants",
                "Port",
                "Louis",
                "May",
                "x",
            ]
        )
    )
)
def test_a_fit_lies_between_zero_and_one(typed: list[str]) -> None:
    found = BOOST.boost(" ".join(typed), periods_of(" ".join(typed)))
    assert found is None or (len(found) == len(REPORTS) and found.min() >= 0 and found.max() <= 1 + 1e-6)


def test_a_collection_without_metadata_takes_no_hints() -> None:
    assert MetadataBoost(REPORTS[3:], words).boost("the dialogue on firearms in Vienna") is None
    assert MetadataBoost((), words).boost("2023", periods_of("2023")) is not None
