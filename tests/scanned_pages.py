"""Pictures of pages, as a scanner without text recognition leaves them."""

from __future__ import annotations

from io import BytesIO

from made_pdfs import HEIGHT, SENTENCE, WIDTH, Made, masthead
from PIL import Image
from reportlab.lib.utils import ImageReader

from corpus.pdf.pdfium import page_pictures


def scan() -> bytes:
    """A picture of a page of text, without the text."""
    made = Made()
    masthead(made)
    made.line("Protection of victims of trafficking", x=180, size=14, font="Times-Bold")
    made.gap(12)
    made.numbered("1.", f"{SENTENCE} asked", "for more of it in the evening of that day.")
    made.numbered("2.", f"{SENTENCE} were", "given what they had asked for on the next.")
    [(_, picture)] = page_pictures(made.save(), [1], 200)
    image = Image.open(BytesIO(picture))
    paper = Made()
    paper.canvas.drawImage(ImageReader(image), 0, 0, WIDTH, HEIGHT)
    return paper.save()
