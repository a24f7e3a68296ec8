"""Keys are kept as hashes, and what is added or removed holds at once."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.access.keys import LiveKeys, Scope, add_key, key_of, keys_file, read_keys, remove_key
from service.cli.commands import app
from service.errors import KeyNameError, KeysUnusableError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return keys_file(tmp_path / "home")


def test_the_file_stands_beside_the_home_and_holds_no_key(file: Path, tmp_path: Path) -> None:
    key = add_key(file, "ada", [Scope.READ, Scope.OPERATE])
    assert file.parent == tmp_path
    assert key not in file.read_text()
    assert key.removeprefix("rapporteur_") not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    (kept,) = read_keys(file)
    assert (kept.name, kept.scopes) == ("ada", (Scope.READ, Scope.OPERATE))
    assert key_of([kept], key) == kept
    assert key_of([kept], kept.hash) is None


def test_a_home_has_the_same_keys_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "link").symlink_to("home")
    monkeypatch.chdir(tmp_path / "home")
    assert {keys_file(Path(one)) for one in (".", "../home", "../link", str(tmp_path / "home"))} == {
        tmp_path / "home.keys.json"
    }


@pytest.mark.parametrize("name", ["", "a b", "é", "a/b", "x" * 65, "a\n"])
def test_a_name_that_is_none_is_refused(file: Path, name: str) -> None:
    with pytest.raises(KeyNameError):
        add_key(file, name)
    assert not file.exists()


def test_a_name_is_given_once(file: Path) -> None:
    first = add_key(file, "ada")
    with pytest.raises(KeyNameError, match="already"):
        add_key(file, "ada")
    assert remove_key(file, "ada") == 0
    with pytest.raises(KeyNameError, match="no key"):
        remove_key(file, "ada")
    assert add_key(file, "ada") != first


def test_keys_that_are_added_together_are_all_there(file: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: add_key(file, f"key-{n}"), range(24)))
    assert len(read_keys(file)) == 24


def test_live_keys_are_those_in_the_file_now(file: Path) -> None:
    live = LiveKeys(file)
    assert live.current() == ()
    add_key(file, "ada")
    assert [one.name for one in live.current()] == ["ada"]
    add_key(file, "bob")
    remove_key(file, "ada")
    assert [one.name for one in live.current()] == ["bob"]
    file.unlink()
    assert live.current() == ()


@pytest.mark.parametrize("written", ["", "{", "[]", '{"keys": [{}]}', '{"keys": [{"name": "a", "hash": "b"}]}', "\xff"])
def test_a_file_that_cannot_be_understood_lets_nobody_in_until_it_is_mended(file: Path, written: str) -> None:
    file.write_bytes(written.encode("latin-1"))
    live = LiveKeys(file)
    for _ in range(2):
        with pytest.raises(KeysUnusableError, match=file.name):
            live.current()
    os.unlink(file)
    add_key(file, "ada")
    assert len(live.current()) == 1


def test_the_command_line_adds_lists_and_removes(tmp_path: Path) -> None:
    home = str(tmp_path / "home")

    def run(*arguments: str) -> str:
        done = CliRunner().invoke(app, ["keys", *arguments, "--home", home])
        assert done.exit_code == 0, done.output
        return done.stdout

    key = run("add", "ada").strip()
    run("add", "monitor", "--scope", "operate")
    (ada, monitor) = read_keys(keys_file(Path(home)))
    assert (key_of([ada, monitor], key), monitor.scopes) == (ada, (Scope.OPERATE,))
    listed = run("list")
    assert [line.split()[:2] for line in listed.splitlines()] == [["ada", "read"], ["monitor", "operate"]]
    assert ada.hash not in listed + run("list", "--json")
    assert "None is left" not in run("remove", "ada")
    assert "None is left" in run("remove", "monitor")
    assert "no key" in run("list")
