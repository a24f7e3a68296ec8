"""An answerer over files, whose decision is fixed beforehand, for the tests of answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from service_collection import build

from index.build.types import Model
from index.search.opening import open_live
from index.types import Encoder
from service.answers.abstention import AbstentionClassifier, LogisticModel, Thresholds
from service.answers.answerer import Answerer
from service.citations.citer import Citer

_ALWAYS, _NEVER = (LogisticModel({}, {}, {}, bias) for bias in (9.0, -9.0))
_HALF = Thresholds(0.5, 0.5)
# Whether the evidence answers is decided in one way whatever it is: what then is refused, or is not, is so by a rule.
EVERYTHING = AbstentionClassifier(_ALWAYS, _HALF, _ALWAYS, _HALF)
NOTHING = AbstentionClassifier(_NEVER, _HALF, _NEVER, _HALF)


@contextmanager
def answering(
    folder: Path, model: Model, encoder: Encoder, files: Mapping[str, str], decisions: AbstentionClassifier = EVERYTHING
) -> Iterator[Answerer]:
    """Answers questions out of `files`."""
    searcher = open_live(build(folder, model, dict(files)), encoder)
    yield Answerer(searcher, Citer(searcher), decisions)
    searcher.close()


def dated(title: str, text: str, date: str | None = None, **known: str) -> str:
    """A report with its front matter."""
    lines = {"title": title, "language": "en", **({"date": date} if date else {}), **known}
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in lines.items()) + f"---\n\n{text}\n"
