"""A build has the short forms that people gave and that its texts introduce; an edit of the glossary is a change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.glossary import Abbreviation
from index.errors import BuildDamagedError, FilesRejectedError
from index.lexical.glossary import GLOSSARY, Glossary, read_glossary, with_learnt, write_glossary
from index.storage.home import build_folder, live_build
from index.types import RebuildSummary

BuildHome = Callable[..., RebuildSummary]
TIP = Abbreviation("TIP", "trafficking in persons")
FILES = {
    "a.md": "# A\n\nThe smuggling of migrants (SOM) was discussed.\n",
    "b.md": "# B\n\nPersons were named.\n",
    "glossary.yaml": "TIP: trafficking in persons\nSOM: Smuggling of Migrants\n",
}


def live_glossary(tmp_path: Path) -> Glossary:
    return read_glossary(build_folder(tmp_path / "home", live_build(tmp_path / "home")))


def test_what_was_written_is_read(tmp_path: Path) -> None:
    glossary = Glossary((TIP, Abbreviation("É", "état “é”")), {"glossary.yaml": "00ff"}, frozenset({"TIP"}))
    write_glossary(glossary, tmp_path)
    assert read_glossary(tmp_path) == glossary


def test_what_people_gave_comes_first_and_is_not_learnt_again() -> None:
    texts = ["on trafficking in Persons (TIP) and the smuggling of migrants (SOM)"]
    assert with_learnt(Glossary((TIP,)), texts).pairs == (TIP, Abbreviation("SOM", "smuggling of migrants"))


def test_a_short_form_that_the_texts_use_as_a_word_is_marked_as_one() -> None:
    given = Glossary((Abbreviation("SEA", "sexual exploitation and abuse"), TIP, Abbreviation("OSCE", "the O")))
    texts = ["Many drowned at sea.", "See www.osce.org, tip/list, osce.org/x and a tip-off; UNTIP said TIP."]
    assert with_learnt(given, texts).ordinary == {"SEA"}


@pytest.mark.parametrize("content", ["", "{}", '{"pairs": [["TIP"]], "sources": {}}', "[]", "\x00"])
def test_a_damaged_file_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / GLOSSARY).write_text(content)
    with pytest.raises(BuildDamagedError, match=GLOSSARY):
        read_glossary(tmp_path)


def test_a_build_has_given_and_learnt_forms(tmp_path: Path, build_home: BuildHome) -> None:
    summary = build_home(FILES)
    assert (summary.reports, summary.rejected) == (2, ())
    assert live_glossary(tmp_path).pairs == (TIP, Abbreviation("SOM", "Smuggling of Migrants"))


def test_an_edit_of_the_glossary_makes_a_build_and_embeds_nothing(tmp_path: Path, build_home: BuildHome) -> None:
    first = build_home(FILES)
    assert build_home({}).build == first.build
    second = build_home({"glossary.yaml": "TIP: trafficking in persons\n"})
    assert second.build != first.build
    assert (second.embedded, second.unchanged) == (0, 2)
    assert live_glossary(tmp_path).pairs == (Abbreviation("SOM", "smuggling of migrants"), TIP)[::-1]
    third = build_home({"glossary.yaml": None})
    assert third.build != second.build
    assert live_glossary(tmp_path).pairs == (Abbreviation("SOM", "smuggling of migrants"),)


def test_an_ill_formed_glossary_is_reported_and_the_reports_are_indexed(tmp_path: Path, build_home: BuildHome) -> None:
    summary = build_home(FILES | {"glossary.yaml": "TIP: [trafficking\n"})
    assert summary.reports == 2
    [rejection] = summary.rejected
    assert rejection.path == "glossary.yaml"
    assert "the glossary is not valid YAML at line 2" in rejection.reason
    assert live_glossary(tmp_path).pairs == (Abbreviation("SOM", "smuggling of migrants"),)
    assert build_home({}).build == summary.build
    with pytest.raises(FilesRejectedError, match=r"glossary\.yaml"):
        build_home({}, strict=True)
