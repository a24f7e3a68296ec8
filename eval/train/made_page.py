"""A first page in the making, with what a person would read on it; its masthead in the form of the United Nations."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595.0, 842.0
SENTENCE = (
    "The present document describes what was done in the period under review and what remains to be done by States and "
    "by the secretariat, in particular with regard to the exchange of experience, training and the collection of data."
)


@dataclass
class MadePage:
    """A page being made: `record` is what a person would read on it (see tests/golden/first_pages/README.md)."""

    rng: random.Random
    times: str = "Times"
    y: float = 60.0
    record: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._buffer = BytesIO()
        self._canvas = Canvas(self._buffer, pagesize=(WIDTH, HEIGHT))
        self.record |= {"title": "", "title_also": [], "submitted_by": None, "bodies": [], "session": None}
        self.record |= {"agenda_item": None}

    @property
    def data(self) -> bytes:
        """The file."""
        self._canvas.save()
        return self._buffer.getvalue()

    def put(self, x: float, y: float, text: str, size: float = 10, bold: bool = False, italic: bool = False) -> None:
        """One line with its baseline at `y` points from the top."""
        self._canvas.setFont(_face(self.times, bold, italic), size)
        self._canvas.drawString(x, HEIGHT - y, text)

    def right(self, y: float, *lines: str, x: float = 395) -> None:
        """A masthead's right column."""
        for line in lines:
            self.put(x, y, line, 10)
            y += 13

    def block(
        self, text: str, x: float = 120, size: float = 10, bold: bool = False, width: float = 360, centred: bool = False
    ) -> None:
        """Lines of text at `y`, wrapped."""
        lines = [""]
        face = _face(self.times, bold, italic=False)
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self._canvas.stringWidth(longer, face, size) > width and lines[-1]:
                lines.append(word)
            else:
                lines[-1] = longer
        for line in lines:
            left = (WIDTH - self._canvas.stringWidth(line, face, size)) / 2 if centred else x
            self.put(left, self.y, line, size, bold)
            self.y += 1.2 * size

    def gap(self, points: float) -> None:
        """White under what was set."""
        self.y += points

    def text(self, x: float = 120) -> None:
        """Some paragraphs of running text."""
        for number in range(1, self.rng.randint(3, 5)):
            self.block(f"{number}.  {SENTENCE}", x=x)
            self.gap(8)

    def masthead(self, organ: str, symbol: str, *right: str, size: float = 20) -> None:
        """The masthead of a United Nations document: organ, symbol, and the lines of the right column."""
        self.put(115, 60, "United Nations", 14)
        self.right(60, symbol, x=430)
        self.y = 96
        self.block(organ, x=115, size=size, bold=True, width=270)
        self.right(96, *right)
        self.y = max(self.y, 236)


def _face(family: str, bold: bool, italic: bool) -> str:
    if family == "Times":
        return {(0, 0): "Times-Roman", (1, 0): "Times-Bold", (0, 1): "Times-Italic"}.get(
            (bold, italic), "Times-BoldItalic"
        )
    oblique = "Oblique" if italic else ""
    return family + ("-" if bold or italic else "") + ("Bold" if bold else "") + oblique
