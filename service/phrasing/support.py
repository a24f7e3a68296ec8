"""Whether a claim is supported by the quotes it cites, decided word by word.

The rule is that of a careful editor: a claim may leave out and join, but every figure, name and content word stands in
the quotes, in their order, beside the words it stands beside there, and nothing that turns the meaning is added or
lost. Where that cannot be seen, the claim counts as unsupported: to lose a good sentence costs less than to show a bad
one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from service.phrasing.cuts import cut_between_phrases
from service.phrasing.tokens import Token, has_present, has_verb
from service.phrasing.words import (
    APPROXIMATE,
    BREAKS,
    CONDITIONS,
    DEMANDING,
    GENDERED,
    GOVERNING,
    LINKING,
    NEGATING,
    RELATING,
)

Fault = Literal["number", "name", "wording", "negation", "meaning", "order", "cut", "unsupported citation"]
Text = Sequence[Token]

LEAST_WORDS = 3  # content words that a claim must have from its quotes
LEAST_SHARE = 0.6  # of a claim's words, those from its quotes; the rest may be neutral words
LEAST_OF_EACH = 0.25  # of a claim's content words, those that each of several cited quotes must have
LEAST_OF_SPARE = 0.7  # and that one must have which the claim would be supported without
DENIED = 4  # content words after a negation that it denies
GOVERNED = 2  # content words after "must", "some", "prevent" that these govern


def unsupported(claim: Text, quotes: Sequence[Text]) -> Fault | None:
    """Why `claim` is not supported by `quotes`, all that it cites together; None when it is."""
    return _unfounded(claim, quotes) or (None if _every_quote_used(claim, quotes) else "unsupported citation")


def _unfounded(claim: Text, quotes: Sequence[Text]) -> Fault | None:
    """The same, whether or not each quote has its part in it."""
    checks: tuple[tuple[Fault, Callable[[Text, Sequence[Text]], bool]], ...] = (
        ("number", _figures_known),
        ("name", _names_known),
        ("meaning", _turns_known),
        ("wording", _words_known),
        ("negation", _denies_the_same),
        ("meaning", _governed_alike),
        ("meaning", _conditions_kept),
        ("order", _in_order),
        ("cut", cut_between_phrases),
    )
    return next((fault for fault, holds in checks if not holds(claim, quotes)), None)


def _keys(texts: Iterable[Text]) -> set[str]:
    return {token.key for text in texts for token in text}


def _figures_known(claim: Text, quotes: Sequence[Text]) -> bool:
    known = {(token.kind, token.key) for quote in quotes for token in quote}
    return all((token.kind, token.key) in known for token in claim if token.kind in ("number", "date"))


def _names_known(claim: Text, quotes: Sequence[Text]) -> bool:
    printed = {token.raw for quote in quotes for token in quote}
    folded = {raw.casefold().removesuffix("s") for raw in printed}
    known = _keys(quotes)
    for token in claim:
        loud = len(token.raw) > 1 and token.raw.isupper()
        if token.kind == "name" and (token.raw not in printed if loud else _folded(token) not in folded):
            return False
        if token.may_be_name and token.key not in known:
            return False
    return True


def _folded(token: Token) -> str:
    return token.raw.casefold().removesuffix("s")


def _turns_known(claim: Text, quotes: Sequence[Text]) -> bool:
    known = _keys(quotes)
    return all(t.key in known for t in claim if t.kind == "turning" and t.key not in NEGATING)


def _words_known(claim: Text, quotes: Sequence[Text]) -> bool:
    known = _keys(quotes)
    content = [token.key for token in claim if token.is_content]
    neutral = sum(token.kind == "neutral" and token.key not in known for token in claim)
    enough = len(set(content)) >= LEAST_WORDS and len(content) >= LEAST_SHARE * (len(content) + neutral)
    return enough and known.issuperset(content)


def _denies_the_same(claim: Text, quotes: Sequence[Text]) -> bool:
    """Whether what the claim denies is denied in the quotes, what they deny of its words is denied in it, and it does
    so as often: a second "not" would turn the first one round."""
    here = list(_scopes(claim, NEGATING, DENIED))
    there = [scope for quote in quotes for scope in _scopes(quote, NEGATING, DENIED)]
    said, known, denied_here, denied_there = _keys([claim]), _keys(quotes), _union(here), _union(there)
    added = any(not scope & denied_there or (scope & known) - denied_there for scope in here)
    met = [scope for scope in there if scope & said]
    lost = any(not scope & denied_here for scope in met)
    return not added and not lost and len(met) <= len(here) <= len(there)


def _governed_alike(claim: Text, quotes: Sequence[Text]) -> bool:
    """Whether what "should", "some" or "over" governs in a quote is governed by the same in the claim."""
    said = _keys([claim])
    held = [(token.key, _governed(claim, i)) for i, token in enumerate(claim)]
    for quote in quotes:
        for i, token in enumerate(quote):
            met = _governed(quote, i) & said
            same = DEMANDING if token.key in DEMANDING else {token.key}
            if met and not any(key in same and governed & met for key, governed in held):
                return False
    return True


def _conditions_kept(claim: Text, quotes: Sequence[Text]) -> bool:
    """Whether an "if", "unless" or "except" of the statement that the claim comes from is in it too."""
    said = {token.key for token in claim if token.is_content}
    raw = {token.raw.lower() for token in claim}
    for quote in quotes:
        for token in quote:
            statement = {other.key for other in quote if other.section == token.section}
            word = token.raw.lower()
            if word in CONDITIONS and word not in raw and len(said & statement) >= LEAST_WORDS:
                return False
    return True


def _union(scopes: Iterable[set[str]]) -> set[str]:
    return {key for scope in scopes for key in scope}


def _governed(text: Text, i: int) -> set[str]:
    """What the token at `i` governs, if it is of those that govern."""
    if text[i].raw.lower() in APPROXIMATE:
        figures = {token.key for token in text[i + 1 : i + 3] if token.kind == "number"}
        if figures:
            return figures
    return _scope(text, i, GOVERNED) if text[i].key in GOVERNING | DEMANDING else set()


def _scopes(text: Text, words: frozenset[str], reach: int) -> Iterator[set[str]]:
    return (_scope(text, i, reach) for i, token in enumerate(text) if token.key in words)


def _scope(text: Text, i: int, reach: int) -> set[str]:
    """The content words after `i` in its clause, and those after each "that" there; where there are none, those before:
    "the proposal was rejected"."""
    clause = [j for j, token in enumerate(text) if token.clause == text[i].clause]
    thats = [j for j in clause if j > i and text[j].raw == "that"]
    begun = ((i, clause[0]), *((j, j) for j in thats))
    after = {key for j, start in begun for key in _content_words(text[j + 1 : _end(text, j, start)])[:reach]}
    if not after and thats:  # "warned that, at that speed, ..."
        after = set(_content_words(text[thats[-1] + 1 :])[:reach])
    return after or set(_content_words(text[k] for k in clause if k < i)[-2:])


def _end(text: Text, i: int, start: int) -> int:
    """Where the clause of the word at `i` ends, which begins at `start`. An "and" or a comma before its verb ends none,
    for it stands in a list: "no funds, training and courts were given"."""
    for j in range(i + 1, len(text)):
        if text[j].clause == text[j - 1].clause:
            continue
        if text[j].section != text[i].section or text[j].raw in RELATING or has_verb(text[start : j + 1]):
            return j
        if text[j - 1].raw in BREAKS and has_present(text[start : j - 1]):
            return j
    return len(text)


def _content_words(text: Iterable[Token]) -> list[str]:
    return [token.key for token in text if token.kind in ("word", "name")]


def _in_order(claim: Text, quotes: Sequence[Text]) -> bool:
    """Whether the claim's content words, and the grammar that says how they belong together, stand in the quotes in the
    claim's order, the quotes taken either way."""
    content = [
        token.key
        for token in claim
        if token.is_content
        or token.raw.lower() in LINKING | GENDERED
        or (token.kind == "turning" and token.key not in NEGATING)
    ]
    return any(
        _is_within(content, [token.key for quote in order for token in quote]) for order in (quotes, quotes[::-1])
    )


def _is_within(short: Sequence[str], long: Iterable[str]) -> bool:
    """Whether `short` is a subsequence of `long`."""
    rest = iter(long)
    return all(key in rest for key in short)


def _every_quote_used(claim: Text, quotes: Sequence[Text]) -> bool:
    """Whether each quote has its part in the claim: enough of its words, and most where the others do without it."""
    content = {token.key for token in claim if token.is_content}
    for i, quote in enumerate(quotes):
        shared = len(content & _keys([quote]))
        if shared < max(2.0, LEAST_OF_EACH * len(content)):
            return False
        others = [*quotes[:i], *quotes[i + 1 :]]
        if others and shared < LEAST_OF_SPARE * len(content) and _unfounded(claim, others) is None:
            return False
    return True
