"""`rapporteur check`: what it prints, from the index and for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from conftest import HashingEncoder
from service_collection import FILES, build
from typer.testing import CliRunner

from index.build.types import Model
from index.search.opening import open_live
from index.search.searcher import Searcher
from service.api.verify_schemas import VerifyResponse
from service.cli import check as console_check
from service.cli import commands as cli
from service.cli.commands import app
from service.quotations.request import verify_text

Opened = Callable[[], Searcher]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, model: Model) -> Path:
    return build(tmp_path_factory.mktemp("check"), model, FILES)


@pytest.fixture
def opened(home: Path) -> Opened:
    return lambda: open_live(home, HashingEncoder())


def told(opened: Opened, text: str, report: str | None = None) -> str:
    return console_check.described(console_check.checked(text, report, opened))


def test_a_found_quotation_is_told_with_its_citation(opened: Opened) -> None:
    lines = told(opened, "recommended guidance for law enforcement.").splitlines()
    assert lines[0] == "1. word for word: “recommended guidance for law enforcement.”"
    assert lines[1] == "   A/79/352, para. 4"
    assert lines[2] == "     Official record."
    assert lines[-1].startswith("1 word for word; 3 reports, build ")


def test_differences_are_told(opened: Opened) -> None:
    shown = told(opened, "stressed victim–centred approaches")
    assert "1. the same words: " in shown
    assert "     Differences: dashes.\n     In the report: stressed victim-centred approaches\n" in shown


def test_the_nearest_text_is_told_with_marks(opened: Opened) -> None:
    shown = told(opened, "The Secretariat explained the price of technical assistance.")
    assert "1. not found: " in shown
    assert "The Secretariat explained the [-price-] {+costs+} of technical assistance." in shown
    assert "Nothing similar appears in the 3 reports" in told(opened, "Zebras run at dawn")


def test_the_report_that_was_named_and_pieces_are_told(opened: Opened) -> None:
    shown = told(opened, "“guidance for law enforcement” and “[t]he Committee ... guidance”", "digest")
    assert shown.count("It is not in the report you named.") == 2
    assert "Its pieces appear in this order in one report" in shown
    assert "There is no such report" in told(opened, "guidance", "A/1/1")
    assert "word for word: guidance" in told(opened, "guidance ... The Committee met in New York")


def test_the_last_line_agrees_with_the_verdicts(opened: Opened) -> None:
    text = "“guidance for law enforcement”, “[t]he Committee ... guidance” and “zebras run”"
    lines = told(opened, text).splitlines()
    assert lines[-1].startswith("1 word for word; 1 the same words, in pieces; 1 not found; 3 reports, build ")
    assert "2. the same words, in pieces: “[t]he Committee ... guidance”" in lines
    lines = told(opened, text, "digest").splitlines()
    assert "1. word for word, but in another report: “guidance for law enforcement”" in lines
    assert "1 word for word, but in another report; 1 the same words, in pieces, but in another report" in lines[-1]


def test_words_left_out_are_printed(opened: Opened) -> None:
    assert "In the report: Delegations stressed {+victim-centred+} approaches" in told(
        opened, "Delegations stressed ... approaches to protection"
    )


def test_what_there_was_no_time_for_is_told(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console_check, "verify_text", partial(verify_text, seconds=-1))
    shown = told(opened, "“guidance” and “zebras run”")
    assert "2. not looked for: “zebras run”\n   The check ran out of time after 10 seconds." in shown
    assert "\n2 not looked for; 3 reports" in shown


@pytest.mark.model
@pytest.mark.slow
def test_the_command_prints_what_the_api_answers(sample_home: Path) -> None:
    text = "It says that “brokers single out migrants” and “zebras run”."
    printed = CliRunner().invoke(app, ["check", "-", "--home", str(sample_home), "--json"], input=text)
    assert printed.exit_code == 0, printed.output
    found = VerifyResponse.model_validate(json.loads(printed.stdout))
    assert (found.read_as, found.exact, found.missing) == ("quotations", 1, 1)
    assert found.quotes[0].places[0].report.id == "cd-tip-2024"


@pytest.mark.parametrize("text", ["caf\udce9 owners", "-"])
def test_bytes_that_are_no_text_are_refused(text: str, tmp_path: Path) -> None:
    refused = CliRunner().invoke(app, ["check", text, "--home", str(tmp_path)], input=b"caf\xe9 owners")
    assert refused.exit_code == 2
    assert "It has bytes that are no UTF-8 text. Type it again." in refused.output


@pytest.mark.parametrize("text", ["?!", "a" * 20_001, "“a b” " * 51])
def test_a_text_that_cannot_be_checked_is_refused_before_the_model_is_loaded(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["rapporteur", "check", text, "--home", "nowhere"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("rapporteur: ")
    assert said.err.rstrip().endswith(("check.", "Check a part of it."))
    assert said.err.count("\n") == 1
