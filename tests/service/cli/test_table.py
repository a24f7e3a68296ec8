"""`inspect FOLDER --csv` and `sidecars`: metadata goes out as a table and comes back, corrected, as sidecars."""

from __future__ import annotations

import codecs
import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from service.cli.commands import app
from service.cli.table import COLUMNS, from_csv, protected, to_csv, unprotected

FILES = {
    "days.md": "---\ntitle: Budget\nstart: 2023-10-04\nend: 2023-10-06\nsymbols: [A/79/2, A/C.5/79/1]\n---\n\nMet.\n",
    "deep/plain.txt": "The chair opened the session, and delegates spoke of many matters at length.\n",
    "formula.md": "---\ntitle: '=HYPERLINK(\"x\")'\ndate: 2021-11\nbody: '@panel; -b'\n---\n\nIt met.\n",
    "broken.md": "---\ntitle: [\n---\n",
    "notes.xyz": "no format",
}
Rows = list[dict[str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / "reports" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "reports"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def read(folder: Path) -> Rows:
    done = run("inspect", folder, "--csv")
    assert done.exit_code == 0, done.exception
    assert done.stdout_bytes.startswith(codecs.BOM_UTF8)
    return list(csv.DictReader(io.StringIO(done.stdout_bytes.decode("utf-8-sig"), newline="")))


def row(rows: Rows, path: str) -> dict[str, str]:
    return next(one for one in rows if one["path"] == path)


def take(folder: Path, rows: Rows, *flags: str, delimiter: str = ",") -> Result:
    table = folder.parent / "table.csv"
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return run("sidecars", table, "--folder", folder, *flags)


def sidecars(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*.yaml")}


def refused(done: Result) -> str:
    assert done.exit_code == 1
    assert type(done.exception).__name__ == "TableError"
    return str(done.exception)


def test_the_table_has_every_file_and_those_to_be_checked_come_first(folder: Path) -> None:
    rows = read(folder)
    assert tuple(rows[0]) == COLUMNS
    assert [one["path"] for one in rows] == ["deep/plain.txt", "broken.md", "days.md", "formula.md", "notes.xyz"]
    assert rows[0]["unsure"] == "title"
    days = row(rows, "days.md")
    assert (days["date"], days["start"], days["end"]) == ("2023-10-04", "2023-10-04", "2023-10-06")
    assert days["symbols"] == "A/79/2; A/C.5/79/1"
    assert row(rows, "formula.md")["start"] == ""
    assert row(rows, "formula.md")["title"] == '\'=HYPERLINK("x")'
    assert "not valid YAML" in row(rows, "broken.md")["problem"]
    assert "format .xyz is not read" in row(rows, "notes.xyz")["problem"]


def test_a_table_as_it_was_made_writes_nothing(folder: Path, tmp_path: Path) -> None:
    assert run("inspect", folder, "--csv", "--to", tmp_path / "made.csv").exit_code == 0
    done = run("sidecars", tmp_path / "made.csv", "--folder", folder)
    assert done.exit_code == 0, done.exception
    assert "no sidecar was written" in done.stdout
    assert not sidecars(folder)


@pytest.mark.parametrize("delimiter", [",", ";"])
def test_what_was_corrected_is_read_from_sidecars(folder: Path, delimiter: str) -> None:
    rows = read(folder)
    row(rows, "deep/plain.txt").update(title="Opening; of the “session”", date="2025-02-03 00:00:00", body="Panel")
    row(rows, "days.md").update(symbols="A/79/3; A/79/4", start="", end="", date="2024")
    done = take(folder, rows, delimiter=delimiter)
    assert done.exit_code == 0, done.exception
    assert done.stdout.splitlines() == [
        "deep/plain.txt.yaml: title, date, body",
        "days.md.yaml: symbols, date",
    ]
    again = read(folder)
    plain = row(again, "deep/plain.txt")
    assert (plain["title"], plain["date"], plain["body"]) == ("Opening; of the “session”", "2025-02-03", "Panel")
    assert plain["unsure"] == ""
    assert row(again, "days.md")["symbols"] == "A/79/3; A/79/4"
    assert [row(again, "days.md")[name] for name in ("date", "start", "end")] == ["2024", "", ""]
    shown = json.loads(run("inspect", folder / "deep" / "plain.txt", "--json").stdout)
    assert {"field": "title", "source": "sidecar", "certainty": 1.0, "page": None, "line": ""} in shown["readings"]
    assert "no sidecar was written" in take(folder, rows).stdout


def test_a_sidecar_keeps_what_else_it_says(folder: Path) -> None:
    sidecar = folder / "days.md.yml"
    sidecar.write_text("# ours\nsymbol: A/79/9\nlocation: Vienna  # at the seat\nstart: 2023-10-04\nend: 2023-10-05\n")
    rows = read(folder)
    row(rows, "days.md").update(end="2023-10-07", symbols="A/79/10")
    assert take(folder, rows).stdout == "days.md.yml: symbols, date, start, end\n"
    assert sidecar.read_text().startswith("# ours\nlocation: Vienna  # at the seat\n")
    assert "A/79/9" not in sidecar.read_text()
    days = row(read(folder), "days.md")
    assert (days["end"], days["symbols"], days["location"]) == ("2023-10-07", "A/79/10", "Vienna")


def test_a_dry_run_writes_nothing_and_emptied_cells_are_counted(folder: Path) -> None:
    rows = read(folder)
    row(rows, "days.md").update(title="")
    row(rows, "formula.md").update(location="Geneva")
    done = take(folder, rows, "--dry-run")
    assert done.stdout.splitlines() == [
        "formula.md.yaml: location",
        "This is what would be written; nothing was.",
        "1 emptied cell was ignored: a sidecar cannot take a value away.",
    ]
    assert not sidecars(folder)


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("date", "2023-02-30", "row 4: date is '2023-02-30'; expected a date such as 2021-11-03"),
        (
            "date",
            "03/02/2025",
            "row 4: date is '03/02/2025', where day and month cannot be told apart; expected a date",
        ),
        ("event_start", "3.2.2025", "row 4: event_start is '3.2.2025', where day"),
        ("end", "2023-10-01", "row 4: end is '2023-10-01'; expected a day that is not before the start"),
        ("kind", "novel", "row 4: kind is 'novel'; expected one of: official record"),
        ("url", "example.org", "row 4: url is 'example.org'; expected an address"),
        ("path", "../days.md", "row 4: path is '../days.md'; expected a path inside"),
        ("path", "/etc/passwd", "row 4: path is '/etc/passwd'; expected a path inside"),
        ("path", "..\\days.md", "expected a path inside"),
        ("path", "gone.md", "row 4: path is 'gone.md'; expected a report in"),
        ("path", "formula.md", "row 5: path is 'formula.md' a second time"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_written(folder: Path, column: str, value: str, said: str) -> None:
    rows = read(folder)
    row(rows, "deep/plain.txt").update(title="A right one")
    row(rows, "days.md")[column] = value
    told = refused(take(folder, rows))
    assert said in told
    assert told.endswith("Nothing was written.")
    assert not sidecars(folder)
    assert not (folder.parent / "days.md.yaml").exists()


def test_cells_of_a_file_that_cannot_be_read_are_not_lost_without_a_word(folder: Path) -> None:
    rows = read(folder)
    row(rows, "broken.md").update(title="Mended")
    assert "row 3: broken.md cannot be read" in refused(take(folder, rows))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The table is empty."),
        (b"title\r\nx\r\n", 'no column "path"'),
        (b"path,titel\r\na,b\r\n", "Did you mean 'title'?"),
        (b"path,title,title\r\n", "there twice"),
        (b"path,title\r\na,b,c\r\n", "Row 2 has more cells"),
        ("path,title\r\na,é\r\n".encode("latin-1"), "no UTF-8 text"),
    ],
)
def test_what_is_no_such_table_is_refused(folder: Path, data: bytes, said: str) -> None:
    (folder.parent / "table.csv").write_bytes(data)
    assert said in refused(run("sidecars", folder.parent / "table.csv", "--folder", folder))


def test_a_folder_needs_csv_and_csv_a_folder(folder: Path) -> None:
    assert run("inspect", folder).exit_code == 2
    assert run("inspect", folder / "days.md", "--csv").exit_code == 2
    assert run("inspect", folder, "--csv", "--json").exit_code == 2


@given(st.text(alphabet="'=+-@\t\ra;,\"\n", max_size=8))
def test_no_cell_is_a_formula_and_every_cell_reads_back(cell: str) -> None:
    assert not protected(cell).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert unprotected(protected(cell)) == cell


@given(st.text(alphabet="'=+-@a;,\"é", max_size=8))
def test_a_table_reads_back_as_it_was_written(cell: str) -> None:
    (read_back,) = from_csv(to_csv([{"path": f"{cell}.md", "title": cell}]))
    assert (read_back.number, read_back.cells["path"], read_back.cells["title"]) == (2, f"{cell}.md", cell)
