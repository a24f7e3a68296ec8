"""Short forms and full names in a question: TIP finds "trafficking in persons", and the other way round.

A name in either form becomes one term of the question, a group, which a passage has when it has all words of one of the
forms. Adding the other form's words to the question instead would let a long name outweigh everything else in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from index.lexical.glossary import Glossary
from index.lexical.keyword_index import Word
from index.lexical.stopwords import STOP_WORDS, is_stopword

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameForms:
    """A name in the question at [start, end). Each of `forms` is the stems of one way to write it, the one typed first;
    a passage has the group when it has every stem of one form."""

    start: int
    end: int
    forms: tuple[Stems, ...]

    def found_in(self, stems: Collection[str]) -> frozenset[str]:
        """The stems of the forms that are whole among `stems`, those of a passage: what to mark in it."""
        return frozenset(stem for form in self.forms if all(stem in stems for stem in form) for stem in form)


class Expansions:
    """The short forms and names of a build, and `also`, what else a name stands for, ready to be looked up. `words`
    takes a text apart as the keyword index does."""

    def __init__(
        self,
        glossary: Glossary,
        words: Callable[[str], Sequence[Word]],
        also: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self._words = words
        self._ordinary = {short.casefold() for short in glossary.ordinary}
        self._names: defaultdict[Stems, dict[Stems, None]] = defaultdict(dict)
        self._shorts: defaultdict[Stems, dict[Stems, None]] = defaultdict(dict)
        for pair in glossary.pairs:
            short = tuple(word.stem for word in words(pair.short))
            name = tuple(word.stem for word in self._content_words(pair.name))
            if short and name and short != name:
                self._names[short][name] = None
                self._shorts[name][short] = None
        self._also: defaultdict[Stems, dict[Stems, None]] = defaultdict(dict)
        for typed, others in (also or {}).items():
            stems = tuple(word.stem for word in self._content_words(typed))
            forms = (tuple(word.stem for word in self._content_words(other)) for other in others)
            self._also[stems] |= {form: None for form in forms if form and form != stems}
        self._longest = max((len(form) for form in (*self._names, *self._shorts, *self._also)), default=0)

    def groups(self, question: str) -> tuple[NameForms, ...]:
        """The names in `question` that can be written in another way, in order; the longest at each place."""
        words = self._words(question)
        content = self._content_words(question)
        found: list[NameForms] = []
        for run, others in ((content, self._shorts), (words, self._names), (content, self._also)):
            at = 0
            while at < len(run):
                group = self._longest_at(question, run[at : at + self._longest], others)
                if group and not any(group.start < other.end and other.start < group.end for other in found):
                    found.append(group)
                    at += len(group.forms[0])
                else:
                    at += 1
        return tuple(sorted(found, key=lambda group: group.start))

    def _longest_at(
        self, question: str, run: Sequence[Word], others: defaultdict[Stems, dict[Stems, None]]
    ) -> NameForms | None:
        for length in range(len(run), 0, -1):
            typed = tuple(word.stem for word in run[:length])
            start, end = run[0].start, run[length - 1].end
            meant = question[start].isupper() if others is self._also else not self._is_a_word(question[start:end])
            if typed in others and (meant or (length > 1 and others is not self._also)):
                return NameForms(start, end, (typed, *others[typed]))
        return None

    def _content_words(self, text: str) -> list[Word]:
        return [word for word in self._words(text) if not is_stopword(text, word.start, word.end)]

    def _is_a_word(self, typed: str) -> bool:
        """Whether a short form was not meant, since without its capitals it is a word like any other."""
        capitals = sum(character.isupper() for character in typed)
        return capitals < 2 and (typed.casefold() in STOP_WORDS or typed.casefold() in self._ordinary)
