"""What the labeller is told of each piece of print: where it stands, how it is set, and what its words are like.

Every feature is a word ("y=3", "bold", "says:agenda"); the piece before and the one after are told of as well. Words of
the text itself are given only where they belong to the vocabulary of mastheads, so that nothing is learnt by heart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.dates import date_span, first_date
from corpus.pdf.first_page.segments import Segment, marked
from corpus.symbols import find_symbols

_SAYS = {
    "distribution": r"(?i)dist(?:r|rib)?\s?\.|(?:un)?restricted\b|(?:general|limited) distribution",
    "original": r"(?i)(?:or[i1l]g[i1lt]n?al|english|french|spanish)\s*(?::|only|and)",
    "language": r"(?i)(?:english|french|spanish|russian|arabic|chinese)(?:\s*[/,]\s*\w+)*$",
    "session": r"(?i).*\bsess[il]on\b|.*\bp[ée]riodo de sesiones\b",
    "year": r"(?i)[a-z-]+ (?:special )?year$",
    "agenda": r"(?i)(?:provisional )?agenda\b.*|.*\bagenda items?\b|items?\s+\d|.*\bof the (?:provisional |preliminary )?(?:agenda|list)\b",  # noqa: E501
    "unations": r"(?i)united\s*nations$|nations\s*unies$|united$|nations$",
    "meeting": r"(?i).*\bmeeting\b",
    "by": r"(?i)(?:note|report|letter|memorandum|statement|communication|submi\w+|prepared|presented|information|paper|working paper|background paper|proposal|draft|explanatory|background note|response)\b.{0,40}\b(?:by|of the|from)\b",  # noqa: E501
    "by-start": r"(?i)(?:note|submitted|prepared|presented|transmitted|conveyed|introduced|rapporteur|chair|facilitator|sponsor)\b",  # noqa: E501
    "report": r"(?i)(?:\w+ ){0,3}reports?\b",
    "letter": r"(?i)(?:identical )?(?:letters?|notes? verbales?)\b",
    "draft": r"(?i).*\bdraft (?:resolution|decision|report)",
    "adopted": r"(?i).*\badopted (?:by|at|on|without)|.*\bhas adopted\b",
    "resolution": r"(?i)(?:resolution|decision)\b",
    "addendum": r"(?i)(?:addend|corrigend|revis)",
    "summary": r"(?i)(?:summary|contents|abstract|introduction|highlights|overview|purpose of the|executive summary)",
    "annex": r"(?i)(?:annex|appendix|enclosure|attachment)",
    "for": r"(?i)for (?:decision|information|action|discussion|approval|consideration)",
    "organ": r"(?i)(?:general assembly|security council|economic and social council|human rights council|trusteeship)",
    "body": r"(?i).*\b(?:committee|commission|council|assembly|conference|board|working group|forum|body|agency|organi[sz]ation|tribunal|panel|platform|congress|programme|fund|congress|parties)\b",  # noqa: E501
    "statement": r"(?i)(?:statement|contribution|submission)\b",
    "list": r"(?i)(?:(?:provisional |final )?list|index|directory)\b",
    "number": r"\d{1,3}\.(?:\s|$)|[IVX]{1,5}\.(?:\s|$)|\(?[a-z]\)|[A-Z]\.\s",
    "resolution-number": r"\d{1,3}/\d{1,3}\.?(?:\s|$)",
    "decimal": r"\d{1,2}\.\d",
    "page": r"(?i)(?:page|chapter|paragraphs?)\s*\d*$|\d{1,3}$",
    "job": r"(?:GE\.|V\.)?\d\d-\d{4,6}|\*\d{5,}|please recycle|\d{6}$",
    "url": r".*(?:https?:|www\.|@|\.org)",
    "bracket": r"[(\[]",
    "star": r"\*+\s*\S",
    "tel": r"(?i).*\b(?:tel|fax|telephone|e-?mail)\b",
    "colon-head": r"(?i)(?:subject|title|objet|re)\s*:",
    "rule": r"[_\-–—=. ]{4,}$",
    "salute": r"(?i)(?:excellenc|dear|sir|the general assembly,|the security council,|recalling|noting|\(signed\))",
}
_SAID = {name: re.compile(form) for name, form in _SAYS.items()}
_WORD = re.compile(r"[^\W\d_]+")


def features_of(segments: Sequence[Segment]) -> list[list[str]]:
    """The features of each piece, in order."""
    own = [_own(segments, index) for index in range(len(segments))]
    told: list[list[str]] = []
    for index, features in enumerate(own):
        before = [f"-1:{name}" for name in own[index - 1]] if index else ["first"]
        after = [f"+1:{name}" for name in own[index + 1]] if index + 1 < len(own) else ["last"]
        told.append([*features, *before, *after, *_around(segments, index)])
    return told


def _own(segments: Sequence[Segment], index: int) -> list[str]:
    piece = segments[index]
    text = piece.plain
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters) / max(1, len(letters))
    words = _WORD.findall(text)
    titled = sum(word[0].isupper() for word in words) / max(1, len(words))
    features = [f"says:{name}" for name, form in _SAID.items() if form.match(text)]
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


def _around(segments: Sequence[Segment], index: int) -> list[str]:
    """How the piece differs from its neighbours and from the whole page."""
    piece = segments[index]
    page = [other for other in segments if other.page == piece.page]
    largest = (
        max(other.size for other in page if len(other.plain) > 3) if any(len(o.plain) > 3 for o in page) else piece.size
    )
    features = []
    if piece.size > 0.96 * largest:
        features.append("largest")
    if not any(other.right for other in page):
        features.append("no-masthead")
    below_masthead = [other for other in page if not other.right and other.size > 1.12 and other.bold]
    features.append("large-bold-page" if below_masthead else "plain-page")
    for name, other in (
        ("before", segments[index - 1] if index else None),
        ("after", segments[index + 1] if index + 1 < len(segments) else None),
    ):
        if other is None or other.page != piece.page:
            continue
        gap = (abs(piece.y - other.bottom) if name == "before" else abs(other.y - piece.bottom)) / max(
            piece.height, 0.001
        )
        ratio = piece.size / max(other.size, 0.01)
        features.append(f"gap-{name}={min(6, round(gap * 2))}")
        features.append(f"size-{name}={'same' if 0.95 < ratio < 1.05 else 'larger' if ratio > 1 else 'smaller'}")
        if piece.bold != other.bold:
            features.append(f"bold-{name}-differs")
        shift = piece.x0 - other.x0
        features.append(f"left-{name}={'same' if abs(shift) < 0.012 else 'in' if shift > 0 else 'out'}")
    seen = segments[:index]
    kinds = ("session", "agenda", "by", "summary", "annex", "salute", "resolution-number")
    features += [f"seen:{name}" for name in kinds if any(_SAID[name].match(other.plain) for other in seen)]
    if any(other.bold and other.size > 1.12 and not other.right and other.y > 0.22 for other in seen):
        features.append("seen:large")
    return features
