"""A question becomes hits with what speaks for them: analysis, candidates, ranking, evidence (`searcher.Searcher`)."""
