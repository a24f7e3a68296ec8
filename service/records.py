"""A record of a search or an answer: what was asked of which build with which model and settings, and what was found,
so that it can be described in a methods note, kept, and repeated."""

from __future__ import annotations

import re
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import RapporteurError
from corpus.types import ReportSummary
from index.arranging import Sort
from index.searcher import Searcher
from index.types import Filters, Mode
from service.answers import Answerer
from service.answers_types import Answer
from service.citations import Citer

Of = Literal["search", "answer"]
_FENCED = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class UnreadableRecordError(RapporteurError):
    """A file is no record of a search."""


class Recorded(BaseModel):
    """The root of what a record holds. Anything that this program does not know is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Settings(Recorded):
    """How it was asked."""

    k: int | None = Field(
        description="How many results at most; null for as many as the question takes.", examples=[10]
    )
    offset: int = Field(default=0, description="How many results were left out in front.", examples=[0])
    mode: Mode = Field(default="hybrid", description="How passages were ranked.")
    sort: Sort = Field(default="relevance", description="The order of the results.")


class RecordedFilters(Recorded):
    """Which reports were searched."""

    series: tuple[str, ...] = Field(default=(), description="Only these series.")
    kind: tuple[str, ...] = Field(default=(), description="Only these kinds of source.")
    body: tuple[str, ...] = Field(default=(), description="Only these bodies.")
    language: tuple[str, ...] = Field(default=(), description="Only these languages.")
    report: tuple[str, ...] = Field(default=(), description="Only these reports.")
    symbol: tuple[str, ...] = Field(default=(), description="Only reports with these symbols.")
    date_from: str | None = Field(default=None, description="Only events that ended on this day or later.")
    date_to: str | None = Field(default=None, description="Only events that began on this day or earlier.")


class Found(Recorded):
    """One passage or quote that was found: `text` is exactly the report's text from `start` to `end`."""

    report: str = Field(description="The report's id.", examples=["cd-tip-2023"])
    title: str = Field(description="Its title.", examples=["Second Constructive Dialogue on Trafficking in Persons"])
    sha256: str = Field(description="SHA-256 of its file.")
    start: int = Field(description="Where it begins in the report's text.", examples=[812])
    end: int = Field(description="Where it ends, exclusive.", examples=[841])
    text: str = Field(description="The words, verbatim.", examples=["The panel adopted its agenda."])
    citation: str = Field(description="Ready for a footnote, in style `un`.", examples=["A/79/352, para. 41"])


class Record(Recorded):
    """What was asked, of what, how, and what was found."""

    of: Of = Field(description="Whether passages were searched or an answer was asked for.")
    question: str = Field(description="The question as it was asked.", examples=["victim-centred approaches"])
    settings: Settings
    filters: RecordedFilters
    made: str = Field(description="When, ISO 8601.", examples=["2026-11-24T12:00:00Z"])
    program: str = Field(description="The program and its version.", examples=["Rapporteur 0.1.0"])
    build: str = Field(description="The build of the index.", examples=["20261124T120000123-1a2b3c"])
    corpus: str = Field(description="The fingerprint of every input file and its outcome.")
    model: str = Field(description="The embedding model.", examples=["all-MiniLM-L6-v2"])
    fingerprint: str = Field(description="The fingerprint of the model.")
    reports: int = Field(description="How many reports the build has.", examples=[65])
    verdict: str | None = Field(default=None, description="Of an answer: answered or not_found.")
    says: str | None = Field(default=None, description="What became of a question that got no answer.")
    results: tuple[Found, ...] = Field(description="In their order.")


class Repeated(Recorded):
    """A record held against the same search made again. The lists name results by report and place."""

    same_build: bool
    same_results: bool
    says: str
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()


def record_search(searcher: Searcher, citer: Citer, question: str, settings: Settings, filters: Filters) -> Record:
    """Search, and record it. Raises BadQueryError."""
    found = searcher.search(
        question,
        k=settings.k or 10,
        offset=settings.offset,
        mode=settings.mode,
        filters=filters,
        sort=settings.sort,
    )
    results = tuple(
        _found(hit.report, hit.passage.start, hit.passage.end, hit.passage.text, citer.cite(hit.passage))
        for hit in found.hits
    )
    return _record(searcher, "search", question, settings, filters, results)


def record_answer(searcher: Searcher, answered: Answer, k: int | None) -> Record:
    """Record an answer that was given with `k` quotes at most."""
    results = tuple(_found(q.report, q.start, q.end, q.text, q.citation) for q in answered.quotes)
    made = _record(searcher, "answer", answered.question, Settings(k=k), answered.filters, results)
    return made.model_copy(update={"verdict": answered.verdict, "says": answered.says})


