"""The language that a document says it was written in: "Original: English", "English only"."""

from __future__ import annotations

import re

_NAMES = {"english": "en", "french": "fr", "spanish": "es", "russian": "ru", "chinese": "zh", "arabic": "ar"}
_NAMES |= {"anglais": "en", "français": "fr", "espagnol": "es", "russe": "ru", "chinois": "zh", "arabe": "ar"}
_NAMES |= {"inglés": "en", "francés": "fr", "español": "es", "ruso": "ru", "chino": "zh", "árabe": "ar"}
_ORIGINAL = re.compile(rf"(?i)original\s*:\s*({'|'.join(_NAMES)})|\b(english|french|spanish) only\b")


def original_language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language that a text names as its original's, or None."""
    match = _ORIGINAL.search(text)
    return _NAMES[(match[1] or match[2]).casefold()] if match else None
