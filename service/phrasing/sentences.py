"""What a model writes, cut into sentences with the citations they carry, while it is still writing."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

from corpus.text.sentences import sentence_spans
from service.phrasing.replies import ModelFailedError

LONGEST_SENTENCE = 600  # characters; a model that writes on without an end is cut into pieces that fail every check
CUT_OFF = "…"

CITATION = re.compile(r"\[\s*(?:quotes?\s+)?(\d{1,4}(?:\s*[,;–-]\s*\d{1,4})*)\s*\]", re.IGNORECASE)
_TRAILING = re.compile(rf"\s*(?:{CITATION.pattern}\s*)+\.?", re.IGNORECASE)
# Ends that the splitter of sentences does not see: "... was raised.[1] The next ...", and the end of a line.
_CITED = re.compile(rf"[.!?][\"”’)]*\s*(?:{CITATION.pattern}\s*)+(?=[A-Z“\"(])", re.IGNORECASE)
_LINE = re.compile(r"\n")
_STOP = re.compile(r"[.!?…][\"”’)\]]*(?=(?P<space>\s+))")
# Full stops that end no sentence, in the language of reports.
_ABBREVIATED = re.compile(
    r"\b(?:paras?|nos?|arts?|pp?|vol|sect|chap|add|rev|corr|figs?|cf|st|approx)\.$", re.IGNORECASE
)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.)])\s+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Claim:
    """A part of a sentence with the numbers of the quotes it rests on, without the marks themselves."""

    text: str
    citations: tuple[int, ...]


async def sentences(written: AsyncIterator[str]) -> AsyncGenerator[str, None]:
    """Each sentence as soon as something follows it, so that citations after the full stop are not lost. Of one that is
    too long only the first LONGEST_SENTENCE characters are given. When `written` raises ModelFailedError, the sentence
    that was being written is given with CUT_OFF at its end, and the error passed on."""
    waiting, runs_on = "", False
    try:
        async for piece in written:
            waiting += piece
            while _LETTER.search(waiting, (cut := _first_cut(waiting)).end):
                sentence, waiting = waiting[: cut.end], waiting[cut.end :]
                if not runs_on and _LETTER.search(sentence):  # a number alone is the mark of a list
                    yield tidy(sentence)
                runs_on = cut.runs_on
    except ModelFailedError:
        if not runs_on and _LETTER.search(waiting):
            yield tidy(waiting) + CUT_OFF
        raise
    while _LETTER.search(waiting):
        cut = _first_cut(waiting)
        sentence, waiting = waiting[: cut.end], waiting[cut.end :]
        if not runs_on:
            yield tidy(sentence)
        runs_on = cut.runs_on


def tidy(sentence: str) -> str:
    """A sentence on one line, without the mark of a list, its citations written as [1] or [1, 2]."""
    line = _BULLET.sub("", " ".join(sentence.split()))
    return CITATION.sub(lambda match: f"[{', '.join(map(str, _numbers(match[1])))}]", line)


def claims(sentence: str) -> tuple[Claim, ...]:
    """The parts of a sentence that are cited apart: "... was raised [1], and ... was not [2]." gives two. Citations
    that follow each other belong together; words after the last go with it. Empty without citations."""
    parts: list[tuple[str, list[int]]] = []
    at = 0
    for match in CITATION.finditer(sentence):
        text = sentence[at : match.start()]
        if parts and len(_LETTER.findall(text)) < 4:  # "[1] and [2]"
            parts[-1][1].extend(_numbers(match[1]))
        else:
            parts.append((text, _numbers(match[1])))
        at = match.end()
    if not parts:
        return ()
    parts[-1] = (parts[-1][0] + sentence[at:], parts[-1][1])
    return tuple(Claim(text.strip(), tuple(dict.fromkeys(numbers))) for text, numbers in parts)


def _numbers(listed: str) -> list[int]:
    """The numbers of "1, 3" or of "1-3"."""
    found: list[int] = []
    for part in re.split(r"\s*[,;]\s*", listed):
        first, *last = (int(number) for number in re.split(r"\s*[–-]\s*", part))
        # A range that is turned round or endless stands as its two ends, which is enough to see that it is wrong.
        near = last and first <= last[-1] <= first + 20
        found += range(first, last[-1] + 1) if near else [first, *last]
    return list(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class _SentenceCut:
    """Where to cut a text; `runs_on` when that is in the middle of a sentence that is too long."""

    end: int
    runs_on: bool = False


def _first_cut(text: str) -> _SentenceCut:
    """The end of the first sentence of `text`, with the citations that follow it."""
    start = len(text) - len(text.lstrip())
    head = text[start : start + LONGEST_SENTENCE]
    ends = [match.end() for match in (_LINE.search(head), _CITED.search(head)) if match]
    ends += _ends(head)
    if not ends:
        return _SentenceCut(start + len(head), len(head) == LONGEST_SENTENCE)
    trailing = _TRAILING.match(text, end := start + min(ends))
    return _SentenceCut(trailing.end() if trailing else end)


def _ends(head: str) -> list[int]:
    """The first place where the splitter sees an end, if any. It is asked with the first letter that follows, however
    much more is there: it changes its mind by what comes later, and a sentence once shown stays."""
    for stop in _STOP.finditer(head):
        end = stop.end()
        letter = _LETTER.search(head, end)
        if letter is None:
            break
        cut = any(end <= one <= stop.end("space") for _, one in sentence_spans(head[: letter.end()]))
        if cut and _may_end(head[:end]):
            return [end]
    return []


def _may_end(head: str) -> bool:
    """Whether a sentence may end here: the splitter takes "(para." for an end."""
    return head.count("(") <= head.count(")") and not _ABBREVIATED.search(head)
