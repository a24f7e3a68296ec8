"""What a reader typed, analysed once: exact phrases, document symbols with the paragraph that is asked for, periods,
names, content words, and a correction of what is misspelt. The index and the answers go by the same analysis."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.structure.divisions import MENTIONED, mentioned
from corpus.structure.labels import ORDINALS
from corpus.symbols import find_symbols, normalise_symbol
from index.errors import BadQueryError
from index.lexical.keyword_index import Word, content_words
from index.lexical.stopwords import QUESTION_WORDS, STOP_WORDS, is_name
from index.search.periods import NamedPeriod, named_periods, without_ranges
from index.types import Correction, Spans

_PHRASE = re.compile(r'"([^"]*)"|“([^”]*)”|„([^“”]*)[“”]|«([^»]*)»')
_PAGE = r"\b(?:PDF\s+)?pp?\.\s*\w+(?:[-–]\w+)?"
_PARA = r"(?:paragraphs?|paras?)\b\.?"
_WHERE = rf"(?:{MENTIONED},?\s+)*(?:{_PAGE},?\s+)?"
_PARTS = r"(?:\s*\([a-z]{1,5}\))*"
_ORDINAL = rf"(?:{'|'.join(sorted(ORDINALS, key=len, reverse=True))}|\d{{1,2}}(?:st|nd|rd|th))"
_IN_WORDS = (
    rf"\b(?P<ordinal>{_ORDINAL})(?:\s+(?:to|and)\s+{_ORDINAL})?\s+(?:(?P<which>preambular|operative)\s+)?{_PARA}"
)
# "paragraph 41", "para 12 (a)", "paras. 4–6" (the first of them counts), "§ 2.4", "annex II, para. 3",
# "annex III, p. 15, para. 1", "para. 27, to annex I, para. 1", "paragraph 5 of draft resolution II"; of a resolution
# also "operative paragraph 4", "OP4", "preambular paragraph 3", "PP 3", "third preambular paragraph".
_PARAGRAPH = re.compile(
    rf"(?P<where>{_WHERE})(?:{_IN_WORDS}"
    rf"|(?:(?P<preambular>\bpreambular\s+{_PARA}|\bPPs?(?=[\s\d]))|\b(?:operative\s+|op\.?\s+)?{_PARA}|§{{1,2}}"
    r"|\bOPs?(?=[\s\d]))\s*(?P<number>\d{1,4}(?:\.\d{1,3})*)(?![\w/])"
    rf"(?P<parts>{_PARTS})(?:\s*(?:[-–]|and|to)\s*(?:\d[\d.]*|\([a-z]{{1,5}}\)){_PARTS})*)"
    rf"(?:\s+(?:of|in)\s+(?:the\s+)?(?P<inside>{MENTIONED}(?:,\s+{MENTIONED})*))?"
    rf"(?:,\s+to\s+{_WHERE}(?:paras?\.?\s*\d[\d.]*{_PARTS}|{_ORDINAL}\s+preambular\s+{_PARA}))?",
    re.IGNORECASE,
)
# What a citation says of unnumbered words, "annex V, p. 9 [para. 1 under “Setting”, unnumbered]" or, as the first of
# two ends, "p. 12 [unnumbered, after para. 21], to": none of it is a printed number or a phrase to be found.
_UNNUMBERED = re.compile(
    rf"(?:,\s+to\s+)?{_WHERE}"
    r"(?:\[paras?\.\s+[^\]“]*(?:“[^”]*”)?,\s+unnumbered\](?:,\s+to\s+)?|\[unnumbered, after [^\]]*\],\s+to\s+)",
    re.IGNORECASE,
)
_RESOLUTION = re.compile(r"\bresolution\s+(\d{1,4}(?:/\d{1,4})?)(\s*\(\d{4}\))?", re.IGNORECASE)
_PIECE = re.compile(r"[^\W_]+")
# Words with a capital and the small words between them, or a number: "Commission on the Status of Women", "59".
_NAMED = re.compile(
    r"\b[A-ZÀ-Ž0-9][\w’'-]*(?:\s+(?:(?:of|on|and|the|for|in|des|de|du|la|al|van|von)\s+){0,2}[A-ZÀ-Ž][\w’'-]*)*"
)
_PART = re.compile(r"\S+")
_OWNER = re.compile(r"['’]s?$")
_LOOSE = frozenset({"of", "on", "and", "the", "for", "in", "des", "de", "du", "la", "al", "van", "von"})
_OPENING = (
    STOP_WORDS
    | QUESTION_WORDS
    | _LOOSE
    | {"according", "after", "before", "during", "from", "since", "taking", "until"}
    | {"can", "could", "i", "may", "might", "must", "shall", "should", "will", "would"}
    | {"compare", "explain", "find", "give", "list", "name", "names", "show", "tell"}
)
# A symbol of the collection may be typed with spaces where its slashes are; this many words are looked at together.
LONGEST_SPACED_SYMBOL = 12
# One word is taken for a symbol that was run together only from this length on: "A7" is more often something else.
SHORTEST_SQUASHED_SYMBOL = 5


Correct = Callable[[str, Spans], Correction | None]
"""Proposes a question without misspelt words; what stands in the given spans is left as it is."""


@dataclass(frozen=True, slots=True)
class ParagraphReference:
    """A printed paragraph number ("41", "12 (a)"), or the place in a preamble, with the divisions that it was asked for
    in, each by word and number: ("annex", "II")."""

    number: str
    divisions: tuple[tuple[str, str | None], ...] = ()
    preambular: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """An analysed question. All spans are offsets into `text`, what is looked for: what was `typed`, or that without
    misspelt words (see `corrected`).

    `quoted` has the spans in quotation marks, marks included, and `phrases` their words, which must be found word for
    word; `symbol_spans` the document symbols, and `symbols` their normal forms, each once; `paragraph` a place in the
    reports of these symbols; `periods` the dates that stand outside of symbols; `names` the names and numbers.
    `meaning` is the text to embed (without ranges of years, which are compared with the dates of reports and mean
    nothing in a passage), `content_words` are its words that say something of a subject, with offsets into it, and
    `words` is the text to look up word by word (symbols and paragraph taken out). `correction` proposes another
    question where words look misspelt; where the text is corrected already, it tells how.
    """

    typed: str
    text: str
    meaning: str
    words: str
    content_words: tuple[Word, ...] = ()
    quoted: Spans = ()
    phrases: tuple[str, ...] = ()
    symbol_spans: Spans = ()
    symbols: tuple[str, ...] = ()
    paragraph: ParagraphReference | None = None
    periods: tuple[NamedPeriod, ...] = ()
    names: tuple[str, ...] = ()
    correction: Correction | None = None

    @property
    def without_symbols(self) -> str:
        """The text with blanks in the place of its symbols."""
        return blank(self.text, self.symbol_spans)

    @property
    def without_dates(self) -> str:
        """The text with blanks in the place of its symbols and periods."""
        return blank(self.without_symbols, [(period.start, period.end) for period in self.periods])


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with blanks in the place of these spans, so that all offsets stay."""
    for start, end in spans:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def known_symbols(symbols: Iterable[str]) -> dict[str, str]:
    """What `analyse` goes by: the normal form of each of `symbols` under the two forms in which it may be typed, its
    pieces set apart and all of it squashed. A/79/1 and A/7/91 are the same when squashed, but not in pieces."""
    normal = [normalise_symbol(symbol) for symbol in symbols]
    return {_squash(symbol): symbol for symbol in normal} | {_pieces(symbol): symbol for symbol in normal}


