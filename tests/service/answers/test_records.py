"""A record holds what was asked of what, and the search can be made again from it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from service_collection import FILES, build

from index.build.types import Model
from index.search.opening import open_live
from index.search.searcher import Searcher
from index.types import Encoder, Filters
from service.answers.answerer import Answerer
from service.answers.types import ComparedSide, FigureConflict
from service.app import create_app
from service.citations.citer import Citer
from service.cli import records as console_records
from service.reading_list.program import program_fingerprint
from service.reading_list.record_text import (
    UnreadableRecordError,
    agrees_with_itself,
    read_record,
    to_json,
    to_markdown,
)
from service.reading_list.record_types import Record, Settings
from service.reading_list.recording import record_answer, record_search
from service.reading_list.repeat import repeat

Make = Callable[[Searcher], Record]
QUESTION = "which channels do organizations seldom use?"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    folder = tmp_path_factory.mktemp("records")
    build(folder, model)
    return folder


@pytest.fixture(scope="module")
def searcher(folder: Path, encoder: Encoder) -> Iterator[Searcher]:
    searcher = open_live(folder / "home", encoder)
    yield searcher
    searcher.close()


def searched(searcher: Searcher, **filters: tuple[str, ...]) -> Record:
    return record_search(searcher, Citer(searcher), QUESTION, Settings(k=2), Filters(**filters))  # type: ignore[arg-type]


def answered(searcher: Searcher) -> Record:
    return record_answer(searcher, Answerer(searcher, Citer(searcher)).answer(QUESTION), None)


def test_a_record_says_what_was_asked_of_what(searcher: Searcher) -> None:
    record = searched(searcher, kind=("digest",))
    manifest = searcher.manifest
    assert (record.build, record.model, record.corpus) == (manifest.build, manifest.model, manifest.corpus)
    assert (record.question, record.settings.k, record.filters.kind) == (QUESTION, 2, ("digest",))
    for found in record.results:
        assert searcher.text(found.report)[found.start : found.end] == found.text


@pytest.mark.parametrize("write", [to_json, to_markdown])
@pytest.mark.parametrize("make", [searched, answered])
def test_a_record_is_read_back_as_it_was_and_repeats_itself(
    searcher: Searcher, write: Callable[[Record], str], make: Make
) -> None:
    record = make(searcher)
    again = read_record(write(record))
    assert again == record
    repeated = repeat(again, searcher, Citer(searcher))
    assert (repeated.same_build, repeated.same_results, repeated.gone, repeated.new) == (True, True, (), ())
    assert repeated.confirmed
    assert "the same build" in repeated.says


def test_markdown_survives_reports_with_fences(searcher: Searcher) -> None:
    record = searched(searcher)
    fenced = record.results[0].model_copy(update={"text": "```json\n{}\n```"})
    record = record.model_copy(update={"results": (fenced,)})
    assert read_record(to_markdown(record)) == record


@pytest.mark.parametrize(
    "question",
    ["```json\n{}\n```", "which channels?\n\n```json\nnone\n```\n", "which\u2028channels?\x1b[1m", "“which”"],
)
def test_markdown_survives_any_question(searcher: Searcher, question: str) -> None:
    record = searched(searcher).model_copy(update={"question": question})
    written = to_markdown(record)
    assert read_record(written) == record
    assert agrees_with_itself(written, record)
    assert sum(line.startswith("A search for “") and "made on" in line for line in written.splitlines()) == 1


def test_a_note_around_a_record_may_hold_blocks_of_its_own(searcher: Searcher) -> None:
    record = searched(searcher)
    noted = "```json\n{\n" + to_markdown(record) + "\n```json\n[]\n```\n"
    assert read_record(noted) == record


@pytest.mark.parametrize("suffix", [".json", ".md"])
def test_a_mark_at_the_start_of_the_file_and_other_line_ends_are_no_matter(
    searcher: Searcher, tmp_path: Path, suffix: str
) -> None:
    record, file = answered(searcher), tmp_path / f"note{suffix}"
    console_records.write(record, file)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert console_records.read(file) == (record, True)


@pytest.mark.parametrize("make", [searched, answered])
def test_text_that_was_altered_above_the_data_is_noticed(searcher: Searcher, make: Make) -> None:
    record = make(searcher)
    written = to_markdown(record)
    assert agrees_with_itself(written.replace("\n\n", "\n \n\n").replace("   > ", "> "), record)
    above = written.partition("```json")[0]
    altered = written.replace(above, above.replace("written submissions", "secret submissions"))
    assert altered != written
    assert not agrees_with_itself(altered, record)
    repeated = repeat(read_record(altered), searcher, Citer(searcher), agrees=False)
    assert not repeated.confirmed
    assert repeated.says.endswith("The text above its data was altered.")


@pytest.mark.parametrize(
    ("field", "value"), [("model", "another"), ("fingerprint", "f" * 64), ("corpus", "c" * 64), ("reports", 4)]
)
@pytest.mark.parametrize("make", [searched, answered])
def test_what_a_build_never_said_of_itself_is_noticed(
    searcher: Searcher, make: Make, field: str, value: object
) -> None:
    repeated = repeat(make(searcher).model_copy(update={field: value}), searcher, Citer(searcher))
    assert (repeated.same_results, repeated.altered, repeated.confirmed) == (True, (field,), False)
    assert repeated.says.endswith(f"The record was altered: {field}.")


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [("text", "Words.", "text"), ("citation", "A.", "citation"), ("title", "T", "title"), ("sha256", "0", "checksum")],
)
def test_a_forged_part_of_a_result_is_named_by_its_place(
    searcher: Searcher, field: str, value: str, named: str
) -> None:
    record = searched(searcher)
    first, *others = record.results
    forged = record.model_copy(update={"results": (first.model_copy(update={field: value}), *others)})
    repeated = repeat(forged, searcher, Citer(searcher))
    assert repeated.differs == (f"{first.report} {first.start}–{first.end}: {named}",)
    assert "the record does not hold what this build gives" in repeated.says
    assert repeated.differs[0] in console_records.described(repeated)


def test_another_order_a_repeat_and_another_place_are_named(searcher: Searcher) -> None:
    record = searched(searcher)
    first, second = record.results
    turned = record.model_copy(update={"results": (second, first)})
    assert repeat(turned, searcher, Citer(searcher)).differs == ("the order of the results",)
    doubled = record.model_copy(update={"results": (first, first, second)})
    assert "listed more than once" in repeat(doubled, searcher, Citer(searcher)).differs[0]
    moved = record.model_copy(update={"results": (first.model_copy(update={"start": 0}), second)})
    repeated = repeat(moved, searcher, Citer(searcher))
    assert (len(repeated.gone), len(repeated.new)) == (1, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [("verdict", "not_found"), ("correction", "which channels?"), ("says", "Nothing."), ("reason", "persons")],
)
def test_a_forged_part_of_an_answer_is_named(searcher: Searcher, field: str, value: str) -> None:
    repeated = repeat(answered(searcher).model_copy(update={field: value}), searcher, Citer(searcher))
    assert repeated.differs == (field,)
    assert not repeated.confirmed


@pytest.mark.parametrize(("field", "value"), [("says", "Nothing was found on the vote."), ("searched", 6500)])
def test_what_is_said_of_reports_is_compared_wherever_they_are_the_same(
    searcher: Searcher, field: str, value: object
) -> None:
    elsewhere = answered(searcher).model_copy(update={"build": "20200101T000000000-000000"})
    assert repeat(elsewhere, searcher, Citer(searcher)).confirmed
    repeated = repeat(elsewhere.model_copy(update={field: value}), searcher, Citer(searcher))
    assert (repeated.differs, repeated.confirmed) == ((field,), False)


@pytest.mark.parametrize("make", [searched, answered])
def test_how_many_reports_there_are_is_compared_wherever_they_are_the_same(searcher: Searcher, make: Make) -> None:
    forged = make(searcher).model_copy(update={"build": "20200101T000000000-000000", "reports": 6500})
    repeated = repeat(forged, searcher, Citer(searcher))
    assert (repeated.altered, repeated.confirmed) == (("reports",), False)
    others = repeat(forged.model_copy(update={"corpus": "c" * 64}), searcher, Citer(searcher))
    assert (others.altered, others.confirmed) == ((), True)


@pytest.mark.parametrize("make", [searched, answered])
def test_the_same_code_is_no_other_version_of_the_program(searcher: Searcher, make: Make) -> None:
    forged = make(searcher).model_copy(update={"program": "Rapporteur 9"})
    repeated = repeat(forged, searcher, Citer(searcher))
    assert (repeated.altered, repeated.confirmed) == (("program",), False)
    older = repeat(forged.model_copy(update={"decides": "0" * 12}), searcher, Citer(searcher))
    assert (older.altered, older.confirmed) == ((), True)


def test_a_change_of_the_program_is_seen(searcher: Searcher) -> None:
    record = searched(searcher)
    assert record.decides == program_fingerprint()
    older = record.model_copy(update={"decides": "0" * 12, "results": record.results[:1]})
    assert "what changed: program" in repeat(older, searcher, Citer(searcher)).says


def test_a_comparison_is_recorded_by_dialogue_with_its_gaps_and_conflicts(searcher: Searcher) -> None:
    answer = Answerer(searcher, Citer(searcher)).answer(QUESTION)
    first, *others = searcher.summaries(searcher.manifest.reports)
    given = replace(
        answer,
        groups=(
            ComparedSide(first.metadata.title, first, ()),
            *(ComparedSide(one.metadata.title, one, (1,)) for one in others[:1]),
        ),
        conflicts=(FigureConflict((1,), "The reports give different figures: 92 and 157."),),
        correction="which channels do organisations seldom use?",
    )
    record = record_answer(searcher, given, 3)
    assert [(group.report, group.quotes) for group in record.groups] == [(first.id, ()), (others[0].id, (1,))]
    written = to_markdown(record)
    assert read_record(written) == record
    for line in (
        f"## {first.metadata.title}",
        "Nothing found.",
        "- Showing results for: which channels do organisations seldom use?",
        "- The reports give different figures: 92 and 157. (results 1)",
        "- Settings: k 3",
    ):
        assert line in written
    assert set(repeat(record, searcher, Citer(searcher)).differs) == {"groups", "conflicts", "correction"}


def test_the_record_of_an_answer_names_no_settings_that_mean_nothing(searcher: Searcher) -> None:
    record = answered(searcher)
    assert (record.settings.offset, record.settings.mode, record.settings.sort) == (None, None, None)
    assert "Settings" not in to_markdown(record)
    assert "- Settings: k 2, offset 0, mode hybrid, sort relevance" in to_markdown(searched(searcher))


def test_where_still_nothing_answers_a_larger_collection_that_is_said(
    tmp_path: Path, model: Model, encoder: Encoder
) -> None:
    question = "surrogacy contracts ?"
    with closing(open_live(build(tmp_path, model), encoder)) as searcher:
        answer = Answerer(searcher, Citer(searcher)).answer(question)
        record = record_answer(searcher, answer, None)
    assert record.verdict == "not_found"
    build(tmp_path, model, {**FILES, "more.md": "# More\n\nThe chair thanked everybody.\n"})
    with closing(open_live(tmp_path / "home", encoder)) as searcher:
        repeated = repeat(record, searcher, Citer(searcher))
    assert repeated.confirmed
    assert repeated.says.endswith("again nothing answers it; 4 reports instead of 3 were searched.")


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("settings", "k"), 0),
        (("settings", "k"), 51),
        (("settings", "k"), 10**9),
        (("settings", "offset"), -1),
        (("settings", "offset"), 10**9),
        (("filters", "kind"), ["rumour"]),
        (("filters", "date_from"), "yesterday"),
        (("filters", "date_to"), "2023-02-30"),
        (("filters", "report"), ["a"] * 51),
        (("groups",), [{"report": "a", "title": "A", "quotes": [9]}]),
    ],
)
def test_values_that_the_api_would_refuse_are_refused_in_a_record(
    searcher: Searcher, where: tuple[str, ...], value: object
) -> None:
    refuse(searcher, where, value)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("settings", "offset"), 0),
        (("settings", "mode"), "keyword"),
        (("settings", "sort"), "newest"),
        (("says",), "Nothing was found on the vote."),
        (("made",), "yesterday, before the vote"),
        (("made",), "2026-02-30T12:00:00Z"),
        (("made",), "2026-11-24"),
        (("program",), "OtherProgram 9"),
    ],
)
def test_what_no_record_of_an_answer_holds_is_refused_in_one(
    searcher: Searcher, where: tuple[str, ...], value: object
) -> None:
    refuse(searcher, where, value)


def refuse(searcher: Searcher, where: tuple[str, ...], value: object) -> None:
    """Assert that the record of an answer with another value in one place is not read."""
    data = json.loads(to_json(answered(searcher)))
    inside = data
    for name in where[:-1]:
        inside = inside[name]
    inside[where[-1]] = value
    with pytest.raises(UnreadableRecordError, match="no record of a search"):
        read_record(json.dumps(data))


@pytest.mark.parametrize("field", ["verdict", "reason", "says", "searched", "correction"])
def test_what_only_an_answer_has_is_refused_in_a_search(searcher: Searcher, field: str) -> None:
    data = json.loads(to_json(searched(searcher)))
    value = {"verdict": "not_found", "reason": "nothing", "searched": 3}.get(field, "Nothing was found on the vote.")
    with pytest.raises(UnreadableRecordError, match="only an answer"):
        read_record(json.dumps(data | {field: value}))


def test_a_range_that_ends_before_it_begins_is_refused(searcher: Searcher) -> None:
    data = json.loads(to_json(searched(searcher)))
    data["filters"] |= {"date_from": "2024", "date_to": "2023"}
    with pytest.raises(UnreadableRecordError, match="ends before it begins"):
        read_record(json.dumps(data))


def test_another_build_is_said_with_what_has_changed(
    folder: Path, model: Model, encoder: Encoder, searcher: Searcher
) -> None:
    record = searched(searcher)
    changed = {**FILES, "digest.md": FILES["digest.md"].replace("Speakers named", "Panellists named")}
    build(folder, model, changed)
    other = open_live(folder / "home", encoder)
    repeated = repeat(record, other, Citer(other))
    other.close()
    assert (repeated.same_build, repeated.same_results) == (False, False)
    assert "what changed: reports" in repeated.says
    assert repeated.gone
    assert repeated.new


@pytest.mark.parametrize("content", ["", "# Notes", "{}", '{"of": "search"}', "```json\n[]\n```"])
def test_what_is_no_record_is_refused_with_a_remedy(content: str) -> None:
    with pytest.raises(UnreadableRecordError, match="no record of a search"):
        read_record(content)


def test_the_api_gives_records_in_both_formats(folder: Path, encoder: Encoder) -> None:
    with TestClient(create_app(folder / "home", lambda: encoder)) as client:
        asked = {"q": QUESTION, "k": 1, "kind": "digest"}
        as_json = client.get("/api/record", params=asked)
        assert read_record(as_json.text).settings.k == 1
        assert json.loads(as_json.text)["filters"]["kind"] == ["digest"]
        assert as_json.headers["content-disposition"].startswith(
            'attachment; filename="search-which-channels-do-organizations-seldom-use-20'
        )
        assert as_json.headers["content-disposition"].endswith('.json"')
        markdown = client.get("/api/record", params={**asked, "of": "answer", "format": "markdown"})
        assert markdown.headers["content-disposition"].endswith('.md"')
        assert read_record(markdown.text).settings.k == 1
        many = client.get("/api/record", params={**asked, "of": "answer", "k": 51}).json()
        assert [(one["parameter"], one["message"]) for one in many["errors"]] == [
            ("k", "an answer has 50 quotes at most")
        ]
        assert read_record(client.get("/api/record", params={"q": QUESTION}).text).settings.k == 10
        assert markdown.headers["content-type"].startswith("text/markdown")
        assert read_record(markdown.text).of == "answer"
