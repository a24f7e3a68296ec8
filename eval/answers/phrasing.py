"""Have a real language model phrase the answers to many questions, and count what becomes of its sentences.

    python -m eval.answers.phrasing --home HOME --url http://127.0.0.1:8080/v1 --model NAME --questions 100
    --out FILE

Any server with OpenAI's chat API will do; the RAPPORTEUR_LLM_* variables are read too. Prints how many sentences were
shown and how many dropped, by reason. Every sentence shown is checked again, by code that shares nothing with the
filter (eval/answers/phrasing.py). Exit code 1 when that finds one that should not have been shown. FILE gets every
sentence with its fate and the quotes it was made from, for reading.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.data.questions import SAMPLE_QUESTIONS, load_questions
from eval.errors import EvalInputError
from eval.types import Split
from index.dense.encoder import load_encoder
from index.model import locate_model
from index.search.opening import open_live
from index.types import Encoder
from service.answers.answerer import Answerer
from service.answers.types import Answer
from service.citations.citer import Citer
from service.phrasing.client import ChatModel, ModelAddress, model_address
from service.phrasing.phrase import Dropped, Ended, ShownSentence, given_quotes, phrase
from service.settings import load_settings


@dataclass(frozen=True, slots=True)
class Phrased:
    """What became of one answer: its sentences with the reason each was dropped for (None: shown), its end, the seconds
    it took, and what the second look objects to, by the sentence it objects to."""

    answer: Answer
    sentences: tuple[tuple[str, str | None], ...]
    end: Ended
    seconds: float
    objections: dict[str, list[str]]


async def phrase_all(
    answers: Sequence[Answer], address: ModelAddress, encoder: Encoder, *, told: bool = False
) -> list[Phrased]:
    """Phrase one answer after the other."""
    model = ChatModel(address)
    results = []
    for number, answer in enumerate(answers, 1):
        results.append(await _phrased(answer, model, encoder))
        if told:
            end = results[-1].end
            print(f"{number}/{len(answers)} {end.outcome} {end.why or ''} shown {end.shown}", file=sys.stderr)
    await model.close()
    return results


async def _phrased(answer: Answer, model: ChatModel, encoder: Encoder) -> Phrased:
    sentences: list[tuple[str, str | None]] = []
    found: dict[str, list[str]] = {}
    given = {quote.n: quote.text for quote in given_quotes(answer.quotes)}
    end = Ended("alone")
    started = time.perf_counter()
    async for event in phrase(answer.question, answer.quotes, model, encoder):
        match event:
            case ShownSentence():
                sentences.append((event.text, None))
                if said := objections(event.text, given):
                    found[event.text] = said
            case Dropped():
                sentences.append((event.text, event.reason))
            case Ended():
                end = event
    return Phrased(answer, tuple(sentences), end, time.perf_counter() - started, found)


def table(results: Sequence[Phrased]) -> str:
    """The counts, for people."""
    ends = Counter(f"{one.end.outcome}{f' ({one.end.why})' if one.end.why else ''}" for one in results)
    fates = Counter(fate for one in results for _, fate in one.sentences)
    seconds = sorted(one.seconds for one in results)
    written = fates.total()
    lines = [f"answers   {len(results)}", *(f"  {count:5}  {name}" for name, count in ends.most_common())]
    lines += [f"sentences {written}", f"  {fates.pop(None, 0):5}  shown"]
    lines += [f"  {count:5}  dropped: {name}" for name, count in fates.most_common()]
    lines += [f"seconds an answer: median {seconds[len(seconds) // 2]:.1f}, longest {seconds[-1]:.1f}"]
    wrong = [(text, said) for one in results for text, said in one.objections.items()]
    lines += [f"shown, but objected to at a second look: {len(wrong)}"]
    lines += [f"  {text}  <- {'; '.join(said)}" for text, said in wrong]
    return "\n".join(lines)


def _rows(results: Sequence[Phrased]) -> list[dict[str, Any]]:
    return [
        {
            "question": one.answer.question,
            "outcome": one.end.outcome,
            "why": one.end.why,
            "seconds": round(one.seconds, 2),
            "quotes": {quote.n: quote.text for quote in one.answer.quotes},
            "sentences": [{"text": text, "dropped": reason} for text, reason in one.sentences],
            "objections": one.objections,
        }
        for one in results
    ]


def _answers(home: Path, encoder: Encoder, questions: Path, split: Split | None, most: int) -> list[Answer]:
    """The answers with quotes to the first `most` questions."""
    searcher = open_live(home, encoder)
    answerer = Answerer(searcher, Citer(searcher))
    asked = load_questions(questions, split)[:most]
    found = [answerer.answer(question.question) for question in asked]
    searcher.close()
    return [answer for answer in found if answer.quotes]


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.answers.phrasing", description="Have a model phrase many answers."
    )
    parser.add_argument("--home", type=Path, help="where the index is")
    parser.add_argument("--url", help="the root of the API (default: RAPPORTEUR_LLM_URL)")
    parser.add_argument("--model", help="the model's name there (default: RAPPORTEUR_LLM_MODEL)")
    parser.add_argument("--questions", type=int, default=100, help="how many questions to ask (default: 100)")
    parser.add_argument(
        "--file", type=Path, default=SAMPLE_QUESTIONS, help="the questions (default: the sample's open)"
    )
    parser.add_argument("--out", type=Path, help="a file to write every sentence to")
    given = parser.parse_args(arguments)
    settings = load_settings(home=given.home, llm_url=given.url, llm_model=given.model)
    address = model_address(settings)
    if address is None:
        raise EvalInputError("No language model is named.", "Give --url and --model.")
    encoder = load_encoder(locate_model(settings.model))
    answers = _answers(settings.home, encoder, given.file, "dev", given.questions)
    print(f"of {given.questions} questions, {len(answers)} are answered with quotes")
    results = asyncio.run(phrase_all(answers, address, encoder, told=True))
    if given.out:
        given.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(results)))
    print(table(results))
    return 1 if any(one.objections for one in results) else 0


if __name__ == "__main__":
    sys.exit(main())


_BRACKETS = re.compile(r"\[([^\]]*)\]")
_LEAST_SHARED = 0.75  # of a sentence's runs of five letters, those that its quotes have
_NEGATIONS = ("not", "no", "never", "without", "nor", "none", "cannot")
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)


def objections(sentence: str, quotes: Mapping[int, str]) -> list[str]:
    """What speaks against showing `sentence` beside `quotes` (by number); nothing when it looks sound."""
    marks = [mark for inner in _BRACKETS.findall(sentence) for mark in inner.split(",")]
    if not marks or not all(mark.strip().isdigit() for mark in marks):
        return ["no citation"]
    numbers = [int(mark) for mark in marks]
    if invented := [str(number) for number in numbers if number not in quotes]:
        return [f"invented citation {', '.join(invented)}"]
    bare = _BRACKETS.sub("", sentence)
    source = " ".join(quotes[number] for number in numbers)
    checks = (_figures(bare, source), _capitals(bare, source), _negations(bare, source), _letters(bare, source))
    return [said for said in checks if said]


def _figures(bare: str, source: str) -> str:
    spelled = {str(value) for value, word in enumerate(_NUMBERS.split()) if re.search(rf"\b{word}\b", source.lower())}
    known = set(re.findall(r"\d+", source)) | spelled
    missing = [figure for figure in re.findall(r"\d+", bare) if figure not in known]
    return f"figures not in the quotes: {', '.join(missing)}" if missing else ""


def _capitals(bare: str, source: str) -> str:
    capitals = re.findall(r"(?<=\s)[A-Z][A-Za-zÀ-ÿ]+", bare)
    missing = [word for word in capitals if word.lower() not in source.lower()]
    return f"names not in the quotes: {', '.join(missing)}" if missing else ""


def _negations(bare: str, source: str) -> str:
    here, there = (set(re.findall(r"[a-z]+", text.lower())) & set(_NEGATIONS) for text in (bare, source))
    return f"denies what the quotes do not: {', '.join(sorted(here))}" if here and not there else ""


def _letters(bare: str, source: str) -> str:
    runs = _runs(bare)
    shared = len(runs & _runs(source)) / len(runs) if runs else 0.0
    return "" if shared >= _LEAST_SHARED else f"only {shared:.0%} of its letters are from the quotes"


def _runs(text: str) -> set[str]:
    letters = re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
    return {letters[i : i + 5] for i in range(len(letters) - 4)}
