"""Which days a question names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.search.periods import named_periods, without_ranges

EVER, ALWAYS = "0001-01-01", "9999-12-31"


def spans(question: str) -> list[tuple[str, str]]:
    return [(period.first, period.last) for period in named_periods(question)]


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("who spoke in October 2023?", "2023-10-01", "2023-10-31"),
        ("on 4 October 2023,", "2023-10-04", "2023-10-04"),
        ("on the 13th of July 2021", "2021-07-13", "2021-07-13"),
        ("on October 4, 2023", "2023-10-04", "2023-10-04"),
        ("Sept. 2022", "2022-09-01", "2022-09-30"),
        ("2021-05-03", "2021-05-03", "2021-05-03"),
        ("2021-05", "2021-05-01", "2021-05-31"),
        ("9-13 June 2025", "2025-06-09", "2025-06-13"),
        ("the 2024 dialogue", "2024-01-01", "2024-12-31"),
        ("between 2022 and 2024", "2022-01-01", "2024-12-31"),
        ("2022-2024", "2022-01-01", "2024-12-31"),
        ("2010–2012", "2010-01-01", "2012-12-31"),
        ("from May 2021 to 2 June 2022", "2021-05-01", "2022-06-02"),
        ("since 2022", "2022-01-01", ALWAYS),
        ("after October 2019", "2019-11-01", ALWAYS),
        ("before 2020", EVER, "2019-12-31"),
        ("earlier than May 2020", EVER, "2020-04-30"),
        ("until 2020", EVER, "2020-12-31"),
        ("what does the report from 2019 say?", "2019-01-01", "2019-12-31"),
        ("from 2019 up to May 2020", "2019-01-01", "2020-05-31"),
        ("starting from 2019", "2019-01-01", ALWAYS),
        ("from 2019 onwards", "2019-01-01", ALWAYS),
        ("May 2019 onward, who spoke?", "2019-05-01", ALWAYS),
        ("who spoke from 2019 on?", "2019-01-01", ALWAYS),
        ("who spoke on arms in 2019 on Friday", "2019-01-01", "2019-12-31"),
        ("in 2020 or later meetings", "2020-01-01", ALWAYS),
        ("in 2020 and after?", "2020-01-01", ALWAYS),
        ("in 2020 and after the war", "2020-01-01", "2020-12-31"),
        ("in 2020 and before the war", "2020-01-01", "2020-12-31"),
        ("in 2020 or earlier", EVER, "2020-12-31"),
        ("in 2020 and before.", EVER, "2020-12-31"),
        ("no later than 2020", EVER, "2020-12-31"),
        ("not after May 2020", EVER, "2020-05-31"),
        ("later than 2020", "2021-01-01", ALWAYS),
        ("no earlier than 2020", "2020-01-01", ALWAYS),
        ("not before 2020", "2020-01-01", ALWAYS),
        ("as of 2020", "2020-01-01", "2020-12-31"),
        ("up to 2000 people", "2000-01-01", "2000-12-31"),
        ("2024 to 2022", "2022-01-01", "2024-12-31"),
        ("from May 2024 to June 2022", "2022-06-01", "2024-05-31"),
    ],
)
def test_a_period_is_read(question: str, first: str, last: str) -> None:
    assert spans(question) == [(first, last)]


def test_two_dates_are_two_periods_unless_something_joins_them() -> None:
    assert spans("in 2022 and 2023") == [("2022-01-01", "2022-12-31"), ("2023-01-01", "2023-12-31")]
    assert spans("in 2019 or earlier and in 2022 or later") == [(EVER, "2019-12-31"), ("2022-01-01", ALWAYS)]
    assert spans("in 2020 and after 2022") == [("2020-01-01", "2020-12-31"), ("2023-01-01", ALWAYS)]
    assert spans("before and after 2023") == [(EVER, "2022-12-31"), ("2024-01-01", ALWAYS)]


@pytest.mark.parametrize(
    "question",
    [
        "last year",
        "in May",
        "1850",
        "A/RES/2022/5",
        "2011/36/EU",
        "31 February 2021",
        "9-3 June 2021",
        "12022",
        "1,2022",
        "2022,5",
        "v2.2022",
        "paragraph 41",
    ],
)
def test_what_names_no_period_names_none(question: str) -> None:
    assert spans(question) == []


@given(st.text(alphabet="0123456789-/ May,toand", max_size=40))
def test_every_period_is_in_order_and_in_its_place(question: str) -> None:
    for period in named_periods(question):
        assert period.first <= period.last
        assert question[period.start : period.end].strip()


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("how did it change between 2022 and 2024 there", "how did it change there"),
        ("since the year 2022 arms were named", "arms were named"),
        ("what was said before May 2021?", "what was said ?"),
        ("what was said before and after 2021 of arms", "what was said of arms"),
        ("what was said earlier than 2021, prior to 2020, up to 2019", "what was said , ,"),
        ("who chaired the dialogue in October 2023?", "who chaired the dialogue in October 2023?"),
        ("what was said from 2019 onwards about arms?", "what was said about arms?"),
        ("what was said no later than 2020 about arms?", "what was said about arms?"),
        ("the April 2024 dialogue", "the April 2024 dialogue"),
        ("2022-2024", "2022-2024"),
        ("no date at all", "no date at all"),
    ],
)
def test_a_question_is_left_without_its_ranges(question: str, rest: str) -> None:
    assert " ".join(without_ranges(question, named_periods(question)).split()) == rest
