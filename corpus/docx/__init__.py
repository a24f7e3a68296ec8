"""Word files: bytes become canonical text, blocks with their printed numbers, and metadata (`reader.read`)."""
