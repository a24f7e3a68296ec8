"""What a quotation may change, and what it may not."""

from __future__ import annotations

import time
from math import inf

import pytest

from service.quotations.chains import find_chains
from service.quotations.folding import fold, letters_of
from service.quotations.pieces import taken_apart, whole_forms
from service.quotations.spans import Edges, OutOfTimeError, Span, find_spans


def spans(quote: str, source: str, edges: Edges | None = None) -> list[Span]:
    return list(find_spans(fold(quote), fold(source), edges or Edges()))


def only(quote: str, source: str) -> tuple[str, set[str]]:
    """The one place of `quote` in `source`: the words there, and what differs."""
    (span,) = spans(quote, source)
    return source[span.start : span.end], set(span.changes)


@pytest.mark.parametrize(
    ("quote", "source", "there", "changes"),
    [
        ("agreed to meet", "They agreed to meet.", "agreed to meet", set()),
        ("agreed  to\nmeet", "They agreed to meet.", "agreed to meet", {"white space"}),
        ("agreed to meet", "They agreed\u00a0to\n\nmeet.", "agreed\u00a0to\n\nmeet", {"white space"}),
        ("the 'best' way", "It is the “best” way.", "the “best” way", {"quotation marks"}),
        ("the States' right", "It is the States’ right.", "the States’ right", {"quotation marks"}),
        ("«best» way", "the “best” way", "“best” way", {"quotation marks"}),
        ("« best » way", "the “best” way", "“best” way", {"quotation marks", "white space"}),
        ("2010-2012", "from 2010–2012 on", "2010–2012", {"dashes"}),
        ("all -- of it -- met", "all—of it—met", "all—of it—met", {"dashes", "white space"}),
        ("cooperation", "the co-\noperation", "co-\noperation", {"hyphenation"}),
        ("co-operation", "the co-\noperation", "co-\noperation", {"hyphenation"}),
        ("co-\noperation", "the cooperation", "cooperation", {"hyphenation"}),
        ("co- operation", "the cooperation", "cooperation", {"hyphenation"}),
        ("cooperation", "the co\u00adoperation", "co\u00adoperation", {"hyphenation"}),
        ("long-term", "the long-\nterm plan", "long-\nterm", {"hyphenation"}),
        ("the office", "the oﬃce", "the oﬃce", {"characters"}),
        ("the oﬃce", "the office", "the office", {"characters"}),
        ("café owners", "cafe\u0301 owners", "cafe\u0301 owners", {"characters"}),
        ("and so on...", "and so on…", "and so on…", {"characters"}),
        ("Chair: Good", "**Chair:** Good", "Chair:** Good", {"markup"}),
        (
            "one thing another thing",
            "one thing\n- another thing",
            "one thing\n- another thing",
            {"white space", "markup"},
        ),
        ("document. The", "the document.* The", "document.* The", {"markup"}),
        ("5%", "some 5 % of", "5 %", {"white space"}),
        ("“agreed to meet”", "They agreed to meet.", "agreed to meet", set()),
        ("“home-made” guns", "They had “home-made” guns.", "“home-made” guns", set()),
        ('"home-made" guns', "They had “home-made” guns.", "“home-made” guns", {"quotation marks"}),
        ("“it agreed”", "He said: “it agreed that", "it agreed", set()),
        ("1,400 people", "some 1,400 people", "1,400 people", set()),
        ("12 of them", "in 2010, 12 of them", "12 of them", set()),
        ("in 2010", "in 2010. 12 of them", "in 2010", set()),
        ("300 people", "in 2010\u00a0300 people", "300 people", set()),
        ("300 people", "in 2010 300 people", "300 people", set()),
        ("300 people", "in Article 5 300 people", "300 people", set()),
        ("In Table 12", "In Table 12 300 people", "In Table 12", set()),
        ("300 people", "as para.\u00a05 300 people", "300 people", set()),
        ("345 67", "Kenya 12 345 67", "345 67", set()),
        ("345", "Kenya 2019 12 345", "345", set()),
        (">92 organizations", "by >92 organizations", ">92 organizations", set()),
        ("> 92 organizations", "by 92 organizations", "92 organizations", {"markup"}),
        ("by consensus and thanked", "by consensus¹² and thanked", "by consensus¹² and thanked", {"note sign"}),
        ("by consensus¹² and thanked", "by consensus¹² and thanked", "by consensus¹² and thanked", set()),
        ("by consensus¹² and thanked", "by consensus and thanked", "by consensus and thanked", {"note sign"}),
        ("by consensus. The ﬁrst", "by consensus.¹,² The ﬁrst", "by consensus.¹,² The ﬁrst", {"note sign"}),
        ("by consensus", "by consensus¹² and thanked", "by consensus", set()),
        ("by consensus¹²", "by consensus¹² and thanked", "by consensus¹²", set()),
        ("by consensus¹²", "by consensus and thanked", "by consensus", {"note sign"}),
        ("“by consensus”", "“by consensus¹” and", "“by consensus¹”", {"note sign"}),
        ("¹ See the annex", "agreed.¹ See the annex", "See the annex", {"note sign"}),
        ("(UNODC) then gave", "(UNODC)¹⁴ then gave", "(UNODC)¹⁴ then gave", {"note sign"}),
        ("5 per cent [sic] or 6% of", "5 per cent [sic]¹ or 6%² of", "5 per cent [sic]¹ or 6%² of", {"note sign"}),
        ("The EU said nothing", "The EU¹⁵ said nothing", "The EU¹⁵ said nothing", {"note sign"}),
        ("by consensus and", "by consensus¹; ² and", "by consensus¹; ² and", {"note sign"}),
        ("by consensus and", "by consensus³ ⁴ and", "by consensus³ ⁴ and", {"note sign"}),
        ("about 10⁶ people", "about 10⁶ people", "about 10⁶ people", set()),
        ("贩运人口", "会议讨论了贩运人口问题。", "贩运人口", set()),
        ("贩运人口", "会议讨论了贩运\n人口问题。", "贩运\n人口", {"white space"}),
        ("第12条", "根据公约第12条的规定", "第12条", set()),
        ("第 12 条", "根据公约第12条的规定", "第12条", {"white space"}),
        ("UNODC の報告", "同日にUNODCの報告書が", "UNODCの報告", {"white space"}),
        ("การค้ามนุษย์", "เรื่องการค้ามนุษย์ในภูมิภาค", "การค้ามนุษย์", set()),
        ("ການຄ້າມະນຸດ", "ບັນຫາການຄ້າມະນຸດໃນ", "ການຄ້າມະນຸດ", set()),
    ],
)
def test_a_quotation_may_differ_in_this(quote: str, source: str, there: str, changes: set[str]) -> None:
    assert only(quote, source) == (there, changes)


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("They Agreed", "they agreed"),
        ("agreed to meet", "agreed to meat"),
        ("12 reports", "13 reports"),
        ("nowhere", "now here"),
        ("now here", "nowhere"),
        ("recreation", "re-creation"),
        ("re-creation", "recreation"),
        ("preand post-trial", "pre- and post-trial"),
        ("1000", "1 000"),
        ("3.5", "3. 5"),
        ("20102012", "2010-\n2012"),
        ("5 degrees", "at -5 degrees"),
        ("-5 degrees", "at 5 degrees"),
        ("its own", "it's own"),
        ("the States right", "the States’ right"),
        ("m2", "m²"),
        ("5 m", "5 m² of it"),
        ("5 km of it", "5 km² of it"),
        ("5km of it", "5km² of it"),
        ("5 ha", "5 ha² of it"),
        ("106 people", "10⁶ people"),
        ("10 people", "10⁶ people"),
        ("10", "10⁶ people"),
        ("6 people", "10⁶ people"),
        ("nation", "the nations"),
        ("nations", "internations"),
        ("fice", "the oﬃce"),
        ("agreed. They", "agreed, They"),
        ("2*3", "23"),
        ("400 people", "some 1,400 people"),
        (",400 people", "some 1,400 people"),
        ("6 per cent", "a rise of 38.6 per cent"),
        ("up to 2", "up to 2,000 words"),
        ("up to 2,", "up to 2,000 words"),
        ("400 people", "some 1\u202f400 people"),
        ("400 people", "some 1\u00a0400 people"),
        ("400 people", "some 1’400 people"),
        ("400 people", "some 1 400 people"),
        ("some 1", "some 1 400 people"),
        ("400 000 people", "some 1 400 000 people"),
        ("decision 4", "decision 4/2010"),
        (">92 organizations", "by 92 organizations"),
        ("#92 organizations", "by 92 organizations"),
        ("第二十", "公约第二十三条"),
        ("第2条", "第12条"),
        ("三四", "三 四"),
        ("การค", "เรื่องการค้ามนุษย์"),
        ("मानव तस्क", "मानव तस्करी"),
        ("कीमत", "की मत"),
        ("인신", "인신매매"),
    ],
)
def test_a_quotation_may_not_differ_in_that(quote: str, source: str) -> None:
    assert spans(quote, source) == []


