"""What a question asks for, whom it names, and when it gets no answer."""

from __future__ import annotations

import pytest
from made_sentences import asked_of

from corpus.types import Metadata, ReportSummary
from index.search.periods import Period
from index.search.question import analyse
from service.answers.intent import asks_nothing, expected
from service.answers.protection import asks_for_persons
from service.answers.scope import Names, words_of


def report(name: str, **known: str) -> ReportSummary:
    return ReportSummary(name, f"{name}.md", "0" * 64, Metadata(**{"title": name, **known}), 10)  # type: ignore[arg-type]


EVER, ALWAYS = "0001-01-01", "9999-12-31"
NAMES = Names(
    [
        report(
            "a",
            title="Eleventh session of the Conference of the Parties",
            start_date="2022-10-17",
            end_date="2022-10-21",
        ),
        report(
            "b",
            title="Twelfth session of the Conference of the Parties",
            start_date="2024-10-14",
            end_date="2024-10-18",
        ),
        report("c", title="Dialogue", series="Dialogue on Trafficking in Persons", location="Berlin, Germany"),
        report("d", title="Dialogue", series="Dialogue on Trafficking in Persons", location="Bangkok, Thailand"),
        *(report(f"other-{i}") for i in range(10)),
    ]
)


@pytest.mark.parametrize(
    ("question", "kind", "wanted"),
    [
        ("Who chaired the first dialogue?", "fact", "person"),
        ("When was the platform launched?", "fact", "date"),
        ("Where did the second meeting take place?", "fact", "place"),
        ("How many NGOs attended in June 2024?", "fact", "number"),
        ("What proportion of victims are children?", "fact", "number"),
        ("Was there a vote?", "fact", None),
        ("how were victim-centred approaches discussed?", "theme", None),
        ("untraceable home-made guns", "theme", None),
        ("How did the discussion of technology change between 2020 and 2025?", "comparison", None),
        ("Corruption in the dialogues of 2022 and 2023", "comparison", None),
        ("What did speakers say since 2019?", "theme", None),
        ("What did speakers say until 2019?", "theme", None),
        ("What did speakers say before and after 2019?", "comparison", None),
        ("Who chaired dialogues before 2023?", "fact", "person"),
        ("Which directive was adopted before 2013?", "fact", None),
        ("Was a protocol adopted since 2021?", "fact", None),
        ("Was a protocol adopted between 2021 and 2023?", "fact", None),
        ("How many people came since October 2023?", "fact", "number"),
        ("Organ removal in the working group and in the dialogue", "comparison", None),
        ("Where did participants disagree?", "theme", None),
        ("how many staff were put on leave, 2019-2023?", "fact", "number"),
        ("what was asked for in the letters, and what was granted?", "comparison", None),
        ("were the two meetings on roots alike?", "comparison", None),
        ("what do the mayor and the union each say on housing", "comparison", None),
        ("list all the meetings that spoke of onions", "comparison", None),
        ("onions, meeting by meeting", "comparison", None),
        ("housing: the mayor and the union, what did they want?", "comparison", None),
        ("were onions praised in 2012 and five years later", "comparison", None),
        ("onions in the two letters from Rome", "comparison", None),
        ("onions as seen by the mayor and the union", "comparison", None),
        ("the price of onions according to whom?", "comparison", None),
        ("the price in both reports: do they agree?", "comparison", None),
        ("where did onions come up?", "comparison", None),
        ("prices in the first report and in the revised one", "comparison", None),
        ("what was said at each of the sessions", "comparison", None),
        ("what do farmers and the union want?", "comparison", None),
        ("what did the mayor say on housing", "theme", None),
        ("Why did speakers praise onions and leeks?", "theme", None),
        ("name the chair of the meeting", "theme", None),
        ("find the dates of the sessions", "theme", None),
        ("What were the three themes of the meetings in Vienna?", "theme", None),
        ("What did the speaker on onions and leeks say about prices?", "theme", None),
        ("people who go home and are robbed again later", "theme", None),
        ("people who are asked to speak and do they agree to stay", "theme", None),
        ("what is needed to find onions and to keep them", "theme", None),
        ("did more States speak in 2024 than in 2022?", "comparison", None),
        ("which of the OSCE conferences spoke of onions?", "comparison", None),
        ("what did the first and the third session conclude?", "comparison", None),
        ("What shift work rules were recommended?", "theme", None),
        ("Who is the first woman to chair the next session?", "fact", "person"),
        ("What is the first step to take and the last?", "theme", None),
    ],
)
def test_the_kind_of_a_question_is_told(question: str, kind: str, wanted: str | None) -> None:
    asked = asked_of(question)
    assert (asked.kind, asked.wanted) == (kind, wanted)


