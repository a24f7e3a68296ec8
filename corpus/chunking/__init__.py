"""A report becomes passages (`passages.cut_passages`), each with the text that is embedded of it."""
