"""Is this the same person? Names as they sound here, keys to look up by, and weights of agreement.

Pure: nothing here reads a database or a clock; words and weights come from `reference/matching/`.
Whoever compares people does it here, so that no two answers differ.
"""
