"""Penerimaan: tickets, calls by number, appointments, who is present today.

A ticket without a person is normal. Whatever is told at the ticket (needs, wishes, whose file it
is) lies in one table and is gone at closing time; number, group and times stay as figures. The
group "informasi" is the door for complaints and takes ordinary questions too: for it no person,
step, need, sex or village is ever stored, and the database refuses it. A reason of visit is
never called out or shown. Nothing here knows of applications; the worker's file is joined by address.
"""
