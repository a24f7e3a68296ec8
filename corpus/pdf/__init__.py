"""PDF files: bytes become canonical text, blocks with their pages and printed numbers, and metadata (`reader.read`)."""
