"""The keyword index: what counts as a word of a passage."""

from __future__ import annotations

from pathlib import Path

from index.lexical.keyword_index import KeywordDocument, KeywordIndex, stemmed_words, write_keywords


def test_a_note_sign_is_no_part_of_the_word_before_it(tmp_path: Path) -> None:
    texts = ["Cases of kidnapping³,⁴ were tried.", "It is 10⁶ m² of land."]
    documents = [KeywordDocument(row, row, text, text, "", ()) for row, text in enumerate(texts)]
    write_keywords(documents, tmp_path / "keywords")
    index = KeywordIndex(tmp_path / "keywords")
    assert index.search(index.stems("kidnapping"), 5)[0].tolist() == [0]
    assert index.search(index.stems("kidnapping³"), 5)[0].tolist() == [0]
    assert index.rows_with_phrases(["kidnapping were tried"]).tolist() == [0]
    assert index.rows_with_phrases(["of kidnapping³ were"]).tolist() == [0]
    assert index.rows_with_phrases(["10⁶ m²"]).tolist() == [1]
    assert [texts[0][word.start : word.end] for word in stemmed_words(texts[0])] == [
        *("Cases", "of", "kidnapping", "were", "tried")
    ]


def test_the_organisation_is_found_by_its_name_and_is_no_small_word(tmp_path: Path) -> None:
    texts = ["It was they who spoke.", "The WHO spoke of health.", "Those who spoke."]
    documents = [KeywordDocument(row, row, text, text, "", ()) for row, text in enumerate(texts)]
    write_keywords(documents, tmp_path / "keywords")
    index = KeywordIndex(tmp_path / "keywords")
    for asked in ("WHO", "What did the WHO say?", "WHO and who?"):
        assert index.search(index.stems(asked), 5)[0].tolist() == [1]
    assert index.stems("Who spoke?") == index.stems("WHO SPOKE THERE?") == ["spoke"]
    assert index.stems("who is it") == ["who", "is", "it"]  # there is nothing else
