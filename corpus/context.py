"""What is embedded: a passage with the few words that say where it stands."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.dates import written_out
from corpus.types import ChunkSettings, Metadata, Passage, Tokenizer


def embedding_text(metadata: Metadata, passage: Passage, tokenizer: Tokenizer, settings: ChunkSettings) -> str:
    """Title, date, headings and speakers in front of the passage's text, within the model's window.

    The context takes at most `settings.context_tokens`, and less where the passage leaves less; what does not fit is
    left out from the end, word by word.
    """
    lines = [line for line in _context_lines(metadata, passage) if line]
    room = min(settings.context_tokens, tokenizer.max_tokens - tokenizer.count([passage.text])[0])
    context = _cut_to(lines, room, tokenizer)
    return f"{context}\n\n{passage.text}" if context else passage.text


def context_of(metadata: Metadata, passage: Passage) -> str:
    """The context alone, uncut: what a keyword index looks up beside the passage's own words."""
    return "\n".join(line for line in _context_lines(metadata, passage) if line)


def _context_lines(metadata: Metadata, passage: Passage) -> Iterator[str]:
    date = written_out(metadata.date) if metadata.date else ""
    yield ", ".join(part for part in (metadata.title, date) if part)
    yield " > ".join(passage.headings)
    yield ", ".join(passage.speakers)


def _cut_to(lines: list[str], room: int, tokenizer: Tokenizer) -> str:
    whole = "\n".join(lines)
    if tokenizer.count([whole])[0] <= room:
        return whole
    words = [word for line in lines for word in (*line.split(), "\n")][:-1]
    sizes = tokenizer.count(words)
    kept: list[str] = []
    for word, size in zip(words, sizes, strict=True):
        room -= size
        if room < 0:
            break
        kept.append(word)
    return " ".join(kept).replace(" \n ", "\n").strip()
