"""Forms of the room: opening, the desk, her code."""
