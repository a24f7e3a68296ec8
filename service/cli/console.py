"""What the command line prints: for people on a terminal, for programs as JSON."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from corpus.errors import RapporteurError

if TYPE_CHECKING:
    from index.build.integrity import Verified
    from index.build.purge import Purged
    from index.build.types import Progress as Report
    from index.types import Forgotten, RebuildSummary
    from service.schemas.base import Explanation, Hit, ReportSummary, SearchResponse

# Control characters of ASCII and of Latin-1: escape sequences begin with one. Then those that only break a line.
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BREAKING = re.compile(r"[\t\n\u2028\u2029]")

_out = Console(highlight=False, soft_wrap=True, emoji=False)
_err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


class OutputError(RapporteurError):
    """What a command says cannot be written to where it is sent."""


def take_any_text() -> None:
    """Let the streams take every character: one that their encoding does not have is written as its escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def discard_output() -> None:
    """Let go of what standard output has not taken, which would be tried again, and fail again, at the end."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def progress() -> Iterator[Report]:
    """Bars on a terminal, silence in a pipe."""
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal) as bars:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield report


def show_rebuild(summary: RebuildSummary, *, as_json: bool) -> None:
    """What a rebuild did; every rejected file and duplicate is named."""
    if as_json:
        _print_json(asdict(summary))
        return
    _say(
        f"{summary.reports} reports ({summary.unchanged} unchanged), {summary.passages} passages "
        f"({summary.embedded} embedded, {summary.reused} reused), {len(summary.duplicates)} duplicates, "
        f"{len(summary.rejected)} rejected; build {summary.build}, {summary.seconds:.1f} s"
    )
    for duplicate in summary.duplicates:
        _say(f"  duplicate  {_name(duplicate.path)}: identical to {_name(duplicate.of)}")
    for rejection in summary.rejected:
        _say(f"  rejected   {_name(rejection.path)}: {_name(rejection.reason)}")
    for path in summary.purged:
        _say(f"  purged     {_name(path)}: not indexed again; delete it, or allow it with --allow-purged")
    if summary.completed is not None:
        _say("A purge had been stopped. What it had still to do was done.")
        _show_forgotten(summary.completed)


def show_purge(purged: Purged, *, as_json: bool) -> None:
    """What a purge took out, and what the search of the home found."""
    if as_json:
        _print_json(asdict(purged))
        return
    names = ", ".join(map(_name, purged.reports)) or "nothing more"
    _say(f"Purged: {names}.")
    live = f"Build {purged.build} is live." if purged.build else "No report is left, and no build is live."
    _say(f"{live} {_counted(len(purged.forgotten.removed), 'other build')} that named them removed.")
    _show_forgotten(purged.forgotten)
    for twin in purged.twins:
        _say(f"  still there  {_name(twin)}: nearly the same text")


def _show_forgotten(forgotten: Forgotten) -> None:
    searched = f"{_counted(forgotten.files, 'file')} of the home ({forgotten.size / 1e6:.1f} MB)"
    if not forgotten.words and not forgotten.embeddings:
        _say(f"Nothing to search {searched} for: all their words stand in other reports too.")
        return
    needles = f"{_counted(forgotten.words, 'word')} and {_counted(forgotten.embeddings, 'embedding key')}"
    result = "some were found, and the purge is not finished" if forgotten.traces else "none was found"
    _say(f"Searched {searched} for {needles} that only they had: {result}.")
    for trace in forgotten.traces:
        found = f"{_counted(trace.words, 'word')}, {_counted(trace.embeddings, 'embedding key')}"
        _say(f"  found        {_name(trace.path)}: {found}; remove it and run `rapporteur purge` again")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def show_search(found: SearchResponse, *, as_json: bool) -> None:
    """Hits with citations; what matches is marked on a terminal."""
    if as_json:
        _print_json(found.model_dump(mode="json"))
        return
    if found.correction:
        _say(f"Did you mean: {escape(found.correction.question)}")
    if not found.hits and not found.groups:
        _say("Nothing found. Try different words or --mode semantic.")
    for hit in found.hits:
        _say(f"{hit.rank}. {_named(hit.report)}")
        _show_hit(hit)
    for group in found.groups or ():
        some = f"{len(group.hits)} of " if len(group.hits) < group.total else ""
        passages = "passage" if group.total == 1 else "passages"
        _say(f"{_named(group.report)}: {some}{group.total} {passages}\n")
        for hit in group.hits:
            _show_hit(hit)


def cited(citation: str) -> str:
    """A citation below its words: a footnote indented; an entry for a reference manager as it stands in its file."""
    lines = citation.splitlines()
    return "\n".join(lines) if lines[1:] else f"   {citation}"


def _named(report: ReportSummary) -> str:
    return _name(report.title) + (f" ({report.date})" if report.date else "")


def _show_hit(hit: Hit) -> None:
    text = Text(printable(hit.passage.text))  # character for character: the places of the highlights hold
    for start, end in hit.highlights:
        text.stylize("bold yellow", start, end)
    _out.print(text)
    _say(escape(cited(hit.citation)), style="dim")
    if hit.explanation:
        _say(f"   {_explained(hit.score, hit.explanation)}", style="dim")
    for version in hit.later_versions:
        what = "a corrigendum" if version.corrects else "a revised version"
        _say(f"   {what} is available: {_name(version.id)}", style="dim")
    if hit.also_in:
        _say(f"   nearly identical text in: {escape(', '.join(hit.also_in))}", style="dim")
    _out.print()


def _explained(score: float, parts: Explanation) -> str:
    weights = parts.weights
    return (
        f"score {score:.3f} = around {parts.around:.3f} + {weights['report']:g} × report {parts.report:.3f} "
        f"+ {weights['own_words']:g} × words {parts.words:.3f}² "
        f"+ {weights['own_keyword']:g} × alone {parts.alone:.3f}² + {weights['fit']:g} × fit {parts.fit:.3f}; "
        f"own {parts.own:.3f} = sentence {parts.sentence:.3f} + {weights['words']:g} × words {parts.words:.3f} "
        f"+ {weights['keyword']:g} × keyword {parts.keyword:.3f}²"
    )


def show_verified(verified: Verified, *, as_json: bool) -> None:
    """What was checked."""
    if as_json:
        _print_json(asdict(verified))
        return
    _say(
        f"Build {verified.build} is whole: {verified.files} files, {verified.reports} reports, "
        f"{verified.passages} passages."
    )


def show(text: str, value: Any, *, as_json: bool) -> None:
    """A ready table, or the same as JSON."""
    if as_json:
        _print_json(value)
    else:
        _out.print(printable(text), markup=False)


def announce(host: str, port: int, *, exposed: bool, guarded: bool) -> None:
    """Where the service will answer, with a warning if others than the people of this machine can reach it."""
    if exposed and guarded:
        _err.print(
            "rapporteur: Warning: there is no encryption; put a proxy with TLS in front, or keys can be overheard."
        )
    elif exposed:
        _err.print("rapporteur: Warning: anybody who reaches this machine can read every report; there is no key.")
    _say(f"Rapporteur is starting on http://{f'[{host}]' if ':' in host else host}:{port} (stop it with Ctrl-C).")


def complain(error: RapporteurError) -> None:
    """One line: what went wrong, and what to do."""
    _err.print(Text(printable(f"rapporteur: {' '.join(str(error).splitlines())}")))


def printable(text: str) -> str:
    """A text of a report as a terminal may have it: a character that would steer it becomes a mark; lines are kept."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text)


def _name(text: str) -> str:
    """A file's name or a title, on one line, as rich takes it."""
    return escape(_BREAKING.sub("\N{REPLACEMENT CHARACTER}", text))


def _say(line: str, style: str | None = None) -> None:
    _out.print(printable(line), style=style)


def _print_json(value: Any) -> None:
    # JSON has escapes of its own for what an encoding lacks.
    plain = (sys.stdout.encoding or "utf-8").lower().replace("-", "") != "utf8"
    json.dump(value, sys.stdout, ensure_ascii=plain)
    sys.stdout.write("\n")
