"""What the torture counts: requests that fail, files that belong to nothing, edits that give a rebuild work."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from eval.robustness.torture import count_leftovers, edit, main
from eval.speed.asking import asking
from eval.speed.serving import Serving
from index.types import RebuildSummary

GOOD = (200, json.dumps({"build": "b1", "hits": [1]}))


@contextmanager
def answering(answers: list[tuple[int, str]]) -> Iterator[Serving]:
    """A service that gives these answers in turn, the last one for ever."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, body = answers.pop(0) if len(answers) > 1 else answers[0]
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *arguments: object) -> None:
            """Keep quiet."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield Serving(0, http.client.HTTPConnection("127.0.0.1", server.server_port))
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("bad", [(500, "{}"), (200, "no JSON"), (200, '{"build": "b", "hits": []}'), (503, GOOD[1])])
def test_every_answer_without_hits_is_counted_as_failed(bad: tuple[int, str]) -> None:
    with answering([GOOD, bad, bad, GOOD]) as service, asking(service, "anything") as asked:
        deadline = time.monotonic() + 20
        while asked.requests < 6 and time.monotonic() < deadline:
            time.sleep(0.01)
    assert (asked.failed, asked.builds) == (2, {"b1"})


def test_each_edit_changes_one_report(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("Text.")
    before = {path: path.read_text() for path in tmp_path.iterdir()}
    for state in range(3):
        edit(tmp_path, state)
        after = {path: path.read_text() for path in tmp_path.iterdir()}
        assert sum(after[path] != before[path] for path in before) == 1
        before = after


def test_leftovers_are_the_files_that_belong_to_no_build(
    tmp_path: Path, build_home: Callable[..., RebuildSummary]
) -> None:
    build_home({"a.md": "Text."})
    home = tmp_path / "home"
    assert count_leftovers(home) == 0
    (home / "builds" / ".half").mkdir()
    (home / "builds" / ".half" / "store.sqlite").write_text("")
    (home / "CURRENT.new").write_text("")
    assert count_leftovers(home) == 2


def test_a_corpus_that_is_not_there_is_told_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--corpus", str(tmp_path / "none"), "--kills", "1"]) == 1
    assert capsys.readouterr().err.count("\n") == 1
