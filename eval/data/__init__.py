"""Questions with judged quotes, and the reports they are asked of."""
