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

# A word, with what is written as one or as two: co-operation, co-ordinator, per cent.
_WORD = re.compile(r"co-(?=op|ord)[^\W_]+|per cent(?![^\W_])|[^\W_]+", re.IGNORECASE)
_JOINED = str.maketrans("", "", "- ")

_ISE = r"(?:e|es|ed|er|ers|ing|ings|ation|ations|ational|able|ant|ance)"
_OUR = (
    r"(?:s|ed|er|ers|ing|ings|al|ally|able|ably|ist|ists|ite|ites|ful|fully|hood|hoods|less|ly|y|itism|ation|ations)?"
)
_DOUBLED = (
    "cancel|channel|counsel|dial|equal|fuel|jewel|label|level|marshal|marvel|model|panel|quarrel|signal|total|travel"
)
_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (rf"^(.{{3,}})iz({_ISE})$", r"\1is\2"),  # organize; but size, prize, seize
        (r"^(.*(?:anal|paral|catal|dial))yz(e|es|ed|er|ers|ing)$", r"\1ys\2"),
        (rf"^(.{{3,}})our({_OUR})$", r"\1or\2"),  # labour, favourite; but hour, tour, four, scour
        (r"^(.*(?:cent|theat|met|lit|fib|calib|spect|meag|somb|lust))re(s|d)?$", r"\1er\2"),
        (r"^(.*(?:center|caliber))d$", r"\1ed"),
        (r"^(.*cent)ring$", r"\1ering"),
        (r"^(.*(?:def|off|pret))ence(s|less)?$", r"\1ense\2"),
        (r"^(licen)c(e|es|ed|ing)$", r"\1s\2"),
        (r"^(practi)s(e|es|ed|ing|er|ers)$", r"\1c\2"),
        (r"^(.*(?:dial|catal|anal|monol|prol|epil|homol)og)ue(s)?$", r"\1\2"),
        (r"^(.*(?:dial|catal)og)u(ed|er|ers|ing)$", r"\1\2"),
        (r"^(.*)programme(s)?$", r"\1program\2"),
        (rf"^(.*(?:{_DOUBLED}))l(ed|ing|er|ers|or|ors|ist|ists|ery|ous)$", r"\1\2"),
        (r"^(.*(?:enrol|fulfil|instal|distil))(s|ment|ments)?$", r"\1l\2"),
        (r"^(skil|wil)(ful|fully|fulness)$", r"\1l\2"),
        (r"^(.*)(?:(?<=p)ae(?=d)|(?<=[hkn])ae(?=m)|(?<=an)ae(?=sth)|(?<=ch)ae(?=o)|(?<=n)ae(?=c))", r"\1e"),
        (r"^foe(t.*)$", r"fe\1"),
        (r"^(.*(?:knowled|jud|abrid))gement(s)?$", r"\1gment\2"),
        (r"^enquir(y|ies|e|es|ed|er|ers|ing)$", r"inquir\1"),
        (r"^(s)c(eptic.*)$", r"\1k\2"),
        (r"^artef(act.*)$", r"artif\1"),
        (r"^(m)ou(ld.*)$", r"\1o\2"),
        (r"^grey(.*)$", r"gray\1"),
        (r"^manoeuvr(?:e(?=s?$)|(?=ed|ing|ab))(.*)$", r"maneuver\1"),
        (r"^(.*(?:bias|focus))s(ed|es|ing)$", r"\1\2"),
        (r"^diarrhoea$", r"diarrhea"),
        (r"^ageing$", r"aging"),
        (r"^sulph(.*)$", r"sulf\1"),
        (r"^alumini(um)$", r"alumin\1"),
        (r"^(toward|afterward|backward|forward)s$", r"\1"),
        (r"^(learn|burn|dream|leap|spoil)t$", r"\1ed"),
    )
)


@lru_cache(maxsize=200_000)
def one_spelling(word: str) -> str:
    """The one form, in small letters, of all spellings of `word`."""
    spelt = word.lower().translate(_JOINED)
    for pattern, replacement in _RULES:
        spelt = pattern.sub(replacement, spelt)
    return spelt


def spelt_words(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of `text` in order, each with its start, its end and its one spelling."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), one_spelling(match[0])


def respell(text: str) -> str:
    """`text` in small letters with every word in its one spelling: what is to be stemmed and indexed."""
    return _WORD.sub(lambda match: one_spelling(match[0]), text)
