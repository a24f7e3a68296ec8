"""The organs, boards, committees and conferences that documents belong to: their names as they are cited, and the
symbol series in which their papers appear.

Names and series follow the United Nations documentation guides of the Dag Hammarskjöld Library
(https://research.un.org/en/docs/symbols) and what the bodies print at the head of their own papers.

How the column of series is written: a series matches a symbol part by part. A part `X.*` stands for `X.` and anything
(`NPT/CONF.*` for `NPT/CONF.2026`), `#` for a number (`ISBA/#/C` for `ISBA/29/C`, `EB#` for `EB156`). What stands in
brackets after a part is ignored (`ICCD/COP(15)/CST` is read as `ICCD/COP/CST`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

_UNCLOS = "the United Nations Convention on the Law of the Sea"
_LANDMINES = (
    "the Convention on the Prohibition of the Use, Stockpiling, Production and Transfer of Anti-Personnel Mines and "
    "on Their Destruction"
)
_BIOLOGICAL = (
    "the Convention on the Prohibition of the Development, Production and Stockpiling of Bacteriological (Biological) "
    "and Toxin Weapons and on Their Destruction"
)
_CONVENTIONAL = (
    "the Convention on Prohibitions or Restrictions on the Use of Certain Conventional Weapons Which May Be Deemed to "
    "Be Excessively Injurious or to Have Indiscriminate Effects"
)

_Row = tuple[str, tuple[str, ...], str]

_PRINCIPAL: tuple[_Row, ...] = (
    ("General Assembly", ("United Nations General Assembly",), "A"),
    ("Security Council", ("United Nations Security Council",), "S"),
    ("Economic and Social Council", ("United Nations Economic and Social Council",), "E"),
    ("Trusteeship Council", (), "T"),
    ("Secretariat", ("United Nations Secretariat",), "ST"),
    ("International Court of Justice", (), ""),
    ("First Committee", ("Disarmament and International Security Committee",), "A/C.1"),
    ("Second Committee", ("Economic and Financial Committee",), "A/C.2"),
    ("Third Committee", ("Social, Humanitarian and Cultural Committee",), "A/C.3"),
    ("Special Political and Decolonization Committee (Fourth Committee)", (), ""),
    ("Fourth Committee", (), "A/C.4"),
    ("Fifth Committee", ("Administrative and Budgetary Committee",), "A/C.5"),
    ("Sixth Committee", ("Legal Committee",), "A/C.6"),
    ("Special Political Committee", (), "A/SPC"),
    ("General Committee", (), "A/BUR"),
)

_ASSEMBLY: tuple[_Row, ...] = (
    ("Human Rights Council", ("United Nations Human Rights Council",), "A/HRC"),
    ("Working Group on the Universal Periodic Review", (), "A/HRC/WG.6"),
    ("Human Rights Council Advisory Committee", (), "A/HRC/AC"),
    ("Expert Mechanism on the Rights of Indigenous Peoples", (), "A/HRC/EMRIP"),
    ("Forum on Minority Issues", (), "A/HRC/FMI"),
    ("International Law Commission", (), "A/CN.4"),
    ("United Nations Commission on International Trade Law", ("UNCITRAL",), "A/CN.9"),
    ("Disarmament Commission", ("United Nations Disarmament Commission",), "A/CN.10"),
    ("United Nations Conciliation Commission for Palestine", (), "A/AC.25"),
    ("Committee on Information from Non-Self-Governing Territories", (), "A/AC.35"),
    ("United Nations Scientific Committee on the Effects of Atomic Radiation", (), "A/AC.82"),
    (
        "Executive Committee of the Programme of the United Nations High Commissioner for Refugees",
        ("Executive Committee of the High Commissioner’s Programme",),
        "A/AC.96 EC/SC EC/#/SC",
    ),
    ("Committee on the Peaceful Uses of Outer Space", (), "A/AC.105"),
    ("Scientific and Technical Subcommittee", (), "A/AC.105/C.1"),
    ("Legal Subcommittee", (), "A/AC.105/C.2"),
    (
        "Special Committee on the Situation with regard to the Implementation of the Declaration on the Granting of "
        "Independence to Colonial Countries and Peoples",
        (),
        "A/AC.109",
    ),
    ("Special Committee against Apartheid", (), "A/AC.115"),
    ("Special Committee on Peacekeeping Operations", ("Special Committee on Peace-keeping Operations",), "A/AC.121"),
    ("United Nations Council for Namibia", (), "A/AC.131"),
    ("Committee on Relations with the Host Country", (), "A/AC.154"),
    ("Ad Hoc Committee on the Indian Ocean", (), "A/AC.159"),
    (
        "Special Committee on the Charter of the United Nations and on the Strengthening of the Role of the "
        "Organization",
        (),
        "A/AC.182",
    ),
    ("Committee on the Exercise of the Inalienable Rights of the Palestinian People", (), "A/AC.183"),
    ("Committee on Information", (), "A/AC.198"),
    (
        "Ad Hoc Committee established by General Assembly resolution 51/210 of 17 December 1996",
        (),
        "A/AC.252",
    ),
    (
        "Ad Hoc Committee on the Elaboration of a Convention against Transnational Organized Crime",
        (),
        "A/AC.254",
    ),
    ("Ad Hoc Committee for the Negotiation of a Convention against Corruption", (), "A/AC.261"),
    (
        "Ad Hoc Committee on a Comprehensive and Integral International Convention on the Protection and Promotion of "
        "the Rights and Dignity of Persons with Disabilities",
        (),
        "A/AC.265",
    ),
    ("Open-ended Working Group on Ageing", (), "A/AC.278"),
    (
        "Open-ended working group on developments in the field of information and telecommunications in the context "
        "of international security",
        (),
        "A/AC.290",
    ),
    (
        "Ad Hoc Committee to Elaborate a Comprehensive International Convention on Countering the Use of Information "
        "and Communications Technologies for Criminal Purposes",
        (),
        "A/AC.291",
    ),
    (
        "Open-ended working group on security of and in the use of information and communications technologies "
        "2021–2025",
        (),
        "A/AC.292",
    ),
    (
        "Open-ended working group on reducing space threats through norms, rules and principles of responsible "
        "behaviours",
        (),
        "A/AC.294",
    ),
    ("Advisory Committee on Administrative and Budgetary Questions", (), ""),
    ("Board of Auditors", ("United Nations Board of Auditors",), ""),
    ("Committee on Contributions", (), ""),
    ("Committee on Conferences", (), ""),
    ("Credentials Committee", (), ""),
    ("Independent Audit Advisory Committee", (), ""),
    ("Office of Internal Oversight Services", (), ""),
    ("Peacebuilding Commission", (), "PBC"),
    ("International Civil Service Commission", (), "ICSC"),
    ("Joint Inspection Unit", ("Joint Inspection Unit of the United Nations System",), "JIU"),
    ("United Nations System Chief Executives Board for Coordination", (), "CEB"),
    ("Security Council Committee established pursuant to resolution 1540 (2004)", (), "S/AC.44"),
    (
        "Security Council Committee established pursuant to resolution 1373 (2001) concerning counter-terrorism",
        ("Counter-Terrorism Committee",),
        "S/AC.40",
    ),
    ("Military Staff Committee", (), ""),
)

_COUNCIL: tuple[_Row, ...] = (
    ("Statistical Commission", ("United Nations Statistical Commission",), "E/CN.3"),
    ("Commission on Human Rights", ("United Nations Commission on Human Rights",), "E/CN.4"),
    ("Sub-Commission on the Promotion and Protection of Human Rights", (), "E/CN.4/Sub.2"),
    ("Sub-Commission on Prevention of Discrimination and Protection of Minorities", (), ""),
    ("Commission for Social Development", (), "E/CN.5"),
    ("Commission on the Status of Women", (), "E/CN.6"),
    ("Commission on Narcotic Drugs", (), "E/CN.7 UNODC/CND"),
    ("Commission on Population and Development", (), "E/CN.9"),
    ("Population Commission", (), ""),
    ("Commission on Crime Prevention and Criminal Justice", (), "E/CN.15"),
    ("Commission on Science and Technology for Development", (), "E/CN.16"),
    ("Commission on Sustainable Development", (), "E/CN.17"),
    ("United Nations Forum on Forests", (), "E/CN.18"),
    ("Committee on Non-Governmental Organizations", (), "E/C.2"),
    ("Commission on Transnational Corporations", (), "E/C.10"),
    ("Committee on Economic, Social and Cultural Rights", (), "E/C.12"),
    ("Committee of Experts on Public Administration", (), "E/C.16"),
    ("Committee of Experts on International Cooperation in Tax Matters", (), "E/C.18"),
    ("Permanent Forum on Indigenous Issues", ("United Nations Permanent Forum on Indigenous Issues",), "E/C.19"),
    ("Committee of Experts on Global Geospatial Information Management", (), "E/C.20"),
    ("Committee for Development Policy", (), ""),
    ("United Nations Group of Experts on Geographical Names", (), "GEGN"),
    ("High-level political forum on sustainable development", (), "E/HLPF"),
    ("Committee for Programme and Coordination", ("Committee for Programme and Co-ordination",), "E/AC.51"),
    ("International Narcotics Control Board", (), "E/INCB"),
    ("Economic Commission for Europe", ("United Nations Economic Commission for Europe",), "E/ECE ECE"),
    ("Inland Transport Committee", (), ""),
    (
        "Economic and Social Commission for Asia and the Pacific",
        ("United Nations Economic and Social Commission for Asia and the Pacific",),
        "E/ESCAP ESCAP",
    ),
    ("Economic Commission for Africa", ("United Nations Economic Commission for Africa",), "E/ECA E/CN.14"),
    ("Economic Commission for Latin America and the Caribbean", (), "E/ECLAC LC"),
    (
        "Economic and Social Commission for Western Asia",
        ("United Nations Economic and Social Commission for Western Asia",),
        "E/ESCWA",
    ),
    (
        "Committee of Experts on the Transport of Dangerous Goods and on the Globally Harmonized System of "
        "Classification and Labelling of Chemicals",
        (),
        "ST/SG/AC.10",
    ),
    ("Sub-Committee of Experts on the Transport of Dangerous Goods", (), "ST/SG/AC.10/C.3"),
    (
        "Sub-Committee of Experts on the Globally Harmonized System of Classification and Labelling of Chemicals",
        (),
        "ST/SG/AC.10/C.4",
    ),
)

_TREATY_BODIES: tuple[_Row, ...] = (
    ("Human Rights Committee", (), "CCPR/C CCPR/CO"),
    ("Committee against Torture", (), "CAT/C"),
    (
        "Subcommittee on Prevention of Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment",
        ("Subcommittee on Prevention of Torture",),
        "CAT/OP",
    ),
    ("Committee on the Elimination of Discrimination against Women", (), "CEDAW/C"),
    ("Committee on the Elimination of Racial Discrimination", (), "CERD/C"),
    ("Committee on the Rights of the Child", (), "CRC/C"),
    ("Committee on the Rights of Persons with Disabilities", (), "CRPD/C"),
    (
        "Conference of States Parties to the Convention on the Rights of Persons with Disabilities",
        (),
        "CRPD/CSP",
    ),
    ("Committee on Enforced Disappearances", (), "CED/C"),
    (
        "Committee on the Protection of the Rights of All Migrant Workers and Members of Their Families",
        (),
        "CMW/C",
    ),
)

_BOARDS: tuple[_Row, ...] = (
    (
        "Executive Board of the United Nations Development Programme, the United Nations Population Fund and the "
        "United Nations Office for Project Services",
        ("Executive Board of UNDP, UNFPA and UNOPS",),
        "DP",
    ),
    (
        "Executive Board of the United Nations Development Programme and of the United Nations Population Fund",
        (),
        "",
    ),
    (
        "Executive Board of the United Nations Children’s Fund",
        ("United Nations Children’s Fund Executive Board", "UNICEF Executive Board"),
        "E/ICEF",
    ),
    (
        "Executive Board of the United Nations Entity for Gender Equality and the Empowerment of Women",
        ("UN-Women Executive Board",),
        "UNW",
    ),
    ("Executive Board of the World Food Programme", ("WFP Executive Board",), "WFP/EB WFP/EB.*"),
    ("Programme Coordinating Board of the Joint United Nations Programme on HIV/AIDS", (), "UNAIDS/PCB"),
    ("Trade and Development Board", (), "TD/B"),
    ("United Nations Conference on Trade and Development", (), "TD"),
    (
        "United Nations Environment Assembly of the United Nations Environment Programme",
        ("United Nations Environment Assembly",),
        "UNEP/EA UNEP/EA.*",
    ),
    ("Governing Council of the United Nations Environment Programme", (), "UNEP/GC UNEP/GC.*"),
    (
        "United Nations Habitat Assembly of the United Nations Human Settlements Programme",
        ("United Nations Habitat Assembly",),
        "HSP/HA HSP/HA.*",
    ),
    ("Executive Board of the United Nations Human Settlements Programme", (), "HSP/EB HSP/EB.*"),
    ("Governing Council of the United Nations Human Settlements Programme", (), "HSP/GC"),
    ("Industrial Development Board", (), "IDB.*"),
    ("General Conference of the United Nations Industrial Development Organization", (), "GC.*"),
    ("International Atomic Energy Agency", (), "INFCIRC"),
    ("Board of Governors of the International Atomic Energy Agency", ("IAEA Board of Governors",), "GOV"),
    ("General Conference of the International Atomic Energy Agency", ("IAEA General Conference",), "GC"),
    ("Governing Body of the International Labour Office", ("ILO Governing Body",), "GB.*"),
    ("International Labour Conference", (), "ILC.*"),
    ("World Health Assembly", (), "A# WHA#"),
    ("Executive Board of the World Health Organization", ("WHO Executive Board",), "EB#"),
    (
        "Executive Board of the United Nations Educational, Scientific and Cultural Organization",
        ("UNESCO Executive Board",),
        "#EX",
    ),
    (
        "General Conference of the United Nations Educational, Scientific and Cultural Organization",
        ("UNESCO General Conference",),
        "#C",
    ),
    ("Board of the Green Climate Fund", (), "GCF/B.*"),
    ("Council of the Global Environment Facility", ("GEF Council",), "GEF/C.*"),
    ("General Council of the World Trade Organization", (), "WT/GC"),
    ("Ministerial Conference of the World Trade Organization", (), "WT/MIN"),
    ("Dispute Settlement Body of the World Trade Organization", (), "WT/DSB"),
)

_CONFERENCES: tuple[_Row, ...] = (
    (
        "Conference of the Parties to the United Nations Framework Convention on Climate Change",
        (),
        "FCCC/CP",
    ),
    (
        "Conference of the Parties serving as the meeting of the Parties to the Kyoto Protocol",
        (),
        "FCCC/KP/CMP",
    ),
    (
        "Conference of the Parties serving as the meeting of the Parties to the Paris Agreement",
        (),
        "FCCC/PA/CMA",
    ),
    ("Subsidiary Body for Scientific and Technological Advice", (), "FCCC/SBSTA"),
    ("Subsidiary Body for Implementation", (), "FCCC/SBI"),
    ("Conference of the Parties to the Convention on Biological Diversity", (), "CBD/COP UNEP/CBD/COP"),
    (
        "Subsidiary Body on Scientific, Technical and Technological Advice",
        (),
        "CBD/SBSTTA UNEP/CBD/SBSTTA",
    ),
    ("Subsidiary Body on Implementation", (), "CBD/SBI UNEP/CBD/SBI"),
    (
        "Conference of the Parties to the United Nations Convention to Combat Desertification in Those Countries "
        "Experiencing Serious Drought and/or Desertification, Particularly in Africa",
        ("Conference of the Parties to the United Nations Convention to Combat Desertification",),
        "ICCD/COP",
    ),
    ("Committee on Science and Technology", (), "ICCD/COP/CST ICCD/CST"),
    ("Committee for the Review of the Implementation of the Convention", (), "ICCD/CRIC"),
    (
        "Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
        (),
        "CTOC/COP",
    ),
    ("Working Group on International Cooperation", (), "CTOC/COP/WG.3"),
    ("Working Group on Trafficking in Persons", (), "CTOC/COP/WG.4"),
    ("Working Group on Firearms", (), "CTOC/COP/WG.6"),
    ("Working Group on the Smuggling of Migrants", (), "CTOC/COP/WG.7"),
    ("Conference of the States Parties to the United Nations Convention against Corruption", (), "CAC/COSP"),
    ("Implementation Review Group", (), "CAC/COSP/IRG"),
    ("Open-ended Intergovernmental Working Group on Asset Recovery", (), "CAC/COSP/WG.2"),
    ("Open-ended Intergovernmental Working Group on the Prevention of Corruption", (), "CAC/COSP/WG.4"),
    (
        "Review Conference of the Parties to the Treaty on the Non-Proliferation of Nuclear Weapons",
        (),
        "NPT/CONF.*",
    ),
    ("Meeting of States Parties to the Treaty on the Prohibition of Nuclear Weapons", (), "TPNW/MSP"),
    (f"Meeting of the States Parties to {_LANDMINES}", (), "APLC/MSP APLC/MSP.*"),
    (f"Review Conference of the States Parties to {_LANDMINES}", (), "APLC/CONF"),
    (f"Meeting of the States Parties to {_BIOLOGICAL}", (), "BWC/MSP"),
    (f"Review Conference of the States Parties to {_BIOLOGICAL}", (), "BWC/CONF.*"),
    (f"Meeting of the High Contracting Parties to {_CONVENTIONAL}", (), "CCW/MSP"),
    (
        "Group of Governmental Experts on Emerging Technologies in the Area of Lethal Autonomous Weapons Systems",
        (),
        "CCW/GGE.1",
    ),
    ("Meeting of States Parties to the Convention on Cluster Munitions", (), "CCM/MSP"),
    ("Conference of States Parties to the Arms Trade Treaty", (), "ATT/CSP ATT/CSP#"),
    ("Conference on Disarmament", (), "CD"),
    ("Conference of the Parties to the Stockholm Convention on Persistent Organic Pollutants", (), "UNEP/POPS/COP.*"),
    ("Persistent Organic Pollutants Review Committee", (), "UNEP/POPS/POPRC.*"),
    (
        "Conference of the Parties to the Basel Convention on the Control of Transboundary Movements of Hazardous "
        "Wastes and Their Disposal",
        (),
        "UNEP/CHW.*",
    ),
    (
        "Conference of the Parties to the Rotterdam Convention on the Prior Informed Consent Procedure for Certain "
        "Hazardous Chemicals and Pesticides in International Trade",
        (),
        "UNEP/FAO/RC/COP.*",
    ),
    ("Conference of the Parties to the Minamata Convention on Mercury", (), "UNEP/MC/COP.*"),
    (
        "Plenary of the Intergovernmental Science-Policy Platform on Biodiversity and Ecosystem Services",
        (),
        "IPBES",
    ),
    ("Intergovernmental Panel on Climate Change", (), ""),
    (f"Meeting of States Parties to {_UNCLOS}", (), "SPLOS"),
    ("Commission on the Limits of the Continental Shelf", (), "CLCS"),
    ("International Seabed Authority", (), "ISBA"),
    ("Assembly of the International Seabed Authority", (), "ISBA/A ISBA/#/A"),
    ("Council of the International Seabed Authority", (), "ISBA/C ISBA/#/C"),
    ("Legal and Technical Commission", (), "ISBA/LTC ISBA/#/LTC"),
    (
        "Assembly of States Parties to the Rome Statute of the International Criminal Court",
        (),
        "ICC-ASP",
    ),
)

_REGIONAL: tuple[_Row, ...] = (
    ("Organization for Security and Co-operation in Europe", (), ""),
    (
        "Ministerial Council",
        ("OSCE Ministerial Council", "Ministerial Council of the Organization for Security and Co-operation in Europe"),
        "MC.DOC MC.DEC MC.DEL",
    ),
    (
        "Permanent Council",
        ("OSCE Permanent Council", "Permanent Council of the Organization for Security and Co-operation in Europe"),
        "PC.DEL PC.DEC PC.JOUR",
    ),
    ("Forum for Security Co-operation", (), "FSC.DEC FSC.DEL FSC.JOUR"),
    ("Office for Democratic Institutions and Human Rights", (), ""),
    ("Council of Europe", (), ""),
    ("Committee of Ministers of the Council of Europe", (), "CM/Rec CM/Del CM/Res CM/Inf"),
    ("Parliamentary Assembly of the Council of Europe", (), ""),
    ("Group of Experts on Action against Trafficking in Human Beings", ("GRETA",), "GRETA"),
    (
        "Group of Experts on Action against Violence against Women and Domestic Violence",
        ("GREVIO",),
        "GREVIO GREVIO/Inf",
    ),
    (
        "European Committee for the Prevention of Torture and Inhuman or Degrading Treatment or Punishment",
        (),
        "CPT/Inf",
    ),
    ("European Commission against Racism and Intolerance", (), "CRI"),
    ("European Commission for Democracy through Law", ("Venice Commission",), "CDL-AD"),
    ("European Court of Human Rights", (), ""),
    ("European Commission", (), ""),
    ("European Parliament", (), ""),
    ("Council of the European Union", (), ""),
    ("African Union", (), ""),
    ("Organization of American States", (), ""),
    ("Inter-American Commission on Human Rights", (), ""),
    ("African Commission on Human and Peoples’ Rights", (), ""),
    ("League of Nations", (), ""),
    ("Financial Action Task Force", (), ""),
    ("Inter-Parliamentary Union", (), ""),
)

_ORGANIZATIONS: tuple[_Row, ...] = tuple(
    (name, (), "")
    for name in (
        "Food and Agriculture Organization of the United Nations",
        "International Civil Aviation Organization",
        "International Criminal Court",
        "International Fund for Agricultural Development",
        "International Labour Organization",
        "International Labour Office",
        "International Maritime Organization",
        "International Monetary Fund",
        "International Organization for Migration",
        "International Telecommunication Union",
        "International Residual Mechanism for Criminal Tribunals",
        "International Tribunal for the Law of the Sea",
        "Joint United Nations Programme on HIV/AIDS",
        "Office for the Coordination of Humanitarian Affairs",
        "Office of the United Nations High Commissioner for Human Rights",
        "Office of the United Nations High Commissioner for Refugees",
        "Organisation for the Prohibition of Chemical Weapons",
        "Preparatory Commission for the Comprehensive Nuclear-Test-Ban Treaty Organization",
        "United Nations Children’s Fund",
        "United Nations Development Programme",
        "United Nations Educational, Scientific and Cultural Organization",
        "United Nations Entity for Gender Equality and the Empowerment of Women",
        "United Nations Environment Programme",
        "United Nations Human Settlements Programme",
        "United Nations Industrial Development Organization",
        "United Nations Institute for Disarmament Research",
        "United Nations Institute for Training and Research",
        "United Nations Office for Disarmament Affairs",
        "United Nations Office for Project Services",
        "United Nations Office on Drugs and Crime",
        "United Nations Population Fund",
        "United Nations Relief and Works Agency for Palestine Refugees in the Near East",
        "United Nations University",
        "Universal Postal Union",
        "World Bank",
        "World Food Programme",
        "World Health Organization",
        "World Intellectual Property Organization",
        "World Meteorological Organization",
        "World Trade Organization",
    )
)

BODIES: tuple[_Row, ...] = (
    *_PRINCIPAL,
    *_ASSEMBLY,
    *_COUNCIL,
    *_TREATY_BODIES,
    *_BOARDS,
    *_CONFERENCES,
    *_REGIONAL,
    *_ORGANIZATIONS,
)
"""Every body: the name a citation gives, other names in print, and its symbol series, parted by spaces."""

_MAX_NAME = 400
_ONE_MISREAD_IN = 10  # letters: a scan poorer than that is not guessed at
_MOST_MISREAD = 4


def _key(name: str) -> str:
    """A name reduced to what two prints of it share: its letters and digits, in lower case, without "the".

    >>> _key("THE COMMITTEE ON NON-\\nGOVERNMENTAL ORGANISATIONS")
    'committeeonnongovernmentalorganizations'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = re.findall(r"[^\W_]+", plain.casefold())
    return "".join(word for word in words if word != "the").replace("organisation", "organization")


