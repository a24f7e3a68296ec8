"""What the product gives, written down, and two such files compared: `python -m eval.robustness.oracle --home DIR --to
FILE`.

A change of the code that is not meant to change anything a user sees is checked with it: write a file before, another
one after, and compare them with `python -m eval.robustness.oracle --compare BEFORE AFTER`. Asked over HTTP is a service
of its own process, so what is written depends on addresses and fields alone and on no name in the code. For every
question: the hits of each mode with their scores, the answer, the question over time, the citations of the first hits
and of the quotes in every style, and the pages' HTML. For the collection: its reports with their texts, passages and
pages. Times and the ids of builds are left out. A line of the file is one request with its answer.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import re
import sys
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from corpus.errors import RapporteurError
from eval.data.questions import SAMPLE_QUESTIONS, load_questions
from eval.errors import EvalInputError
from eval.speed.serving import Serving, serving

STYLES = ("un", "chicago", "bibtex", "ris", "csl")
CITED_HITS = 3
DIFFERENCES_SHOWN = 10
# Two runs of one program differ by this much: in the last digit of a float32, by the order in which threads add.
TOLERANCE = 1e-5
# Of a record also the fingerprint of the program, which every change of the code changes, and when it was made.
_LEFT_OUT = {"took_ms", "build", "made", "program", "fingerprint", "seconds"}
_BUILD = re.compile(r"\b\d{8}T\d{9}-[0-9a-f]{6}\b")
_ADDRESS = re.compile(r"\b127\.0\.0\.1:\d+")
_VERSION = re.compile(r"(/static/[\w./-]+)\?v=[0-9a-f]+")  # a file of styles or of script is no answer
_TIMES = re.compile(r"\b\d+(?:\.\d+)? (?:ms|seconds?)\b")


def observe(service: Serving, questions: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Every request with what was answered, without what differs from run to run. Raises EvalInputError when a request
    is not answered as JSON or a page should be."""
    for question in questions:
        yield from observe_question(service, question)
    yield from _of_collection(service)


def observe_question(service: Serving, question: str) -> Iterator[tuple[str, Any]]:
    """The same for one question, nothing of the collection. Raises EvalInputError."""
    asked = {"q": question}
    found = yield from _observed(service, "/api/search", asked)
    for mode in ("keyword", "semantic"):
        yield from _observed(service, "/api/search", asked | {"mode": mode})
    answer = yield from _observed(service, "/api/ask", body={"question": question})
    yield from _observed(service, "/api/over-time", asked)
    hits = found.get("hits", [])[:CITED_HITS]
    quotes = answer.get("quotes", [])
    for style in STYLES:
        for hit in hits:
            yield from _observed(service, f"/api/passages/{hit['passage']['id']}/citation", {"style": style})
        for one in quotes:
            place = {"start": one["start"], "end": one["end"], "style": style}
            yield from _observed(service, f"/api/reports/{_id(one['report'])}/citation", place)
    for page in ("/", "/over-time"):
        yield from _observed(service, page, asked)


def _of_collection(service: Serving) -> Iterator[tuple[str, Any]]:
    reports: list[dict[str, Any]] = []
    while True:
        listed = yield from _observed(service, "/api/reports", {"limit": 100, "offset": len(reports)})
        reports += listed["reports"]
        if not listed["reports"] or len(reports) >= listed["total"]:
            break
    for page in ("/", "/reports", "/help", "/verify", "/list", "/keys", "/docs", "/openapi.json"):
        yield from _observed(service, page)
    for report in reports:
        for path in ("/api/reports/{}", "/api/reports/{}/text", "/api/reports/{}/passages", "/reports/{}"):
            yield from _observed(service, path.format(_id(report)))


def _id(report: dict[str, Any]) -> str:
    return quote(report["id"], safe="")


def _observed(
    service: Serving, path: str, query: dict[str, Any] | None = None, body: Any = None
) -> Generator[tuple[str, Any], None, Any]:
    """Ask once; what comes back is yielded with its request, and returned as it was answered."""
    address = path + (f"?{urlencode(query)}" if query else "")
    sent = json.dumps(body) if body is not None else None
    service.connection.request(
        "GET" if sent is None else "POST", address, sent, {"Content-Type": "application/json"} if sent else {}
    )
    with service.connection.getresponse() as response:
        status, kind, content = response.status, response.headers.get_content_type(), response.read().decode()
    if status >= 500:
        raise EvalInputError(f"{address} was answered with {status}.", "Try it in a browser.")
    answer = json.loads(content) if kind.endswith("json") else content
    yield address + (f" {sent}" if sent else ""), {"status": status, "answer": _lasting(answer)}
    return answer


