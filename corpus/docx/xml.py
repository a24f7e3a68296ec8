"""Small words for reading WordprocessingML: names, children, values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
ALTERNATE, CHOICE, FALLBACK = f"{_MC}AlternateContent", f"{_MC}Choice", f"{_MC}Fallback"
MATH_TEXT = f"{_M}t"
MATHS = (f"{_M}oMath", f"{_M}oMathPara")

_OFF = {"0", "false", "off", "none"}


def w(name: str) -> str:
    """The full name of an element or attribute of the main namespace."""
    return _W + name


def child(element: Element | None, *path: str) -> Element | None:
    """The first direct child of that name, then its child of the next name, and so on.

    Only direct children: properties hold copies of what they were before a tracked change, further down.
    """
    for name in path:
        if element is None:
            return None
        element = element.find(w(name))
    return element


def value(element: Element | None, *path: str) -> str | None:
    """The `val` attribute of the element at that path."""
    found = child(element, *path)
    return None if found is None else found.get(w("val"))


def whole(element: Element | None, *path: str) -> int | None:
    """The `val` attribute as a whole number; None where it is missing or is not one."""
    text = value(element, *path)
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def switch(element: Element | None, *path: str) -> bool | None:
    """An on/off property: None where it is not stated."""
    found = child(element, *path)
    return None if found is None else (found.get(w("val")) or "on").lower() not in _OFF


def chosen(alternate: Element) -> Element | None:
    """The one branch of an AlternateContent to read. Both branches show the same thing: the modern one for text boxes,
    the older one for anything else, as it needs no more than what is understood here."""
    choice, fallback = alternate.find(CHOICE), alternate.find(FALLBACK)
    if choice is not None and next(choice.iter(w("txbxContent")), None) is not None:
        return choice
    return fallback if fallback is not None else choice


def text_boxes(drawing: Element) -> Iterator[Element]:
    """The content of each text box in a drawing, once, without boxes inside boxes."""
    for part in drawing:
        if part.tag == ALTERNATE:
            branch = chosen(part)
            if branch is not None:
                yield from text_boxes(branch)
        elif part.tag == w("txbxContent"):
            yield part
        else:
            yield from text_boxes(part)
