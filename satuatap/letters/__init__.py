"""Surat: letters of an office with a running number, a signature and a code to check them by.

A letter is drafted by one person and approved by another; the number is drawn with the
approval, so that the page that is signed carries it. Whoever holds the paper may ask
whether it is real and learns nothing about the person it speaks of.
Nothing here knows of applications or cases; they know the letter.
"""
