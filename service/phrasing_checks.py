"""What a sentence of a language model must satisfy before a reader sees it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from index.types import Vectors
from service.phrasing_sentences import CITATION, CUT_OFF, LONGEST_SENTENCE, Claim, claims
from service.phrasing_support import Fault, unsupported
from service.phrasing_tokens import Token, tokens
from service.quotes import Quote

Form = Literal[
    "no citation", "invented citation", "false quotation", "markup", "instructions", "first person", "no statement",
    "too long", "cut off", "repeated", "similarity",
]  # fmt: skip
Reason = Form | Fault
REASONS: tuple[Reason, ...] = (*get_args(Form), *get_args(Fault))

# Cosine similarity of a claim and what it cites; measured by `python -m eval.phrasing_pairs`.
LEAST_SIMILARITY = 0.5
LONGEST_ECHO = 6  # words in a row that a sentence may have in common with the instructions, less one
LONGEST_RUN = 60  # characters without a space

_MARKUP = re.compile(r"[*`<>|{}\[\]\\^~#_=@]|//|\bwww\.|\b[\w-]{2,}\.(?:com|org|net|int|info|io|eu|[a-z]{2})\b")
_QUOTED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"|«([^«»]*)»|„([^„“”]*)[“”]|(?<!\w)['‘]([^'‘’]+)['’](?!\w)")
_QUOTE_MARK = re.compile(r"[“”\"«»„]")
_FIRST_PERSON = re.compile(r"\b(?:I|me|my|[Ww]e|us|[Oo]ur|[Yy]ou|[Yy]our)\b|\bI['’]")
# A statement begins with a capital or a figure, and not with a verb: "Should legislate" has lost who should.
_BEGINS = re.compile(
    r"[\W_]*(?!(?:should|must|may|might|can|could|will|would|shall|was|were|is|are|has|have|had|be|been|do|does|did)\b)"
    r"[A-ZÀ-ÖØ-Þ\d]",
    re.IGNORECASE,
)
_LOWER = re.compile(r"[\W_]*[a-zß-öø-ÿ]")
_OF_ITSELF = re.compile(
    r"\b(?:language model|AI (?:model|assistant)|system prompt|prompt|(?:these|previous|above|my) instructions?|"
    r"the (?:numbered |above |following |cited |given |provided )quotes?|quotes? (?:above|below|given|provided))\b",
    re.IGNORECASE,
)


class Embedding(Protocol):
    """The part of an encoder that is needed here."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One unit vector for each text."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The quotes a model was given, by number, ready to be compared with; `instructions` is what else it was told."""

    texts: Mapping[int, str]
    instructions: str
    encoder: Embedding

    @classmethod
    def of(cls, quotes: Sequence[Quote], instructions: str, encoder: Embedding) -> Evidence:
        """The evidence that `quotes` are."""
        return cls({quote.n: " ".join(quote.text.split()) for quote in quotes}, instructions, encoder)


def fault(sentence: str, evidence: Evidence) -> Reason | None:
    """Why a sentence must not be shown, or None when it may be: its form is plain, it cites quotes that exist, and each
    of its claims is supported by those it cites. Takes some milliseconds, for the encoder."""
    return _formal_fault(sentence, evidence) or next(
        (found for claim in claims(sentence) if (found := _claim_fault(claim, evidence))), None
    )


def subject(sentence: str) -> frozenset[str | int]:
    """What a sentence says of what, for telling repetitions: the same for two of the same words and citations."""
    words = {token.key for token in tokens(CITATION.sub(" ", sentence)) if token.is_content}
    return frozenset(words | {number for claim in claims(sentence) for number in claim.citations})


def _formal_fault(sentence: str, evidence: Evidence) -> Reason | None:
    bare = CITATION.sub(" ", sentence)
    cited = {number for claim in claims(sentence) for number in claim.citations}
    faults: tuple[tuple[Reason, bool], ...] = (
        ("cut off", bare.endswith(CUT_OFF)),
        ("too long", len(sentence) >= LONGEST_SENTENCE),
        ("markup", _is_marked_up(bare)),
        ("instructions", bool(_OF_ITSELF.search(bare)) or _echoes(bare, evidence.instructions)),
        ("first person", bool(_FIRST_PERSON.search(bare))),
        ("no citation", not cited),
        ("invented citation", not cited <= evidence.texts.keys()),
        ("no statement", not _BEGINS.match(bare) or bool(_LOWER.match(bare))),
        ("no statement", bare.rstrip(" \"'”’)").endswith(("?", ":", "...", ","))),
    )
    return next((reason for reason, found in faults if found), None)


def _claim_fault(claim: Claim, evidence: Evidence) -> Reason | None:
    cited = [evidence.texts[number] for number in claim.citations]
    if not _quotes_truly(claim.text, cited):
        return "false quotation"
    found = unsupported(_tokens(claim.text), [tokens(text) for text in cited])
    if found:
        return found
    vectors = evidence.encoder.encode([claim.text, " ".join(cited)])
    return "similarity" if float(vectors[0] @ vectors[1]) < LEAST_SIMILARITY else None


def _tokens(claim: str) -> tuple[Token, ...]:
    return tokens(claim.lstrip(" ,;:–—-"))


def _is_marked_up(bare: str) -> bool:
    odd = any(unicodedata.category(character) in {"Cc", "Cf", "Co", "Cn", "Cs"} for character in bare)
    return odd or bool(_MARKUP.search(bare)) or max(map(len, bare.split()), default=0) > LONGEST_RUN


def _echoes(bare: str, instructions: str) -> bool:
    words = [token.key for token in tokens(bare)]
    told = [token.key for token in tokens(instructions)]
    runs = {tuple(told[i : i + LONGEST_ECHO]) for i in range(len(told) - LONGEST_ECHO + 1)}
    return any(tuple(words[i : i + LONGEST_ECHO]) in runs for i in range(len(words) - LONGEST_ECHO + 1))


def _quotes_truly(text: str, cited: Sequence[str]) -> bool:
    """Whether all that stands between quotation marks is in one of the cited quotes, word for word."""
    for match in _QUOTED.finditer(text):
        inner = next(group for group in match.groups() if group is not None).strip(" ,.;:")
        if not any(_holds(quote, inner) for quote in cited):
            return False
    return not _QUOTE_MARK.search(_QUOTED.sub(" ", text))


def _holds(quote: str, words: str) -> bool:
    return bool(words) and re.search(rf"(?<!\w){re.escape(words)}(?!\w)", quote) is not None
