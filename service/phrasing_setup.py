"""The language model that the settings name, or none."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from service.phrasing_client import ModelAddress, check_address
from service.settings import Settings, SettingsError

_PRINTABLE = re.compile(r"[!-~]+")


def model_address(settings: Settings) -> ModelAddress | None:
    """Where the language model is; None when no address is set, which is the default.

    Raises SettingsError for an address that cannot be used or a model that is not named. No message repeats a value: an
    address may hold a password, and a key is one.
    """
    if settings.llm_url is None:
        return None
    if settings.llm_model is None:
        raise SettingsError(
            "RAPPORTEUR_LLM_URL is set, but not the model to use there.", "Set RAPPORTEUR_LLM_MODEL too."
        )
    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    if key is not None and not _PRINTABLE.fullmatch(key):
        raise SettingsError("RAPPORTEUR_LLM_KEY has a space or a character that no key has.", "Copy the key again.")
    return ModelAddress(
        url=_checked(settings.llm_url),
        model=settings.llm_model,
        key=key,
        connect_seconds=settings.llm_connect_seconds,
        first_seconds=settings.llm_first_seconds,
        whole_seconds=settings.llm_seconds,
        stream=settings.llm_stream,
    )


def _checked(url: str) -> str:
    remedy = "Give the root of the API, such as http://127.0.0.1:8080/v1."
    try:
        parsed = urlsplit(url)
        usable = parsed.scheme in ("http", "https") and bool(parsed.hostname) and parsed.port != 0
        check_address(url)
    except ValueError:  # a port that is no number, half a bracket, a name that no host can have, a path without end
        usable = False
    if not usable or not _PRINTABLE.fullmatch(url):
        # The error that urlsplit raised would repeat the address.
        raise SettingsError("RAPPORTEUR_LLM_URL is no address that begins with http:// or https://.", remedy)
    if "@" in parsed.netloc:
        raise SettingsError("RAPPORTEUR_LLM_URL holds a password or a name.", "Put the key into RAPPORTEUR_LLM_KEY.")
    if parsed.query or parsed.fragment:
        raise SettingsError("RAPPORTEUR_LLM_URL has a part after ? or #.", remedy)
    return url
