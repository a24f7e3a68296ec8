"""Words as they stand: the keyword index with BM25, spelling variants and corrections, short forms and their full
names."""
