"""Lines put together into running text: words that were broken over two lines made whole again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.pdf.lines import without_marks

_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+)-$")
_ENDING = re.compile(r"[a-z]?(?:ation|ment|ness|ing|[ai]ble|it(?:y|ies)|ally|[ae]nc(?:e|y)|tion|sion|ative|ized)")
_OPEN_ENDED = re.compile(r"(?:(?<=\S)[–—]|\S*/\S*[/\-_=?&%.#]|\S*[A-Z\d)]/)$")  # 2022–, https://un.org/, A/CONF.230/
_TAIL = 400  # characters of a text that decide how it goes on: more than a word or an address has


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one document: how often each stands whole in a line, and whether the document breaks words."""

    counts: Counter[str]
    breaks_words: bool


def words_of(lines: Iterable[str]) -> Words:
    """What the document's own lines, in reading order, say about its words."""
    texts = [without_marks(line) for line in lines]
    counts: Counter[str] = Counter()
    broken = False
    for text in texts:
        ends = text.endswith("-")
        words = _WORD.findall((_BROKEN.sub("", text) if ends else text).casefold())
        counts.update(words[1:] if broken else words)  # the rest of a broken word is none
        broken = ends and _BROKEN.search(text) is not None
    whole = hyphenated = 0
    for text, following in pairwise(texts):
        if not text.endswith("-"):
            continue
        first, second = _BROKEN.search(text), _WORD.match(following)
        if first and second and second[0][0].islower():
            whole += counts[(first[1] + second[0]).casefold()] > 0
            hyphenated += counts[f"{first[1]}-{second[0]}".casefold()] > 0
    return Words(counts, breaks_words=whole >= 3 and whole > 2 * hyphenated)


def join_lines(lines: Sequence[str], words: Words) -> str:
    """One text from the lines of a paragraph."""
    text = ""
    for line in lines:
        text = _join(text, line.strip(), words) if text else line.strip()
    return re.sub(r"\s+", " ", text).strip()


def _join(text: str, line: str, words: Words) -> str:
    bare = without_marks(text[-_TAIL:])
    hyphen = bare.endswith("-")
    broken, following = _BROKEN.search(bare) if hyphen else None, _WORD.match(line)
    if broken and following:
        keep = not following[0][0].islower() or _keeps_hyphen(broken[1], following[0], words)
        return (text if keep else text[: text.rindex("-")]) + line
    if hyphen and len(bare) > 1 and not bare[-2].isspace():
        return text + line
    last = bare[bare.rfind(" ") + 1 :]
    return text + line if _OPEN_ENDED.search(last) and not line.startswith("(") else f"{text} {line}"


def _keeps_hyphen(first: str, second: str, words: Words) -> bool:
    """Whether a hyphen at the end of a line belongs to the word, judged by the rest of the document."""
    whole, hyphenated = (first + second).casefold(), f"{first}-{second}".casefold()
    if words.counts[whole] != words.counts[hyphenated]:
        return words.counts[hyphenated] > words.counts[whole]
    if not words.breaks_words:
        return True
    known = words.counts[first.casefold()] > 0 and len(first) > 3
    return known and (words.counts[second.casefold()] > 0 or (len(second) > 5 and not _ENDING.match(second)))
