"""Reports on disk become Reports (text, structure, metadata) and Passages."""
