"""Konsultasi dan kasus: the protected service's daily work.

Not furnished yet: it comes with the open door. Only in the protection world; nobody imports
this room.
"""
