"""What else people call a country: by its capital ("Beijing"), by its people ("Yemeni"), by its short or full name.

The names come from the package countryinfo.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from countryinfo import all_countries

# Codes ("IR") mean other things too, and names in other writing are not typed in English questions.
SHORTEST = 4
# Without its accent, as it is searched for, it is a word of these reports: "male victims".
ALSO_A_WORD = {"Malé"}


@cache
def country_names() -> Mapping[str, tuple[str, ...]]:
    """For each name of a country, capital or people the other names that a text may have for it. A capital stands for
    its country and a people, and never the other way round: most that is said of a country is not of its capital."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for country in all_countries():
        known = country.info()
        names = [name for name in _written(known["name"], *known.get("altSpellings", ())) if _is_plain(name)]
        people = [known["demonym"]] if known.get("demonym") else []
        capital = known.get("capital") or ()
        capitals = [capital] if isinstance(capital, str) else capital
        for typed in (*names, *people, *(one.removesuffix(" D.C.") for one in capitals)):
            if len(typed) >= SHORTEST and typed not in ALSO_A_WORD:
                found[typed].update(dict.fromkeys(other for other in (*names, *people) if other != typed))
    return {typed: tuple(others) for typed, others in found.items() if others}


def _written(*names: str) -> Iterator[str]:
    """The names, also as the UN writes them: "Iran, Islamic Republic of" as "Iran (Islamic Republic of)"."""
    for name in names:
        yield name
        head, _, tail = name.partition(", ")
        if tail:
            yield f"{tail} {head}"


def _is_plain(name: str) -> bool:
    return len(name) >= SHORTEST and not name.isupper() and all(ord(character) < 0x250 for character in name)
