"""The bytes of a saved web page become text, in whatever encoding it has, says it has, or neither."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARATION = re.compile(rb"""<meta[^>]{1,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]{1,80}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
_WHERE_DECLARED = 4096
# What browsers read under these names: the larger set that people really used. (WHATWG Encoding Standard, 4.2)
_BROWSERS_READ = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
_PAGE_ENCODINGS = re.compile(r"ascii|iso8859|iso2022|cp\d|koi8|mac|gb|big5|euc|shift|tis|hz|johab|utf-8")
_FEW = 0.1


def decode_page(data: bytes) -> tuple[str, bool]:
    """The text of a page, and whether every byte of it made sense.

    A byte order mark decides. Otherwise text that is valid UTF-8 is UTF-8, since text in another encoding hardly ever
    is, and what saved the page may have changed the encoding but not the declaration. Then the declaration is
    believed, and without one the encoding is guessed from the bytes.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding)
    if wide := _wide_encoding(data):
        return _decoded(data, wide)
    declared = _declared(data)
    if not declared.startswith(("iso2022", "hz")):
        text, is_whole = _decoded(data, "utf-8")
        if is_whole or _is_nearly_utf8(text):
            return text, is_whole
    if declared and declared != "utf-8":
        text, is_whole = _decoded(data, declared)
        if is_whole or declared.startswith(("cp", "iso8859")):
            return text, is_whole
    return _decoded(data, _guessed(data))


def _decoded(data: bytes, encoding: str) -> tuple[str, bool]:
    text = data.decode(encoding, errors="replace")
    return text, "\ufffd" not in text


def _is_nearly_utf8(text: str) -> bool:
    """Whether a text read as UTF-8 has only a few bytes wrong, for the characters beyond ASCII that it has right."""
    beyond = sum(character > "\x7f" for character in text)
    return text.count("\ufffd") <= _FEW * beyond


def _wide_encoding(data: bytes) -> str | None:
    """UTF-16 without a byte order mark: markup then has a NUL in every other place."""
    even, odd = data[0:200:2], data[1:200:2]
    if len(odd) < 10:
        return None
    if odd.count(0) > 0.8 * len(odd):
        return "utf-16-le"
    return "utf-16-be" if even.count(0) > 0.8 * len(even) else None


def _declared(data: bytes) -> str:
    head = data[:_WHERE_DECLARED]
    match = _XML_DECLARATION.search(head) or _DECLARATION.search(head)
    if match is None:
        return ""
    try:
        name = codecs.lookup(match.group(1).decode("ascii")).name
    except LookupError:
        return ""
    name = _BROWSERS_READ.get(name, name)
    # A declaration in plain letters cannot be right in saying UTF-16; and Python knows encodings that are not texts'.
    return name if _PAGE_ENCODINGS.match(name) else ""


def _guessed(data: bytes) -> str:
    best = from_bytes(data[:200_000]).best()
    return "cp1252" if best is None or best.encoding == "latin_1" else best.encoding
