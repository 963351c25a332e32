"""Desa: the village's five duties, offline.

Not furnished yet. Nothing of the protected service exists in the village tools.
"""
