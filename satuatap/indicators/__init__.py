"""Indikator: figures by sex, office and month.

Not furnished yet. Every table passes through disclosure first.
"""
