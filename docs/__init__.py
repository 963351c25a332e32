"""Documentation in four kinds; some reference pages are generated (`make docs`)."""
