"""A record held against the same search made again: is the same found, and if not, what differs and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from pydantic import BaseModel, ConfigDict

from index.search.searcher import Searcher
from service.answers.answerer import Answerer
from service.citations.citer import Citer
from service.reading_list.record_types import Found, Record
from service.reading_list.recording import record_answer, record_search

# What a build says of itself, which no record of it says otherwise; how many reports the same files make; and what an
# answer is beside its quotes.
_OF_THE_BUILD = ("model", "fingerprint", "corpus", "reports")
_OF_THE_CORPUS = ("reports",)
_OF_THE_ANSWER = ("verdict", "confidence", "reason", "correction", "groups", "conflicts")
_ABOVE = "the text above the data"


class Repeated(BaseModel):
    """The comparison. `altered` names what the record cannot have been made with, `gone` and `new` results by report
    and place, and `differs` what else is not the same, by the place of a result where it is one."""

    model_config = ConfigDict(frozen=True)

    same_build: bool
    same_program: bool
    same_results: bool
    says: str
    altered: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()

    @property
    def confirmed(self) -> bool:
        """Whether the record is what it claims to be, and the same is found."""
        return self.same_results and not self.altered


def repeat(record: Record, searcher: Searcher, citer: Citer, *, agrees: bool = True) -> Repeated:
    """Make the search of a record again and compare; `agrees` says whether the text beside its data did. Raises
    BadQueryError."""
    again = _again(record, searcher, citer)
    same_build = record.build == again.build
    same_program = (record.program, record.decides) == (again.program, again.decides)
    before, now = _places(record.results), _places(again.results)
    gone = tuple(place for place in before if place not in now)
    new = tuple(place for place in now if place not in before)
    differs = (*_differences(record, again), *_among_results(record.results, again.results))
    altered = [*_altered(record, again)]
    if not agrees:
        altered.append(_ABOVE)
    same = not (gone or new or differs)
    found = _found(record, again, same_build=same_build, same_program=same_program, same=same)
    return Repeated(
        same_build=same_build,
        same_program=same_program,
        same_results=same,
        says=f"{found}{_told(altered, same_program=same_program)}",
        altered=tuple(altered),
        gone=gone,
        new=new,
        differs=differs,
    )


def _again(record: Record, searcher: Searcher, citer: Citer) -> Record:
    filters = record.filters.filters
    if record.of == "search":
        return record_search(searcher, citer, record.question, record.settings, filters)
    answered = Answerer(searcher, citer).answer(record.question, k=record.settings.k, filters=filters)
    return record_answer(searcher, answered, record.settings.k)


def _altered(record: Record, again: Record) -> Iterator[str]:
    """What the record cannot have been made with, by what else it says that it was made with."""
    if record.decides == again.decides and record.program != again.program:
        yield "program"
    same = _OF_THE_BUILD if record.build == again.build else _OF_THE_CORPUS if record.corpus == again.corpus else ()
    yield from (name for name in same if getattr(record, name) != getattr(again, name))


def _differences(record: Record, again: Record) -> Iterator[str]:
    """What differs beside the results. How many reports were searched, and so what is said of that, differs with the
    reports; where they are the same it does not."""
    same = record.build == again.build or record.corpus == again.corpus
    names = (*_OF_THE_ANSWER, "says", "searched") if same else _OF_THE_ANSWER
    older = {"confidence"} if record.confidence is None else set()
    yield from (name for name in names if name not in older and getattr(record, name) != getattr(again, name))


def _among_results(before: Sequence[Found], now: Sequence[Found]) -> Iterator[str]:
    """What differs between results of the same places, and in their order."""
    found = _places(now)
    for place, one in _places(before).items():
        if place in found and (parts := _unlike(one, found[place])):
            yield f"{place}: {', '.join(parts)}"
    kept = [place for place in map(_place, before) if place in found]
    yield from (f"{place}: listed more than once" for place, count in Counter(kept).items() if count > 1)
    if list(dict.fromkeys(kept)) != [place for place in found if place in set(kept)]:
        yield "the order of the results"


def _unlike(one: Found, other: Found) -> list[str]:
    parts = {"text": "text", "citation": "citation", "title": "title", "checksum": "sha256"}
    return [name for name, field in parts.items() if getattr(one, field) != getattr(other, field)]


def _found(record: Record, again: Record, *, same_build: bool, same_program: bool, same: bool) -> str:
    build = f"the same build, {record.build}," if same_build else f"another build, {again.build} for {record.build},"
    if same and again.verdict == "not_found":
        return f"Repeated on {build}{_nothing_again(record, again)}."
    if same:
        count = len(record.results)
        return f"Repeated on {build} with the same {count} result{'' if count == 1 else 's'}."
    if same_build and same_program:
        return f"Repeated on {build} and by the same program: the record does not hold what this build gives."
    causes = {
        "reports": record.corpus != again.corpus,
        "model": record.fingerprint != again.fingerprint,
        "program": not same_program,
    }
    changed = ", ".join(cause for cause, differs in causes.items() if differs) or "how the index is made"
    return f"Repeated on {build} with other results; what changed: {'program' if same_build else changed}."


def _nothing_again(record: Record, again: Record) -> str:
    what = " again nothing answers it" if again.reason == "nothing" else " again it gets no answer"
    if record.searched in (None, again.searched):
        return what
    reports = "1 report" if again.searched == 1 else f"{again.searched} reports"
    return f"{what}; {reports} instead of {record.searched} {'was' if again.searched == 1 else 'were'} searched"


def _told(altered: Sequence[str], *, same_program: bool) -> str:
    header = ", ".join(name for name in altered if name != _ABOVE)
    told = f" The record was altered: {header}." if header else ""
    if _ABOVE in altered:
        other = "" if same_program else ", or another version of the program wrote it"
        told += f" The text above its data was altered{other}."
    return told


def _places(results: Sequence[Found]) -> dict[str, Found]:
    """Results by their place, in their order."""
    places: dict[str, Found] = {}
    for found in results:
        places.setdefault(_place(found), found)
    return places


def _place(found: Found) -> str:
    return f"{found.report} {found.start}–{found.end}"
