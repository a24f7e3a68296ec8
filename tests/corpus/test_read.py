"""Reading one file: what it becomes, and the reasons for which it is rejected."""

from __future__ import annotations

import codecs
import hashlib
import os
from pathlib import Path

import pytest

from corpus.errors import FileRejectedError
from corpus.read import read_report
from corpus.types import Report, SourceFile

BODY = "# Heading\n\nBody text.\n"


def read(folder: Path, data: bytes | str, sidecar: str | None = None, name: str = "the_file-name.md") -> Report:
    (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    if sidecar is not None:
        (folder / f"{name}.yaml").write_text(sidecar)
    return read_report(folder, SourceFile(name, None if sidecar is None else f"{name}.yaml"), "id", max_bytes=100_000)


def reason(folder: Path, data: bytes | str, sidecar: str | None = None) -> str:
    with pytest.raises(FileRejectedError) as caught:
        read(folder, data, sidecar)
    return str(caught.value)


def test_the_checksum_is_that_of_the_files_bytes(tmp_path: Path) -> None:
    data = BODY.replace("\n", "\r\n").encode()
    assert read(tmp_path, data).sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_text_is_read_in_each_of_its_encodings(tmp_path: Path, encoding: str) -> None:
    assert read(tmp_path, "Café 😀\r\nx\ry".encode(encoding)).text == "Café 😀\nx\ny"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"ab\ncaf\xe9 x", "byte 0xE9 at position 6 (line 2)"),
        (codecs.BOM_UTF16_LE + b"a\0b", "UTF-16-LE"),
        (b"a\0b", "NUL byte at position 1"),
        (b"", "empty file"),
        (b" \n\n", "empty file"),
        (b"# Only\n\n## headings\n", "no body text"),
        (b"---\ntitle: x\n---\n", "no body text"),
        (b"x" * 100_001, "RAPPORTEUR_MAX_FILE_MB"),
        (b"---\ntitle: [x\n---\nBody", "front matter is not valid YAML at line"),
        (b"---\ndate: 2021-02-30\n---\nBody", "day is out of range"),
        (b"---\na: &x [1]\nb: *x\n---\nBody", "front matter, line 2: YAML anchors and aliases"),
        (b"---\na: [[[[[[[[[[]]]]]]]]]]\n---\nBody", "nested more than"),
        (b"---\ntitle: " + b"x" * 70_000 + b"\n---\nBody", "at most 64,000"),
        (b"---\ntitle: x\x07\n---\nBody", "not valid YAML"),
        (b"---\nurl: javascript:alert(1)\n---\nBody", "url is 'javascript:alert(1)'; expected an address"),
        (b"---\nlanguage: no\n---\nBody", "put it in quotation marks"),
        (b"---\ntitle: {a: b}\n---\nBody", "title is"),
        (b"---\nkind: minutes\n---\nBody", "kind is 'minutes'; expected one of: official record, "),
        (b"---\ndate: spring 2021\n---\nBody", "date is 'spring 2021'; expected a date such as"),
        (b"---\ndate: 2021-13\n---\nBody", "date is '2021-13'"),
        (
            b"---\nstart: 2021-05-02\nend: 2021-05-01\n---\nBody",
            "end is '2021-05-01'; expected a day that is not",
        ),
        (b"---\nend: 2021-05-01\n---\nBody", "expected a start as well"),
        (b"---\ndate: 2020\nstart: 2021-05-01\n---\nBody", "a day between start and end"),
    ],
)
def test_what_cannot_be_meant_is_rejected_with_its_reason(tmp_path: Path, data: bytes, said: str) -> None:
    assert said in reason(tmp_path, data)


def test_a_file_that_vanished_is_rejected(tmp_path: Path) -> None:
    with pytest.raises(FileRejectedError, match="vanished during the rebuild"):
        read_report(tmp_path, SourceFile("gone.md"), "id")


