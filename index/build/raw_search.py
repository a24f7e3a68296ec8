"""The proof of a purge: every byte of the home is searched for what only the purged reports said.

Texts, paths and words lie in the files of a home as they are, but for the keyword index: that keeps its words
compressed, so its terms are listed by the engine that wrote them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, fields
from pathlib import Path

from index.build.cache import TABLE
from index.lexical.glossary import is_unread, read_glossary
from index.lexical.keyword_index import KeywordIndex, plain, stem
from index.lexical.spelling import is_english
from index.storage.changes import CHANGES, Changes
from index.storage.home import build_folder, published_builds
from index.storage.manifest import KEYWORDS, MANIFEST, STORE
from index.storage.store import SCHEMA, words_stored
from index.storage.tombstones import PURGED, Purges, Tombstone, Unfinished, read_purges, written
from index.types import Forgotten, Trace

# A word of six letters stands in ten million random bytes once in about half a million homes; shorter ones by chance.
SHORTEST, LONGEST = 6, 60
CANDIDATES, SEARCHED, ENOUGH = 300, 30, 5
AT_ONCE = 2**24
_WORD = re.compile(r"[^\W_]+")
# What the files of a home say whatever is indexed.
_OWN = (
    f"{SCHEMA} {TABLE} SQLite format fortran order descr shape False True numpy keywords postings windows checksum",
    *(one.name for kind in (Changes, Purges, Tombstone, Unfinished) for one in fields(kind)),
)


@dataclass(frozen=True, slots=True)
class _Needles:
    """What is looked for: words in small letters, each in the forms in which it may be written, and embedding keys."""

    words: dict[str, frozenset[bytes]]
    keys: frozenset[bytes]


def rare_words(texts: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Words of `texts` that stand in none of the `others`, not even as a part of a word, the rarest first: those that
    are no English words, such as names, then the longest. As many as are worth keeping to search for later."""
    taken = _vocabulary(others)
    own = {word for text in texts for word in _words(text) if SHORTEST <= len(word) <= LONGEST}
    rare = sorted((word for word in own if word not in taken), key=lambda word: (is_english(word), -len(word), word))
    return tuple(rare[:CANDIDATES])


def search_home(home: Path, order: Unfinished, removed: Sequence[str], kept_keys: Set[bytes]) -> Forgotten:
    """Search all files of `home` for the words and embedding keys of the purged reports that `order` names, as far as
    no report that is kept has them too."""
    taken = _vocabulary(_texts_kept(home, set(order.sha256)))
    words = _searched([word for word in order.words if word not in taken])
    keys = frozenset([key for key in map(bytes.fromhex, order.keys) if key not in kept_keys][:SEARCHED])
    needles = _Needles({word: _forms(word, taken) for word in words}, keys)
    files = size = 0
    traces: list[Trace] = []
    for file in sorted(path for path in home.rglob("*") if path.is_file()):
        contents = _contents(home, file)
        found_words, found_keys = set(_words_in(str(file.relative_to(home)).encode(), needles)), set[bytes]()
        size += file.stat().st_size
        for content in contents:
            found_words |= _words_in(content, needles)
            found_keys |= {key for key in needles.keys if key in content}
        files += 1
        if found_words or found_keys:
            traces.append(Trace(file.relative_to(home).as_posix(), len(found_words), len(found_keys)))
    for build in published_builds(home):
        found_words = _terms_found(build_folder(home, build) / KEYWORDS, needles)
        if found_words:
            traces.append(Trace(f"builds/{build}/{KEYWORDS}", len(found_words), 0))
    return Forgotten(tuple(removed), len(words), len(keys), files, size, tuple(traces))


def _vocabulary(texts: Iterable[str]) -> str:
    """Every word of `texts`, and of what all homes say, with its stem: what is part of this is told by others too."""
    words = {word for text in (*_OWN, *texts) for word in _words(text)}
    return "\n".join((*words, *map(stem, words)))


def _searched(words: Sequence[str]) -> list[str]:
    """The rarest of `words`. English ones are among them only where there are few others: the notes that somebody put
    into the home may have them too."""
    strange = [word for word in words if not is_english(word)]
    return (strange if len(strange) >= ENOUGH else list(words))[:SEARCHED]


def _texts_kept(home: Path, purged: Set[str]) -> Iterator[str]:
    """What the builds that are kept may say: of their reports, of what changed, in their manifests, and in a glossary
    that was read from a file that people keep."""
    for build in published_builds(home):
        folder = build_folder(home, build)
        yield from words_stored(folder / STORE, purged)
        for part in (CHANGES, MANIFEST, f"{KEYWORDS}/meta.json"):
            yield (folder / part).read_text(encoding="utf-8")
        glossary = read_glossary(folder)
        if glossary.sources and not any(map(is_unread, glossary.sources.values())):
            yield from (f"{pair.short} {pair.name}" for pair in glossary.pairs)


def _words(text: str) -> Iterator[str]:
    return (word.lower() for word in _WORD.findall(text))


def _forms(word: str, taken: str) -> frozenset[bytes]:
    """The bytes of a word as a file, put in small letters of ASCII, may have it: in capitals too, without its accents,
    as its stem, and as JSON escapes it."""
    written_as = [word, word.upper(), word.capitalize(), plain(word)]
    if len(stem(word)) >= SHORTEST and stem(word) not in taken:
        written_as.append(stem(word))
    return frozenset(text.encode().lower() for one in written_as for text in (one, json.dumps(one)[1:-1]))


def _contents(home: Path, file: Path) -> Iterator[bytes]:
    """A file in pieces that overlap by more than anything that is searched for. What a purge has still to do goes out
    of its own file when nothing is found: that is read as it will be then."""
    if file == home / PURGED:
        yield written(Purges(read_purges(home).tombstones))
        return
    overlap = 8 * LONGEST
    with file.open("rb") as stream:
        kept = b""
        while piece := stream.read(AT_ONCE):
            yield kept + piece
            kept = (kept + piece)[-overlap:]


def _words_in(content: bytes, needles: _Needles) -> set[str]:
    small = content.lower()
    return {word for word, forms in needles.words.items() if any(form in small for form in forms)}


def _terms_found(folder: Path, needles: _Needles) -> set[str]:
    terms = "\n".join(KeywordIndex(folder).terms()).encode()
    return _words_in(terms, needles)
