"""What the labeller is told of each piece of print: where it stands, how it is set, and what its words are like.

Every feature is a word ("y=3", "bold", "says:agenda"); the piece before and the one after are told of as well. Words of
the text itself are given only where they belong to the vocabulary of mastheads, so that nothing is learnt by heart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from corpus.dates import date_span, first_date
from corpus.pdf.first_page.segments import Segment, marked
from corpus.symbols import find_symbols

_SAYS = {
    "distribution": r"(?i)dist(?:r|rib)?\s?\.|(?:un)?restricted\b|(?:general|limited) distribution",
    "original": r"(?i)(?:or[i1l]g[i1lt]n?al|english|french|spanish)\s*(?::|only|and)",
    "session": r"(?i).*\bsess[il]on\b|.*\bp[ée]riodo de sesiones\b",
    "agenda": r"(?i)(?:provisional )?agenda\b.*|.*\bagenda items?\b|items?\s+\d|"
    r".*\bof the (?:provisional |preliminary )?(?:agenda|list)\b",
    "by": r"(?i)(?:note|report|letter|memorandum|statement|communication|submi\w+|prepared|presented"
    r"|information|paper|working paper|background paper|proposal|draft|explanatory|"
    r"background note|response)\b.{0,40}\b(?:by|of the|from)\b",
    "by-start": r"(?i)(?:note|submitted|prepared|presented|transmitted|conveyed|introduced|rapporteur|"
    r"chair|facilitator|sponsor)\b",
    "report": r"(?i)(?:\w+ ){0,3}reports?\b",
    "letter": r"(?i)(?:identical )?(?:letters?|notes? verbales?)\b",
    "draft": r"(?i).*\bdraft (?:resolution|decision|report)",
    "adopted": r"(?i).*\badopted (?:by|at|on|without)|.*\bhas adopted\b",
    "summary": r"(?i)(?:summary|contents|abstract|introduction|highlights|overview|purpose of the|executive summary)",
    "organ": r"(?i)(?:general assembly|security council|economic and social council|human rights council|trusteeship)",
    "body": r"(?i).*\b(?:committee|commission|council|assembly|conference|board|working group|forum|"
    r"body|agency|organi[sz]ation|tribunal|panel|platform|congress|programme|fund|congress|"
    r"parties)\b",
}
_SAID = {name: re.compile(form) for name, form in _SAYS.items()}
# What is remembered once it was passed, and what print counts as large.
_REMEMBERED = {"session", "agenda", "by", "summary"}
_LARGE, _UNDER_MASTHEAD = 1.12, 0.22
_WORD = re.compile(r"[^\W\d_]+")


def features_of(segments: Sequence[Segment]) -> list[list[str]]:
    """The features of each piece, in order."""
    said = [[name for name, form in _SAID.items() if form.match(piece.plain)] for piece in segments]
    own = [_own(segments, index, said[index]) for index in range(len(segments))]
    largest = {number: _largest(segments, number) for number in {piece.page for piece in segments}}
    told: list[list[str]] = []
    seen: list[str] = []
    for index, features in enumerate(own):
        before = [f"-1:{name}" for name in own[index - 1]] if index else ["first"]
        after = [f"+1:{name}" for name in own[index + 1]] if index + 1 < len(own) else ["last"]
        page = _page(segments, segments[index].page)
        told.append([*features, *before, *after, *page, *_beside(segments, index, largest), *seen])
        seen += [f for f in _passed(segments[index], said[index]) if f not in seen]
    return told


def _largest(segments: Sequence[Segment], page: int) -> float:
    """The size of the largest print on a page, without single letters."""
    return max((piece.size for piece in segments if piece.page == page and len(piece.plain) > 3), default=0.0)


def _own(segments: Sequence[Segment], index: int, said: Sequence[str]) -> list[str]:
    piece = segments[index]
    text = piece.plain
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters) / max(1, len(letters))
    words = _WORD.findall(text)
    titled = sum(word[0].isupper() for word in words) / max(1, len(words))
    features = [f"says:{name}" for name in said]
    symbols = find_symbols(text)
    if symbols:
        rest = len(text) - sum(end - start for start, end, _ in symbols)
        features.append("symbol-only" if rest < 6 else "symbol")
    if date_span(text):
        features.append("days")
    if first_date(text):
        features.append("date-only" if len(text) < 24 else "date")
    features += [
        f"y={int(piece.y * 12)}",
        f"x={int(piece.x0 * 16)}",
        f"size={round(piece.size * 8)}",
        f"long={min(12, len(words) // 2)}",
        f"lines={min(5, len(piece.lines))}",
        f"caps={round(capitals * 3)}",
        f"titled={round(titled * 3)}",
        f"starts={_kind(text[:1])}",
        f"ends={text[-1:] if text[-1:] in '.,:;-)' else _kind(text[-1:])}",
    ]
    flags = {
        "bold": piece.bold,
        "italic": piece.italic,
        "right": piece.right,
        "centred": abs((piece.x0 + piece.x1) / 2 - 0.5) < 0.03 and piece.x0 > 0.16,
        "wide": piece.x1 - piece.x0 > 0.6,
        "marked": marked(piece.text),
        "page2": piece.page == 2,
        "beside": any(
            other.row == piece.row and other is not piece and other.page == piece.page
            for other in segments[max(0, index - 12) : index + 13]
        ),
        "no-letters": not letters,
    }
    return features + [name for name, holds in flags.items() if holds]


def _kind(character: str) -> str:
    if character.isdigit():
        return "digit"
    if character.isalpha():
        return "upper" if character.isupper() else "lower"
    return "other" if character else "none"


def _page(segments: Sequence[Segment], number: int) -> list[str]:
    """How the page is set: with a masthead or without, with titles in large bold print or all in one."""
    page = [piece for piece in segments if piece.page == number]
    large = any(not piece.right and piece.size > _LARGE and piece.bold for piece in page)
    masthead = [] if any(piece.right for piece in page) else ["no-masthead"]
    return [*masthead, "large-bold-page" if large else "plain-page"]


def _passed(piece: Segment, said: Sequence[str]) -> list[str]:
    """What the pieces after this one are told of it."""
    features = [f"seen:{name}" for name in said if name in _REMEMBERED]
    large = piece.bold and piece.size > _LARGE and not piece.right and piece.y > _UNDER_MASTHEAD
    return [*features, "seen:large"] if large else features


def _beside(segments: Sequence[Segment], index: int, largest: Mapping[int, float]) -> list[str]:
    """How the piece differs from its neighbours, and whether it is in the largest print of its page."""
    piece = segments[index]
    features = ["largest"] if piece.size > 0.96 * (largest[piece.page] or piece.size) else []
    above = segments[index - 1] if index else None
    below = segments[index + 1] if index + 1 < len(segments) else None
    for name, other in (("before", above), ("after", below)):
        if other is None or other.page != piece.page:
            continue
        gap = abs(piece.y - other.bottom) if other is above else abs(other.y - piece.bottom)
        ratio, shift = piece.size / max(other.size, 0.01), piece.x0 - other.x0
        features.append(f"gap-{name}={min(6, round(2 * gap / max(piece.height, 0.001)))}")
        features.append(f"size-{name}={'same' if 0.95 < ratio < 1.05 else 'larger' if ratio > 1 else 'smaller'}")
        if piece.bold != other.bold:
            features.append(f"bold-{name}-differs")
        features.append(f"left-{name}={'same' if abs(shift) < 0.012 else 'in' if shift > 0 else 'out'}")
    return features
