"""Records as text: JSON for programs, Markdown for a methods note. Either can be read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from corpus.errors import RapporteurError
from service.citations.sources import one_line
from service.reading_list.record_types import Found, Record

_OPENING = re.compile(r"^```json[^\S\n]*\n", re.MULTILINE)
_CLOSING = re.compile(r"^```[^\S\n]*$", re.MULTILINE)


class UnreadableRecordError(RapporteurError):
    """A file is no record of a search."""


def to_json(record: Record) -> str:
    """The record as JSON."""
    return record.model_dump_json(indent=1) + "\n"


def to_markdown(record: Record) -> str:
    """The record for a methods note, with the whole of it as JSON at the end, from which it can be repeated."""
    # The text of a report may hold a fence of its own; JSON keeps it on one line, where it closes nothing.
    return "\n".join([*_head(record), "", *_found(record), "```json", record.model_dump_json(), "```", ""])


def read_record(content: str) -> Record:
    """A record from its JSON, or from the Markdown that has it inside: the last block there that is one. Raises
    UnreadableRecordError."""
    refused: ValidationError | None = None
    for _, data in _candidates(content):
        try:
            return Record.model_validate_json(data)
        except ValidationError as error:
            refused = refused or error
    first = refused.errors()[0] if refused else {"loc": (), "msg": "empty"}
    where = ".".join(map(str, first["loc"])) or "the file"
    raise UnreadableRecordError(
        f"This is no record of a search ({where}: {first['msg']}).",
        "Name a file that `--record` or /api/record has made.",
    ) from refused


def agrees_with_itself(content: str, record: Record) -> bool:
    """Whether a reader of the file from which `record` was read sees what its data says: the text above the block of
    data is the one that is written for it, but for white space. Where there is no such text, nothing disagrees."""
    above = next((above for above, data in _candidates(content) if _holds(data, record)), "")
    written = to_markdown(record).partition("```json\n")[0]
    return not above.strip() or _letters(above) == _letters(written)


def _candidates(content: str) -> Iterator[tuple[str, str]]:
    """Each fenced block with what stands above it, the last first; the whole, where there is none."""
    content = content.removeprefix("\ufeff")
    openings = list(_OPENING.finditer(content))
    for opening in reversed(openings):
        if closing := _CLOSING.search(content, opening.end()):
            yield content[: opening.start()], content[opening.end() : closing.start()]
    if not openings:
        yield "", content


def _holds(data: str, record: Record) -> bool:
    try:
        return Record.model_validate_json(data) == record
    except ValidationError:
        return False


def _letters(text: str) -> str:
    return "".join(text.split())


def _head(record: Record) -> Iterator[str]:
    what, asked = ("an answer", "An answer to") if record.of == "answer" else ("a search", "A search for")
    program = record.program + (f" ({record.decides})" if record.decides else "")
    yield f"# Record of {what}"
    yield ""
    yield f"{asked} “{one_line(record.question)}”, made on {record.made} with {program}."
    yield ""
    if record.correction:
        yield f"- Showing results for: {one_line(record.correction)}"
    yield f"- Filters: {_pairs(record.filters.model_dump().items(), ': ', '; ') or 'none'}"
    if settings := _pairs(record.settings.model_dump().items(), " ", ", "):
        yield f"- Settings: {settings}"
    yield f"- Build: {record.build}, of {record.reports} reports; corpus {record.corpus[:12]}"
    yield f"- Model: {record.model} ({record.fingerprint[:12]})"
    if record.verdict:
        yield f"- Verdict: {record.verdict.replace('_', ' ')}"
    yield f"- Results: {len(record.results)}"
    if record.says:
        yield f"- {record.says}"
    for conflict in record.conflicts:
        yield f"- {conflict.says} (results {', '.join(map(str, conflict.quotes))})"


def _found(record: Record) -> Iterator[str]:
    """The results one after the other; those of a comparison by side."""
    told: set[int] = set()
    for group in record.groups:
        yield f"## {one_line(group.title)}" + (f" ({group.date})" if group.date else "")
        yield ""
        if not group.quotes:
            yield from ("Nothing found.", "")
        for n in group.quotes:
            if n in told:
                yield from (f"See result {n}.", "")
            else:
                yield from _result(n, record.results[n - 1])
        told.update(group.quotes)
    for n, found in enumerate(record.results, 1):
        if n not in told:
            yield from _result(n, found)


def _result(n: int, found: Found) -> Iterator[str]:
    quoted = (f"   > {line}" for line in found.text.splitlines())
    yield from (f"{n}. {one_line(found.citation)}", "", *quoted, "")


def _pairs(values: Iterable[tuple[str, object]], between: str, after: str) -> str:
    """What was given, named: "k 10, mode hybrid"."""
    given = ((name, value) for name, value in values if value is not None and value != ())
    return after.join(f"{name}{between}{_listed(value)}" for name, value in given)


def _listed(value: object) -> str:
    return one_line(", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value))
