"""What is known about a report as a whole: bodies, dates, types, languages, and the fields that owners give."""
