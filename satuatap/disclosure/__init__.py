"""Pelindungan angka kecil: protection of small numbers, and the signed feed of protected tables.

Not furnished yet: it comes with the figures. No count of people may leave a room
before it has passed through here.
"""
