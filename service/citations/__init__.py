"""Quotes cut from reports, the place where they stand, and ready citations of it in every style (`citer.Citer`)."""
