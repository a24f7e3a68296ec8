"""Every document symbol, however it is typed, leads to its report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eval.retrieval.symbols import IN_PLACE, WAYS, Typed, main, table, typed_symbols
from index.search.opening import open_live
from index.search.searcher import Searcher
from index.types import Encoder, RebuildSummary

SYMBOLS = ("A/79/352", "CTOC/COP/WG.4/2010/6", "CTOC/COP/WG.4/2010/6/Add.1", "ICCD/COP(8)/CST/8", "A/HRC/26/37")


def record(symbol: str, others: str) -> str:
    paragraphs = (f"{n}. The delegates spoke of topic {n} and of {others}, at some length." for n in range(1, 30))
    return f"---\nsymbol: {symbol}\n---\n\n# Report\n\n" + "\n\n".join(paragraphs) + "\n"


@pytest.fixture
def searcher(build_home: Callable[..., RebuildSummary], tmp_path: Path, encoder: Encoder) -> Iterator[Searcher]:
    build_home({f"{n}.md": record(symbol, " and ".join(SYMBOLS)) for n, symbol in enumerate(SYMBOLS)})
    opened = open_live(tmp_path / "home", encoder)
    yield opened
    opened.close()


def test_every_symbol_in_every_way_brings_its_report_first_and_its_paragraph(searcher: Searcher) -> None:
    results = typed_symbols(searcher)
    assert len(results) == len(SYMBOLS) * (len(WAYS) + 1)
    assert [typed for typed in results if not typed.right] == []
    assert next(typed.question for typed in results if typed.way == IN_PLACE) == "A/79/352, para. 29"


@pytest.mark.parametrize(
    ("way", "typed"),
    [
        ("without punctuation", "CTOC COP WG4 2010 6 Add1"),
        ("run together", "CTOCCOPWG420106Add1"),
        ("spaces for slashes", "CTOC COP WG.4 2010 6 Add.1"),
    ],
)
def test_the_ways_are_what_they_are_called(way: str, typed: str) -> None:
    assert WAYS[way]("CTOC/COP/WG.4/2010/6/Add.1") == typed


def test_failures_are_listed_with_what_came_first() -> None:
    shown = table([Typed("A/1/2", "run together", "A12", "wrong-one", right=False)])
    assert "not found: 'A12' (run together) led to wrong-one" in shown
    assert "0 of 1" in shown


@pytest.mark.model
def test_the_command_finds_every_symbol_of_the_sample(sample_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--home", str(sample_home)]) == 0
    assert "3 of 3" in capsys.readouterr().out
