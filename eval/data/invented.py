"""Make reports and questions of what was invented to learn from: `python -m eval.data.invented --to DIR [--unseen]`.

    {"domain": "inland fisheries, official record",
     "reports": [{"title": "Report of the Second Forum, Mbarita, 2019", "sentences": ["...", "..."]}, ...],
     "questions": [{"question": "...", "kind": "fact", "answers": [[0, 3]], "helps": [[0, 4]]}, ...]}

The reports of a line look alike: sessions of one body, or several accounts of one meeting. An answer is the place of a
report among them and of a sentence in it, both from 0; what only helps is left out of learning. Bodies, persons,
figures and what was said are made up, in as many fields and manners as could be thought of: who learns from few real
reports, however many questions are asked about them, learns these reports by heart.

DIR/reports then has a Markdown file for each report, to build a home from, and DIR/questions.jsonl the questions in the
form of the project's other ones, which `python -m eval.train.cross_encoder` teaches. They are never part of the sample.
Those of another file are held questions, which nothing learns from and nothing is fitted to: with --unseen these are
written, to see what `python -m eval.answers.quality --held` says of reports that are new to the reader.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from corpus.errors import RapporteurError
from eval.errors import EvalInputError
from eval.types import ANSWERS, Split
from eval.types import Kind as QuestionKind

TAUGHT = Path(__file__).with_name("invented.jsonl")
UNSEEN = Path(__file__).with_name("invented_unseen.jsonl")

# Those with an answer, and those without: one thing changed in a question that has one, something that is not said,
# something taken for granted that is not so.
Kind = Literal["fact", "paraphrase", "keyword", "theme", "comparison", "sibling", "absent", "premise"]
UNANSWERABLE: frozenset[Kind] = frozenset({"sibling", "absent", "premise"})
# What the project's other questions tell apart too; a theme is a paraphrase there.
_AS_ELSEWHERE: dict[Kind, QuestionKind] = {"fact": "fact", "keyword": "keyword", "comparison": "comparison"}
HELPS = ANSWERS - 1
Place = tuple[int, int]
_TURN = re.compile(r"(?P<speaker>[^\W\d_][^:.?!]{1,40}(?:\.[^:.?!]{1,40})?): (?P<said>\S.*)")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InventedReport(_Part):
    """A title, and sentences in order; of a transcript each begins with the speaker and a colon."""

    title: str = Field(min_length=1)
    sentences: tuple[str, ...] = Field(min_length=1)

    def lines(self) -> list[tuple[str, str]]:
        """For each sentence its paragraph in Markdown, and what of it is quoted: not who speaks."""
        turns = [_TURN.fullmatch(sentence) for sentence in self.sentences]
        if 2 * sum(turn is not None for turn in turns) < len(turns):
            return [(sentence, sentence) for sentence in self.sentences]
        return [
            (f"**{turn['speaker']}:** {turn['said']}", turn["said"]) if turn else (sentence, sentence)
            for sentence, turn in zip(self.sentences, turns, strict=True)
        ]


class InventedQuestion(_Part):
    """A question with the places of every sentence that answers it, and of those that help."""

    question: str = Field(min_length=1)
    kind: Kind
    answers: frozenset[Place]
    helps: frozenset[Place] = frozenset()

    @model_validator(mode="after")
    def _answered_or_not(self) -> Self:
        if bool(self.answers) == (self.kind in UNANSWERABLE):
            raise ValueError(f"{self.question!r} is of the kind {self.kind} and has {len(self.answers)} answers")
        return self


class InventedGroup(_Part):
    """Reports that look alike, and questions on them."""

    domain: str = Field(min_length=1)
    reports: tuple[InventedReport, ...] = Field(min_length=2)
    questions: tuple[InventedQuestion, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _places_are_there(self) -> Self:
        there = {(r, s) for r, report in enumerate(self.reports) for s in range(len(report.sentences))}
        for one in self.questions:
            if wrong := (one.answers | one.helps) - there:
                raise ValueError(f"{one.question!r} names {sorted(wrong)[0]}, where no sentence is")
        return self


def load_groups(file: Path) -> Iterator[InventedGroup]:
    """The groups of a file, in order. Raises EvalInputError that names the file and the line."""
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvalInputError(f"What {file.name} has cannot be read: {error}.", "Check the file.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield InventedGroup.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise EvalInputError(f"{file.name}, line {number}: {where} {first['msg']}.", "Correct the line.") from error


def to_markdown(report: InventedReport) -> str:
    """A report as a file of a corpus."""
    return "\n\n".join([f"# {report.title}", *(paragraph for paragraph, _ in report.lines())]) + "\n"


def to_questions(group: InventedGroup, name: str, split: Split) -> Iterator[dict[str, Any]]:
    """The questions of a group whose reports are files of that name and a number, as rows of a file of questions."""
    said = [[quote for _, quote in report.lines()] for report in group.reports]
    for number, one in enumerate(group.questions, 1):
        grades = {**dict.fromkeys(one.helps, HELPS), **dict.fromkeys(one.answers, ANSWERS)} if one.answers else {}
        yield {
            "id": f"{name}-{one.kind}-{number:02}",
            "question": one.question,
            "kind": _kind(one.kind),
            "split": split,
            "relevant": [
                {"report": file_name(name, r), "quote": said[r][s], "grade": grade}
                for (r, s), grade in sorted(grades.items())
            ],
        }


def file_name(name: str, place: int) -> str:
    """The name of the file of the report at this place in the group of this name, without its ending."""
    return f"{name}-{place + 1}"


def _kind(kind: Kind) -> QuestionKind:
    if kind in UNANSWERABLE:
        return "unanswerable"
    return _AS_ELSEWHERE.get(kind, "paraphrase")


def write(groups: Sequence[InventedGroup], folder: Path, split: Split) -> int:
    """Write the reports and the questions to a folder; returns how many questions there are."""
    reports = folder / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    rows: list[dict[str, Any]] = []
    for number, group in enumerate(groups, 1):
        name = f"invented-{number:03}"
        for place, report in enumerate(group.reports):
            (reports / f"{file_name(name, place)}.md").write_text(to_markdown(report), encoding="utf-8")
        rows += to_questions(group, name, split)
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / "questions.jsonl").write_text(lines, encoding="utf-8")
    return len(rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.data.invented", description="Make reports of what was invented."
    )
    parser.add_argument("--to", type=Path, required=True, metavar="DIR", help="the folder to write to")
    parser.add_argument("--unseen", action="store_true", help="those that nothing is taught, as held questions")
    options = parser.parse_args(arguments)
    try:
        groups = list(load_groups(UNSEEN if options.unseen else TAUGHT))
        count = write(groups, options.to, "test" if options.unseen else "dev")
    except (RapporteurError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{sum(len(group.reports) for group in groups)} reports and {count} questions are in {options.to}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
