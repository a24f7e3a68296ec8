"""Dirt on a scan, which text recognition takes for print."""

from __future__ import annotations

from corpus.pdf.lines import without_specks
from corpus.pdf.pdfium import Run


def run(text: str, x0: float, x1: float, y: float = 100) -> Run:
    return Run(text, x0, x1, y, 10, bold=False, italic=False)


def test_a_dot_on_its_own_goes_and_one_that_ends_a_sentence_stays() -> None:
    words = [run("12.", 60, 72), run("The meeting was opened", 90, 190), run(".", 192, 194)]
    specks = [run(".", 20, 22), run("'", 240, 242), run("|.", 100, 104, y=300)]
    assert without_specks([*specks, *words]) == words


def test_leaders_and_dashes_stay() -> None:
    runs = [run("Introduction", 60, 120), *(run("..", x, x + 4) for x in range(124, 200, 8)), run("-", 300, 304)]
    assert without_specks(runs) == runs