def test_a_pipe_in_a_files_place_does_not_hold_the_rebuild_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(FileRejectedError, match="not a regular file"):
        read_report(tmp_path, SourceFile("a.md"), "id")


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable for root")
def test_a_file_that_may_not_be_read_is_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(BODY)
    (tmp_path / "a.md").chmod(0)
    with pytest.raises(FileRejectedError, match="permission denied"):
        read_report(tmp_path, SourceFile("a.md"), "id")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("date: 2021-11-03", ("2021-11-03", "2021-11-03", "2021-11-03")),
        ("date: 2021-11", ("2021-11", "2021-11-01", "2021-11-30")),
        ("date: 2024-02", ("2024-02", "2024-02-01", "2024-02-29")),
        ("date: 2021", ("2021", "2021-01-01", "2021-12-31")),
        ("date: '2021-1-5'", ("2021-01-05", "2021-01-05", "2021-01-05")),
        ("start: 2010-01-27\nend: 2010-01-29", ("2010-01-27", "2010-01-27", "2010-01-29")),
        ("start: 2010-01\nend: 2010-02", ("2010-01", "2010-01-01", "2010-02-28")),
        ("date: 2010-01-29T10:00:00", ("2010-01-29", "2010-01-29", "2010-01-29")),
    ],
)
def test_dates_keep_their_precision_and_span_whole_days(
    tmp_path: Path, given: str, expected: tuple[str, str, str]
) -> None:
    metadata = read(tmp_path, f"---\n{given}\n---\n{BODY}").metadata
    assert (metadata.date, metadata.start_date, metadata.end_date) == expected


def test_the_sidecar_wins_over_front_matter_field_by_field(tmp_path: Path) -> None:
    front = "---\ntitle: Front\nseries: Series\nstart: 2020-01-01\nend: 2020-01-05\n---\n"
    metadata = read(tmp_path, front + BODY, "title: Beside\ndate: 2022").metadata
    assert (metadata.title, metadata.series, metadata.date) == ("Beside", "Series", "2022")
    assert metadata.start_date == "2022-01-01"


def test_a_kind_given_by_the_sidecar_makes_turns(tmp_path: Path) -> None:
    report = read(tmp_path, "Intro.\n\nMore.\n\nThe Chair: Welcome.", "kind: transcript")
    assert [block.speaker for block in report.blocks] == [None, None, "The Chair"]


def test_the_author_is_one_line_of_text(tmp_path: Path) -> None:
    assert read(tmp_path, f"---\nauthor: Jane Q. Doe\n---\n{BODY}").metadata.author == "Jane Q. Doe"
    assert read(tmp_path, BODY, sidecar="author: A; B\n").metadata.author == "A; B"
    assert "author is" in reason(tmp_path, f"---\nauthor: [A, B]\n---\n{BODY}")


def test_one_symbol_or_several_are_taken(tmp_path: Path) -> None:
    assert read(tmp_path, f"---\nsymbol: A/1\n---\n{BODY}").metadata.symbols == ("A/1",)
    assert read(tmp_path, f"---\nsymbol: [A/1, B/2, A/1]\n---\n{BODY}").metadata.symbols == ("A/1", "B/2")


def test_a_paper_of_limited_distribution_is_labelled_by_its_title_and_first_words(tmp_path: Path) -> None:
    def labels(more: str, body: str) -> tuple[str, ...]:
        return read(
            tmp_path, f"---\nsymbol: A/79/L.3\nurl: https://example.org/draft\n{more}---\n{body}"
        ).metadata.labels

    assert labels("title: Draft resolution\n", BODY) == ("draft",)
    assert labels("", "# Resolution\n\nDraft submitted by the Chair.\n") == ("draft",)
    assert labels("labels: [draft, faulty]\n", BODY) == ("draft", "faulty")
    assert labels("labels: faulty\n", f"{BODY}{'Words. ' * 100}A draft.\n") == ("limited distribution", "faulty")


def test_an_unknown_field_is_a_warning_with_the_nearest_known_one(tmp_path: Path) -> None:
    (warning,) = read(tmp_path, f"---\ntitel: x\n---\n{BODY}").warnings
    assert "'titel'" in warning
    assert "did you mean 'title'?" in warning


def test_the_file_name_stands_in_for_a_title_with_a_warning(tmp_path: Path) -> None:
    report = read(tmp_path, "Just a paragraph.")
    assert report.metadata.title == "the file name"
    assert "file's name" in report.warnings[0]


def test_a_broken_sidecar_is_named_in_the_reason(tmp_path: Path) -> None:
    assert "sidecar the_file-name.md.yaml is not valid YAML at line 2" in reason(tmp_path, BODY, "title: x\n: [")


def test_a_sidecar_that_lists_no_fields_is_rejected(tmp_path: Path) -> None:
    assert 'must be lines of "field: value"' in reason(tmp_path, BODY, "- title\n- date")
