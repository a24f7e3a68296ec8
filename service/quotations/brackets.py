"""What a quotation puts in brackets, or leaves out, beside what the report has in that place: numbers, the letters of a
word, and what turns the sense."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.quotations.folding import HYPHENS, Change, has_word

# What a bracket may put at the end of a word, or in place of such an ending.
ENDINGS = frozenset({"", "s", "es", "ies", "'s", "d", "ed", "ied", "n", "en", "e", "y", "ing", "ly"})
# These make another word where nothing makes room for them ("the[n]"); "n" does so behind a short stem ("take[n]").
_ONLY_IN_PLACE = frozenset({"n", "e"})
_SHORT_STEM = 3
_IN_PLACE_OF_Y = frozenset({"ies", "ied"})
# What writers add to say that the words are as they stand.
_REMARKS = frozenset({"sic", "emphasis added", "emphasis in original"})

_NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")
_TOLD_NUMBER = re.compile(
    r"\d+(?:[.,/]\d+)*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|"
    r"millions?|billions?|half|twice)\b",
    re.IGNORECASE,
)
_NAMES_WITH_NON = rf"government|aligned|proliferation|refoulement|discrimination|self[{HYPHENS}]governing"
_NEGATION = re.compile(
    r"\b(?:not|no|never|nor|none|neither|nobody|nothing|nowhere|without|cannot|hardly|scarcely|barely|rarely|seldom|"
    r"unless|except(?:ing|ed)?|fail(?:s|ed|ing|ures?)?|refus(?:e[sd]?|ing|als?)|unable|unlikely|unwilling)\b|"
    # "UN-Women" is a name. A non-governmental organization is a kind of its own, and not the contrary of another.
    rf"\b(?:non|(?-i:[Uu]n))[{HYPHENS}](?!{_NAMES_WITH_NON})\w+|\b\w+n['’]t\b",
    re.IGNORECASE,
)
_DIGITS_IN_BRACKETS = re.compile(r"(?<=\d)\[([\d.,/]+)\]|(?<=\d[.,/])\[(\d[\d.,/]*)\]|\[(\d[\d.,/]*)\](?=[.,/]?\d)")
_LAST_LETTERS = re.compile(rf"[^\W\d_]+[{HYPHENS}]?\Z")
_FIRST_LETTERS = re.compile(rf"[{HYPHENS}'’]?[^\W\d_]+")
_LAST_NUMBER, _FIRST_NUMBER = re.compile(rf"({_NUMBER.pattern})\s*\Z"), re.compile(rf"\s*({_NUMBER.pattern})")
_PLAIN = str.maketrans({"’": "'", **dict.fromkeys(HYPHENS, "-")})
_REACH = 80


@dataclass(frozen=True, slots=True)
class Gap:
    """What a quotation says of the words between two of its pieces, before the first or behind the last: that some are
    left out (`omission`), that some are changed (`altered`), and what it has in `brackets` there, but for letters that
    belong to a word beside."""

    omission: bool = False
    altered: bool = False
    brackets: tuple[str, ...] = ()

    def changes(self, between: str) -> frozenset[Change]:
        """What differs where the report has `between` in this place."""
        found: set[Change] = {"altered in brackets"} if self.altered else set()
        if self.omission:
            found.add("words left out" if has_word(between) else "marks of omission")
        return frozenset(found)

    def may_stand_for(self, between: str) -> bool:
        """Whether the numbers in brackets are those that the report has in their place, if it has any there."""
        if self.omission or not self.has_number:
            return True
        mine, theirs = [_NUMBER.findall(text) for text in (" ".join(self.brackets), between)]
        return not theirs or mine == theirs

    @property
    def has_number(self) -> bool:
        """Whether there is a number in brackets."""
        return any(map(_NUMBER.search, self.brackets))

    def only_number(self) -> Gap:
        """The gap at an edge of a quotation: there a bracket that is a number alone stands in place of one, and what
        others hold may have been added."""
        return replace(self, brackets=tuple(one for one in self.brackets if _NUMBER.fullmatch(one)))

    def warnings(self, between: str) -> list[str]:
        """What a reader must be told, where the report has `between` in this place."""
        lost, numbers = _found(_NEGATION, between), _found(_TOLD_NUMBER, between)
        own = [_found(_NEGATION, bracket) for bracket in self.brackets]
        told = [
            f"“[{bracket}]” {_in_place_of(between)}"
            for bracket, negations in zip(self.brackets, own, strict=True)
            if (negations and not lost) or not set(_found(_TOLD_NUMBER, bracket)) <= set(numbers)
        ]
        if lost and not any(own):
            words = ", ".join(f"“{word}”" for word in dict.fromkeys(lost))
            told.append(f"Words {'left out' if self.omission else 'replaced'} include {words}.")
        return told

    def added(self, beside: str) -> list[str]:
        """What must be told of brackets before the first word or behind the last, where the report has `beside`."""
        there = " ".join(beside.split()).casefold()
        own = [
            one for one in self.brackets if not there.startswith(one.casefold()) and not there.endswith(one.casefold())
        ]
        return replace(self, brackets=tuple(own)).warnings("")


def gap_of(altered: Sequence[str | None], suffix: str, prefix: str) -> Gap:
    """The gap with these marks in it, each the content of a bracket or None for words left out. The first may be the
    `suffix` of the word before it, the last the `prefix` of the one behind."""
    contents = [content.strip() for content in altered if content is not None]
    brackets = [
        content
        for n, content in enumerate(contents)
        if content and not (n == 0 and content == suffix) and not (n == len(contents) - 1 and content == prefix)
    ]
    return Gap(None in altered, bool(contents), tuple(brackets))


def unbracketed(text: str) -> str:
    """The text with digits in brackets ("11[2]") as digits: they are a part of the number that they stand beside."""
    return _DIGITS_IN_BRACKETS.sub(lambda match: match[match.lastindex or 0], text)


def prefix_in(altered: str | None, text: str) -> str:
    """The letters at the end of a bracket that are the beginning of the word behind it, with the hyphen after them."""
    letters = _LAST_LETTERS.search(altered) if altered and text[:1].isalpha() else None
    return letters[0] if letters and not _is_remark(altered) else ""


def suffix_in(altered: str | None, text: str) -> str:
    """The letters at the beginning of a bracket that are the end of the word before it, with the hyphen before them."""
    letters = _FIRST_LETTERS.match(altered) if altered and text[-1:].isalpha() else None
    return letters[0] if letters and not _is_remark(altered) else ""


def same_head(prefix: str, head: str) -> bool:
    """Whether letters in a bracket are those that a word of a report begins with, but for their case."""
    return _plain(prefix) == _plain(head)


def same_tail(suffix: str, tail: str, stem: str) -> bool:
    """Whether letters in a bracket are those that a word of a report ends with behind its `stem`, or both are endings
    of grammar."""
    mine, theirs = _plain(suffix), _plain(tail)
    if mine == theirs:
        return True
    if mine not in ENDINGS or theirs not in ENDINGS:
        return False
    if "y" in (mine, theirs):
        return mine in _IN_PLACE_OF_Y or theirs in _IN_PLACE_OF_Y
    return bool(theirs) or mine not in _ONLY_IN_PLACE or (mine == "n" and len(stem) > _SHORT_STEM)


def number_beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The numbers directly before and behind `text[start:end]`, empty where there are none."""
    before = _LAST_NUMBER.search(text[max(0, start - _REACH) : start])
    after = _FIRST_NUMBER.match(text[end : end + _REACH])
    return before[1] if before else "", after[1] if after else ""


def _plain(letters: str) -> str:
    return letters.casefold().translate(_PLAIN)


def _in_place_of(between: str) -> str:
    if not has_word(between):
        return "does not stand there."
    words = " ".join(between.split())
    return f"does not stand there; the report has “{words}” in its place."


def _is_remark(altered: str | None) -> bool:
    return bool(altered) and " ".join(str(altered).split()).casefold() in _REMARKS


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return [match[0].casefold() for match in pattern.finditer(text)]
