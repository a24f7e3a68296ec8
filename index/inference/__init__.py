"""Runs transformers on the processor: an engine takes arrays of tokens and returns arrays of numbers. Two are here,
OpenVINO and torch; neither is imported until it is asked for."""

import sys

# Unless it is told otherwise, OpenVINO reports every import and conversion to its makers. It does without where this
# package of its own cannot be imported. The product never reaches out.
sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]
