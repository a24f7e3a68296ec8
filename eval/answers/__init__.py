"""How good answers are, and what is phrased of them."""
