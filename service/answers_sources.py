"""What kind of text a quote is from, said to a reader."""

from __future__ import annotations

from corpus.types import Metadata

_NATURES = {
    "official record": "Official record",
    "secretariat news": "News of the secretariat, not an official record",
    "participant account": "One participant’s account, not an official record",
    "transcript": "Transcript",
    "digest": "Digest prepared from public sources, not an official record",
}


def nature(metadata: Metadata) -> str:
    """What a text is, with the remarks that a reader must see: "Official record, draft"."""
    known = _NATURES[metadata.kind] if metadata.kind else "Kind of source not stated"
    return ", ".join((known, *metadata.labels))
