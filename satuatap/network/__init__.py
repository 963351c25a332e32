"""Jejaring: the centres, their readiness, the national roll-up.

Not furnished yet. Only protected tables travel upward, never a row about a person.
"""
