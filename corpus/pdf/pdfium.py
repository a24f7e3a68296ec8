"""The adapter around pypdfium2: the bytes of a PDF in, positioned runs of text out.

A run is a stretch of characters on one baseline, in one size, without a wide gap. Coordinates are in points with the
origin at the top left of the page as it is shown, `y` growing downwards to the baseline.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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
_UNUSABLE = {0x00, 0xFEFF, 0xFFFF, 0xFFFD}
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
        if self.turn == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
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


@dataclass(slots=True)
class _Open:
    """The run being collected."""

    characters: list[str]
    x0: float
    x1: float
    top: float
    bottom: float
    first: int
    last: float  # where its last character begins


def _runs(text: _TextPage, frame: _Frame, scanned: bool) -> Iterator[Run]:
    box = raw.FS_RECTF()
    box_at = ctypes.byref(box)
    unicode_of, box_of, extent = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, frame.extent
    current: _Open | None = None
    space: float | None = None  # where a space before the next character begins; its end for one made by the engine
    for index in range(raw.FPDFText_CountChars(text)):
        code = unicode_of(text, index)
        if code in _UNUSABLE:
            continue
        box_of(text, index, box_at)
        x0, top, x1, bottom = extent(box.left, box.top, box.right, box.bottom)
        if (code <= 0x20 and code not in _HYPHENS) or code == 0xA0:
            space = x0 if space is None or x1 > x0 else space
            continue
        character = "-" if code in _HYPHENS else chr(code)
        if current is not None and _goes_on(current, x0, top, bottom):
            size = bottom - top
            seen = space is not None and (scanned or x0 - space > _NO_GAP * size or x0 - current.x1 > _NO_GAP * size)
            if seen or x0 - current.x1 > _WORD_GAP * size:
                current.characters.append(" ")
            current.characters.append(character)
            current.x1, current.last = max(x1, current.x1), x0
        else:
            if current is not None:
                yield _close(text, frame, current)
            current = _Open([character], x0, x1, top, bottom, index, x0)
        space = None
    if current is not None:
        yield _close(text, frame, current)


def _goes_on(run: _Open, x0: float, top: float, bottom: float) -> bool:
    """Whether a character at `x0` belongs to the run: the same line and size, and no wide gap before it.

    The letters of a ligature all have the box of the whole, so a character may begin where the last one did.
    """
    size = bottom - top
    level = abs(bottom - run.bottom) < 0.08 * size and abs(top - run.top) < 0.12 * size
    return level and x0 > run.last - 0.05 * size and x0 - run.x1 < _WIDE_GAP * size


def _close(text: _TextPage, frame: _Frame, run: _Open) -> Run:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(text, run.first, x, y)
    _, baseline = frame.point(x.value, y.value)
    upright = (_quarter(raw.FPDFText_GetCharAngle(text, run.first)) + frame.turn) % 360 == 0
    bold, italic = _style(text, run.first)
    content = unicodedata.normalize("NFC", "".join(run.characters)).translate(_LIGATURES)
    return Run(content, run.x0, run.x1, baseline, max(run.bottom - run.top, _LEAST_SIZE), bold, italic, upright)


def _style(text: _TextPage, index: int) -> tuple[bool, bool]:
    """Whether a character is bold and whether it is slanted, by the name and the weight of its font."""
    name = ctypes.create_string_buffer(96)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    face = name.value.lower()
    bold = b"bold" in face or b"black" in face or b"heavy" in face or raw.FPDFText_GetFontWeight(text, index) >= 600
    return bold, b"italic" in face or b"oblique" in face
