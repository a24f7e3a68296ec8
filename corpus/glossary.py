"""The glossary of a corpus: short forms of the field with their full names, in a small file that people keep by hand.

It stands at the root of the corpus folder, is no report, and is added to what the texts themselves introduce:

    # short form: full name, or a list of full names
    TIP: trafficking in persons
    UNTOC:
      - United Nations Convention against Transnational Organized Crime
      - Palermo Convention
"""

from __future__ import annotations

from corpus.acronyms import Abbreviation
from corpus.errors import FileRejectedError
from corpus.text.decoding import decode_text
from corpus.text.front_matter import load_names

GLOSSARY_FILES = frozenset({"glossary.yaml", "glossary.yml"})
LONGEST = 200


def read_glossary(content: bytes) -> tuple[Abbreviation, ...]:
    """The pairs of a glossary file, each once, in order. A short form with several names has a pair with each.

    Raises FileRejectedError that says where the file is not what it should be.
    """
    what = "the glossary"
    pairs = [Abbreviation(short, name) for short, names in load_names(decode_text(content), what) for name in names]
    for pair in pairs:
        _check(pair, what)
    return tuple(dict.fromkeys(pairs))


def _check(pair: Abbreviation, what: str) -> None:
    for text in (pair.short, pair.name):
        if not any(character.isalnum() for character in text) or not text.isprintable():
            raise FileRejectedError(
                f"{what}: {text!r} is no name: it needs letters, and nothing that cannot be printed"
            )
        if len(text) > LONGEST:
            raise FileRejectedError(f"{what}: {text[:40]}... has {len(text)} characters; at most {LONGEST} are a name")
    if pair.short.casefold() == pair.name.casefold():
        raise FileRejectedError(f"{what}: {pair.short} stands for itself; write its full name")
