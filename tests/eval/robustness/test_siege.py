"""What the siege counts as lost, and that it sees what it looks for."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from eval.robustness import siege, trials
from eval.robustness.trials import ADDRESS, SECRETS, Trial, holding, hostile_files


@pytest.mark.parametrize("code", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_secret_is_seen_in_any_file_in_any_case(tmp_path: Path, code: str) -> None:
    (tmp_path / "cache").mkdir()
    (tmp_path / "cache" / "none").write_bytes(b"\0nothing\xff")
    for n, secret in enumerate((SECRETS[0].lower(), SECRETS[1].upper(), SECRETS[2])):
        (tmp_path / f"part{n}").write_bytes(b"\xff\0" + secret.encode(code) + b"\0")
    assert {file.name for file in holding(tmp_path)} == {"part0", "part1", "part2"}


def test_addresses_are_seen_as_strace_writes_them() -> None:
    four = '7 connect(3, {sa_family=AF_INET, sin_port=htons(443), sin_addr=inet_addr("192.0.2.7")}, 16) = 0'
    six = '7 sendto(3, "x", 1, 0, {sa_family=AF_INET6, inet_pton(AF_INET6, "2001:db8::1", &sin6_addr)}, 28) = 1'
    local = '7 connect(3, {sa_family=AF_UNIX, sun_path="/run/nscd/socket"}, 110) = -1'
    assert ADDRESS.findall("\n".join((four, six, local))) == ["192.0.2.7", "2001:db8::1"]


def test_the_hostile_files_are_what_they_are_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "good.md").write_text("Text.")
    names = hostile_files(tmp_path)
    assert names == set(os.listdir(tmp_path)) - {"good.md"}
    assert stat.S_ISFIFO((tmp_path / "pipe.md").stat().st_mode)
    assert (tmp_path / "loop.md").is_symlink()
    assert (tmp_path / "bomb.docx").stat().st_size < 2_000_000


@pytest.mark.parametrize(("lost", "code"), [(0, 0), (1, 1)])
def test_it_exits_with_1_when_something_was_lost(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], lost: int, code: int
) -> None:
    found = {"bits": lambda: Trial("bits flipped", 4, lost, "seen"), "disk": lambda: Trial("full disks", 9, 9, "")}
    monkeypatch.setattr(siege, "besiege", lambda folder, *counts: found)
    assert siege.main(["--only", "bits"]) == code
    assert capsys.readouterr().out.splitlines()[1].split() == ["bits", "flipped", "4", str(lost), "seen"]


@pytest.mark.model
@pytest.mark.slow
def test_damage_and_a_purge_are_tried_on_real_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert siege.main(["--quick", "--only", "bits", "purge"]) == 0
    bits, purge = capsys.readouterr().out.splitlines()[1:]
    assert "4 noticed, 4 mended" in bits
    assert "words in 0 files before" not in purge
    assert "0 after, 0 after a rollback and a rebuild" in purge


@pytest.mark.skipif(sys.platform != "linux", reason="another address of this machine")
def test_a_service_that_does_not_answer_is_a_loss() -> None:
    status, seconds = trials.fetched(9, "/healthz", client="127.0.0.2")
    assert (status, seconds < 5) == (0, True)