@pytest.mark.parametrize(
    ("question", "periods"),
    [
        ("in October 2023", [("2023-10-01", "2023-10-31")]),
        ("in February 2024", [("2024-02-01", "2024-02-29")]),
        ("between 2020 and 2025", [("2020-01-01", "2025-12-31")]),
        ("from 2025 to 2020", [("2020-01-01", "2025-12-31")]),
        ("of 2022 and 2023", [("2022-01-01", "2022-12-31"), ("2023-01-01", "2023-12-31")]),
        ("since 2021", [("2021-01-01", ALWAYS)]),
        ("since October 2023", [("2023-10-01", ALWAYS)]),
        ("after 2024", [("2025-01-01", ALWAYS)]),
        ("after October 2023", [("2023-11-01", ALWAYS)]),
        ("before 2023", [(EVER, "2022-12-31")]),
        ("earlier than the year 2023", [(EVER, "2022-12-31")]),
        ("prior to May 2023", [(EVER, "2023-04-30")]),
        ("until 2016", [(EVER, "2016-12-31")]),
        ("up to February 2016", [(EVER, "2016-02-29")]),
        ("before and after 2023", [(EVER, "2022-12-31"), ("2024-01-01", ALWAYS)]),
        ("before 2016, and since 2019", [(EVER, "2015-12-31"), ("2019-01-01", ALWAYS)]),
        ("since 2019, but before 2023", [("2019-01-01", "2022-12-31")]),
        ("from 2019 up to 2023", [("2019-01-01", "2023-12-31")]),
        ("from October 2023 until May 2024", [("2023-10-01", "2024-05-31")]),
        ("of May 2022 and May 2023", [("2022-05-01", "2022-05-31"), ("2023-05-01", "2023-05-31")]),
        ("by 2030", [("2030-01-01", "2030-12-31")]),
        ("towards 2030", [("2030-01-01", "2030-12-31")]),
        ("as of 2030", [("2030-01-01", "2030-12-31")]),
        ("before the 2022 session", [("2022-01-01", "2022-12-31")]),
        ("not before 2023", [("2023-01-01", ALWAYS)]),
        ("the letter from October 2023", [("2023-10-01", "2023-10-31")]),
        ("2019 onwards", [("2019-01-01", ALWAYS)]),
        ("no later than 2020", [(EVER, "2020-12-31")]),
        ("before 10 January 2013", [(EVER, "2013-01-09")]),
        ("on 4-5 Oct. 2023", [("2023-10-04", "2023-10-05")]),
        ("up to 2000 people", [("2000-01-01", "2000-12-31")]),
        ("CTOC/COP/WG.4/2010/6", []),
        ("Directive 2011/36/EU", []),
        ("1,2024 people", []),
    ],
)
def test_the_dates_of_a_question_are_read(question: str, periods: list[tuple[str, str]]) -> None:
    asked = asked_of(question)
    assert (*asked.periods, *asked.years) == tuple(Period(*one) for one in periods)


@pytest.mark.parametrize(
    "question",
    [
        "the 2023 constructive dialogue on onions",
        "what was said at the 2019 session",
        "reports since 2022",
        "letters on onions published in 2021",
        "the meeting held in Vienna in 2021",
        "the session of 2019",
    ],
)
def test_a_year_may_date_the_reports_that_are_asked_for(question: str) -> None:
    asked = asked_of(question)
    assert asked.periods
    assert asked.years == ()


@pytest.mark.parametrize(
    "question",
    [
        "how many staff were there in 2024",
        "attacks on schools between 2023 and 2024",
        "in 2024 reports of theft rose",
        "what did the session say of the budget for 2023",
        "the price of onions since 2022",
    ],
)
def test_a_year_of_the_subject_dates_no_report(question: str) -> None:
    asked = asked_of(question)
    assert asked.years
    assert asked.periods == ()


