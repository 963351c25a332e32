"""Masukan berkas: spreadsheets in, with staging and maker-checker.

Not furnished yet. Nothing that comes in by a sheet may reach a register unseen.
"""
