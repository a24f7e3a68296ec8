"""What is settled before any engine is loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.model
def test_the_model_loads_and_ends_without_triton_and_without_a_word() -> None:
    code = (
        "from index.dense.encoder import load_encoder; from index.model import locate_model; import sys; "
        "load_encoder(locate_model()).encode(['onions']); assert not sys.modules.get('triton')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
