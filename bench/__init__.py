"""Measurements: each bench is one command, small by default, and ends with one JSON object."""
