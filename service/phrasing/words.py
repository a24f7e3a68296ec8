"""The closed lists behind the checks of phrased sentences: words that change what is said, and words that do not.

A model may join quotes with words of its own, but only with words that leave the meaning alone. Every word that can
turn a sentence round (negations, modal verbs, quantities, causes) has to stand in the quote, and may not be lost from
it.
"""

from __future__ import annotations

from index.lexical.keyword_index import stem


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in text.split())


# Grammar only; they are not compared at all.
SMALL = _words(
    """a about also am among an and are as at be been being between both during for from had has have having he her
    here him his i in including into is it its itself of on our per she such that the their them themselves there these
    they this those through throughout to toward towards upon via was we were what when where which while who whom whose
    with within you your did do does done"""
)
# Of these, the ones that say how the words beside them belong together.
LINKING = _words(
    "about among as at between during for from in into of on throughout through to toward towards upon via with within"
)
# Only joined to what comes after they are a passive, so that who did it and to whom it was done are not exchanged.
BEING = _words("am are be been being is was were")
# Verbs of a statement that do not end in -ed.
FINITE = BEING | _words(
    "can could did do does had has have may might must shall should will would says notes adds holds speaks"
)
PAST = _words(
    """became began brought built came chose drew fell felt found gave grew heard held kept knew led left lost made met
    paid put read rose said saw sent set shook showed spent spoke stood taught thought told took understood went won
    wrote"""
)
# Right before one of these stands no noun of the same phrase, but a verb,
ARTICLES = _words("a an any each every her his its our some the their these this those")
# unless it is a preposition, or tells when: "Last year the women and girls".
PREPOSITIONS = _words(
    """above across after against along alongside amid around before behind below beneath beside besides beyond by
    concerning despite except excluding following including inside like near off onto opposite out outside over past
    per regarding since than under unlike until versus without worldwide"""
)
TIMES = _words("afternoon century day days decade hour month months morning time today week weeks year years yesterday")
# Plurals that stand before a noun: "human rights law".
DESCRIBING = _words("arms customs drugs economics firearms goods narcotics news rights sales sports states weapons")
# They stand for something said before, which must not be left out before them.
POINTING = _words("he him it she them these they this")
# Whose deed or loss it was; they are not exchanged.
GENDERED = _words("he her him his she")
# Grammar that carries meaning: who did it, what came first, why, how certain, how many. A quote must have it too.
TURNING = _words(
    """above after against all although any because before below but by can could despite due each either every few if
    may might more must or over same several shall should since so some than therefore though thus under unless until up
    whether will would"""
)
# What a sentence about quotes may say although no quote does.
NEUTRAL = _words(
    """according added addition additionally concerned concerning concerns described discussed discussion discussions
    explained further furthermore included includes issue issues matter matters mentioned mentions moreover noted notes
    overall regarding related relating report reported reports said say saying says spoke stated summary topic topics"""
)
# What comes after these is denied; "failed to adopt" and "did not adopt" are one.
NEGATING = _stems(
    """not no non never without cannot nor neither none nobody nothing nowhere hardly barely scarcely seldom rarely
    unable fail failed failure lack lacked lacking refuse refused refusal decline declined reject rejected rejection
    deny denied absence absent impossible insufficient insufficiently far"""
)
# What comes after these is told of them alone, or of no more than them.
LIMITING = _stems("few fewer less little only solely merely myth misconception if unless whether between")
TO_BE = "to be"  # the key of "be" after "to": "were to be sent" is not "were sent"
# These may not be lost before the words they govern, or a demand becomes a fact, a few become all, a ban a wish.
GOVERNING = _stems(
    """must should shall may might could can would will need needed ought if unless whether until
    only solely merely almost nearly partly some few several many most half every all any
    prevent preventing prevention prohibit prohibited ban banned avoid stop end ending oppose opposed opposition against
    abolish eliminate eradicate reduce reduced reduction decrease decreased decline fall fell less fewer
    alleged allegedly appear appeared seem seemed little claimed perceived false possible possibly potential potentially
    perhaps risk risks criticise criticised criticize criticized condemn condemned doubt
    plan planned draft expected intend intended aim attempt attempted suspected
    warn warned fear feared worry worried concern threat threaten threatened unlikely doubtful disagree disagreed
    myth misconception invite invited undertake undertook refrain refrained promise promised"""
) | {TO_BE}
# A demand may be told as one: where a quote says "should", these say the same.
DEMANDING = _stems(
    """must should shall need needed ought recommend recommended recommendation urge urged ask asked propose proposed
    proposal suggest suggested request requested want wanted wish wished hope hoped encourage encouraged demand demanded
    call called"""
)
# What is said under them is not said without them.
CONDITIONS = _words("if unless except excepting excluding exception")
# They govern a number that comes right after.
APPROXIMATE = _words(
    "about above below around over under up least most approximately nearly almost roughly some more less fewer"
)
BREAKS = _words("and but while whereas although though")
# The end of a claim that only tells who is to be quoted; what they said may not come from elsewhere.
SAYING = _words(
    "said says stated noted observed stressed added explained reported warned argued claimed held recalled asked that"
)
# They begin a clause of their own inside a sentence.
RELATING = _words("that which who whom whose what where when as")
MONTHS = _words(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday"
)
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
TENS = _words(_TENS)
DIGITS = _words(" ".join([*_UNITS.split()[1:10], *_ORDINALS.split()[:9]]))
# The key of a number's token: digits for a cardinal, digits and "th" for an ordinal.
NUMBER_WORDS = (
    {word: str(i) for i, word in enumerate(_UNITS.split())}
    | {word: str(10 * i) for i, word in enumerate(_TENS.split(), 2)}
    | {word: f"{i}th" for i, word in enumerate(_ORDINALS.split(), 1)}
    | {word: word for word in ("hundred", "thousand", "million", "billion", "half", "quarter", "once", "twice")}
    | {"dozen": "12"}
)
