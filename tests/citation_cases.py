"""Thirteen very different reports, each with the span that is cited: what the golden citations are made of."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.ids import passage_id
from corpus.types import Block, BlockKind, Metadata, Passage, Report
from service.citations.citer import Style, cite
from service.citations.outlines import outline

UNTOC = "Conference of the Parties to UNTOC (working group margins); UNODC secretariat"


@dataclass(frozen=True)
class Part:
    """One block of a made-up report; those with `cited` form the passage that is cited."""

    text: str
    kind: BlockKind = "paragraph"
    number: str | None = None
    page: int | None = None
    level: int | None = None
    cited: bool = False


def report_of(name: str, metadata: Metadata, *parts: Part, page_labels: tuple[str | None, ...] = ()) -> Report:
    text = "\n\n".join(part.text for part in parts)
    blocks, start = [], 0
    for part in parts:
        pages = (part.page, part.page) if part.page else None
        blocks.append(Block(part.kind, start, start + len(part.text), part.level, part.number, pages))
        start += len(part.text) + 2
    return Report(name, f"{name}.md", "0" * 64, metadata, text, tuple(blocks), page_labels=page_labels)


def passage_of(report: Report, *parts: Part) -> Passage:
    cited = [block for block, part in zip(report.blocks, parts, strict=True) if part.cited]
    start, end = cited[0].start, cited[-1].end
    text = report.text[start:end]
    return Passage(passage_id(report.id, text, 0), report.id, start, end, text)


def case(
    name: str, metadata: Metadata, *parts: Part, page_labels: tuple[str | None, ...] = ()
) -> tuple[Report, Passage]:
    report = report_of(name, metadata, *parts, page_labels=page_labels)
    return report, passage_of(report, *parts)


CASES: tuple[tuple[Report, Passage], ...] = (
    case(
        "digest",
        Metadata(
            title="Second Constructive Dialogue on Trafficking in Persons",
            date="2023-10-04",
            start_date="2023-10-04",
            end_date="2023-10-04",
            series="Constructive Dialogue on Trafficking in Persons",
            session="Second session",
            body=UNTOC,
            location="Vienna, Austria",
            language="en",
            kind="digest",
            url="https://www.iclaimcentre.org/latest-news/iclaim-participation-in-the-constructive-dialogue",
        ),
        Part("Second Constructive Dialogue on Trafficking in Persons", "heading", level=1),
        Part("Setting", "heading", level=2),
        Part("The dialogue took place in Vienna."),
        Part("Ninety-two organizations attended."),
        Part("Discussion", "heading", level=2),
        Part("The co-chairs reported on the review.", cited=True),
    ),
    case(
        "digest-with-symbol",
        Metadata(
            title="Meeting of the Working Group on Trafficking in Persons",
            date="2010-01-27",
            start_date="2010-01-27",
            end_date="2010-01-29",
            body="Working group of the Conference of the Parties to UNTOC",
            symbols=("CTOC/COP/WG.4/2010/6",),
            location="Vienna, Austria",
            language="en",
            kind="digest",
            url="https://docslib.org/doc/9259689/report-on-the-meeting",
            sources=(
                "https://docslib.org/doc/9259689/report-on-the-meeting",
                'https://example.org/minutes of "day 1".html',
                "https://example.org/minutes_2.html",
            ),
        ),
        Part("The group met in Vienna."),
        Part("It adopted recommendations.", cited=True),
        Part("Use the tools of UNODC.", "item", level=1, cited=True),
        Part("Put victims at the centre.", "item", level=1, cited=True),
    ),
    case(
        "numbered",
        Metadata(
            title="Special subjects relating to the programme budget",
            date="2024-10-15",
            start_date="2024-10-15",
            end_date="2024-10-15",
            distribution_date="2024-10-15",
            body="General Assembly",
            symbols=("A/79/352",),
            session="Seventy-ninth session",
            location="New York",
            language="en",
            kind="official record",
            url="https://undocs.org/A/79/352",
        ),
        Part("Resources", "heading", level=2),
        Part("The Secretary-General proposes a reserve.", number="40", page=11),
        Part("The reserve covers six months.", number="41", page=11, cited=True),
        page_labels=(None,) * 10 + ("11",),
    ),
    case(
        "subparagraphs",
        Metadata(
            title="Report of the Forum on Business and Human Rights",
            date="2024-11-25",
            start_date="2024-11-25",
            end_date="2024-11-27",
            distribution_date="2025-04-17",
            body="Human Rights Council",
            symbols=("A/HRC/59/60",),
            location="Geneva",
            language="en",
            kind="official record",
            url="https://undocs.org/A/HRC/59/60",
        ),
        Part("The Forum recommended that States:", number="12"),
        Part("Consult rights holders;", "item", "12 (a)", level=1, cited=True),
        Part("Publish their plans;", "item", "12 (b)", level=1, cited=True),
        Part("Report every year.", "item", "12 (c)", level=1, cited=True),
    ),
    case(
        "joint-symbol",
        Metadata(
            title="Letter dated 22 August 2025 from the Permanent Observer to the Secretary-General",
            date="2025-08-22",
            start_date="2025-08-22",
            end_date="2025-08-22",
            body="General Assembly; Security Council",
            symbols=("A/ES-10/1043", "S/2025/529"),
            language="en",
            kind="official record",
            url="https://undocs.org/A/ES-10/1043",
        ),
        Part("I write to draw your attention to the situation.", page=1),
        Part("Urgent action is required.", page=2, cited=True),
        page_labels=(None, "2/3"),
    ),
    case(
        "draft",
        Metadata(
            title="Our ocean, our future: draft declaration",
            date="2025-06",
            start_date="2025-06-01",
            end_date="2025-06-30",
            body="United Nations Ocean Conference",
            symbols=("A/CONF.230/2025/L.2",),
            location="Nice, France",
            language="en",
            kind="official record",
            labels=("draft",),
            url="https://undocs.org/A/CONF.230/2025/L.2",
        ),
        Part("We recognize the urgency.", number="4", cited=True),
        Part("We commit to act.", number="5", cited=True),
        Part("We invite others to join.", number="6", cited=True),
    ),
    case(
        "scan",
        Metadata(
            title="Question of the protection of minorities",
            date="1984",
            start_date="1984-01-01",
            end_date="1984-12-31",
            body="General Assembly",
            symbols=("A/39/361",),
            language="en",
            kind="official record",
            labels=("machine-read", "poor text layer"),
        ),
        Part("The observer thanked the Committee.", page=3, cited=True),
        Part("The meeting rose.", page=4, cited=True),
    ),
    case(
        "annex",
        Metadata(
            title="Report of the Commission on the Status of Women on its sixty-ninth session",
            date="2024-03-27",
            start_date="2024-03-27",
            end_date="2025-03-21",
            body="Commission on the Status of Women",
            symbols=("E/2025/27", "E/CN.6/2025/19"),
            location="New York",
            kind="official record",
        ),
        Part("The Commission held its session.", number="1"),
        Part("Annex II", "heading", level=1),
        Part("Statement by the Chair", "heading", level=2),
        Part("The Chair opened the discussion."),
        Part("She thanked the facilitators.", cited=True),
    ),
    case(
        "account",
        Metadata(
            title="ICLAIM Participation in the “Constructive Dialogue” on Trafficking in Persons",
            date="2023-10-04",
            start_date="2023-10-04",
            end_date="2023-10-04",
            body="Conference of the Parties to UNTOC",
            symbols=("CTOC/COP/WG.4/2023/4",),
            location="Vienna, Austria",
            language="en",
            kind="participant account",
            url="https://www.iclaimcentre.org/latest-news",
        ),
        Part("ICLAIM took part in the dialogue.", cited=True),
    ),
    case(
        "news",
        Metadata(
            title="R&D: 50% of {all} costs in $ #1_a ~ x^2 \\ done?",
            date="2021-11",
            start_date="2021-11-01",
            end_date="2021-11-30",
            body="UNODC",
            location="online",
            language="fr",
            kind="secretariat news",
            url="https://example.org/a_b?x={1}&y=50%25#top",
        ),
        Part("One."),
        Part("Two."),
        Part("Three.", cited=True),
        Part("Four.", cited=True),
        Part("Five.", cited=True),
    ),
    case(
        "article",
        Metadata(
            title="What “dialogue” means: notes from Vienna.",
            date="2023-10-18",
            start_date="2023-10-18",
            end_date="2023-10-18",
            distribution_date="2023-10-18",
            body="Alliance of Organisations",
            author="Jane Q. Doe; Li Wei",
            language="en",
            url="https://alliance.example/2023/10/18/dialogue/",
        ),
        Part("We came with hopes.", cited=True),
        Part("We left with questions."),
    ),
    case(
        "transcript",
        Metadata(title="val-00", kind="transcript"),
        Part("Chair: Welcome.", "turn", cited=True),
        Part("Member: Thank you.", "turn"),
    ),
    case(
        "across-months",
        Metadata(
            title="25th conference of the Alliance against Trafficking in Persons",
            date="2025-03-31",
            start_date="2025-03-31",
            end_date="2025-04-01",
            body="OSCE, Office of the Special Representative",
            location="Hofburg, Vienna, Austria",
            language="en",
            url="https://example.org/alliance",
        ),
        Part("Chapter one", "heading", level=1, cited=True),
    ),
)


def one(metadata: Metadata, style: Style) -> str:
    """The citation of a report with one paragraph."""
    return one_of(metadata, style, Part("A text.", cited=True))


def one_of(metadata: Metadata, style: Style, *parts: Part) -> str:
    """The citation of a report that has these parts."""
    report, passage = case("any", metadata, *parts)
    return cite(outline(report), passage, style)


class Shelf:
    """One report, and what was asked for."""

    def __init__(self, report: Report) -> None:
        self._report, self.asked = report, list[str]()

    def report(self, report_id: str, /) -> Report:
        self.asked.append(report_id)
        return self._report
