"""What a page costs the server beside the API's calls it makes: `python -m eval.speed.pages --home HOME [--json]`.

For each of some questions and of the longest reports the time of the page less the time of those calls, over HTTP, one
request at a time, in turns; of these differences the median. Exits 1 when one of the medians is above the limit.

A turn asks all questions of one call before it goes on to the next call, so that the service has forgotten the first
question when it comes again: neither side gains from what the other has left in memory.
"""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote, urlencode

from corpus.errors import RapporteurError
from eval.data.questions import load_questions
from eval.errors import EvalInputError
from eval.retrieval.report import align
from eval.speed.serving import Serving, serving
from index.search.searcher import QUESTIONS_HELD

LIMIT = 15.0
QUESTIONS = 20
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Call:
    """A request; with a body it is a POST of JSON."""

    path: str
    body: str | None = None


Make = Callable[[str], Call]


@dataclass(frozen=True, slots=True)
class Compared:
    """A page and the calls of the API that give what it shows, each made from a question or a report's id."""

    name: str
    page: Make
    calls: tuple[Make, ...]


@dataclass(frozen=True, slots=True)
class PageCost:
    """Medians over the questions or reports, in milliseconds: of the page, of its calls together, and of what is
    between the two. `worst` is the greatest of these differences."""

    name: str
    asked: int
    page: float
    calls: float
    above: float
    worst: float


def _get(path: str, **fixed: str) -> Make:
    """A call with the question as `q`; or, where the path has a place for it, with a report's id."""
    if "{}" in path:
        return lambda about: Call(path.format(quote(about, safe="")) + (f"?{urlencode(fixed)}" if fixed else ""))
    return lambda about: Call(f"{path}?{urlencode({'q': about, **fixed})}")


def _ask(question: str) -> Call:
    return Call("/api/ask", json.dumps({"question": question}))


BY_QUESTION = (
    Compared("answer and passages", _get("/"), (_get("/api/search"), _ask)),
    Compared("answer and passages by report", _get("/", group="report"), (_get("/api/search"), _ask)),
    Compared("passages by date", _get("/", sort="newest"), (_get("/api/search", sort="newest"),)),
    Compared("over time", _get("/over-time"), (_get("/api/over-time"),)),
)
BY_REPORT = (
    Compared("a report", _get("/reports/{}"), (_get("/api/reports/{}"),)),
    Compared("a report, whole", _get("/reports/{}", part="all"), (_get("/api/reports/{}"),)),
)
COLLECTION = Compared("all reports", lambda _: Call("/reports"), (lambda _: Call("/api/reports?limit=100"),))


def costs(service: Serving, questions: Sequence[str], rounds: int) -> list[PageCost]:
    """Every page beside its calls. Raises EvalInputError when one is not answered."""
    longest = _longest_reports(service, len(questions))
    rows = [(pair, questions) for pair in BY_QUESTION] + [(pair, longest) for pair in BY_REPORT]
    return [_cost(service, pair, about, rounds) for pair, about in (*rows, (COLLECTION, ["all"] * len(questions)))]


def _cost(service: Serving, pair: Compared, about: Sequence[str], rounds: int) -> PageCost:
    makes = (pair.page, *pair.calls)
    taken = [[[_timed(service, make(one)) for one in about] for make in makes] for _ in range(rounds + 1)][1:]
    # Of each call for each question the median over the rounds; the first round warmed up.
    page, *calls = ([median(times) for times in zip(*rows, strict=True)] for rows in zip(*taken, strict=True))
    together = [sum(times) for times in zip(*calls, strict=True)]
    above = [whole - parts for whole, parts in zip(page, together, strict=True)]
    return PageCost(pair.name, len(about), median(page), median(together), median(above), max(above))


def _timed(service: Serving, call: Call) -> float:
    """Milliseconds from sending a request to having read its answer, compressed as browsers ask for it."""
    headers = {"Accept-Encoding": "gzip"} | ({"Content-Type": "application/json"} if call.body else {})
    started = time.perf_counter()
    service.connection.request("POST" if call.body else "GET", call.path, call.body, headers)
    with service.connection.getresponse() as response:
        response.read()
    taken = (time.perf_counter() - started) * 1000
    if response.status != http.client.OK:
        raise EvalInputError(f"{call.path} was answered with {response.status}.", "Try it in a browser.")
    return taken


def _longest_reports(service: Serving, most: int) -> list[str]:
    service.connection.request("GET", f"/api/reports?sort=paragraphs&limit={most}")
    with service.connection.getresponse() as response:
        return [str(report["id"]) for report in json.loads(response.read())["reports"]]


def to_table(found: Sequence[PageCost]) -> str:
    """The figures for people."""
    head = ["page, ms", "asked", "page", "its calls", "above them", "at worst"]
    figures = [[f"{one.page:.1f}", f"{one.calls:.1f}", f"{one.above:+.1f}", f"{one.worst:+.1f}"] for one in found]
    rows = [[one.name, str(one.asked), *figure] for one, figure in zip(found, figures, strict=True)]
    return align([head, *rows])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m eval.speed.pages", description="What pages cost beside the API.")
    parser.add_argument("--home", type=Path, required=True, help="a home with a build")
    parser.add_argument("--questions", type=int, default=QUESTIONS, help=f"how many ({QUESTIONS})")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help=f"how often each is asked ({ROUNDS})")
    parser.add_argument("--limit", type=float, default=LIMIT, help=f"milliseconds above the calls ({LIMIT:g})")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    options = parser.parse_args(arguments)
    try:
        questions = [one.question for one in load_questions(split="dev")][: options.questions]
        if len(questions) <= QUESTIONS_HELD:
            raise EvalInputError(f"{len(questions)} questions are remembered.", f"Ask more than {QUESTIONS_HELD}.")
        with serving(options.home) as service:
            found = costs(service, questions, options.rounds)
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    print(json.dumps([asdict(one) for one in found]) if options.json else to_table(found))
    return int(any(one.above > options.limit for one in found))


if __name__ == "__main__":
    sys.exit(main())
