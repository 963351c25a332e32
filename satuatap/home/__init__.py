"""Aula depan: addresses, menu, the start page per role, and the pages that say what went wrong.

Everything meets here and nothing is decided here. No room imports this one.
"""
