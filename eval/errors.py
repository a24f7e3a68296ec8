"""The one exception of the eval stage."""

from __future__ import annotations

from corpus.errors import RapporteurError


class EvalInputError(RapporteurError):
    """Questions, judgments, thresholds or a QMSum folder cannot be used; the message names the file and the line, or
    the question."""
