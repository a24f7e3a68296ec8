"""Document symbols: what is one, what is not, and when two spellings are the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.symbols import find_symbols, normalise_symbol, standing, symbols_of

SYMBOLS = [
    "A/79/352",
    "A/520/Rev.15",
    "A/78/PV.10",
    "A/79/6 (Sect. 3)",
    "A/C.3/78/L.12/Rev.1",
    "A/CONF.157/24 (Part I)",
    "A/CONF.230/2025/10",
    "A/CONF.157/PC/62/Add.5",
    "A/ES-10/1042",
    "A/HRC/26/37/Add.1",
    "A/HRC/S-30/1",
    "A/HRC/WG.6/41/GBR/1",
    "A/RES/78/1",
    "CAC/COSP/WG.2/2023/1",
    "CCPR/C/137/D/2728/2016",
    "CEDAW/C/GBR/CO/8",
    "CTOC/COP/WG.4/2010/6",
    "E/CN.6/2025/NGO/40",
    "E/ICEF/2023/P/L.5",
    "ECE/MP.PP/2021/2/Corr.1",
    "FCCC/KP/CMP/2021/8",
    "FCCC/SBSTA/2011/MISC.14",
    "FCCC/SBSTA/2011/Misc.14",
    "HRI/CORE/GBR/2022",
    "ICC-ASP/20/1",
    "ICCD/COP(8)/CST/8",
    "IDB.51/7",
    "ISBA/26/A/1",
    "JIU/REP/2025/2",
    "NPT/CONF.2020/WP.1",
    "S/26015",
    "S/PV.9123",
    "S/RES/1325 (2000)",
    "S/RES/2231(2015)",
    "ST/SGB/2003/13",
    "TD/B/C.II/21",
    "TPNW/MSP/2025/11/Rev.1",
    "TRANS/SC.2/2001/20",
    "UNEP/OzL.Pro.34/9",
    "UNW/2025/L.3",
    "XYZ/ABC/2031/CRP.2",
]


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_a_symbol_in_a_sentence_is_found_whole(symbol: str) -> None:
    text = f"The report ({symbol}), like {symbol}. It says so in {symbol}*, para. 4"
    found = find_symbols(text)
    assert [s for _, _, s in found] == [symbol] * 3
    assert all(text[start:end] == s for start, end, s in found)


@pytest.mark.parametrize(
    "text",
    [
        "and/or 12",
        "24/7",
        "HIV/AIDS 2030",
        "UNDP/UNFPA/UNOPS",
        "influenza A/H1N1",
        "N/A",
        "w/o 3",
        "3/4 of A",
        "km/h 50",
        "ISO/IEC 27001",
    ],
)
def test_a_slash_alone_makes_no_symbol(text: str) -> None:
    assert find_symbols(text) == []


def test_a_joint_symbol_counts_as_both() -> None:
    assert symbols_of("A/ES-10/1043-S/2025/529*") == ("A/ES-10/1043", "S/2025/529")
    assert symbols_of("E/2025/27-E/CN.6/2025/19") == ("E/2025/27", "E/CN.6/2025/19")


def test_what_a_person_types_in_small_letters_is_found_and_equal() -> None:
    [(_, _, typed)] = find_symbols("what does a/79/352 paragraph 41 say")
    assert normalise_symbol(typed) == normalise_symbol("A/79/352*")


@pytest.mark.parametrize(
    ("symbol", "said", "label"),
    [
        ("A/CONF.230/2025/L.2", "Draft report", "draft"),
        ("A/CONF.230/2025/L.2", "Projet de rapport", "draft"),
        ("A/CONF.230/2025/L.2", "Proyecto de informe", "draft"),
        ("CTOC/COP/2022/CRP.1", "Draft decision", "draft"),
        ("UNW/2025/L.3", "Annotated provisional agenda", "limited distribution"),
        ("CTOC/COP/2022/CRP.1", "Guidance, with an aircraft’s drafting", "conference room paper"),
        ("A/79/352", "Draft report", None),
    ],
)
def test_only_a_paper_that_says_so_is_a_draft(symbol: str, said: str, label: str | None) -> None:
    assert standing([symbol], said) == label


@given(st.text(alphabet="AES/.-() 0123456789LRevCor*", max_size=60))
def test_every_span_slices_to_its_symbol(text: str) -> None:
    for start, end, symbol in find_symbols(text):
        assert text[start:end] == symbol
