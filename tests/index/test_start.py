"""What is settled before any engine is loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.model
def test_the_model_loads_and_ends_without_triton_and_without_a_word() -> None:
    code = (
        "from index.dense.encoder import load_encoder; from index.model import locate_model; import sys; "
        "load_encoder(locate_model()).encode(['onions']); assert not sys.modules.get('triton')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.model
def test_models_that_were_kept_are_loaded_without_torch(tmp_path: Path) -> None:
    code = (
        "from index.dense.encoder import load_encoder; from index.model import locate_model; from pathlib import Path; "
        f"import sys; encoder = load_encoder(locate_model(), kept=Path({str(tmp_path)!r}), engine='openvino'); "
        "assert encoder.score_pairs('Who?', ['She.']) is not None; "
        "print(encoder.encode(['onions']).sum(), 'torch' in sys.modules, sys.modules['openvino_telemetry'])"
    )
    first, second = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=True)
        for _ in range(2)
    )
    assert (first.stderr, second.stderr) == ("", "")
    vector, *said = first.stdout.split()
    again, *said_again = second.stdout.split()
    assert float(again) == pytest.approx(float(vector), abs=1e-5)
    assert (said, said_again) == (["True", "None"], ["False", "None"])
