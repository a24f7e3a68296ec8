"""The short forms of a build with their full names: those of the corpus's glossary and those that its texts introduce.
A small JSON file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.acronyms import Abbreviation, learn_abbreviations
from index.errors import BuildDamagedError

GLOSSARY = "glossary.json"


@dataclass(frozen=True, slots=True)
class Glossary:
    """Pairs, those given by people first. `sources` has the path and the SHA-256 of the file they were given in; it is
    empty where there is none."""

    pairs: tuple[Abbreviation, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


def with_learnt(given: Glossary, texts: Iterable[str]) -> Glossary:
    """The glossary with what `texts` introduce besides."""
    known = {(pair.short, pair.name.casefold()) for pair in given.pairs}
    learnt = [pair for pair in learn_abbreviations(texts) if (pair.short, pair.name.casefold()) not in known]
    return Glossary((*given.pairs, *learnt), given.sources)


def write_glossary(glossary: Glossary, folder: Path) -> None:
    """Write the glossary into the folder of a build."""
    content = {"sources": dict(glossary.sources), "pairs": [[pair.short, pair.name] for pair in glossary.pairs]}
    (folder / GLOSSARY).write_text(json.dumps(content, indent=0) + "\n", encoding="utf-8")


def read_glossary(folder: Path) -> Glossary:
    """The glossary of the build in `folder`. Raises BuildDamagedError."""
    try:
        content = json.loads((folder / GLOSSARY).read_text(encoding="utf-8"))
        return Glossary(tuple(Abbreviation(short, name) for short, name in content["pairs"]), content["sources"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise BuildDamagedError(f"{folder.name}/{GLOSSARY} cannot be read.", "Run a rebuild.") from error
