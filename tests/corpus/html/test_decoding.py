"""A saved page is decoded in the encoding it has, whatever it says, and says when that did not work."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.html.decoding import decode_page

SENTENCE = "Les délégués ont examiné la protection des témoins, puis l’aide technique ; le président a clos la séance. "
PAGE = "<html><head>{}<title>Séance</title></head><body><p>{}</p></body></html>"
WORDS = {
    "utf-8": "Protection des témoins",
    "windows-1252": "Protection des témoins",
    "iso-8859-1": "Protection des témoins",
    "iso-8859-15": "Protection des témoins",
    "windows-1251": "Защита свидетелей и потерпевших",
    "koi8-r": "Защита свидетелей и потерпевших",
    "gb2312": "保护证人和受害者",
    "shift_jis": "証人と被害者の保護について",
    "big5": "保護證人和受害者",
}


@pytest.mark.parametrize("encoding", WORDS)
@pytest.mark.parametrize(
    "head", ['<meta charset="{}">', '<META HTTP-EQUIV=Content-Type CONTENT="text/html; charset={}">']
)
def test_a_declared_encoding_is_believed(encoding: str, head: str) -> None:
    text = PAGE.replace("Séance", "").format(head.format(encoding), WORDS[encoding])
    assert decode_page(text.encode(encoding)) == (text, True)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_wins_over_the_declaration(encoding: str) -> None:
    text = PAGE.format('<meta charset="koi8-r">', SENTENCE)
    assert decode_page(text.encode(encoding)) == (text, True)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_wide_characters_are_noticed_without_a_mark(encoding: str) -> None:
    text = PAGE.format("", SENTENCE)
    assert decode_page(text.encode(encoding)) == (text, True)


def test_curly_quotation_marks_survive_a_page_that_calls_itself_latin() -> None:
    text = PAGE.format('<meta charset="iso-8859-1">', "“témoins” – l’aide")
    assert decode_page(text.encode("cp1252")) == (text, True)


@pytest.mark.parametrize("claim", ["iso-8859-1", "no-such-encoding", "utf-16", "rot13", "hex"])
def test_utf8_is_noticed_whatever_the_page_claims(claim: str) -> None:
    text = PAGE.format(f'<meta charset="{claim}">', SENTENCE)
    assert decode_page(text.encode()) == (text, True)


def test_an_undeclared_encoding_is_guessed() -> None:
    text = PAGE.format("", SENTENCE * 20)
    assert decode_page(text.encode("cp1252")) == (text, True)


@given(st.binary(max_size=400))
def test_every_file_of_bytes_becomes_some_text(data: bytes) -> None:
    assert isinstance(decode_page(data)[0], str)