def program() -> str:
    """The name and version of this program."""
    return f"Rapporteur {version('rapporteur-search')}"


def to_markdown(record: Record) -> str:
    """The record for a methods note, with the whole of it as JSON at the end, from which it can be repeated."""
    asked = "An answer to" if record.of == "answer" else "A search for"
    used = {name: value for name, value in record.filters.model_dump().items() if value}
    filters = "; ".join(f"{name}: {_listed(value)}" for name, value in used.items()) or "none"
    settings = ", ".join(f"{name} {value}" for name, value in record.settings.model_dump().items() if value is not None)
    lines = [
        "# Record of a search",
        "",
        f"{asked} “{record.question}”, made on {record.made} with {record.program}.",
        "",
        f"- Filters: {filters}",
        f"- Settings: {settings}",
        f"- Build: {record.build}, of {record.reports} reports; corpus {record.corpus[:12]}",
        f"- Model: {record.model} ({record.fingerprint[:12]})",
        f"- Results: {len(record.results)}",
        *([f"- {record.says}"] if record.says else []),
        "",
    ]
    for n, found in enumerate(record.results, 1):
        quoted = "\n".join(f"   > {line}" for line in found.text.splitlines())
        lines += [f"{n}. {found.citation}", "", quoted, ""]
    # The text of a report may hold a fence of its own; JSON keeps it on one line, where it closes nothing.
    return "\n".join([*lines, "```json", record.model_dump_json(), "```", ""])


def to_json(record: Record) -> str:
    """The record as JSON."""
    return record.model_dump_json(indent=1) + "\n"


def read_record(content: str) -> Record:
    """A record from its JSON, or from the Markdown that has it inside. Raises UnreadableRecordError."""
    inside = _FENCED.findall(content)
    try:
        return Record.model_validate_json(inside[-1] if inside else content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise UnreadableRecordError(
            f"This is no record of a search ({where}: {first['msg']}).",
            "Name a file that `--record` or /api/record has made.",
        ) from error


def repeat(record: Record, searcher: Searcher, citer: Citer) -> Repeated:
    """Make the search of a record again and compare. Raises BadQueryError."""
    filters = Filters(**record.filters.model_dump())
    if record.of == "search":
        again = record_search(searcher, citer, record.question, record.settings, filters)
    else:
        answered = Answerer(searcher, citer).answer(record.question, k=record.settings.k, filters=filters)
        again = record_answer(searcher, answered, record.settings.k)
    before, now = [_place(found) for found in record.results], [_place(found) for found in again.results]
    same_build, same = record.build == again.build, record.results == again.results and record.says == again.says
    return Repeated(
        same_build=same_build,
        same_results=same,
        says=_compared(record, again, same_build=same_build, same=same),
        gone=tuple(place for place in before if place not in now),
        new=tuple(place for place in now if place not in before),
    )


def _compared(record: Record, again: Record, *, same_build: bool, same: bool) -> str:
    build = f"the same build, {record.build}," if same_build else f"another build, {again.build} for {record.build},"
    if same:
        return f"Repeated on {build} with the same {len(record.results)} results."
    if same_build:
        return f"Repeated on {build} with other results, although only the program ({record.program}) may differ."
    causes = {
        "reports": record.corpus != again.corpus,
        "model": record.fingerprint != again.fingerprint,
        "program": record.program != again.program,
    }
    changed = ", ".join(cause for cause, differs in causes.items() if differs) or "how the index is made"
    return f"Repeated on {build} with other results; what changed: {changed}."


def _record(
    searcher: Searcher, of: Of, question: str, settings: Settings, filters: Filters, results: tuple[Found, ...]
) -> Record:
    manifest = searcher.manifest
    return Record(
        of=of,
        question=question,
        settings=settings,
        filters=RecordedFilters(**asdict(filters)),
        made=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        program=program(),
        build=manifest.build,
        corpus=manifest.corpus,
        model=manifest.model,
        fingerprint=manifest.fingerprint,
        reports=manifest.reports,
        results=results,
    )


def _found(report: ReportSummary, start: int, end: int, text: str, citation: str) -> Found:
    title = report.metadata.title
    return Found(
        report=report.id, title=title, sha256=report.sha256, start=start, end=end, text=text, citation=citation
    )


def _place(found: Found) -> str:
    return f"{found.report} {found.start}–{found.end}"


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)
