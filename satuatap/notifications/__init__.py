"""Pemberitahuan: messages out, through a queue that asks at the moment of sending.

A room calls `actions.tell` in the transaction of what happened; whether it may still be sent is
asked again when it goes out (`sending.may_send`). The default channel is none: no row, no trace.
Where a message goes lies apart, sealed, and is gone as soon as it was handed over. No message
carries a name, a reason of visit, a time or a place, and none is ever sent twice: what was
handed over and not answered is a task for a person.
"""
