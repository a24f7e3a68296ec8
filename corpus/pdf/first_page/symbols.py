"""The symbols of a PDF: as printed on its first page or in the running heads, mended where a scan misread them, or
those that the file is named after."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from corpus.metadata.bodies import PRINCIPAL
from corpus.pdf.first_page.labeller import Labelled
from corpus.pdf.furniture import Stripped
from corpus.pdf.lines import Line
from corpus.symbols import find_symbols, normalise_symbol, symbols_of
from corpus.types import FieldReading

_LEADING = re.compile(r"(?i)(?:united\s+)?nations(?: (?:[A-Z]\b|unies))?|naciones unidas")
_CONFUSED = str.maketrans("IlLr|!oOSB", "1111110058")
_NAME_LANGUAGE = re.compile(r"[._-](?:en|fr|es|ru|zh|ar|E|F|S|R|C|A)$")
_REPEATED, _ONCE, _MENDED, _NAMED = 0.99, 0.95, 0.7, 0.6  # how sure a symbol is, by how it was found


def document_symbols(
    height: float,
    first_page: Sequence[Line],
    stripped: Sequence[Stripped],
    front: Sequence[Labelled],
    scanned: bool,
    path: str,
) -> tuple[tuple[str, ...], list[FieldReading], list[str]]:
    """All symbols that the document bears, where they were read, and a warning where only the file's name says them."""
    heads = [page.furniture for page in stripped[1:]]
    symbols = printed_symbols(first_page, heads, height)
    beside = [s for piece in front if piece.label == "symbol" and piece.segment.page == 1 for s in _own(piece)]
    symbols = tuple({normalise_symbol(symbol): symbol for symbol in reversed((*symbols, *beside))}.values())[::-1]
    if scanned:
        right = [line for piece in front if piece.segment.right for line in piece.segment.lines]
        near = right + [line.text for lines in heads for line in lines]
        if mended := mended_symbols(near, path):
            return mended, [FieldReading("symbols", "print", _MENDED, 1, " ".join(right)[:200])], []
    if symbols:
        again = any(symbols[0] in line.plain.replace(" ", "") for lines in heads for line in lines)
        line = next((line.plain for line in first_page if symbols[0] in line.plain.replace(" ", "")), symbols[0])
        return symbols, [FieldReading("symbols", "print", _REPEATED if again else _ONCE, 1, line)], []
    if named := named_symbols(path):
        warning = f"no symbol is printed where one is looked for; {named[0]} is taken from the file's name"
        return named, [FieldReading("symbols", "file name", _NAMED)], [warning]
    return (), [], []


def _own(piece: Labelled) -> tuple[str, ...]:
    return symbols_of(re.sub(r"\s*/\s*", "/", piece.segment.plain)) if piece.certainty > 0.5 else ()


def printed_symbols(first_page: Sequence[Line], heads: Sequence[Sequence[Line]], height: float) -> tuple[str, ...]:
    """The document's symbols as printed: on the first page, else in the running heads of the others."""
    edges = sorted((line for line in first_page if not 0.3 * height < line.y < 0.85 * height), key=lambda line: line.y)
    for line in edges:
        text = re.sub(r"\s*/\s*", "/", line.plain)  # the first letter is set larger, and may stand off
        if _says_only_symbol(text):
            return symbols_of(text)
    counts = Counter(found for lines in heads if (found := symbols_of(" ".join(line.plain for line in lines))))
    common = counts.most_common(1)
    return common[0][0] if common and common[0][1] >= 2 else ()


def _says_only_symbol(text: str) -> bool:
    found = find_symbols(text)
    if not found or text.startswith("*"):
        return False
    rest = text[: found[0][0]] + text[found[-1][1] :]
    return re.fullmatch(r"[\s*\-–]*", re.sub("|".join([_LEADING.pattern, *PRINCIPAL]), "", rest)) is not None


def mended_symbols(readings: Iterable[str], path: str) -> tuple[str, ...]:
    """The symbol of a badly read scan: what most pages agree on once confused characters are put right.

    Where the file is named after a symbol that differs from a reading by a character or two, the name decides.
    """
    named = named_symbols(path)
    votes: Counter[str] = Counter()
    for text in readings:
        squeezed = re.sub(r"\s+", "", text)
        if named and SequenceMatcher(None, normalise_symbol(named[0]), normalise_symbol(squeezed)).ratio() > 0.75:
            return named
        parts = squeezed.split("/")
        mended = "/".join(part.translate(_CONFUSED) if re.search(r"\d", part[:1]) else part for part in parts)
        votes.update(symbols_of(mended)[:1])
    common = votes.most_common(1)
    return (common[0][0],) if common else ()


def named_symbols(path: str) -> tuple[str, ...]:
    """The symbols that a file is named after, as the document systems do it: "A_ES-10_1043, S_2025_529.en.pdf"."""
    stem = _NAME_LANGUAGE.sub("", PurePosixPath(path).stem)
    return symbols_of(re.sub(r"\[[^\]]*\]", "", stem).replace("_", "/"))
