"""What sort of paper a document is: read off its symbols first, then off its title and the line that says who
submitted it.

The parts of symbols that name a sort (RES, DEC, PV, SR, L, NGO, INF, Corr, PRST) are those of the United Nations
documentation guide (https://research.un.org/en/docs/symbols).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.types import DocumentType

_SYMBOL_SORTS: tuple[tuple[DocumentType, re.Pattern[str]], ...] = (
    ("resolution", re.compile(r"(^|[/.])(RES|DEC)([/.]|$)|^WHA\d+\.\d", re.I)),
    ("record", re.compile(r"/(PV|SR)\.\d", re.I)),
    ("circular", re.compile(r"^INFCIRC/|^ST/(IC|AI|SGB)/", re.I)),
    ("statement", re.compile(r"/(NGO|PRST)/", re.I)),
)
_CORRIGENDUM_PART = re.compile(r"/Corr\.\s?\d+$", re.I)
_INFORMATION_PART = re.compile(r"/INF[./]", re.I)
_LIMITED_PART = re.compile(r"/(\w+\.)?L\.\d", re.I)
_BOARD_SERIES = re.compile(r"(DP|E/ICEF|UNW|GOV|WFP|HSP/EB(\.\d+)?)/|GB\.\d|EB\d", re.I)

_LETTER = re.compile(r"^(identical )?letters? dated\b|^notes? verbales? (dated|from)\b|^letter from\b", re.I | re.M)
_INCLUSION = re.compile(r"^request for the inclusion of an? (additional |supplementary |sub-?)*item", re.I)
_LETTER_OPENING = re.compile(r"\bI have the honou?r to|\bpresents its compliments|\bhas the honou?r to", re.I)
_DRAFT = re.compile(
    r"(^|: )(revised |amended )?draft (\w+ )?(resolution|decision|report|conclusions?|declaration)s?\b"
    r"|: amendment to the draft resolution",
    re.I | re.M,
)
_DRAFT_WORD = re.compile(r"\bdraft (resolution|decision|report|conclusion|declaration|amendment|proposal)", re.I)
_NOT_DRAFT = re.compile(r"^(report|note|programme budget implications)\b", re.I | re.M)

_SAID_SORTS: tuple[tuple[DocumentType, re.Pattern[str]], ...] = (
    ("corrigendum", re.compile(r"^corrigend(um|a)\b|[.:–—] ?corrigendum$", re.I | re.M)),
    (
        "agenda",
        re.compile(
            r"^((draft|proposed|revised|annotated|preliminary) )*(provisional )?(annotated )?(agenda|programme of work)"
            r"(?= (of|for) (the|its) [^:]*(session|meeting)|$"
            r"| and (annotations|(proposed |provisional )?organi[sz]ation))"
            r"|^((draft|proposed|revised|annotated|preliminary) )*(annotated provisional|provisional annotated"
            r"|provisional|annotated) agenda\b|^annotations to the\b|(?<!of the )\bannotated provisional agenda\b"
            r"|^((draft|proposed|provisional|tentative|indicative) )*(programme of work|timetable)\b"
            r"|\btimetable and organi[sz]ation of (the )?(work|session)"
            r"|^(proposed |provisional )?organi[sz]ation of work\b",
            re.I | re.M,
        ),
    ),
    (
        "list",
        re.compile(
            r"^((provisional|preliminary|final) )*list of\b|^(list of )?documents for the (\d{4} )?session\b",
            re.I | re.M,
        ),
    ),
    (
        "record",
        re.compile(
            r"^(provisional )?(summary|verbatim) records? of\b|^(provisional )?(summary|verbatim) record$"
            r"|^\d+(st|nd|rd|th) (plenary )?meeting($|,| held| \()|^minutes of\b|^(full )?transcript\b",
            re.I | re.M,
        ),
    ),
    (
        "resolution",
        re.compile(
            r"^((security council|general assembly) )?(resolution|decision) [\w.-]*\d"
            r"|^adopted by the .{3,120}? at its\b|^(resolution|decision)s?( and decisions)? adopted (by|at)\b"
            r"|^compendium of (decisions|resolutions)\b|^(resolutions|decisions)\b(?! (on|for) )",
            re.I | re.M,
        ),
    ),
)
_LATER_SORTS: tuple[tuple[DocumentType, re.Pattern[str]], ...] = (
    (
        "statement",
        re.compile(
            r"^((written|joint|oral|opening|closing) )*statements?\W? (submitted )?by\b|^submission by\b", re.I | re.M
        ),
    ),
    ("circular", re.compile(r"^information circular\b|^communications? (dated|received from|from)\b", re.I | re.M)),
)
_FOR_THE_BOARD = re.compile(r"^for (decision|information|discussion|approval|consideration)\b", re.I | re.M)
_REPORT_WORD = re.compile(
    r"\b(reports?|reviews?|stud(y|ies)|notes?|summary|updates?|assessments?|implementation|progress|evaluation|survey)\b",
    re.I,
)


def document_type(symbols: Sequence[str], title: str, submitted: str, first_words: str) -> DocumentType:
    """The sort of a paper with these symbols, this title, this line of who submitted it, and this beginning of its
    text, which is asked only about letters, drafts and notifications.

    >>> document_type(["S/PV.9876"], "", "", "")
    'record'
    >>> document_type(["A/79/1", "S/2025/3"], "Letter dated 3 January 2025 from the Permanent Representative", "", "")
    'letter'
    >>> document_type(["DP/2025/10"], "Annual report of the Administrator", "", "")
    'board paper'
    >>> document_type([], "", "", "")
    'other'
    """
    said = "\n".join((_one_line(title), *map(_one_line, submitted.splitlines())))
    return (
        _by_symbol(symbols, said + "\n" + first_words)
        or _by_letter(said, title, first_words)
        or _first_of(_SAID_SORTS, said)
        or _by_draft(symbols, said, first_words)
        or _first_of(_LATER_SORTS, said)
        or _by_rest(symbols, said, first_words)
    )


def _one_line(text: str) -> str:
    """A text on one line, without the marks of footnotes: "Draft  report*" is "Draft report"."""
    return " ".join(text.replace("*", " ").split())


def _first_of(sorts: Sequence[tuple[DocumentType, re.Pattern[str]]], text: str) -> DocumentType | None:
    return next((sort for sort, pattern in sorts if pattern.search(text)), None)


def _by_symbol(symbols: Sequence[str], text: str) -> DocumentType | None:
    """What a part of a symbol says: "A/RES/79/1" is a resolution, "A/RES/79/1/Corr.1" a corrigendum to one, and
    "A/INF/79/4" a circular if it holds a notification."""
    if symbols and _CORRIGENDUM_PART.search(symbols[0].strip()):
        return "corrigendum"
    if any(map(_INFORMATION_PART.search, symbols)) and re.search(r"\bnotification\b", text, re.I):
        return "circular"
    return next((sort for symbol in symbols if (sort := _first_of(_SYMBOL_SORTS, symbol.strip()))), None)


def _by_letter(said: str, title: str, first_words: str) -> DocumentType | None:
    """A letter by its title ("Identical letters dated 3 May"), or by the letter that asks for an item's inclusion."""
    opening = first_words[:600]
    asks = _INCLUSION.search(_one_line(title)) or not said.strip()
    return "letter" if _LETTER.search(said) or (asks and _LETTER.search(opening)) else None


def _by_draft(symbols: Sequence[str], said: str, first_words: str) -> DocumentType | None:
    """A draft by its title or its sponsors ("Albania and Austria: draft resolution"), or an L paper that speaks of one
    and is not itself a report or note ("Report of the Second Committee")."""
    if _DRAFT.search(said):
        return "draft"
    limited = any(map(_LIMITED_PART.search, symbols)) and not _NOT_DRAFT.search(said)
    return "draft" if limited and _DRAFT_WORD.search(f"{said}\n{_one_line(first_words)}") else None


def _by_rest(symbols: Sequence[str], said: str, first_words: str) -> DocumentType:
    """What is left: papers for a governing board, letters known by their first words only, reports."""
    if any(_BOARD_SERIES.match(symbol.strip()) for symbol in symbols) or _FOR_THE_BOARD.search(said):
        return "board paper"
    if not _REPORT_WORD.search(said) and _LETTER_OPENING.search(_one_line(first_words)):
        return "letter"
    return "report" if symbols or _REPORT_WORD.search(said) else "other"
