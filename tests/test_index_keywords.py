"""The keyword index: what counts as a word of a passage."""

from __future__ import annotations

from pathlib import Path

from index.keywords import KeywordDocument, KeywordIndex, stemmed_words, write_keywords


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
