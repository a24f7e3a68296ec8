"""The organs, boards, committees and conferences that documents belong to: their names as they are cited, and the
symbol series in which their papers appear.

Names and series follow the United Nations documentation guides of the Dag Hammarskjöld Library
(https://research.un.org/en/docs/symbols) and what the bodies print at the head of their own papers.

They stand in `bodies.tsv`: the name, other names parted by bars, and series parted by blanks.

How series are written: a series matches a symbol part by part. A part `X.*` stands for `X.` and anything
(`NPT/CONF.*` for `NPT/CONF.2026`), `#` for a number (`ISBA/#/C` for `ISBA/29/C`, `EB#` for `EB156`). What stands in
brackets after a part is ignored (`ICCD/COP(15)/CST` is read as `ICCD/COP/CST`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

TABLE = Path(__file__).with_name("bodies.tsv")
PRINCIPAL = ("General Assembly", "Security Council", "Economic and Social Council", "Trusteeship Council")
"""The organs whose papers are joint ones: these carry a symbol of each."""


def _bodies() -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Of every body: the name that a citation gives, other names in print, and its symbol series."""
    for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]:
        name, also, series = line.split("\t")
        yield name, tuple(other for other in also.split(" | ") if other), tuple(series.split())


BODIES = tuple(_bodies())
_MAX_NAME = 400
_ONE_MISREAD_IN = 10  # letters: a scan poorer than that is not guessed at
_MOST_MISREAD = 4


def _key(name: str) -> str:
    """A name reduced to what two prints of it share: its letters and digits, in lower case, without "the".

    >>> _key("THE COMMITTEE ON NON-\\nGOVERNMENTAL ORGANISATIONS")
    'committeeonnongovernmentalorganizations'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", plain.casefold())
    return "".join(word for word in words if word != "the").replace("organisation", "organization")


_NAMES: dict[str, str] = {_key(name): canonical for canonical, also, _ in BODIES for name in (canonical, *also)}
_SERIES: dict[str, str] = {series.upper(): canonical for canonical, _, column in BODIES for series in column}
_LONGEST_SERIES = max(series.count("/") + 1 for series in _SERIES)


@lru_cache(maxsize=4096)
def canonical_body(printed: str) -> str | None:
    """The name under which a printed one is cited, or None where the print names no known body.

    The name must be the whole of the print, or be followed by a comma or "of the United Nations".

    >>> canonical_body("COMMISSION ON HUMAN EIGHTS")
    'Commission on Human Rights'
    >>> canonical_body("General Assembly Official Records") is None
    True
    """
    if len(printed) > _MAX_NAME:
        return None
    starts = _beginnings(printed)
    exact = next((_NAMES[key] for key in starts if key in _NAMES), None)
    return exact or next((name for key in starts if (name := _misread(key))), None)


def _beginnings(printed: str) -> list[str]:
    """The keys of a print and of what stands before its commas, the longest first, also without the organization."""
    ends = [len(printed), *(match.start() for match in reversed(list(re.finditer(",", printed))))]
    keys = [_key(printed[:end]) for end in ends]
    return [form for key in keys if key for form in (key, key.removesuffix("ofunitednations")) if form]


def _misread(key: str) -> str | None:
    """The body whose name a scan may have misread as `key`: only where no other name is as near as to be confused."""
    allowed = min(_MOST_MISREAD, len(key) // _ONE_MISREAD_IN)
    near = _near(key, allowed) if allowed else set()
    known = min(near, key=lambda name: OSA.distance(name, key), default=None)
    if known is None or _digits(known) != _digits(key):
        return None
    rivals = {_NAMES[name] for name in _near(known, 2 * allowed)}
    return _NAMES[known] if len(rivals) == 1 else None


def _near(key: str, distance: int) -> set[str]:
    return {
        name
        for name in _NAMES
        if abs(len(name) - len(key)) <= distance and OSA.distance(name, key, score_cutoff=distance) <= distance
    }


def _digits(key: str) -> str:
    return "".join(c for c in key if c.isdigit())


_OTHER_BODY = re.compile(r"(AC|C|CN|CONF|SC|SUB|WG)\.\d|(PC|SP)(\.|$)|PREPCOM")
"""Parts that lead to a body below the one before them: where that body is not in the table, none is named."""


def body_of_symbol(symbol: str) -> str | None:
    """The body in whose series a symbol stands: the longest series that is known.

    >>> body_of_symbol("E/CN.6/2025/5")
    'Commission on the Status of Women'
    >>> body_of_symbol("A/CONF.230/2025/10") is None  # every conference has its own number
    True
    """
    parts = [_part(part) for part in symbol.strip().upper().split("/")]
    for length in range(min(len(parts), _LONGEST_SERIES), 0, -1):
        name = _body_of_series(parts[:length])
        if name:
            below = parts[length] if length < len(parts) else ""
            return None if _OTHER_BODY.match(below) else name
    return None


def _part(part: str) -> str:
    """A part of a symbol without what stands in brackets: "COP(15)" is "COP", "GRETA(2024)12" is "GRETA"."""
    bare = re.sub(r"\s*\(.*$", "", part).strip()
    return re.sub(r"^\d+\s*(EX|C)$", r"#\1", bare)


def _body_of_series(parts: list[str]) -> str | None:
    """The body of exactly this series, with the number of a session in its last part or between its parts."""
    *before, last = parts
    lasts = (last, re.sub(r"\..*$", ".*", last), re.sub(r"^([A-Z]+)\d[\d.]*$", r"\1#", last))
    numbered = ["#" if part.isdigit() else part for part in before]
    series = ("/".join([*head, tail]) for head in (before, numbered) for tail in lasts)
    return next((_SERIES[text] for text in series if text in _SERIES), None)


def body_of_paper(named: Sequence[str], symbols: Sequence[str], titled: str | None = None) -> str | None:
    """Whose paper a document is: of the bodies `named` at its top, in order and by their names in the list, the most
    particular one, or else that of its title. Two principal organs that print it under two symbols are parted by "; ".
    Where none that is known is named, the symbol's series says it."""
    by_series = list(dict.fromkeys(filter(None, map(body_of_symbol, symbols))))
    if len(by_series) > 1 and all(name in PRINCIPAL for name in by_series):
        return "; ".join(by_series)
    series = by_series[0] if by_series else None
    particular = [name for name in named if name not in PRINCIPAL]
    fuller = [name for name in particular if series and series in name]  # "Third Meeting of States Parties ..."
    own = [series] if series not in PRINCIPAL else []
    return next(filter(None, [*fuller, *own, *particular[-1:], titled, series, *named[-1:]]), None)


