"""Verbs of the room: on the own account, and on the people of an office."""
