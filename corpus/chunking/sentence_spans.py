"""Windows: the sentences of a passage, short ones taken together. What a question is compared with, one by one."""

from __future__ import annotations

from corpus.text.sentences import sentence_spans

# A window of fewer words says too little to be compared with a question.
LEAST_WORDS = 12


def windows(text: str, language: str | None = None) -> tuple[tuple[int, int], ...]:
    """Spans of `text`, as corpus.text.spoken leaves it, in order, not overlapping: runs of whole sentences with at
    least LEAST_WORDS words each. What is left over joins the last one; a text that is shorter, or empty, is one
    window."""
    found: list[tuple[int, int]] = []
    start, words = None, 0
    for begin, end in sentence_spans(text, language):
        start = begin if start is None else start
        words += len(text[begin:end].split())
        if words >= LEAST_WORDS:
            found.append((start, end))
            start, words = None, 0
    if not found:
        return ((start or 0, len(text.rstrip()) or len(text)),)
    if start is None:
        return tuple(found)
    return (*found[:-1], (found[-1][0], len(text.rstrip())))
