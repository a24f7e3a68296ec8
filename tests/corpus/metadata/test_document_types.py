"""The sort of a paper is read off its symbols, then off its title and the line of who submitted it."""

from __future__ import annotations

import pytest

from corpus.metadata.document_types import document_type

LETTER = "Letter dated 3 May 2024 from the Permanent Representative of Austria addressed to the Secretary-General"


@pytest.mark.parametrize(
    ("symbol", "title", "submitted", "sort"),
    [
        ("A/RES/79/1", "The Pact for the Future", "", "resolution"),
        ("A/RES/79/1/Corr.1", "", "", "corrigendum"),
        ("CBD/COP/DEC/15/4", "", "", "resolution"),
        ("UNEP/EA.6/Res.1", "", "", "resolution"),
        ("MC.DEC/1/24", "", "", "resolution"),
        ("S/2025/100", "Resolution 2773 (2025)", "Adopted by the Security Council at its 9865th meeting", "resolution"),
        ("HSP/1", "Compendium of decisions adopted by the Executive Board", "", "resolution"),
        ("S/PV.9876", "", "", "record"),
        ("E/CN.4/1990/SR.5", "", "", "record"),
        ("", "Summary record of the 5th meeting", "", "record"),
        ("", "12th plenary meeting", "", "record"),
        ("INFCIRC/254", "Communication dated 1 May 2024", "", "circular"),
        ("A/INF/79/4", "Notification by the Secretary-General", "", "circular"),
        ("CTOC/COP/INF/2020/1", "List of participants", "", "list"),
        ("E/CN.6/2025/NGO/5", "Statement submitted by Soroptimist International", "", "statement"),
        ("A/79/2", LETTER, "", "letter"),
        ("A/79/2", "Report of the Panel", "Identical letters dated 3 May 2024 from the Chair", "letter"),
        ("A/HRC/1/G/2", "Note verbale dated 3 May 2024", "", "letter"),
        ("E/CN.6/2025/1", "Annotated provisional agenda and proposed organization of work", "", "agenda"),
        ("A/C.2/79/L.1", "Programme of work", "", "agenda"),
        ("DP/2025/L.1", "Provisional agenda", "", "agenda"),
        ("A/70/1", "Transforming our world: the 2030 Agenda for Sustainable Development", "", "report"),
        ("A/C.3/79/L.5", "Rights of the child", "Albania and Austria: draft resolution", "draft"),
        ("A/CN.9/L.5", "Draft report of the Commission", "", "draft"),
        ("A/79/L.4", "Report of the Second Committee on draft resolution II", "", "report"),
        ("CRC/C/1", "Submission by Norway", "", "statement"),
        ("", "Information circular", "", "circular"),
        ("DP/2025/10", "Annual report of the Administrator", "", "board paper"),
        ("GB.350/INS/1", "Approval of the minutes", "", "board paper"),
        ("X/1", "Budget outlook", "For decision", "board paper"),
        ("A/79/5", "Implementation of resolution 2773 (2025)", "Report of the Secretary-General", "report"),
        ("", "A review of practice", "", "report"),
        ("", "Dialogue on migration", "", "other"),
    ],
)
def test_the_sort_of_a_paper(symbol: str, title: str, submitted: str, sort: str) -> None:
    assert document_type([symbol] if symbol else [], title, submitted, "") == sort


@pytest.mark.parametrize(
    ("symbol", "title", "first_words", "sort"),
    [
        ("A/79/141", "Request for the inclusion of an item in the provisional agenda", LETTER, "letter"),
        ("A/79/3", "", "I have the honour to transmit herewith the text", "letter"),
        ("A/79/3", "Report of the Joint Inspection Unit", "I have the honour to transmit herewith", "report"),
        ("A/C.1/79/L.9", "Nuclear disarmament", "Japan: draft resolution", "draft"),
    ],
)
def test_first_words_tell_letters_and_drafts(symbol: str, title: str, first_words: str, sort: str) -> None:
    assert document_type([symbol], title, "", first_words) == sort
