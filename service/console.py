"""What the command line prints: for people on a terminal, for programs as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from corpus.errors import RapporteurError

if TYPE_CHECKING:
    from index.build import Progress as Report
    from index.types import RebuildSummary
    from index.verify import Verified
    from service.schemas import Explanation, Hit, ReportSummary, SearchResponse

_out = Console(highlight=False, soft_wrap=True, emoji=False)
_err = Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)


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
    _out.print(
        f"{summary.reports} reports ({summary.unchanged} unchanged), {summary.passages} passages "
        f"({summary.embedded} embedded, {summary.reused} reused), {len(summary.duplicates)} duplicates, "
        f"{len(summary.rejected)} rejected; build {summary.build}, {summary.seconds:.1f} s"
    )
    for duplicate in summary.duplicates:
        _out.print(f"  duplicate  {escape(duplicate.path)}: the same bytes as {escape(duplicate.of)}")
    for rejection in summary.rejected:
        _out.print(f"  rejected   {escape(rejection.path)}: {escape(rejection.reason)}")


def show_search(found: SearchResponse, *, as_json: bool) -> None:
    """Hits with citations; what matches is marked on a terminal."""
    if as_json:
        _print_json(found.model_dump(mode="json"))
        return
    if found.correction:
        _out.print(f"Did you mean: {escape(found.correction.question)}")
    if not found.hits and not found.groups:
        _out.print("Nothing found. Try other words, or --mode semantic.")
    for hit in found.hits:
        _out.print(f"{hit.rank}. {_named(hit.report)}")
        _show_hit(hit)
    for group in found.groups or ():
        some = f"{len(group.hits)} of " if len(group.hits) < group.total else ""
        passages = "passage" if group.total == 1 else "passages"
        _out.print(f"{_named(group.report)}: {some}{group.total} {passages}\n")
        for hit in group.hits:
            _show_hit(hit)


def _named(report: ReportSummary) -> str:
    return escape(report.title) + (f" ({report.date})" if report.date else "")


def _show_hit(hit: Hit) -> None:
    text = Text(hit.passage.text)
    for start, end in hit.highlights:
        text.stylize("bold yellow", start, end)
    _out.print(text)
    _out.print(f"   {escape(hit.citation)}", style="dim")
    if hit.explanation:
        _out.print(f"   {_explained(hit.score, hit.explanation)}", style="dim")
    for version in hit.later_versions:
        what = "a corrigendum" if version.corrects else "a revised version"
        _out.print(f"   {what} is in this collection: {escape(version.id)}", style="dim")
    if hit.also_in:
        _out.print(f"   nearly the same text in: {escape(', '.join(hit.also_in))}", style="dim")
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
    _out.print(
        f"Build {verified.build} is whole: {verified.files} files, {verified.reports} reports, "
        f"{verified.passages} passages."
    )


def show(text: str, value: Any, *, as_json: bool) -> None:
    """A ready table, or the same as JSON."""
    if as_json:
        _print_json(value)
    else:
        _out.print(text, markup=False)


def announce(host: str, port: int) -> None:
    """Where the service will answer."""
    _out.print(f"Rapporteur is starting on http://{host}:{port} (stop it with Ctrl-C).")


def complain(error: RapporteurError) -> None:
    """One line: what went wrong, and what to do."""
    _err.print(Text(f"rapporteur: {' '.join(str(error).splitlines())}"))


def _print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")
