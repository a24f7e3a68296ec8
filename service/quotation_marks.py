"""Quotation marks: what is quoted inside them, and where a comma or a full stop stands beside them."""

from __future__ import annotations

import re

_INNER = str.maketrans({"“": "‘", "”": "’", "„": "‚"})


def quoted(text: str) -> str:
    """The text in double quotation marks, those inside it turned into single ones; « and » stay."""
    inner = re.sub(r'"([^"]*)"', r"‘\1’", text.translate(_INNER))
    return f"“{inner}”"
