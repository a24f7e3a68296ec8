"""What the front page of a United Nations document says about it: symbol, dates, body, session, title, languages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from pathlib import PurePosixPath

from corpus.dates import date_span, first_date
from corpus.pdf.front_page import FrontPage
from corpus.pdf.lines import Line, without_marks
from corpus.pdf.text import Words, join_lines
from corpus.symbols import find_symbols, normalise_symbol, standing, symbols_of
from corpus.types import Metadata

LANGUAGES = {"english": "en", "french": "fr", "spanish": "es", "russian": "ru", "chinese": "zh", "arabic": "ar"}
LANGUAGES |= {"anglais": "en", "français": "fr", "espagnol": "es", "russe": "ru", "chinois": "zh", "arabe": "ar"}
LANGUAGES |= {"inglés": "en", "francés": "fr", "español": "es", "ruso": "ru", "chino": "zh", "árabe": "ar"}
_PRINCIPAL = ("General Assembly", "Security Council", "Economic and Social Council", "Trusteeship Council")
_ORDINAL = r"\b(?:[A-Za-z-]*(?:[Ff]irst|[Ss]econd|[Tt]hird|[a-z]th)|\d+(?:st|nd|rd|th))"
_KIND_OF_SESSION = (
    r"(?: (?:emergency|special|regular|annual|resumed|substantive|organizational|executive|extraordinary))*"
)
_SESSION = re.compile(
    rf"(?:{_ORDINAL}{_KIND_OF_SESSION}|\b(?:Annual|Resumed|Organizational|Substantive)) session(?: \d{{4}})?"
    r"|[\w-]+ième session|[\w ]+ período de sesiones"
)
_YEAR = re.compile(r"[A-Z][\w-]+ year$")
_NOT_BODY = re.compile(r"(?i).*\bsession\b|.*\byear$|(?:provisional )?agenda\b|item \d|.*\b(?:19|20)\d\d\)?,?$|\(")
_REPORT_OF = re.compile(r"Reports? of the ((?!Secretary|Special Rapporteur|Independent|Director|Chair)[A-Z].*)")
_RESOLUTION = re.compile(r"(?:Resolution |Decision )?\d{1,3}/\d{1,3}\.?\s*[^\W\d]")  # "78/1. Political declaration ..."
_MEETING = re.compile(r"(\d+)\s?((?:st|nd|rd|th)(?: plenary)?) meeting")
_AUTHOR = re.compile(
    r"(?i)(?:addend|corrigend|reports? (?:of|by|submitted)|note|letter|prepared|submi|draft|annex|working paper)"
)
_LEADING = re.compile(r"(?i)(?:united\s+)?nations(?: (?:[A-Z]\b|unies))?|naciones unidas")
_CONFUSED = str.maketrans("IlLr|!oOSB", "1111110058")
_NAME_LANGUAGE = re.compile(r"[._-](?:en|fr|es|ru|zh|ar|E|F|S|R|C|A)$")


def read_masthead(front: FrontPage, words: Words, symbols: Sequence[str]) -> Metadata:
    """The metadata on a front page, given the symbols that were found on it (see `printed_symbols`)."""
    right = [line.plain for line in front.right]
    left = [line.plain for line in front.left]
    titles = [_clean(join_lines([line.text for line in group], words)) for group in front.titles]
    title = _title(front, titles)
    distributed = first_date("\n".join(right))
    span = date_span("\n".join(left)) or date_span(" ".join(titles))
    start, end = span or (distributed, distributed)
    label = standing(symbols, "\n".join([*titles, *left, *right]))
    return Metadata(
        title=title,
        date=start,
        start_date=start,
        end_date=end,
        distribution_date=distributed,
        body=_body(front, titles),
        session=_session(front, titles),
        symbols=tuple(symbols),
        original_language=original_language(right),
        kind="official record" if symbols else None,
        labels=(label,) if label else (),
    )


def _clean(title: str) -> str:
    return re.sub(r"\s*\*+$", "", without_marks(title)).strip()


def _title(front: FrontPage, titles: Sequence[str]) -> str:
    """The first title; where a second one of the same print follows, as in "Topic" and "Seminar on it", both."""
    if not titles:
        return ""
    resolution = next((title for title in titles if _RESOLUTION.match(title)), None)
    if resolution:
        return resolution
    organ = next((name for name in _PRINCIPAL if titles[0].startswith(name)), None)
    meeting = _MEETING.search("\n".join(line.plain for line in front.left))
    if organ and meeting and not front.masthead:  # a verbatim record has no other title
        return f"{organ}, {meeting[1]}{meeting[2]} meeting"
    first = front.titles[0][0]
    same = [titles[0]]
    for group, text in zip(front.titles[1:], titles[1:], strict=True):
        alike = first.bold and group[0].bold and abs(group[0].size - first.size) < 0.03 * first.size
        if not (front.masthead and alike) or _AUTHOR.match(text):
            break
        same.append(text)
    return ": ".join(same)


def _body(front: FrontPage, titles: Sequence[str]) -> str | None:
    """The most particular body named: a committee in the session block, else the organ in the masthead."""
    if not front.masthead:
        named = next((match[1] for title in titles if (match := _REPORT_OF.match(title))), None)
        return named or next((name for name in _PRINCIPAL for title in titles if title.startswith(name)), None)
    names: list[list[Line]] = []
    for line in front.left:
        if _NOT_BODY.match(line.plain.strip()) or "session" in line.plain.replace(" ", "").casefold():
            break
        if names and _same_name(names[-1][-1], line):
            names[-1].append(line)
        else:
            names.append([line])
    organs = [line.plain for line in front.organ]
    if names and not (organs and " ".join(organs) in names[0][0].plain):
        return " ".join(line.plain for line in names[-1])
    principal = [name for name in _PRINCIPAL if name in " ".join(organs)]
    return "; ".join(principal) or " ".join(organs) or None


def _same_name(above: Line, below: Line) -> bool:
    close = below.y - above.y < 1.5 * above.size and 0.93 < below.size / above.size < 1.08
    return close and above.bold == below.bold and above.plain.isupper() == below.plain.isupper()


def _session(front: FrontPage, titles: Sequence[str]) -> str | None:
    cells = [cell.text for line in front.left for cell in line.cells]
    texts = cells if front.masthead or not any("session" in title for title in titles[1:]) else list(titles[1:])
    found = [match for text in texts for match in _SESSION.findall(text)]
    found = found or [match[0] for text in texts if (match := _YEAR.search(text))]
    return ", ".join(dict.fromkeys(found[:1] if front.masthead else found)) or None


def original_language(texts: Iterable[str]) -> str | None:
    """The language of a line that says so, "Original: English" or "English only", as an ISO 639-1 code."""
    for text in texts:
        match = re.match(r"(?i)original\s*:\s*([^\W\d_]+)|(english|french|spanish) only$", text.strip())
        if match:
            return LANGUAGES.get((match[1] or match[2]).casefold())
    return None


def printed_symbols(first_page: Sequence[Line], heads: Sequence[Sequence[Line]], height: float) -> tuple[str, ...]:
    """The document's symbols as printed: on the first page, else in the running heads of the others."""
    edges = sorted((line for line in first_page if not 0.3 * height < line.y < 0.85 * height), key=lambda line: line.y)
    for line in edges:
        text = re.sub(r"\s*/\s*", "/", line.plain)  # the first letter is set larger, and may stand off
        if _says_only_symbol(text):
            return symbols_of(text)
    counts = Counter(found for lines in heads if (found := symbols_of(" ".join(line.plain for line in lines))))
    common = counts.most_common(1)
    return common[0][0] if common and common[0][1] >= 2 else ()


