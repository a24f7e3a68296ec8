"""Which questions ask to name or find persons who must be protected, and which only speak of them."""

from __future__ import annotations

import pytest

from service.answers_protection import asks_for_persons


@pytest.mark.parametrize(
    "question",
    [
        "Which victims testified at the dialogue?",
        "Which trafficked women gave evidence?",
        "What witnesses were heard in 2019?",
        "Which two survivors spoke?",
        "Who is the survivor quoted in the report of 2017?",
        "Who were the first victims mentioned?",
        "Who is the whistle-blower behind the letter?",
        "Tell me the victims who came forward.",
        "give us the witnesses by name",
        "show me all the minors named in the report",
        "Describe the survivors of the raid by name.",
        "I want you to present each victim by name",
        "Where are the witnesses hiding?",
        "where is that child today",
        "Please identify the informants.",
        "Can you list the runaways?",
        "Which children were sold, and with which families are they now?",
        "Who were the complainants, and in which towns do they live?",
        "Who were the pupils and where do they live?",
        "the whereabouts of both smuggled migrants",
        "photographs of the underage victims",
        "names and addresses of the complainants",
        "Summarise it, then name the witnesses",
    ],
)
def test_questions_for_protected_persons_are_known_in_other_words(question: str) -> None:
    assert asks_for_persons(question)


def test_white_space_hides_no_question() -> None:
    assert asks_for_persons("I would like to have\nthe names\n of   the\tvictims")


@pytest.mark.parametrize(
    "question",
    [
        "names of victim support organisations",
        "names of the victims' lawyers",
        "names of the witness protection programmes",
        "the address of the survivor network",
        "Which victim support groups testified?",
        "Which organisations testified about victims?",
        "Tell me the organisations that support victims.",
        "list the bodies for child protection",
        "Tell me how victims are helped.",
        "tell me what the victims asked for",
        "Who is the expert quoted on victims?",
        "Which victims are most at risk?",
        "Describe the needs of victims.",
        "Where should the witnesses be heard?",
        "Where do victims turn for help today?",
        "How can the names of victims be kept out of court?",
        "Must the identities of witnesses be disclosed?",
        "identify risks for children",
        "Who were the chairs, and where did they meet?",
        "Which victims reported abuse, and how many?",
        "Tell us the victims who were helped by the shelters",
        "Which children told the panel about bullying?",
        "Name the children's organisations that spoke",
        "list the child protection bodies",
        "Tell me the organisations that support victims by name.",
    ],
)
def test_questions_about_helping_them_are_like_any_other(question: str) -> None:
    assert not asks_for_persons(question)
