"""Saved web pages: bytes become canonical text, blocks and metadata (`reader.read`)."""