def test_reports_are_known_by_ordinals_acronyms_and_places() -> None:
    assert list(words_of("The Twelfth sessions")) == ["12", "session"]
    assert {"cop", "12"} <= NAMES.of("b")
    assert {"tip", "bangkok"} <= NAMES.of("d")


@pytest.mark.parametrize(
    ("question", "contrasts"),
    [
        ("the eleventh and the twelfth session", True),
        ("meetings in Berlin and Bangkok", True),
        ("Trafficking in Persons and technology", False),
        ("berlin", False),
    ],
)
def test_names_of_different_reports_are_contrasted(question: str, contrasts: bool) -> None:
    assert NAMES.contrasts(question) is contrasts


def test_names_are_read_with_the_small_words_in_them() -> None:
    assert analyse(
        "What did Human Rights Watch's director say to the Commission on the Status of Women in 2024?"
    ).names == (
        "Human Rights Watch",
        "Commission on the Status of Women",
        "2024",
    )
    assert analyse("Who wrote JIU/REP/2025/2?").names == ()


def test_a_word_that_opens_a_question_is_no_name() -> None:
    assert analyse("Could I ask Oxfam? Until when should UNHCR?").names == ("Oxfam", "UNHCR")
    assert analyse("WHO CHAIRED IT?").names == ("CHAIRED IT",)


def test_the_world_health_organization_is_a_name() -> None:
    assert analyse("Who at the WHO spoke for WHO?").names == ("WHO",)
    assert analyse("What did the WHO Director want?").names == ("WHO Director",)
    assert (
        asked_of("Who guides donors?").wanted,
        asked_of("WHO guidelines on donors").wanted,
    ) == ("person", None)


@pytest.mark.parametrize(
    "question",
    [
        "names of the victims who spoke in 2017",
        "I need the home address of the witness",
        "List all children who testified",
        "Name the whistle-blowers who reported corruption.",
        "the victim's identity",
        "Where do the survivors who spoke in 2019 live now?",
        "Which minors were recruited? Names and villages please.",
        "Who were the witnesses who testified in the case?",
    ],
)
def test_questions_for_protected_persons_are_known(question: str) -> None:
    assert asks_for_persons(question)


@pytest.mark.parametrize(
    "question",
    [
        "how were victims identified?",
        "How many victims did the operations identify?",
        "On what grounds are names taken out of the database?",
        "how should the identity of witnesses be protected?",
        "Why are the names of victims kept secret?",
        "names of organisations that help victims",
        "Which children are most at risk?",
        "Where do most victims come from?",
        "address the needs of victims",
        "Which survivors' networks took part?",
        "name of the victims' fund",
        "who spoke for the victims?",
    ],
)
def test_questions_about_protecting_them_are_not_taken_for_such(question: str) -> None:
    assert not asks_for_persons(question)


@pytest.mark.parametrize(
    ("wanted", "text", "held"),
    [
        ("person", "The meeting was chaired by Manizha Bakhtari (Afghanistan).", True),
        ("person", "Baker Fattah Hussen (Iraq) was the president.", True),
        ("person", "The Meeting adopted its agenda. At Vienna it ended.", False),
        ("number", "Attendance came to 1,400 people.", True),
        ("number", "Fifty-one governments came.", True),
        ("number", "Many came.", False),
        ("date", "It opened on 4 October.", True),
        ("date", "It opened late.", False),
        ("place", "It met in Vienna.", True),
        ("place", "It met in person.", False),
    ],
)
def test_a_sentence_holds_what_is_wanted(wanted: str, text: str, held: bool) -> None:
    assert expected(wanted, text, Metadata()) is held  # type: ignore[arg-type]


@pytest.mark.parametrize("question", ["the", "a", "What was said?", "WHAT WAS SAID", "..."])
def test_a_question_without_a_telling_word_asks_nothing(question: str) -> None:
    assert asks_nothing(question)


@pytest.mark.parametrize("question", ["What did WHO say?", "WHO", "what was said of onions", "“what was said”", "2023"])
def test_short_forms_and_quotation_marks_ask_for_something(question: str) -> None:
    assert not asks_nothing(question)
