"""Pelatihan: sessions, certificates, pre-departure orientation.

Not furnished yet. It hands a certificate to the worker and never calls applications.
"""
