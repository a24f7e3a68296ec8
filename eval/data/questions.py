"""Questions with judged quotes: one JSON object a line.

    {"id": "fact-001", "question": "Who chaired ...?", "kind": "fact", "split": "dev",
     "relevant": [{"report": "cd-tip-2023", "quote": "... were the co-chairs.", "grade": 2}]}

A quote is cut verbatim from the canonical text of its report, so that judgments survive any change of the passages.
`split` may be left out and is then "dev". A report is named by its id in a corpus without folders; a build of a corpus
with folders prefixes them, and `in_build` finds the report by the name of its file.

The project has four files: questions on the sample digests, on UN documents, on meeting transcripts, and questions that
none of the three answers. Five more have open questions, which nothing is measured by: one of all these, which the
decision that nothing answers is fitted to besides (`python -m eval.train.abstention`); two of all these and two on
further transcripts, from which the encoder learns to read a question beside a sentence (`python -m
eval.train.cross_encoder`). Those called "blind" or "broad" were written by people who had the reports and knew neither
the code nor another question; the broad ones ask for an overview. More to learn from, on invented reports, is made by
`python -m eval.data.invented`. The UN documents and transcripts are not part of the project, and `python -m
eval.data.questions --home DIR` says whether a build that has them contains every quote.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from corpus.errors import RapporteurError
from corpus.ids import report_ids
from corpus.types import ReportSummary
from eval.data.judging import contains, locate
from eval.errors import EvalInputError
from eval.types import ANSWERS, KINDS, SPLITS, Collection, Judgment, Question, Split

SAMPLE_QUESTIONS = Path(__file__).with_name("questions.jsonl")
UN_QUESTIONS = Path(__file__).with_name("questions_un.jsonl")
TRANSCRIPT_QUESTIONS = Path(__file__).with_name("questions_transcripts.jsonl")
UNANSWERABLE_QUESTIONS = Path(__file__).with_name("questions_unanswerable.jsonl")
CALIBRATION_QUESTIONS = Path(__file__).with_name("questions_calibration.jsonl")
READING_QUESTIONS = Path(__file__).with_name("questions_reading.jsonl")
READING_BROAD_QUESTIONS = Path(__file__).with_name("questions_reading_broad.jsonl")
ALL_QUESTIONS = (SAMPLE_QUESTIONS, UN_QUESTIONS, TRANSCRIPT_QUESTIONS, UNANSWERABLE_QUESTIONS)
# What the splits were called when most of the files were written.
OLD_SPLITS: dict[str, Split] = {"open": "dev", "held": "test"}
QUESTION_KEYS = {"id", "question", "kind", "split", "relevant"}
JUDGMENT_KEYS = {"report", "quote", "grade"}


def load_questions(files: Path | Iterable[Path] = SAMPLE_QUESTIONS, split: Split | None = None) -> tuple[Question, ...]:
    """The questions in one file or in several, in order; of one split only, if named. Raises EvalInputError that names
    the file and the line."""
    questions: dict[str, Question] = {}
    places: dict[str, str] = {}
    for file in [files] if isinstance(files, Path) else files:
        for number, question in _read(file):
            if question.id in places:
                reason = f"the id {question.id!r} is already on {places[question.id]}"
                raise EvalInputError(f"{file.name}, line {number}: {reason}.", "Correct the line.")
            questions[question.id] = question
            places[question.id] = f"line {number} of {file.name}"
    return tuple(q for q in questions.values() if split is None or q.split == split)


def in_build(questions: Iterable[Question], reports: Iterable[ReportSummary]) -> tuple[Question, ...]:
    """The questions with each judged report under its id in the build that has these reports: the same id, or else
    that of the report whose file has the name. A report that is not there keeps its id. Raises EvalInputError when two
    files have the name."""
    known: set[str] = set()
    named: dict[str, list[str]] = defaultdict(list)
    for report in reports:
        known.add(report.id)
        name = PurePosixPath(report.path).name
        named[report_ids([name])[name]].append(report.id)

    def place(judgment: Judgment) -> Judgment:
        ids = [] if judgment.report in known else named.get(judgment.report, [])
        if len(ids) > 1:
            raise EvalInputError(
                f"The questions' report {judgment.report!r} may be any of {', '.join(sorted(ids))}.",
                "Rebuild from a corpus in which only one file has this name.",
            )
        return replace(judgment, report=ids[0]) if ids else judgment

    return tuple(replace(q, relevant=tuple(place(judgment) for judgment in q.relevant)) for q in questions)


def missing_quotes(questions: Iterable[Question], searcher: Collection) -> list[tuple[str, str, str]]:
    """(question id, report id, reason) for each judged quote whose report the build lacks, that is not verbatim in its
    report, or, where it answers, that no passage contains."""
    reports = searcher.summaries(limit=searcher.manifest.reports)
    known = {report.id for report in reports}
    text_of, passages_of = cache(lambda id_: searcher.report(id_).text), cache(searcher.passages)
    missing = []
    for question in in_build(questions, reports):
        for judgment in question.relevant:
            alone = replace(question, relevant=(judgment,))
            if judgment.report not in known:
                reason = "no such report"
            elif judgment.quote not in text_of(judgment.report):
                reason = "not verbatim in the report"
            elif judgment.grade == ANSWERS and not any(
                contains(passage, *locate(alone, text_of)) for passage in passages_of(judgment.report)
            ):
                reason = "in no passage"
            else:
                continue
            missing.append((question.id, judgment.report, reason))
    return missing


def _read(file: Path) -> list[tuple[int, Question]]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvalInputError(f"The questions in {file.name} cannot be read: {error}.", "Check the file.") from error
    questions: list[tuple[int, Question]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            questions.append((number, _question(json.loads(line))))
        except ValueError as error:
            raise EvalInputError(f"{file.name}, line {number}: {error}.", "Correct the line.") from error
    if not questions:
        raise EvalInputError(f"{file.name} has no questions.", "Write one JSON object a line.")
    return questions


def _question(row: Any) -> Question:
    _check_keys(row, QUESTION_KEYS, optional={"split"})
    kind, split = row["kind"], row.get("split", "dev")
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}, must be one of {', '.join(KINDS)}")
    split = OLD_SPLITS.get(split, split) if isinstance(split, str) else split
    if split not in SPLITS:
        raise ValueError(f"split is {split!r}, must be one of {', '.join(SPLITS)}")
    if not isinstance(row["relevant"], list):
        raise ValueError("relevant is not a list")
    relevant = tuple(_judgment(item) for item in row["relevant"])
    answered = any(judgment.grade == ANSWERS for judgment in relevant)
    if kind == "unanswerable" and relevant:
        raise ValueError("an unanswerable question has no relevant quotes")
    if kind != "unanswerable" and not answered:
        raise ValueError(f"no quote of grade {ANSWERS}")
    _check_unique(relevant)
    return Question(_text(row, "id"), _text(row, "question"), kind, split, relevant)


def _judgment(row: Any) -> Judgment:
    _check_keys(row, JUDGMENT_KEYS)
    if row["grade"] not in (1, ANSWERS) or isinstance(row["grade"], bool):
        raise ValueError(f"grade is {row['grade']!r}, must be 1 (helps) or {ANSWERS} (answers)")
    return Judgment(_text(row, "report"), _text(row, "quote"), row["grade"])


def _check_keys(row: Any, keys: set[str], optional: Iterable[str] = ()) -> None:
    if not isinstance(row, dict):
        raise ValueError("not a JSON object")
    if missing := keys - row.keys() - set(optional):
        raise ValueError(f"{', '.join(sorted(missing))} missing")
    if unknown := row.keys() - keys:
        raise ValueError(f"{', '.join(sorted(unknown))} unknown")


def _check_unique(relevant: tuple[Judgment, ...]) -> None:
    places = [(judgment.report, judgment.quote) for judgment in relevant]
    if len(set(places)) < len(places):
        raise ValueError("the same quote is judged twice")


def _text(row: dict[str, Any], key: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{key} is not a text")
    return value


def main(arguments: Sequence[str] | None = None) -> int:
    """Count the questions, and check that a build contains every quote. Shows no question."""
    # Opening a build needs the model and the engines; whoever only loads questions does not.
    from index.dense.encoder import load_encoder
    from index.model import locate_model
    from index.search.opening import open_live
    from service.settings import load_settings

    parser = argparse.ArgumentParser(prog="python -m eval.data.questions", description=main.__doc__)
    parser.add_argument(
        "--home", type=Path, required=True, help="a home with the digests, UN documents and transcripts"
    )
    everything = (*ALL_QUESTIONS, CALIBRATION_QUESTIONS, READING_QUESTIONS, READING_BROAD_QUESTIONS)
    parser.add_argument(
        "--questions",
        type=Path,
        nargs="+",
        default=everything,
        help="JSON lines (all but those on further transcripts)",
    )
    options = parser.parse_args(arguments)
    try:
        questions = load_questions(options.questions)
        searcher = open_live(options.home, load_encoder(locate_model(load_settings().model)))
        try:
            missing = missing_quotes(questions, searcher)
        finally:
            searcher.close()
    except RapporteurError as error:
        print(error, file=sys.stderr)
        return 1
    for file in options.questions:
        counts = Counter((question.kind, question.split) for question in load_questions(file))
        print(f"{file.name}: " + ", ".join(f"{n} {kind} {split}" for (kind, split), n in sorted(counts.items())))
    for question, report, reason in missing:
        print(f"{question}, {report}: {reason}")
    quotes = sum(len(question.relevant) for question in questions)
    print(f"{quotes - len(missing)} of {quotes} quotes found")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
