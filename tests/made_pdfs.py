"""PDFs made for a test, line by line, so that the test knows what stands where."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 612, 792
LEFT, NUMBER_TAB, PITCH, SIZE = 123, 147, 12, 10
SENTENCE = "The participants discussed how victims of trafficking are protected in practice and"


@dataclass
class Made:
    """A PDF in the making. `y` counts points from the top of the page."""

    encryption: StandardEncryption | None = None
    data: BytesIO = field(default_factory=BytesIO)

    def __post_init__(self) -> None:
        self.canvas = Canvas(self.data, pagesize=(WIDTH, HEIGHT), encrypt=self.encryption)
        self.y = 90.0

    def text(self, x: float, y: float, text: str, size: float = SIZE, font: str = "Times-Roman") -> None:
        """One piece of text with its baseline at `y`."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def line(self, text: str, x: float = LEFT, size: float = SIZE, font: str = "Times-Roman") -> None:
        """The next line of the text."""
        self.text(x, self.y, text, size, font)
        self.y += PITCH

    def numbered(self, number: str, *lines: str) -> None:
        """A paragraph with a printed number before a tabulator."""
        self.text(LEFT, self.y, number)
        self.line(lines[0], x=NUMBER_TAB)
        for line in lines[1:]:
            self.line(line)
        self.gap()

    def heading(self, numeral: str, title: str) -> None:
        """A bold heading."""
        self.text(LEFT - 20, self.y, numeral, 14, "Times-Bold")
        self.line(title, size=14, font="Times-Bold")
        self.gap(12)

    def gap(self, points: float = 6) -> None:
        """White between paragraphs."""
        self.y += points

    def footnote(self, mark: str, *lines: str) -> None:
        """A note in small print with a raised mark, at `y`."""
        self.text(LEFT - 6, self.y - 3, mark, 5)
        for line in lines:
            self.line(line, size=8)

    def page(self) -> None:
        """End the page."""
        self.canvas.showPage()
        self.y = 90.0

    def save(self) -> bytes:
        """The file."""
        self.canvas.save()
        return self.data.getvalue()


def masthead(made: Made, symbol: str = "A/99/123", date: str = "3 May 2031") -> None:
    """The masthead of a General Assembly document, and its session block."""
    made.text(LEFT, 56, "United Nations", 14)
    made.text(440, 56, symbol, 10)
    made.text(LEFT, 86, "General Assembly", 20, "Times-Bold")
    made.text(397, 86, "Distr.: General")
    made.text(397, 98, date)
    made.text(397, 122, "Original: English")
    made.text(65, 748, "31-04516 (E)    030531")
    made.text(65, 762, "*3104516*", 13, "Times-Bold")
    made.text(60, 222, "Ninety-ninth session", font="Times-Bold")
    made.text(60, 234, "Vienna, 2–6 June 2031")
    made.text(60, 246, "Agenda item 15")
    made.y = 290.0
