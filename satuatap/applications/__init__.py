"""Permohonan: an application for a service, and its walk from desk to desk.

Steps are copied from the catalogue when the application is opened. A desk sees the file while
its step lies there, and of the papers only those that the step needs. Nothing here knows of
case work; a training certificate arrives as a document.
"""
