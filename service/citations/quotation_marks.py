"""Quotation marks: what is quoted inside them, and where a comma or a full stop stands beside them."""

from __future__ import annotations

import re

# The last full stop of a title, which gives way to the comma after it; that of "D.C." or of "..." is none.
_FULL_STOP = re.compile(r"(?<!\.)(?<!\.\w)\.$")
_INNER = str.maketrans({"“": "‘", "”": "’", "„": "‚"})


def quoted(text: str) -> str:
    """The text in double quotation marks, those inside it turned into single ones; « and » stay."""
    inner = re.sub(r'"([^"]*)"', r"‘\1’", text.translate(_INNER))
    return f"“{inner}”"


def closed(part: str, mark: str) -> str:
    """A part of a note with the comma or full stop that ends it. American usage puts either inside quotation marks."""
    if part.endswith("”"):
        words = part[:-1]
        end = words[-1:] if _ends_quotation(words) else ""
        words = _FULL_STOP.sub("", words.removesuffix(end))
        return f"{words}{'' if words.endswith(mark) else mark}{end}”"
    return part if mark == "." and part.endswith(".") else f"{part}{mark}"


def inside(text: str, mark: str) -> str:
    """The text with the marks that follow its double quotation marks moved inside them."""
    return re.sub(f"[^”]*”{re.escape(mark)}", lambda found: closed(found[0][: -len(mark)], mark), text)


def _ends_quotation(words: str) -> bool:
    """Whether the words end with an inner quotation, ‘…’ or ‚…‘, and not with an apostrophe: "the States’"."""
    if words.endswith("‘"):
        return "‚" in words
    # After the last opening mark there is no other that could close it: one inside a word is an apostrophe.
    return re.search(r"‘(?:[^‘’]|’(?=\w))*’$", words) is not None
