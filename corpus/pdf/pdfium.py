"""The adapter around pypdfium2: the bytes of a PDF in, positioned runs of text out.

A run is a stretch of characters on one baseline, in one size, without a wide gap. Coordinates are in points with the
origin at the top left of the page as it is shown, `y` growing downwards to the baseline.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from corpus.errors import FileRejectedError

MAX_PAGES = 3_000
_WIDE_GAP = 0.9  # in ems: a wider gap ends a run
_WORD_GAP = 0.28  # in ems: a wider gap is a space even where the file has none
_NO_GAP = 0.08  # in ems: a space character on which the next one begins so soon is not one that a reader sees
_LEAST_SIZE = 1.0  # points: so that no division by a font's size can fail
_HYPHENS = {0x02, 0xAD, 0xFFFE}  # what the engine gives for a hyphen at the end of a line
_NO_CHARACTER = 0xFFFF
_UNUSABLE = {0x00, 0xFEFF, _NO_CHARACTER, 0xFFFD}
_WORD = re.compile(r"[^\x01\x03-\x20\xa0]+")  # 0x02 is a hyphen
_HALF = re.compile(r"[\ud800-\udfff]")
_CLOSING = ".,;:!?)]”’\"'"  # what may stand after a raised mark
_ODD = re.compile(r"[^\W\d_]\d+[^\w\s]?[^\W\d_]|[^\w\s]\d+[^\W\d_]")  # "2023.4People": a mark may stand inside
_LEVEL = 0.04  # of its height: characters of one word stand no further up or down
_LONG = 60  # characters: words are shorter
_TIGHT_GAP = 0.25  # in ems: a blank in a gap this narrow may be one that the engine made
# What no word goes on after, and a letter that reaches over the next, so that the gap looks narrower than it is.
_ENDS_WORD = (".", ":", ";", ")", "f")
_LEAST_REAL = 2  # blanks of the file in a line, for its own spacing to be known
_INSIDE = 0.6  # of a line's usual blank: what is narrower parts no words
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}

_TextPage = Any  # the engine's own handle, which its bindings leave untyped


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that stand together. `upright` is false for text that runs up or down the page."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    bold: bool
    italic: bool
    upright: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One page as it is shown: its size in points and its runs in the order of the file.

    `pictures` tells of a page without text whether it holds pictures; `scanned`, whether the text is an invisible layer
    that text recognition has put over a picture of the page; `broken`, that the page could not be read.
    """

    width: float
    height: float
    runs: tuple[Run, ...]
    pictures: bool = False
    scanned: bool = False
    broken: bool = False


def read_pages(data: bytes) -> list[Page]:
    """Every page of the PDF. Raises FileRejectedError for a file that is encrypted, broken or too long."""
    document = _open(data)
    try:
        if len(document) > MAX_PAGES:
            raise FileRejectedError(f"the PDF has {len(document)} pages, more than {MAX_PAGES}.", "Split the file.")
        if len(document) == 0:
            raise FileRejectedError("the PDF has no pages.", "Export it again from its source.")
        return [_read_page(document, number) for number in range(len(document))]
    finally:
        document.close()


def page_pictures(data: bytes, numbers: Iterable[int], dpi: int) -> Iterator[tuple[int, bytes]]:
    """Pictures of some pages (1-based), one after the other, as grey PGM images that show the page upright."""
    document = _open(data)
    try:
        for number in numbers:
            bitmap = document[number - 1].render(scale=dpi / 72, grayscale=True)
            rows = bytes(bitmap.buffer)
            lines = (rows[row * bitmap.stride : row * bitmap.stride + bitmap.width] for row in range(bitmap.height))
            yield number, b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
    finally:
        document.close()


def _open(data: bytes) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if error.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise FileRejectedError("the PDF is encrypted.", "Save a copy without a password.") from error
        raise FileRejectedError("the PDF is broken.", "Download or export it again.") from error


def _read_page(document: pdfium.PdfDocument, number: int) -> Page:
    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError:
        return Page(0.0, 0.0, (), broken=True)
    sample = _sample(text.raw)
    frame = _Frame(page.get_bbox(), _turn(text.raw, sample))
    scanned = _is_invisible(text.raw, sample)
    runs = tuple(_runs(text.raw, frame, scanned))
    pictures = not runs and any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    width, height = frame.size
    text.close()
    page.close()
    return Page(width, height, runs, pictures, scanned)


