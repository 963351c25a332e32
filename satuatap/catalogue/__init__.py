"""Katalog: what the centre offers, which papers it asks for, and by which rule.

Read once at start from `reference/`; a broken file stops the start with file, key and reason.
There are no tables here: a running application keeps a copy of the definition that it started
with. Data knows no roles and no expressions: the one condition is "question = answer". A cost that is not known is
never shown as free, and no rule here turns a person away but the law's own age of eighteen.
"""
