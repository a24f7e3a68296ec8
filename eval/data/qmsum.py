"""QMSum as exported for this project: transcripts as Markdown, questions with the character spans that answer them.

    DIR/md/MEETING.md     one transcript each
    DIR/queries.jsonl     {"id", "query", "meeting", "gold": [[start, end], ...]}   offsets into the transcript

A run is scored whatever its passages are: a passage counts by the share of its words that lie in the gold spans.
"half" means at least half of them, "any" at least one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.data.words import Words, split_words
from eval.errors import EvalInputError

Span = tuple[int, int]
REMEDY = "Name the folder of one split of the export, with md/ and queries.jsonl."


@dataclass(frozen=True, slots=True)
class Query:
    """One question about one meeting; `gold` are the indexes of the words that answer it."""

    id: str
    text: str
    meeting: str
    gold: frozenset[int]


@dataclass(frozen=True, slots=True)
class Export:
    """One split. `words` has the words of every transcript by meeting."""

    folder: Path
    queries: tuple[Query, ...]
    words: Mapping[str, Words]


def load_export(folder: Path) -> Export:
    """Read one split. Raises EvalInputError when files are missing or a query does not fit its transcript."""
    transcripts = sorted((folder / "md").glob("*.md"))
    if not transcripts:
        raise EvalInputError(f"{folder.name} has no transcripts in md/.", REMEDY)
    # Decoded as a report is: the offsets count the characters of the file, whose line ends are \n.
    words = {file.stem: split_words(file.read_bytes().decode("utf-8")) for file in transcripts}
    try:
        lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise EvalInputError(f"{folder.name} has no readable queries.jsonl.", REMEDY) from error
    queries = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            queries.append(_query(json.loads(line), words))
        except (KeyError, TypeError, ValueError) as error:
            raise EvalInputError(f"queries.jsonl, line {number}: {error!r}.", REMEDY) from error
    return Export(folder, tuple(queries), words)


def share_in_gold(span: range, gold: frozenset[int]) -> float:
    """The share of the words in `span` that are gold; 0 for no words."""
    return sum(word in gold for word in span) / len(span) if span else 0.0


def _query(row: Mapping[str, Any], words: Mapping[str, Words]) -> Query:
    meeting = row["meeting"]
    if meeting not in words:
        raise ValueError(f"no transcript of {meeting}")
    gold = {word for start, end in row["gold"] for word in words[meeting].touching(start, end)}
    return Query(row["id"], row["query"], meeting, frozenset(gold))
