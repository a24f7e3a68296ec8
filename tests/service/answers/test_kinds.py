"""What kind of answer a question wants, and what a reader is told beside the quotes."""

from __future__ import annotations

import pytest
from made_sentences import asked_of, passage, summary

from corpus.types import Metadata, ReportSummary
from service.answers.conflicts import conflicts
from service.answers.intent import expected
from service.answers.speakers import speaker
from service.answers.types import SearchedReports
from service.citations.quotes import Quote


@pytest.mark.parametrize(
    ("question", "kind", "wanted"),
    [
        ("How many people attended each of the dialogues?", "comparison", "number"),
        ("Who chaired each of these three sessions?", "comparison", "person"),
        ("how many came to each of the last COPs", "comparison", "number"),
        ("How much was spent at each of them?", "comparison", "number"),
        ("How many people attended each of the panels?", "fact", "number"),
        ("the date of the second dialogue", "fact", "date"),
        ("What is the exact date of the launch?", "fact", "date"),
        ("what were the dates of the session", "fact", "date"),
        ("On which day did it open?", "fact", "date"),
        ("the day on which it opened", "fact", "date"),
        ("the data of the second dialogue", "theme", None),
        ("What was the venue of the second dialogue?", "fact", "place"),
        ("what is the location of the archive", "fact", "place"),
        ("In which city did it open?", "fact", "place"),
        ("What was the revenue of the fund?", "theme", None),
        ("Where did the proposals come up?", "comparison", None),
        ("Where does the law fall short?", "theme", None),
        ("How did attendance develop?", "comparison", None),
        ("How did attendance at the sessions develop?", "comparison", None),
        ("How has the number of onions grown?", "comparison", None),
        ("How did the share of women decline?", "comparison", None),
        ("list every meeting that spoke of onions", "comparison", None),
        ("Show me every constructive dialogue", "comparison", None),
        ("name every speaker at the meeting", "theme", None),
        ("find any sessions on leeks", "comparison", None),
        ("What is the average age of donors?", "fact", "number"),
        ("By how much did prices rise?", "fact", "number"),
    ],
)
def test_the_kind_of_a_question_is_told_in_other_words(question: str, kind: str, wanted: str | None) -> None:
    asked = asked_of(question)
    assert (asked.kind, asked.wanted) == (kind, wanted)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Vienna hosted the panel.", True),
        ("Speakers praised Austria.", True),
        ("The hosts were praised.", False),
    ],
)
def test_the_place_of_its_report_is_a_place(text: str, held: bool) -> None:
    assert expected("place", text, Metadata(location="Vienna, Austria")) is held
    assert expected("place", text, Metadata()) is False


def test_where_no_kind_of_thing_is_wanted_none_is_held() -> None:
    assert expected(None, "Ann Lee met 12 people in Vienna in 2021.", Metadata()) is False


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("2021", "2023", "3 of 4 reports, 2021 to 2023"),
        ("2023", "2023", "3 of 4 reports, 2023"),
        (None, None, "3 of 4 reports"),
    ],
)
def test_what_was_searched_is_said_with_its_years(first: str | None, last: str | None, says: str) -> None:
    assert str(SearchedReports(3, 4, 0, first, last)) == says


def test_of_several_speakers_none_is_taken_for_the_one_who_says_it() -> None:
    text = "Data was short. **Ann Lee:** We met.\n\n**Bo Ek:** I agree."
    own = passage(text, speakers=("Ann Lee", "Bo Ek")).hit.passage
    assert speaker(own, 0) is None
    assert speaker(own, text.index("I agree")) == "Bo Ek"


def test_the_only_speaker_of_a_passage_says_all_of_it() -> None:
    own = passage("Data was short.", speakers=("Ann Lee",)).hit.passage
    assert speaker(own, 0) == "Ann Lee"
    assert speaker(passage("Data was short.").hit.passage, 0) is None


FIRST = summary("first", "2023-10-04", title="Dialogue on onions")
MORE = "{} people took part in the dialogue."


def figures_differ(other: ReportSummary, *, first: ReportSummary = FIRST, said: str = MORE) -> bool:
    """Whether it is said that two reports give different figures."""
    quotes = []
    for n, (report, text) in enumerate(((first, MORE.format(58)), (other, said.format(59))), 1):
        own = passage(text, report).hit
        quotes.append(Quote(n, text, 0, len(text), own.passage, own.report, own.report.id))
    return bool(conflicts(quotes))


def test_reports_of_nearly_the_same_text_are_of_one_event_whatever_else_is_known() -> None:
    revised = summary("revised", title="Revised paper", twins=("first",))
    first = summary("first", "2023-10-04", title="Dialogue on onions", twins=("revised",))
    assert figures_differ(revised, first=first)
    assert not figures_differ(revised)


def test_reports_of_the_same_days_and_title_are_of_one_event() -> None:
    assert figures_differ(summary("other", "2023-10-04", title="Second dialogue on onions"))
    assert not figures_differ(summary("other", "2023-10-04", title="Panel about leeks"))
    assert not figures_differ(summary("other", "2023-10-05", title="Second dialogue on onions"))
    assert not figures_differ(summary("other", title="Second dialogue on onions"))


def test_reports_of_the_same_days_and_series_are_of_one_event() -> None:
    first = summary("first", "2023-10-04", title="Dialogue on onions", series="Dialogues")
    assert figures_differ(summary("other", "2023-10-04", title="A panel", series="Dialogues"), first=first)
    assert figures_differ(summary("other", "2023-10-04", title="A panel", series="dialogues "), first=first)
    assert not figures_differ(summary("other", "2023-10-04", title="A panel", series="Meetings"), first=first)


def test_reports_of_different_series_are_of_different_events_however_alike_their_titles() -> None:
    first = summary("first", "2023-10-04", title="Dialogue on onions", series="Dialogue on onions")
    other = summary("other", "2023-10-04", title="Dialogue on onions and leeks", series="Dialogue on leeks")
    assert not figures_differ(other, first=first)
    unknown = summary("other", "2023-10-04", title="Dialogue on onions and leeks")
    assert figures_differ(unknown, first=first)


def test_quotes_in_quite_other_words_are_not_compared() -> None:
    assert not figures_differ(
        summary("other", "2023-10-04", title="Dialogue on onions"),
        said="{} people took away leeks because rain had spoilt all onions.",
    )
