"""The grammar of United Nations document symbols: finding them in running text and comparing them.

A symbol is a series of parts between slashes: the organ that the paper belongs to ("A", "E/CN.6", "FCCC/SBSTA"), the
session or the year, a running number, and what the paper is in relation to an earlier one ("Add.1", "Corr.1", "Rev.2").
A paper issued by two organs carries a joint symbol, two symbols joined by a hyphen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, get_args

Standing = Literal["draft", "limited distribution", "conference room paper"]
STANDINGS: frozenset[str] = frozenset(get_args(Standing))

# The number in front of a resolution's title: "78/1. Political declaration ...".
RESOLUTION_NUMBER = re.compile(r"\d{1,3}/\d{1,3}\.?\s+(?=[^\W\d])")
# The first part of the series in use. Other first parts are accepted when the rest looks the part (see `_is_symbol`).
_SERIES = (
    "A|E|S|T|ST|AT|APLC|BWC|CAC|CAT|CBD|CCM|CCPR|CCW|CD|CEB|CED|CEDAW|CEP|CERD|CES|CLCS|CMW|CRC|CRPD|CTOC|DC|DP|DPO|EB|ECA|"
    "ECE|ENERGY|ESCAP|ESCWA|FCCC|GC|GOV|HBP|HRI|HSP|IAAC|ICC-ASP|ICCD|ICEF|ICP|ICSC|IDB|INFCIRC|IPBES|IPCC|ISBA|ITC|JIU|"
    "LC|LOS|MP|NPT|PBC|SPLOS|TD|TIM|TPNW|TRADE|TRANS|UNAT|UNCITRAL|UNDT|UNEP|UNFF|UNITAR|UNODC|UNOPS|UNW|WFC|WFP|WMO"
)
_HYPHEN = "[-\u2010\u2011]"
_SUFFIX = r"\((?:\d{1,4}|[IVX]{1,6})\)"  # COP(8), TD(XIV)
# ES-10, Add.1, MP.PP, OzL.Pro.34
_WORD = r"[A-Za-z]{1,12}(?:\.[A-Za-z]{1,8}){0,3}(?:[.\-\u2010\u2011]?\d{1,6})?"
_PART = rf"(?:{_WORD}|\d{{1,6}}[A-Za-z]?)(?:{_SUFFIX})?"
_DIVISION = r"(?:Parts?|Vol\.|Sect\.|Supp\.|Annex) ?[\dIVX]{1,5}(?: ?[A-Z])?|Introduction"
_QUALIFIER = rf"(?: ?\((?:{_DIVISION}|(?<=\d \()\d{{4}})\))?"  # A/79/6 (Sect. 3), S/RES/1325 (2000)
_FIRST = rf"(?:{_SERIES}|[A-Z]{{2,8}})(?:\.\d{{1,3}}|{_SUFFIX})?"
_SYMBOL = re.compile(
    rf"(?<![\w/.@])(?:{_FIRST})(?:/{_PART})+(?:{_HYPHEN}[PE]\b(?!/))?{_QUALIFIER}(?![\w/]|\.\w)", re.IGNORECASE
)
_KNOWN = re.compile(rf"(?:{_SERIES})(?:\.\d{{1,3}}|{_SUFFIX})?", re.IGNORECASE)
_JOINT = re.compile(rf"(?<=[\w)])\*{{0,3}} ?(?:{_HYPHEN}|–) ?(?=(?:{_SERIES})/)")
_DISTRIBUTION = re.compile(r"/(L|CRP)\.\d", re.IGNORECASE)
_SAYS_DRAFT = re.compile(r"\b(?:draft|projet|proyecto)s?\b", re.IGNORECASE)
_PAPER = re.compile(r"(?:19|20)\d\d|(?:L|CRP|WP|INF|MISC|TP|NGO|PV|SR)\.\d+", re.IGNORECASE)


def find_symbols(text: str) -> list[tuple[int, int, str]]:
    """Every document symbol in `text` in order, as (start, end, symbol as printed); a joint symbol counts as both.

    Letter case is not held against a known series, so that what a person types ("a/79/352") is found too.
    """
    found: list[tuple[int, int, str]] = []
    begin = 0
    for stop, resume in [*((m.start(), m.end()) for m in _JOINT.finditer(text)), (len(text), len(text))]:
        matches = _SYMBOL.finditer(text, begin, stop)
        found.extend((*match.span(), match[0]) for match in matches if _is_symbol(match[0]))
        begin = resume
    return found


def symbols_of(printed: str) -> tuple[str, ...]:
    """The symbols of a masthead's line, each once: "A/ES-10/1043-S/2025/529*" gives two, without the asterisk."""
    return tuple(dict.fromkeys(symbol for _, _, symbol in find_symbols(printed)))


def normalise_symbol(text: str) -> str:
    """The form in which two spellings of a symbol are equal: capitals, no white space, plain hyphens, no asterisks."""
    return re.sub(r"[\s*]+", "", re.sub(_HYPHEN, "-", text)).upper()


def standing(symbols: Iterable[str], said: str) -> Standing | None:
    """What a reader must know of a paper with these symbols, of which `said` is the title and what stands around it.

    L. in a symbol is limited distribution, and CRP. a conference room paper. Most such papers are drafts, and say so;
    others are agendas or statements.
    """
    kind = next((match[1].upper() for symbol in symbols if (match := _DISTRIBUTION.search(symbol))), None)
    if kind is None:
        return None
    if _SAYS_DRAFT.search(said):
        return "draft"
    return "limited distribution" if kind == "L" else "conference room paper"


def _is_symbol(candidate: str) -> bool:
    first, *rest = candidate.split("/")
    if not any(character.isdigit() for part in rest for character in part):
        return False
    if _KNOWN.fullmatch(first):
        return first.isupper() or len(rest) > 1
    return first.isupper() and len(rest) > 1 and any(_PAPER.fullmatch(part) for part in rest)
