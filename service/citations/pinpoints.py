"""Where in its report a span stands, in the terms a footnote uses: printed paragraphs, counted paragraphs, pages.

A printed number is never invented. Where a report prints none, its paragraphs are counted from its beginning and the
count is labelled. Where a report prints numbers but the span stands outside them (a summary, an annex, a letter), a
count from the beginning would be taken for a printed number, so the count starts at the nearest heading above. Numbers
that begin anew in an annex or a resolution are given with it, those that are still not unique with their chapter and
section, or else with their page. The paragraphs of a preamble are counted in it and named in words, as is the custom. A
span whose ends are not counted alike, such as one that runs into an annex, is given by both of its ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.ordinals import ORDINALS
from corpus.paragraph_numbers import governing_number, split_number
from corpus.types import BODY_KINDS, Block
from service.citations.outlines import Name, Outline
from service.citations.quotation_marks import quoted

_MARKS = [re.compile(kind) for kind in (r"\(([^\W\d_])\1?\)", r"(?i)\([ivxlc]+\)", r"\(\d+\)")]
DASH = "–"  # ranges in United Nations documents are set with an en dash: "paras. 4–6", "27–29 January 2010"


@dataclass(frozen=True, slots=True)
class Pinpoint:
    """The parts of a pinpoint, each ready to print, None where it does not apply.

    `within` is "annex II" or "draft resolution I"; `printed` is "para. 12 (a)" or "third preambular paragraph";
    `counted` is "[para. 3, unnumbered]"; `page` is "p. 5" where the page number is printed on the page and "PDF p. 5"
    where it is only the place in the file. `unique` says that `printed` leads to one place only. `ends` are the first
    and the last place of a span that no one of these covers.
    """

    within: str | None = None
    printed: str | None = None
    counted: str | None = None
    page: str | None = None
    unique: bool = True
    ends: tuple[Pinpoint, ...] = ()

    def __str__(self) -> str:
        if self.ends:
            # Two that read alike are one: a number that comes twice on a page.
            return ", to ".join(dict.fromkeys(map(str, self.ends)))
        page = None if self.printed and self.unique else self.page
        if self.printed:
            return ", ".join(filter(None, (self.within, page, self.printed)))
        return ", ".join(filter(None, (self.within, " ".join(filter(None, (page, self.counted))))))


def pinpoint(source: Outline, start: int, end: int) -> Pinpoint:
    """The pinpoint of `text[start:end]`. A span that touches no body block has at most a page."""
    touched = [i for i, block in enumerate(source.blocks) if block.start < end and start < block.end]
    body = [i for i in touched if source.blocks[i].kind in BODY_KINDS]
    told = _led_in(source, _read_on(source, body), start, end) or touched
    if told and _ends_apart(source, told):
        ends = tuple(_place(source, [i]) for i in (told[0], told[-1]))
        return Pinpoint(page=_page(source, [source.blocks[i] for i in touched]), ends=ends)
    return _place(source, touched)


def _read_on(source: Outline, body: list[int]) -> list[int]:
    """These blocks without unnumbered ones at the end that follow a numbered one in its section: whoever opens
    "para. 5" reads on to them."""
    numbered = [i for i in body if _name(source, i)]
    if not numbered or _section(source, numbered[-1]) != _section(source, body[-1]):
        return body
    return body[: body.index(numbered[-1]) + 1]


def _led_in(source: Outline, body: list[int], start: int, end: int) -> list[int]:
    """These blocks without unnumbered ones at the beginning that lead to a numbered one in their section, such as a
    caption: the number is what the place is found by. Where more of `text[start:end]` is in them than in what comes
    after, the number would be that of the lesser part, so they stay."""
    first = next((at for at, i in enumerate(body) if _name(source, i)), 0)
    if not first or _section(source, body[0]) != _section(source, body[first]):
        return body
    lengths = [min(end, source.blocks[i].end) - max(start, source.blocks[i].start) for i in body]
    return body if sum(lengths[:first]) > sum(lengths[first:]) else body[first:]


def _ends_apart(source: Outline, told: list[int]) -> bool:
    """Whether the first and the last of these blocks are in two documents, or numbered or counted in two ways."""
    first, last = told[0], told[-1]
    document = source.places[first].document
    if document != source.places[last].document:
        return True
    if source.blocks[first].kind not in BODY_KINDS:
        return False
    names = [_name(source, i) for i in told]
    if any(names) and type(names[0]) is not type(names[-1]):
        return True
    if _section(source, first) == _section(source, last):
        return False
    return not _within(source, told)[1] if any(names) else source.numbered or document is not None


def _place(source: Outline, touched: list[int]) -> Pinpoint:
    """The pinpoint of blocks whose first and last are in one document and are numbered or counted alike."""
    page = _page(source, [source.blocks[i] for i in touched])
    body = [i for i in touched if source.blocks[i].kind in BODY_KINDS]
    if not body:
        # A table with a note under it is no footnote.
        noted = _footnotes(source, touched) if {source.blocks[i].kind for i in touched} == {"footnote"} else None
        if noted:
            return noted
        return Pinpoint(within=source.places[touched[0]].document if touched else None, page=page)
    document = source.places[body[0]].document
    names = list(dict.fromkeys(name for i in body if (name := _name(source, i))))
    if names:
        within, unique = _within(source, body)
        numbers = [name for name in names if isinstance(name, str)]
        printed = _numbered(numbers) if numbers else _preambular([name for name in names if isinstance(name, int)])
        if not unique and page is None and (title := source.places[body[0]].title):
            printed = f"{printed} under {quoted(title)}"
        return Pinpoint(within, printed=printed, page=page, unique=unique)
    if source.numbered or document:
        return Pinpoint(document, counted=_counted_in_section(source, body[0], body[-1]), page=page)
    order = [i for i, block in enumerate(source.blocks) if block.kind in BODY_KINDS]
    counted = _paragraphs(order.index(body[0]) + 1, order.index(body[-1]) + 1)
    return Pinpoint(counted=f"[{counted}, unnumbered]", page=page)


def _name(source: Outline, index: int) -> Name | None:
    """What a body block is cited by, if it is not counted."""
    return source.places[index].preambular or governing_number(source.blocks, index)


def _within(source: Outline, body: Sequence[int]) -> tuple[str | None, bool]:
    """The annex or other document that these blocks are cited with, or their division where their names come again in
    it; and whether that leads to one place only. A name is that of its paragraph too: of 12 (a), 12."""
    names = [name for i in body if (name := _name(source, i))]
    names += [split_number(name)[0] for name in names if isinstance(name, str)]
    document, division = source.places[body[0]].document, source.places[body[0]].division
    one_division = all(source.places[i].division == division for i in body)
    for within in (document, division) if one_division else (document,):
        if not any((within, name) in source.ambiguous for name in names):
            return within, True
    return document, False


def _section(source: Outline, index: int) -> int:
    """Where the section of a block begins: the index of the first block below the nearest heading above."""
    while index > 0 and source.blocks[index - 1].kind != "heading":
        index -= 1
    return index


def _footnotes(source: Outline, touched: list[int]) -> Pinpoint | None:
    """The place of numbered footnotes; their numbers may begin anew on a page or in a chapter."""
    notes = [source.blocks[i].number for i in touched if source.blocks[i].kind == "footnote"]
    numbers = list(dict.fromkeys(number for number in notes if number))
    if not numbers:
        return None
    word = "footnote" if len(numbers) == 1 else "footnotes"
    every = [block.number for block in source.blocks if block.kind == "footnote"]
    return Pinpoint(
        source.places[touched[0]].document,
        printed=f"{word} {_span(numbers)}",
        page=_page(source, [source.blocks[i] for i in touched]),
        unique=all(every.count(number) == 1 for number in numbers),
    )


def _counted_in_section(source: Outline, first: int, last: int) -> str:
    """An unnumbered place in a report that numbers its paragraphs elsewhere."""
    begin = _section(source, first)
    before = [block.number for block in source.blocks[begin:first] if block.number and block.kind in BODY_KINDS]
    if before:
        return f"[unnumbered, after para. {before[-1]}]"
    order = [i for i in range(begin, last + 1) if source.blocks[i].kind in BODY_KINDS]
    counted = _paragraphs(order.index(first) + 1, len(order))
    title = source.places[first].title
    return f"[{counted} under {quoted(title)}, unnumbered]" if title else f"[{counted}, unnumbered]"


def _paragraphs(first: int, last: int) -> str:
    return f"para. {first}" if first == last else f"paras. {first}{DASH}{last}"


def _preambular(counts: list[int]) -> str:
    """ "third preambular paragraph", "third to fifth preambular paragraphs"."""
    if not all(count <= len(ORDINALS) for count in counts):
        return f"preambular {_paragraphs(counts[0], counts[-1])}"
    first, last = ORDINALS[counts[0] - 1], ORDINALS[counts[-1] - 1]
    return f"{first} preambular paragraph" if first == last else f"{first} to {last} preambular paragraphs"


def _numbered(numbers: list[str]) -> str:
    """ "para. 41", "paras. 4–6", "paras. 3 and 5–6", "para. 12 (a)", "para. 12 (a)–(c)", "paras. 12 (a)–13"."""
    if all(number.isdecimal() for number in numbers):
        ranges = _ranges([int(number) for number in numbers])
    else:
        ranges = [_span(numbers)]
    word = "para." if len({split_number(number)[0] for number in numbers}) == 1 else "paras."
    return f"{word} {', '.join(ranges[:-1])}{' and ' if ranges[1:] else ''}{ranges[-1]}"


def _ranges(numbers: list[int]) -> list[str]:
    """Runs of consecutive numbers: [3, 5, 6] gives "3" and "5–6"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [_span([*map(str, run)]) for run in runs]


