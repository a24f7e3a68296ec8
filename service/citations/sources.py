"""What is cited: a report, the place in it, and the statements about both that every citation style has to make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal
from urllib.parse import quote

from corpus.types import Metadata, ReportSummary
from service.citations.dates import event_date, event_days
from service.citations.pinpoints import Pinpoint
from service.citations.quotation_marks import quoted

PREPARED = "prepared from public sources (not an official record)"
# Reports about a meeting by others than its secretariat: a symbol given with them is that of the meeting's document.
SECOND_HAND = frozenset({"digest", "participant account"})


Form = Literal["report", "webpage", "document"]


@dataclass(frozen=True, slots=True)
class Source:
    """One place in one report. `annotations` are what its reader keeps with it in a reference manager, a note each; no
    footnote has them."""

    report: ReportSummary
    place: Pinpoint
    annotations: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Names the entry in reference managers: the report's id and, where a place in it is cited, a hash of that; so
        two entries have one key if and only if they say the same."""
        place = str(self.place)
        return f"{self.report.id}-{sha256(place.encode()).hexdigest()[:8]}" if place else self.report.id

    @property
    def metadata(self) -> Metadata:
        """The report's metadata."""
        return self.report.metadata


def own_symbol(metadata: Metadata) -> str:
    """The symbol of the cited document itself, or nothing."""
    return "" if metadata.kind in SECOND_HAND else printed_symbol(metadata)


def meeting_symbol(metadata: Metadata) -> str:
    """The symbol of the document that records the meeting which a digest or an account tells about, or nothing."""
    return printed_symbol(metadata) if metadata.kind in SECOND_HAND else ""


def printed_symbol(metadata: Metadata) -> str:
    """The symbol as the masthead prints it. A joint symbol is that of two organs: "A/ES-10/1043-S/2025/529"; a further
    symbol of one organ belongs to another document."""
    joint: dict[str, str] = {}
    for symbol in metadata.symbols:
        joint.setdefault(_organ(symbol), symbol)
    return "-".join(joint.values())


def _organ(symbol: str) -> str:
    """What stands before the year or the running number: "E/CN.6" of "E/CN.6/2025/19"."""
    return re.split(r"/\d", symbol)[0].upper()


def authors(metadata: Metadata) -> list[str]:
    """Who answers for the text: those that it names, else the body, or two organs that issued it together, for its own
    records and news; Rapporteur for a digest; else nobody known."""
    if metadata.kind == "digest":
        return ["Rapporteur"]
    return _names(metadata.author) or _publishers(metadata)


def author(metadata: Metadata) -> str:
    """The authors as one name: "General Assembly and Security Council"."""
    return _together(authors(metadata))


def publisher(metadata: Metadata) -> str:
    """Who issued the text: the body, also where people are named as its authors; Rapporteur for a digest."""
    return "Rapporteur" if metadata.kind == "digest" else _together(_publishers(metadata))


def _publishers(metadata: Metadata) -> list[str]:
    return [] if metadata.kind in SECOND_HAND else _names(metadata.body)


def _names(text: str | None) -> list[str]:
    return [name for name in one_line(text).split("; ") if name]


def _together(names: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def issued(metadata: Metadata) -> str:
    """The date a reference list sorts by: that of distribution, else the event's last; ISO 8601 of any precision."""
    days = event_days(metadata)
    return metadata.distribution_date or (days[1] if days else "")


def organiser(metadata: Metadata) -> str:
    """The body that met, where it does not answer for the text itself."""
    return one_line(metadata.body) if metadata.kind in SECOND_HAND else ""


def beside_author(metadata: Metadata) -> str:
    """The body that met or that published the text, where it is not its author."""
    issuer = publisher(metadata)
    return organiser(metadata) or ("" if issuer == author(metadata) else issuer)


def event(metadata: Metadata) -> tuple[str, str] | None:
    """The first and last day, month or year of the event that the text reports; None for a paper that reports none."""
    days = event_days(metadata)
    reports_one = metadata.location or organiser(metadata) or (days and days[0] != days[1])
    return days if reports_one else None


def remarks(metadata: Metadata) -> list[str]:
    """What a reader must know of the text: "participant account", "draft", "machine-read"."""
    told = {"participant account", "secretariat news", "transcript"}
    return [*([metadata.kind] if metadata.kind in told else []), *metadata.labels]


def in_parentheses(parts: list[str]) -> str:
    """ " (participant account; draft)", or nothing."""
    return f" ({'; '.join(parts)})" if parts else ""


def nature(metadata: Metadata) -> str:
    """What kind of document this is, for the "type" or "genre" of a reference."""
    return (metadata.kind or "").capitalize()


def form(metadata: Metadata) -> Form:
    """What a reference manager files it under."""
    if metadata.kind in {"digest", "official record"}:
        return "report"
    if metadata.kind in {"secretariat news", "participant account"} and metadata.url:
        return "webpage"
    return "report" if own_symbol(metadata) else "document"


def addresses(metadata: Metadata) -> list[str]:
    """Where the text can be read; those of a digest are its sources, the first of them the one it leads with."""
    sources = metadata.sources if metadata.kind == "digest" and metadata.url else ()
    return list(dict.fromkeys(map(address, filter(None, (metadata.url, *sources)))))


def made_from(metadata: Metadata) -> str:
    """Where the matter of a digest can be read, "source: https://…", or nothing; more than one are not all printed."""
    found = addresses(metadata)
    return f"{'sources include' if found[1:] else 'source:'} {found[0]}" if found else ""


def address(url: str) -> str:
    """An address that can be pasted: what would end it there, white space and quotation marks, percent-encoded."""
    line = one_line(url)
    if not line.startswith(("http://", "https://")):
        return line
    return re.sub(r'[\s"“”„]', lambda mark: quote(mark[0]), line)


def reference_title(metadata: Metadata) -> str:
    """The title of a reference; that of a digest says so."""
    title = one_line(metadata.title)
    return f"Digest of {quoted(title)}" if metadata.kind == "digest" else title


def notes(source: Source) -> list[str]:
    """The statements for a reference manager's note field: what it is, which meeting, which place in the text, what it
    was made from."""
    metadata = source.metadata
    told = "; ".join(remarks(metadata))
    meeting = meeting_symbol(metadata)
    happened = event_date(metadata) if event(metadata) else ""
    where = ", ".join(filter(None, (organiser(metadata), one_line(metadata.location), happened)))
    place, session, sources = str(source.place), one_line(metadata.session), addresses(metadata)
    return [
        *([f"Digest {PREPARED}."] if metadata.kind == "digest" else []),
        *([f"{told[0].upper()}{told[1:]}."] if told else []),
        *([_closed(session)] if session and own_symbol(metadata) else []),
        *([f"Event: {where}."] if where else []),
        *([f"The meeting is recorded in {meeting}."] if meeting else []),
        *([_closed(f"Cited at {place}")] if place else []),
        # Without a full stop, which would be taken for a part of the address.
        *([f"Sources: {'; '.join(sources)}"] if sources[1:] else []),
    ]


def _closed(sentence: str) -> str:
    return sentence if sentence.endswith(".") else f"{sentence}."


def one_line(text: str | None) -> str:
    """The text without line breaks, control characters or surplus space."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", text or "").split())
