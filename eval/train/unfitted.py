"""What stands in for weights that are only now fitted."""

from __future__ import annotations

import numpy as np

from service.answers.abstention import AbstentionClassifier, LogisticModel, Thresholds
from service.answers.candidates import SIGNALS
from service.answers.sentence_score import READ_SIGNALS, SentenceScore

_NONE = LogisticModel({}, {}, {}, bias=0.0)
UNFITTED = AbstentionClassifier(_NONE, Thresholds(0.0, 0.0), _NONE, Thresholds(0.0, 0.0))
# Sentences in the order in which the shares of the question's words, as they stand and by meaning, put them.
_PLAIN = {"cosine": 3.0, "left_open": 3.0, "nearest": 6.0, "rank": -0.8, "exact": 5.0, "ended": 1.4, "new": 2.0}
UNFITTED_SCORE = SentenceScore(
    before=np.asarray([_PLAIN.get(name, 0.0) for name in SIGNALS], dtype=np.float32),
    before_bias=0.0,
    after=np.asarray([0.0] * len(SIGNALS) + [1.0] + [0.0] * (len(READ_SIGNALS) - 1), dtype=np.float32),
    after_bias=0.0,
)