def _span(numbers: Sequence[str]) -> str:
    """From the first number to the last, what they share written once: "12 (a)–(c)", "12 (a) (i)–(iii)". A paragraph
    and its parts are "12", and so are parts of different depth: nothing runs from "(b)" to "(iv)"."""
    first, last = numbers[0], numbers[-1]
    if first == last:
        return first
    stem = split_number(first)[0]
    if stem != split_number(last)[0]:
        return f"{first}{DASH}{last}"
    parts = [split_number(number)[1].split() for number in numbers]
    if not all(parts) or len({len(groups) for groups in parts}) > 1 or not _of_one_kind([one[-1] for one in parts]):
        return stem
    return f"{first}{DASH}{' '.join(parts[-1][_shared(parts[0], parts[-1]) :])}"


def _shared(first: Sequence[str], last: Sequence[str]) -> int:
    """How many groups two numbers begin with alike."""
    return next((i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b), len(first))


def _of_one_kind(marks: Sequence[str]) -> bool:
    """Whether marks such as "(a)" can all be letters, or all Roman, or all Arabic numbers. An "(i)" that does not come
    after an "(h)" begins a list of Roman ones."""
    begins_anew = any(mark == "(i)" and before != "(h)" for before, mark in pairwise(marks))
    one_case = len({mark.isupper() for mark in marks}) == 1
    return one_case and not begins_anew and any(all(kind.fullmatch(mark) for mark in marks) for kind in _MARKS)


def _page(source: Outline, blocks: list[Block]) -> str | None:
    pages = [page for block in blocks if block.pages for page in block.pages]
    if not pages:
        return None
    first, last = min(pages), max(pages)
    labels = [_printed_page(source, page) for page in (first, last)]
    if labels[0] and labels[1]:
        return f"p. {labels[0]}" if first == last else f"pp. {labels[0]}{DASH}{labels[1]}"
    return f"PDF p. {first}" if first == last else f"PDF pp. {first}{DASH}{last}"


def _printed_page(source: Outline, page: int) -> str | None:
    """The number printed on a page; of "2/3", the second page of three, it is "2"."""
    label = source.page_labels[page - 1] if page <= len(source.page_labels) else None
    return label.split("/")[0] if label else None
