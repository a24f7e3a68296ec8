"""Records of what people read on the print of documents: one JSON object in each line of a file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any


def load_records(file: Path) -> list[dict[str, Any]]:
    """The records in `file`, in order."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def letters(text: str | None) -> str:
    """The letters and digits of a text in small form, by which two spellings are compared."""
    return re.sub(r"[\W_]+", "", text or "").casefold()
