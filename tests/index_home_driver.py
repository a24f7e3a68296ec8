"""A rebuild or a service in a process of its own, with the stand-in for the model: what tests may kill.

python index_home_driver.py rebuild CORPUS HOME [SECONDS]     embedding takes SECONDS more, so that two can meet
python index_home_driver.py purge HOME REPORT                 a purge; REPORT is "" to complete one
python index_home_driver.py serve HOME PORT [SECONDS]         a question takes SECONDS more
"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from conftest import HashingEncoder
from word_tokenizer import WordTokenizer

from corpus.types import EmbeddingText
from index.build.rebuild import rebuild
from index.build.types import BuildSettings, Model
from index.model import ModelFiles
from index.types import Embedding, QuestionVectors, Spans


@dataclass(frozen=True)
class SlowEncoder(HashingEncoder):
    """The stand-in, taking its time."""

    seconds: float = 0.0

    def encode_passages(self, texts: Sequence[EmbeddingText], words: Sequence[Spans]) -> list[Embedding]:
        time.sleep(self.seconds)
        return super().encode_passages(texts, words)

    def encode_question(self, text: str, words: Spans) -> QuestionVectors:
        time.sleep(self.seconds)
        return super().encode_question(text, words)


def model_of(encoder: SlowEncoder) -> Model:
    files = ModelFiles(encoder.name, Path(), encoder.fingerprint, WordTokenizer.max_tokens)
    return Model(files, tokenizer=WordTokenizer, encoder=lambda: encoder)


def main(command: str, *arguments: str) -> None:
    if command == "serve":
        from service.app import create_app
        from service.http.server import server_of, take_address

        home, port, seconds = [*arguments, "0"][:3]
        app = create_app(Path(home), partial(SlowEncoder, seconds=float(seconds)), poll_seconds=0.05)
        server_of(app).run([take_address("127.0.0.1", int(port))])
        return
    if command == "purge":
        from index.build.purge import purge

        home, report = arguments
        print(purge(Path(home), [report] if report else [], model_of(SlowEncoder()), BuildSettings()).build)
        return
    corpus, home, seconds = [*arguments, "0"][:3]
    model = model_of(SlowEncoder(seconds=float(seconds)))
    print(rebuild(Path(corpus), Path(home), model, BuildSettings()).build)


if __name__ == "__main__":
    from corpus.errors import RapporteurError

    try:
        main(*sys.argv[1:])
    except RapporteurError as error:
        sys.exit(str(error))
