"""Direktori: partners and services that a person can be sent to, and placement agencies.

Not furnished yet: it comes with the one-stop centre in full. Kept in administration and
published as a file that protection reads only. What is confidential about a shelter never
stands here.
"""
