"""Pertukaran: outside systems by hand, each optional and with a manual twin.

A copy-out sheet shows what is on file in the order of the outside system's screens, so that
nobody types from paper; the status is noted back with its date. When a system is down, what
waits for it is held together, told to the people in a sentence, and goes on together. An
official number is recorded, never minted; nothing here logs in to anything.
"""
