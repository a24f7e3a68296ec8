"""Publish and open give back the same reports, blocks and passages."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.ids import passage_id
from corpus.types import REPORT_KINDS, Block, Metadata, Passage, Rejection, Report
from index.errors import BuildDamagedError, UnknownPassageError, UnknownReportError
from index.storage.store import Store, StoredReport, embedding_keys, write_store
from index.types import Duplicate

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
MAYBE = st.none() | TEXT
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
PAGES = st.none() | st.tuples(st.integers(1, 9), st.integers(9, 999))
METADATA = st.builds(
    Metadata,
    title=TEXT,
    date=MAYBE,
    start_date=MAYBE,
    end_date=MAYBE,
    distribution_date=MAYBE,
    series=MAYBE,
    body=MAYBE,
    author=MAYBE,
    symbols=TEXTS,
    location=MAYBE,
    language=MAYBE,
    url=MAYBE,
    kind=st.none() | st.sampled_from(REPORT_KINDS),
    sources=TEXTS,
    session=MAYBE,
    original_language=MAYBE,
    labels=TEXTS,
)


@st.composite
def spans(draw: st.DrawFn, length: int) -> list[tuple[int, int]]:
    """Spans of a text, in order, not overlapping, none empty."""
    cuts = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    return list(zip(cuts[::2], cuts[1::2], strict=False))


@st.composite
def stored_reports(draw: st.DrawFn, report_id: str) -> StoredReport:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
    kinds = st.sampled_from(["heading", "paragraph", "item", "turn", "footnote", "table"])
    blocks = tuple(
        Block(draw(kinds), a, b, draw(st.none() | st.integers(1, 6)), draw(MAYBE), draw(PAGES), draw(MAYBE))
        for a, b in draw(spans(len(text)))
    )
    passages = tuple(
        Passage(
            passage_id(report_id, text[a:b], a),
            report_id,
            a,
            b,
            text[a:b],
            draw(TEXTS),
            draw(MAYBE),
            draw(PAGES),
            draw(TEXTS),
        )
        for a, b in draw(spans(len(text)))
    )
    labels = tuple(draw(st.lists(MAYBE, max_size=3)))
    report = Report(report_id, f"{report_id}.md", "00", draw(METADATA), text, blocks, draw(TEXTS), labels)
    return StoredReport(report, passages, tuple(p.id.encode() for p in passages), draw(TEXT))


COLLECTIONS = st.integers(0, 3).flatmap(lambda n: st.tuples(*(stored_reports(f"r{i}") for i in range(n))))


@settings(max_examples=60)
@given(reports=COLLECTIONS, rejected=st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=2, unique_by=lambda row: row[0]))
def test_a_store_gives_back_what_was_written(
    tmp_path_factory: pytest.TempPathFactory,
    reports: tuple[StoredReport, ...],
    rejected: list[tuple[str, str, str]],
) -> None:
    file = tmp_path_factory.mktemp("store") / "store.sqlite"
    refused = [(Rejection(path, reason), source) for path, reason, source in rejected]
    write_store(reports, refused, [(Duplicate("copy/of", "r0.md"), "same")], file)
    store = Store(file)
    try:
        assert tuple(store.stored_reports()) == reports
        assert store.summaries == tuple(stored.report.summary for stored in reports)
        assert sorted(store.rejected(), key=repr) == sorted((r for r, _ in refused), key=repr)
        assert store.duplicates() == [Duplicate("copy/of", "r0.md")]
        every = [passage for stored in reports for passage in stored.passages]
        assert store.passages_at(range(len(every))) == dict(enumerate(every))
        assert [store.row_of(passage.id) for passage in every] == list(range(len(every)))
        owners = [ordinal for ordinal, stored in enumerate(reports) for _ in stored.passages]
        assert store.report_of_row.tolist() == owners
        assert embedding_keys(file) == {passage.id.encode() for passage in every}
    finally:
        store.close()
    assert [path.name for path in file.parent.iterdir()] == ["store.sqlite"]


def one_report(text: str = "Some text.") -> StoredReport:
    report = Report("a", "a.md", "00", Metadata(title="A"), text, (Block("paragraph", 0, len(text)),))
    passage = Passage(passage_id("a", text, 0), "a", 0, len(text), text)
    return StoredReport(report, (passage,), (b"key",), "00")


def test_every_input_has_its_fingerprint_whatever_became_of_it(tmp_path: Path) -> None:
    rejected = [(Rejection("bad.md", "why"), "f1")]
    write_store([one_report()], rejected, [(Duplicate("copy.md", "a.md"), "f2")], tmp_path / "s")
    store = Store(tmp_path / "s")
    assert store.sources() == {"a.md": "00", "bad.md": "f1", "copy.md": "f2"}
    store.close()


def test_a_build_from_before_authors_were_kept_still_opens(tmp_path: Path) -> None:
    write_store([one_report()], [], [], tmp_path / "s")
    with sqlite3.connect(tmp_path / "s") as db:
        db.execute("UPDATE reports SET metadata = json_remove(metadata, '$.author')")
    db.close()
    store = Store(tmp_path / "s")
    assert store.summaries[0].metadata == Metadata(title="A")
    store.close()


def test_what_is_unknown_is_told_by_name(tmp_path: Path) -> None:
    write_store([one_report()], [], [], tmp_path / "s")
    store = Store(tmp_path / "s")
    with pytest.raises(UnknownReportError, match=r"no report 'b'"):
        store.report("b")
    with pytest.raises(UnknownPassageError, match=r"no passage 'x'"):
        store.row_of("x")
    store.close()


def test_threads_share_one_store(tmp_path: Path) -> None:
    assert sqlite3.threadsafety == 3  # serialised: what `Store` relies on
    reports = [
        replace(
            one_report(), report=replace(one_report().report, id=f"r{n}", path=f"{n}", text=f"Text {n}."), passages=()
        )
        for n in range(100)
    ]
    write_store([replace(stored, embeddings=()) for stored in reports], [], [], tmp_path / "s")
    store = Store(tmp_path / "s")

    def read(first: int) -> list[str]:
        return [f"r{n}" for n in range(first, 100, 3) if store.report(f"r{n}").text != f"Text {n}."]

    with ThreadPoolExecutor(6) as pool:
        wrong = [name for found in pool.map(read, [n % 3 for n in range(60)]) for name in found]
    store.close()
    assert wrong == []


@pytest.mark.parametrize("content", [b"", b"nonsense", b"SQLite format 3\0" + b"\0" * 200])
def test_what_is_no_store_is_damage(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "store.sqlite").write_bytes(content)
    for opening in (Store, embedding_keys):
        with pytest.raises(BuildDamagedError, match=r"store\.sqlite cannot be read"):
            opening(tmp_path / "store.sqlite")


def test_a_store_of_other_code_is_refused(tmp_path: Path) -> None:
    write_store([one_report()], [], [], tmp_path / "store.sqlite")
    with sqlite3.connect(tmp_path / "store.sqlite") as db:
        db.execute("""UPDATE reports SET metadata = '{"unheard_of": 1}'""")
    db.close()
    with pytest.raises(BuildDamagedError, match="unheard_of"):
        Store(tmp_path / "store.sqlite")