SIGNED = (
    "By consensus¹² they thanked the Chair.¹³ The Office (UNODC)¹⁴ then gave 10⁶ people of the G20 25 km² each,¹⁵,¹⁶ as"
)


@pytest.mark.parametrize(
    ("quote", "changes"),
    [
        ("consensus12 they", {"note sign"}),
        ("thanked the Chair.13 The Office", {"note sign"}),
        ("the Chair.13", {"note sign"}),
        ("The Office (UNODC)14 then gave", {"note sign"}),
        ("people of the G20 25 km2 each", {"characters"}),
        ("km2 each,15,16 as", {"characters", "note sign"}),
        ("(UNODC)14 then gave 106 people", None),
        ("106 people", None),
        ("consensus13 they", None),
        ("25 km3 each", None),
    ],
)
def test_plain_digits_stand_for_those_above_the_line(quote: str, changes: set[str] | None) -> None:
    found = [
        span.changes | form.changes for form in whole_forms(quote) for span in find_spans(form.folded, fold(SIGNED))
    ]
    assert (set(found[0]) if found else None) == changes


@pytest.mark.parametrize("quote", ["the COP28 decisions", "the Chair.13 The", "by consensus12 and"])
def test_plain_digits_stand_for_nothing_else(quote: str) -> None:
    source = fold("the COP decisions, by consensus and the Chair. The, by consensus¹ and")
    assert not any(list(find_spans(form.folded, source)) for form in whole_forms(quote))


