"""Questions that a whole page asks, in few queries."""