class _Frame:
    """Turns the file's coordinates (origin at the bottom left) into those of a page on which most text is upright."""

    def __init__(self, box: tuple[float, float, float, float], turn: int) -> None:
        self.left, self.bottom, self.right, self.top = box
        self.turn = turn

    @property
    def size(self) -> tuple[float, float]:
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        if self.turn == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def extent(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of the file as (x0, top, x1, bottom) on the page."""
        (xa, ya), (xb, yb) = self.point(left, top), self.point(right, bottom)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)


def _quarter(angle: float) -> int:
    """The clockwise direction of text, from radians to the nearest quarter turn in degrees."""
    return round(angle / (math.pi / 2)) % 4 * 90


def _sample(text: _TextPage) -> list[int]:
    """Some sixty visible characters from all over the page."""
    count = raw.FPDFText_CountChars(text)
    return [index for index in range(0, count, max(1, count // 60)) if raw.FPDFText_GetUnicode(text, index) > 0x20]


def _turn(text: _TextPage, sample: list[int]) -> int:
    """By how many degrees clockwise the page has to be turned for most of its text to be upright."""
    angles = Counter(_quarter(raw.FPDFText_GetCharAngle(text, index)) for index in sample)
    return -angles.most_common(1)[0][0] % 360 if angles else 0


def _is_invisible(text: _TextPage, sample: list[int]) -> bool:
    objects = [raw.FPDFText_GetTextObject(text, index) for index in sample]
    modes = Counter(raw.FPDFTextObj_GetTextRenderMode(item) for item in objects if item)
    return modes[raw.FPDF_TEXTRENDERMODE_INVISIBLE] > modes.total() / 2


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, or one character of it: where it stands, and whether the file sets white space before it."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    first: int
    last: float  # where its last character begins
    spaced: bool


@dataclass(slots=True)
class _Open:
    """The run being collected. `spaces` are the blanks between its pieces: the place in `texts` and the gap."""

    texts: list[str]
    x0: float
    x1: float
    top: float
    bottom: float
    first: int
    last: float
    real: list[float]
    made: list[tuple[int, float]]


class _Characters:
    """The characters of one page and their boxes. The text is fetched at once; a box costs a call for each character,
    so of a word only the ends are looked at, unless these show that it is not set evenly."""

    def __init__(self, text: _TextPage, frame: _Frame) -> None:
        self._text = text
        self._extent_of = _extents(text, frame)
        self.content = _content(text)

    def pieces(self) -> Iterator[_Piece]:
        """The words from first to last; those whose ends differ in height, as with a raised mark, by character."""
        end = 0
        for match in _WORD.finditer(self.content):
            first, after = match.span()
            spaced, end = first > end, after
            word = match[0]
            whole = self._whole(word, first, spaced)
            if whole is not None:
                yield whole
                continue
            for index, character in enumerate(word, start=first):
                if ord(character) not in _UNUSABLE:
                    yield self._one(character, index, spaced)
                    spaced = False

    def is_generated(self, index: int) -> bool:
        """Whether the blank before the character at `index` was put there by the engine and not by the file."""
        return index > 0 and raw.FPDFText_IsGenerated(self._text, index - 1) == 1

    def blank_before(self, piece: _Piece) -> float:
        """The distance from where the white space before a piece begins to the piece."""
        start = piece.first
        while start > 0 and _WORD.match(self.content, start - 1) is None:
            start -= 1
        return piece.x0 - self._extent_of(start)[0]

    def _one(self, character: str, index: int, spaced: bool) -> _Piece:
        x0, top, x1, bottom = self._extent_of(index)
        return _Piece("-" if ord(character) in _HYPHENS else character, x0, x1, top, bottom, index, x0, spaced)

    def _whole(self, word: str, first: int, spaced: bool) -> _Piece | None:
        """The word as one piece; None where it has to be looked at character by character."""
        length = len(word)
        if length > _LONG or not word.isprintable() or _ODD.search(word):
            return None
        x0, top, x1, bottom = self._extent_of(first)
        if length == 1:
            return _Piece(word, x0, x1, top, bottom, first, x0, spaced)
        size = bottom - top
        if word[-1] in _CLOSING and (inner := len(word.rstrip(_CLOSING)) - 1) > 0:
            _, upper, _, lower = self._extent_of(first + inner)
            if abs(lower - bottom) > _LEVEL * size or abs(upper - top) > _LEVEL * size:
                return None
        last, upper, right, lower = self._extent_of(first + length - 1)
        if abs(lower - bottom) > _LEVEL * size or abs(upper - top) > _LEVEL * size:
            return None
        if right <= x1 or right - x0 > (0.9 * length + 0.3) * size:
            return None
        return _Piece(word, x0, right, top, bottom, first, last, spaced)


def _extents(text: _TextPage, frame: _Frame) -> Callable[[int], tuple[float, float, float, float]]:
    """The box of the character at an index as (x0, top, x1, bottom) on the page."""
    box = raw.FS_RECTF()
    box_at, box_of, extent = ctypes.byref(box), raw.FPDFText_GetLooseCharBox, frame.extent
    left, top = frame.left, frame.top

    def upright(index: int) -> tuple[float, float, float, float]:
        box_of(text, index, box_at)
        return box.left - left, top - box.top, box.right - left, top - box.bottom

    def turned(index: int) -> tuple[float, float, float, float]:
        box_of(text, index, box_at)
        return extent(box.left, box.top, box.right, box.bottom)

    return turned if frame.turn else upright


def _content(text: _TextPage) -> str:
    """The characters of a page, one for each that the engine counts."""
    count = raw.FPDFText_CountChars(text)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = raw.FPDFText_GetText(text, 0, count, buffer) - 1
    if written != count:  # the engine leaves out what it has no character for
        codes = (raw.FPDFText_GetUnicode(text, index) for index in range(count))
        return "".join(chr(code) if code < 0x110000 else chr(_NO_CHARACTER) for code in codes)
    return "".join(map(chr, buffer[:count]))


def _runs(text: _TextPage, frame: _Frame, scanned: bool) -> Iterator[Run]:
    characters = _Characters(text, frame)
    runs: list[_Open] = []
    current: _Open | None = None
    for piece in characters.pieces():
        if current is None or not _goes_on(current, piece):
            current = _Open([piece.text], piece.x0, piece.x1, piece.top, piece.bottom, piece.first, piece.last, [], [])
            runs.append(current)
            continue
        size, gap = piece.bottom - piece.top, piece.x0 - current.x1
        if piece.spaced and gap <= _NO_GAP * size:
            gap = characters.blank_before(piece)  # a slanting letter reaches over the blank after it
        if gap > _WORD_GAP * size or (piece.spaced and (scanned or gap > _NO_GAP * size)):
            if not piece.spaced or (gap < _TIGHT_GAP * size and characters.is_generated(piece.first)):
                current.made.append((len(current.texts), gap))
            else:
                current.real.append(gap)
            current.texts.append(" ")
        current.texts.append(piece.text)
        current.x1, current.last = max(piece.x1, current.x1), piece.last
    for run in runs:
        _close_gaps(run)
        yield _close(text, frame, run)


def _goes_on(run: _Open, piece: _Piece) -> bool:
    """Whether a piece belongs to the run: the same line and size, and no wide gap before it.

    The letters of a ligature all have the box of the whole, so a character may begin where the last one did.
    """
    size = piece.bottom - piece.top
    level = abs(piece.bottom - run.bottom) < 0.08 * size and abs(piece.top - run.top) < 0.12 * size
    return level and piece.x0 > run.last - 0.05 * size and piece.x0 - run.x1 < _WIDE_GAP * size


def _close_gaps(run: _Open) -> None:
    """Take out the blanks that the engine made inside words, in gaps far narrower than the file's own in this line."""
    if not run.made or len(run.real) < _LEAST_REAL:
        return
    least = _INSIDE * median(run.real)
    for place, gap in run.made:
        if gap < least and not run.texts[place - 1].endswith(_ENDS_WORD):
            run.texts[place] = ""


def _close(text: _TextPage, frame: _Frame, run: _Open) -> Run:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, run.first, x, y)
    _, baseline = frame.point(x.value, y.value)
    upright = (_quarter(raw.FPDFText_GetCharAngle(text, run.first)) + frame.turn) % 360 == 0
    bold, italic = _style(text, run.first)
    content = unicodedata.normalize("NFC", _whole_characters("".join(run.texts))).translate(_LIGATURES)
    return Run(content, run.x0, run.x1, baseline, max(run.bottom - run.top, _LEAST_SIZE), bold, italic, upright)


def _whole_characters(text: str) -> str:
    """The text with characters that are written in two halves put together, and lone halves replaced."""
    if _HALF.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _style(text: _TextPage, index: int) -> tuple[bool, bool]:
    """Whether a character is bold and whether it is slanted, by the name and the weight of its font."""
    name = ctypes.create_string_buffer(96)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    face = name.value.lower()
    bold = b"bold" in face or b"black" in face or b"heavy" in face or raw.FPDFText_GetFontWeight(text, index) >= 600
    return bold, b"italic" in face or b"oblique" in face
