"""What HTTP asks of a service, whatever it serves: problems, middleware, addresses, the socket."""
