"""Pemberitahuan: messages out, through a queue that asks at the moment of sending.

Not furnished yet. The default channel is none; no message may carry a name or a reason of visit.
"""
