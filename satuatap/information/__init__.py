"""Pusat informasi: what is true, what it may cost, whom to ask.

Not furnished yet. Nothing about the asker is kept unless she wants it.
"""
