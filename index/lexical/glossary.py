"""The short forms of a build with their full names: those of the corpus's glossary and those that its texts introduce.
A small JSON file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.glossary import Abbreviation, learn_abbreviations
from index.errors import BuildDamagedError

GLOSSARY = "glossary.json"
_UNREAD = "unread: a report was purged"
# A word in small letters that is no part of an address or of a longer word.
_ORDINARY = re.compile(r"(?<![\w./@&-])[a-z]{2,12}(?![\w/@&-]|\.\w)")


@dataclass(frozen=True, slots=True)
class Glossary:
    """Pairs, those given by people first. `sources` has the path and the SHA-256 of the file they were given in; it is
    empty where there is none. `ordinary` are the short forms that are words too ("SEA"): the texts have them in small
    letters."""

    pairs: tuple[Abbreviation, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    ordinary: frozenset[str] = frozenset()


def with_learnt(given: Glossary, texts: Iterable[str]) -> Glossary:
    """The glossary with what `texts` introduce besides, and which of its short forms they use as words."""
    texts = tuple(texts)
    known = {(pair.short, pair.name.casefold()) for pair in given.pairs}
    learnt = [pair for pair in learn_abbreviations(texts) if (pair.short, pair.name.casefold()) not in known]
    pairs = (*given.pairs, *learnt)
    shorts = {pair.short for pair in pairs}
    small = {short.lower() for short in shorts}
    used = {word for text in texts for word in small.intersection(_ORDINARY.findall(text))}
    return Glossary(pairs, given.sources, frozenset(short for short in shorts if short.lower() in used))


def without_learnt(glossary: Glossary, gone: Iterable[str], left: Iterable[str]) -> Glossary:
    """The glossary without the pairs that the texts `gone` introduce and the texts `left` do not. Where one of them may
    have been given by people as well, the next rebuild reads their file again."""
    introduced = set(learn_abbreviations(gone)) - set(learn_abbreviations(left))
    pairs = tuple(pair for pair in glossary.pairs if pair not in introduced)
    unsure = len(pairs) < len(glossary.pairs)
    sources = {path: _UNREAD if unsure else sha256 for path, sha256 in glossary.sources.items()}
    return Glossary(pairs, sources, glossary.ordinary)


def is_unread(fingerprint: str) -> bool:
    """Whether the file with this fingerprint among the `sources` of a glossary is to be read again."""
    return fingerprint == _UNREAD


def write_glossary(glossary: Glossary, folder: Path) -> None:
    """Write the glossary into the folder of a build."""
    content = {
        "sources": dict(glossary.sources),
        "pairs": [[pair.short, pair.name] for pair in glossary.pairs],
        "ordinary": sorted(glossary.ordinary),
    }
    (folder / GLOSSARY).write_text(json.dumps(content, indent=0) + "\n", encoding="utf-8")


def read_glossary(folder: Path) -> Glossary:
    """The glossary of the build in `folder`. Raises BuildDamagedError."""
    try:
        content = json.loads((folder / GLOSSARY).read_text(encoding="utf-8"))
        pairs = tuple(Abbreviation(short, name) for short, name in content["pairs"])
        return Glossary(pairs, content["sources"], frozenset(content["ordinary"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BuildDamagedError(f"{folder.name}/{GLOSSARY} cannot be read.", "Run a rebuild.") from error
