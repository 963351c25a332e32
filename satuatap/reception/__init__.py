"""Meja depan: tickets, appointments, who is present today.

Not furnished yet: it comes with the one-stop centre in full. A reason of visit is never called out.
"""
