"""Petugas dan perannya: who works here, what they may do, and what they did.

People, their dated roles at an office, a desk or in an area, their sign-in, and the audit.
An administrator manages people and offices and sees no personal file; a role that shows
personal data is never given by the one who has it.
"""
