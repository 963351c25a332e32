"""Pertukaran: outside systems, each optional and with a manual twin.

Not furnished yet. An official number is recorded, never minted.
"""
