"""The forms in which a quotation is sought: as it is, and without what quoting commonly adds to its ends."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from service.verification_brackets import unbracketed
from service.verification_folding import BEFORE_SIGN, Change, Folded, fold, has_word

# A question mark is not among them: it makes a question of a statement.
_CLOSING = ".,;:!…"
# A run is tried from its beginning only, and once: a row of dots must not take long.
_CLOSED = re.compile(rf"(?<![{re.escape(_CLOSING)}])[{re.escape(_CLOSING)}]++(?=\W*+\Z)")
# Digits are a note sign only behind a word that is no short form: "consensus.12", but not "Rev.1".
_NOTE_SIGN = re.compile(
    rf"(?<![⁰¹²³⁴-⁹]){BEFORE_SIGN}[⁰¹²³⁴-⁹]++(?=\W*+\Z)|"
    r"(?<=[a-z]{5}[.,;:!?])(?<!paras[.])\d{1,3}(?=\W*+\Z)"
)
_PARAGRAPH_NUMBER = re.compile(r"\A\W*(?:\d{1,3}(?:\.\d{1,3})*[.)]|\((?:\d{1,3}|[a-z]{1,4})\))\s+")


@dataclass(frozen=True, slots=True)
class Sought:
    """One form of what is sought: folded, with the differences that this form already makes."""

    folded: Folded
    changes: frozenset[Change] = frozenset()


def forms(text: str) -> tuple[Sought, ...]:
    """What may be sought for `text`: as it is, then without the punctuation that many put inside the closing mark, then
    without a note sign at its end and a paragraph number in front of it."""
    found = [(text, frozenset[Change]())]
    bare, named = text, set[Change]()
    for pattern, change in ((_NOTE_SIGN, "note sign"), (_PARAGRAPH_NUMBER, "paragraph number")):
        without = pattern.sub("", bare)
        if without != bare:
            bare = without
            named.add(change)  # type: ignore[arg-type]  # the names of the table are kinds of change
    if named:
        found.append((bare, frozenset(named)))
    for one, changes in tuple(found):
        if _CLOSED.search(one):
            found.append((_CLOSED.sub("", one), changes | {"final punctuation"}))
    first, *others = sorted(found, key=lambda form: len(form[1]))
    return tuple(
        Sought(fold(one), changes) for one, changes in (first, *(form for form in others if has_word(form[0])))
    )


def whole_forms(quote: str) -> tuple[Sought, ...]:
    """The forms of a quotation that is not taken apart; digits in brackets ("11[2]") count like those beside them."""
    plain = unbracketed(quote)
    if plain == quote:
        return forms(quote)
    return *forms(quote), *(replace(form, changes=form.changes | {"altered in brackets"}) for form in forms(plain))