def test_all_places_are_found_in_order() -> None:
    source = "the plan, the Plan, the plan, a plan"
    assert [span.start for span in spans("the plan", source)] == [0, 20]


def test_where_a_bracket_cuts_a_word_it_need_not_begin_there() -> None:
    assert spans("he States", "The States") == []
    assert spans("he States", "The States", Edges(left=False)) == [Span(1, 10)]


def test_letters_alone_are_those_of_the_whole_folding() -> None:
    for text in ("", "plain", "ﬁne — “naïve” e\u0301 co-\noperation…", "🔫\u0000 a\u0301\u0301b", "\ud800", "ﬁne¹ 10²"):
        assert letters_of(text) == fold(text).letters


def test_offsets_lead_back_to_the_text() -> None:
    source = "\u0301 A ﬁne 🔫 e\u0301tude… of ﬃ"
    folded = fold(source)
    for place in range(len(folded.text)):
        assert 0 <= folded.start(place) < folded.end(place) <= len(source)
    assert only("etude", source.replace("\u0301", "")) == ("etude", set())
    assert only("🔫 étude", source) == ("🔫 e\u0301tude", {"characters"})


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("a" + "." * 1_600 + "b", "a b"),
        ("a" + ". " * 800 + "b", "a b"),
        ("a" + "¹" * 4_998 + "b", "a b"),
        ("of" + " " * 4_990 + "the", "of the " * 100),
        ("co-" + " " * 4_990 + "*op", "co-op " * 100),
        ("of the", ("of" + "\n" * 5_000 + "the ") * 100),
    ],
)
def test_no_quotation_takes_long(quote: str, source: str) -> None:
    started = time.perf_counter()
    for form in whole_forms(quote):
        list(find_spans(form.folded, fold(source)))
    assert time.perf_counter() - started < 1


def test_the_search_in_one_text_ends_when_its_time_is_over() -> None:
    with pytest.raises(OutOfTimeError):
        list(find_spans(fold("the plan"), fold("the plan, the plan"), until=-inf))
    apart = taken_apart("the plan ... of the Chair")
    with pytest.raises(OutOfTimeError):
        find_chains(apart, fold("the plan of the Chair"), until=-inf)
