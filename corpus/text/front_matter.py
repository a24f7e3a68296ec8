"""YAML at the top of a text file, or beside any file; the only importer of the YAML library."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

import yaml

from corpus.errors import FileRejectedError

MAX_CHARACTERS = 64_000
MAX_DEPTH = 8

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_LOOKS_LIKE_FIELD = re.compile(r"^[A-Za-z_][\w -]*:(?:\s|$)", re.MULTILINE)


def split_front_matter(text: str) -> tuple[dict[str, Any], int]:
    """The fields of the front matter, and the offset at which the body starts (0 when there is none).

    A text that merely starts with a thematic break has no front matter. Raises FileRejectedError when the front
    matter cannot be read.
    """
    opening = _OPENING.match(text)
    if not opening:
        return {}, 0
    closing = _CLOSING.search(text, opening.end())
    if not closing:
        if _LOOKS_LIKE_FIELD.match(text, opening.end()):
            raise FileRejectedError('front matter opened at line 1 is never closed; end it with a line "---"')
        return {}, 0
    source = text[opening.end() : closing.start()]
    if source.strip() and not _LOOKS_LIKE_FIELD.search(source):
        return {}, 0
    body = min(closing.end() + 1, len(text))
    return load_fields(source, "front matter", first_line=2), body


def load_fields(source: str, what: str, first_line: int = 1) -> dict[str, Any]:
    """A YAML mapping as a dictionary. `what` and `first_line` place the problem in messages.

    Anchors and aliases are refused, since a few lines of them can unfold without bound; so is what is too large or
    too deeply nested to be a description of a report.
    """
    loaded = _parsed(source, what, first_line, yaml.safe_load)
    if loaded is None:
        return {}
    if not isinstance(loaded, dict):
        raise FileRejectedError(f'{what} must be lines of "field: value"')
    return {str(key): value for key, value in loaded.items()}


def with_fields(source: str, given: Mapping[str, Any], without: Collection[str] = ()) -> str:
    """The text of a sidecar in which `given` takes the place of what it said of those fields, and `without` is taken
    off. Its other lines, comments too, stay as they are where they are plain lines of "field: value".

    Raises FileRejectedError when `source` cannot be read.
    """
    replaced = {*given, *without}
    wanted = {name: value for name, value in load_fields(source, "sidecar").items() if name not in replaced}
    wanted.update(given)
    kept = _cut_fields(source, replaced).rstrip()
    text = f"{kept}\n{_dumped(given)}" if kept else _dumped(given)
    try:
        faithful = load_fields(text, "sidecar") == wanted
    except FileRejectedError:
        faithful = False
    return text if faithful else _dumped(wanted)


def load_names(source: str, what: str) -> list[tuple[str, tuple[str, ...]]]:
    """A YAML mapping of a word to one text or to a list of texts, in order and as typed: "NO" stays a word, and a word
    that comes twice comes twice. Raises FileRejectedError with the line of whatever is something else."""
    root = _parsed(source, what, 1, lambda text: yaml.compose(text, Loader=yaml.SafeLoader))
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode):
        raise FileRejectedError(f'{what} must be lines of "SHORT: full name"')
    return [(_text(key, what), _texts(value, what)) for key, value in root.value]


def _cut_fields(source: str, names: Collection[str]) -> str:
    """`source` without the lines of these fields; empty where its fields do not stand on lines of their own."""
    root = yaml.compose(source, Loader=yaml.SafeLoader)
    if root is None:
        return source
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        return ""
    for key, value in reversed(root.value):
        if key.value in names:
            line_end = source.find("\n", max(key.end_mark.index, value.end_mark.index - 1))
            rest = source[line_end + 1 :] if line_end >= 0 else ""
            source = source[: key.start_mark.index] + rest
    return source


def _dumped(fields: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(fields), allow_unicode=True, sort_keys=False, default_flow_style=False, width=10_000)


def _texts(node: yaml.Node, what: str) -> tuple[str, ...]:
    return tuple(_text(item, what) for item in (node.value if isinstance(node, yaml.SequenceNode) else [node]))


def _text(node: yaml.Node, what: str) -> str:
    text = " ".join(node.value.split()) if isinstance(node, yaml.ScalarNode) else ""
    if not text:
        raise FileRejectedError(
            f'{what}, line {node.start_mark.line + 1}: expected "SHORT: full name" or a list of names'
        )
    return text


def _parsed(source: str, what: str, first_line: int, parse: Callable[[str], Any]) -> Any:
    if len(source) > MAX_CHARACTERS:
        raise FileRejectedError(f"{what} has {len(source):,} characters; at most {MAX_CHARACTERS:,} are read")
    try:
        _refuse_tricks(source, what, first_line)
        return parse(source)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f" at line {mark.line + first_line}" if mark else ""
        raise FileRejectedError(f"{what} is not valid YAML{place}: {error.problem or error.context}") from error
    except (yaml.YAMLError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise FileRejectedError(f"{what} is not valid YAML: {reason}") from error


def _refuse_tricks(source: str, what: str, first_line: int) -> None:
    depth = 0
    for event in yaml.parse(source, Loader=yaml.SafeLoader):
        mark = event.start_mark
        place = f"{what}, line {mark.line + first_line}" if mark else what
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise FileRejectedError(f"{place}: YAML anchors and aliases are not accepted; write the value out")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise FileRejectedError(f"{place}: nested more than {MAX_DEPTH} deep")
