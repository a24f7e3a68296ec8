"""British and American spellings of one word count as one: a question about "labor organizations" finds "labour
organisations". Both a passage's words and a question's go through here before they are stemmed.

The rules name word endings and families, no single words where avoidable. The form they lead to is for matching only
and never shown. "-ize" becomes "-ise", not the reverse: the English stemmer takes "-ize" off, which would make one word
of "organize" and "organ", and leaves "-ise" on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_lowercase, digits

from index.lexical.stopwords import NAMES, is_name

# A word, with what is written as one or as two: co-operation, co-ordinator, per cent.
_WORD = re.compile(r"co-(?=op|ord)[^\W_]+|per cent(?![^\W_])|[^\W_]+", re.IGNORECASE)
# Without the hyphen and the space of these, and with full-width letters and digits as plain ones.
_WIDE = "".join(chr(0xFEE0 + ord(letter)) for letter in ascii_lowercase + digits)
_JOINED = str.maketrans(_WIDE, ascii_lowercase + digits, "- ")

_ISE = r"(?:e|es|ed|er|ers|ing|ings|ation|ations|ational|able|ant|ance)"
_OUR = (
    r"(?:s|ed|er|ers|ing|ings|al|ally|able|ably|ist|ists|ite|ites|ful|fully|hood|hoods|less|ly|y|itism|ation|ations)?"
)
_DOUBLED = (
    "cancel|channel|counsel|dial|equal|fuel|jewel|label|level|marshal|marvel|model|panel|quarrel|signal|total|travel"
)
# Nearly every word is its own one spelling: none that this does not find is changed by a rule.
_TELLTALE = re.compile(
    r"iz[aei]|yz[ei]|our|[aeu]ll[eio]|[ao]e[acdmost]|ogu|ence|gem|mme|(?:bias|focus)s|re[sd]?$|ring$|"
    r"(?:rol|fil|tal|til)(?:s|ments?)?$|^(?:licenc|practis|skil|wil|enquir|scep|artef|mould|manoeuv|grey|sulph|alum)|"
    r"wards$|(?:rn|am|ap|oil)t$|geing$"
)
_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (rf"(?<=...)iz({_ISE})$", r"is\1"),  # organize; but size, prize, seize
        (r"(?<=anal|aral|atal|dial)yz(e|es|ed|er|ers|ing)$", r"ys\1"),
        (rf"(?<=...)our({_OUR})$", r"or\1"),  # labour, favourite; but hour, tour, four, scour
        (r"(cent|theat|met|lit|fib|calib|spect|meag|somb|lust)re(s)?$", r"\1er\2"),
        (r"(cent|fib|calib|lust)red$", r"\1ered"),
        (r"(?<=cent)ring$", "ering"),
        (r"(def|off|pret)ence(s|less)?$", r"\1ense\2"),
        (r"^licenc(e|es|ed|ing)$", r"licens\1"),
        (r"^practis(e|es|ed|ing|er|ers)$", r"practic\1"),
        (r"(dial|catal|anal|monol|prol|epil|homol)ogue(s)?$", r"\1og\2"),
        (r"(dial|catal)ogu(ed|er|ers|ing)$", r"\1og\2"),
        (r"(?<=program)me(?=s?$)", ""),
        (rf"({_DOUBLED})l(ed|ing|er|ers|or|ors|ist|ists|ery|ous)$", r"\1\2"),
        (r"(enrol|fulfil|instal|distil)(s|ment|ments)?$", r"\1l\2"),
        (r"^(skil|wil)(ful|fully|fulness)$", r"\1l\2"),
        (r"(?<=p)ae(?=d)|(?<=[hkn])ae(?=m)|(?<=an)ae(?=sth)|(?<=ch)ae(?=o)|(?<=n)ae(?=c)|(?<=^f)oe(?=t)", "e"),
        (r"(knowled|jud|abrid)gement(s)?$", r"\1gment\2"),
        (r"^enquir(y|ies|e|es|ed|er|ers|ing)$", r"inquir\1"),
        (r"^sceptic", "skeptic"),
        (r"^artefact", "artifact"),
        (r"^mould", "mold"),
        (r"^grey", "gray"),
        (r"^manoeuvr(?:e(?=s?$)|(?=ed|ing|ab))", "maneuver"),
        (r"(bias|focus)s(ed|es|ing)$", r"\1\2"),
        (r"^diarrhoea$", "diarrhea"),
        (r"^ageing$", "aging"),
        (r"^sulph", "sulf"),
        (r"^aluminium$", "aluminum"),
        (r"^(toward|afterward|backward|forward)s$", r"\1"),
        (r"^(learn|burn|dream|leap|spoil)t$", r"\1ed"),
    )
)


@lru_cache(maxsize=200_000)
def one_spelling(word: str) -> str:
    """The one form, in small letters, of all spellings of `word`."""
    if word in NAMES:
        return NAMES[word].spelt
    spelt = word.lower().translate(_JOINED)
    if not _TELLTALE.search(spelt):
        return spelt
    for pattern, replacement in _RULES:
        spelt = pattern.sub(replacement, spelt)
    return spelt


def words_in(text: str) -> Iterator[re.Match[str]]:
    """The words of `text` in order."""
    return _WORD.finditer(text)


def typed(word: re.Match[str]) -> str:
    """The word as it stands there, but in small letters where its capitals make no name of it."""
    said = word[0]
    return said if said not in NAMES or is_name(word.string, *word.span()) else said.lower()


def respell(text: str) -> str:
    """`text` in small letters with every word in its one spelling: what is to be stemmed and indexed."""
    return _WORD.sub(lambda match: one_spelling(typed(match)), text)
