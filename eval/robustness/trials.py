"""What a siege tries, each against a copy of a home of its own and by the programs that people run."""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlencode

from corpus.errors import RapporteurError
from eval.errors import EvalInputError
from eval.robustness.torture import QUESTION, edit
from eval.speed.serving import serving
from index.build.integrity import verify
from index.errors import BuildDamagedError
from index.storage.home import build_folder, live_build
from index.storage.manifest import STORE
from index.storage.store import files_of

SEED = 2026
FILES = 256  # that a service may open while clients send half a request
HALVES = (
    b"",
    b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Half: ",
    b"POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
)
HEAVY_CALLS = 60
LIGHT_SECONDS = 0.5  # that a search may take while another client has heavy work done
READ_SECONDS = 10  # that one file of a hostile corpus may take
# Words that stand in no report of the sample.
SECRETS = ("Kowalczykowna", "fjordlandschaft", "ostrakismos")
CODES = ("utf-8", "utf-16-le", "utf-16-be")
ADDRESS = re.compile(r"inet_(?:addr|pton)\((?:AF_INET6?, )?\"([^\"]+)\"")
WITNESS = f"# Statement\n\nThe witness {SECRETS[0]} spoke of the {SECRETS[1]}.\n\nShe feared an {SECRETS[2]}.\n"