def analyse(typed: str, known: Mapping[str, str] | None = None, correct: Correct | None = None) -> Question:
    """Analyse what was typed. `known` are the symbols of the collection as `known_symbols` has them.

    Raises BadQueryError when nothing but white space and punctuation was typed.
    """
    plain = blank(typed, (match.span() for match in _UNNUMBERED.finditer(typed)))
    plain = plain if _PIECE.search(plain) else typed
    found = list(_PHRASE.finditer(plain))
    quoted = tuple(match.span() for match in found)
    phrases = (next(filter(None, match.groups()), "").strip() for match in found)
    plain = blank(plain, [mark for start, end in quoted for mark in ((start, start + 1), (end - 1, end))])
    if not _PIECE.search(plain):
        raise BadQueryError("The question has no words.", "Type what you are looking for.")
    located = _locate_symbols(plain, known or {})
    if not located and _PARAGRAPH.search(plain):
        located = _named_resolution(plain, known or {})
    symbol_spans = tuple((start, end) for start, end, _ in located)
    rest = blank(plain, symbol_spans)
    place = _PARAGRAPH.search(rest) if located else None
    periods = named_periods(rest)
    words = _folded(blank(rest, [place.span()]) if place else rest)
    meaning = _folded(without_ranges(plain, periods))
    return Question(
        typed=typed,
        text=typed,
        meaning=meaning,
        words=words if _PIECE.search(words) and not (located and _tells_nothing(words)) else "",
        content_words=tuple(content_words(meaning)),
        quoted=quoted,
        phrases=tuple(phrase for phrase in phrases if _PIECE.search(phrase)),
        symbol_spans=symbol_spans,
        symbols=tuple(dict.fromkeys(symbol for _, _, symbol in located)),
        paragraph=_reference(place) if place else None,
        periods=periods,
        names=_names(typed, symbol_spans),
        correction=correct(typed, (*quoted, *symbol_spans)) if correct else None,
    )


