"""Text files (Markdown and plain text, with YAML front matter), and what every text has: sentences, speaker turns."""
