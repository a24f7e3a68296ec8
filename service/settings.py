"""Settings, read once at the edge: flags first, then RAPPORTEUR_* variables, then the defaults here."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus.errors import RapporteurError
from corpus.types import ChunkSettings
from index.build.types import BuildSettings
from index.inference.types import EngineName

# A host name or an address, as a browser puts it into the header Host, without a port.
_HOST_NAME = re.compile(r"[\w.-]+|\[[0-9a-f:.]+\]", re.ASCII)
_HEADER_NAME = re.compile(r"[a-z][a-z0-9-]*", re.ASCII | re.IGNORECASE)
_ROOT_PATH = re.compile(r"(/[\w.-]+)+", re.ASCII)
# With what the addresses of the service begin: a proxy that takes the root path off and one that leaves it could not be
# told apart below one of these.
OWN_PATHS = frozenset(
    (
        "api",
        "docs",
        "feed.atom",
        "files",
        "healthz",
        "help",
        "keys",
        "list",
        "metrics",
        "openapi.json",
        "over-time",
        "passages",
        "problems",
        "readyz",
        "reports",
        "sign-in",
        "sign-out",
        "static",
        "verify",
    )
)
MAX_FILE_MB = 500  # what the store can hold of one text, with room to spare


def _host_names(given: str | tuple[str, ...]) -> tuple[str, ...]:
    """The names in a text that lists them between commas. Raises ValueError for what is none."""
    if isinstance(given, tuple):
        return given
    names = tuple(name.strip().lower() for name in given.split(",") if name.strip())
    if wrong := [name for name in names if not _HOST_NAME.fullmatch(name)]:
        raise ValueError(f"{wrong[0]!r} is no host name; give names between commas, without http:// and port")
    return names


def _networks(given: str | tuple[str, ...]) -> tuple[str, ...]:
    """The addresses and networks in a text that lists them between commas. Raises ValueError for what is none."""
    if isinstance(given, tuple):
        return given
    networks = tuple(one.strip() for one in given.split(",") if one.strip())
    for one in networks:
        ip_network(one)
    return networks


def _header_name(given: str) -> str:
    """The name of a header. Raises ValueError for what is none."""
    if given and not _HEADER_NAME.fullmatch(given):
        raise ValueError("it is no name of a header, such as X-Forwarded-User")
    return given


def _root_path(given: str) -> str:
    """A path without a slash at its end. Raises ValueError for what is none, or an address of the service's own."""
    path = given.rstrip("/")
    if path and not _ROOT_PATH.fullmatch(path):
        raise ValueError("it is no path such as /search, of letters, digits, dots and hyphens")
    if path.split("/")[1:2] and path.split("/")[1] in OWN_PATHS:
        raise ValueError(f"it begins like an address of the service itself; these are {', '.join(sorted(OWN_PATHS))}")
    return path


