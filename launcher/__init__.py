"""Penyala: starts everything that Satu Atap needs on one machine, and stops it again.

For each world a PostgreSQL cluster, a web service, a job worker and a sealer, all children of one
process. Runs before and outside of Django, which it only ever starts as `manage.py`.
"""