def _lasting(answer: Any) -> Any:
    """An answer without what differs from run to run."""
    match answer:
        case dict():
            return {key: _lasting(value) for key, value in answer.items() if key not in _LEFT_OUT}
        case list():
            return [_lasting(value) for value in answer]
        case str():
            answer = _VERSION.sub(r"\1", answer)
            return _TIMES.sub("TIME", _ADDRESS.sub("ADDRESS", _BUILD.sub("BUILD", answer)))
        case _:
            return answer


def write(observed: Iterator[tuple[str, Any]], file: Path) -> int:
    """Write what was observed, one JSON object a line, compressed; how many lines there are."""
    lines = 0
    with gzip.open(file, "wt", encoding="utf-8") as out:
        for request, answer in observed:
            out.write(json.dumps({"request": request} | answer, ensure_ascii=False, sort_keys=True) + "\n")
            lines += 1
    return lines


def read(file: Path) -> dict[str, Any]:
    """What was answered, by request. Raises EvalInputError when the file cannot be read."""
    try:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
            return {row.pop("request"): row for row in rows}
    except (OSError, EOFError, ValueError, KeyError) as error:
        raise EvalInputError(f"{file.name} cannot be read: {error}.", "Write it with --home and --to.") from error


def differences(before: dict[str, Any], after: dict[str, Any], tolerance: float = TOLERANCE) -> list[str]:
    """Each request that was answered differently, or only in one of the two, and where its answer first differs.
    Numbers within `tolerance` of each other are equal."""
    both = sorted(before.keys() & after.keys())
    places = ((request, _first_difference(before[request], after[request], tolerance)) for request in both)
    return [
        *(f"{request}: only {where}" for request, where in _only(before, after)),
        *(f"{request}: {place}" for request, place in places if place),
    ]


def _only(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str]]:
    gone, new = sorted(before.keys() - after.keys()), sorted(after.keys() - before.keys())
    return [(request, "before") for request in gone] + [(request, "after") for request in new]


def _first_difference(before: Any, after: Any, tolerance: float, at: str = "") -> str | None:
    """Where two answers first differ, and what stands there; None where they are equal."""
    pairs: list[tuple[Any, Any, Any]]
    match before, after:
        case _ if before == after:
            return None
        case float(), float() if math.isclose(before, after, rel_tol=0.0, abs_tol=tolerance):
            return None
        case dict(), dict():
            pairs = [(key, before.get(key), after.get(key)) for key in dict.fromkeys([*before, *after])]
        case list(), list() if len(before) == len(after):
            pairs = [(place, *both) for place, both in enumerate(zip(before, after, strict=True))]
        case str(), str():
            place = next(i for i in range(len(before) + 1) if before[: i + 1] != after[: i + 1])
            around = slice(max(0, place - 40), place + 60)
            return f"{at}, character {place}: {before[around]!r} became {after[around]!r}"
        case _:
            return f"{at}: {str(before)[:100]!r} became {str(after)[:100]!r}"
    found = (_first_difference(one, other, tolerance, f"{at}.{key}") for key, one, other in pairs)
    return next(filter(None, found), None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write what the product gives, or compare two such files; exit 1 when they differ."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.robustness.oracle", description="Write down what the product gives."
    )
    parser.add_argument("--home", type=Path, help="an index to ask")
    parser.add_argument(
        "--questions", type=Path, nargs="+", default=[SAMPLE_QUESTIONS], help="JSON lines (those on the sample)"
    )
    parser.add_argument("--first", type=int, help="ask only so many of them")
    parser.add_argument("--to", type=Path, help="the file to write, JSON lines in gzip")
    parser.add_argument("--compare", type=Path, nargs=2, metavar=("BEFORE", "AFTER"), help="compare two such files")
    options = parser.parse_args(arguments)
    if bool(options.compare) == bool(options.home and options.to):
        parser.error("give --home and --to, or --compare")
    try:
        if options.compare:
            return _compare(*map(read, options.compare))
        questions = [question.question for question in load_questions(options.questions, "dev")][: options.first]
        with serving(options.home) as service:
            print(f"{write(observe(service, questions), options.to)} requests written to {options.to}")
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _compare(before: dict[str, Any], after: dict[str, Any]) -> int:
    found = differences(before, after)
    print("".join(f"{difference}\n" for difference in found[:DIFFERENCES_SHOWN]), end="")
    print(f"{len(found)} differences in {len(before.keys() | after.keys())} requests")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
