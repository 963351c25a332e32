"""Pelindungan data: notices, grants of consent, and the rights of the person.

Holds what was told to whom and when. It knows people only by opaque ids; whoever reads a
notice's record learns that somebody was told something, never who she is.
"""
