"""What is embedded: a passage with the few words that say where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from corpus.chunking.sentence_spans import windows
from corpus.dates import written_out
from corpus.text.spoken import said_in
from corpus.types import ChunkSettings, EmbeddingText, Metadata, Passage, Tokenizer


def embedding_text(metadata: Metadata, passage: Passage, tokenizer: Tokenizer, settings: ChunkSettings) -> str:
    """Title, date, headings and speakers in front of the passage's text, within the model's window.

    The context takes at most `settings.context_tokens`, and less where the passage leaves less; what does not fit is
    left out from the end, word by word.
    """
    return embedding_texts(metadata, [passage], tokenizer, settings)[0].text


def embedding_texts(
    metadata: Metadata, passages: Sequence[Passage], tokenizer: Tokenizer, settings: ChunkSettings
) -> list[EmbeddingText]:
    """The contextual forms of several passages of one report, counted in batches, each with the passage's windows."""
    contexts = [context_of(metadata, passage) for passage in passages]
    said = [said_in(passage, metadata.language) for passage in passages]
    sizes = tokenizer.count(contexts + said)
    texts = []
    for text, context, wanted, taken in zip(
        said, contexts, sizes[: len(contexts)], sizes[len(contexts) :], strict=True
    ):
        room = min(settings.context_tokens, tokenizer.max_tokens - taken)
        shown = context if wanted <= room else _cut_to(context, room, tokenizer)
        front = f"{shown}\n\n" if shown else ""
        spans = windows(text, metadata.language)
        shifted = tuple((len(front) + start, len(front) + end) for start, end in spans)
        texts.append(EmbeddingText(front + text, shifted))
    return texts


def context_of(metadata: Metadata, passage: Passage) -> str:
    """The context alone, uncut: what a keyword index looks up beside the passage's own words."""
    return "\n".join(line for line in _context_lines(metadata, passage) if line)


def _context_lines(metadata: Metadata, passage: Passage) -> Iterator[str]:
    date = written_out(metadata.date) if metadata.date else ""
    yield ", ".join(part for part in (metadata.title, date) if part)
    yield " > ".join(passage.headings)
    yield ", ".join(passage.speakers)


def _cut_to(context: str, room: int, tokenizer: Tokenizer) -> str:
    """As many of the first words as fit. Counts add up across white space."""
    words = context.split(" ")
    kept = 0
    for size in tokenizer.count(words):
        room -= size
        if room < 0:
            break
        kept += 1
    return " ".join(words[:kept]).strip()
