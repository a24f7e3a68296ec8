"""Where a block of a report stands: the printed numbers of paragraphs, annexes and other divisions, preambles."""