_NAMES: dict[str, str] = {_key(name): canonical for canonical, also, _ in BODIES for name in (canonical, *also)}
_SERIES: dict[str, str] = {
    series.upper(): canonical for canonical, _, column in BODIES for series in column.split() if series
}
_LONGEST_SERIES = max(series.count("/") + 1 for series in _SERIES)


@lru_cache(maxsize=4096)
def canonical_body(printed: str) -> str | None:
    """The name under which a printed one is cited, or None where the print names no known body.

    The name must be the whole of the print, or be followed by a comma or "of the United Nations".

    >>> canonical_body("COMMISSION ON HUMAN EIGHTS")
    'Commission on Human Rights'
    >>> canonical_body("General Assembly Official Records") is None
    True
    """
    if len(printed) > _MAX_NAME:
        return None
    starts = _beginnings(printed)
    exact = next((_NAMES[key] for key in starts if key in _NAMES), None)
    return exact or next((name for key in starts if (name := _misread(key))), None)


def _beginnings(printed: str) -> list[str]:
    """The keys of a print and of what stands before its commas, the longest first, also without the organization."""
    ends = [len(printed), *(match.start() for match in reversed(list(re.finditer(",", printed))))]
    keys = [_key(printed[:end]) for end in ends]
    return [form for key in keys if key for form in (key, key.removesuffix("ofunitednations")) if form]


