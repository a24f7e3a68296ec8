"""Speaker turns in the records of meetings, which print a title or an office, and a country, with each name."""

from __future__ import annotations

import pytest

from corpus.text.turns import mark_turns
from corpus.types import Block

LONG = " ".join(["We have come a long way since the last meeting in the spring, and we are grateful for it."] * 2)


def speakers(*paragraphs: str) -> list[tuple[str, str | None]]:
    """The kind and speaker of each paragraph of a record; "#" marks a heading."""
    blocks, text = [], ""
    for words in paragraphs:
        heading = words.startswith("#")
        number = words.split(".")[0] if words[0].isdecimal() else None
        blocks.append(Block("heading" if heading else "paragraph", len(text), len(text) + len(words), number=number))
        text += f"{words}\n\n"
    return [(block.kind, block.speaker) for block in mark_turns(text, blocks, "official record", "record")]


@pytest.mark.parametrize(
    ("opening", "speaker"),
    [
        ("The President: I call on Fiji.", "The President"),
        ("The President (spoke in French): I thank him.", "The President (spoke in French)"),
        ("Ms. Vale (Fiji): I thank you.", "Ms. Vale (Fiji)"),
        ("Mr. de la Roca (Peru) (spoke in Spanish): We agree.", "Mr. de la Roca (Peru) (spoke in Spanish)"),
        ("The Deputy Secretary-General: I am glad.", "The Deputy Secretary-General"),
    ],
)
def test_a_name_with_a_title_or_an_office_opens_a_turn(opening: str, speaker: str) -> None:
    assert speakers(opening) == [("turn", speaker)]


def test_a_speech_goes_on_over_paragraphs_and_what_the_meeting_did_is_nobodys() -> None:
    vote = "A recorded vote was taken, which " + LONG
    found = speakers("# Opening", LONG, "Ms. Vale (Fiji): I thank you.", LONG, "It was so decided.", LONG, vote, LONG)
    fiji = ("paragraph", "Ms. Vale (Fiji)")
    nobody = ("paragraph", None)
    assert found[1:] == [nobody, ("turn", "Ms. Vale (Fiji)"), fiji, nobody, fiji, nobody, nobody]
    assert speakers("Ms. Vale (Fiji): I thank you.", "# Next item", LONG)[-1] == nobody


def test_the_numbered_paragraphs_of_a_summary_record_stay_paragraphs() -> None:
    paragraphs = [
        "1. The Chair said that all was well.",
        "2. Ms. Vale (Fiji), speaking on behalf of many, welcomed it.",
        f"3. {LONG}",
        "4. Mr. Gray (Malta) was elected by acclamation.",
    ]
    assert [kind for kind, _ in speakers(*paragraphs)] == ["paragraph"] * 4
    assert [speaker for _, speaker in speakers(*paragraphs)] == [
        "The Chair",
        "Ms. Vale (Fiji)",
        "Ms. Vale (Fiji)",
        None,
    ]


def test_labels_and_headings_with_a_colon_are_no_names() -> None:
    assert speakers("Documents: A/99/1 and A/99/2.", "Agenda item 4: fish stocks.") == [("paragraph", None)] * 2
