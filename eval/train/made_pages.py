# ruff: noqa: E501 - what a layout prints stands on one line
"""First pages made here, in the layouts of several organizations, to teach the labeller what few real files show.

Topics, names and dates are drawn at random; no sentence is taken from a real document.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from corpus.dates import MONTHS
from eval.train.made_page import SENTENCE, MadePage

EACH = 12  # pages of each layout
_ACTS = (
    "Progress in",
    "Strengthening of",
    "Review of",
    "Update on",
    "Measures for",
    "Financing of",
    "Evaluation of",
    "",
)
_THINGS = (
    "the protection of victims of trafficking",
    "river basin management",
    "decent work in the fishing sector",
    "technical cooperation among small States",
    "the safety of research reactors",
    "data on internal migration",
    "primary health care in remote areas",
    "access to justice for children",
    "digital trade facilitation",
    "the conservation of wetlands",
    "human resources and mobility of staff",
    "the rights of older persons",
)
_WHERE = (
    "",
    "",
    " in landlocked countries",
    " since 2015",
    ": lessons of the first decade",
    " for the biennium 2018–2019",
)
_COUNTRIES = ("Norway", "Kenya", "Peru", "Viet Nam", "Jordan", "Canada", "Fiji", "Estonia")
_CITIES = ("Geneva", "Vienna", "Nairobi", "Bangkok", "Santiago", "Bonn", "New York", "Rome")
_ORDINALS = ("Third", "Seventh", "Twelfth", "Twenty-first", "Thirty-fourth", "Forty-second", "Fifty-eighth", "Sixtieth")


def made_pages(rng: random.Random, each: int = EACH) -> Iterator[MadePage]:
    """Pages of every layout."""
    for layout in LAYOUTS:
        for _ in range(each):
            page = MadePage(rng, rng.choice(("Times", "Times", "Helvetica")))
            layout(page)
            yield page


def _topic(rng: random.Random) -> str:
    text = f"{rng.choice(_ACTS)} {rng.choice(_THINGS)}{rng.choice(_WHERE)}".strip()
    return text[0].upper() + text[1:]


def _day(rng: random.Random) -> str:
    return f"{rng.randint(1, 28)} {rng.choice(MONTHS)} {rng.randint(1975, 2026)}"


def _span(rng: random.Random) -> str:
    first = rng.randint(1, 20)
    return f"{first}{rng.choice(('–', '-', ' to '))}{first + rng.randint(1, 6)} {rng.choice(MONTHS)} {rng.randint(1990, 2026)}"


def _general_assembly(page: MadePage) -> None:
    rng = page.rng
    topic, session = _topic(rng), f"{rng.choice(_ORDINALS)} session"
    page.masthead(
        "General Assembly",
        f"A/{rng.randint(40, 80)}/{rng.randint(10, 900)}",
        "Distr.: General",
        _day(rng),
        f"Original: {rng.choice(('English', 'French', 'Spanish'))}",
    )
    page.block(session, x=60, bold=True)
    page.block(item := f"Item {rng.randint(3, 140)} of the provisional agenda", x=60)
    named = rng.random() < 0.6
    if named:
        page.block(_topic(rng), x=60, bold=True, width=260)
    page.gap(22)
    page.block(topic, x=115, size=14, bold=True)
    if rng.random() < 0.4:
        page.gap(14)
        by = rng.choice(("Report of the Secretary-General", "Note by the Secretary-General"))
        page.block(by, x=115, size=12, bold=True)
        page.record["submitted_by"] = by
    page.gap(16)
    page.text()
    page.record |= {"title": topic, "bodies": ["General Assembly"], "session": session, "agenda_item": item}


def _draft(page: MadePage) -> None:
    rng = page.rng
    topic, session = _topic(rng), f"{rng.choice(_ORDINALS)} session"
    page.masthead(
        "Economic and Social Council",
        f"E/CN.{rng.randint(3, 18)}/{rng.randint(1995, 2026)}/L.{rng.randint(1, 40)}",
        "Distr.: Limited",
        _day(rng),
        "Original: English",
    )
    body = rng.choice(
        ("Commission on the Status of Women", "Commission for Social Development", "Statistical Commission")
    )
    page.block(body, x=60, bold=True)
    page.block(session, x=60, bold=True)
    page.block(_span(rng), x=60)
    page.block(f"Agenda item {rng.randint(3, 12)}", x=60)
    page.gap(24)
    sponsors = ", ".join(rng.sample(_COUNTRIES, 4))
    by = rng.choice(
        (
            f"{sponsors}: draft resolution",
            "Draft resolution submitted by the Chair of the Commission on the basis of informal consultations",
            f"{rng.choice(_COUNTRIES)}:* draft resolution",
        )
    )
    page.block(by, x=115, size=12, bold=True)
    page.gap(14)
    page.block(topic, x=115, size=14, bold=True)
    page.gap(14)
    page.block("The Commission,", x=140)
    page.text()
    page.record |= {
        "title": topic,
        "bodies": ["Economic and Social Council", body],
        "session": session,
        "submitted_by": by,
    }


def _resolution(page: MadePage) -> None:
    rng = page.rng
    topic, session = _topic(rng), f"{rng.choice(_ORDINALS)} session"
    number = f"{rng.randint(50, 80)}/{rng.randint(1, 300)}"
    page.masthead("General Assembly", f"A/RES/{number}", "Distr.: General", _day(rng))
    page.block(session, x=60, bold=True)
    page.block(f"Agenda item {rng.randint(3, 140)}", x=60)
    page.gap(24)
    by = f"Resolution adopted by the General Assembly on {_day(rng)}"
    page.block(by, x=115, size=14, bold=True)
    page.gap(10)
    page.block(
        f"[on the report of the Third Committee (A/{rng.randint(50, 80)}/{rng.randint(300, 500)}, para. 20)]", x=140
    )
    page.gap(14)
    page.block(f"{number}. {topic}", x=115, size=12 if rng.random() < 0.5 else 14, bold=True)
    page.gap(14)
    page.block("The General Assembly,", x=140)
    page.text()
    page.record |= {"title": topic, "bodies": ["General Assembly"], "session": session, "submitted_by": by}


def _letter(page: MadePage) -> None:
    rng = page.rng
    joint = rng.random() < 0.4
    council = f"S/{rng.randint(1995, 2026)}/{rng.randint(10, 900)}"
    symbol = f"A/{rng.randint(60, 80)}/{rng.randint(10, 900)}–{council}" if joint else council
    organ = "General Assembly Security Council" if joint else "Security Council"
    page.masthead(organ, symbol, "Distr.: General", _day(rng), "Original: English")
    if joint:
        page.put(60, page.y, "General Assembly", 10, bold=True)
        page.put(340, page.y, "Security Council", 10, bold=True)
        page.put(60, page.y + 12, session := f"{rng.choice(_ORDINALS)} session", 10, bold=True)
        page.put(340, page.y + 12, "Seventy-fourth year", 10, bold=True)
        page.put(60, page.y + 24, f"Agenda items {rng.randint(3, 50)} and {rng.randint(51, 130)}", 10)
        page.y += 36
        page.block(_topic(rng), x=60, bold=True, width=260)
        page.record |= {"session": session}
    page.gap(24)
    country = rng.choice(_COUNTRIES)
    title = rng.choice(
        (
            f"Letter dated {_day(rng)} from the Permanent Representative of {country} to the United Nations addressed to the President of the Security Council",
            f"Identical letters dated {_day(rng)} from the Chargé d’affaires a.i. of the Permanent Mission of {country} to the United Nations addressed to the Secretary-General and the President of the Security Council",
            f"Note verbale dated {_day(rng)} from the Permanent Mission of {country} to the United Nations addressed to the Secretary-General",
        )
    )
    page.block(title, x=115, size=12, bold=True)
    page.gap(14)
    page.block("I have the honour to transmit herewith a statement. " + SENTENCE, x=115)
    page.text(x=115)
    page.record |= {"title": title, "bodies": ["General Assembly | Security Council" if joint else "Security Council"]}


def _information_circular(page: MadePage) -> None:
    rng = page.rng
    page.times = "Helvetica"
    page.put(60, 70, "Atoms for Peace", 8)
    page.put(60, 110, "Information Circular", 22 if rng.random() < 0.6 else 16, bold=True)
    page.put(380, 80, f"INFCIRC/{rng.randint(200, 1200)}{rng.choice(('', '/Add.2', '/Rev.1'))}", 12, bold=True)
    page.put(380, 96, f"Date: {_day(rng)}", 10)
    page.put(380, 124, "General Distribution", 10)
    page.put(380, 138, "Original: English", 10)
    page.y = 200
    country = rng.choice(_COUNTRIES)
    title = rng.choice(
        (
            f"Communication dated {_day(rng)} received from the Permanent Mission of {country} to the Agency",
            f"Communication received from {country} regarding {rng.choice(_THINGS)}",
            f"Agreement between {country} and the Agency on {rng.choice(_THINGS)}",
        )
    )
    page.block(title, x=60, size=16 if rng.random() < 0.5 else 14, bold=True, width=460)
    page.gap(24)
    page.text(x=60)
    page.record |= {"title": title, "bodies": []}


def _governing_body(page: MadePage) -> None:
    rng = page.rng
    page.times = "Helvetica"
    page.put(60, 60, "International Labour Office" if rng.random() < 0.7 else "Agency for Rural Work", 9)
    page.put(
        430,
        60,
        f"GB.{rng.randint(290, 356)}/{rng.choice(('INS', 'POL', 'PFA', 'LILS'))}/{rng.randint(1, 20)}",
        11,
        bold=True,
    )
    page.y = 100
    page.block("Governing Body", x=60, size=16, bold=True)
    page.block(
        session
        := f"{rng.randint(290, 356)}{rng.choice(('th', 'st'))} Session, {rng.choice(_CITIES)}, {rng.choice(MONTHS)} {rng.randint(2005, 2026)}",
        x=60,
    )
    page.gap(20)
    section = rng.choice(
        ("Institutional Section", "Policy Development Section", "Programme, Financial and Administrative Section")
    )
    page.put(60, page.y, section, 10, bold=rng.random() < 0.5)
    page.put(500, page.y, section.split()[0][:3].upper(), 10, bold=True)
    page.gap(18)
    if rng.random() < 0.7:
        page.block(f"Date: {_day(rng)}", x=60)
        page.block("Original: English", x=60)
    page.gap(24)
    page.block(item := f"{rng.choice(_ORDINALS)} item on the agenda", x=60, size=12)
    page.gap(10)
    topic = _topic(rng)
    page.block(topic, x=60, size=17, bold=True, width=460)
    if rng.random() < 0.4:
        extra = f"Report of the {rng.choice(('Director-General', 'Officers'))} on {rng.choice(_THINGS)}"
        page.gap(6)
        page.block(extra, x=60, size=12, bold=True, width=460)
        page.record["submitted_by"] = extra
    page.gap(18)
    page.block("Purpose of the document", x=70, size=10, bold=True)
    page.block(
        "In the present paper the Governing Body is invited to take note of what was done. " + SENTENCE,
        x=70,
        width=430,
    )
    page.text(x=60)
    page.record |= {"title": topic, "bodies": ["Governing Body"], "session": session.split(",")[0], "agenda_item": item}


def _health_board(page: MadePage) -> None:
    rng = page.rng
    page.put(
        120, 70, "WORLD HEALTH ORGANIZATION" if rng.random() < 0.6 else "ORGANIZATION FOR ANIMAL CARE", 13, bold=True
    )
    page.put(120, 100, "EXECUTIVE BOARD", 12, bold=True)
    page.put(400, 100, f"EB{rng.randint(100, 158)}/{rng.randint(2, 50)}", 12, bold=True)
    page.put(120, 114, session := f"{rng.randint(100, 158)}th session", 10, bold=True)
    page.put(400, 114, _day(rng), 10)
    page.put(120, 128, item := f"Provisional agenda item {rng.randint(2, 20)}.{rng.randint(1, 4)}", 10, bold=True)
    page.y = 190
    topic = _topic(rng)
    page.block(topic, size=15, bold=True, width=380, centred=rng.random() < 0.7)
    page.gap(12)
    by = rng.choice(("Report by the Director-General", "Report by the Secretariat", "Note by the Legal Counsel"))
    page.block(by, size=11, bold=True, centred=True)
    page.gap(20)
    page.text(x=110)
    page.record |= {
        "title": topic,
        "bodies": ["EXECUTIVE BOARD"],
        "session": session,
        "agenda_item": item,
        "submitted_by": by,
    }


def _convention(page: MadePage) -> None:
    rng = page.rng
    page.right(
        70,
        "Distr.",
        "GENERAL",
        f"FCCC/SBI/{rng.randint(1998, 2016)}/{rng.randint(1, 40)}",
        _day(rng),
        "Original: ENGLISH",
    )
    page.put(60, 150, "UNITED NATIONS", 12, bold=True)
    page.y = 190
    body = rng.choice(
        (
            "SUBSIDIARY BODY FOR IMPLEMENTATION",
            "CONFERENCE OF THE PARTIES",
            "AD HOC WORKING GROUP ON FURTHER COMMITMENTS",
        )
    )
    page.block(body, x=60, bold=True, width=260)
    page.block(session := f"{rng.choice(_ORDINALS)} session", x=60)
    page.block(f"{rng.choice(_CITIES)}, {_span(rng)}", x=60)
    page.gap(10)
    page.block(item := f"Item {rng.randint(2, 14)} ({rng.choice('abc')}) of the provisional agenda", x=60)
    page.block(_topic(rng), x=60, width=220)
    page.gap(26)
    topic = _topic(rng)
    shown = topic.upper() if rng.random() < 0.5 else topic
    page.block(shown, bold=True, size=13, width=400, centred=True)
    page.gap(12)
    by = rng.choice(("Note by the secretariat", "Submissions from Parties", "Proposal by the Chair"))
    page.block(by, size=10, bold=True, centred=True)
    page.gap(18)
    if rng.random() < 0.5:
        page.block("Summary", size=10, bold=True, centred=True)
    page.text(x=60)
    page.record |= {"title": shown, "bodies": [body], "session": session, "agenda_item": item, "submitted_by": by}


def _typewriter(page: MadePage) -> None:
    rng = page.rng
    page.times = "Courier"
    page.put(60, 60, "UNITED NATIONS", 11)
    page.put(60, 90, "GENERAL", 11)
    page.put(60, 102, "ASSEMBLY", 11)
    page.right(
        60,
        "Distr.",
        rng.choice(("GENERAL", "LIMITED")),
        f"A/{rng.randint(20, 45)}/{rng.randint(100, 900)}",
        _day(rng),
        "",
        f"ORIGINAL:  {rng.choice(('ENGLISH', 'FRENCH'))}",
    )
    page.y = 170
    page.block(session := f"{rng.choice(_ORDINALS)} session", x=60, size=11)
    page.block(
        item
        := f"{rng.choice(('Agenda item', 'Item'))} {rng.randint(10, 140)}{rng.choice(('', ' of the provisional agenda'))}",
        x=60,
        size=11,
    )
    page.gap(24)
    topic = _topic(rng).upper()
    page.block(topic, size=11, width=340, centred=rng.random() < 0.6, x=130)
    page.gap(14)
    by = rng.choice(
        (
            "Report of the Secretary-General",
            "Note by the Secretariat",
            "Report of the Third Committee",
            "Rapporteur:  Ms. A. SVENSSON (Norway)",
        )
    )
    page.block(by, size=11, centred=rng.random() < 0.6, x=190)
    page.gap(24)
    page.text(x=60)
    page.record |= {
        "title": topic,
        "bodies": ["GENERAL ASSEMBLY"],
        "session": session,
        "agenda_item": item,
        "submitted_by": by,
    }


def _cover(page: MadePage) -> None:
    rng = page.rng
    page.times = "Helvetica"
    name = rng.choice(
        ("Office for Fair Recruitment", "Alliance against Trafficking", "Institute for Migration Studies")
    )
    page.put(60, 70, name, 12)
    page.y = rng.choice((180.0, 260.0, 330.0))
    topic = _topic(rng)
    page.block(topic, x=60, size=28, bold=True, width=470)
    page.gap(10)
    title = topic
    if rng.random() < 0.5:
        page.block(second := f"A study of {rng.choice(_THINGS)}", x=60, size=16, width=470)
        title = f"{topic}: {second}"
    page.put(60, 760, f"{rng.choice(_CITIES)}, {rng.choice(MONTHS)} {rng.randint(2000, 2026)}", 11)
    page.record |= {"title": title}


def _session_report(page: MadePage) -> None:
    rng = page.rng
    body = rng.choice(
        (
            "Committee on Contributions",
            "Working Group on Trafficking in Persons",
            "Commission on Population and Development",
        )
    )
    page.put(115, 60, "United Nations", 14)
    page.right(60, f"E/{rng.randint(1995, 2026)}/{rng.randint(10, 60)}", x=440)
    page.y = 150
    page.block(f"Report of the {body}", x=115, size=24, bold=True)
    page.gap(18)
    page.block(sub := f"Report on the {rng.choice(_ORDINALS).lower()} session", x=115, size=14, bold=True)
    page.block(days := f"({_span(rng)})", x=115, size=14, bold=True)
    page.y = 620
    page.block("Economic and Social Council", x=115, size=14)
    page.block("Official Records", x=115, size=14)
    page.block(f"Supplement No. {rng.randint(2, 20)}", x=115, size=14)
    page.record |= {"title": f"Report of the {body}: {sub} {days}", "bodies": ["Economic and Social Council"]}


def _agenda(page: MadePage) -> None:
    rng = page.rng
    body = "Conference of the Parties to the Convention on Safe Rivers"
    symbol = f"CTOC/COP/{rng.randint(2005, 2026)}/{rng.randint(1, 9)}"
    page.masthead(body, symbol, "Distr.: General", _day(rng), "Original: English", size=17)
    page.block(session := f"{rng.choice(_ORDINALS)} session", x=60, bold=True)
    page.block(f"{rng.choice(_CITIES)}, {_span(rng)}", x=60)
    page.gap(24)
    title = rng.choice(
        (
            "Annotated provisional agenda",
            "Provisional agenda",
            "Provisional agenda and proposed organization of work",
            "List of participants",
        )
    )
    page.block(title, x=115, size=14, bold=True)
    page.gap(12)
    if rng.random() < 0.5:
        page.block(title, x=115, size=12, bold=True)
    page.text()
    page.record |= {"title": title, "bodies": [body], "session": session}


LAYOUTS: tuple[Callable[[MadePage], None], ...] = (
    _general_assembly,
    _draft,
    _resolution,
    _letter,
    _information_circular,
    _governing_body,
    _health_board,
    _convention,
    _typewriter,
    _cover,
    _session_report,
    _agenda,
)
