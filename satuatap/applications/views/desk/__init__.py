"""The desk's screens: the queue on the left, the file on the right, and what is decided on it."""
