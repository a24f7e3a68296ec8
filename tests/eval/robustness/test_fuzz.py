"""Files damaged by chance are all accounted for, and none ends the run."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from corpus.formats import reader_of
from eval.robustness.fuzz import fuzz, main, table
from eval.robustness.fuzz_mutations import mutated
from eval.robustness.fuzz_seeds import seeds

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".html"])
def test_the_seeds_are_sound(suffix: str) -> None:
    for data in seeds(None)[suffix]:
        assert "protection of victims" in reader_of(f"a{suffix}")(data, f"a{suffix}").text


def test_damage_is_the_same_for_the_same_seed_and_changes_the_file() -> None:
    data = seeds(None)[".docx"][0]
    once, again, other = (mutated(data, random.Random(seed)) for seed in (1, 1, 2))
    assert once == again
    assert len({once, other, data}) == 3


def test_sixty_damaged_files_are_read_or_rejected() -> None:
    run = fuzz(60, 7, pdf_folder=None, processes=2, seconds=20, megabytes=1024)
    assert run.accounted == 60
    assert not [outcome for _, outcome in run.outcomes if outcome not in ("read", "rejected")], run.reasons
    assert {suffix for suffix, outcome in run.outcomes if outcome == "read"} == {".pdf", ".docx", ".html"}
    assert "60 of 60 files accounted for" in table(run)


def test_the_command_says_by_its_exit_code_that_nothing_was_lost(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["--files", "3", "--pdfs", str(tmp_path / "none"), "--processes", "1"]) == 0
    assert "3 of 3 files" in capsys.readouterr().out
