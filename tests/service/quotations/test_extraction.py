"""Finding the quotations in what somebody wrote."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.quotations.extraction import find_quotations


def quoted(text: str) -> list[str]:
    return [one.text for one in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("He said “the ‘best’ way” and “never”.", ["the ‘best’ way", "never"]),
        ('He said "the best way" and "never".', ["the best way", "never"]),
        ("He said 'the best way' and 'never'.", ["the best way", "never"]),
        ("‘The best way’, he said, ‘is “never”’.", ["The best way", "is “never”"]),
        ("Er sagte: „Das ist ‚gut‘ so.“ Und »anders« auch.", ["Das ist ‚gut‘ so.", "anders"]),
        ("Elle a dit « bonjour à tous » puis ‹ rien ›.", [" bonjour à tous ", " rien "]),
        ("Po polsku „tak” i „nie”.", ["tak", "nie"]),
        ("På svenska ”hej du” och »hej då».", ["hej du", "hej då"]),
        ("日本語で「こんにちは」と『さようなら』", ["こんにちは", "さようなら"]),
        ('"He said "no" to it", she wrote.', ['He said "no" to it']),
        ("“The States,” he said, “agreed.”", ["The States,", "agreed."]),
        ("The States' rights, 'the States' duties' and it's all.", ["the States' duties"]),
        ("‘The States’ rights were discussed’, it said.", ["The States’ rights were discussed"]),
        ("It's the States' own, isn't it?", []),
        ("It’s the States’ own, isn’t it?", []),
        ('A 5" pipe and a 6" one.', []),
        ("“[T]he States ... agreed [...]”", ["[T]he States ... agreed [...]"]),
        ("“One paragraph.\n\n“And another.” End.", ["One paragraph.\n\nAnd another."]),
        ("“One paragraph\n\nand another.” End.", ["One paragraph\n\nand another."]),
        ("It says:\n\n> The States\n> agreed.\n\nAnd “no more”.", ["The States agreed.", "no more"]),
        ("> One “inner” quotation.", ["One “inner” quotation."]),
        ("> One\n> paragraph.\n>\n> And\n> another.", ["One paragraph.\n\nAnd another."]),
        ("He said ``the best way'' and <<never>>.", ["the best way", "never"]),
        ("He said &quot;the best way&quot; and &quot;never&quot;.", ["the best way", "never"]),
        ("It is << 5 and >> 3.", [" 5 and "]),
        ("Between ``no end and &quot;no end", []),
        ("He wrote “this without an end.\n\nAnd then that.", ["this without an end."]),
        ('He said “the best way" and then more. And more.', ["the best way"]),
        ('“Good", he says, “never." And “no 5"-pipe” too.', ["Good", "never.", 'no 5"-pipe']),
        ("“…” and “!” and “no words?”", ["no words?"]),
        ("No marks at all.", []),
        ("", []),
    ],
)
def test_quotations_of_every_style_are_found(text: str, quotations: list[str]) -> None:
    assert quoted(text) == quotations


def test_the_span_is_where_the_quotation_stands() -> None:
    text = "🔫 He said “the best way” – twice: 'never', &quot;not once&quot;, <<nor>> ``later''."
    said = ["the best way", "never", "not once", "nor", "later"]
    assert [text[one.start : one.end] for one in find_quotations(text)] == said == quoted(text)


@given(st.text(alphabet="ab s\n>“”„«»‹›‘’‚「」『』\"'.,…[]`&quot;", max_size=200))
@settings(max_examples=500, deadline=None, database=None)
def test_any_text_gives_quotations_in_order_that_do_not_overlap(text: str) -> None:
    found = find_quotations(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(any(map(str.isalnum, one.text)) for one in found)


@pytest.mark.parametrize(
    "hostile", ["'a ", "“a ", "“", '"a ', "«a »", "‘a’s ", "'as' ", "„a", "> “a\n", "\n\n“a", "``a", "<<a", "&quot;"]
)
def test_no_text_takes_long(hostile: str) -> None:
    started = time.perf_counter()
    find_quotations((hostile * 20_000)[:20_000])
    assert time.perf_counter() - started < 2
