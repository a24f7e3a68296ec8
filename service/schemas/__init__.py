"""What the API takes and answers with, as far as records, pages and the command line need it too."""
