"""The glossary is read as it is typed, or rejected with the place that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import FileRejectedError
from corpus.glossary import Abbreviation, read_glossary
from corpus.scan import scan
from corpus.types import SourceFile

SAMPLE = Path(__file__).resolve().parents[2] / "corpus" / "reports" / "glossary.yaml"


def test_a_short_form_has_one_name_or_several_and_may_come_twice() -> None:
    text = """
        # the field
        TIP: trafficking in persons
        NGO: [non-governmental organization, nongovernmental   organization]
        WG.4:
          - Working Group on Trafficking in Persons
        TIP: transparency in procurement
        NGO: non-governmental organization
    """
    assert [(pair.short, pair.name) for pair in read_glossary(text.encode())] == [
        ("TIP", "trafficking in persons"),
        ("NGO", "non-governmental organization"),
        ("NGO", "nongovernmental organization"),
        ("WG.4", "Working Group on Trafficking in Persons"),
        ("TIP", "transparency in procurement"),
    ]


def test_words_that_yaml_would_take_for_something_else_stay_words() -> None:
    assert read_glossary(b"NO: Norway\n4: the Four\n") == (Abbreviation("NO", "Norway"), Abbreviation("4", "the Four"))


@pytest.mark.parametrize("content", [b"", b"# nothing yet\n"])
def test_an_empty_glossary_is_one(content: bytes) -> None:
    assert read_glossary(content) == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"TIP: trafficking\nSOM:\n", "line 2"),
        (b"TIP: {long: trafficking}\n", "line 1"),
        (b"? [TIP, SOM]\n: trafficking\n", "line 1"),
        (b"- TIP\n- SOM\n", 'lines of "SHORT: full name"'),
        (b"TIP trafficking\n", 'lines of "SHORT: full name"'),
        (b"TIP: [trafficking\nSOM: smuggling\n", "not valid YAML at line 2"),
        (b"TIP: &a trafficking\nSOM: *a\n", "anchors"),
        (b"TIP: TIP\n", "stands for itself"),
        (b"TIP: '---'\n", "no name"),
        (b'TIP: "\\ud800 half"\n', "no name"),
        (b"TIP: " + b"x" * 201, "201 characters"),
        (b"\xff\xfe\xfa", "UTF-16"),
        (b"TIP: \xff", "not UTF-8"),
    ],
)
def test_what_is_wrong_is_named(content: bytes, reason: str) -> None:
    with pytest.raises(FileRejectedError, match=reason):
        read_glossary(content)


@given(st.binary(max_size=60) | st.text(alphabet="TIP:[]{}-?&*!|>'\"# \n", max_size=60).map(str.encode))
def test_any_bytes_are_read_or_rejected(content: bytes) -> None:
    try:
        pairs = read_glossary(content)
    except FileRejectedError:
        return
    assert all(pair.short.strip() and pair.name.strip() for pair in pairs)


def test_the_glossary_is_neither_report_nor_sidecar_nor_rejected(tmp_path: Path) -> None:
    for name in ("a.md", "glossary.yaml"):
        (tmp_path / name).write_text("x")
    found = scan(tmp_path)
    assert (found.glossary, found.sources, found.rejected) == ("glossary.yaml", (SourceFile("a.md"),), ())


def test_of_two_glossaries_one_is_taken_and_the_other_named(tmp_path: Path) -> None:
    for name in ("glossary.yaml", "glossary.yml"):
        (tmp_path / name).write_text("x")
    found = scan(tmp_path)
    assert found.glossary == "glossary.yaml"
    assert [(one.path, one.reason) for one in found.rejected] == [
        ("glossary.yml", "second glossary; glossary.yaml was taken")
    ]


def test_the_sample_has_the_fields_short_forms() -> None:
    pairs = read_glossary(SAMPLE.read_bytes())
    shorts = {pair.short for pair in pairs}
    assert shorts >= {"TIP", "SOM", "NGO", "CSO", "UNTOC", "UNCAC", "COP", "UNODC", "OSCE", "ODIHR", "IOM", "OHCHR"}
    assert Abbreviation("WG.4", "Working Group on Trafficking in Persons") in pairs
