"""A question becomes verbatim quotes, or the word that nothing answers: candidates, rerank, abstain, select."""