class Settings(BaseSettings):
    """Everything that can be set. The variable of a field is RAPPORTEUR_ and its name in capitals; an empty one counts
    as not set."""

    model_config = SettingsConfigDict(env_prefix="RAPPORTEUR_", env_ignore_empty=True, extra="ignore")

    home: Path = Field(default=Path(".rapporteur/home"), description="where builds and the embedding cache are kept")
    corpus: Path = Field(default=Path("reports"), description="the folder of reports")
    host: str = Field(default="127.0.0.1", description="the address that `serve` listens on")
    port: int = Field(default=8000, ge=0, le=65535, description="the port that `serve` listens on")
    workers: int = Field(default=1, ge=1, le=64, description="how many processes answer; each loads the model")
    hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_host_names)] = Field(
        default=(), description="host names, between commas, that `serve` answers to beside loopback names"
    )
    root_path: Annotated[str, BeforeValidator(_root_path)] = Field(
        default="", description="the path that a proxy has the service below, such as /search"
    )
    open: bool = Field(default=False, description="serve beyond this machine, to anybody who reaches the address")
    proxies: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_networks)] = Field(
        default=(), description="addresses or networks, between commas, of proxies whose `X-Forwarded-*` is believed"
    )
    user_header: Annotated[str, BeforeValidator(_header_name)] = Field(
        default="", description="the header in which these proxies name a user whom they have let in"
    )
    requests_per_minute: int = Field(
        default=600, ge=1, description="how many requests a minute one client may send to a process"
    )
    heavy_per_minute: int = Field(
        default=60, ge=1, description="how many of them may be calls that answer, verify or export"
    )
    log_json: bool = Field(default=False, description="log one JSON object a line")
    model: str | None = Field(default=None, description="the folder of another sentence-transformers model")
    inference: EngineName = Field(default="auto", description="what runs it: openvino, torch or auto, the quicker one")
    keep_builds: int = Field(default=3, ge=1, description="how many builds a home keeps")
    max_file_mb: float = Field(
        default=50, gt=0, le=MAX_FILE_MB, description="the largest file read, in millions of bytes"
    )
    read_seconds: float = Field(default=60, gt=0, description="how long reading and cutting one file may take")
    read_megabytes: int = Field(
        default=2048, ge=64, description="how much memory reading and cutting one file may take"
    )
    ocr: bool = Field(default=False, description="read scans by text recognition; needs tesseract")
    passage_tokens: int = Field(default=200, ge=32, description="the longest passage, in tokens of the model")
    context_tokens: int = Field(default=48, ge=0, description="the most that a passage's context takes of the window")
    feedback: str | None = Field(
        default=None, description="where readers may send remarks: a web or e-mail address, linked from every page"
    )
    llm_url: str | None = Field(default=None, description="the language model's API, such as http://127.0.0.1:8080/v1")
    llm_model: str | None = Field(default=None, description="the language model's name there")
    llm_key: SecretStr | None = Field(default=None, description="the key for it, if it wants one")
    llm_connect_seconds: float = Field(default=5, gt=0, description="how long connecting to it may take")
    llm_first_seconds: float = Field(default=30, gt=0, description="how long its first word may take")
    llm_seconds: float = Field(default=120, gt=0, description="how long its whole answer may take")
    llm_stream: bool = Field(default=True, description="whether it sends its words as it writes them")

    @field_validator("feedback")
    @classmethod
    def linked(cls, feedback: str | None) -> str | None:
        """The address as a link has it. Raises ValueError for what is no address."""
        if feedback is None or re.fullmatch(r"https?://[^\s/]+\S*|mailto:[^\s@]+@[^\s@]+", feedback):
            return feedback
        if re.fullmatch(r"[^\s@:/]+@[^\s@:/]+", feedback):
            return f"mailto:{feedback}"
        raise ValueError("it is neither a web address (https://...) nor an e-mail address")

    @field_validator("user_header")
    @classmethod
    def from_a_proxy(cls, header: str, others: ValidationInfo) -> str:
        """The header. Raises ValueError where no proxy is named that could be believed."""
        if header and not others.data.get("proxies"):
            raise ValueError("it is believed from a proxy alone; name its address in RAPPORTEUR_PROXIES")
        return header

    def build_settings(self) -> BuildSettings:
        """The part that shapes a build."""
        chunking = ChunkSettings(passage_tokens=self.passage_tokens, context_tokens=self.context_tokens)
        return BuildSettings(
            chunking,
            keep=self.keep_builds,
            max_bytes=int(self.max_file_mb * 1_000_000),
            read_seconds=self.read_seconds,
            read_megabytes=self.read_megabytes,
            ocr=self.ocr,
        )


class SettingsError(RapporteurError):
    """A variable of the environment has a value that cannot be used."""


def load_settings(**flags: object) -> Settings:
    """Settings with the flags that were given (None: not given). Raises SettingsError that names the variable."""
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]  # values are checked by the model itself
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        source = f"--{name.replace('_', '-')}" if name in given else f"RAPPORTEUR_{name.upper()}"
        message = f"{source}: {first['msg'].removeprefix('Value error, ')} (it is {first['input']!r})."
        raise SettingsError(message, "Correct it or remove it.") from error
