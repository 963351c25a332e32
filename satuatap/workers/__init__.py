"""Orang: the person, and the papers that she brought.

A worker is one person in any stage: before, during or after work abroad. A paper is asked for
once and read by every desk that needs it. A desk sees a person only while something of hers
lies on it, and of her papers only those it needs. NIK and scans lie encrypted.
"""
