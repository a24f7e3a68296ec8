"""Whole reports as Word files, for golden outlines."""

from __future__ import annotations

from word_files import (
    abstract,
    field,
    heading_style,
    level,
    note,
    note_mark,
    num,
    para,
    restart,
    run,
    table,
    text_box,
    tied,
    word_file,
)

_DELETED = '<w:del w:id="2" w:author="x"><w:r><w:delText>delegates </w:delText></w:r></w:del>'


def working_group() -> bytes:
    """Roman and lettered headings, paragraphs numbered through, subparagraphs, an annex that starts anew."""
    numbering = (
        abstract(
            1,
            level(0, "upperRoman", "%1.", extra=tied("Heading1")),
            level(1, "upperLetter", "%2.", extra=tied("Heading2")),
        )
        + abstract(2, level(0, "decimal", "%1."), level(1, "lowerLetter", "(%2)"), level(2, "lowerRoman", "(%3)"))
        + abstract(3, level(0, "bullet", "\uf0b7"))
        + "".join((num(1, 1), num(2, 2), num(3, 3), num(4, 2, restart(0))))
    )
    return word_file(
        para("Report of the Working Group on its third meeting", "Title"),
        para("Introduction", "Heading1"),
        para("The Working Group met in Vienna from 3 to 5 June.", numbering=(2, 0)),
        para(
            run("The meeting was opened by the Chair")
            + note_mark(1)
            + run(", who recalled paragraph ")
            + field(" REF opening ", "1")
            + run("."),
            numbering=(2, 0),
        ),
        para("Deliberations", "Heading1"),
        para("Prevention", "Heading2"),
        para("Speakers stressed the following:", numbering=(2, 0)),
        para("Early education:", numbering=(2, 1)),
        para("In primary schools;", numbering=(2, 2)),
        para("In secondary schools;", numbering=(2, 2)),
        para("Cooperation with civil society.", numbering=(2, 1)),
        para(
            run("Many ") + f'<w:ins w:id="1" w:author="x">{run("States ")}</w:ins>{_DELETED}' + run("agreed."),
            numbering=(2, 0),
        ),
        para("Protection", "Heading2"),
        para("Shelters", numbering=(3, 0)),
        table(["State", "Reports", "Year"], ["Austria", "3", "2024"]),
        text_box("Voices from the field"),
        para("The meeting closed.", numbering=(2, 0)),
        para("Annex", "Heading1"),
        para("The agenda was as follows.", numbering=(4, 0)),
        para("Adoption of the report.", numbering=(4, 0)),
        numbering=numbering,
        styles=heading_style(0, "Heading1", "heading 1", 1) + heading_style(1, "Heading2", "heading 2", 1),
        footnotes=note(1, "See CTOC/COP/WG.4/2024/1."),
        title="Template of the secretariat",
    )


def french_minutes() -> bytes:
    """Localised heading styles tied to decimal levels; paragraphs numbered 1.1, 1.2, 2.1 at the level below."""
    numbering = (
        abstract(
            5,
            level(0, "decimal", "%1", extra=tied("Titre1")),
            level(1, "decimal", "%1.%2", extra=tied("Alina")),
            level(2, "lowerLetter", "%3)"),
        )
        + abstract(6, level(0, "decimal", "%1."))
        + num(5, 5)
        + num(6, 6)
    )
    body_style = heading_style(1, "Alina", "Alinéa", 5).replace('<w:outlineLvl w:val="1"/>', "")
    return word_file(
        para("Dialogue constructif", "Titre1") + para("La séance est ouverte par la présidente.", "Alina"),
        para("Les participants sont les suivants :", "Alina"),
        para("les États ;", numbering=(5, 2)),
        para("la société civile.", numbering=(5, 2)),
        para("Recommandations", "Titre1"),
        para("Les intervenants soulignent trois points.", "Alina"),
        para("Former les juges", numbering=(6, 0)),
        para("Informer les victimes", numbering=(6, 0)),
        para("Publier les données", numbering=(6, 0)),
        para("La séance est levée.", "Alina"),
        numbering=numbering,
        styles=heading_style(0, "Titre1", "Titre 1", 5) + body_style,
        title="Compte rendu du dialogue",
    )


def typed_by_hand() -> bytes:
    """No styles and no lists: bold lines for headings, numbers typed with a tab, notes at the end."""
    bold = "<w:b/>"
    tab = "<w:r><w:tab/></w:r>"

    def numbered(mark: str, text: str) -> str:
        return para(run(mark) + tab + run(text))

    return word_file(
        para(run("Summary of the constructive dialogue", bold)),
        para("Vienna, 15 July 2024"),
        para(run("I. Opening", bold)),
        numbered("1.", "The co-chair welcomed 120 participants and outlined the programme of the day."),
        numbered("2.", "The first panel discussed what drives smuggling:"),
        numbered("(a)", "push factors;"),
        numbered("(h)", "a mark out of order is no subparagraph."),
        para(run("II. Closing", bold)),
        numbered("3.", "Panellists proposed labour migration schemes" + "").replace("schemes", "schemes.")
        + numbered("4.", "The summary will be published.").replace(
            "</w:p>", note_mark(1, "endnote") + note_mark(2, "endnote") + "</w:p>"
        ),
        endnotes=note(1, "On the web page.", "endnote") + note(2, "In English only.", "endnote"),
    )


def un_template() -> bytes:
    """The United Nations' own template: masthead in a table, styles of that template, numbers typed after tabs."""
    names = {
        "HMG": "_ H _M_G",
        "HChG": "_ H _Ch_G",
        "H1G": "_ H_1_G",
        "H23G": "_ H_2/3_G",
        "SingleTxtG": "_ Single Txt_G",
    }
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{identifier}"><w:name w:val="{name}"/></w:style>'
        for identifier, name in names.items()
    )
    right = "<w:tcPr/>" + para("Distr.: General") + para("3 June 2025") + para("Original: English")

    def typed(style: str, mark: str, text: str) -> str:
        tab = "<w:r><w:tab/></w:r>"
        return para(tab + run(mark) + tab + run(text), style)

    return word_file(
        table(["United Nations", "A/HRC/59/60"], ["General Assembly", right]),
        *map(para, ("Human Rights Council", "Fifty-ninth session", "16 June–11 July 2025", "Agenda item 3")),
        para("Report of the Special Rapporteur on the independence of judges", "HMG"),
        typed("HChG", "I.", "Introduction"),
        typed("SingleTxtG", "1.", "The report is submitted to the Council at its request."),
        typed("SingleTxtG", "2.", "The Special Rapporteur visited two States:"),
        typed("SingleTxtG", "(a)", "Exampleland, in March;"),
        typed("SingleTxtG", "(b)", "Samplestan, in May."),
        typed("H1G", "A.", "Background"),
        typed("SingleTxtG", "3.", "In 2024 the Council asked for a study of 12 judiciaries."),
        typed("H23G", "1.", "Appointment of judges"),
        typed("SingleTxtG", "4.", "In most of them a council proposes candidates."),
        typed("HChG", "II.", "Conclusions"),
        typed("SingleTxtG", "5.", "Tenure protects independence."),
        styles=styles,
    )
