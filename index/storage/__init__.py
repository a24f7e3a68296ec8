"""What lies on disk: the home with its builds and the pointer to the live one, a build's manifest, reports and
passages."""
