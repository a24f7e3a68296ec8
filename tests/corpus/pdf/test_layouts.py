"""Numbered paragraphs in many layouts: fonts, sizes, tabulators, white space, lists, items, footnotes, page breaks."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from made_pdfs import LEFT, Made, masthead

from corpus.pdf.reader import read

TEXT = (
    "the participants Working Group discussed measures against trafficking in persons and smuggling of migrants at its "
    "second meeting held in Vienna with regard to States parties Convention Protocol technical assistance victims"
)
WORDS = TEXT.split()
COLUMN, FLOOR = 364, 690


@dataclass
class Setting:
    """One way of setting a report, and the report being set."""

    made: Made
    rng: random.Random
    font: str
    size: int
    tab: bool
    gap: int
    pitch: float
    hang: bool
    page: int = 1

    def line(self, x: float, text: str, y_only: bool = False) -> None:
        if self.made.y > FLOOR:
            self.made.text(60, 754, f"{self.page}/9", 7)
            self.made.text(500, 754, "31-04516", 7)
            self.made.page()
            self.page += 1
            self.made.text(60 if self.page % 2 == 0 else 500, 50, "A/99/123", 8, "Times-Bold")
        self.made.text(x, self.made.y, text, self.size, self.font)
        self.made.y += 0 if y_only else self.size * self.pitch

    def wrapped(self, text: str, width: float) -> list[str]:
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if self.made.canvas.stringWidth(longer, self.font, self.size) > width and lines[-1]:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def paragraph(self, number: int) -> str:
        """Set one numbered paragraph and give its last word."""
        text = " ".join(self.rng.choice(WORDS) for _ in range(self.rng.randint(9, 100))).capitalize() + "."
        if self.tab:
            first = self.wrapped(text, COLUMN - 24)[0]
            self.line(LEFT, f"{number}.", y_only=True)
            self.line(LEFT + 24, first)
            rest = text[len(first) :].strip()
            lines = self.wrapped(rest, COLUMN) if rest else []
        else:
            first, *lines = self.wrapped(f"{number}. {text}", COLUMN)
            self.line(LEFT, first)
        for line in lines:
            self.line(LEFT + (24 if self.hang else 0), line)
        self.made.gap(self.gap)
        return text.split()[-1]

    def extras(self) -> None:
        """Sometimes lettered items, or a list with numbers of its own, under a paragraph."""
        if self.rng.random() < 0.2:
            for letter in "abc":
                self.line(LEFT + 24, f"({letter})", y_only=True)
                self.line(LEFT + 48, "That measures are taken;")
                self.made.gap(self.gap)
        elif self.rng.random() < 0.15:
            for number in range(1, 6):
                self.line(LEFT + 24, f"{number}. Item {number} of the agenda")
                self.made.gap(self.gap)


@pytest.mark.parametrize("seed", range(16))
def test_every_numbered_paragraph_is_found_whole_and_nothing_else(seed: int) -> None:
    rng = random.Random(seed)
    setting = Setting(
        Made(),
        rng,
        font=rng.choice(["Times-Roman", "Courier", "Helvetica"]),
        size=rng.choice([9, 10, 11, 12]),
        tab=rng.random() < 0.7,
        gap=rng.choice([0, 4, 6, 10]),
        pitch=rng.choice([1.1, 1.2, 1.35, 1.6]),
        hang=rng.random() < 0.2,
    )
    masthead(setting.made)
    setting.made.line("A title of the report on things", size=14, font="Times-Bold")
    setting.made.gap(14)
    expected = []
    for number in range(1, 25):
        expected.append((str(number), setting.paragraph(number)))
        setting.extras()
    draft = read(setting.made.save(), "made.pdf")
    found = [
        (block.number, draft.text[block.start : block.end].split()[-1])
        for block in draft.blocks
        if block.kind == "paragraph" and block.number
    ]
    assert found == expected
