"""The commands that make everything that is learnt, from named data."""
