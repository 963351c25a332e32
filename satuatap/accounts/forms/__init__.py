"""Forms of the room: signing in and the own account, and people of an office."""
