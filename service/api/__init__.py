"""The HTTP API: routers, each with what it takes and answers."""
