"""The adapter around python-docx: the bytes of a Word file in, the XML of the parts that hold text out.

The file is hostile until shown otherwise, and often merely odd. python-docx is therefore given a copy of the package
with nothing in it but the parts that are read: pictures and embedded files are never unpacked, sizes are checked while
unpacking, links to parts that are not there are gone, and the Strict and macro-enabled variants become ordinary ones.
"""

from __future__ import annotations

import posixpath
import re
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile, ZipInfo

import docx
from docx.opc.exceptions import OpcError
from docx.opc.oxml import serialize_part_xml
from docx.oxml import parse_xml

from corpus.errors import FileRejectedError

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part

    from corpus.docx.xml import Element

MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of XML that a Word file may unpack to; the text of some two thousand pages."""

_PARTS = ("officeDocument", "styles", "numbering", "settings", "header", "footnotes", "endnotes", "core-properties")
_TYPES, _ROOT_LINKS = "[Content_Types].xml", "_rels/.rels"
_ORDINARY = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"application/vnd.ms-word.document.macroEnabled.main+xml", b"{main}"),
    (b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml", b"{main}"),
    (b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml", b"{main}"),
    (b"{main}", b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED = "damaged Word file"


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of a Word file that hold text. `title` is what the file says of itself, if anything."""

    body: Element
    styles: Element | None
    numbering: Element | None
    settings: Element | None
    footnotes: Element | None
    endnotes: Element | None
    headers: tuple[Element, ...]
    title: str


def open_package(data: bytes) -> Package:
    """Open a Word file. Raises FileRejectedError with a reason for its owner."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FileRejectedError("protected with a password.", "Save it without one.")
        raise FileRejectedError("an old Word file (.doc) under another name.", "Save it as .docx in Word.")
    try:
        return _parts(docx.Document(BytesIO(_lean_copy(data))))
    except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise FileRejectedError(f"{_DAMAGED}: it cannot be unpacked.", "Open and save it again in Word.") from error
    except (OpcError, KeyError, ValueError, AttributeError) as error:
        raise FileRejectedError(f"{_DAMAGED}: parts are missing.", "Open and save it again in Word.") from error
    except SyntaxError as error:  # the base of what the XML parser raises; its message ends with a position
        what = re.split(r", line | \(<string>", str(error))[0]
        if what == "unknown error" or "memory" in what.lower():  # what the parser says when it gets no memory
            raise MemoryError from error
        raise FileRejectedError(f"{_DAMAGED}: broken XML ({what}).", "Open and save it again in Word.") from error


def _parts(document: Document) -> Package:
    body: Element | None = document.element.body
    if body is None:
        raise FileRejectedError(f"{_DAMAGED}: it has no body.", "Open and save it again in Word.")
    parts: dict[str, list[Element]] = {}
    for link in document.part.rels.values():
        parts.setdefault(_kind(link.reltype), []).append(_xml(link.target_part))
    # Without this question python-docx would make the properties up.
    described = any(_kind(link.reltype) == "core-properties" for link in document.part.package.rels.values())
    about = document.core_properties if described else None
    return Package(
        body=body,
        styles=_first(parts, "styles"),
        numbering=_first(parts, "numbering"),
        settings=_first(parts, "settings"),
        footnotes=_first(parts, "footnotes"),
        endnotes=_first(parts, "endnotes"),
        headers=tuple(parts.get("header", ())),
        title=about.title if about else "",
    )


def _first(parts: dict[str, list[Element]], kind: str) -> Element | None:
    return next(iter(parts.get(kind, ())), None)


def _xml(part: Part) -> Element:
    element: Element | None = getattr(part, "element", None)
    return parse_xml(part.blob) if element is None else element


@dataclass(slots=True)
class _Source:
    """The package as it came, and how many bytes may still be unpacked from it."""

    zip: ZipFile
    names: dict[str, ZipInfo]
    budget: int = MAX_UNPACKED

    def unpack(self, name: str) -> bytes:
        with self.zip.open(self.names[name]) as file:
            part = file.read(self.budget + 1)  # what the directory says of its size may be a lie
        self.budget -= len(part)
        if self.budget < 0:
            size = MAX_UNPACKED // 1024 // 1024
            raise FileRejectedError(f"its text unpacks to more than {size} MB; such a file is built to do harm.")
        for variant, ordinary in _ORDINARY:
            part = part.replace(variant, ordinary)
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise FileRejectedError("it declares XML entities, which Word never does; such a file is built to do harm.")
        return part


def _lean_copy(data: bytes) -> bytes:
    """The package again, with only the parts that are read: those that the main document links to."""
    copy = BytesIO()
    with ZipFile(BytesIO(data)) as original, ZipFile(copy, "w") as target:
        source = _Source(original, {info.filename.replace("\\", "/"): info for info in original.infolist()})
        if any(info.flag_bits & 1 for info in source.names.values()):
            raise FileRejectedError("protected with a password.", "Save it without one.")
        target.writestr(_TYPES, source.unpack(_TYPES))
        for part in _copy_linked(source, target, _ROOT_LINKS, ""):
            folder, name = posixpath.split(part)
            _copy_linked(source, target, f"{folder}/_rels/{name}.rels", folder)
    return copy.getvalue()


def _copy_linked(source: _Source, target: ZipFile, links: str, folder: str) -> list[str]:
    """Copy one list of links, without those that lead to nothing or to what is not read, and the parts they lead to."""
    if links not in source.names:
        return []
    listing = parse_xml(source.unpack(links))
    copied: list[str] = []
    for link in list(listing.iterchildren("{*}Relationship")):
        part = posixpath.normpath(posixpath.join("/", folder, link.get("Target", "")))[1:]
        is_read = _kind(link.get("Type", "")) in _PARTS and link.get("TargetMode") != "External"
        if not is_read or part not in source.names:
            listing.remove(link)
        elif part not in target.namelist():
            target.writestr(part, source.unpack(part))
            copied.append(part)
    target.writestr(links, serialize_part_xml(listing))
    return copied


def _kind(link_type: str) -> str:
    return link_type.rpartition("/")[2]
