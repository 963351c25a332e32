"""Satu Atap: one roof for migrant workers, from the village up."""

__version__ = "0.1.0"
