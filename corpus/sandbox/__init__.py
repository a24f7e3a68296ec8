"""Hostile files are read in processes that may die (`pool.read_in_workers`)."""
