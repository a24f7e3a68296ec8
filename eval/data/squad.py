"""SQuAD 2.0 articles as reports: people's questions about them, half of which nothing in the article answers.

Rajpurkar, Jia and Liang, "Know What You Don't Know: Unanswerable Questions for SQuAD", ACL 2018; CC BY-SA 4.0. The
articles are not part of the project. A folder has `md/NAME.md`, one article a file, and `questions.jsonl`: question,
article, the paragraph it is asked of (from 1), and the answers as spans of that paragraph.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from corpus.text.sentences import sentence_spans
from eval.errors import EvalInputError
from eval.types import ANSWERS, Judgment, Question, Split

KEPT = ("french-and-indian-war", "huguenot", "steam-engine", "warsaw")
"""Four of the twelve articles, drawn by chance: nothing is learnt from them or tuned on them."""


def load_squad(folder: Path, split: Split) -> tuple[Question, ...]:
    """The questions on the articles of one split, each judged by the sentences that hold an answer; the articles that
    are KEPT make the test split. Raises EvalInputError for a folder without the files, or a question that names no
    paragraph of its article."""
    paragraphs: dict[str, list[str]] = {}
    found = []
    try:
        rows = [json.loads(line) for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
        for row in rows:
            if (row["report"] in KEPT) == (split == "test"):
                if row["report"] not in paragraphs:
                    paragraphs[row["report"]] = _paragraphs(folder / "md" / f"{row['report']}.md")
                found.append(_question(row, paragraphs[row["report"]][row["paragraph"] - 1], split))
    except (OSError, ValueError, KeyError, IndexError) as error:
        raise EvalInputError(f"{folder.name} holds no SQuAD articles: {error}.", "Name the folder with md/.") from error
    return tuple(found)


def _paragraphs(file: Path) -> list[str]:
    """The paragraphs of an article, without its front matter and its title."""
    body = file.read_text(encoding="utf-8").split("\n---\n", 1)[-1]
    return [part.strip() for part in body.split("\n\n") if part.strip() and not part.lstrip().startswith("# ")]


def _question(row: dict[str, Any], paragraph: str, split: Split) -> Question:
    sentences = [paragraph[start:end] for start, end in sentence_spans(paragraph, "en")]
    holding = [one for one in sentences if any(answer in one for answer in row["answers"])]
    # An answer that runs over the end of a sentence is judged by its paragraph.
    quotes = holding or ([paragraph] if row["answers"] else [])
    return Question(
        id=f"squad-{row['id']}",
        question=row["question"].strip(),
        kind="fact" if row["answers"] else "unanswerable",
        split=split,
        relevant=tuple(Judgment(row["report"], quote, ANSWERS) for quote in quotes),
    )
