"""What is verified at once: single quotations, or a text of somebody's own with quotations in it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.text.sentences import sentence_spans
from index.search.searcher import Searcher
from service.quotations.check import look_up, with_nearest
from service.quotations.extraction import Quotation, find_quotations
from service.quotations.folding import has_word
from service.quotations.search import stands
from service.quotations.texts import FoldedTexts
from service.quotations.types import NOT_LOOKED_FOR, Finding

ReadAs = Literal["quotes", "whole", "quotations", "sentences"]
# A quotation, and the report it is said to be from.
Asked = tuple[str, str | None]

MOST_QUOTES = 50
LONGEST_QUOTE = 5_000
LONGEST_TEXT = 20_000
MOST_CHARACTERS = 50_000
# Texts that people quote from take a fraction of this; it is for those made to take long.
MOST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Verified:
    """One quotation, where it stands in the text that was sent (None for single quotations), and what became of it."""

    text: str
    start: int | None
    end: int | None
    finding: Finding


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of all quotations of one request, in order."""

    read_as: ReadAs
    verified: tuple[Verified, ...]
    took_ms: float


def too_much(text: str) -> str | None:
    """Why a text holds more than is verified at once; None if it does not."""
    quotations = find_quotations(text)
    if len(quotations) > MOST_QUOTES:
        return f"it has {len(quotations)} quotations; the limit is {MOST_QUOTES}"
    longest = max((len(one.text) for one in quotations), default=0 if quotations else len(text))
    if longest > LONGEST_QUOTE:
        what = "a quotation in it" if quotations else "a text without quotation marks is taken as one quotation; it"
        return f"{what} has {longest:,} characters; the limit is {LONGEST_QUOTE:,}"
    if not quotations and len(_sentences(text)) > MOST_QUOTES:
        return f"it has more than {MOST_QUOTES} sentences"
    return None


def refusal(text: str) -> tuple[str, str] | None:
    """Why a text cannot be verified and what to do instead, in words for whoever typed it; None if it can."""
    if not has_word(text):
        return "The text has no letters or digits.", "Paste the words you want to check."
    if len(text) > LONGEST_TEXT:
        most = f"the limit is {LONGEST_TEXT:,}"
        return f"The text has {len(text):,} characters; {most}.", "Check a part of it."
    reason = too_much(text)
    return (f"This is too much for one check: {reason}.", "Check a part of it.") if reason else None


def verify_quotes(
    searcher: Searcher, texts: FoldedTexts, quotes: Sequence[Asked], seconds: float = MOST_SECONDS
) -> Verification:
    """Verify single quotations, each with the report it is said to be from, or None. What could not be looked for
    within `seconds` is told to be so."""
    started, until = time.perf_counter(), time.monotonic() + seconds
    findings = _findings(searcher, texts, quotes, until)
    found = tuple(Verified(text, None, None, one) for (text, _), one in zip(quotes, findings, strict=True))
    return Verification("quotes", found, _since(started))


def verify_text(
    searcher: Searcher, texts: FoldedTexts, text: str, named: str | None = None, seconds: float = MOST_SECONDS
) -> Verification:
    """Verify a text that `too_much` has nothing against: whole if it stands somewhere whole, else by the quotations in
    it, else by its sentences, unless it says itself that words are left out between them. What could not be looked for
    within `seconds` is told to be so."""
    started, until = time.perf_counter(), time.monotonic() + seconds
    quotations, whole = find_quotations(text), Quotation(text, 0, len(text))
    read_as: ReadAs = "whole"
    known: dict[Asked, Finding] = {}
    if quotations and (text.lstrip().startswith(">") or len(text) > LONGEST_QUOTE or not stands(texts, text, until)):
        read_as, parts = "quotations", quotations
    else:
        sentences, found = _sentences(text), look_up(searcher, texts, text, named, until)
        known = {(text, named): found}
        if len(sentences) > 1 and found.verdict == "missing" and not found.pieces and not found.warnings:
            read_as, parts = "sentences", sentences
        else:
            parts = [whole]
    findings = _findings(searcher, texts, [(one.text, named) for one in parts], until, known)
    verified = (Verified(one.text, one.start, one.end, found) for one, found in zip(parts, findings, strict=True))
    return Verification(read_as, tuple(verified), _since(started))


def _findings(
    searcher: Searcher,
    texts: FoldedTexts,
    quotes: Sequence[Asked],
    until: float,
    known: Mapping[Asked, Finding] | None = None,
) -> list[Finding]:
    """What became of quotations: first where they stand, and then, while there is time, what comes nearest to those
    that stand nowhere. None is looked for twice, nor those that are `known`."""
    known = dict(known or {})
    for text, named in quotes:
        if (text, named) not in known:
            in_time = time.monotonic() <= until
            known[text, named] = look_up(searcher, texts, text, named, until) if in_time else NOT_LOOKED_FOR
    for (text, named), finding in known.items():
        known[text, named] = with_nearest(searcher, texts, finding, text, named, until)
    return [known[quote] for quote in quotes]


def _sentences(text: str) -> list[Quotation]:
    spans = sentence_spans(text)
    return [Quotation(text[start:end], start, end) for start, end in spans if has_word(text[start:end])]


def _since(started: float) -> float:
    return round((time.perf_counter() - started) * 1000, 2)
