"""Scans without text: their pages read by the text recognition of `tesseract`, where it is installed.

This takes seconds a page, so it is a reader of its own that a person asks for; `corpus.pdf.reader` refuses such files.
What is read so is labelled "machine-read".
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from corpus.errors import FileRejectedError
from corpus.pdf.pdfium import Page, Run, page_pictures, read_pages
from corpus.pdf.quality import LEAST_LETTERS
from corpus.pdf.reader import read_printed
from corpus.types import Draft

_DPI = 250
_SECONDS = 120  # for one page
_LANGUAGES = "eng"
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1"}  # with more, its threads wait for each other: a page takes five times as long
_ALIKE = 0.4  # a line's height may differ so much from the page's median and be of the same print
_WIDE_GAP = 1.2  # in heights of the print: a wider gap ends a run


def read(data: bytes, path: str) -> Draft:
    """Read one PDF, and its pages that are pictures by text recognition.

    Raises FileRejectedError as `corpus.pdf.reader.read` does, and where pages need a `tesseract` that is not installed.
    """
    pages = read_pages(data)
    wanted = [number for number, page in enumerate(pages, start=1) if _is_picture(page)]
    if not wanted:
        return read_printed(pages, path)
    if shutil.which("tesseract") is None:
        raise FileRejectedError("scan without text, and tesseract is not installed.", "Install tesseract-ocr.")
    for number, picture in page_pictures(data, wanted, _DPI):
        pages[number - 1] = replace(pages[number - 1], runs=_recognised(picture), pictures=False, scanned=True)
    draft = read_printed(pages, path)
    remark = f"pages read by text recognition: {', '.join(map(str, wanted))}"
    found = replace(draft.found, labels=(*draft.found.labels, "machine-read"))
    return replace(draft, found=found, warnings=(*draft.warnings, remark))


def _is_picture(page: Page) -> bool:
    return page.pictures and sum(len(run.text) for run in page.runs) < LEAST_LETTERS


def _recognised(picture: bytes) -> tuple[Run, ...]:
    """The runs of text on one picture of a page."""
    command = ["tesseract", "stdin", "stdout", "--dpi", str(_DPI), "-l", _LANGUAGES, "tsv"]
    try:
        done = subprocess.run(
            command, input=picture, capture_output=True, timeout=_SECONDS, check=True, env={**os.environ, **_ONE_THREAD}
        )
    except subprocess.TimeoutExpired as error:
        raise FileRejectedError(f"text recognition took more than {_SECONDS} seconds for a page.") from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise FileRejectedError(f"text recognition failed: {said[-1] if said else 'no reason given'}.") from error
    return runs_of_table(done.stdout.decode("utf-8", errors="replace"), 72 / _DPI)


def runs_of_table(table: str, scale: float) -> tuple[Run, ...]:
    """The runs of the table that tesseract prints: a row for each word, with its line and its place in pixels."""
    lines: dict[tuple[str, ...], list[tuple[float, float, float, float, str]]] = defaultdict(list)
    for row in csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["level"] == "5" and (row["text"] or "").strip():
            left, top, width, height = (float(row[name]) * scale for name in ("left", "top", "width", "height"))
            key = (row["block_num"], row["par_num"], row["line_num"])
            lines[key].append((left, left + width, top, top + height, row["text"].strip()))
    heights = [max(word[3] for word in words) - min(word[2] for word in words) for words in lines.values()]
    usual = median(heights) if heights else 1.0
    return tuple(run for words in lines.values() for run in _runs_of_line(words, usual))


def _runs_of_line(words: Sequence[tuple[float, float, float, float, str]], usual: float) -> list[Run]:
    """A line's runs. Its height depends on the letters in it, so nearly usual heights are made equal."""
    bottom = median(word[3] for word in words)
    height = max(word[3] for word in words) - min(word[2] for word in words)
    size = usual if abs(height - usual) < _ALIKE * usual else height
    runs: list[Run] = []
    for x0, x1, _, _, text in words:
        if runs and x0 - runs[-1].x1 < _WIDE_GAP * size:
            runs[-1] = replace(runs[-1], text=f"{runs[-1].text} {text}", x1=x1)
        else:
            runs.append(Run(text, x0, x1, bottom, max(size, 1.0), bold=False, italic=False))
    return runs
