"""Front pages of several kinds of documents, made line by line: what each says about itself."""

from __future__ import annotations

from made_pdfs import LEFT, SENTENCE, Made, masthead

from corpus.pdf.reader import read


def test_a_verbatim_record_is_called_after_its_meeting_and_read_column_by_column() -> None:
    made = Made()
    made.text(LEFT, 56, "United Nations", 14)
    made.text(480, 56, "S/", 18)
    made.text(496, 56, "PV.9415")
    made.text(LEFT, 86, "Security Council", 20, "Times-Bold")
    made.text(430, 86, "Provisional", font="Times-Italic")
    made.text(LEFT, 110, "Seventy-eighth year")
    made.text(65, 160, "9415", 20, "Times-Bold")
    made.text(107, 157, "th meeting", 12, "Times-Bold")
    made.text(65, 176, "Friday, 20 October 2023, 10 a.m.")
    made.page()
    made.text(60, 50, "S/PV.9415", 8, "Times-Bold")
    made.text(200, 50, "Threats to international peace and security", 8, "Times-Bold")
    made.text(500, 50, "20/10/2023", 8)
    for column, x in (("left", 60), ("right", 320)):
        for row in range(12):
            made.text(x, 90 + 12 * row, f"{column} {row} the delegation said what it thought")
    draft = read(made.save(), "record.pdf")
    found = draft.found
    assert (found.title, found.body) == ("Security Council, 9415th meeting", "Security Council")
    assert (found.symbols, found.date, found.session) == (("S/PV.9415",), "2023-10-20", "Seventy-eighth year")
    assert "Threats" not in draft.text
    assert draft.text.index("left 11") < draft.text.index("right 0")


def test_a_resolution_is_called_by_its_own_title_and_its_paragraphs_are_numbered() -> None:
    made = Made()
    masthead(made, "A/RES/99/12", "4 October 2031")
    made.line("Resolution adopted by the General Assembly", size=12, font="Times-Bold")
    made.y += 2
    made.line("on 29 September 2031", size=12, font="Times-Bold")
    made.gap(8)
    made.line("[without reference to a Main Committee (A/99/L.1)]", x=190, font="Times-Italic")
    made.gap(10)
    made.text(LEFT - 30, made.y, "99/12.", 14, "Times-Bold")
    made.line("Political declaration on trafficking in persons", x=LEFT + 12, size=14, font="Times-Bold")
    made.gap(10)
    made.line("The General Assembly,", x=147, font="Times-Italic")
    made.gap()
    for number in range(1, 5):
        made.text(147, made.y, f"{number}.")
        made.line("Adopts the political declaration as it was agreed upon by all of", x=171)
        made.line("the parties to it in the course of the session;")
        made.gap()
    draft = read(made.save(), "resolution.pdf")
    assert draft.found.title == "Political declaration on trafficking in persons"
    assert "The General Assembly,\n" in draft.text
    assert [block.number for block in draft.blocks if block.number] == ["1", "2", "3", "4"]
    assert [block.level for block in draft.blocks if block.kind == "heading"] == [1]


def test_a_document_in_french_is_read_by_the_same_rules() -> None:
    made = Made()
    made.text(LEFT, 56, "Nations Unies", 14)
    made.text(440, 56, "A/99/123")
    made.text(LEFT, 86, "Assemblée générale", 20, "Times-Bold")
    for y, text in ((86, "Distr. générale"), (98, "3 mai 2031"), (110, "Français"), (122, "Original : anglais")):
        made.text(397, y, text)
    made.text(60, 222, "Quatre-vingt-dix-neuvième session", font="Times-Bold")
    made.y = 290
    made.line("Lutte contre la traite des personnes", size=14, font="Times-Bold")
    made.gap(12)
    for number in (1, 2, 3):
        made.numbered(
            f"{number}.",
            "Les participants ont examiné la manière dont les victimes de la traite sont",
            "protégées dans la pratique et comment elles sont entendues par les autorités.",
        )
    found = read(made.save(), "rapport.pdf").found
    assert (found.symbols, found.title) == (("A/99/123",), "Lutte contre la traite des personnes")
    assert (found.distribution_date, found.language, found.original_language) == ("2031-05-03", "fr", "en")
    # By the name that the list of bodies has for the symbol's series, so that a filter shows the organ once.
    assert (found.body, found.session) == ("General Assembly", "Quatre-vingt-dix-neuvième session")


def test_a_conference_room_paper_is_one_of_the_working_group_that_it_names() -> None:
    made = Made()
    made.text(LEFT, 56, "United Nations", 14)
    made.text(410, 56, "CTOC", 20)
    made.text(466, 56, "/COP/WG.4/2031/CRP.2")
    for row, line in enumerate(("Conference of the Parties to the", "United Nations Convention against", "Crime")):
        made.text(LEFT, 86 + 20 * row, line, 18, "Times-Bold")
    for y, text in ((86, "Distr.: Limited"), (98, "17 February 2031"), (122, "English only")):
        made.text(397, y, text)
    made.text(60, 222, "Working Group on Trafficking in Persons", 11, "Times-Bold")
    made.text(60, 236, "Vienna, 27-29 January 2031")
    made.y = 290
    made.line("Guidance for law enforcement", size=14, font="Times-Bold")
    made.gap(12)
    made.numbered("1.", f"{SENTENCE} then", "went home in the evening.")
    made.numbered("2.", f"{SENTENCE} then", "came back in the morning.")
    found = read(made.save(), "paper.pdf").found
    assert (found.symbols, found.labels) == (("CTOC/COP/WG.4/2031/CRP.2",), ("conference room paper",))
    assert found.body == "Working Group on Trafficking in Persons"
    assert (found.distribution_date, found.start_date) == ("2031-02-17", "2031-02-17")
    assert (found.event_start, found.event_end) == ("2031-01-27", "2031-01-29")
    assert (found.title, found.original_language) == ("Guidance for law enforcement", "en")
