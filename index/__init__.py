"""Passages become vectors and a keyword index, published as an immutable build, opened by a Searcher."""
