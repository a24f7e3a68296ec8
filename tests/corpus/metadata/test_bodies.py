"""Printed names and symbols lead to the body that a citation names, and never to its neighbour."""

from __future__ import annotations

import pytest

from corpus.metadata.bodies import BODIES, body_of_symbol, canonical_body, looks_like_body

CHILDREN = "Executive Board of the United Nations Children’s Fund"


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("COMMISSION ON HUMAN EIGHTS", "Commission on Human Rights"),
        ("THE GENERAL  ASSEMBLY", "General Assembly"),
        ("Committee on Non-\nGovernmental Organizations", "Committee on Non-Governmental Organizations"),
        ("Executive Board of the United Nations Children's Fund", CHILDREN),
        ("UNCITRAL", "United Nations Commission on International Trade Law"),
        ("Economic and Social Council of the United Nations", "Economic and Social Council"),
        ("General Assembly, Seventy-ninth session", "General Assembly"),
        ("Committee on the Righls of the Chi1d", None),  # a digit is not in the name
        ("FIFTH COMMITTEE", "Fifth Committee"),
        ("Filth Committee", None),  # the Sixth is two letters off the Fifth
        ("SPECIAL COMMITTEE ON PEACEKEEPlNG OPERATlONS", "Special Committee on Peacekeeping Operations"),
        ("Subsidiary Body tor Implementation", None),  # there is one "on" and one "for" it
        ("General Assembly Official Records", None),
        ("Seventh Committee", None),
        ("", None),
    ],
)
def test_a_printed_name_leads_to_the_name_cited(printed: str, name: str | None) -> None:
    assert canonical_body(printed) == name


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        ("A/79/1", "General Assembly"),
        ("S/2025/1", "Security Council"),
        ("S/RES/2773 (2025)", "Security Council"),
        ("E/CN.6/2025/5", "Commission on the Status of Women"),
        ("E/CN.5/2025/5", "Commission for Social Development"),
        ("A/HRC/59/60", "Human Rights Council"),
        ("A/HRC/WG.6/47/NPL/1", "Working Group on the Universal Periodic Review"),
        ("A/C.3/79/L.5", "Third Committee"),
        ("A/CN.9/WG.III/WP.240", "United Nations Commission on International Trade Law"),
        ("E/ICEF/2025/3", CHILDREN),
        ("ICCD/COP(15)/CST/2", "Committee on Science and Technology"),
        ("ICCD/COP(15)/2", next(row[0] for row in BODIES if "ICCD/COP" in row[2])),
        (
            "NPT/CONF.2020/1",
            "Review Conference of the Parties to the Treaty on the Non-Proliferation of Nuclear Weapons",
        ),
        ("NPT/CONF.2026/PC.II/1", None),
        ("ISBA/29/C/1", "Council of the International Seabed Authority"),
        ("GC(68)/INF/3", "General Conference of the International Atomic Energy Agency"),
        ("INFCIRC/254/Rev.1", "International Atomic Energy Agency"),
        ("GB.350/INS/1", "Governing Body of the International Labour Office"),
        ("EB156/4", "Executive Board of the World Health Organization"),
        ("A77/4", "World Health Assembly"),
        ("220 EX/4", "Executive Board of the United Nations Educational, Scientific and Cultural Organization"),
        ("GRETA(2024)12", "Group of Experts on Action against Trafficking in Human Beings"),
        ("PC.DEL/12/24", "Permanent Council"),
        ("A/CONF.230/2025/10", None),
        ("A/AC.999/1", None),
        ("XYZ/1", None),
        ("", None),
    ],
)
def test_a_symbol_leads_to_the_body_of_its_series(symbol: str, name: str | None) -> None:
    assert body_of_symbol(symbol) == name


def test_every_name_leads_to_itself_and_no_series_is_given_twice() -> None:
    assert [canonical_body(row[0]) for row in BODIES] == [row[0] for row in BODIES]
    series = [part for row in BODIES for part in row[2]]
    assert len(series) == len(set(series))


def test_names_given_twice_belong_to_one_body() -> None:
    names = [name for row in BODIES for name in (row[0], *row[1])]
    assert len(names) == len(set(names))
    assert all(canonical_body(alias) == row[0] for row in BODIES for alias in row[1])


@pytest.mark.parametrize(
    "printed",
    [
        "Fourteenth United Nations Congress on Crime Prevention and Criminal Justice",
        "Preparatory Committee for the 2026 Review Conference of the Parties to the Treaty on the Non-Proliferation of "
        "Nuclear Weapons",
        "AD HOC COMMITTEE ON THE STRENGTHENING OF THE ORGANIZATION",
    ],
)
def test_a_readable_name_with_a_word_for_a_body_may_be_shown(printed: str) -> None:
    assert looks_like_body(printed)


@pytest.mark.parametrize(
    "printed",
    [
        "Committee",
        "C0mmittee on Hum4n Rights",
        "Board & Council",
        "committee on the rights of something",
        "Second regular session 2025",
        "Report of the Executive Board",
        "Commltt xqzrt of the Board",
        "The Committee decided to adjourn",
        "Council " + "of many words " * 10,
    ],
)
def test_what_is_no_name_of_a_body_is_not_shown(printed: str) -> None:
    assert not looks_like_body(printed)
