"""What Word files and web pages have in common: text that flows, and has no pages until somebody prints it."""
