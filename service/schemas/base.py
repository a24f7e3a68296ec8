"""What the HTTP API answers with. Field names and shapes are the contract.

Offsets are Unicode code points. Values of the product become answers by `model_validate`, attribute by attribute, or by
`of` where the shapes differ.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Annotated, Any, Self

from pydantic import Field

from corpus import types as corpus
from index import types as index
from index.search.ranking import WEIGHTS
from service.http.api_model import ApiModel

_WHOLE = ("event_start", "event_end", "document_type", "agenda_item")
"""Fields of the metadata that only a whole report shows."""
Cite = Callable[[corpus.Passage], str]
Pages = Annotated[tuple[int, int] | None, Field(description="First and last page in the file, counted from 1.")]


class ReportSummary(ApiModel):
    """A report without its text."""

    id: str = Field(description="Identifies the report in this collection.", examples=["cd-tip-2023"])
    title: str = Field(description="Never empty.", examples=["Second Constructive Dialogue on Trafficking in Persons"])
    date: str | None = Field(
        description="Day, month or year of the event, ISO 8601; of several days the first.", examples=["2023-10-04"]
    )
    series: str | None = Field(
        description="The series of meetings it belongs to.",
        examples=["Constructive Dialogue on Trafficking in Persons"],
    )
    body: str | None = Field(description="The body that met.", examples=["Conference of the Parties to UNTOC"])
    symbol: str | None = Field(description="The first of its document symbols.", examples=["CTOC/COP/WG.4/2010/6"])
    kind: corpus.ReportKind | None = Field(description="What kind of source it is.", examples=["digest"])
    url: str | None = Field(
        description="Where it stands on the web; for a digest, its first source.",
        examples=["https://example.org/report"],
    )
    path: str = Field(description="Its file, relative to the corpus folder.", examples=["cd-tip-2023.md"])

    @classmethod
    def of(cls, report: corpus.ReportSummary | corpus.Report) -> Self:
        """The answer about one report."""
        return cls.model_validate(_report_fields(report))


class Block(ApiModel):
    """One structural piece of a report."""

    kind: corpus.BlockKind = Field(description="What it is.", examples=["paragraph"])
    start: int = Field(description="Where it begins in the report's text.", examples=[812])
    end: int = Field(description="Where it ends, exclusive.", examples=[1204])
    level: int | None = Field(description="Depth of a heading or list item; 1 is the outermost.", examples=[None])
    number: str | None = Field(
        description="The paragraph number as printed, without its full stop; never invented.", examples=["12 (a)"]
    )
    pages: Pages
    speaker: str | None = Field(description="Who speaks, in a turn.", examples=[None])


class LaterVersion(ApiModel):
    """A report of this collection that revises or corrects another, by its symbol (Rev., Corr.)."""

    id: str = Field(description="The later report.", examples=["tpnw-msp-2025-11-rev-1"])
    corrects: bool = Field(description="True for a corrigendum, false for a revised version.", examples=[False])

    @classmethod
    def of(cls, version: index.LaterVersion) -> Self:
        """The answer about one later version."""
        return cls(id=version.report.id, corrects=version.corrects)


class FieldReading(ApiModel):
    """Where a field of a report was read."""

    field: str = Field(description="The field; all its symbols are `symbols`.", examples=["title"])
    source: corpus.FieldSource = Field(description="What it was read from.", examples=["print"])
    certainty: float = Field(
        description=f"How probable it is that the value is right, 0 to 1; below {corpus.UNSURE} look at it.",
        examples=[0.93],
    )
    page: int | None = Field(description="The page in the file, from 1, where it was read in print.", examples=[1])
    line: str = Field(description="The printed line it was read in, or empty.", examples=["Report of the Chair"])


class Report(ReportSummary):
    """A report with its structure. Its text has an address of its own: `/api/reports/{id}/text`."""

    author: str | None = Field(description="Who wrote it, where it names people.", examples=[None])
    symbols: list[str] = Field(description="All its document symbols; a joint document has two or more.")
    start_date: str | None = Field(description="First day of the event.", examples=["2023-10-04"])
    end_date: str | None = Field(description="Last day of the event.", examples=["2023-10-04"])
    distribution_date: str | None = Field(description="The day the document was distributed.", examples=[None])
    event_start: str | None = Field(
        description="First day of the session or meeting that the front page names, or a letter's date.",
        examples=["2023-10-04"],
    )
    event_end: str | None = Field(description="Its last day.", examples=["2023-10-06"])
    document_type: corpus.DocumentType | None = Field(description="What sort of paper it is.", examples=["report"])
    agenda_item: str | None = Field(description="The agenda item, as printed.", examples=["Item 3 of the agenda"])
    location: str | None = Field(description="Where the event took place.", examples=["Vienna, Austria"])
    language: str | None = Field(description="ISO 639-1 code.", examples=["en"])
    words: int = Field(description="How many words its body has.", examples=[512])
    sha256: str = Field(description="SHA-256 of the file as it was read.")
    warnings: list[str] = Field(description="What could not be read well, for whoever relies on the text.")
    labels: list[str] = Field(
        description="What a reader must know of the text: draft, limited distribution, conference room paper, "
        "machine-read, poor text layer.",
        examples=[["draft"]],
    )
    readings: list[FieldReading] = Field(description="Where fields of the metadata were read, and how sure that is.")
    twins: list[str] = Field(description="Reports of this collection that are nearly the same text.")
    later_versions: list[LaterVersion] = Field(description="Reports that revise or correct this one.")
    blocks: list[Block] = Field(description="In order, not overlapping.")

    @classmethod
    def whole(cls, report: corpus.Report, later: Sequence[index.LaterVersion]) -> Self:
        """The answer about one whole report, which `later` revise or correct."""
        own = {
            "words": report.summary.words,
            "sha256": report.sha256,
            "labels": report.metadata.labels,
            **{name: getattr(report.metadata, name) for name in _WHOLE},
            "readings": report.readings,
            "twins": report.twins,
            "later_versions": [LaterVersion.of(version) for version in later],
            "blocks": report.blocks,
        }
        return cls.model_validate(_report_fields(report) | own)


class Passage(ApiModel):
    """The unit of retrieval, cut from its report: `text` is exactly `report_text[start:end]`."""

    id: str = Field(description="Stays the same while the report and this text do.", examples=["3f6c2a9d01b7e845"])
    report_id: str = Field(description="The report it is cut from.", examples=["cd-tip-2023"])
    text: str = Field(description="The passage, verbatim.", examples=["The co-chairs reported on the review."])
    start: int = Field(description="Where it begins in the report's text.", examples=[812])
    end: int = Field(description="Where it ends, exclusive.", examples=[849])
    headings: list[str] = Field(description="The headings above it, outermost first.", examples=[["Discussion"]])
    paragraphs: str | None = Field(description="The printed paragraph numbers it holds.", examples=["12-14"])
    pages: Pages
    speakers: list[str] = Field(description="Who speaks in it.", examples=[["Chair"]])


class Scores(ApiModel):
    """The parts of a score, null where an engine did not find the passage."""

    semantic: float | None = Field(description="Cosine similarity of question and passage.", examples=[0.61])
    keyword: float | None = Field(description="BM25.", examples=[7.4])


NAMED_WEIGHTS = ("words", "keyword", "report", "own_words", "own_keyword", "fit")


class Explanation(ApiModel):
    """Where a hit's score comes from: `own` = sentence + words + keyword², each with its weight; the score = around +
    report + words² + alone² + fit, each with its weight."""

    sentence: float = Field(description="Cosine of the nearest sentence with the question.", examples=[0.61])
    words: float = Field(description="Mean cosine of the question's words with the nearest words.", examples=[0.74])
    keyword: float = Field(
        description="BM25 of the question's words in the passage and around it, as a share of the most possible.",
        examples=[0.42],
    )
    alone: float = Field(description="The same of the passage without its neighbours.", examples=[0.42])
    own: float = Field(description="Sentence, words and keyword, weighed together.", examples=[1.79])
    around: float = Field(description="The weighted mean of `own` over the passage and its neighbours.", examples=[1.6])
    report: float = Field(description="The highest `own` in its report.", examples=[2.1])
    fit: float = Field(
        description="How well the report fits the dates, places and series that the question names.", examples=[0.25]
    )
    weights: dict[str, float] = Field(
        description="What each part counts for; what is not named counts 1.",
        examples=[{"words": 1.0, "keyword": 2.5, "report": 1.1, "own_words": 0.5, "own_keyword": 0.625, "fit": 1.0}],
    )

    @classmethod
    def of(cls, explanation: index.Explanation) -> Self:
        """The parts with their weights."""
        weights = {name: float(getattr(WEIGHTS, name)) for name in NAMED_WEIGHTS}
        return cls(**asdict(explanation), weights=weights)


class Hit(ApiModel):
    """One passage that was found."""

    rank: int = Field(
        description="Counted from 1 over all pages of the result; by report, over the passages of the report.",
        examples=[1],
    )
    score: float = Field(description="Orders the hits of one search; means nothing across searches.", examples=[0.83])
    scores: Scores
    passage: Passage
    report: ReportSummary
    citation: str = Field(description="Ready for a footnote, in style `un`.", examples=["A/79/352, para. 41"])
    sentence: tuple[int, int] = Field(
        description="The part that is nearest to the question in meaning, as offsets into the passage's text.",
        examples=[[0, 120]],
    )
    highlights: list[tuple[int, int]] = Field(
        description="What matches the question, as offsets into the passage's text.", examples=[[[4, 13]]]
    )
    also_in: list[str] = Field(
        description="Reports with a passage of nearly the same text, which is left out of the hits.", examples=[[]]
    )
    later_versions: list[LaterVersion] = Field(description="Reports that revise or correct this one.")
    explanation: Explanation | None = Field(
        default=None, description="Where the score comes from, when asked for and in hybrid mode."
    )

    @classmethod
    def of(cls, hit: index.Hit, citation: str, explain: bool = False) -> Self:
        """A hit with its citation."""
        return cls(
            rank=hit.rank,
            score=hit.score,
            scores=Scores.model_validate(hit.scores),
            passage=Passage.model_validate(hit.passage),
            report=ReportSummary.of(hit.report),
            citation=citation,
            sentence=hit.sentence,
            highlights=list(hit.highlights),
            explanation=Explanation.of(hit.explanation) if explain and hit.explanation else None,
            also_in=[report.id for report in hit.also_in],
            later_versions=[LaterVersion.of(version) for version in hit.later_versions],
        )


class FacetCount(ApiModel):
    """One value to filter by."""

    value: str = Field(description="As the filter takes it.", examples=["digest"])
    count: int = Field(description="How many reports with a result have it.", examples=[12])


class Correction(ApiModel):
    """A proposal: another question."""

    question: str = Field(description="The question with its misspelt words corrected.", examples=["trafficking"])
    words: list[tuple[str, str]] = Field(
        description="Each misspelt word as it was typed, and the word of the collection that comes nearest.",
        examples=[[["traficking", "trafficking"]]],
    )


class ReportGroup(ApiModel):
    """One report of a search, with its best passages; their ranks count from 1 in each report."""

    report: ReportSummary
    total: int = Field(description="How many of its passages were ranked.", examples=[4])
    hits: list[Hit]

    @classmethod
    def of(cls, group: index.ReportHits, cite: Cite, explain: bool) -> Self:
        """The answer about one report."""
        hits = [Hit.of(replace(hit, rank=n), cite(hit.passage), explain) for n, hit in enumerate(group.hits, start=1)]
        return cls(report=ReportSummary.of(group.report), total=group.total, hits=hits)


class SearchResponse(ApiModel):
    """What one search found: passages, or reports with their passages."""

    query: str = Field(
        description="The question as it was understood: trimmed.", examples=["victim-centred approaches"]
    )
    mode: index.Mode = Field(description="The mode it was searched in.")
    total: int = Field(
        description="How many passages were ranked and can be paged through; by report how many reports.", examples=[48]
    )
    build: str = Field(description="The build of the index that answered.", examples=["20261124T120000123-1a2b3c"])
    took_ms: float = Field(description="Time the search took, in milliseconds.", examples=[9.2])
    hits: list[Hit] = Field(description="The passages; none where they are put together in `groups`.")
    groups: list[ReportGroup] | None = Field(
        default=None, description="The reports, each where its first passage stands; null unless asked for."
    )
    facets: dict[str, list[FacetCount]] = Field(
        description="Counts of reports by series, kind, body, language and year. Each leaves its own filter out, so it "
        "says what its other values would bring."
    )
    correction: Correction | None = Field(
        default=None, description="Another question to try, where words of this one look misspelt."
    )

    @classmethod
    def of(cls, found: index.SearchResult | index.GroupedResult, cite: Cite, explain: bool = False) -> Self:
        """The answer about one search; `cite` makes each hit's citation."""
        groups = found.groups if isinstance(found, index.GroupedResult) else None
        hits = () if isinstance(found, index.GroupedResult) else found.hits
        return cls(
            query=found.query,
            mode=found.mode,
            total=found.total,
            build=found.build,
            took_ms=found.took_ms,
            hits=[Hit.of(hit, cite(hit.passage), explain) for hit in hits],
            groups=None if groups is None else [ReportGroup.of(group, cite, explain) for group in groups],
            facets={
                name: [FacetCount.model_validate(count) for count in counts] for name, counts in found.facets.items()
            },
            correction=Correction.model_validate(found.correction) if found.correction else None,
        )


def _report_fields(report: corpus.ReportSummary | corpus.Report) -> dict[str, Any]:
    """The fields of the metadata and of the report side by side, as answers have them."""
    metadata = report.metadata
    names = ("title", "date", "series", "body", "symbol", "kind", "url")
    more = ("author", "symbols", "start_date", "end_date", "distribution_date", "location", "language")
    fields = {name: getattr(metadata, name) for name in (*names, *more)}
    return fields | {"id": report.id, "path": report.path, "warnings": report.warnings}
