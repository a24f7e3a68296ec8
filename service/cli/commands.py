"""The command line: the composition root, where settings, model, index and service meet.

Heavy libraries are imported inside the commands that need them, so that `--help` and an unchanged rebuild are quick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

# Before torch and FAISS are loaded: idle threads that spin would slow each other down.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("HF_HUB_OFFLINE", "1")

import typer

from corpus.errors import RapporteurError
from index.search.arranging import Sort
from index.types import Mode
from service.access.keys import Scope
from service.citations.citer import Style
from service.cli import console
from service.cli.assembly import loaded_encoder, open_home, purge_home, rebuild_home, serve_home
from service.http.stopping import stopping_at_once
from service.schemas.arranged import Group
from service.settings import Settings, load_settings

if TYPE_CHECKING:
    from eval.types import Split

app = typer.Typer(
    name="rapporteur",
    help="Search dialogue reports and get the passages word for word, each with a citation for your footnote.\n\n"
    "Start with `rapporteur demo`. For your own reports: `rapporteur rebuild --corpus FOLDER`, then `rapporteur serve`."
    "\n\n"
    "Every setting can also be an environment variable: RAPPORTEUR_ followed by one of "
    f"{', '.join(Settings.model_fields).upper()}.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _readable(question: str) -> str:
    """The question as it was typed. Raises BadParameter for bytes that are no text, which nothing could print again."""
    if any("\ud800" <= character <= "\udfff" for character in question):
        raise typer.BadParameter("It has bytes that are no UTF-8 text. Type it again.")
    return question


def _given(text: str) -> str:
    """The text to be checked, which is standard input for "-". Raises BadParameter for bytes that are no text."""
    return _readable(sys.stdin.buffer.read().decode(errors="surrogateescape") if text == "-" else text)


Home = Annotated[
    Path | None, typer.Option(help="Where builds and the embedding cache are kept. [default: .rapporteur/home]")
]
DemoHome = Annotated[Path, typer.Option(help="Where the builds of the samples are kept.")]
Corpus = Annotated[Path | None, typer.Option(help="The folder of reports. [default: reports]")]
RecordFile = Annotated[
    Path | None,
    typer.Option("--record", help="Save a record of the search to this file (.json or .md)."),
]
CitationStyle = Annotated[
    Style, typer.Option(help="Citation style: un or chicago for footnotes; bibtex, ris or csl for a reference manager.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Ocr = Annotated[bool | None, typer.Option("--ocr", help="Read scanned pages with OCR (needs tesseract).")]
Host = Annotated[str | None, typer.Option(help="The address to listen on. [default: 127.0.0.1]")]
RootPath = Annotated[
    str | None, typer.Option(help="The path that a proxy has the service below, such as /search.", show_default=False)
]
Open = Annotated[
    bool | None,
    typer.Option("--open", help="Serve beyond this machine (--host), to anybody who reaches the address."),
]
Workers = Annotated[
    int | None, typer.Option(help="How many processes answer; each loads the model. [default: 1]", min=1, max=64)
]
Port = Annotated[int | None, typer.Option(help="The port to listen on. [default: 8000]", min=0, max=65535)]


@app.command()
def rebuild(
    corpus: Corpus = None,
    home: Home = None,
    full: Annotated[bool, typer.Option("--full", help="Rebuild everything from scratch.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Publish nothing if any file is rejected.")] = False,
    allow_purged: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-purged",
            help="Index this file again though it was purged: its path in the folder. May be repeated.",
            show_default=False,
        ),
    ] = None,
    ocr: Ocr = None,
    as_json: Json = False,
) -> None:
    """Update the index from a folder of reports.

    Only new and changed files are read, and a running service switches to the new build by itself. You can stop at any
    time. Every file is listed as indexed, unchanged, duplicate, rejected (with the reason) or purged.
    """
    settings = load_settings(corpus=corpus, home=home, ocr=ocr)
    summary = rebuild_home(settings, full=full, strict=strict, allow_purged=allow_purged or ())
    console.show_rebuild(summary, as_json=as_json)


@app.command()
def purge(
    reports: Annotated[
        list[str] | None,
        typer.Argument(help="The reports, by ID or path. None: complete a purge that was stopped.", show_default=False),
    ] = None,
    home: Home = None,
    reason: Annotated[
        str,
        typer.Option(
            help="Why; kept with the hash of the file, so name nothing that has to go.",
            show_default=False,
            callback=_readable,
        ),
    ] = "",
    as_json: Json = False,
) -> None:
    """Take reports out of everything that the home keeps, for good.

    The live build is replaced by one without them, every other build that names them is removed, and the caches are
    cleaned. The hash of each file stays, so that the same file is not indexed again. Every byte of the home is then
    searched for words that only these reports had; exits with 1 if any is found. You can stop at any time: the next
    purge or rebuild completes it. Files outside the home are not touched: delete the reports themselves, and every
    snapshot, export and record made of them.
    """
    purged = purge_home(load_settings(home=home), reports or (), reason)
    console.show_purge(purged, as_json=as_json)
    if purged.forgotten.traces:
        raise typer.Exit(1)


@app.command()
def serve(
    home: Home = None,
    corpus: Corpus = None,
    host: Host = None,
    port: Port = None,
    workers: Workers = None,
    root_path: RootPath = None,
    open_to_all: Open = None,
) -> None:
    """Start the web pages (/) and the API (/api, documented at /docs).

    If the folder of reports is available, readers can open original files that have not changed since indexing.
    """
    addressed = {"host": host, "port": port, "workers": workers, "root_path": root_path, "open": open_to_all}
    serve_home(load_settings(home=home, corpus=corpus, **addressed))


@app.command()
def search(
    question: Annotated[
        str, typer.Argument(help='What to find; "quotation marks" match exact wording.', callback=_readable)
    ],
    home: Home = None,
    k: Annotated[int, typer.Option("-k", help="Number of passages.", min=1, max=100)] = 5,
    mode: Annotated[Mode, typer.Option(help="hybrid (meaning and words), semantic, or keyword.")] = "hybrid",
    sort: Annotated[Sort, typer.Option(help="relevance, or the best passages by date.")] = "relevance",
    group: Annotated[
        Group | None, typer.Option(help="report groups passages by report; -k then counts reports.")
    ] = None,
    rerank: Annotated[
        bool, typer.Option(help="Put the first ten passages in the order of their best sentences.")
    ] = True,
    explain: Annotated[bool, typer.Option("--explain", help="Show how each score was computed.")] = False,
    style: CitationStyle = "un",
    record: RecordFile = None,
    as_json: Json = False,
) -> None:
    """Find passages, each with its citation."""
    from service.answers.answerer import Answerer
    from service.citations.citer import Citer
    from service.schemas.arranged import arranged_search
    from service.schemas.base import SearchResponse

    if record and group:
        raise typer.BadParameter("A record lists passages one by one; leave out --group.", param_hint="--record")
    searcher = open_home(load_settings(home=home))
    citer = Citer(searcher)
    order = Answerer(searcher, citer).order if rerank else None
    found = arranged_search(searcher, question, group, k=k, mode=mode, sort=sort, order=order)
    console.show_search(SearchResponse.of(found, partial(citer.cite, style=style), explain), as_json=as_json)
    if record:
        from index.types import Filters
        from service.cli import records as console_records
        from service.reading_list import record_types as records_types
        from service.reading_list import recording as records

        reranked = rerank and mode == "hybrid" and sort == "relevance"
        asked = records_types.Settings(k=k, mode=mode, sort=sort, rerank=reranked or None)
        console_records.write(records.record_search(searcher, citer, question, asked, Filters()), record)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="Your question.", callback=_readable)],
    home: Home = None,
    k: Annotated[
        int | None, typer.Option("-k", help="Number of quotes. [default: as many as needed]", min=1, max=50)
    ] = None,
    style: CitationStyle = "un",
    record: RecordFile = None,
    phrase: Annotated[
        bool,
        typer.Option("--phrase", help="Also let the configured language model write the quotes up as sentences."),
    ] = False,
    as_json: Json = False,
) -> None:
    """Answer a question with quotes from the reports, or say that nothing answers it."""
    from index.model import locate_model
    from service.answers.answerer import Answerer
    from service.citations.citer import Citer
    from service.cli import ask as console_ask
    from service.cli import phrasing as console_phrasing
    from service.cli import records as console_records
    from service.reading_list import recording as records
    from service.schemas.ask import AskResponse

    settings = load_settings(home=home)
    language_model = console_phrasing.needed_model(settings) if phrase else None
    searcher = open_home(settings)
    citer = Citer(searcher)
    answered = Answerer(searcher, citer).answer(question, k=k)
    found = AskResponse.of(answered, citer, style)
    shown, data = console_ask.described(found), found.model_dump(mode="json")
    if language_model is not None:
        sentences, end = console_phrasing.phrased(
            answered, language_model, loaded_encoder(locate_model(settings.model), settings.home, settings.inference)
        )
        shown = f"{shown}\n{console_phrasing.described(sentences, end)}"
        data["phrased"] = console_phrasing.as_json(sentences, end)
    console.show(shown, data, as_json=as_json)
    if record:
        console_records.write(records.record_answer(searcher, answered, k), record)


@app.command()
def repeat(
    file: Annotated[
        Path,
        typer.Argument(help="A record made with --record or the API.", exists=True, dir_okay=False),
    ],
    home: Home = None,
    as_json: Json = False,
) -> None:
    """Repeat a recorded search and compare the results; exits with 1 if they differ or the record was altered."""
    from service.citations.citer import Citer
    from service.cli import records as console_records
    from service.reading_list import repeat as records_repeat

    made, agrees = console_records.read(file)
    searcher = open_home(load_settings(home=home))
    again = records_repeat.repeat(made, searcher, Citer(searcher), agrees=agrees)
    console.show(console_records.described(again), again.model_dump(mode="json"), as_json=as_json)
    if not again.confirmed:
        raise typer.Exit(1)


@app.command("verify-quotes")
@app.command("check", hidden=True)
def verify_quotes(
    text: Annotated[
        str,
        typer.Argument(help='A quotation, or text with "quotations" in it; - reads standard input.', callback=_given),
    ],
    home: Home = None,
    report: Annotated[str | None, typer.Option(help="The claimed source: ID, symbol or title of a report.")] = None,
    as_json: Json = False,
) -> None:
    """Check quotations against the reports: word for word, with differences, or the closest text if not found."""
    from service.cli import check as console_check

    found = console_check.checked(text, report, lambda: open_home(load_settings(home=home)))
    console.show(console_check.described(found), found.model_dump(mode="json"), as_json=as_json)


@app.command()
def inspect(
    file: Annotated[
        Path,
        typer.Argument(
            help="A report file (its sidecar is read too) or, with --csv, a folder.", exists=True, show_default=False
        ),
    ],
    csv: Annotated[
        bool,
        typer.Option(
            "--csv",
            help="Print the metadata of every file in the folder as a table to correct in a spreadsheet and pass to "
            "`sidecars`.",
        ),
    ] = False,
    to: Annotated[Path | None, typer.Option(help="Write the table to this file.", show_default=False)] = None,
    ocr: Ocr = None,
    as_json: Json = False,
) -> None:
    """Show what is read from a file: metadata and its source, outline, first lines and warnings. For a folder: a table
    of metadata."""
    settings = load_settings(ocr=ocr).build_settings()
    if csv != file.is_dir() or (to and not csv):
        raise typer.BadParameter("A folder needs --csv, and --csv needs a folder.", param_hint="--csv")
    if csv:
        from service.cli import table

        if as_json:
            raise typer.BadParameter("Choose one of --csv and --json.", param_hint="--json")
        made = table.folder_table(file, settings)
        if to is None:
            sys.stdout.buffer.write(made)
        else:
            table.write_table(made, to)
        return
    from service.cli import inspection

    report = inspection.inspect(file, settings)
    console.show(inspection.described(report), inspection.as_json(report), as_json=as_json)


@app.command()
def sidecars(
    file: Annotated[
        Path,
        typer.Argument(help="A corrected table from `inspect FOLDER --csv`.", exists=True, dir_okay=False),
    ],
    folder: Annotated[Path | None, typer.Option(help="The folder the table describes. [default: reports]")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written, without writing it.")] = False,
    ocr: Ocr = None,
) -> None:
    """Write the corrections in a table to sidecar files beside the reports, for the next rebuild.

    Only changed fields are written. If any row is invalid, nothing is.
    """
    from service.cli import table

    settings = load_settings(corpus=folder, ocr=ocr)
    planned = table.plan(settings.corpus, table.read_table(file), settings.build_settings())
    if not dry_run:
        table.write(settings.corpus, planned.changes)
    console.show(table.described(planned, dry_run=dry_run), None, as_json=False)


@app.command("integrity")
@app.command("verify", hidden=True)
def integrity(home: Home = None, as_json: Json = False) -> None:
    """Check every file of the live build against its checksum, and every passage against its text."""
    from index.build.integrity import verify as verify_home

    console.show_verified(verify_home(load_settings(home=home).home), as_json=as_json)


@app.command()
def rollback(
    home: Home = None,
    to: Annotated[str | None, typer.Option(help="The build to go back to. [default: the one before]")] = None,
) -> None:
    """Switch back to an earlier build."""
    from index.storage.home import rollback as roll_back

    build = roll_back(load_settings(home=home).home, to)
    typer.echo(f"Build {build} is live.")


@app.command()
def snapshot(
    file: Annotated[Path, typer.Argument(help="The new file, outside the home.")],
    home: Home = None,
) -> None:
    """Save the home in one checked file: its builds, the embedding cache, and what was purged.

    The snapshot is tried by restoring it beside the file before it gets its name, so that needs as much space again.
    It is a tar archive of what the reports say: keep it as safe as them.
    """
    from index.storage.snapshot import write_snapshot

    made = write_snapshot(load_settings(home=home).home, file)
    typer.echo(f"{file} holds {_builds(made.builds)}; build {made.build} is live in it. It was restored and checked.")
    for build in made.left_out:
        typer.echo(f"  left out   {build}: damaged")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file made by `snapshot`.", exists=True, dir_okay=False)],
    home: Home = None,
) -> None:
    """Make an empty home from a snapshot; a damaged snapshot or a home with anything in it is refused."""
    from index.storage.snapshot import restore_snapshot

    settings = load_settings(home=home)
    made = restore_snapshot(file, settings.home)
    typer.echo(f"{settings.home} holds {_builds(made.builds)} again; build {made.build} is live.")


def _builds(builds: Sequence[str]) -> str:
    return f"{len(builds)} build{'' if len(builds) == 1 else 's'}"


keys = typer.Typer(help="Keys for people and programs: while there is one, the service answers only to who has one.")
app.add_typer(keys, name="keys", no_args_is_help=True)
KeyName = Annotated[str, typer.Argument(help="What the key is called: its holder or its purpose.")]


@keys.command("add")
def keys_add(
    name: KeyName,
    scope: Annotated[
        list[Scope] | None,
        typer.Option(help="read: reports, pages, API; operate: the service's own figures. [default: read]"),
    ] = None,
    home: Home = None,
) -> None:
    """Make a key and print it, once. Only its hash is kept. A running service takes it at once."""
    from service.access.keys import add_key, keys_file

    typer.echo(add_key(keys_file(load_settings(home=home).home), name, scope or [Scope.READ]))
    typer.echo("Keep it: it is not shown again. Send it as Authorization: Bearer KEY, or sign in with it.", err=True)


@keys.command("list")
def keys_list(home: Home = None, as_json: Json = False) -> None:
    """List the keys: name, scopes, when each was made."""
    from service.access.keys import keys_file, read_keys

    held = read_keys(keys_file(load_settings(home=home).home))
    lines = [f"{one.name}  {'+'.join(one.scopes)}  {one.created}" for one in held]
    rows = [{"name": one.name, "scopes": one.scopes, "created": one.created} for one in held]
    console.show("\n".join(lines) or "There is no key.", rows, as_json=as_json)


@keys.command("remove")
def keys_remove(name: KeyName, home: Home = None) -> None:
    """Remove a key. A running service refuses it at once, also to who is signed in with it."""
    from service.access.keys import keys_file, remove_key

    left = remove_key(keys_file(load_settings(home=home).home), name)
    typer.echo(
        f"Key {name} is removed."
        if left
        else f"Key {name} is removed. None is left: on this machine, no key is needed now."
    )


@app.command("eval")
def evaluate(
    home: Home = None,
    questions: Annotated[
        Path | None, typer.Option(help="Judged questions, one JSON object a line. [default: those of the sample]")
    ] = None,
    mode: Annotated[Mode, typer.Option(help="hybrid, semantic, or keyword.")] = "hybrid",
    held: Annotated[
        bool, typer.Option("--test", "--held", help="Use the test split, held out for final figures.")
    ] = False,
    qmsum: Annotated[
        Path | None, typer.Option(help="A split of the QMSum export instead; its md/ folder must be what is indexed.")
    ] = None,
    within: Annotated[bool, typer.Option("--within", help="With --qmsum: search inside the right meeting.")] = False,
    as_json: Json = False,
    gate: Annotated[bool, typer.Option("--gate", help="Exit 1 when a figure is below the recorded minimum.")] = False,
) -> None:
    """Measure retrieval on judged questions: nDCG, recall and MRR at 10, with bootstrap intervals."""
    searcher = open_home(load_settings(home=home))
    from eval.retrieval import report
    from eval.retrieval.gate import check_gate, check_transcripts, load_gate

    if qmsum is not None:
        from eval.data.qmsum import load_export
        from eval.retrieval.transcripts import evaluate_transcripts

        on_transcripts = evaluate_transcripts(searcher, load_export(qmsum), within=within, mode=mode)
        console.show(report.transcripts_table(on_transcripts), report.transcripts_json(on_transcripts), as_json=as_json)
        failures = check_transcripts(on_transcripts, load_gate()) if gate else []
    else:
        from eval.data.questions import SAMPLE_QUESTIONS, load_questions
        from eval.retrieval.runner import evaluate as evaluate_questions

        # A file of one's own need not be split: what is not held is open.
        split: Split = "test" if held else "dev"
        evaluation = evaluate_questions(searcher, load_questions(questions or SAMPLE_QUESTIONS, split), mode=mode)
        console.show(report.to_table(evaluation), report.to_json(evaluation), as_json=as_json)
        failures = check_gate(evaluation, load_gate()) if gate else []
    for failure in failures:
        typer.echo(f"rapporteur: {failure}", err=True)
    if failures:
        raise typer.Exit(1)


@app.command()
def demo(
    home: DemoHome = Path(".rapporteur/sample"), host: Host = None, port: Port = None, open_to_all: Open = None
) -> None:
    """Index the included sample reports and start the service.

    RAPPORTEUR_HOME is ignored, so that the samples never replace your own reports.
    """
    import corpus

    sample = Path(corpus.__file__).parent / "reports"
    settings = load_settings(corpus=sample, home=home, host=host, port=port, open=open_to_all)
    serve_home(settings, lambda: console.show_rebuild(rebuild_home(settings), as_json=False))


def main() -> None:
    """Run the command line; what went wrong is told in one line, with what to do about it."""
    console.take_any_text()
    with stopping_at_once():
        try:
            _run()
        except RapporteurError as error:
            console.complain(error)
            sys.exit(1)


def _run() -> None:
    """Run the command, until all that it says has arrived. Raises OutputError where that is refused."""
    try:
        try:
            app()
        finally:
            sys.stdout.flush()
    except OSError as error:
        if error.filename is not None:  # it is about a file, not about a stream
            raise
        console.discard_output()
        if not isinstance(error, BrokenPipeError):  # a reader that wants no more is no failure to speak of
            raise console.OutputError(
                f"The output cannot be written ({error.strerror}).", "Send it elsewhere."
            ) from error
        sys.exit(1)