_BODY_WORD = re.compile(
    r"\b(sub-?)?(committees?|commissions?|councils?|conferences?|boards?|working (group|party)|forum|assembly|agency"
    r"|group of (governmental |intergovernmental |technical )?experts|expert (group|mechanism)|consultative group"
    r"|meetings? of( the)? (high contracting |states )?parties|expert meeting|organi[sz]ation|tribunals?|court|panel"
    r"|platform|authority|body|bureau|unit|congress|high-level|secretariat|task force|network|union|fund|programme"
    r"|office|dialogue|entity|institute|alliance|partnership|mechanism|plenary"
    r"|comisión|comité|groupe de travail|grupo de trabajo)\b",
    re.I,
)
_NOT_A_BODY = re.compile(
    r"(report|letter|note|statement|draft|summary|provisional|annotated|agenda|list|programme of work|resolution"
    r"|decision|submi\w+|adoption|election|implementation|request|communication)\b",
    re.I,
)
_SENTENCE = re.compile(r"\b(is|are|was|were|has|have|had|will|shall|adopted|decide[sd]|requests|takes|noted)\b", re.I)
_YEAR = re.compile(r"\(?(1[89]|20)\d\d([-–](1[89]|20)\d\d)?\)?,?")
_MOST_WORDS = 30


def looks_like_body(printed: str) -> bool:
    """Whether a name that is not in the table may be shown as that of a body.

    >>> looks_like_body("Ad Hoc Open-ended Expert Group on Tailings"), looks_like_body("C0mm$ttee & B0ard")
    (True, False)
    """
    words = printed.split()
    if not 2 <= len(words) <= _MOST_WORDS or not _begins_name(words):
        return False
    line = " ".join(words)
    if _NOT_A_BODY.match(line) or _SENTENCE.search(line) or line.endswith((".", ":", ",")):
        return False
    return bool(_BODY_WORD.search(line)) and all(_readable(word) for word in words)


def _begins_name(words: Sequence[str]) -> bool:
    """Whether the first word has a capital, or is the year of a conference: "2025 United Nations Conference"."""
    first = words[1] if _YEAR.fullmatch(words[0]) else words[0]
    return first.lstrip("“\"'(")[:1].isupper()


def _readable(word: str) -> bool:
    """Whether a word is one that print can hold in a name: letters with a vowel among them, an acronym, a year, a goal.

    >>> [_readable(word) for word in ("Co-operation", "(2021–2025)", "rghtsk", "a$d", "–")]
    [True, True, False, False, True]
    """
    if _YEAR.fullmatch(word) or word in {"–", "—", "-"} or re.fullmatch(r"\d{1,2}:?", word):
        return True
    bare = word.strip("()“”‘’\"',:")
    pieces = re.split(r"[-–‑'’]", bare)
    return bool(bare) and all(_spelt(piece) for piece in pieces if piece)


def _spelt(piece: str) -> bool:
    """Whether a run of letters can be a word: not one of many consonants, not of mixed capitals."""
    if not piece.isalpha():
        return False
    if len(piece) == 1:
        return piece in "AIVXadls"  # "Part V", "Children’s", "l’Europe"
    if piece.isupper() and len(piece) <= 5:
        return True
    plain = unicodedata.normalize("NFKD", piece).casefold()
    mixed = not piece.isupper() and any(c.isupper() for c in piece[1:]) and not re.match(r"(Mc|Mac)[A-Z]", piece)
    garbled = re.search(r"[^aeiouy\W]{6}|(.)\1\1", plain) or not re.search(r"[aeiouy]", plain)
    return not mixed and not garbled
