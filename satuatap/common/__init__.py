"""Alat bersama: the tools every room stands on.

Row policies, acting persons, encryption, files, workflows, gates, forms.
Nothing here knows a word of the field; whoever needs one is in the wrong room.
"""
