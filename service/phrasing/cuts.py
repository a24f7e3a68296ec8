"""Whether a claim can have come about by leaving whole phrases and clauses out of its quotes.

The claim's content words are laid along those of the quotes, and each step has to be honest: neighbours are joined by
the same grammar here and there ("asked by the chair" is not "asked the chair"), and what is left out is whole parts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from service.phrasing.tokens import Token, has_present, has_verb, is_verb
from service.phrasing.words import (
    BEING,
    BREAKS,
    DEMANDING,
    GENDERED,
    GOVERNING,
    LIMITING,
    LINKING,
    NEGATING,
    POINTING,
    RELATING,
    SAYING,
)

Text = Sequence[Token]


@dataclass(frozen=True, slots=True)
class TokenPlace:
    """Where a content word stands in a text; `n` is its number among all content words of the quotes."""

    text: Text
    i: int
    n: int = 0

    @property
    def token(self) -> Token:
        """The word itself."""
        return self.text[self.i]


def cut_between_phrases(claim: Text, quotes: Sequence[Text]) -> bool:
    """Whether the claim can be cut out of the quotes, taken either way: "draft resolutions" does not become
    "resolutions", nor what one clause says of its subject what another does."""
    return any(_can_be_cut(claim, order) for order in (quotes, quotes[::-1]))


def _can_be_cut(claim: Text, quotes: Sequence[Text]) -> bool:
    content = [TokenPlace(claim, i) for i, token in enumerate(claim) if token.is_content]
    found = [(quote, i) for quote in quotes for i, token in enumerate(quote) if token.is_content]
    places = [TokenPlace(quote, i, n) for n, (quote, i) in enumerate(found)]
    reached = [place for place in places if _may_begin(content[0], place)]
    for a, b in pairwise(content):
        here = [place for place in places if _is_same(place.token, b.token)]
        reached = [two for two in here if any(_may_follow(a, b, places[one.n : two.n + 1]) for one in reached)]
    return any(_may_end(place) for place in reached)


def _is_same(there: Token, here: Token) -> bool:
    """Whether a word of a quote is the claim's; "abused" is not "abusing", for of one stem they tell who did it."""
    return there.key == here.key and {token.raw.lower()[-2:] for token in (there, here)} != {"ed", "ng"}


def _may_begin(first: TokenPlace, place: TokenPlace) -> bool:
    """Whether a claim may begin at a word of a quote: where a part begins, or behind the phrase that opens one ("At the
    start a declaration was adopted"), and not behind a word that makes it hang on what is before."""
    text, i = place.text, place.i
    if not _is_same(text[i], first.token) or not _begins_phrase(text, i):
        return False
    if not set(_lead(text, i)) <= set(_lead(first.text, first.i)):
        return False
    before = any(token.is_content for token in text[:i])
    if not before:
        return True
    if any(token.raw.lower() in POINTING for token in first.text):  # they point to what was left out
        return False
    opening = _opening(text, i)
    opened = not any(token.is_content for token in text[opening:i]) or text[opening].raw.lower() in LINKING
    return opened and not _is_second_half(text, opening) and not _is_wished_or_denied(text, opening)


def _may_end(place: TokenPlace) -> bool:
    """Whether a claim may end at a word of a quote: with a phrase, and no share without all that it is a share of."""
    text, i = place.text, place.i
    if not _ends_phrase(text, i):
        return False
    after = text[i + 1 : i + 2]
    if place.token.kind == "number" or place.token.key == "%":
        more = any(token.is_content and token.part == place.token.part for token in text[i + 1 :])
        return not (more and after[0].raw == "of")
    share = any(token.key == "%" and token.clause == place.token.clause for token in text[:i])
    return not (share and any(token.raw in ("and", "or") for token in after) and not has_verb(text[i + 2 : i + 3]))


def _is_second_half(text: Text, opening: int) -> bool:
    """Whether the part that begins at `opening` is the end of a list or of a range ("no funds and training", "between 2
    and 5"), and no statement beside another: what stands before the "and" has no verb of its own."""
    if not opening or text[opening - 1].section != text[opening].section or text[opening].raw.lower() in RELATING:
        return False
    last = opening - 1
    if text[last].raw.lower() not in BREAKS:
        return text[last].kind == text[opening].kind == "number"  # "2–5"
    start = last
    while start and text[start - 1].section == text[last].section and not _begins_statement(text, start - 1):
        start -= 1
    ranges = any(token.raw.lower() == "between" and token.clause == text[last].clause for token in text[start:last])
    return ranges or not (has_verb(text[start:last]) or _are_two(text, start, opening))


def _are_two(text: Text, start: int, opening: int) -> bool:
    """Whether there is a statement in the present tense from `start` and another from `opening`, and nothing in the
    first or ahead of it denies, limits or wishes what may go on in the second."""
    first, second = text[start:opening], [token for token in text[opening:] if token.part == text[opening].part]
    ahead = [token for token in text[:start] if token.section == text[start].section]
    turned = any(token.key in NEGATING | LIMITING for token in first) or _wishes_or_denies(ahead)
    return has_present(first) and (has_verb(second) or has_present(second)) and not turned


