"""Which sentences are read beside the question, and as what: those that look best, each with what leads up to it.

Reading takes some milliseconds for each sentence. So few are read at first; many of a comparison, which is about what
each dialogue said, and many where the few leave it open whether anything answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from index.types import Vectors
from service.answers_question import Kind
from service.answers_sentences import Sentence

# How many of the best sentences are read at first, and how many where these leave it open.
READ, READ_ON = 4, 24
# Of a comparison at first besides: so many of each of the dialogues with the best sentences.
DIALOGUES, OF_EACH = 12, 3
# How many words of the report's title, of the sentence before and of the sentence itself.
TITLE, BEFORE, OWN = 9, 6, 40
# What reading counts for in a sentence's score; a sentence that was not read counts as one of this number.
WEIGHT, UNREAD = 0.1, 0.0

Reader = Callable[[str, Sequence[str]], Vectors | None]


def text_to_read(sentence: Sentence, before: Sentence | None) -> str:
    """A sentence as it is read: its report's title, the end of the sentence before it in its passage, and itself."""
    parts = [_words(sentence.passage.hit.report.metadata.title, slice(TITLE))]
    if before is not None and before.passage is sentence.passage:
        parts.append(_words(before.text, slice(-BEFORE, None)))
    return " | ".join([*parts, _words(sentence.text, slice(OWN))])


def texts_to_read(sentences: Sequence[Sentence], places: Sequence[int]) -> list[str]:
    """The texts of the sentences at these places; `sentences` are in the order of the text."""
    return [text_to_read(sentences[i], sentences[i - 1] if i else None) for i in places]


def best_places(sentences: Sequence[Sentence], most: int = READ) -> list[int]:
    """Where the sentences stand that look best, best first."""
    return sorted(range(len(sentences)), key=lambda i: -sentences[i].score)[:most]


def first_places(sentences: Sequence[Sentence], kind: Kind, compared: Collection[str] | None = None) -> list[int]:
    """Where the sentences stand that are read at first, the READ best before any others; of a comparison the best of
    each dialogue, of the `compared` ones alone where there are such."""
    best = best_places(sentences)
    return list(dict.fromkeys([*best, *_of_each_dialogue(sentences, compared)])) if kind == "comparison" else best


def further_places(sentences: Sequence[Sentence], known: Mapping[int, float]) -> list[int]:
    """Where those stand that are read besides the known ones, so that all of the best are."""
    return [place for place in best_places(sentences, READ_ON) if place not in known]


def read(reader: Reader, question: str, sentences: Sequence[Sentence], places: Sequence[int]) -> dict[int, float]:
    """The number that reading gives each of the sentences at `places`, in their order; none without a reader."""
    numbers = reader(question, texts_to_read(sentences, places)) if places else None
    return {} if numbers is None else dict(zip(places, numbers.tolist(), strict=True))


def rescored(sentences: Sequence[Sentence], numbers: Mapping[int, float]) -> tuple[Sentence, ...]:
    """The sentences, in the same order, with their scores changed by what reading gave for some of them."""
    return tuple(
        replace(one, score=one.score + WEIGHT * (numbers[i] - UNREAD)) if i in numbers else one
        for i, one in enumerate(sentences)
    )


def _of_each_dialogue(sentences: Sequence[Sentence], compared: Collection[str] | None) -> list[int]:
    by_report: dict[str, list[int]] = defaultdict(list)
    for place in best_places(sentences, len(sentences)):
        report = sentences[place].report_id
        if compared is None or report in compared:
            by_report[report].append(place)
    return [place for own in list(by_report.values())[:DIALOGUES] for place in own[:OF_EACH]]


def _words(text: str, some: slice) -> str:
    return " ".join(text.split()[some])
