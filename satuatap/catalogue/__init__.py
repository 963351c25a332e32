"""Katalog: what the centre offers, which papers it asks for, and by which rule.

Read once at start from `reference/`; a broken file stops the start with its key. There are no
tables here: a running application keeps a copy of the definition that it started with.
Data knows no roles and no expressions.
"""
