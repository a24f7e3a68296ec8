"""Reranking: which candidates the cross-encoder reads beside the question, and as what."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from corpus.dates import written_out
from index.types import Vectors
from service.answers.candidates import Candidate

# Rerank depths: how many of the best candidates are read at first, and how many unless one of these answers plainly.
FIRST_DEPTH, DEPTH = 8, 16
# The score (log odds) from which one of the first that are read answers plainly.
PLAIN = 2.0
# How many words of the report's title, of the heading above, of the sentence before and of the sentence itself. Titles
# end with what tells reports of one body apart, the place and the date, so nearly all are read whole.
TITLE, HEADING, BEFORE, OWN = 16, 6, 8, 40

ScorePairs = Callable[[str, Sequence[str]], Vectors | None]


def reranker_text(sentence: Candidate, before: Candidate | None) -> str:
    """A sentence as it is read: its report's month and title, the heading it stands under, the end of the sentence
    before it in its passage, and itself."""
    passage, metadata = sentence.passage.hit.passage, sentence.passage.hit.report.metadata
    parts = [written_out(metadata.date[:7])] if metadata.date else []
    parts.append(_words(metadata.title, slice(TITLE)))
    if passage.headings:
        parts.append(_words(passage.headings[-1], slice(HEADING)))
    if before is not None and before.passage is sentence.passage:
        parts.append(_words(before.text, slice(-BEFORE, None)))
    return " | ".join([*parts, _words(sentence.text, slice(OWN))])


def reranker_texts(sentences: Sequence[Candidate], places: Sequence[int]) -> list[str]:
    """The texts of the sentences at these places; `sentences` are in the order of the text."""
    return [reranker_text(sentences[i], sentences[i - 1] if i else None) for i in places]


def best_places(sentences: Sequence[Candidate], most: int = DEPTH, among: Collection[int] | None = None) -> list[int]:
    """Where the sentences stand that look best, best first; only such as are `among` the given places."""
    places = range(len(sentences)) if among is None else among
    return sorted(places, key=lambda i: -sentences[i].score)[:most]


def score_places(
    score_pairs: ScorePairs, question: str, sentences: Sequence[Candidate], places: Sequence[int]
) -> dict[int, float]:
    """The score of each of the sentences at `places`, in their order; none without a cross-encoder."""
    numbers = score_pairs(question, reranker_texts(sentences, places)) if places else None
    return {} if numbers is None else dict(zip(places, numbers.tolist(), strict=True))


def answers_plainly(numbers: Mapping[int, float]) -> bool:
    """Whether one of the sentences that were read answers so plainly that a question of fact needs no more."""
    return max(numbers.values(), default=PLAIN - 1) >= PLAIN


def _words(text: str, some: slice) -> str:
    return " ".join(text.split()[some])
