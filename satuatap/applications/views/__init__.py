"""Screens of the room: the front desk, the desks, and her own page by code."""
