"""Is this the same person? Names as they sound here, keys to look up by, and weights of agreement.

Pure: nothing here reads a database or a clock. The online search, the batch and the bench use
the same functions, so that they cannot disagree.
"""
