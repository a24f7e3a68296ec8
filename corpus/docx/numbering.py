"""Automatic numbering of Word: from a paragraph's place in a list to the label that a reader sees in front of it.

A `num` is an instance of an `abstractNum`; all instances of one count together, except where an instance says that a
level starts anew. Words in quotation marks below are names of the file format.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.docx.styles import Styles, WordStyle
from corpus.docx.xml import child, switch, value, w, whole
from corpus.flow.pieces import Label
from corpus.structure.labels import label

if TYPE_CHECKING:
    from corpus.docx.xml import Element

LEVELS = 9
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list as it is defined. `restart` is the 1-based level after which it starts anew: 0 is never,
    None any level above. `style` is the paragraph style that is tied to this level."""

    start: int = 0
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str | None = None


@dataclass(frozen=True, slots=True)
class ListInstance:
    """A "num": the "abstractNum" it counts with, its levels, and the values at which it starts levels anew."""

    counts_with: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Counters:
    """The counts of all lists at one point of the document. Call `next_label` once for every paragraph, in order."""

    lists: dict[str, ListInstance]
    styles: Styles
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    def next_label(self, properties: Element | None, lineage: tuple[WordStyle, ...]) -> Label | None:
        """Count a paragraph; its label, or None where it is in no list."""
        place = self._place(properties, lineage)
        if place is None:
            return None
        list_id, depth = place
        instance = self.lists[list_id]
        counts = self._counts.setdefault(instance.counts_with, [None] * LEVELS)
        self._count(list_id, instance, depth, counts)
        return _label(instance, depth, counts)

    def _place(self, properties: Element | None, lineage: tuple[WordStyle, ...]) -> tuple[str, int] | None:
        """Which list, and which level of it: the paragraph's own word first, then its style's."""
        own = child(properties, "numPr")
        list_id, depth = value(own, "numId"), whole(own, "ilvl")
        if list_id is None:
            list_id = next((style.list_id for style in lineage if style.list_id is not None), None)
            if depth is None and list_id in self.lists:
                depth = self._depth_of_style(self.lists[list_id], lineage)
        if list_id not in self.lists or list_id is None:
            return None
        return list_id, min(max(depth or 0, 0), LEVELS - 1)

    @staticmethod
    def _depth_of_style(instance: ListInstance, lineage: tuple[WordStyle, ...]) -> int | None:
        for style in lineage:
            tied = next((depth for depth, level in instance.levels.items() if level.style == style.id), None)
            if tied is not None:
                return tied
            if style.list_level is not None:
                return style.list_level
        return None

    def _count(self, list_id: str, instance: ListInstance, depth: int, counts: list[int | None]) -> None:
        before, level = counts[depth], instance.levels.get(depth, Level())
        if depth in instance.starts and (list_id, depth) not in self._started:
            counts[depth] = instance.starts[depth]
            self._started.add((list_id, depth))
        else:
            counts[depth] = level.start if before is None else before + 1
        for upper in range(depth):  # a level that is skipped counts as begun
            if counts[upper] is None:
                counts[upper] = instance.levels.get(upper, Level()).start
        for deeper in range(depth + 1, LEVELS):
            restart = instance.levels.get(deeper, Level()).restart
            if restart is None or depth < restart:
                counts[deeper] = None


def read_lists(part: Element | None, styles: Styles) -> dict[str, ListInstance]:
    """The numbering part as values, by "numId". An id that stands for "no list" is not in it."""
    if part is None:
        return {}
    abstracts = {a.get(w("abstractNumId")) or "": a for a in part.iterchildren(w("abstractNum"))}
    nums = {n.get(w("numId")) or "": n for n in part.iterchildren(w("num"))}
    lists: dict[str, ListInstance] = {}
    for list_id, num in nums.items():
        abstract_id = _abstract_of(num, nums, abstracts, styles)
        if list_id == "0" or abstract_id is None:
            continue
        levels = {_depth(e): _read_level(e) for e in abstracts[abstract_id].iterchildren(w("lvl"))}
        starts: dict[int, int] = {}
        for override in num.iterchildren(w("lvlOverride")):
            depth, start, own = _depth(override), whole(override, "startOverride"), child(override, "lvl")
            if own is not None:
                levels[depth] = _read_level(own)
            if start is not None:
                starts[depth] = start
        lists[list_id] = ListInstance(abstract_id, levels, starts)
    return lists


def _abstract_of(num: Element, nums: dict[str, Element], abstracts: dict[str, Element], styles: Styles) -> str | None:
    """The "abstractNum" that defines the levels; one that only names a list style is followed to that style's list."""
    seen: set[str] = set()
    while (abstract_id := value(num, "abstractNumId")) in abstracts and abstract_id not in seen:
        seen.add(abstract_id)
        linked = styles.by_id.get(value(abstracts[abstract_id], "numStyleLink") or "")
        if linked is None or linked.list_id not in nums:
            return abstract_id
        num = nums[linked.list_id]
    return None


def _depth(element: Element) -> int:
    text = element.get(w("ilvl")) or "0"
    return int(text) if text.isascii() and text.isdigit() else 0


def _read_level(element: Element) -> Level:
    # A format of Word's own making hides in an AlternateContent, with one that everybody knows after it.
    forms = [e.get(w("val")) or "decimal" for e in element.iter(w("numFmt"))]
    picture = child(element, "lvlPicBulletId") is not None
    return Level(
        start=whole(element, "start") or 0,
        form="bullet" if picture else (forms[-1] if forms else "decimal"),
        text=value(element, "lvlText") or "",
        restart=whole(element, "lvlRestart"),
        legal=bool(switch(element, "isLgl")),
        style=value(element, "pStyle"),
    )


def _label(instance: ListInstance, depth: int, counts: list[int | None]) -> Label:
    own = instance.levels.get(depth, Level())

    def shown(match: re.Match[str]) -> str:
        place = int(match.group(1)) - 1
        level = instance.levels.get(place, Level())
        count = counts[place]
        return label(level.start if count is None else count, "decimal" if own.legal else level.form)

    text = "" if own.form == "bullet" else " ".join(_PLACE.sub(shown, own.text).split())
    return Label(text, own.form, depth, f"{instance.counts_with}:{depth}")
