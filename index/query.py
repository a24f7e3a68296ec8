"""What a reader typed, taken apart: words, exact phrases, document symbols with the paragraph that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.symbols import find_symbols, normalise_symbol
from index.errors import BadQueryError
from index.periods import without_ranges

_PHRASE = re.compile(r'"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»')
_ANNEX = r"(?:annex|appendix|enclosure)(?:\s+(?:[IVXLC]+|\d{1,3}|[A-Z])\b)?"
_PAGE = r"\b(?:PDF\s+)?pp?\.\s*\w+(?:[-–]\w+)?"
# "paragraph 41", "para 12 (a)", "paras. 4–6" (the first of them counts), "§ 2.4", "annex II, para. 3",
# "annex III, p. 15, para. 1", "para. 27, to annex I, para. 1".
_PARAGRAPH = re.compile(
    rf"(?:\b(?P<annex>{_ANNEX}),?\s+)?(?:{_PAGE},?\s+)?"
    r"(?:\b(?:paragraphs?|paras?)\b\.?|§{1,2})\s*(?P<number>\d{1,4}(?:\.\d{1,3})*)(?![\w/])"
    r"(?P<parts>(?:\s*\([a-z]{1,5}\))*)(?:\s*(?:[-–]|and|to)\s*(?:\d[\d.]*|\([a-z]{1,5}\))(?:\s*\([a-z]{1,5}\))*)*"
    rf"(?:,\s+to\s+(?:{_ANNEX},?\s+)*(?:{_PAGE},?\s+)?paras?\.?\s*\d[\d.]*(?:\s*\([a-z]{{1,5}}\))*)?",
    re.IGNORECASE,
)
# What a citation says of unnumbered words, "annex V, p. 9 [para. 1 under “Setting”, unnumbered]" or, as the first of
# two ends, "p. 12 [unnumbered, after para. 21], to": none of it is a printed number or a phrase to be found.
_UNNUMBERED = re.compile(
    rf"(?:,\s+to\s+)?(?:\b{_ANNEX},?\s+)*(?:{_PAGE},?\s+)?"
    r"(?:\[paras?\.\s+[^\]“]*(?:“[^”]*”)?,\s+unnumbered\](?:,\s+to\s+)?|\[unnumbered, after [^\]]*\],\s+to\s+)",
    re.IGNORECASE,
)
_PIECE = re.compile(r"[^\W_]+")
# A symbol of the collection may be typed with spaces where its slashes are; this many words are looked at together.
LONGEST_SPACED_SYMBOL = 12
# One word is taken for a symbol that was run together only from this length on: "A7" is more often something else.
SHORTEST_SQUASHED_SYMBOL = 5


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """A printed paragraph number ("41", "12 (a)"), with the annex ("annex II") that it was asked for in."""

    number: str
    annex: str | None = None


@dataclass(frozen=True, slots=True)
class Query:
    """`meaning` is the text to embed (without ranges of years, which are compared with the dates of reports and mean
    nothing in a passage), `words` the text to look up word by word (symbols and paragraph taken out),
    `phrases` must be found word for word, `symbols` are in their normal form, `paragraph` is a place in their reports.
    """

    meaning: str
    words: str
    phrases: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    paragraph: Pinpoint | None = None


def squash(symbol: str) -> str:
    """A symbol's letters and digits alone, the form that survives any spacing and punctuation."""
    return "".join(_PIECE.findall(symbol)).upper()


def quoted_spans(typed: str) -> list[tuple[int, int]]:
    """Where exact phrases stand in `typed`, quotation marks included."""
    return [match.span() for match in _PHRASE.finditer(typed)]


def known_symbols(symbols: Iterable[str]) -> dict[str, str]:
    """What `parse_query` goes by: the normal form of each of `symbols` under the two forms in which it may be typed,
    its pieces set apart and all of it squashed. A/79/1 and A/7/91 are the same when squashed, but not in pieces."""
    normal = [normalise_symbol(symbol) for symbol in symbols]
    return {squash(symbol): symbol for symbol in normal} | {_pieces(symbol): symbol for symbol in normal}


def parse_query(typed: str, known: Mapping[str, str]) -> Query:
    """Take `typed` apart. `known` are the symbols of the collection as `known_symbols` has them.

    Raises BadQueryError when nothing but white space and punctuation was typed.
    """
    numbered = _UNNUMBERED.sub(" ", typed)
    typed = numbered if _PIECE.search(numbered) else typed
    phrases = [phrase for match in _PHRASE.finditer(typed) for phrase in match.groups() if phrase]
    meaning = _PHRASE.sub(lambda match: next((f" {phrase} " for phrase in match.groups() if phrase), " "), typed)
    if not _PIECE.search(meaning):
        raise BadQueryError("The question holds no word.", "Type what you are looking for.")
    spans = _symbol_spans(meaning, known)
    words = meaning
    for start, end, _ in reversed(spans):
        words = f"{words[:start]} {words[end:]}"
    symbols = dict.fromkeys(symbol for _, _, symbol in spans)
    place = _PARAGRAPH.search(words) if symbols else None
    if place:
        words = f"{words[: place.start()]} {words[place.end() :]}"
    return Query(
        meaning=without_ranges(" ".join(meaning.split())),
        words=" ".join(words.split()) if _PIECE.search(words) else "",
        phrases=tuple(phrase.strip() for phrase in phrases if _PIECE.search(phrase)),
        symbols=tuple(symbols),
        paragraph=_pinpoint(place) if place else None,
    )


def _pinpoint(place: re.Match[str]) -> Pinpoint:
    parts = "".join(place["parts"].split()).lower()
    annex = " ".join(place["annex"].split()).casefold() if place["annex"] else None
    return Pinpoint(f"{place['number']} {parts}".strip(), annex)


def _symbol_spans(text: str, known: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """Where symbols stand in `text`: those of the collection in any spacing, and whatever else looks like one."""
    pieces = list(_PIECE.finditer(text))
    spans: list[tuple[int, int, str]] = []
    at = 0
    while at < len(pieces):
        # The longest run of words that is a symbol wins: CTOC/COP/2010/6/Add.1 over CTOC/COP/2010/6.
        for end in range(min(len(pieces), at + LONGEST_SPACED_SYMBOL), at, -1):
            symbol = _known_symbol([piece[0].upper() for piece in pieces[at:end]], known)
            if symbol:
                spans.append((pieces[at].start(), pieces[end - 1].end(), symbol))
                at = end - 1
                break
        at += 1
    taken = {position for start, end, _ in spans for position in range(start, end)}
    others = [
        (start, end, normalise_symbol(symbol))
        for start, end, symbol in find_symbols(text)
        if taken.isdisjoint(range(start, end))
    ]
    return sorted(spans + others)


def _known_symbol(pieces: Sequence[str], known: Mapping[str, str]) -> str | None:
    whole = "".join(pieces)
    if len(pieces) == 1 and len(whole) < SHORTEST_SQUASHED_SYMBOL:
        return None
    return known.get(" ".join(pieces)) or known.get(whole)


def _pieces(symbol: str) -> str:
    return " ".join(_PIECE.findall(symbol)).upper()
