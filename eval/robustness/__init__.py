"""Damaged files, killed rebuilds, and whether the product still gives what it gave."""
