"""Which sentences are read beside the question, and as what: the few that look best, each with what leads up to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.types import Vectors
from service.answers_sentences import Sentence

# How many sentences are read: reading takes some milliseconds for each.
READ = 4
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


def read_best(reader: Reader, question: str, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The sentences, with the best of them read: their `read` is set, and their scores go by it. All as they were where
    there is no reader."""
    places = best_places(sentences)
    numbers = reader(question, texts_to_read(sentences, places))
    if numbers is None:
        return tuple(sentences)
    known = dict(zip(places, numbers.tolist(), strict=True))
    return tuple(
        replace(one, read=known[i], score=one.score + WEIGHT * (known[i] - UNREAD)) if i in known else one
        for i, one in enumerate(sentences)
    )


def _words(text: str, some: slice) -> str:
    return " ".join(text.split()[some])
