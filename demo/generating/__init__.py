"""People by the hundred thousand, for benches and for trying a full house; nobody of them is real.

`generate` lays centres, officers, people and their applications with the whole history of every
step, spread as the public statistics say. The same seed and day lay the same lives. The clocks
on the steps are what the officers' own verbs would have left: `walks` reckons with the arithmetic
of `applications.clocks` on the calendar of each desk. Never called outside demo mode.
"""
