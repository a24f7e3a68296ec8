"""Who may use the service, and how much of it: named keys, the session of a browser, limits, and turns for work."""