def _misread(key: str) -> str | None:
    """The body whose name a scan may have misread as `key`: only where no other name is as near as to be confused."""
    allowed = min(_MOST_MISREAD, len(key) // _ONE_MISREAD_IN)
    near = _near(key, allowed) if allowed else set()
    known = min(near, key=lambda name: OSA.distance(name, key), default=None)
    if known is None or _digits(known) != _digits(key):
        return None
    rivals = {_NAMES[name] for name in _near(known, 2 * allowed)}
    return _NAMES[known] if len(rivals) == 1 else None


def _near(key: str, distance: int) -> set[str]:
    return {
        name
        for name in _NAMES
        if abs(len(name) - len(key)) <= distance and OSA.distance(name, key, score_cutoff=distance) <= distance
    }


def _digits(key: str) -> str:
    return "".join(c for c in key if c.isdigit())


_OTHER_BODY = re.compile(r"(AC|C|CN|CONF|SC|SUB|WG)\.\d|(PC|SP)(\.|$)|PREPCOM")
"""Parts that lead to a body below the one before them: where that body is not in the table, none is named."""


def body_of_symbol(symbol: str) -> str | None:
    """The body in whose series a symbol stands: the longest series that is known.

    >>> body_of_symbol("E/CN.6/2025/5")
    'Commission on the Status of Women'
    >>> body_of_symbol("A/CONF.230/2025/10") is None  # every conference has its own number
    True
    """
    parts = [_part(part) for part in symbol.strip().upper().split("/")]
    for length in range(min(len(parts), _LONGEST_SERIES), 0, -1):
        name = _body_of_series(parts[:length])
        if name:
            below = parts[length] if length < len(parts) else ""
            return None if _OTHER_BODY.match(below) else name
    return None


def _part(part: str) -> str:
    """A part of a symbol without what stands in brackets: "COP(15)" is "COP", "GRETA(2024)12" is "GRETA"."""
    bare = re.sub(r"\s*\(.*$", "", part).strip()
    return re.sub(r"^\d+\s*(EX|C)$", r"#\1", bare)


def _body_of_series(parts: list[str]) -> str | None:
    """The body of exactly this series, with the number of a session in its last part or between its parts."""
    *before, last = parts
    lasts = (last, re.sub(r"\..*$", ".*", last), re.sub(r"^([A-Z]+)\d[\d.]*$", r"\1#", last))
    numbered = ["#" if part.isdigit() else part for part in before]
    series = ("/".join([*head, tail]) for head in (before, numbered) for tail in lasts)
    return next((_SERIES[text] for text in series if text in _SERIES), None)


_BODY_WORD = re.compile(
    r"\b(sub-?)?(committees?|commissions?|councils?|conferences?|boards?|working (group|party)|forum|assembly|agency"
    r"|group of (governmental |intergovernmental |technical )?experts|expert (group|mechanism)|consultative group"
    r"|meetings? of( the)? (high contracting |states )?parties|expert meeting|organi[sz]ation|tribunals?|court|panel"
    r"|platform|authority|body|bureau|unit|congress|high-level|secretariat|task force|network|union|fund|programme"
    r"|office|dialogue|entity|institute|alliance|partnership|mechanism|plenary)\b",
    re.I,
)
_NOT_A_BODY = re.compile(
    r"(report|letter|note|statement|draft|summary|provisional|annotated|agenda|list|programme of work|resolution"
    r"|decision|submi\w+|adoption|election|implementation|request|communication)\b",
    re.I,
)
_SENTENCE = re.compile(r"\b(is|are|was|were|has|have|had|will|shall|adopted|decide[sd]|requests|takes|noted)\b", re.I)
_YEAR = re.compile(r"\(?(1[89]|20)\d\d([-–](1[89]|20)\d\d)?\)?,?")
_MOST_WORDS = 30


def looks_like_body(printed: str) -> bool:
    """Whether a name that is not in the table may be shown as that of a body.

    >>> looks_like_body("Ad Hoc Open-ended Expert Group on Tailings"), looks_like_body("C0mm$ttee & B0ard")
    (True, False)
    """
    words = printed.split()
    if not 2 <= len(words) <= _MOST_WORDS or not _begins_name(words):
        return False
    line = " ".join(words)
    if _NOT_A_BODY.match(line) or _SENTENCE.search(line) or line.endswith((".", ":", ",")):
        return False
    return bool(_BODY_WORD.search(line)) and all(_readable(word) for word in words)


def _begins_name(words: Sequence[str]) -> bool:
    """Whether the first word has a capital, or is the year of a conference: "2025 United Nations Conference"."""
    first = words[1] if _YEAR.fullmatch(words[0]) else words[0]
    return first.lstrip("“\"'(")[:1].isupper()


def _readable(word: str) -> bool:
    """Whether a word is one that print can hold in a name: letters with a vowel among them, an acronym, a year, a goal.

    >>> [_readable(word) for word in ("Co-operation", "(2021–2025)", "rghtsk", "a$d", "–")]
    [True, True, False, False, True]
    """
    if _YEAR.fullmatch(word) or word in {"–", "—", "-"} or re.fullmatch(r"\d{1,2}:?", word):
        return True
    bare = word.strip("()“”‘’\"',:")
    pieces = re.split(r"[-–‑'’]", bare)
    return bool(bare) and all(_spelt(piece) for piece in pieces if piece)


def _spelt(piece: str) -> bool:
    """Whether a run of letters can be a word: not one of many consonants, not of mixed capitals."""
    if not piece.isalpha():
        return False
    if piece.isupper() and len(piece) <= 5:
        return len(piece) > 1 or piece in "AIVX"
    plain = unicodedata.normalize("NFKD", piece).casefold()
    mixed = not piece.isupper() and any(c.isupper() for c in piece[1:]) and not re.match(r"(Mc|Mac)[A-Z]", piece)
    garbled = re.search(r"[^aeiouy\W]{6}|(.)\1\1", plain) or not re.search(r"[aeiouy]", plain)
    return (len(piece) > 1 or piece in "ads") and not mixed and not garbled
