"""What a sentence of a language model must satisfy before a reader sees it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap
from typing import Literal, Protocol

from corpus.text.sentences import sentence_spans
from index.types import Vectors
from service.citations.quotes import Quote
from service.phrasing.sentences import CITATION, CUT_OFF, LONGEST_SENTENCE, Claim, claims
from service.phrasing.support import Fault, unsupported
from service.phrasing.tokens import Token, is_verb, tokens
from service.phrasing.words import BREAKS, RELATING, SAYING

Form = Literal[
    "no citation", "invented citation", "false quotation", "markup", "instructions", "first person", "no statement",
    "too long", "cut off", "repeated", "similarity",
]  # fmt: skip
Reason = Form | Fault

# Cosine similarity of a claim and what it cites; measured by `python -m eval.answers.phrasing_pairs`.
LEAST_SIMILARITY = 0.5
LONGEST_ECHO = 6  # words in a row that a sentence may have in common with the instructions, less one
LEAST_QUOTED = 3  # words that a sentence may put into quotation marks of its own
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
_SIGNED = re.compile(r"(?<!\w)[-–—]\d|\d[-–—](?!\w)")
_AROUND = " ,.;:()\"'“”‘’"
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
class QuotedEvidence:
    """The quotes a model was given, by number, ready to be compared with; `instructions` is what else it was told."""

    texts: Mapping[int, str]
    instructions: str
    encoder: Embedding

    @classmethod
    def of(cls, quotes: Sequence[Quote], instructions: str, encoder: Embedding) -> QuotedEvidence:
        """The evidence that `quotes` are."""
        return cls({quote.n: " ".join(quote.text.split()) for quote in quotes}, instructions, encoder)


def fault(sentence: str, evidence: QuotedEvidence) -> Reason | None:
    """Why a sentence must not be shown, or None when it may be: its form is plain, it cites quotes that exist, and each
    of its claims is supported by those it cites. Takes some milliseconds, for the encoder."""
    parts = claims(sentence)
    return (
        _formal_fault(sentence, evidence)
        or next((found for claim in parts if (found := _claim_fault(claim, evidence))), None)
        or (None if all(starmap(_stand_apart, pairwise(parts))) else "cut")
    )


def subject(sentence: str) -> frozenset[str | int]:
    """What a sentence says of what, for telling repetitions: the same for two of the same words and citations."""
    words = {token.key for token in tokens(CITATION.sub(" ", sentence)) if token.is_content}
    return frozenset(words | {number for claim in claims(sentence) for number in claim.citations})


def _formal_fault(sentence: str, evidence: QuotedEvidence) -> Reason | None:
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


def _claim_fault(claim: Claim, evidence: QuotedEvidence) -> Reason | None:
    cited = [evidence.texts[number] for number in claim.citations]
    if not _quotes_truly(claim.text, cited):
        return "false quotation"
    if not _signs_known(claim.text, cited):
        return "markup"
    found = unsupported(_tokens(claim.text), [tokens(_statements(text)) for text in cited])
    if found:
        return found
    vectors = evidence.encoder.encode([claim.text, " ".join(cited)])
    return "similarity" if float(vectors[0] @ vectors[1]) < LEAST_SIMILARITY else None


def _stand_apart(one: Claim, other: Claim) -> bool:
    """Whether two claims of a sentence are a statement each, so that neither is told of the other's subject."""
    ends, begins = _tokens(one.text), _tokens(other.text)
    first = next((token for token in begins if token.raw.lower() not in BREAKS), None)
    ending = bool(ends) and ends[-1].raw.lower() not in SAYING
    return ending and first is not None and first.raw.lower() not in RELATING and not is_verb(first)


def _tokens(claim: str) -> tuple[Token, ...]:
    return tokens(claim.lstrip(" ,;:–—-"))


def _statements(text: str) -> str:
    """A quote without its questions, which state nothing."""
    return " ".join(text[a:b] for a, b in sentence_spans(text) if not text[a:b].rstrip(" \"'”’)»").endswith("?"))


def _signs_known(text: str, cited: Sequence[str]) -> bool:
    """Whether each word with a sign that may alter or judge it ("92+", "≤92", "(?)") is so in a cited quote."""
    signed = (word.strip(_AROUND) for word in text.split() if any(map(_is_sign, word)) or _SIGNED.search(word))
    return all(any(word in quote for quote in cited) for word in signed)


def _is_sign(character: str) -> bool:
    return (
        character in "?!"
        or (character != "$" and unicodedata.category(character)[0] in "SM")
        or (unicodedata.category(character) == "No")
    )


def _is_marked_up(bare: str) -> bool:
    odd = any(unicodedata.category(character) in {"Cc", "Cf", "Co", "Cn", "Cs"} for character in bare)
    return odd or bool(_MARKUP.search(bare)) or max(map(len, bare.split()), default=0) > LONGEST_RUN


def _echoes(bare: str, instructions: str) -> bool:
    words = [token.key for token in tokens(bare)]
    told = [token.key for token in tokens(instructions)]
    runs = {tuple(told[i : i + LONGEST_ECHO]) for i in range(len(told) - LONGEST_ECHO + 1)}
    return any(tuple(words[i : i + LONGEST_ECHO]) in runs for i in range(len(words) - LONGEST_ECHO + 1))


def _quotes_truly(text: str, cited: Sequence[str]) -> bool:
    """Whether all that stands between quotation marks is in one of the cited quotes, word for word; a word or two only
    where the quote has them in marks too, for such marks say that it is not so."""
    for match in _QUOTED.finditer(text):
        inner = next(group for group in match.groups() if group is not None).strip(" ,.;:")
        marked = "" if len(inner.split()) >= LEAST_QUOTED else r"[“”\"«„'‘]"
        if not any(_holds(quote, inner, marked) for quote in cited):
            return False
    return not _QUOTE_MARK.search(_QUOTED.sub(" ", text))


def _holds(quote: str, words: str, before: str) -> bool:
    return bool(words) and re.search(rf"{before}(?<!\w){re.escape(words)}(?!\w)", quote) is not None