def _begins_statement(text: Text, i: int) -> bool:
    """Whether a word leads over to a statement of its own: "that", "whether", and an "and" behind a comma."""
    word = text[i].raw.lower()
    joins = word in BREAKS and i > 0 and text[i - 1].clause < text[i].clause
    return joins or word in RELATING - {"as"} or word in ("whether", "if")


def _is_wished_or_denied(text: Text, opening: int) -> bool:
    """Whether the part that begins at `opening` is a "that" of something wished, feared or denied; "and that" goes on
    with the "that" before it."""
    if text[opening].raw.lower() != "that":
        return False
    section = [(j, token) for j, token in enumerate(text[: opening + 1]) if token.section == text[opening].section]
    thats = [j for j, token in section if token.raw.lower() == "that"]
    return any(_wishes_or_denies([token for token in text[:j] if token.clause == text[j].clause]) for j in thats)


def _wishes_or_denies(ahead: Text) -> bool:
    """Whether what stands before a "that" in its clause makes it no statement of a fact."""
    near = {token.key for token in ahead[-2:]} & (GOVERNING | DEMANDING | {"so"})
    return bool(near) or any(token.key in NEGATING for token in ahead)


def _may_follow(a: TokenPlace, b: TokenPlace, way: Sequence[TokenPlace]) -> bool:
    """Whether the quotes bear out that in the claim `b` follows `a`. `way` is their content words from the one that is
    taken for `a` to the one for `b`."""
    if len(way) < 2:
        return False
    one, two = way[0], way[-1]
    breaks = a.token.clause != b.token.clause
    if one.text is not two.text:
        # Of two quotes each is a statement by itself: a list or a name does not begin in one and end in the other.
        return len(way) == 2 and breaks and has_verb(a.text[: b.i]) and has_verb(b.text[b.i :])
    if one.token.section != two.token.section and not (breaks and _closes(one) and _opens(two)):
        return False
    here = _joint(a.text, a.i + 1, b.i)
    if len(way) == 2:
        # "China, and Norway" may be the end of one clause and the beginning of another.
        apart = two.token.clause - one.token.clause
        return here in _joints(one, two) and (not breaks or apart == b.token.clause - a.token.clause)
    whole = _breaks(one, way[1]) and way[-2].token.part != two.token.part
    said = {token.raw.lower() for token in a.text[a.i : b.i]}
    # "that" may go, but not with the verb before it.
    heard = bool(said & SAYING) or two.text[_opening(two.text, two.i)].raw != "that"
    return whole and heard and here == _lead(two.text, two.i)


def _joints(one: TokenPlace, two: TokenPlace) -> set[tuple[str, ...]]:
    """The ways in which two neighbours in a quote may be joined in a claim: as they are, and so that the second is told
    of the first where a clause of its own says that."""
    there = _joint(one.text, one.i + 1, two.i)
    found = {there}
    who = there[:1] in (("who",), ("which",))
    if who and _breaks(one, two):  # "the hearing, which was virtual": "The hearing was virtual"
        found.add(there[1:])
    if who and there[1:2] == ("is",) and there[2:]:  # "children who are below that age": "children below that age"
        found.add(there[2:])
    after = two.text[two.i + 1 : two.i + 2]
    if two.i == one.i + 1 and _breaks(one, two) and is_verb(two.token):
        # "the meeting, held in Vienna": "The meeting was held in Vienna"
        found |= {("is",) for token in after if token.raw.lower() in LINKING or token.raw == "by"}
    return found


def _joint(text: Text, start: int, end: int) -> tuple[str, ...]:
    """The grammar in a stretch of text that says how the words on both sides of it belong together."""
    words = [_grammar(token) for token in text[start:end]]
    return tuple(word for word, _ in groupby(word for word in words if word))


def _grammar(token: Token) -> str:
    """What a word says of how its neighbours belong together; empty when nothing."""
    word = token.raw.lower()
    if word in BEING:
        return word if word in ("be", "being") else "is"  # what should "be", or is "being", done is not done yet
    if word == "that" or word in BREAKS:
        return ""
    turning = token.kind == "turning" and token.key not in NEGATING
    return word if turning or word in LINKING or word in RELATING or word in GENDERED else ""


def _lead(text: Text, i: int) -> tuple[str, ...]:
    """The grammar of its own part that stands right before a word."""
    start = i
    while start and not text[start - 1].is_content and text[start - 1].part == text[i].part:
        start -= 1
    return _joint(text, start, i)


def _opening(text: Text, i: int) -> int:
    return next(j for j, token in enumerate(text) if token.part == text[i].part)


def _breaks(one: TokenPlace, two: TokenPlace) -> bool:
    return one.token.clause != two.token.clause


def _closes(place: TokenPlace) -> bool:
    return not any(t.is_content and t.section == place.token.section for t in place.text[place.i + 1 :])


def _opens(place: TokenPlace) -> bool:
    return not any(t.is_content and t.section == place.token.section for t in place.text[: place.i])


def _begins_phrase(text: Text, i: int) -> bool:
    return i == 0 or not text[i - 1].is_content or text[i - 1].part != text[i].part


def _ends_phrase(text: Text, i: int) -> bool:
    return i == len(text) - 1 or not text[i + 1].is_content or text[i + 1].part != text[i].part
