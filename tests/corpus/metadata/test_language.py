"""The language of a text is named when there is enough of it, and left open when there is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.metadata.language import detect_language

TEXTS = {
    "en": "The Working Group discussed the protection of victims and the role of civil society in the review process.",
    "fr": "Le Groupe de travail a examiné la protection des victimes et le rôle de la société civile dans l’examen.",
    "es": "El Grupo de Trabajo examinó la protección de las víctimas y el papel de la sociedad civil en el examen.",
    "ru": "Рабочая группа рассмотрела вопросы защиты потерпевших и роль гражданского общества в процессе обзора.",
    "ar": "ناقش الفريق العامل حماية الضحايا ودور المجتمع المدني في عملية الاستعراض وفي منع الجريمة المنظمة. "
    "وأكد المتكلمون أهمية التعاون الدولي بين الدول الأعضاء، وطلبوا إلى الأمانة أن تعد تقريرا عن هذه المسألة.",
    "zh": "工作组讨论了保护被害人的问题以及民间社会在审议进程中的作用。"
    "会议通过了关于预防有组织犯罪的建议，并请各国在明年以前提交资料。",
    "de": "Die Arbeitsgruppe erörterte den Schutz der Opfer und die Rolle der Zivilgesellschaft bei der Überprüfung.",
    "pt": "O Grupo de Trabalho discutiu a proteção das vítimas e o papel da sociedade civil no processo de revisão.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_paragraph_is_enough(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "12 | 34 | 56", "Vienna, 2024", "1. 2. 3. " * 500])
def test_too_few_words_have_no_language(text: str) -> None:
    assert detect_language(text) is None


def test_foreign_names_in_a_report_do_not_change_its_language() -> None:
    assert detect_language(TEXTS["en"] + " Médecins sans frontières, Terre des hommes.") == "en"


@given(st.text(max_size=300))
def test_any_text_has_a_two_letter_code_or_none(text: str) -> None:
    code = detect_language(text)
    assert code is None or (code.isalpha() and 2 <= len(code) <= 3)
