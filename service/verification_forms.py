"""The forms in which a quotation is sought: as it is, and without what quoting commonly adds to its ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from corpus.text.superscripts import BEFORE_SIGN, NOTE_SIGN, RAISED, superscript
from service.verification_brackets import unbracketed
from service.verification_folding import Change, Folded, fold, has_word, raised_in

# A question mark is not among them: it makes a question of a statement.
_CLOSING = ".,;:!…"
# A run is tried from its beginning only, and once: a row of dots must not take long.
_CLOSED = re.compile(rf"(?<![{re.escape(_CLOSING)}])[{re.escape(_CLOSING)}]++(?=\W*+\Z)")
# Digits are a note sign only behind a word that is no short form: "consensus.12", but not "Rev.1".
_NOTE_SIGN = re.compile(
    rf"(?<!{RAISED}){BEFORE_SIGN}{RAISED}++(?=\W*+\Z)|"
    r"(?<=[a-z]{5}[.,;:!?])(?<!paras[.])\d{1,3}(?=\W*+\Z)"
)
# Whoever copies a text without its looks has plain digits for those above the line: "consensus12", "(UNODC)14", "km2".
# All may be such digits, or only those that are not like a name's: "G20", "Rev.1".
_PLAIN_DIGITS = r"[0-9]{1,3}(?:[,;–-][0-9]{1,3})*(?![\w/])"
_BEHIND_MARK = r"(?<=[!?…%)\]”»])"
_PERHAPS_RAISED = (
    re.compile(rf"(?:(?<=[^\W\d_])|(?<=[^\s\d(\[][.,;:'’\"])|{_BEHIND_MARK}){_PLAIN_DIGITS}"),
    re.compile(rf"(?:(?<=[a-z])|(?<=[^\W\d_]{{5}}[.,;:])(?<!paras[.])|{_BEHIND_MARK}){_PLAIN_DIGITS}"),
)
_PARAGRAPH_NUMBER = re.compile(r"\A\W*(?:\d{1,3}(?:\.\d{1,3})*[.)]|\((?:\d{1,3}|[a-z]{1,4})\))\s+")


@dataclass(frozen=True, slots=True)
class Sought:
    """One form of what is sought: folded, with the differences that this form already makes."""

    folded: Folded
    changes: frozenset[Change] = frozenset()


def forms(text: str) -> tuple[Sought, ...]:
    """What may be sought for `text`: as it is, then without the punctuation that many put inside the closing mark, then
    without a note sign at its end and a paragraph number in front of it; each also with digits above the line where it
    has plain ones."""
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
    worded = [found[0], *(form for form in found[1:] if has_word(form[0]))]
    sought = [form for one, changes in worded for form in (Sought(fold(one), changes), *_raised(one, changes))]
    return tuple(sorted(sought, key=lambda form: len(form.changes)))


def _raised(text: str, changes: frozenset[Change]) -> Iterator[Sought]:
    """The text with digits above the line, which a source must have there, where it has plain ones."""
    done = {text}
    for pattern in _PERHAPS_RAISED:
        raised = pattern.sub(lambda digits: superscript(digits[0]), text)
        if raised not in done:
            done.add(raised)
            places = list(pattern.finditer(text))
            kinds: set[Change] = {
                "note sign" if NOTE_SIGN.match(raised, place.start()) else "characters" for place in places
            }
            numbers = tuple(number for place in places for number in raised_in(superscript(place[0])))
            yield Sought(replace(fold(raised), raised=numbers), changes | kinds)


def whole_forms(quote: str) -> tuple[Sought, ...]:
    """The forms of a quotation that is not taken apart; digits in brackets ("11[2]") count like those beside them."""
    plain = unbracketed(quote)
    if plain == quote:
        return forms(quote)
    return *forms(quote), *(replace(form, changes=form.changes | {"altered in brackets"}) for form in forms(plain))
