"""The command line: the composition root, where settings, model, index and service meet."""