@dataclass(frozen=True, slots=True)
class Trial:
    """What was tried, how many times, how many of them something was lost that should not be, and what was seen."""

    what: str
    tried: int
    lost: int
    seen: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A corpus and a home of it, of which each trial takes copies into `folder`."""

    folder: Path
    corpus: Path
    home: Path

    @classmethod
    def made(cls, folder: Path, corpus: Path) -> Ground:
        """Copy the corpus into `folder` and index it. Raises EvalInputError when that fails."""
        ground = cls(folder, folder / "corpus", folder / "home")
        shutil.copytree(corpus, ground.corpus)
        done = run("rebuild", "--corpus", ground.corpus, "--home", ground.home)
        if done.returncode:
            raise EvalInputError(f"The sample could not be indexed: {done.stderr.strip()}", "Try `rapporteur rebuild`.")
        return ground

    def copied(self, name: str) -> tuple[Path, Path]:
        """A corpus and a home to be spoiled."""
        folder = self.folder / name
        shutil.copytree(self.corpus, folder / "corpus")
        shutil.copytree(self.home, folder / "home")
        return folder / "corpus", folder / "home"


def run(*arguments: str | Path, under: Sequence[str] = (), **settings: str) -> subprocess.CompletedProcess[str]:
    """The command line, in a process of its own, with settings by the names of their variables."""
    command = [*under, sys.executable, "-m", "service.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **settings})


def half_sent(ground: Ground, rounds: int) -> Trial:
    """Twice as many connections as the service may open files send nothing, half a header or half a body."""
    lost = tried = 0
    slowest = 0.0
    for sent in HALVES * rounds:
        with serving(ground.home, under=("prlimit", f"--nofile={FILES}")) as service, ExitStack() as clients:
            port = service.connection.port
            for n in range(2 * FILES):
                client = clients.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
                client.sendall(sent)
                tried += 1
                if n % 64 == 63:
                    for path in ("/healthz", search_path(QUESTION)):
                        status, seconds = fetched(port, path)
                        lost += status != http.client.OK
                        slowest = max(slowest, seconds)
    return Trial("connections that send half a request", tried, lost, f"slowest of the others {slowest:.2f} s")


def heavy_beside_light(ground: Ground, rounds: int) -> Trial:
    """One client has sixty drafts verified at once; another, from another address, searches."""
    report = max(ground.corpus.rglob("*.md"), key=lambda file: file.stat().st_size)
    words = report.read_text(encoding="utf-8").split()
    quotes = [" ".join(words[n : n + 30]) for n in range(0, len(words), 30)][:50]
    body = {"quotes": [{"text": quote} for quote in quotes]}
    lost = asked = 0
    times: list[float] = []
    unlimited = ("env", f"RAPPORTEUR_HEAVY_PER_MINUTE={HEAVY_CALLS * 100}")  # else most would be refused at once
    with serving(ground.home, under=unlimited) as service, ThreadPoolExecutor(HEAVY_CALLS) as pool:
        port = service.connection.port
        for _ in range(rounds):
            heavy = [pool.submit(posted, port, "/api/verify", body) for _ in range(HEAVY_CALLS)]
            while not all(call.done() for call in heavy):
                status, seconds = fetched(port, search_path("assistance to victims"), client="127.0.0.2")
                times.append(seconds)
                lost += status != http.client.OK or seconds > LIGHT_SECONDS
            asked += len(heavy)
            lost += sum(call.result() != http.client.OK for call in heavy)
    seen = f"{len(times)} searches beside them, slowest {max(times) * 1000:.0f} ms"
    return Trial("heavy calls of one client beside another's searches", asked, lost, seen)


def flipped_bits(ground: Ground, flips: int) -> Trial:
    """One bit of one file of the live build: it must be noticed, and a rebuild must mend it."""
    chance = random.Random(SEED)
    corpus, home = ground.copied("bits")
    unnoticed = unmended = 0
    for n in range(flips):
        build = build_folder(home, live_build(home))
        files = sorted(file for file in build.rglob("*") if file.is_file() and file.stat().st_size)
        file = files[n % len(files)]
        content = bytearray(file.read_bytes())
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        file.write_bytes(content)
        try:
            verify(home)
            unnoticed += 1
        except BuildDamagedError:
            pass
        unmended += run("rebuild", "--corpus", corpus, "--home", home).returncode != 0 or not is_whole(home)
    return Trial(
        "bits flipped in the live build",
        flips,
        unnoticed + unmended,
        f"{flips - unnoticed} noticed, {flips - unmended} mended",
    )


def full_disk(ground: Ground, rounds: int) -> Trial:
    """A rebuild on a disk that gets full, on a file system in memory, where this user may mount one."""
    what = "rebuilds on a full disk"
    mounting = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    if (
        shutil.which("unshare") is None
        or subprocess.run([*mounting, "mount -t tmpfs none /mnt"], check=False).returncode
    ):
        return Trial(what, 0, 0, "not tried: this user may not mount a file system")
    corpus, _ = ground.copied("disk")
    edit(corpus, 0)
    disk = ground.folder / "disk" / "full"
    disk.mkdir()
    kilobytes = int(
        subprocess.run(["du", "-sk", ground.home], capture_output=True, text=True, check=True).stdout.split()[0]
    )
    lost = 0
    rapporteur = f"'{sys.executable}' -m service.cli"
    for n in range(rounds):
        # What is left is less and less than the new build needs, so that another file is the one that does not fit.
        script = f"""
            mount -t tmpfs -o size={kilobytes + 200 + 300 * n}k none '{disk}' || exit 9
            cp -r '{ground.home}' '{disk}/home' || exit 9
            {rapporteur} rebuild --corpus '{corpus}' --home '{disk}/home'; echo "rebuild: $?"
            {rapporteur} integrity --home '{disk}/home' >&2; echo "integrity: $?"
        """
        done = subprocess.run([*mounting, script], capture_output=True, text=True, check=False)
        told = "Free space" in done.stderr and str(disk / "home") in done.stderr
        lost += not ("rebuild: 1" in done.stdout and told and "integrity: 0" in done.stdout)
    return Trial(what, rounds, lost, f"{rounds - lost} told which home needs space, the build before stays whole")


def hostile_corpus(ground: Ground) -> Trial:
    """Files that are made to stall, exhaust or stop a rebuild, beside good ones."""
    what = "hostile files among good ones"
    corpus, home = ground.copied("hostile")
    good = {file.relative_to(corpus).as_posix() for file in corpus.rglob("*.md")}
    edit(corpus, 0)
    hostile = hostile_files(corpus)
    begun = time.monotonic()
    done = run("rebuild", "--corpus", corpus, "--home", home, "--json", RAPPORTEUR_READ_SECONDS=str(READ_SECONDS))
    seconds = time.monotonic() - begun
    if done.returncode:
        return Trial(what, len(hostile), len(hostile), f"rebuild ended with {done.returncode}")
    rejected = {one["path"] for one in json.loads(done.stdout)["rejected"]}
    indexed = {file.path for file in files_of(build_folder(home, live_build(home)) / STORE)}
    missing = len(good - indexed) + len(hostile - indexed - rejected)
    seen = f"{len(rejected)} rejected, {len(good & indexed)} of {len(good)} good ones indexed, {seconds:.0f} s"
    return Trial(what, len(hostile), missing, seen)


def hostile_files(corpus: Path) -> set[str]:
    """Write them; returns their names."""
    before = set(corpus.iterdir())
    (corpus / "backticks.md").write_text("`" * 1_000_000)
    (corpus / "brackets.md").write_text("[" * 500_000)
    (corpus / "one line.txt").write_text("never an end " * 1_500_000)
    (corpus / "short paragraphs.md").write_text("# A\n\n" + "".join(f"{n}. Yes.\n\n" for n in range(200_000)))
    (corpus / "deep.html").write_text("<div>" * 200_000 + "end")
    (corpus / "table.html").write_text("<table>" + "<tr>" + "<td>x" * 300_000)
    (corpus / "front matter.md").write_text("---\na: &a [x, x]\n" + "b: &b [*a, *a, *a]\n" * 5_000 + "---\n\nText.\n")
    (corpus / "not text.txt").write_bytes(random.Random(SEED).randbytes(2_000_000))
    (corpus / "broken.pdf").write_bytes(b"%PDF-1.7\n" + random.Random(SEED).randbytes(100_000))
    (corpus / "empty.md").write_bytes(b"")
    (corpus / "script <img onerror=alert(1)>.md").write_text("# <script>alert(1)</script>\n\nA paragraph.\n")
    os.mkfifo(corpus / "pipe.md")
    (corpus / "loop.md").symlink_to("loop.md")
    (corpus / "outside.md").symlink_to("/etc/passwd")
    with zipfile.ZipFile(corpus / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("word/document.xml", b"<w>" + b" " * 500_000_000)
    return {file.name for file in set(corpus.iterdir()) - before}


def purged(ground: Ground) -> Trial:
    """A report is purged: no byte of the home may hold its words, and neither rollback nor its file brings it back."""
    corpus, home = ground.copied("purge")
    (corpus / "witness.md").write_text(WITNESS)
    where = ("--corpus", corpus, "--home", home)
    run("rebuild", *where)
    edit(corpus, 0)
    run("rebuild", *where)
    before = len(holding(home))
    run("purge", "witness", "--home", home)
    after = len(holding(home))
    run("rollback", "--home", home)
    run("rebuild", *where)
    back = len(holding(home))
    lost = after + back + (before == 0) + (not is_whole(home))
    seen = f"words in {before} files before, {after} after, {back} after a rollback and a rebuild"
    return Trial("a purged report looked for in every byte", len(SECRETS), lost, seen)


def outgoing_calls(ground: Ground) -> Trial:
    """The connections that a rebuild and a service open while they work, as the kernel sees them, where strace is."""
    what = "connections to other machines"
    if shutil.which("strace") is None:
        return Trial(what, 0, 0, "not tried: there is no strace")
    corpus, home = ground.copied("outgoing")
    edit(corpus, 0)
    traces = [home.parent / "rebuild.trace", home.parent / "serve.trace"]
    under = [("strace", "-D", "-f", "-qq", "-e", "trace=connect,sendto", "-o", str(trace)) for trace in traces]
    failed = run("rebuild", "--full", "--corpus", corpus, "--home", home, under=under[0]).returncode != 0
    pages = ("/", "/reports", search_path(QUESTION), "/?" + urlencode({"q": QUESTION}), "/metrics")
    with serving(home, "--corpus", str(corpus), under=under[1]) as service:
        failed |= any(fetched(service.connection.port, page)[0] != http.client.OK for page in pages)
        failed |= posted(service.connection.port, "/api/ask", {"question": QUESTION}) != http.client.OK
    calls = "".join(trace.read_text(errors="replace") for trace in traces).splitlines()
    addresses = [one for call in calls for one in ADDRESS.findall(call)]
    outside = [one for one in addresses if not ip_address(one).is_loopback]
    return Trial(
        what, len(calls), len(outside) + failed, f"{len(addresses)} calls with an address, {len(outside)} outside"
    )


def holding(home: Path) -> list[Path]:
    """The files that hold a secret in any case, in UTF-8 or UTF-16."""
    forms = {word.encode(code) for one in SECRETS for word in (one, one.lower(), one.upper()) for code in CODES}
    contents = ((file, file.read_bytes()) for file in home.rglob("*") if file.is_file())
    return [file for file, content in contents if any(form in content for form in forms)]


def is_whole(home: Path) -> bool:
    """Whether every file of the live build is as it was written."""
    try:
        verify(home)
    except RapporteurError:
        return False
    return True


def search_path(question: str) -> str:
    """The path of a search by the API."""
    return "/api/search?" + urlencode({"q": question})


def fetched(port: int, path: str, client: str = "127.0.0.1") -> tuple[int, float]:
    """The status (0 without an answer) and the seconds of a request from the address `client`."""
    begun = time.monotonic()
    status = _status(port, "GET", path, None, client)
    return status, time.monotonic() - begun


def posted(port: int, path: str, body: Mapping[str, object]) -> int:
    """The status of an answer, 0 without one."""
    return _status(port, "POST", path, json.dumps(body), "127.0.0.1")


def _status(port: int, method: str, path: str, body: str | None, client: str) -> int:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60, source_address=(client, 0))) as connection:
        try:
            connection.request(method, path, body, {"Content-Type": "application/json"})
            with connection.getresponse() as response:
                response.read()
                return response.status
        except (OSError, http.client.HTTPException):
            return 0
