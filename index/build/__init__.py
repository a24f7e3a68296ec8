"""A corpus folder becomes a published build: only what changed is read, only new passages are embedded
(`rebuild.rebuild`)."""
