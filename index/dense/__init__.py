"""Vectors: the encoder, the vectors of passages (FAISS), of their sentences, and of their words (late interaction)."""
