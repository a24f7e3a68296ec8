"""A rebuild does what is needed and no more, and leaves the live build alone when it must not replace it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import RapporteurError
from corpus.types import ChunkSettings
from index.build.integrity import verify
from index.build.rebuild import rebuild
from index.build.types import BuildSettings, Model
from index.errors import (
    BuildMismatchError,
    EmptyCorpusError,
    FilesRejectedError,
    HomeLockedError,
    HomeUnusableError,
)
from index.search.opening import open_live
from index.search.searcher import Searcher
from index.storage.home import live_build, rollback
from index.storage.lock import exclusive
from index.types import Duplicate, Encoder, RebuildSummary

BuildHome = Callable[..., RebuildSummary]
PARAGRAPHS = [f"Paragraph {n} speaks of subject{n} at length. " + f"Delegation {n} agreed. " * 30 for n in range(12)]
LONG = "# Long report\n\n" + "\n\n".join(PARAGRAPHS) + "\n"
FILES = {"long.md": LONG, "short.md": "# Short report\n\nThe panel adopted its agenda.\n"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def opened(home: Path, encoder: Encoder) -> Callable[[], Searcher]:
    return lambda: open_live(home, encoder)


def refuse_encoder() -> Encoder:
    raise AssertionError("the encoder was loaded")


def test_the_second_rebuild_does_nothing(home: Path, build_home: BuildHome) -> None:
    first = build_home(FILES)
    assert (first.reports, first.embedded, first.reused, first.unchanged) == (2, first.passages, 0, 0)
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.name != "LOCK"}
    second = build_home({})
    assert (second.build, second.embedded, second.unchanged) == (first.build, 0, 2)
    assert (second.passages, second.reused) == (first.passages, first.passages)
    assert {path: path.stat().st_mtime_ns for path in home.rglob("*") if path.name != "LOCK"} == before


def test_an_unchanged_rebuild_loads_neither_tokenizer_nor_encoder(
    tmp_path: Path, home: Path, build_home: BuildHome, model: Model
) -> None:
    build = build_home(FILES).build
    idle = Model(model.files, tokenizer=pytest.fail, encoder=refuse_encoder)
    assert rebuild(tmp_path / "corpus", home, idle, BuildSettings()).build == build


def test_touching_a_file_changes_nothing(tmp_path: Path, build_home: BuildHome) -> None:
    build = build_home(FILES).build
    (tmp_path / "corpus" / "long.md").touch()
    assert build_home({}).build == build


def test_editing_one_paragraph_embeds_at_most_three_passages(
    build_home: BuildHome, opened: Callable[[], Searcher]
) -> None:
    first = build_home(FILES)
    assert first.passages > 12
    ids = [passage.id for passage in opened().passages("long")]
    for number in (0, 6, 11):
        edited = LONG.replace(f"subject{number} at length", f"subject{number} in a few words")
        summary = build_home({"long.md": edited})
        assert 1 <= summary.embedded <= 3
        assert (summary.unchanged, summary.passages) == (1, first.passages)
        assert summary.embedded + summary.reused == summary.passages
        after = [passage.id for passage in opened().passages("long")]
        assert len(set(ids) - set(after)) <= 3  # links to the other passages still lead somewhere
        assert build_home({"long.md": LONG}).embedded == 0


def test_a_removed_report_goes_and_one_that_comes_back_costs_nothing(
    build_home: BuildHome, opened: Callable[[], Searcher]
) -> None:
    build_home(FILES)
    without = build_home({"short.md": None})
    assert (without.reports, without.embedded, without.unchanged) == (1, 0, 1)
    assert [report.id for report in opened().summaries()] == ["long"]
    assert build_home(FILES).embedded == 0


def test_a_sidecar_that_comes_changes_or_goes_is_read(build_home: BuildHome, opened: Callable[[], Searcher]) -> None:
    build_home(FILES)
    for content, title in (("title: Beside", "Beside"), ("title: Again", "Again"), (None, "Short report")):
        summary = build_home({"short.md.yaml": content})
        assert summary.unchanged == 1
        assert opened().report("short").metadata.title == title


def test_the_same_bytes_twice_are_one_report(build_home: BuildHome, opened: Callable[[], Searcher]) -> None:
    summary = build_home({**FILES, "copy.md": LONG, "z/short.md": FILES["short.md"]})
    assert summary.reports == 2
    assert summary.duplicates == (Duplicate("long.md", "copy.md"), Duplicate("z/short.md", "short.md"))
    assert build_home({}).duplicates == summary.duplicates
    after = build_home({"copy.md": None})
    assert (after.reports, after.duplicates) == (2, summary.duplicates[1:])
    assert {report.id for report in opened().summaries()} == {"long", "short"}


@pytest.mark.parametrize("full", [False, True])
def test_a_copy_with_an_earlier_name_leaves_the_report_its_id(
    build_home: BuildHome, opened: Callable[[], Searcher], full: bool
) -> None:
    build_home(FILES)
    with closing(opened()) as searcher:
        passages = searcher.passages("short")
    summary = build_home({"a copy.md": FILES["short.md"], "z copy.md": FILES["short.md"]}, full=full)
    assert summary.duplicates == (Duplicate("a copy.md", "short.md"), Duplicate("z copy.md", "short.md"))
    assert full or summary.unchanged == 2
    with closing(opened()) as searcher:
        assert searcher.passages("short") == passages
    # Without the report itself, the first of its copies by name is what is left of it.
    assert build_home({"short.md": None}).duplicates == (Duplicate("z copy.md", "a copy.md"),)


def test_of_equal_files_the_one_with_a_sidecar_is_the_report(
    build_home: BuildHome, opened: Callable[[], Searcher]
) -> None:
    summary = build_home({"a.md": "Text.", "b.md": "Text.", "b.md.yaml": "title: Described"})
    assert summary.duplicates == (Duplicate("a.md", "b.md"),)
    assert [report.metadata.title for report in opened().summaries()] == ["Described"]


def test_a_copy_stands_in_for_a_file_whose_sidecar_is_broken(build_home: BuildHome) -> None:
    summary = build_home({"a.md": "Text.", "b.md": "Text.", "b.md.yaml": "title: [broken"})
    assert (summary.reports, summary.duplicates) == (1, ())
    assert [rejection.path for rejection in summary.rejected] == ["b.md"]
    assert (build_home({}).build, build_home({}).unchanged) == (summary.build, 1)


def test_ids_that_collide_are_told_apart_and_stay(build_home: BuildHome, opened: Callable[[], Searcher]) -> None:
    build_home({"a b.md": "First text.", "a-b.md": "Second text.", "a_b.txt": "Third text."})
    ids = {report.path: report.id for report in opened().summaries()}
    assert ids["a b.md"] == "a-b"
    assert len(set(ids.values())) == 3
    build_home({"c.md": "Fourth text."})
    assert {report.path: report.id for report in opened().summaries()}.items() >= ids.items()


def test_full_reads_and_embeds_everything_anew(build_home: BuildHome) -> None:
    first = build_home(FILES)
    again = build_home({}, full=True)
    assert again.build != first.build
    assert (again.embedded, again.reused, again.unchanged) == (first.passages, 0, 0)


def test_strict_publishes_nothing_when_a_file_is_rejected(home: Path, build_home: BuildHome) -> None:
    build = build_home(FILES).build
    for _ in range(2):
        with pytest.raises(FilesRejectedError, match=r"1 file was rejected \(bad\.md: not UTF-8.*--strict"):
            build_home({"bad.md": b"\xff\xfa"}, strict=True)
        assert live_build(home) == build
    build_home({})
    with pytest.raises(FilesRejectedError):  # nothing changed, and the file is no better for it
        build_home({}, strict=True)


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"a.md": None}, "no report in"), ({"a.md": b"\xff"}, r"all files were rejected \(a\.md: not UTF-8")],
)
def test_an_empty_corpus_leaves_the_live_build_alone(
    home: Path, build_home: BuildHome, change: dict[str, bytes | None], reason: str
) -> None:
    build = build_home({"a.md": "Text."}).build
    with pytest.raises(EmptyCorpusError, match=f"{reason}.*left alone"):
        build_home(change)
    assert live_build(home) == verify(home).build == build


def test_a_corpus_that_is_not_there_leaves_the_live_build_alone(
    home: Path, build_home: BuildHome, model: Model
) -> None:
    build = build_home({"a.md": "Text."}).build
    with pytest.raises(RapporteurError, match="does not exist"):
        rebuild(home / "nowhere", home, model, BuildSettings())
    assert live_build(home) == build


@pytest.mark.parametrize(
    "settings",
    [
        BuildSettings(ChunkSettings(passage_tokens=60)),
        BuildSettings(ChunkSettings(context_tokens=0)),
        BuildSettings(max_bytes=49_000_000),
    ],
)
def test_other_settings_make_a_new_build(
    tmp_path: Path, home: Path, build_home: BuildHome, model: Model, settings: BuildSettings
) -> None:
    build = build_home(FILES).build
    summary = rebuild(tmp_path / "corpus", home, model, settings)
    assert (summary.build != build, summary.unchanged) == (True, 0)
    assert rebuild(tmp_path / "corpus", home, model, settings).build == summary.build


def test_another_model_makes_a_new_build_and_opens_no_old_one(
    tmp_path: Path, home: Path, build_home: BuildHome, model: Model, encoder: Encoder
) -> None:
    first = build_home(FILES)
    other = replace(encoder, name="other", fingerprint="other-1")  # type: ignore[type-var]  # the stand-in is a dataclass
    another = Model(replace(model.files, name="other", fingerprint="other-1"), model.tokenizer, lambda: other)
    with pytest.raises(BuildMismatchError, match=r"hashing \(hashing-1\).*other-1.*Run a rebuild"):
        open_live(home, other)
    summary = rebuild(tmp_path / "corpus", home, another, BuildSettings())
    assert (summary.unchanged, summary.embedded) == (0, first.passages)
    open_live(home, other).close()
    with pytest.raises(BuildMismatchError, match=r"other \(other-1\).*hashing-1"):
        open_live(home, encoder)


def test_the_cache_holds_what_the_kept_builds_hold(home: Path, build_home: BuildHome) -> None:
    sizes = []
    for number in range(8):
        build_home({"a.md": "\n\n".join(f"# H{i}\n\nText {number} {i}." for i in range(200))})
        sizes.append(sum(file.stat().st_size for file in (home / "cache").iterdir()))
    assert max(sizes[4:]) <= sizes[3] * 1.5
    rollback(home)
    assert build_home({}).embedded == 0


def test_a_rebuild_is_refused_while_another_is_at_work(home: Path, build_home: BuildHome) -> None:
    build = build_home(FILES).build
    with exclusive(home), pytest.raises(HomeLockedError, match="Another rebuild of"):
        build_home({"new.md": "Text."})
    assert live_build(home) == build


def test_a_home_among_the_reports_is_refused_unless_hidden(tmp_path: Path, model: Model) -> None:
    (tmp_path / "a.md").write_text("Text.")
    with pytest.raises(HomeUnusableError, match="lies inside the corpus folder"):
        rebuild(tmp_path, tmp_path / "x" / "home", model, BuildSettings())
    hidden = tmp_path / ".rapporteur" / "home"
    first = rebuild(tmp_path, hidden, model, BuildSettings())
    assert (first.reports, first.rejected) == (1, ())
    assert rebuild(tmp_path, hidden, model, BuildSettings()).build == first.build


def test_progress_tells_how_far_reading_and_embedding_are(tmp_path: Path, build_home: BuildHome, model: Model) -> None:
    build_home({f"{n}.md": f"Text {n}." for n in range(5)})
    told: list[tuple[str, int, int]] = []
    (tmp_path / "corpus" / "new.md").write_text("New text.")
    rebuild(tmp_path / "corpus", tmp_path / "home", model, BuildSettings(), progress=lambda *step: told.append(step))
    assert told[-1][0] == "embedding"
    assert all(done <= total for _, done, total in told)
    assert {stage: done for stage, done, _ in told} == {"reading": 6, "embedding": 1}
