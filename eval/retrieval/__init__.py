"""How well passages are found: metrics, ablations, tuning, the gate."""
