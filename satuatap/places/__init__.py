"""Wilayah, kantor, loket, kalender: where things are and when somebody is there.

Areas carry the codes of the Ministry of Home Affairs; codes that are gone stay, because identity
numbers keep them. A desk may be present, on a rota, remote, or only refer elsewhere.
No person is ever recorded here.
"""
