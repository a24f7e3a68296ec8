"""A Searcher becomes answers with citations: HTTP API, web page, command line."""
