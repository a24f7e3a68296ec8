"""Whether a claim is supported by the quotes it cites, decided word by word.

The rule is that of a careful editor: a claim may leave out and join, but every figure, name and telling word stands in
the quotes, in their order, beside the words it stands beside there, and nothing that turns the meaning is added or
lost. Where that cannot be seen, the claim counts as unsupported: to lose a good sentence costs less than to show a bad
one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from service.phrasing_tokens import Token
from service.phrasing_words import APPROXIMATE, DEMANDING, GOVERNING, LINKING, NEGATING, POINTING

Fault = Literal["number", "name", "wording", "negation", "meaning", "order", "cut", "unsupported citation"]
Text = Sequence[Token]

LEAST_WORDS = 3  # telling words that a claim must have from its quotes
LEAST_SHARE = 0.6  # of a claim's words, those from its quotes; the rest may be neutral words
LEAST_OF_EACH = 0.25  # of a claim's telling words, those that each of several cited quotes must have
DENIED = 4  # telling words after a negation that it denies
GOVERNED = 2  # telling words after "must", "some", "prevent" that these govern


def unsupported(claim: Text, quotes: Sequence[Text]) -> Fault | None:
    """Why `claim` is not supported by `quotes`, all that it cites together; None when it is."""
    checks: tuple[tuple[Fault, Callable[[Text, Sequence[Text]], bool]], ...] = (
        ("number", _figures_known),
        ("name", _names_known),
        ("meaning", _turns_known),
        ("wording", _words_known),
        ("negation", _denies_the_same),
        ("meaning", _governed_alike),
        ("order", _in_order),
        ("cut", _cut_between_phrases),
        ("unsupported citation", _every_quote_used),
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
    telling = [token.key for token in claim if token.is_content]
    neutral = sum(token.kind == "neutral" and token.key not in known for token in claim)
    enough = len(set(telling)) >= LEAST_WORDS and len(telling) >= LEAST_SHARE * (len(telling) + neutral)
    return enough and known.issuperset(telling)


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
    """The telling words after `i` in its clause; where there are none, those before: "the proposal was rejected"."""
    clause = [
        (j, token.key)
        for j, token in enumerate(text)
        if token.clause == text[i].clause and token.kind in ("word", "name")
    ]
    after = [key for j, key in clause if j > i][:reach]
    return set(after or [key for j, key in clause if j < i][-2:])


def _in_order(claim: Text, quotes: Sequence[Text]) -> bool:
    """Whether the claim's telling words, and the grammar that says how they belong together, stand in the quotes in the
    claim's order, the quotes taken either way."""
    telling = [
        token.key
        for token in claim
        if token.is_content or token.raw.lower() in LINKING or (token.kind == "turning" and token.key not in NEGATING)
    ]
    return any(
        _is_within(telling, [token.key for quote in order for token in quote]) for order in (quotes, quotes[::-1])
    )


def _is_within(short: Sequence[str], long: Iterable[str]) -> bool:
    """Whether `short` is a subsequence of `long`."""
    rest = iter(long)
    return all(key in rest for key in short)


def _cut_between_phrases(claim: Text, quotes: Sequence[Text]) -> bool:
    """Whether the claim can have come about by leaving whole phrases and clauses out of the quotes: "draft resolutions"
    does not become "resolutions", nor what one clause says of its subject what another does."""
    telling = [token.key for token in claim if token.is_content]
    points = any(token.raw.lower() in POINTING for token in claim)
    return any(_can_be_cut(telling, order, whole=points) for order in (quotes, quotes[::-1]))


def _can_be_cut(telling: Sequence[str], quotes: Sequence[Text], *, whole: bool) -> bool:
    """`whole`: nothing may be left out in front."""
    places = [(quote, i) for quote in quotes for i, token in enumerate(quote) if token.is_content]
    begins = {n for n, (quote, i) in enumerate(places) if _begins_phrase(quote, i)}
    if whole:
        begins = {n for n in begins if n == 0 or places[n - 1][0] is not places[n][0]}
    reached = [n for n in sorted(begins) if places[n][0][places[n][1]].key == telling[0]]
    for key in telling[1:]:
        here = [n for n, (quote, i) in enumerate(places) if quote[i].key == key]
        reached = [n for n in here if any(m < n and _may_join(places, m, n) for m in reached)]
    return any(_ends_phrase(*places[n]) for n in reached)


def _may_join(places: Sequence[tuple[Text, int]], m: int, n: int) -> bool:
    """Whether what stands between two telling words may be left out: nothing, phrases of one part, or whole parts; and
    where one quote goes on after another, nothing of either."""
    (one, i), (other, j) = places[m], places[n]
    if n == m + 1:
        return True
    if one is not other or one[i].part == one[j].part:
        return False
    return one[places[m + 1][1]].part != one[i].part and one[places[n - 1][1]].part != one[j].part


def _begins_phrase(text: Text, i: int) -> bool:
    return i == 0 or not text[i - 1].is_content or text[i - 1].part != text[i].part


def _ends_phrase(text: Text, i: int) -> bool:
    return i == len(text) - 1 or not text[i + 1].is_content or text[i + 1].part != text[i].part


def _every_quote_used(claim: Text, quotes: Sequence[Text]) -> bool:
    telling = {token.key for token in claim if token.is_content}
    least = max(2.0, LEAST_OF_EACH * len(telling))
    return all(len(telling & _keys([quote])) >= least for quote in quotes)