def _says_only_symbol(text: str) -> bool:
    found = find_symbols(text)
    if not found or text.startswith("*"):
        return False
    rest = text[: found[0][0]] + text[found[-1][1] :]
    return re.fullmatch(r"[\s*\-–]*", re.sub("|".join([_LEADING.pattern, *_PRINCIPAL]), "", rest)) is not None


def mended_symbols(readings: Iterable[str], path: str) -> tuple[str, ...]:
    """The symbol of a badly read scan: what most pages agree on once confused characters are put right.

    Where the file is named after a symbol that differs from a reading by a character or two, the name decides.
    """
    named = named_symbols(path)
    votes: Counter[str] = Counter()
    for text in readings:
        squeezed = re.sub(r"\s+", "", text)
        if named and SequenceMatcher(None, normalise_symbol(named[0]), normalise_symbol(squeezed)).ratio() > 0.75:
            return named
        parts = squeezed.split("/")
        mended = "/".join(part.translate(_CONFUSED) if re.search(r"\d", part[:1]) else part for part in parts)
        votes.update(symbols_of(mended)[:1])
    common = votes.most_common(1)
    return (common[0][0],) if common else ()


def named_symbols(path: str) -> tuple[str, ...]:
    """The symbols that a file is named after, as the document systems do it: "A_ES-10_1043, S_2025_529.en.pdf"."""
    stem = _NAME_LANGUAGE.sub("", PurePosixPath(path).stem)
    return symbols_of(re.sub(r"\[[^\]]*\]", "", stem).replace("_", "/"))
