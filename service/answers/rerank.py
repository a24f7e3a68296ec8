"""Reranking: which candidate sentences the cross-encoder scores, and what their scores count for.

Scoring takes some milliseconds for each sentence. So two are scored first, one on each of two cores, and two more
unless these allow an early exit; many of a comparison, which is about what each report said, and many where the few
leave it open whether anything answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.dates import written_out
from index.types import Vectors
from service.answers.candidates import Candidate
from service.answers.intent import Kind

# Rerank depths: how many of the best candidates are scored first, how many unless these allow an early exit, and how
# many where it is still open whether anything answers.
FIRST_DEPTH, DEPTH, DEEP_DEPTH = 2, 4, 24
# Early-exit thresholds on the best score (log odds): no more is scored where it is this low, or this high. A range then
# has slightly fewer good quotes, and the median answer is a sixth quicker (eval/TRIED.md).
EXIT_BELOW, EXIT_ABOVE = -2.0, 1.5
# Of a comparison at first besides: so many of each of the dialogues with the best sentences.
DIALOGUES, OF_EACH = 12, 3
# How many words of the report's title, of the sentence before and of the sentence itself. Titles end with what tells
# reports of one body apart, the place and the date, so nearly all are read whole.
TITLE, BEFORE, OWN = 16, 6, 40


@dataclass(frozen=True, slots=True)
class RerankWeight:
    """What a reranking score counts for in a candidate's score; one that was not scored counts as one of `unread`."""

    weight: float
    unread: float


# Of what looks well most reads as no answer, so what was not read counts as that. But of a comparison most is left
# unread, and what is quoted of a dialogue must not hang on it: what was not read comes before what reads badly. The
# reaches in service/answers/selection.py and service/answers/comparison.py were found with these.
_ANSWERING = RerankWeight(weight=0.15, unread=-2.0)
RERANK_WEIGHTS: dict[Kind, RerankWeight] = {
    "fact": _ANSWERING,
    "range": _ANSWERING,
    "comparison": RerankWeight(weight=0.13, unread=-1.0),
}

ScorePairs = Callable[[str, Sequence[str]], Vectors | None]


def reranker_text(sentence: Candidate, before: Candidate | None) -> str:
    """A sentence as it is read: its report's month and title, the end of the sentence before it in its passage, and
    itself."""
    metadata = sentence.passage.hit.report.metadata
    parts = [written_out(metadata.date[:7])] if metadata.date else []
    parts.append(_words(metadata.title, slice(TITLE)))
    if before is not None and before.passage is sentence.passage:
        parts.append(_words(before.text, slice(-BEFORE, None)))
    return " | ".join([*parts, _words(sentence.text, slice(OWN))])


def reranker_texts(sentences: Sequence[Candidate], places: Sequence[int]) -> list[str]:
    """The texts of the sentences at these places; `sentences` are in the order of the text."""
    return [reranker_text(sentences[i], sentences[i - 1] if i else None) for i in places]


def best_places(sentences: Sequence[Candidate], most: int = DEPTH) -> list[int]:
    """Where the sentences stand that look best, best first."""
    return sorted(range(len(sentences)), key=lambda i: -sentences[i].score)[:most]


def first_places(
    sentences: Sequence[Candidate], kind: Kind, compared: Collection[str] | None = None
) -> tuple[list[int], list[int]]:
    """Where the sentences stand that are read at first, and where those that are unless these settle it. Of a
    comparison all are read at first: the best, and the best of each dialogue, of the `compared` ones alone where there
    are such."""
    best = best_places(sentences)
    if kind != "comparison":
        return best[:FIRST_DEPTH], best[FIRST_DEPTH:]
    return list(dict.fromkeys([*best, *_of_each_dialogue(sentences, compared)])), []


def exits_early(numbers: Mapping[int, float]) -> bool:
    """Whether what reading gave for the first sentences, which are not none, tells whether anything answers."""
    return not EXIT_BELOW < max(numbers.values()) < EXIT_ABOVE


def deeper_places(sentences: Sequence[Candidate], known: Mapping[int, float]) -> list[int]:
    """Where those stand that are read besides the known ones, so that all of the best are."""
    return [place for place in best_places(sentences, DEEP_DEPTH) if place not in known]


def score_places(
    score_pairs: ScorePairs, question: str, sentences: Sequence[Candidate], places: Sequence[int]
) -> dict[int, float]:
    """The score of each of the sentences at `places`, in their order; none without a cross-encoder."""
    numbers = score_pairs(question, reranker_texts(sentences, places)) if places else None
    return {} if numbers is None else dict(zip(places, numbers.tolist(), strict=True))


def reranked(sentences: Sequence[Candidate], numbers: Mapping[int, float], kind: Kind) -> tuple[Candidate, ...]:
    """The sentences, in the same order, with their scores changed by what reading gave for some of them."""
    counting = RERANK_WEIGHTS[kind]
    return tuple(
        replace(one, score=one.score + counting.weight * (numbers[i] - counting.unread)) if i in numbers else one
        for i, one in enumerate(sentences)
    )


def _of_each_dialogue(sentences: Sequence[Candidate], compared: Collection[str] | None) -> list[int]:
    by_report: dict[str, list[int]] = defaultdict(list)
    for place in best_places(sentences, len(sentences)):
        report = sentences[place].report_id
        if compared is None or report in compared:
            by_report[report].append(place)
    return [place for own in list(by_report.values())[:DIALOGUES] for place in own[:OF_EACH]]


def _words(text: str, some: slice) -> str:
    return " ".join(text.split()[some])