def corrected(question: Question, known: Mapping[str, str]) -> Question:
    """What is meant by a question whose misspelt words are to be corrected: itself where none is."""
    if question.correction is None:
        return question
    return replace(analyse(question.correction.question, known), typed=question.typed, correction=question.correction)


def _tells_nothing(words: str) -> bool:
    """Whether what is left beside a symbol looks for nothing: "what does ... of"."""
    return all(word.casefold() in STOP_WORDS | QUESTION_WORDS for word in _PIECE.findall(words))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _squash(symbol: str) -> str:
    """A symbol's letters and digits alone, the form that survives any spacing and punctuation."""
    return "".join(_PIECE.findall(symbol)).upper()


def _names(text: str, symbols: Spans) -> tuple[str, ...]:
    """The names and numbers in `text`, each once, document symbols left out; a question's first word counts unless it
    is one that questions begin with."""
    plain = text
    for start, end in reversed(symbols):
        plain = f"{plain[:start]} , {plain[end:]}"  # what stands on both sides of a symbol is not one name
    found: dict[str, None] = {}
    for match in _NAMED.finditer(plain):
        parts = [(_OWNER.sub("", part[0]), match.start() + part.start()) for part in _PART.finditer(match[0])]
        while (
            parts
            and parts[0][0].lower() in _OPENING
            and not is_name(plain, parts[0][1], parts[0][1] + len(parts[0][0]))
        ):
            parts = parts[1:]
        if parts:
            found[" ".join(part for part, _ in parts)] = None
    return tuple(found)


def named_paragraph(text: str) -> ParagraphReference | None:
    """The first paragraph that `text` names by its number or place; None where it names none."""
    place = _PARAGRAPH.search(text)
    return _reference(place) if place else None


def without_paragraph(text: str) -> str:
    """`text` with blanks in the place of the paragraph that `named_paragraph` finds."""
    place = _PARAGRAPH.search(text)
    return blank(text, [place.span()]) if place else text


def _reference(place: re.Match[str]) -> ParagraphReference:
    divisions = mentioned(f"{place['where']} {place['inside'] or ''}")
    if ordinal := place["ordinal"]:
        number = ORDINALS.index(ordinal.lower()) + 1 if ordinal.lower() in ORDINALS else int(ordinal[:-2])
        return ParagraphReference(str(number), divisions, (place["which"] or "").lower() == "preambular")
    parts = "".join(place["parts"].split()).lower()
    return ParagraphReference(f"{place['number']} {parts}".strip(), divisions, place["preambular"] is not None)


def _named_resolution(text: str, known: Mapping[str, str]) -> list[tuple[int, int, str]]:
    """The resolution of the collection that is named without its symbol, "resolution 2778 (2025)"; none where the name
    is that of several."""
    match = _RESOLUTION.search(text)
    if not match:
        return []
    number, year = normalise_symbol(match[1]), normalise_symbol(match[2] or "")
    symbols = {symbol for symbol in known.values() if "/RES/" in symbol}
    alike = [
        one
        for one in symbols
        if re.fullmatch(re.escape(number) + (re.escape(year) or r"(?:\(\d+\))?"), one.rpartition("/RES/")[2])
    ]
    return [(*match.span(), alike[0])] if len(alike) == 1 else []


def _locate_symbols(text: str, known: Mapping[str, str]) -> list[tuple[int, int, str]]:
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
