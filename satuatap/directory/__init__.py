"""Direktori: placement agencies (P3MI) and their job orders, as officers found them elsewhere.

Everything here is copied by hand from a source outside, so every row says from where, of which
day, who wrote it and who else compared it. It is joined to other rooms by questions only
(`reading`): may this job order be used on this day, and if not, why not. Found never means safe.
Protection has the tables and no row in them: it will read a published file. What is
confidential about a shelter never stands here.
"""
