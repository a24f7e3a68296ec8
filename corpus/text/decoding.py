"""Bytes of a text file become its canonical text."""

from __future__ import annotations

import codecs

from corpus.errors import FileRejectedError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode_text(data: bytes) -> str:
    r"""UTF-8, or UTF-16 that says so by a byte order mark. The mark is dropped, every newline becomes `\n`.

    Raises FileRejectedError naming the first byte that cannot be read.
    """
    bom, encoding = next(((b, e) for b, e in _BOMS if data.startswith(b)), (b"", "utf-8"))
    body = data[len(bom) :]
    if encoding == "utf-8" and b"\0" in body:
        position = body.index(b"\0") + len(bom)
        raise FileRejectedError(f"not a text file: it has a NUL byte at position {position}")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        position = error.start + len(bom)
        line = body.count(b"\n", 0, error.start) + 1
        raise FileRejectedError(
            f"not {encoding.upper()} text: byte 0x{body[error.start]:02X} at position {position} (line {line}) "
            "does not belong there; save the file as UTF-8"
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")
