"""Damage to files, of the kinds that files meet: cut, doubled, mixed up, with numbers that lie."""

from __future__ import annotations

import io
import random
import re
import zipfile

_NUMBER = re.compile(rb"\d+")
_TAG = re.compile(rb"<[^<>]{1,200}>")
_ELEMENT = re.compile(rb"<([\w:]+)(?: [^<>]*)?(?:/>|(?<!/)>(?:(?!<\1[ >]).){0,2000}?</\1>)", re.DOTALL)
_VALUE = re.compile(rb'"[^"<>]{1,60}"')
_TIMES = (1, 3, 300)
_LIES = (b"0", b"-1", b"65536", b"2147483648", b"99999999999999999999")
_MOST = 6


def mutated(data: bytes, dice: random.Random) -> bytes:
    """The file with one to six injuries. Most packages are opened, hurt inside and closed again."""
    if data.startswith(b"PK") and dice.random() < 0.8:
        return _hurt_inside(data, dice)
    return _hurt(data, dice)


def _hurt(data: bytes, dice: random.Random) -> bytes:
    for _ in range(dice.randint(1, _MOST)):
        data = dice.choice(_INJURIES)(data, dice) or b"\0"
    return data


def _hurt_xml(data: bytes, dice: random.Random) -> bytes:
    if dice.random() < 0.2:
        return _hurt(data, dice)
    for _ in range(dice.randint(1, _MOST)):
        data = dice.choice(_SOUND_XML)(data, dice) or b"\0"
    return data


def _hurt_inside(data: bytes, dice: random.Random) -> bytes:
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as target:
        victim = dice.choice(source.namelist())
        for name in source.namelist():
            part = source.read(name)
            target.writestr(name, _hurt_xml(part, dice) if name == victim else part)
    return copy.getvalue()


def _span(data: bytes, dice: random.Random, most: int = 2000) -> tuple[int, int]:
    start = dice.randrange(len(data))
    return start, min(len(data), start + dice.randint(1, most))


def _flip(data: bytes, dice: random.Random) -> bytes:
    """A few bytes wrong."""
    hurt = bytearray(data)
    for _ in range(dice.randint(1, 20)):
        hurt[dice.randrange(len(hurt))] = dice.randrange(256)
    return bytes(hurt)


def _cut(data: bytes, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    return data[:start] + data[end:]


def _truncate(data: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def _double(data: bytes, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    return data[:end] + data[start:end] * dice.choice((1, 3, 50)) + data[end:]


def _move(data: bytes, dice: random.Random) -> bytes:
    start, end = _span(data, dice)
    rest = data[:start] + data[end:]
    place = dice.randrange(len(rest) + 1)
    return rest[:place] + data[start:end] + rest[place:]


def _noise(data: bytes, dice: random.Random) -> bytes:
    place = dice.randrange(len(data))
    return data[:place] + dice.randbytes(dice.randint(1, 200)) + data[place:]


def _lie(data: bytes, dice: random.Random) -> bytes:
    """Another number than the one that was there."""
    return _replace_one(_NUMBER, dice.choice(_LIES), data, dice)


def _untag(data: bytes, dice: random.Random) -> bytes:
    return _replace_one(_TAG, b"", data, dice)


def _nest(data: bytes, dice: random.Random) -> bytes:
    """One tag, many times over."""
    match = _TAG.search(data, dice.randrange(len(data)))
    return data if match is None else data[: match.end()] + match.group() * dice.choice(_TIMES) + data[match.end() :]


def _drop_element(data: bytes, dice: random.Random) -> bytes:
    return _replace_one(_ELEMENT, b"", data, dice)


def _double_element(data: bytes, dice: random.Random) -> bytes:
    match = _ELEMENT.search(data, dice.randrange(len(data)))
    return data if match is None else data[: match.end()] + match.group() * dice.choice(_TIMES) + data[match.end() :]


def _exchange_values(data: bytes, dice: random.Random) -> bytes:
    """One attribute with the value of another."""
    values = _VALUE.findall(data)
    return _replace_one(_VALUE, dice.choice(values), data, dice) if values else data


def _lie_in_value(data: bytes, dice: random.Random) -> bytes:
    return _replace_one(_VALUE, b'"' + dice.choice(_LIES) + b'"', data, dice)


def _replace_one(pattern: re.Pattern[bytes], by: bytes, data: bytes, dice: random.Random) -> bytes:
    match = pattern.search(data, dice.randrange(len(data)))
    return data if match is None else data[: match.start()] + by + data[match.end() :]


_INJURIES = (_flip, _cut, _truncate, _double, _move, _noise, _lie, _lie, _untag, _nest)
_SOUND_XML = (_drop_element, _double_element, _exchange_values, _lie_in_value)
"""Injuries that leave XML well formed, so that what lies deeper in a reader is reached."""
