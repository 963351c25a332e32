"""The wall: who can see and write which row, asked of the database itself.

`truth/` is written by hand from what the roles are for; nothing here reads the policies to
learn what they ought to say.
"""
